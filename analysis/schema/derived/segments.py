"""Who is in which segment."""

from analysis.schema.derived.parts import ID, METHOD, SEGMENT, c
from analysis.schema.model import Table

SEGMENTS = (
    Table(
        "segments",
        "one customer × method",
        ("customer_id", "method"),
        (ID, METHOD, SEGMENT),
    ),
    Table(
        "rfm_scores",
        "one customer with an order",
        ("customer_id",),
        (
            ID,
            c("recency_score", "int", "1 to the best of the scheme, which is most recent", "score"),
            c("frequency_score", "int", "1 to the best of the scheme, which is most frequent", "score"),
            c("monetary_score", "int", "1 to the best of the scheme, which is highest", "score"),
        ),
    ),
    Table(
        "segment_sizes",
        "one segment of one method",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("customers", "int", "Customers", "customers"),
            c("customer_share", "float", "Share of all customers in the base", "fraction"),
            c("revenue", "float", "Revenue in the window", "currency"),
            c("revenue_share", "float", "Share of revenue", "fraction"),
            c("orders", "int", "Orders in the window; missing without order lines", "orders"),
            c("average_order", "float", "revenue / orders", "currency"),
            c("orders_per_customer", "float", "orders / customers", "orders"),
            c("median_recency_days", "float", "Median days since the last order", "days"),
            c("median_revenue", "float", "Median revenue of a customer", "currency"),
        ),
    ),
    Table(
        "shown_segments",
        "one segment of one method, on either day",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("shown", "bool", "False where its figures of now stay hidden: too few customers, or they would give such away"),
            c("shown_then", "bool", "The same for its figures at the start of the period"),
        ),
    ),
    Table(
        "segment_returns",
        "one segment at an earlier date and whether its customers ordered afterwards",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("n", "int", "Customers in the segment at the earlier date", "customers"),
            c("returned", "int", "Of these, with an order in the days that followed", "customers"),
            c("share", "float", "returned / n", "fraction"),
            c("low", "float", "Lower end of the 95 % Wilson interval", "fraction"),
            c("high", "float", "Upper end of the 95 % Wilson interval", "fraction"),
            c("revenue", "float", "Revenue of these customers in the days that followed", "currency"),
        ),
    ),
    Table(
        "gap_curve",
        "one day since an order day",
        ("day",),
        (
            c("day", "int", "Days since the order", "days"),
            c("at_risk", "int", "Gaps still under observation", "gaps"),
            c("events", "int", "Gaps that ended on that day", "gaps"),
            c("returned", "float", "Kaplan–Meier share that has ordered again", "fraction"),
        ),
    ),
    Table(
        "recency_frequency_grid",
        "one recency score × frequency score",
        ("recency_score", "frequency_score"),
        (
            c("recency_score", "int", "1 to the best of the scheme, which is most recent", "score"),
            c("frequency_score", "int", "1 to the best of the scheme, which is most frequent", "score"),
            c("customers", "int", "Customers", "customers"),
            c("revenue", "float", "Revenue in the window", "currency"),
            c("revenue_share", "float", "Share of revenue", "fraction"),
        ),
    ),
    Table(
        "lens_comparison",
        "one method",
        ("method",),
        (
            METHOD,
            c("segments", "int", "Segments with customers", "segments"),
            c("smallest_share", "float", "Share of customers in the smallest segment", "fraction"),
            c("separation", "float", "Share of next-period revenue variance between segments (η², ranks)", "fraction"),
            c("money", "float", "Share of the window's revenue variance between segments (η², ranks)", "fraction"),
            c("stability", "float", "Share of customers in the same segment a period before", "fraction"),
            c("n", "int", "Customers compared", "customers"),
        ),
    ),
    Table(
        "lens_choice",
        "the lens that later chapters are about where nobody names another; no row where nothing divides",
        ("method",),
        (
            METHOD,
            c("why", "string", "What chose it", values=("recommended", "first_held", "explains_most")),
        ),
    ),
    Table(
        "lens_agreement",
        "two lenses over the same buyers",
        ("method", "other"),
        (
            METHOD,
            c("other", "string", "The other lens"),
            c("rand", "float", "Adjusted Rand index: 1 the same groups, 0 as by lot", "index"),
            c("cramers_v", "float", "Cramér's V of the cross table, bias-corrected", "0-1"),
            c("n", "int", "Buyers compared", "customers"),
        ),
    ),
    Table(
        "lens_cross",
        "one segment of a lens and one of another",
        ("method", "segment", "other", "other_segment"),
        (
            METHOD,
            SEGMENT,
            c("other", "string", "The other lens"),
            c("other_segment", "string", "Its segment"),
            c("customers", "int", "Customers in both", "customers"),
            c("share", "float", "Share of the segment's customers", "fraction"),
            c("revenue", "float", "Their revenue in the window", "currency"),
        ),
    ),
)
