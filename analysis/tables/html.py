"""Tables as the reader sees them: a header, rows, and the few cells the look knows.

A Jinja template with escaping writes them, because the look wants row headers, in-cell bars and
segment dots that table libraries leave to raw HTML (see CONTRIBUTING.md, "Tables").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from analysis.text.formats import MISSING

_TEMPLATE = """<table{% if classes %} class="{{ classes }}"{% endif %} aria-label="{{ label }}"><thead><tr>
{%- for head in heads %}<th scope="col"{% if head.kind %} class="{{ head.kind }}"{% endif %}>{{ head.text }}</th>{% endfor -%}
</tr></thead><tbody>
{%- for row in rows %}<tr{% if row.total %} class="total"{% endif %}>
{%- for cell in row.cells %}{% if loop.first %}<th scope="row"{% if row.muted %} class="muted"{% endif %}>{{ show(cell) }}</th>
{%- else %}<td{% if kind(cell, heads[loop.index0]) %} class="{{ kind(cell, heads[loop.index0]) }}"{% endif %}>{{ show(cell) }}</td>{% endif %}
{%- endfor -%}</tr>{% endfor -%}
</tbody></table>"""


@dataclass(frozen=True)
class Head:
    """A column's heading; kind: '' text, 'num' numbers, 'seg' a segment's index column, 'wf' bars."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Muted:
    """Text or a number that is only there to compare with."""

    text: str


@dataclass(frozen=True)
class Named:
    """A segment's name behind its colour."""

    text: str
    colour: str


@dataclass(frozen=True)
class Linked:
    """Text that leads to a page of the report, or to a place on it."""

    text: str
    href: str


@dataclass(frozen=True)
class Index:
    """An index with its bar: 100 in the middle, clipped at 0 and 200; no value, no bar."""

    text: str
    value: float | None


@dataclass(frozen=True)
class Step:
    """A waterfall bar from `start` to `end` (fractions of the width); `removed` draws it grey."""

    start: float
    end: float
    removed: bool = False


Cell = str | Muted | Named | Linked | Index | Step


@dataclass(frozen=True)
class Row:
    """One row; its first cell is the row's heading."""

    cells: Sequence[Cell]
    total: bool = False
    muted: bool = field(default=False)


class HtmlTable(str):
    """A table's markup, with the cells it was made of: the workbook is written from these (`analysis/tables/sheet.py`)."""

    heads: Sequence[Head]
    rows: Sequence[Row]
    label: str


def html_table(heads: Sequence[Head], rows: Sequence[Row], *, label: str, classes: str = "") -> HtmlTable:
    """The table's markup, everything escaped.  `label` names it for screen readers."""
    made = HtmlTable(_template().render(heads=heads, rows=rows, label=label, classes=classes, show=_show, kind=_kind))
    made.heads, made.rows, made.label = tuple(heads), tuple(rows), label
    return made


def known_columns(heads: Sequence[Head], rows: Sequence[Row], *, keep: int = 1) -> tuple[list[Head], list[Row]]:
    """Heads and rows without the columns that say "not known" in every row; the first `keep` always stay.

    Rows of totals head a group or sum it up, so they do not count.
    """
    told = [row.cells for row in rows if not row.total]
    held = [at for at in range(len(heads)) if at < keep or any(cells[at] != Muted(MISSING) for cells in told)]
    kept = [Row([row.cells[at] for at in held], total=row.total, muted=row.muted) for row in rows]
    return [heads[at] for at in held], kept


@cache
def _template():
    return Environment(autoescape=True).from_string(_TEMPLATE)


def _kind(cell: Cell, head: Head) -> str:
    if isinstance(cell, Index):
        return "ix"
    if isinstance(cell, Step):
        return "wf"
    return f"{head.kind} muted".strip() if isinstance(cell, Muted) else head.kind


def _show(cell: Cell) -> str | Markup:
    match cell:
        case Muted(text=text):
            return text
        case Named(text=text, colour=colour):
            return Markup('<span class="dot" style="--seg:{}"></span>{}').format(colour, text)
        case Linked(text=text, href=href):
            return Markup('<a href="{}" class="quiet">{}</a>').format(href, text)
        case Index(text=text, value=value):
            return Markup("<span>{}</span>{}").format(text, _bar(value))
        case Step(start=start, end=end, removed=removed):
            look = Markup('<i class="{}" style="left:{:.1f}%;width:{:.1f}%"></i>')
            return look.format("m" if removed else "", 100 * min(start, end), max(100 * abs(end - start), 0.4))
    return cell


def _bar(value: float | None) -> Markup:
    if value is None or value != value:
        return Markup('<s class="e"></s>')
    width = min(abs(value - 100), 100) / 2
    side, kind = ("left", "") if value >= 100 else ("right", "b")
    return Markup('<s><i class="{}" style="{}:50%;width:{:.1f}%"></i></s>').format(kind, side, width)
