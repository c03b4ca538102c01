"""The rules of client.yaml and what became of them, as a table."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text
from analysis.text.alert_words import OF_SIZE, rule_alone, rule_value
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_evaluation import place_value

RANK = {"crossed": 0, "within_chance": 1, "not_held": 3}  # the rest between


def alerts_table(judged: pd.DataFrame, *, text: Text) -> str:
    """One row per rule, those crossed first: the figure, the rule, its interval, the reading."""
    heads = [
        Head(text("Figure")), Head(text("Rule")), Head(text("In the period"), "num"), Head(text("Range"), "num"), Head(text("Reading")),
    ]  # fmt: skip
    ordered = judged.sort_values("status", key=lambda keys: keys.map(RANK).fillna(2), kind="stable")
    rows = [Row(_cells(row, text), muted=row.status in ("kept", "not_held")) for row in ordered.itertuples()]
    return html_table(heads, rows, label=text("Rules of client.yaml"))


def _cells(row, text: Text) -> list[Cell]:
    kpi = text("Customers") if row.segment and row.kpi == OF_SIZE else text.name("kpi", row.kpi)
    figure = f"{text.show(place_value(row.segment))}: {kpi}" if row.segment else kpi
    reading = text.name("alert_status", row.status)
    return [
        figure,
        text.say(rule_alone(row)),
        Muted(MISSING) if is_missing(row.value) else text.show(rule_value(row.kpi, row.bound, row.value)),
        Muted(_between(row, text)),
        reading if row.status in ("crossed", "within_chance") else Muted(reading),
    ]


def _between(row, text: Text) -> str:
    if is_missing(row.low) or is_missing(row.high):
        return MISSING
    ends = (text.show(rule_value(row.kpi, row.bound, end)) for end in (row.low, row.high))
    return text("{low} to {high}").format(**dict(zip(("low", "high"), ends, strict=True)))
