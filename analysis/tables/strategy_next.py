"""The tables of what to offer next: by segment, and what goes together."""

import pandas as pd

from analysis.charts.palette import css_colour, segment_colours
from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_strategy import segment_value


def segments_table(rows: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per segment: what is named, to how many, what popularity would name, what speaks for it, how often right."""
    heads = [
        Head(text("Segment")), Head(text("Named to most")), Head(text("To the next most")), Head(text("Popularity would name")),
        Head(text("Goes with")), Head(text("Right for (by popularity)")),
    ]  # fmt: skip
    colours = segment_colours(dict.fromkeys(rows["segment"]))
    shown = [
        Row(
            [
                Named(text.show(segment_value(row.method, row.segment)), css_colour(colours[row.segment])),
                _named(row.category, row.first, row.customers, text),
                _second(row, text, minimum),
                Muted(_alternative(row, text, minimum)),
                _goes_with(row, text),
                _right(row, text, minimum),
            ]
        )
        for row in rows.itertuples()
    ]
    return html_table(heads, shown, label=text("What to name next, by segment"))


def _named(category: str, n: float, customers: float, text: Text) -> str:
    return text("{item}: {n} ({share})").format(item=category, n=text.show(count(n)), share=text.show(share(n / customers)))


def _second(row, text: Text, minimum: int) -> Cell:
    """The second most; a dash where it, or what is left over, is small."""
    left = row.customers - row.first - (0 if is_missing(row.second_first) else row.second_first)
    if is_missing(row.second) or row.second_first < minimum or 0 < left < minimum:
        return Muted(MISSING)
    return _named(row.second, row.second_first, row.customers, text)


def _alternative(row, text: Text, minimum: int) -> str:
    """What popularity would name, and to what share another than is suggested; without the share where either side is small."""
    if any(0 < value < minimum for value in (row.differ, row.offered - row.differ)):
        return row.alternative
    return text("{item} (another to {share})").format(item=row.alternative, share=text.show(share(row.differ / row.offered)))


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
    return text("{own} of {n} ({base})").format(own=own, base=base, n=text.show(count(row.n)))


def pairs_table(rows: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """One row per pair: customers with both, lift with its interval, which of the two came first."""
    heads = [
        Head(text("One")), Head(text("Other")), Head(text("With both"), "num"), Head(text("Times by chance (95%)"), "num"),
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
