"""The table of chapter 02 that says which lenses agree."""

import pandas as pd

from analysis.tables.html import Head, Muted, Row, html_table
from analysis.text import Text, decimal

MOST = 8  # pairs that are shown


def agreement_table(agreement: pd.DataFrame, *, text: Text) -> str:
    """The pairs of lenses that agree most: adjusted Rand index and Cramér's V."""
    pairs = agreement.dropna(subset="rand").sort_values(["rand", "method", "other"], ascending=[False, True, True]).head(MOST)
    heads = [Head(text("Lens")), Head(text("Other lens")), Head(text("Agreement"), "num"), Head(text("Cramér’s V"), "num")]
    rows = [
        Row(
            [
                text.name("lens", row.method),
                text.name("lens", row.other),
                text.show(decimal(row.rand, 2)),
                Muted(text.show(decimal(row.cramers_v, 2))),
            ]
        )
        for row in pairs.itertuples()
    ]
    return html_table(heads, rows, label=text("Which lenses agree most?"))
