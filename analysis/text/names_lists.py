"""English names for clients without order lines: what they lack, said once for all that is made of orders."""

NAMES: dict[str, dict[str, str]] = {
    "lacking": {
        "no_figures": "Neither order lines nor all of the figures that stand for them are held. Send the order lines with customer number, date and amount; or for each customer the days since the last order, the number of orders and the money spent.",
        "no_order_lines": "This is read from order lines, and none are held. Send them with customer number, day and amount of each line. For recency and value, three figures per customer are enough: days since the last order, number of orders, money spent.",
    },
}  # fmt: skip
