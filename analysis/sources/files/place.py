"""Where a table stands in a worksheet: below which notes, under which header, in which columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineSheet

from analysis.sources.files.cells import Cell, text_of_cell
from analysis.sources.files.header import header_place
from analysis.sources.files.report import unique_names
from analysis.sources.files.sniff import ADDED_COLUMNS

SAMPLE_ROWS = 500
USED = 0.05  # share of the sampled rows in which a column of the table holds something


@dataclass(frozen=True)
class Place:
    """A table's place.

    header_row  1-based row of the header in the sheet, 0 when there is none
    columns     0-based places of the table's columns among those of the sheet's used area
    names       of the columns, unique
    filled      rows below the header, in the sample, that hold something
    """

    header_row: int
    columns: tuple[int, ...]
    names: tuple[str, ...]
    filled: int


def table_place(sheet: CalamineSheet, header_row: int | None = None) -> Place | None:
    """Where the table stands; `header_row` is its 1-based row, 0 for none, None to have it found.

    The header is looked for as in text files.  Columns at the edges that have neither a name nor a
    cell below the header are left out.  None where the sheet holds nothing, or no such row.
    """
    rows = enumerate(islice(sheet.iter_rows(), (header_row or 0) + SAMPLE_ROWS), start=1)
    records = [(number, [text_of_cell(cell) for cell in row]) for number, row in rows if not blank(row)]
    if header_row:
        records = [record for record in records if record[0] >= header_row]
        if not records or records[0][0] != header_row:
            return None
        found = 0
    elif not records:
        return None
    else:
        found = _found(records) if header_row is None else None
    names = records[found][1] if found is not None else [""] * len(records[0][1])
    below = records[found + 1 :] if found is not None else records
    header = records[found][0] if found is not None else 0
    columns = _without_empty_edges(names, below, sheet, header)
    unique = unique_names([names[at] for at in columns], taken=ADDED_COLUMNS)
    return Place(header, tuple(columns), unique, len(below))


def blank(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but blanks."""
    for cell in row:  # noqa: SIM110 - a generator for each of a million rows takes three seconds more
        if type(cell) is not str or (cell and not cell.isspace()):
            return False
    return True


def _found(records: list[tuple[int, list[str]]]) -> int | None:
    """Index of the header among the records.  Columns that hold next to nothing (titles, remarks) do not vote."""
    times = Counter(at for _, cells in records for at, cell in enumerate(cells) if cell.strip())
    enough = max(min(2, len(records)), USED * len(records))
    used = [at for at in sorted(times) if times[at] >= enough]
    place = header_place([[cells[at] for at in used] for _, cells in records], len(used))
    return None if place is None else place[0]


def _without_empty_edges(names: list[str], below: list[tuple[int, list[str]]], sheet: CalamineSheet, header: int) -> list[int]:
    held = {at for at, name in enumerate(names) if name.strip()}
    held |= {at for _, cells in below for at, cell in enumerate(cells) if cell.strip()}
    edges = set(range(len(names))) - set(range(min(held, default=0), max(held, default=0) + 1))
    if edges:  # the sample does not tell for the whole sheet
        held |= {at for row in islice(sheet.iter_rows(), header, None) for at in edges if row[at] != ""}
    return list(range(min(held, default=0), max(held, default=0) + 1))
