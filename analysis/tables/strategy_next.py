"""The tables of what to offer next: by segment, and what goes together."""

import pandas as pd

from analysis.charts.palette import css_colour, segment_colour
from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_strategy import segment_value


def segments_table(rows: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per segment and kind: what is named, to how many, what popularity would name, what speaks for it, how often right."""
    heads = [
        Head(text("Segment")), Head(text("What")), Head(text("To name")), Head(text("Customers"), "num"),
        Head(text("Popularity would name")), Head(text("Goes with")), Head(text("Right for (by popularity)"), "num"),
    ]  # fmt: skip
    shown = [
        Row(
            [
                Named(text.show(segment_value(row.method, row.segment)), css_colour(segment_colour(row.segment))),
                text.name("next_kind", row.kind),
                row.category,
                text("{n} ({share})").format(n=text.show(count(row.first)), share=text.show(share(row.share))),
                Muted(row.alternative),
                _goes_with(row, text),
                _right(row, text, minimum),
            ]
        )
        for row in rows.itertuples()
    ]
    return html_table(heads, shown, label=text("What to name next, by segment"))


def _goes_with(row, text: Text) -> Cell:
    if is_missing(row.after) or is_missing(row.lift):
        return Muted(MISSING)
    ends = [text.show(decimal(value, 2)) for value in (row.lift, row.lift_low, row.lift_high)]
    return text("{item}: {lift} ({low} to {high})").format(item=row.after, lift=ends[0], low=ends[1], high=ends[2])


def _right(row, text: Text, minimum: int) -> Cell:
    """Share of hits; a dash where few were judged, hit or missed."""
    if row.verdict == "few" or is_missing(row.n):
        return Muted(MISSING)
    if any(0 < value < minimum for hits in (row.hits, row.baseline_hits) for value in (hits, row.n - hits)):
        return Muted(MISSING)
    own, base = (text.show(share(value / row.n)) for value in (row.hits, row.baseline_hits))
    return text("{own} ({base}), n = {n}").format(own=own, base=base, n=text.show(count(row.n)))


def pairs_table(rows: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per pair: customers with both, lift with its interval, which of the two came first."""
    heads = [
        Head(text("One")), Head(text("Other")), Head(text("Customers with both"), "num"), Head(text("Times as often as by chance (95%)"), "num"),
        Head(text("First the one"), "num"), Head(text("First the other"), "num"),
    ]  # fmt: skip
    shown = []
    for row in rows.itertuples():
        ends = [text.show(decimal(value, 2)) for value in (row.lift, row.low, row.high)]
        small = any(0 < value < minimum for value in (row.other_later, row.item_later, row.both - row.other_later - row.item_later))
        first = [Muted(MISSING)] * 2 if small else [text.show(count(value)) for value in (row.other_later, row.item_later)]
        lift = text("{value} ({low} to {high})").format(value=ends[0], low=ends[1], high=ends[2])
        shown.append(Row([row.item, row.other, text.show(count(row.both)), lift, *first]))
    return html_table(heads, shown, label=text("What goes together"))
