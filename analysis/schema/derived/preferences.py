"""Tastes, replenishment and occasions: the evidence of each customer, and what is due."""

from analysis.schema.derived.parts import ID, METHOD, c
from analysis.schema.model import Column, Table

DUE_STATUSES = ("not_due", "due", "overdue", "lapsed")
OCCASION_KINDS = ("self_use", "gift", "banquet", "bulk", "unclassified")
_CATEGORY = c("category", "string", "Category, the client's own word")


def _choices(habit: str, what: str) -> tuple[Column, ...]:
    """The columns of one habit."""
    return (
        c(f"{habit}_n", "int", f"{what} in the window", "choices"),
        c(f"{habit}_top", "string", "Value chosen most; of equals the first by name"),
        c(f"{habit}_top_n", "int", "Times it was chosen", "choices"),
        c(f"{habit}_second", "string", "Value chosen next often"),
        c(f"{habit}_second_n", "int", "Times it was chosen", "choices"),
        c(f"{habit}_squares", "int", "Sum of the squared counts of all values: how concentrated the choices are", "choices²"),
    )


HABITS = Table(
    "habits",
    "one customer with an order or a category purchase in the window",
    ("customer_id",),
    (
        ID,
        *_choices("category", "Orders or visits × categories"),
        *_choices("channel", "Orders with a channel"),
        *_choices("daypart", "Orders by part of the day"),
        c("order_n", "int", "Orders", "orders"),
        c("weekend_n", "int", "Of these, on Saturday or Sunday", "orders"),
        c("priced_n", "int", "Orders with a known list price, from weeks in which full price was on offer", "orders"),
        c("discount_n", "int", "Of these, on discount", "orders"),
        c("promotion_n", "float", "Orders with a line sold under a promotion; missing where promotions are not held", "orders"),
    ),
)
OCCASIONS = Table(
    "order_occasions",
    "one order that stands",
    ("customer_id", "order_id"),
    (
        ID,
        c("order_id", "string", "Order number"),
        c("ordered_at", "timestamp", "First time on the order"),
        c("amount", "money", "Money after the refund policy", "currency"),
        c("units", "float", "Units on the order", "units"),
        c("near_festival", "bool", "True in the days before a festival"),
        c("other_place", "bool", "True where it went to another place than the customer's own"),
        c("occasion", "string", "What it was for, as far as can be told", values=OCCASION_KINDS),
    ),
)
PREFERENCES = (
    HABITS,
    Table(
        "preference_overview",
        "one lens of preference",
        ("method",),
        (
            METHOD,
            c("by", "string", "What is chosen", values=("category", "channel", "daypart", "weekend", "price")),
            c("buyers", "int", "Buyers", "customers"),
            c("n", "int", "Of these, with enough choices to say anything", "customers"),
            c("clear", "int", "Of these, with a clear preference", "customers"),
            c("share", "float", "clear / n", "fraction"),
            c("low", "float", "Lower end of its 95 % interval (Wilson)", "fraction"),
            c("high", "float", "Upper end", "fraction"),
            c("chance", "float", "The same share if everybody chose by the mix of all", "fraction"),
            c("minimum", "int", "Choices that are asked for", "choices"),
            c("confidence", "float", "Probability that is asked for", "fraction"),
        ),
    ),
    Table(
        "replenishment_intervals",
        "one category",
        ("category",),
        (
            _CATEGORY,
            c(
                "basis",
                "string",
                "Where the interval comes from; one_off and too_few have none",
                values=("given", "measured", "one_off", "too_few"),
            ),
            c("interval_days", "float", "Usual time between purchases", "days"),
            c("due_days", "float", "Days since the last purchase from which the next is due", "days"),
            c("overdue_days", "float", "… from which it is overdue", "days"),
            c("lapsed_days", "float", "… from which it has lapsed", "days"),
            c("purchases", "int", "Purchases behind it", "purchases"),
            c("repeated", "int", "Of these, followed by another", "purchases"),
            c(
                "repeat_share",
                "float",
                "Share followed by another as far as the data reach (Kaplan–Meier); missing for one_off set by the client",
                "fraction",
            ),
            c("mean_gap_days", "float", "Mean time between two purchases", "days"),
            c(
                "back_from_due",
                "float",
                "Of those who reach the due day without a purchase, share that comes before it lapses",
                "fraction",
            ),
            c("back_from_overdue", "float", "The same from the overdue day", "fraction"),
        ),
    ),
    Table(
        "replenishment_status",
        "one customer × category with an interval",
        ("customer_id", "category"),
        (
            ID,
            _CATEGORY,
            c("purchases", "int", "Days on which it was bought", "days"),
            c("last_age_days", "float", "From the last purchase to as_of", "days"),
            c("mean_gap_days", "float", "Own mean time between purchases; missing with one", "days"),
            c("purchase_value", "float", "Own mean money of a purchase", "currency"),
            c("due_days", "float", "Days from which the next is due, own rhythm included", "days"),
            c("overdue_days", "float", "… from which it is overdue", "days"),
            c("lapsed_days", "float", "… from which it has lapsed", "days"),
            c("phase", "float", "Below 1 not due, 1 to 2 due, 2 to 3 overdue, from 3 lapsed"),
            c("status", "string", "The same as a key", values=DUE_STATUSES),
        ),
    ),
    Table(
        "replenishment_due",
        "one category with an interval × status",
        ("category", "status"),
        (
            _CATEGORY,
            c("status", "string", "Key", values=DUE_STATUSES),
            c("customers", "int", "Customers", "customers"),
            c("value", "float", "One purchase of each at the usual value of that customer", "currency"),
            c("back_share", "float", "Share that comes by itself before the purchase lapses; missing where not known", "fraction"),
        ),
    ),
    Table(
        "replenishment",
        "one customer who bought a category with an interval",
        ("customer_id",),
        (
            ID,
            c("phase", "float", "Phase of the most pressing category: the highest below 3, else the lowest"),
            c("category", "string", "That category"),
            c("purchase_value", "float", "Own mean money of a purchase of it", "currency"),
            *(c(f"{status}_n", "int", f"Categories with the status {status}", "categories") for status in DUE_STATUSES),
        ),
    ),
    OCCASIONS,
    Table(
        "occasion",
        "one customer with an order in the window",
        ("customer_id",),
        (
            ID,
            c("orders", "int", "Orders in the window", "orders"),
            *(c(kind, "int", f"Of these, {kind}", "orders") for kind in OCCASION_KINDS),
        ),
    ),
    Table(
        "occasion_months",
        "one month × occasion",
        ("month", "occasion"),
        (
            c("month", "timestamp", "First day of the month"),
            c("occasion", "string", "What the orders were for", values=OCCASION_KINDS),
            c("orders", "int", "Orders", "orders"),
            c("revenue", "float", "Their money", "currency"),
        ),
    ),
)
