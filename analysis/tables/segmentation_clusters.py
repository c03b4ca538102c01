"""The tables of natural groups: their definition, the choice of their number, the rules that restate them, a refit."""

import pandas as pd

from analysis.charts.palette import css_colour, segment_colours
from analysis.segmentations.cluster_tables import choice_of, rows_of
from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.tables.segmentation import definition_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import MISSING
from analysis.text.names_clusters import column_value, verdict_values
from analysis.text.names_segment_profile import figure_value


def clusters_table(
    rule: pd.DataFrame, definition: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text
) -> str:
    """Each group with its largest rule, its size and its return rate; `rule` is `clusters.describe`."""
    leaves = rows_of(definition, "rule")
    first = {key: own[own["rule"] == own["rule"].min()] for key, own in leaves.groupby("segment")}
    words = {key: [Muted(_limits(first[key], text) if key in first else "")] for key in rule["segment"]}
    return definition_table("clusters", [Head(text("Largest rule"))], words, sizes, returns, text, rule_last=True)


def choice_table(definition: pd.DataFrame, *, text: Text) -> str:
    """Every number of groups looked at, and why it was taken or not."""
    heads = [
        Head(text("Groups")), Head(text("Silhouette"), "num"), Head(text("Stability"), "num"), Head(text("Lowest of ten"), "num"),
        Head(text("Smallest"), "num"), Head(text("Why")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.show(count(row.k)),
                text.show(decimal(row.silhouette, 2)),
                text.show(decimal(row.stability, 2)),
                Muted(text.show(decimal(row.stability_low, 2))),
                text.show(share(row.smallest_share)),
                _joined([text.show(value) for value in verdict_values(row.verdict)], text),
            ],
            muted=not row.chosen,
        )
        for row in choice_of(definition).itertuples()
    ]
    return html_table(heads, rows, label=text("How many groups?"))


def rules_table(definition: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """The leaves of the tree, group by group; of leaves under `minimum` customers only the limits are shown."""
    order = list(rows_of(definition, "segment")["segment"])
    colours = segment_colours(order)
    leaves = rows_of(definition, "rule")
    rows = []
    for key in order:
        for _, leaf in leaves[leaves["segment"] == key].groupby("rule"):
            held, right = leaf["customers"].iloc[0], leaf["share"].iloc[0]
            shown = [text.show(count(held)), text.show(share(right))] if held >= minimum else [Muted(MISSING), Muted(MISSING)]
            rows.append(Row([Named(text.name("segment", key), css_colour(colours[key])), _limits(leaf, text), *shown]))
    heads = [Head(text("Segment")), Head(text("Limits")), Head(text("Customers"), "num"), Head(text("In the group"), "num")]
    return html_table(heads, rows, label=text("Which rules restate the groups?"))


def refit_table(match: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Each segment after a refit, the earlier one it continues, and how many customers both hold."""
    heads = [
        Head(text("Segment")),
        Head(text("Continues")),
        Head(text("Customers"), "num"),
        Head(text("Of these, there before"), "num"),
    ]
    rows = []
    for row in match.itertuples():
        seen = row.customers >= minimum
        earlier = text.name("segment", row.previous) if row.previous else text("none of the earlier ones")
        part = text.show(share(row.shared / row.customers)) if seen and row.previous else Muted(MISSING)
        rows.append(
            Row([text.name("segment", row.key), Muted(earlier), text.show(count(row.customers)) if seen else Muted(MISSING), part])
        )
    return html_table(heads, rows, label=text("What did the refit change?"))


def _limits(leaf: pd.DataFrame, text: Text) -> str:
    """The limits of a leaf in signs: "Orders ever > 3.5; Days since the last order ≤ 666"."""
    parts = []
    for row in leaf.itertuples():
        column = text.show(column_value(row.feature))
        low, high = (_figure(row.feature, limit, text) for limit in (row.low, row.high))
        if row.low == row.low and row.high == row.high:
            parts.append(f"{low} < {column} ≤ {high}")
        elif row.low == row.low:
            parts.append(f"{column} > {low}")
        elif row.high == row.high:
            parts.append(f"{column} ≤ {high}")
    return _joined(parts, text) or text("all others")


def _figure(column: str, limit: float, text: Text) -> str:
    """A limit in its column's unit; halves between two counts stay halves."""
    shown = figure_value(column, limit)
    if shown.kind == "share":
        return text.show(share(limit, 1))
    return text.show(shown)


def _joined(parts: list[str], text: Text) -> str:
    return ("；" if text.language == "zh" else "; ").join(parts)
