"""Who carries out what: owner, play, channel, first day, best time, customers, hours."""

from collections.abc import Mapping

import pandas as pd

from analysis.charts.palette import css_colour, lone_colour
from analysis.tables.html import Head, Muted, Named, Row, html_table, known_columns
from analysis.text import Message, Text, count, day, decimal
from analysis.text.formats import MISSING
from analysis.text.names_strategy import segment_value


def owners_table(table: pd.DataFrame, titles: Mapping[str, str], *, text: Text, times: Mapping[str, Message]) -> str:
    """One row per play and segment of `contact_calendar`, by owner; `times` say when each segment is most active."""
    heads = [
        Head(text("Play")), Head(text("Segment")), Head(text("Channel")), Head(text("Begins")), Head(text("Best time")),
        Head(text("Customers"), "num"), Head(text("Hours"), "num"),
    ]  # fmt: skip
    each = table.assign(first=table["day"]).groupby(["owner", "play", "method", "segment"], sort=False)
    rows_of = each.agg(
        first=("day", "min"), starts=("starts", "first"), channel=("channel", "first"), contacts=("contacts", "first"), minutes=("minutes", "sum")
    ).reset_index()  # fmt: skip
    rows = []
    for owner, own in rows_of.sort_values(["owner", "first"], kind="stable").groupby("owner", sort=False):
        rows.append(Row([text.name("owner", owner), *[""] * (len(heads) - 1)], total=True))
        rows += [Row(_cells(row, titles, text, times)) for row in own.itertuples()]
    return html_table(*known_columns(heads, rows), label=text("Who does what"))


def _cells(row, titles: Mapping[str, str], text: Text, times: Mapping[str, Message]) -> list:
    begins = text.show(day(row.first)) if pd.notna(row.first) else text("own day") if row.starts == "trigger" else Muted(MISSING)
    return [
        titles[row.play],
        Named(text.show(segment_value(row.method, row.segment)), css_colour(lone_colour(row.segment))),
        text.name("contact_channel", row.channel),
        begins,
        text.say(times[row.segment]) if row.segment in times else Muted(MISSING),
        text.show(count(row.contacts)),
        text.show(decimal(row.minutes / 60, 0)) if row.minutes else Muted(MISSING),
    ]
