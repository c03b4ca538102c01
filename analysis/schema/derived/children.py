"""A report and its parts: what each brings, how they differ, and whether they add up."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

_PART = c("part", "string", "Key of the part; rest for lines of no part")

CHILDREN = (
    Table(
        "part_sums",
        "one part, counted over its own files",
        ("part",),
        (
            _PART,
            c("label", "string", "What readers see; blank where the kit names it"),
            c("shown_as", "string", "Key of the row that it stands in: its own, or others"),
            c("reported", "bool", "Whether it has a report of this period"),
            c("lines_read", "int", "Order lines in its files", "lines"),
            c("lines", "int", "Of these, analysed up to the end of the period", "lines"),
            c("orders", "int", "Orders up to the end of the period", "orders"),
            c("revenue", "float", "Revenue up to the end of the period", "currency"),
            c("period_revenue", "float", "Revenue in the period", "currency"),
            c("customers", "int", "Customers with an order up to the end of the period", "customers"),
        ),
    ),
    Table(
        "part_kpis",
        "one figure of one part, as found and at the whole's mix of segments",
        ("kpi", "part"),
        (
            _PART,
            c("kpi", "string", "Figure", values=("revenue_per_customer", "retention", "average_order")),
            c("n", "int", "Customers it rests on", "customers"),
            c("value", "float", "As found"),
            c("low", "float", "Lower end of its 95% interval"),
            c("high", "float", "Upper end"),
            c("whole", "float", "The same figure over all parts"),
            c("difference", "float", "Above all parts together, segment by segment, at their mix of segments"),
            c("se", "float", "Its standard error"),
            c("covered", "float", "Share of the mix in segments with enough customers to compare", "fraction"),
            c("shrunk", "float", "The difference drawn towards the others as far as chance explains them"),
            c("shrunk_low", "float", "Lower end of its 95% interval"),
            c("shrunk_high", "float", "Upper end"),
            c("spread", "float", "Standard deviation of the true differences between parts, estimated"),
        ),
    ),
    Table(
        "part_mix",
        "one segment in one part",
        ("method", "part", "segment"),
        (
            METHOD,
            _PART,
            SEGMENT,
            c("customers", "int", "Customers of the part in the segment", "customers"),
            c("n", "int", "Customers of the part", "customers"),
            c("share", "float", "customers / n", "fraction"),
            c("base_share", "float", "The same share over all parts", "fraction"),
            c("shown", "bool", "False where the cell is too small to show, or gives one away that is"),
        ),
    ),
)
