"""A shown table as plain values that travel with a notebook's output: what a sheet of the workbook is written from.

    {"label": "Which lens should we use?", "title": …, "subtitle": …, "note": …,
     "heads": [{"text": "Lens", "right": false}, …],
     "rows": [{"cells": ["Recency", {"text": "47%", "number": 0.47, "form": "0%"}], "total": false, "muted": []}, …]}

`muted` are the places of cells that are only there to compare with.  Bars have no place in a sheet: their column is left out.
"""

from typing import Any

from analysis.tables.html import Cell, HtmlTable, Index, Linked, Muted, Named, Row, Step
from analysis.text.shown import Shown

BARS = "wf"


def sheet(table: HtmlTable, *, title: str, subtitle: str = "", note: str = "") -> dict[str, Any]:
    """The table and the words around it, as JSON can hold them."""
    kept = [place for place, head in enumerate(table.heads) if head.kind != BARS]
    heads = [{"text": str(table.heads[place].text), "right": table.heads[place].kind == "num"} for place in kept]
    rows = [_row(row, kept) for row in table.rows]
    return {"label": str(table.label), "title": title, "subtitle": subtitle, "note": note, "heads": heads, "rows": rows}


def _row(row: Row, kept: list[int]) -> dict[str, Any]:
    cells = [row.cells[place] if place < len(row.cells) else "" for place in kept]
    muted = [place for place, cell in enumerate(cells) if row.muted or isinstance(cell, Muted)]
    return {"cells": [_cell(cell) for cell in cells], "total": row.total, "muted": muted}


def _cell(cell: Cell) -> str | dict[str, Any]:
    if isinstance(cell, Step):
        return ""
    words = cell.text if isinstance(cell, Muted | Named | Linked | Index) else cell
    told = words.number() if isinstance(words, Shown) else None
    return str(words) if told is None else {"text": str(words), "number": told.number, "form": told.form}
