"""What the client's own hand changed in the segments, and who is slipping away by what they brought."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

OVERRIDES = (
    Table(
        "overrides_applied",
        "one change of a segment by hand, with its reason",
        ("method", "from_segment", "segment", "reason", "by", "until"),
        (
            METHOD,
            c("from_segment", "string", "Segment by the rule"),
            c("segment", "string", "Segment by hand"),
            c("reason", "string", "Why, in the client's words"),
            c("by", "string", "Who decided"),
            c("until", "string", "Last day on which it holds; blank: until it is taken out"),
            c("customers", "int", "Customers moved", "customers"),
        ),
    ),
    Table(
        "override_problems",
        "one line of overrides.csv that changes nothing",
        ("line",),
        (
            c("line", "int", "Line of the file, the head is 1"),
            c(
                "problem",
                "string",
                "Why it changes nothing",
                values=("ended", "not_yet", "unknown_customer", "unknown_lens", "unknown_segment", "repeated"),
            ),
        ),
    ),
    Table(
        "merges_applied",
        "one segment that the client has put into another",
        ("method", "from_segment"),
        (
            METHOD,
            c("from_segment", "string", "Segment by the rule"),
            c("segment", "string", "Segment that takes it in"),
            c("customers", "int", "Customers moved", "customers"),
        ),
    ),
    Table(
        "risk_by_value",
        "one tier of value × band of risk, buyers only",
        ("tier", "segment"),
        (
            c("tier", "string", "Segment of the value lens"),
            SEGMENT,
            c("customers", "int", "Buyers", "customers"),
            c("revenue", "float", "Their revenue in the window", "currency"),
            c("revenue_share", "float", "Share of all buyers' revenue", "fraction"),
        ),
    ),
    Table(
        "risk_scores",
        "one customer with an order",
        ("customer_id",),
        (
            c("customer_id", "string", "Pseudonym of the customer"),
            c("measure", "string", "What the risk is read off", values=("probability_alive", "probability_of_order", "cycle")),
            c("chance", "float", "Chance of another order; missing by the cycle", "fraction"),
            c("away", "float", "Days since the last order over the first cut that applies", "ratio"),
            SEGMENT,
        ),
    ),
    Table(
        "growth_headroom",
        "one customer with an order",
        ("customer_id",),
        (
            c("customer_id", "string", "Pseudonym of the customer"),
            c("order_count", "float", "Orders in the window", "orders"),
            c("category_count", "float", "Categories in the window", "categories"),
            c("orders_mark", "float", "Upper quartile of orders of comparable customers", "orders"),
            c("room_in_orders", "bool", "Own orders are at most half the mark"),
            c("categories_mark", "float", "Upper quartile of their categories", "categories"),
            c("room_in_categories", "bool", "Own categories are at most half the mark"),
        ),
    ),
)
