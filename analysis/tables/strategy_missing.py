"""The table of ideas in the plan: what could be tried, for how many, and in which segment most."""

import pandas as pd

from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, count, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_segment_profile import segment_value


def short_ideas_table(ideas: pd.DataFrame, *, text: Text) -> str:
    """One row per idea of chapter 03 (`segment_profile_unmet.labelled`)."""
    heads = [Head(text("Idea to test")), Head(text("What shows it")), Head(text("Went without"), "num"), Head(text("Most in"))]
    rows = [
        Row(
            [
                text.say(row.idea),
                text.name("need_evidence", row.evidence),
                text("{n} of {all}").format(n=text.show(count(row.unmet)), all=text.show(count(row.customers))),
                _where(row, text),
            ]
        )
        for row in ideas.itertuples()
    ]
    return html_table(heads, rows, label=text("What could be tried, and for whom"), classes="ideas")


def _where(row, text: Text) -> Named | Muted:
    if is_missing(row.segment):
        return Muted(MISSING)
    told = text("{segment}: {own}, others {other}").format(
        segment=text.show(segment_value(row.segment)),
        own=text.show(share(row.segment_share)),
        other=text.show(share(row.rest_share)),
    )
    return Named("\u2060" + told, f"var(--c-{row.segment})")
