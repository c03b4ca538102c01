"""The tables of chapter 04 about money and proof: the allocation, effects learned, targets."""

import pandas as pd

from analysis.charts.palette import css_colour, lone_colour
from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, money
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_evaluation import kpi_value
from analysis.text.names_strategy import segment_value

ALL = "(all)"


def _named(method: str, segment: str, text: Text) -> Cell:
    if method == ALL:
        return text.name("everybody", ALL)
    return Named(text.show(segment_value(method, segment)), css_colour(lone_colour(segment)))


def _span(low: float, high: float, text: Text, form) -> Cell:
    if is_missing(low) or is_missing(high):
        return Muted(MISSING)
    return Muted(text("{low} to {high}").format(low=text.show(form(low)), high=text.show(form(high))))


def allocation_table(table: pd.DataFrame, *, text: Text, titles: dict[str, str]) -> str:
    """Each option with its contacts, money, minutes where any are needed, extra orders and margin; sums below."""
    timed = bool(table["minutes"].sum() > 0)
    heads = [
        Head(text("Segment")), Head(text("Play")), Head(text("Contact"), "num"), Head(text("Cost"), "num"), *([Head(text("Minutes"), "num")] if timed else []),
        Head(text("Extra orders"), "num"), Head(text("Margin after cost"), "num"), Head(text("Range"), "num"), Head(text("Effect")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                _named(row.method, row.segment, text),
                titles[row.play],
                text.show(count(row.contacts)),
                text.show(money(row.cost)),
                *([text.show(count(row.minutes))] if timed else []),
                text.show(decimal(row.extra_base)),
                text.show(money(row.margin_base)),
                _span(row.margin_low, row.margin_high, text, money),
                text.name("evidence", row.evidence),
            ]
        )
        for row in table.sort_values("margin_base", ascending=False).itertuples()
    ]
    sums = [
        text.show(form(table[name].sum()))
        for name, form in (("contacts", count), ("cost", money), *([("minutes", count)] if timed else []))
    ]
    gains = [text.show(decimal(table["extra_base"].sum())), text.show(money(table["margin_base"].sum()))]
    span = _span(table["margin_low"].sum(), table["margin_high"].sum(), text, money)
    rows.append(Row([text("Together"), "", *sums, *gains, span, ""], total=True))
    return html_table(heads, rows, label=text("Where should the budget go?"))


def effects_table(table: pd.DataFrame, *, text: Text, titles: dict[str, str]) -> str:
    """Extra orders per hundred contacted: the playbook's, the client's own, and both together."""
    heads = [
        Head(text("Play")), Head(text("Segment")), Head(text("Contacted"), "num"), Head(text("Left alone"), "num"), Head(text("Playbook"), "num"),
        Head(text("Own campaigns"), "num"), Head(text("Range"), "num"), Head(text("Both together"), "num"), Head(text("Range"), "num"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                titles[row.play],
                _named(row.method, row.segment, text),
                text.show(count(row.n)),
                text.show(count(row.control_n)),
                Muted(MISSING) if is_missing(row.prior_base) else _per_hundred(row.prior_base, text),
                _per_hundred(row.own, text),
                _span(100 * row.own_low, 100 * row.own_high, text, decimal),
                _per_hundred(row.base, text),
                _span(100 * row.low, 100 * row.high, text, decimal),
            ]
        )
        for row in table.itertuples()
    ]
    return html_table(heads, rows, label=text("What own campaigns say"))


def _per_hundred(value: float, text: Text) -> str:
    return text.show(decimal(100 * value))


def targets_table(table: pd.DataFrame, *, text: Text) -> str:
    """Each figure now, with its n, the target, its range and what it rests on."""
    heads = [
        Head(text("Segment")), Head(text("Figure")), Head(text("At present"), "num"), Head(text("Customers"), "num"),
        Head(text("Target"), "num"), Head(text("Range"), "num"), Head(text("Rests on")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text("All customers") if row.method == ALL else _named(row.method, row.segment, text),
                text.name("kpi", row.kpi),
                text.show(kpi_value(row.kpi, row.baseline)),
                text.show(count(row.n)),
                text.show(kpi_value(row.kpi, row.target)),
                _span(row.low, row.high, text, lambda value, kpi=row.kpi: kpi_value(kpi, value)),
                text.name("target_source", row.source),
            ]
        )
        for row in table.itertuples()
    ]
    return html_table(heads, rows, label=text("What is the next period held against?"))
