"""The tables of the page on personal data: columns by kind and use, and consent by channel."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.text import Text, count, share
from analysis.text.formats import MISSING


def data_used_table(used: pd.DataFrame, *, text: Text) -> str:
    """One row per table, kind, use and treatment, with the columns of the files that belong to it."""
    heads = [
        Head(text("Input table")), Head(text("Kind of data")), Head(text("Columns of the files")), Head(text("Used for")),
        Head(text("At the door")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.name("table", table),
                text.name("data_kind", kind),
                Muted(_columns(part, text)),
                text.name("data_use", use),
                text.name("treatment", treatment),
            ],
            muted=treatment in ("left_out", "not_read"),
        )
        for (table, kind, use, treatment), part in used.groupby(["table", "kind", "used_for", "treatment"], sort=False)
    ]
    return html_table(heads, rows, label=text("Data used, and why"))


def _columns(part: pd.DataFrame, text: Text) -> str:
    """Headers; with what they were found to hold where the door acted."""
    return text(", ").join(
        f"{row.header or row.column} ({text.name('found', row.why)})" if row.why else row.header or row.column
        for row in part.itertuples()
    )


def consent_table(consents: pd.DataFrame, *, text: Text, minimum: int) -> str:
    """Customers by purpose and channel; a figure of fewer customers than `minimum`, but not none, is a dash."""
    states = ("given", "refused", "withdrawn", "unknown")
    heads = [
        Head(text("Channel")), Head(text("Purpose")), *(Head(text.name("consent_state", state), "num") for state in states),
        Head(text("Agreed, share"), "num"), Head(text("Customers"), "num"),
    ]  # fmt: skip
    rows = []
    for row in consents.itertuples():
        counts = [getattr(row, state) for state in states]
        few = [0 < value < minimum for value in counts]
        # One hidden figure beside the total could be worked out: the next smallest goes with it.
        if sum(few) == 1:
            others = [place for place, value in enumerate(counts) if not few[place] and value]
            if others:
                few[min(others, key=lambda place: counts[place])] = True
        cells = [Muted(MISSING) if hidden else text.show(count(value)) for value, hidden in zip(counts, few, strict=True)]
        rows.append(
            Row(
                [
                    _part(row.channel, text),
                    Muted(_part(row.purpose, text)),
                    *cells,
                    Muted(MISSING) if few[0] else text.show(share(row.given_share)),
                    Muted(text.show(count(row.customers))),
                ]
            )
        )
    return html_table(heads, rows, label=text("Consent by channel"))


def _part(key: str, text: Text) -> str:
    return text.name("consent_part", key) if key == "(any)" else key
