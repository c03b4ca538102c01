"""The table behind the panels of what each segment is worth: every figure with its interval and the customers behind it."""

import pandas as pd

from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, count
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_segment_profile import fact_value, segment_value

TOTAL = "(all)"


def facts_table(facts: pd.DataFrame, segments: list[str], *, text: Text) -> str:
    """A block of rows per measure: each shown segment and all customers, with figure, interval, n."""
    heads = [Head(text("Segment")), Head(text("Figure"), "num"), Head(text("95% interval"), "num"), Head(text("n"), "num")]
    cells = facts.set_index(["measure", "segment"])
    rows = []
    for measure in facts["measure"].drop_duplicates():
        rows.append(Row([text.name("fact", measure), *[Muted("")] * 3], total=True))
        for key in (*segments, TOTAL):
            if (measure, key) in cells.index:
                rows.append(_row(key, measure, cells.loc[(measure, key)], text))
    return html_table(heads, rows, label=text("What is each segment worth?"))


def _row(key: str, measure: str, row: pd.Series, text: Text) -> Row:
    name = text.show(segment_value(key))
    who = Muted(name) if key == TOTAL else Named(name, f"var(--c-{'no_order' if key == 'none' else key})")
    ends = [text.show(fact_value(measure, row[end], fine=True)) for end in ("low", "high")]
    between = MISSING if is_missing(row["low"]) else text("{low} to {high}").format(low=ends[0], high=ends[1])
    shown = MISSING if is_missing(row["value"]) else text.show(fact_value(measure, row["value"], fine=True))
    return Row([who, shown, Muted(between), text.show(count(row["n"]))])
