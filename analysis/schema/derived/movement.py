"""What became of customers between two dates, and since when each stands where."""

from analysis.schema.derived.parts import ID, METHOD, SEGMENT, c
from analysis.schema.model import Table

KINDS = ("new", "returned", "up", "stayed", "moved", "down", "silent", "quiet", "outside", "left")
PARTS = ("start", "moved_in", "moved_out", "spending", "ruler_in", "ruler_out", "entered", "left", "end")

MOVEMENT = (
    Table(
        "movement_kinds",
        "one kind of movement between the two dates; every customer has one",
        ("method", "kind"),
        (
            METHOD,
            c("kind", "string", "new, returned, went silent, to a better or worse segment …", values=KINDS),
            c("customers", "int", "Customers", "customers"),
            c("before", "float", "What they spent in the window before the first date", "currency"),
            c("during", "float", "What they spent between the dates", "currency"),
        ),
    ),
    Table(
        "segment_split",
        "one part of the change of a segment between two dates; start and parts add up to the end",
        ("method", "segment", "part"),
        (
            METHOD,
            SEGMENT,
            c("part", "string", "start, end, or what added to or took from the segment in between", values=PARTS),
            c("customers", "int", "Customers, with their sign", "customers"),
            c("revenue", "float", "Their revenue in the window, with its sign", "currency"),
        ),
    ),
    Table(
        "segment_history",
        "one spell of a customer in a segment, from the reports of all periods up to this one",
        ("customer_id", "method", "since"),
        (
            ID,
            METHOD,
            SEGMENT,
            c("since", "date", "First day on which a report saw the customer there"),
            c("period", "string", "Period of that report"),
            c("refitted", "bool", "Whether the definitions were others than on the day before it"),
            c("until", "date", "First day on which a report saw the customer elsewhere; missing: still there", required=False),
        ),
    ),
)
