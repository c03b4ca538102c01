"""What moved."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

EVALUATION = (
    Table(
        "migration",
        "one move between the start and the end of the period",
        ("method", "from_segment", "to_segment"),
        (
            METHOD,
            c("from_segment", "string", "Segment at the start; '(new)' for customers not yet known"),
            c("to_segment", "string", "Segment at the end"),
            c("customers", "int", "Customers", "customers"),
            c("share", "float", "Share of the customers who started there", "fraction"),
            c("expected", "float", "Share expected by chance", "fraction"),
            c("expected_low", "float", "Low end of what chance brings (5 %)", "fraction"),
            c("expected_high", "float", "High end of what chance brings (95 %)", "fraction"),
            c("revenue", "float", "Revenue of these customers in the window before the start", "currency"),
            c("during", "float", "Revenue of these customers between the two dates", "currency"),
        ),
    ),
    Table(
        "segment_kpis",
        "one figure of one segment, segments taken at the start of the period",
        ("method", "segment", "kpi"),
        (
            METHOD,
            SEGMENT,
            c("kpi", "string", "Key of the figure"),
            c("value", "float", "Figure in the period"),
            c("low", "float", "Lower end of the 95 % interval"),
            c("high", "float", "Upper end of the 95 % interval"),
            c("n", "int", "Customers that the figure is about", "customers"),
            c("reference", "float", "The same figure a year before, of those in the segment then; missing where not held"),
            c("reference_n", "float", "Customers that it is about", "customers"),
            c("change", "float", "value less reference"),
            c("change_low", "float", "Lower end of its 95 % interval"),
            c("change_high", "float", "Upper end of its 95 % interval"),
        ),
    ),
    Table(
        "experiment_arms",
        "one arm of one campaign",
        ("campaign", "arm"),
        (
            c("campaign", "string", "Campaign"),
            c("arm", "string", "Arm"),
            c("n", "int", "Customers", "customers"),
            c("ordered", "int", "Of these, with an order in the window after the contact", "customers"),
            c("rate", "float", "ordered / n", "fraction"),
            c("revenue", "float", "Revenue per customer in that window", "currency"),
            c("difference", "float", "rate less that of the control arm", "fraction"),
            c("low", "float", "Lower end of its 95 % interval", "fraction"),
            c("high", "float", "Upper end of its 95 % interval", "fraction"),
            c("sample_ratio_p", "float", "p-value of the sample-ratio check", "probability"),
            c("randomised", "bool", "True only where a control arm is there"),
        ),
    ),
    Table(
        "revenue_change",
        "one factor of the change in revenue against the same period a year before",
        ("factor",),
        (
            c("factor", "string", "customers, frequency or basket", values=("customers", "frequency", "basket", "total")),
            c("before", "float", "The factor a year before"),
            c("after", "float", "The factor now"),
            c("effect", "float", "Its part of the change; the parts add up exactly", "currency"),
        ),
    ),
    Table(
        "drift",
        "one feature",
        ("feature",),
        (
            c("feature", "string", "Feature"),
            c("psi", "float", "Population stability index on deciles of the earlier date"),
            c("verdict", "string", "Reading: below .1, to .25, above", values=("stable", "watch", "shifted")),
        ),
    ),
)
