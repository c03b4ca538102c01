"""Display names of the parts of money, of control figures, and of what deliveries change."""

from analysis.text.message import Value, count, money

NAMES: dict[str, dict[str, str]] = {
    "money_part": {
        "sold": "Sold",
        "discount": "Discount given",
        "refunds": "Refunded",
        "net": "Revenue, after the refund policy",
        "tax": "Tax contained",
        "tax_out": "Tax, left out of every figure",
        "freight": "Freight charged beside",
        "points": "Paid with points",
        "gift_card": "Paid with gift cards",
        "cost": "Cost of goods",
        "margin": "Margin",
    },
    "control_figure": {
        "lines": "Order lines",
        "orders": "Orders",
        "customers": "Customers who ordered",
        "sold": "Sold",
        "refunds": "Refunded",
        "revenue": "Revenue",
    },
    "control_status": {"met": "holds", "missed": "missed"},
    "month_name": {
        "1": "January",
        "2": "February",
        "3": "March",
        "4": "April",
        "5": "May",
        "6": "June",
        "7": "July",
        "8": "August",
        "9": "September",
        "10": "October",
        "11": "November",
        "12": "December",
    },
    "column": {
        "freight": "freight",
        "tax": "tax",
        "points": "points",
        "gift_card": "gift cards",
        "currency": "currency",
    },
}

COUNTED = ("lines", "orders", "customers")


def control_value(figure: str, value: float) -> Value:
    """A control figure as its kind: a count, or money."""
    return count(value) if figure in COUNTED else money(value)
