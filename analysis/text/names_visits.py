"""Display names of visits and balances."""

from analysis.text.message import Value, count, decimal, money, share

UNITS = ("course_units", "points")

NAMES: dict[str, dict[str, str]] = {
    "visit_stage": {
        "booked": "Booked",
        "arrived": "Arrived",
        "consulted": "Consulted",
        "paid": "Paid or used a course",
        "performed": "Treated",
        "no_show": "Did not come",
        "cancelled": "Cancelled",
    },
    "visit_kpi": {
        "arrivals": "Visits",
        "arrival_rate": "Bookings that became a visit",
        "no_show_rate": "Bookings missed without notice",
        "deal_rate": "Visits with a payment or treatment",
        "second_visit_rate": "New customers back within 90 days",
        "consumed": "Consumption",
    },
    "balance_kind": {
        "cash": "Cash balance",
        "bonus": "Bonus credit (given, not paid for)",
        "course_units": "Course units",
        "points": "Points",
        "gift_card": "Gift cards",
        "(paid)": "Paid for, in all",
    },
    "flow": {"receipts": "Receipts", "consumed": "Consumption", "owed": "Unused balance, at what was paid for it"},
}

SHOWN = {"arrivals": count, "consumed": money}  # the others are shares


def visit_value(kpi: str, value: float) -> Value:
    """A figure of the visits, shown as its kind."""
    return SHOWN.get(kpi, share)(value)


def balance_value(kind: str, value: float) -> Value:
    """A balance: money, or units where it is none."""
    return decimal(value, 0) if kind in UNITS else money(value)
