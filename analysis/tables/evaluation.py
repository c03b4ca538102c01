"""The tables of chapter 05."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Decision, Text, count, money, money_exact, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_evaluation import place_value

ALL = "(all)"
ENOUGH = 30  # customers below which no share is given


def stays_table(stayed: pd.DataFrame, *, text: Text) -> str:
    """Who stayed, beside what chance would bring and, where it can be compared, the period before."""
    then = bool(stayed["then"].notna().any())
    heads = [
        Head(text("Segment at the start")), Head(text("Customers"), "num"), Head(text("Stayed"), "num"), Head(text("By chance"), "num"),
        Head(text("Range"), "num"), *([Head(text("Period before"), "num")] if then else []), Head(text("Reading")),
    ]  # fmt: skip
    rows = []
    for row in stayed.itertuples():
        held = bool(row.reading)
        figures: list[Cell] = [_share(row.share, text, 1), _share(row.expected, text, 1), _range(row.low, row.high, text, 1)]
        figures += [Muted(_share(row.then, text, 1))] * then
        figures = figures if held else [Muted(MISSING)] * len(figures)
        reading = text.name("stay_reading", row.reading) if held else text("too few")
        said = Muted(reading) if row.reading in ("as_chance", "by_rule", "") else reading
        cells = [_segment(row.segment, text), text.show(count(row.n)), *figures, said]
        rows.append(Row(cells, total=row.segment == ALL))
    return html_table(heads, rows, label=text("Who stayed, and what chance would bring"))


def beyond_table(outside: pd.DataFrame, *, text: Text, most: int = 8) -> str:
    """The moves beyond chance with most customers above or below what was expected."""
    heads = [
        Head(text("From")), Head(text("To")), Head(text("Customers"), "num"), Head(text("By chance"), "num"),
        Head(text("Range"), "num"), Head(text("Difference"), "num"), Head(text("Revenue before"), "num"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                _segment(row.from_segment, text),
                text.show(place_value(row.to_segment)),
                text.show(count(row.customers)),
                Muted(text.show(count(row.expected_customers))),
                Muted(_between(*(text.show(count(end * row.n)) for end in (row.expected_low, row.expected_high)), text=text)),
                ("+" if row.excess > 0 else "") + text.show(count(row.excess)),
                text.show(money(row.revenue)),
            ]
        )
        for row in outside.head(most).itertuples()
    ]
    return html_table(heads, rows, label=text("Moves beyond chance"))


def steps_list(steps: Sequence[Decision], *, text: Text) -> str:
    """What should change next, and why: the numbered list of the cover."""
    items = Markup("").join(
        Markup("<li><b>{}</b><small>{}</small></li>").format(text.say(step.title), text.say(step.reason)) for step in steps
    )
    return str(Markup('<div class="exec one"><div class="decide"><ol>{}</ol></div></div>').format(items))


def reconciliation_table(sums: pd.DataFrame, *, text: Text) -> str:
    """Figure, counted once, counted again, and their difference."""
    heads = [
        Head(text("Figure")),
        Head(text("Counted once"), "num"),
        Head(text("Counted again"), "num"),
        Head(text("Difference"), "num"),
    ]
    rows = []
    for row in sums.itertuples():
        form = money_exact if row.unit == "money" else count
        figures = [text.show(form(value)) for value in (row.once, row.again, round(row.again - row.once, 2))]
        rows.append(Row([text.name("evaluation_sum", row.what), *figures]))
    return html_table(heads, rows, label=text("Does it add up?"))


def _segment(key: str, text: Text) -> Cell:
    if key == ALL:
        return text.show(place_value(key))
    return Named(text.show(place_value(key)), f"var(--c-{'no_order' if key == 'none' else key})")


def _share(value: float, text: Text, digits: int | None = None) -> str:
    return text.show(share(value, digits))


def _range(low: float, high: float, text: Text, digits: int | None = None) -> str:
    if is_missing(low) or is_missing(high):
        return MISSING
    return _between(_share(low, text, digits), _share(high, text, digits), text=text)


def _between(low: str, high: str, *, text: Text) -> str:
    return text("{low} to {high}").format(low=low, high=high)
