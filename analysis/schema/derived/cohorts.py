"""What became of each month's new customers, and which segment changed revenue."""

from analysis.schema.derived.parts import SEGMENT, c
from analysis.schema.model import Table

_COHORT = c("cohort", "timestamp", "First day of the month of the first order")

COHORTS = (
    Table(
        "cohort_months",
        "one month of first orders × months since",
        ("cohort", "month"),
        (
            _COHORT,
            c("month", "int", "Calendar months since; 0 is the month of the first order", "months"),
            c("size", "int", "Customers of the cohort", "customers"),
            c("active", "int", "Of these, with an order in that later month", "customers"),
            c("share", "float", "active / size", "fraction"),
            c("low", "float", "Lower end of its 95 % interval", "fraction"),
            c("high", "float", "Upper end of its 95 % interval", "fraction"),
            c("again", "float", "Share with a further order by the end of that month", "fraction"),
            c("revenue", "float", "Revenue per customer of the cohort until then", "currency"),
            c("revenue_low", "float", "Lower end of its 95 % interval", "currency"),
            c("revenue_high", "float", "Upper end of its 95 % interval", "currency"),
            c("run_in", "bool", "True where the history begins so shortly before that old customers may look new"),
        ),
    ),
    Table(
        "cohorts_compared",
        "one age at which newer cohorts stand beside those a year before",
        ("age",),
        (
            c("age", "int", "Calendar months since the first order", "months"),
            c("cohorts", "int", "Months of first orders compared", "months"),
            c("n", "int", "Customers of the newer cohorts", "customers"),
            c("n_before", "int", "Customers of the same months a year before", "customers"),
            c("again", "float", "Share of the newer with a further order by then", "fraction"),
            c("again_before", "float", "The same a year before", "fraction"),
            c("again_change", "float", "again less again_before", "fraction"),
            c("again_low", "float", "Lower end of its 95 % interval", "fraction"),
            c("again_high", "float", "Upper end of its 95 % interval", "fraction"),
            c("revenue", "float", "Revenue per newer customer by then", "currency"),
            c("revenue_before", "float", "The same a year before", "currency"),
            c("revenue_change", "float", "revenue less revenue_before", "currency"),
            c("revenue_low", "float", "Lower end of its 95 % interval", "currency"),
            c("revenue_high", "float", "Upper end of its 95 % interval", "currency"),
        ),
    ),
    Table(
        "further_order_curve",
        "one group of new customers × days since the first order",
        ("group", "day"),
        (
            c("group", "string", "Those of the last twelve months, or of the twelve before", values=("newer", "before")),
            c("day", "int", "Days since the first order", "days"),
            c("at_risk", "int", "Customers watched so long without a further order", "customers"),
            c("share", "float", "Share with a further order by then (Kaplan and Meier)", "fraction"),
            c("low", "float", "Lower end of its 95 % interval", "fraction"),
            c("high", "float", "Upper end of its 95 % interval", "fraction"),
        ),
    ),
    Table(
        "segment_change",
        "one part of the change in revenue of one segment",
        ("segment", "part"),
        (
            SEGMENT,
            c(
                "part",
                "string",
                "Customers in the segment, share who ordered, orders each, money per order, or their total",
                values=("size", "ordering", "frequency", "basket", "total"),
            ),
            c("before", "float", "The factor in the period compared with; for the total, revenue"),
            c("after", "float", "The factor now"),
            c("effect", "float", "Its part of the change; the parts of all segments add up to the change in revenue", "currency"),
        ),
    ),
)
