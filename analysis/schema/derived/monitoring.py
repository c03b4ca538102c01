"""Periods side by side, and what calls for attention."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

OF = c("segment", "string", "Key of the segment; empty for all customers")

MONITORING = (
    Table(
        "size_changes",
        "one segment between the start and the end of the period",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("before", "int", "Customers at the start", "customers"),
            c("after", "int", "Customers at the end", "customers"),
            c("came", "int", "Customers at the end who did not stand there at the start", "customers"),
            c("went", "int", "Customers at the start who do not stand there at the end", "customers"),
            c("change", "float", "after / before - 1", "fraction"),
            c("low", "float", "Lower end of its 95 % interval", "fraction"),
            c("high", "float", "Upper end of its 95 % interval", "fraction"),
            c("p_adjusted", "float", "That as many crossed its border either way by chance, over all segments", "probability"),
            c("verdict", "string", "Reading: p_adjusted below .05 or not", values=("grown", "shrunk", "as_chance")),
        ),
    ),
    Table(
        "timeline",
        "one figure of one period",
        ("period", "figure", "segment"),
        (
            c("period", "string", "Period"),
            c("starts", "date", "Its first day"),
            c("figure", "string", "Key of the figure; size: customers of a segment, money: their revenue in the window"),
            OF,
            c("value", "float", "The figure as the report of the period showed it"),
            c("low", "float", "Lower end of its 95 % interval; missing where none is told"),
            c("high", "float", "Upper end of its 95 % interval"),
            c("n", "int", "What it rests on"),
            c("ruler", "int", "Number of the definitions: the same number, the same limits"),
        ),
    ),
    Table(
        "alerts",
        "one rule of client.yaml",
        ("rule",),
        (
            c("rule", "int", "Place of the rule in client.yaml, from 1"),
            c("kpi", "string", "Key of the figure"),
            c("lens", "string", "Lens of the segment; empty for all customers"),
            OF,
            c("bound", "string", "What the rule says", values=("below", "above", "change_below", "change_above")),
            c("limit", "float", "The limit"),
            c("value", "float", "The figure, or its change; missing where it is not held or not shown"),
            c("low", "float", "Lower end of its 95 % interval"),
            c("high", "float", "Upper end of its 95 % interval"),
            c("n", "int", "Customers or orders it rests on; missing with the figure"),
            c("status", "string", "Reading: the whole interval beyond the limit, the figure alone, neither, nothing held",
              values=("crossed", "within_chance", "kept", "not_held")),
        ),
    ),
)  # fmt: skip
