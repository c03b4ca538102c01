"""The rows of a worksheet that are records of its table, in order.

Blank rows are none.  A header that comes again, totals, and notes at the end are left out and
counted.  What stands in cells merged downwards holds for each of their rows, if it is a text or a
date; a number stands once, because money must not be counted twice.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from python_calamine import CalamineSheet

from analysis.sources.files.cells import Cell, text_of_cell
from analysis.sources.files.margins import FEWEST, TOTAL_WORD, is_note, is_total
from analysis.sources.files.place import blank
from analysis.sources.files.report import HEADER_AGAIN, NOTE, TOTAL, Reject

Row = list[Cell]


class Merged:
    """The values of cells that are merged downwards, row by row."""

    def __init__(self, sheet: CalamineSheet, header_row: int) -> None:
        left = (sheet.start or (0, 0))[1]
        ranges = getattr(sheet, "merged_cell_ranges", None) or ()
        tall = [(top, at - left, bottom) for (top, at), (bottom, _) in ranges if bottom > top >= header_row]
        self._starts: dict[int, list[tuple[int, int]]] = {}
        for top, at, bottom in tall:
            self._starts.setdefault(top + 1, []).append((at, bottom + 1))
        self._held: dict[int, tuple[int, Cell]] = {}

    def __bool__(self) -> bool:
        return bool(self._starts)

    def filled(self, number: int, row: Row) -> Row:
        """The row with the 1-based `number`, each merged cell with its value."""
        for at, last in self._starts.get(number, ()):
            if isinstance(row[at], str | date) and row[at] != "":
                self._held[at] = last, row[at]
        self._held = {at: held for at, held in self._held.items() if held[0] >= number}
        return (
            [self._held[at][1] if at in self._held and cell == "" else cell for at, cell in enumerate(row)] if self._held else row
        )


def records(
    rows: Iterator[Row], header: Sequence[Cell] | None, first: int, merged: Merged, rejects: list[Reject]
) -> Iterator[tuple[int, Row]]:
    """(1-based number in the sheet, cells) of each record from row `first` on; what is none is added to `rejects`."""
    waiting: list[tuple[int, Row]] = []
    for number, row in enumerate(rows, start=first):
        if blank(row):
            continue
        if row == header:
            rejects.append(Reject(number, HEADER_AGAIN))
            continue
        if len(row) >= FEWEST and row.count("") == len(row) - 1 and is_note([text_of_cell(cell) for cell in row]):
            waiting.append((number, row))
            continue
        if _says_total(row):
            rejects.append(Reject(number, TOTAL))
            continue
        yield from waiting  # not at the end, so part of the table
        waiting.clear()
        yield number, merged.filled(number, row) if merged else row
    rejects += [Reject(number, NOTE) for number, _ in waiting]


def _says_total(row: Row) -> bool:
    first = next(cell for cell in row if cell != "")
    if type(first) is not str or not TOTAL_WORD.fullmatch(first):
        return False
    return is_total([text_of_cell(cell) for cell in row])
