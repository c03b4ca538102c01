"""Who and where the customers are, and whether their membership level still fits."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

PEOPLE = (
    Table(
        "group_means",
        "one group of one lens of people or places",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("customers", "int", "Customers, also those without an order", "customers"),
            c("customer_share", "float", "Share of all customers", "fraction"),
            c("revenue", "float", "Revenue in the window", "currency"),
            c("revenue_per_customer", "float", "revenue / customers; missing under 30 customers", "currency"),
            c("low", "float", "Lower end of its 95 % interval, corrected for skewness", "currency"),
            c("high", "float", "Upper end of its 95 % interval, corrected for skewness", "currency"),
            c("index", "float", "revenue_per_customer over that of all customers × 100", "index"),
        ),
    ),
    Table(
        "group_differences",
        "one lens of people or places",
        ("method",),
        (
            METHOD,
            c("groups", "int", "Groups of 30 customers and more, without '(missing)'", "groups"),
            c("n", "int", "Customers in them", "customers"),
            c("known_share", "float", "Share of all customers who are not '(missing)'", "fraction"),
            c(
                "eta_squared",
                "float",
                "Share of the variance of revenue ranks between the groups (η², chance taken off)",
                "fraction",
            ),
            c("p", "float", "Kruskal–Wallis test of revenue between the groups"),
            c("p_adjusted", "float", "The same, false discovery rate controlled over the lenses"),
            c("verdict", "string", "What to make of it", values=("clear", "slight", "chance", "few")),
        ),
    ),
    Table(
        "membership_mismatch",
        "one membership level × tier of behaviour",
        ("level", "tier"),
        (
            c("level", "string", "Membership level, the client's own word; '(missing)' for none"),
            c("rank", "int", "1 is the highest level, 0 none"),
            c("position", "string", "Where the level stands", values=("upper", "between", "lower", "without")),
            c("behaviour", "string", "Method that tells behaviour", values=("loyalty", "value")),
            c("tier", "string", "Segment of that method"),
            c("customers", "int", "Customers", "customers"),
            c("level_share", "float", "Share of the level's customers", "fraction"),
            c("revenue", "float", "Revenue in the window", "currency"),
            c("mismatch", "string", "rising: behaves above the level; fading: below it", values=("", "rising", "fading")),
        ),
    ),
)
