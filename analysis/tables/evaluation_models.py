"""The tables of chapter 05 about models: their measures, and the same over periods."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.text import Text, count
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_health import health_value


def models_table(measures: pd.DataFrame, *, text: Text) -> str:
    """One row per model and measure: the figure with its range, what stands beside it, n, grade, whose forecast."""
    heads = [
        Head(text("Forecast")), Head(text("Measure")), Head(text("Figure"), "num"), Head(text("95% interval"), "num"),
        Head(text("Without the model"), "num"), Head(text("Customers"), "num"), Head(text("Grade")), Head(text("Made by")),
    ]  # fmt: skip
    rows = []
    for row in measures.itertuples():
        own = _figures(row, text)
        source, grade = text.name("health_source", row.source), _grade(row.grade, text)
        named = [text.name("health_model", row.model), text.name("health_measure", row.measure)]
        rows.append(Row([*named, *own, text.show(count(row.n)), grade, Muted(source)]))
    return html_table(heads, rows, label=text("Do the models still hold?"))


def history_table(table: pd.DataFrame, *, text: Text) -> str:
    """One row per model and measure, one column per period: the figure and its grade."""
    periods = list(dict.fromkeys(table["period"]))
    heads = [Head(text("Forecast")), Head(text("Measure")), *(Head(period, "num") for period in periods)]
    held = table.set_index(["model", "measure", "period"])
    rows = []
    for model, measure in dict.fromkeys(zip(table["model"], table["measure"], strict=True)):
        cells = [_cell(held, (model, measure, period), text) for period in periods]
        rows.append(Row([text.name("health_model", model), text.name("health_measure", measure), *cells]))
    return html_table(heads, rows, label=text("How the models did over the periods"))


def _cell(held: pd.DataFrame, key: tuple[str, str, str], text: Text) -> Cell:
    if key not in held.index or is_missing(held.loc[key, "value"]):
        return Muted(MISSING)
    row = held.loc[key]
    mark = "*" if row["source"] == "back_test" else ""
    return f"{text.show(health_value(key[1], row['value']))} {text.name('health_grade', row['grade'])}{mark}"


def _figures(row, text: Text) -> list[Cell]:
    """The figure, its range, and what stands beside it."""
    shown = text.show(health_value(row.measure, row.value))
    ends = (text.show(health_value(row.measure, end)) for end in (row.low, row.high))
    between = MISSING if is_missing(row.low) else text("{low} to {high}").format(low=next(ends), high=next(ends))
    if is_missing(row.baseline_value):
        return [shown, Muted(between), Muted(MISSING)]
    plain = text.show(health_value(row.measure, row.baseline_value))
    beside = text("{value} {rule}").format(value=plain, rule=text.name("health_baseline", row.baseline))
    return [shown, Muted(between), Muted(beside)]


def _grade(grade: str, text: Text) -> Cell:
    return text.name("health_grade", grade) if grade else Muted(MISSING)
