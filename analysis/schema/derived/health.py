"""Whether the segmentation and the models still hold."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

_GRADES = ("good", "fair", "poor", "")
_SOURCES = ("stored", "back_test")
_INTERVAL = (
    c("low", "float", "Lower end of its 95 % interval"),
    c("high", "float", "Upper end"),
)
_DIFFERENCE = (
    c("difference", "float", "The figure less what it is compared with; missing where nothing is"),
    c("difference_low", "float", "Lower end of its 95 % interval"),
    c("difference_high", "float", "Upper end"),
)

HEALTH = (
    Table(
        "model_health",
        "one measure of one model, held against the period",
        ("model", "measure"),
        (
            c("model", "string", "What was predicted", values=("orders", "value", "activity", "risk", "next_new", "next_repurchase")),
            c("measure", "string", "How it is measured", values=("total", "capture", "auc", "lift", "hits")),
            c("value", "float", "The figure"),
            *_INTERVAL,
            c("baseline", "string", "What stands beside it without a model; blank for nothing"),
            c("baseline_value", "float", "The same figure without a model"),
            *_DIFFERENCE,
            c("n", "int", "Customers who are judged", "customers"),
            c("events", "int", "Of these, with what was predicted", "customers"),
            c("days", "int", "Days of the period", "days"),
            c("source", "string", "Forecast of the report before, or a model fitted on the orders before the period", values=_SOURCES),
            c("grade", "string", "good, fair, poor; blank where there is no figure", values=_GRADES),
        ),
    ),
    Table(
        "model_calibration",
        "customers of one tenth of what was predicted of them",
        ("measure", "band"),
        (
            c("measure", "string", "Order days, or money", values=("orders", "value")),
            c("band", "int", "1 is lowest"),
            c("customers", "int", "Customers", "customers"),
            c("predicted", "float", "Mean of what was predicted"),
            c("actual", "float", "Mean of what came"),
            *_INTERVAL,
        ),
    ),
    Table(
        "risk_outcome",
        "one band of risk on the eve of the period",
        ("band",),
        (
            c("band", "string", "Key of the band"),
            c("customers", "int", "Customers", "customers"),
            c("silent", "int", "Of these, without an order, or visit, in the period", "customers"),
            c("share", "float", "silent / customers", "fraction"),
            *_INTERVAL,
            c("lift", "float", "The share over that of everybody"),
            c("lift_low", "float", "Lower end of its 95 % interval"),
            c("lift_high", "float", "Upper end"),
        ),
    ),
    Table(
        "drift_bins",
        "one bin of one feature whose drift is watched",
        ("feature", "bin"),
        (
            c("feature", "string", "Feature"),
            c("bin", "int", "Place of the bin"),
            c("known", "bool", "False for the customers without a value"),
            c("low", "float", "Values above this; missing = open"),
            c("high", "float", "Values up to this; missing = open"),
            c("customers_then", "int", "Customers at the start", "customers"),
            c("customers_now", "int", "Customers at the end", "customers"),
            c("share_then", "float", "Of all customers at the start", "fraction"),
            c("share_now", "float", "Of all customers at the end", "fraction"),
            c("part", "float", "What the bin adds to the stability index"),
        ),
    ),
    Table(
        "segment_mix",
        "one segment, at the start and at the end of the period",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("customers_then", "int", "Customers at the start", "customers"),
            c("customers_now", "int", "Customers at the end", "customers"),
            c("share_then", "float", "Of all customers at the start", "fraction"),
            c("share_now", "float", "Of all customers at the end", "fraction"),
            c("low", "float", "Lower end of the 95 % interval of the difference"),
            c("high", "float", "Upper end"),
            c("part", "float", "What the segment adds to the stability index"),
        ),
    ),
    Table(
        "cut_points",
        "one limit that a refit moves",
        ("column", "of", "key", "before"),
        (
            c("column", "string", "Column of the definition"),
            c("of", "string", "Of which kind the key is: measure, category, segment …; blank for none"),
            c("key", "string", "Measure, category or segment that the limit belongs to"),
            c("before", "float", "Limit of the earlier definition"),
            c("after", "float", "Limit learned on today's customers"),
            c("moved", "int", "Customers whom this limit alone carries into another segment", "customers"),
        ),
    ),
    Table(
        "refit_stability",
        "one segment, when customers are drawn anew",
        ("method", "segment"),
        (
            METHOD,
            SEGMENT,
            c("customers", "int", "Customers by the definition learned on everybody", "customers"),
            c("kept", "float", "Mean share of them that a definition learned on a redraw leaves there", "fraction"),
            c("kept_low", "float", "The same in the lowest draw", "fraction"),
        ),
    ),
    Table(
        "separation",
        "one way of dividing, and one outcome of the period",
        ("ruler", "outcome"),
        (
            c("ruler", "string", "segments, before (the same a period earlier), recency (tenths)", values=("segments", "recency", "before")),
            c("outcome", "string", "ordered (area under the curve) or revenue (ε² of ranks)", values=("ordered", "revenue")),
            c("value", "float", "The figure"),
            *_INTERVAL,
            *_DIFFERENCE,
            c("segments", "int", "Groups"),
            c("n", "int", "Customers", "customers"),
        ),
    ),
)  # fmt: skip
