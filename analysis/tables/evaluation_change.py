"""The table of chapter 05 on the change in revenue by segment and part."""

import pandas as pd

from analysis.tables.html import Cell, Head, Muted, Named, Row, html_table
from analysis.text import Text, money
from analysis.text.names_evaluation import start_value

OUTSIDE = ("(new)", "(few)", "(rest)")
ALL, PARTS = "(all)", ("size", "ordering", "frequency", "basket")


def segment_change_table(change: pd.DataFrame, *, text: Text) -> str:
    """A row per segment: revenue then and now, the change and its parts; the last row adds up.

    How many stood in a segment a year before is told nowhere: small cells are decided for the days of the report alone.
    """
    heads = [
        Head(text("Segment at the start")),         Head(text("Revenue before"), "num"), Head(text("Revenue now"), "num"), Head(text("Change"), "num"),
        *(Head(text.name("change_part", part), "num") for part in PARTS),
    ]  # fmt: skip
    rows = []
    for segment in dict.fromkeys(change["segment"]):
        own = change[change["segment"] == segment].set_index("part")
        total = own.loc["total"]
        everybody = segment == ALL
        parts: list[Cell] = [_signed(own.at[part, "effect"], text) for part in PARTS]
        named = (
            text("All")
            if everybody
            else Named(text.show(start_value(segment)), f"var(--c-{'no_order' if segment in OUTSIDE else segment})")
        )
        cells = [
            named, *(text.show(money(total[when])) for when in ("before", "after")),
            _signed(total["effect"], text), *(Muted(str(part)) for part in parts),
        ]  # fmt: skip
        rows.append(Row(cells, total=everybody))
    return html_table(heads, rows, label=text("Which part of each segment’s change came from what"))


def _signed(value: float, text: Text) -> str:
    return ("+" if value > 0.5 else "") + text.show(money(value))
