"""Natural groups: how many, what stands out in them, the rules that restate them, and what a refit changed."""

from analysis.schema.derived.parts import METHOD, SEGMENT, c
from analysis.schema.model import Table

FEATURE = c("feature", "string", "Column of the customer record")

CLUSTERS = (
    Table(
        "cluster_choice",
        "one number of groups looked at",
        ("k",),
        (
            c("k", "int", "Groups", "groups"),
            c("silhouette", "float", "How much nearer customers lie to their own group than to the next, mean", "-1 to 1"),
            c("stability", "float", "Adjusted Rand index of groups formed again from resampled customers, median", "0 to 1"),
            c("stability_low", "float", "The same, lowest of ten", "0 to 1"),
            c("smallest_share", "float", "Share of customers in the smallest group", "fraction"),
            c("chosen", "int", "1: this number was taken", "0/1"),
            c("verdict", "string", "Why it was taken or not, keys with a blank between them"),
        ),
    ),
    Table(
        "cluster_centroids",
        "one group × column it was found in",
        ("segment", "feature"),
        (
            SEGMENT,
            FEATURE,
            c("mean", "float", "Mean of the group's customers, in the column's own unit; missing values left out"),
            c("z", "float", "Distance of the group's centre from the mean of all, on the scale used", "standard deviations"),
        ),
    ),
    Table(
        "cluster_rules",
        "one leaf of the tree × column that it asks for",
        ("rule", "feature"),
        (
            SEGMENT,
            c("rule", "int", "Leaf, largest first"),
            FEATURE,
            c("low", "float", "The value is above this; missing: open"),
            c("high", "float", "And up to this; missing: open"),
            c("customers", "int", "Customers whom the limits catch", "customers"),
            c("share", "float", "Of these, in the group that the rule names", "fraction"),
        ),
    ),
    Table(
        "refit_match",
        "one segment of a refitted lens",
        ("method", "segment"),
        (
            METHOD,
            c("segment", "string", "Key when refitted"),
            c("key", "string", "Key it goes on with"),
            c("previous", "string", "Segment before that it shares most customers with; blank: none is left"),
            c("customers", "int", "Customers in it", "customers"),
            c("shared", "int", "Of these, in the segment before", "customers"),
        ),
    ),
    Table(
        "refit_agreement",
        "one refitted lens",
        ("method",),
        (
            METHOD,
            c("n", "int", "Customers compared", "customers"),
            c("share", "float", "In the segment of the same key under both definitions", "fraction"),
            c("chance", "float", "The same if segments of these sizes had been dealt out by lot", "fraction"),
            c("rand", "float", "Adjusted Rand index", "0 to 1"),
            c("segments_before", "int", "Segments with customers before", "segments"),
            c("segments_after", "int", "Segments with customers after", "segments"),
        ),
    ),
)
