"""What customers miss, what rises and falls, and on what occasions they buy."""

from analysis.schema.derived.parts import SEGMENT, c
from analysis.schema.model import Column, Table

EVIDENCE = ("survey", "derived", "not_held", "search", "wish", "hours", "place", "booking", "booking_site", "waiting")
CONTEXT_TRAITS = ("occasion", "festival", "daytype", "device", "context")
DIRECTIONS = ("rising", "falling", "unclear")
_P = c("p_adjusted", "float", "That chance gives the difference (Benjamini–Hochberg over the table)", "probability")

_NEED = (
    c("evidence", "string", "What shows the need", values=EVIDENCE),
    c("subject", "string", "Category, survey item, wish, part of the day, place"),
    c("customers", "int", "Who wanted it", "customers"),
    c("unmet", "int", "Of these, whose want went unmet at least once", "customers"),
    c("base", "int", "Customers with any want in this evidence", "customers"),
    c("share", "float", "Wants that went unmet", "fraction"),
    c("usual", "float", "The same for the other subjects of the evidence", "fraction"),
    c("difference", "float", "share less usual", "fraction"),
    c("low", "float", "Lower end of its 95 % interval", "fraction"),
    c("high", "float", "Upper end", "fraction"),
    _P,
    c(
        "reach",
        "float",
        "Share of the base that goes without beyond what is usual; all who looked for what is not held",
        "fraction",
    ),
)


def _ends(name: str, unit: str = "") -> tuple[Column, ...]:
    return (
        c(f"{name}_low", "float", f"Lower end of the 95 % interval of {name}", unit),
        c(f"{name}_high", "float", "Upper end", unit),
    )


WANTS = (
    Table("unmet_needs", "one subject of one evidence of unmet needs", ("evidence", "subject"), _NEED),
    Table(
        "product_ideas",
        "one unmet need that is worth an idea",
        ("rank",),
        (
            *_NEED,
            c("rank", "int", "Place in the list, from 1"),
            c("segment", "string", "Segment that has the need most; missing where none stands out"),
            c("segment_n", "float", "Its customers in the base", "customers"),
            c("segment_unmet", "float", "Of these, with the need unmet", "customers"),
            c("segment_share", "float", "segment_unmet / segment_n", "fraction"),
            c("rest_share", "float", "The same among everybody else in the base", "fraction"),
        ),
    ),
    Table(
        "need_gaps",
        "one need that a survey asks about",
        ("item",),
        (
            c("item", "string", "Key of the survey item"),
            c("basis", "string", "asked: importance and satisfaction of the same need; derived", values=("asked", "derived")),
            c("n", "int", "Respondents", "customers"),
            c("importance", "float", "Mean importance; derived: share to whom it matters"),
            c("satisfaction", "float", "Mean satisfaction with it; derived: of those to whom it matters, on the whole"),
            c("gap", "float", "importance less satisfaction; derived: how far that satisfaction lies below the others’"),
            c("low", "float", "Lower end of its 95 % interval"),
            c("high", "float", "Upper end"),
            _P,
            c("opportunity", "float", "10 × (I + max(I − S, 0)) of the shares at the top of the scale; asked only", "0-20"),
            *_ends("opportunity", "0-20"),
        ),
    ),
    Table(
        "category_trends",
        "one category, the period against the days a year before that are like it",
        ("category",),
        (
            c("category", "string", "Category; (other), (unknown) for money without one, (all)"),
            c("customers", "int", "Customers who bought it in the period", "customers"),
            c("customers_before", "int", "… in the days compared with", "customers"),
            c("revenue", "float", "Money of the period", "currency"),
            c("revenue_before", "float", "… of the days compared with", "currency"),
            c("change", "float", "The first less the second; they add up to that of (all)", "currency"),
            *_ends("change", "currency"),
            c("contribution", "float", "change over the whole revenue before", "fraction"),
            c("relative", "float", "change over revenue_before", "fraction"),
            *_ends("relative", "fraction"),
            c("share", "float", "Of all revenue of the period", "fraction"),
            c("share_before", "float", "… of the days compared with", "fraction"),
            c("share_change", "float", "The first less the second", "fraction"),
            *_ends("share", "fraction"),
            _P,
            c("direction", "string", "rising or falling beyond chance", values=DIRECTIONS),
        ),
    ),
    Table(
        "context_baskets",
        "one level of one context of orders",
        ("trait", "level"),
        (
            c("trait", "string", "Context", values=CONTEXT_TRAITS),
            c("level", "string", "Its value"),
            c("orders", "int", "Orders", "orders"),
            c("customers", "int", "Customers with such an order", "customers"),
            c("order_share", "float", "Of the orders with a known level", "fraction"),
            c("revenue_share", "float", "Of their money", "fraction"),
            c("mean_order", "float", "Money per order", "currency"),
            c("low", "float", "Lower end of its 95 % interval", "currency"),
            c("high", "float", "Upper end", "currency"),
            c("rest_order", "float", "Money per order at the other levels", "currency"),
            c("ratio", "float", "mean_order / rest_order"),
            _P,
        ),
    ),
    Table(
        "context_segments",
        "one level of one context in one segment",
        ("trait", "level", "segment"),
        (
            c("trait", "string", "Context", values=CONTEXT_TRAITS),
            c("level", "string", "Its value"),
            SEGMENT,
            c("n", "int", "Orders of the segment with a known level", "orders"),
            c("customers", "int", "Its customers with the level", "customers"),
            c("share", "float", "Of the n orders, those with the level", "fraction"),
            c("rest_share", "float", "Of all other customers, in the same months", "fraction"),
            c("index", "float", "share over that of all customers in these months × 100", "index"),
            _P,
        ),
    ),
)
