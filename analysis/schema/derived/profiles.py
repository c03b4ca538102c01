"""What sets segments apart."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

PROFILES = (
    Table(
        "concentration",
        "one percentile of customers, highest revenue first",
        ("customer_share",),
        (
            c("customer_share", "float", "Share of customers", "fraction"),
            c("revenue_share", "float", "Share of revenue they bring", "fraction"),
            c("customers", "int", "Number of customers", "customers"),
        ),
    ),
    Table(
        "segment_index",
        "one level of one trait in one segment",
        ("method", "segment", "trait", "level"),
        (
            METHOD,
            SEGMENT,
            c("trait", "string", "Feature or attribute"),
            c("level", "string", "Its value or band"),
            c("n", "int", "Customers in the segment with a known trait", "customers"),
            c("count", "int", "Of these, with the level", "customers"),
            c("share", "float", "count / n", "fraction"),
            c("base_share", "float", "The same share among all customers with a known trait", "fraction"),
            c("index", "float", "share / base_share × 100; missing below the minimum", "index"),
            c("shown", "bool", "False where the cell is too small to show"),
        ),
    ),
    Table(
        "differentiators",
        "one trait of one method, or of one segment against the rest",
        ("method", "segment", "trait"),
        (
            METHOD,
            c("segment", "string", "Key of the segment; '(all)' for the whole method"),
            c("trait", "string", "Feature or attribute"),
            c("measure", "string", "Effect size used", values=("cramers_v", "eta_squared", "cliffs_delta")),
            c("effect", "float", "Effect size; signed for cliffs_delta"),
            c("strength", "string", "Reading of it", values=("negligible", "small", "medium", "large")),
            c("p_adjusted", "float", "p-value with the false discovery rate controlled (Benjamini–Hochberg)", "probability"),
            c("direction", "string", "higher, lower or the level that stands out"),
            c("n", "int", "Customers compared", "customers"),
        ),
    ),
    Table(
        "numeric_profile",
        "one numeric trait in one segment",
        ("method", "segment", "trait"),
        (
            METHOD,
            SEGMENT,
            c("trait", "string", "Feature"),
            c("n", "int", "Customers with a value", "customers"),
            c("median", "float", "Median"),
            c("low", "float", "First quartile"),
            c("high", "float", "Third quartile"),
            c("base_median", "float", "Median of all customers"),
        ),
    ),
)
