"""The workbook beside the page: one sheet for each table that the chapters show, and a first sheet that lists them.

The tables are those that the executed notebooks carry (`Page.table` leaves each under its output), so the workbook holds
what the page holds and nothing else: no row of a customer, no figure that the page keeps back, no digit more.  Numbers are
numbers; everything else is written as text, also where it looks like a formula or an address.  The bytes depend on the
tables alone, no clock is read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from nbformat import NotebookNode
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis.reporting.clean import plain
from analysis.reporting.exporter import outline
from analysis.reporting.template.blocks import strata

NAME = "summary.xlsx"
LONGEST_NAME = 31  # of a sheet, by the file format
LONGEST_TEXT = 32_767  # of a cell, by the file format
NARROW, WIDE = 9, 48  # columns, in letters
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_FORMULA = ("=", "+", "-", "@")
_ASIDE = "#6b7280"
# Strings stay strings; nothing is taken for a number, an address or a formula.
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Front:
    """The words of the first sheet: its name and title, lines of label and value, how to read it, the heads of its list."""

    name: str
    title: str
    facts: Sequence[tuple[str, str]]
    how: str
    heads: tuple[str, str, str]
    closing: Sequence[str] = ()


@dataclass(frozen=True)
class Sheet:
    """One table as `analysis/tables/sheet.py` describes it, the chapter it stands in, and the name of its sheet."""

    name: str
    chapter: str
    table: Mapping[str, Any]


def sheets_of(notebooks: Sequence[NotebookNode]) -> list[Sheet]:
    """The tables of executed notebooks in the order of the page, named by chapter and number, such as `2.3 Which lens`.

    A sheet is called by its table's label, or by its title where several have the label.
    """
    found = [(chapter, table) for chapter in outline(notebooks) for table in _tables(chapter)]
    labels = [table["label"] for _, table in found]
    taken: set[str] = set()
    made, number, last = [], 0, None
    for chapter, table in found:
        number, last = (number + 1 if chapter.number == last else 1), chapter.number
        words = table["label"] if labels.count(table["label"]) == 1 else table["title"]
        name = _sheet_name(f"{chapter.number}.{number} {words}", taken)
        made.append(Sheet(name, f"{chapter.number:02d} {plain(str(chapter.title))}", table))
    return made


def workbook_bytes(sheets: Sequence[Sheet], front: Front, *, as_of: date) -> bytes:
    """The file, dated on the day that the figures are of."""
    held = BytesIO()
    book = Workbook(held, dict(_PLAIN))
    book.set_properties({"title": front.title, "created": datetime(as_of.year, as_of.month, as_of.day)})
    look = _Look(book)
    first = _sheet_name(front.name, {sheet.name.lower() for sheet in sheets})
    _write_front(book.add_worksheet(first), front, sheets, look)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet.table, look)
    book.close()
    return held.getvalue()


class _Look:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book, self.made = book, {}

    def __call__(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"valign": "top", **properties})
        return self.made[key]


def _write_front(page: Worksheet, front: Front, sheets: Sequence[Sheet], look: _Look) -> None:
    _say(page, 0, 0, front.title, look, bold=True, font_size=14)
    row = 2
    for label, value in front.facts:
        _say(page, row, 0, label, look, font_color=_ASIDE)
        _say(page, row, 1, value, look)
        row += 1
    _say(page, row + 1, 0, front.how, look)
    row += 3
    for column, head in enumerate(front.heads):
        _say(page, row, column, head, look, bold=True, bottom=1)
    for sheet in sheets:
        row += 1
        quoted = sheet.name.replace("'", "''")
        page.write_url(row, 0, f"internal:'{quoted}'!A1", look(font_color="#0f766e", underline=1), sheet.name)
        _say(page, row, 1, sheet.chapter, look)
        _say(page, row, 2, sheet.table["title"], look, text_wrap=True)
    for line in front.closing:
        row += 2
        _say(page, row, 0, line, look, font_color=_ASIDE)
    for column, width in enumerate((34, 28, 90)):
        page.set_column(column, column, width)
    _printed(page)


def _write_sheet(page: Worksheet, table: Mapping[str, Any], look: _Look) -> None:
    _say(page, 0, 0, table["title"], look, bold=True, font_size=12)
    _say(page, 1, 0, table["subtitle"], look, font_color=_ASIDE)
    top = 3
    for column, head in enumerate(table["heads"]):
        _say(page, top, column, head["text"], look, bold=True, bottom=1, text_wrap=True, align="right" if head["right"] else "left")
    for row, told in enumerate(table["rows"], top + 1):
        for column, cell in enumerate(told["cells"]):
            _write_cell(page, row, column, cell, look, told, right=table["heads"][column]["right"])
    if table["note"]:
        _say(page, top + len(table["rows"]) + 2, 0, table["note"], look, font_color=_ASIDE)
    for column, head in enumerate(table["heads"]):
        words = [head["text"][:NARROW], *(_words(told["cells"][column]) for told in table["rows"])]
        page.set_column(column, column, min(max(NARROW, *(_letters(one) + 2 for one in words)), WIDE))
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)
    _printed(page)


def _write_cell(
    page: Worksheet, row: int, column: int, cell: str | Mapping[str, Any], look: _Look, told: Mapping[str, Any], *, right: bool
) -> None:
    """One cell: a number in its form, or words; sums in bold, what is there to compare with in grey."""
    properties: dict[str, Any] = {"bold": True, "top": 1} if told["total"] else {}
    properties |= {"font_color": _ASIDE} if column in told["muted"] else {}
    if isinstance(cell, Mapping):
        page.write_number(row, column, cell["number"], look(num_format=cell["form"], align="right", **properties))
        return
    _say(page, row, column, cell, look, text_wrap=True, align="right" if right else "left", **properties)


def _say(page: Worksheet, row: int, column: int, words: str, look: _Look, **properties: Any) -> None:
    """Words as text, marked as such where a spreadsheet that is edited could take them for a formula."""
    marked = {"quote_prefix": True} if words.startswith(_FORMULA) else {}
    if words:
        page.write_string(row, column, words[:LONGEST_TEXT], look(**properties, **marked))
    elif properties.get("bottom") or properties.get("top"):
        page.write_blank(row, column, None, look(**properties))


def _printed(page: Worksheet) -> None:
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _tables(chapter: Any) -> Iterator[Mapping[str, Any]]:
    for section in (chapter.opening, *chapter.sections):
        for cell in section.cells:
            yield from (table for output in cell.get("outputs", ()) if (table := strata(output).get("table")))


def _sheet_name(words: str, taken: set[str]) -> str:
    """A name that the format allows, unlike any in `taken`, to which it is added."""
    allowed = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", words)).strip(" '")
    name, number = allowed[:LONGEST_NAME].strip(" '"), 1
    while name.lower() in taken:
        number += 1
        tail = f" {number}"
        name = allowed[: LONGEST_NAME - len(tail)].strip(" '") + tail
    taken.add(name.lower())
    return name


def _words(cell: str | Mapping[str, Any]) -> str:
    return cell if isinstance(cell, str) else cell["text"]


def _letters(words: str) -> int:
    """How wide words are; Chinese characters take two places."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in words)
