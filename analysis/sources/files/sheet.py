"""Worksheets to parquet, every cell as text, in the order of the sheet.

    the sheet -> where its table stands (header below notes, empty edges) -> chunks of texts -> parquet

Blank rows are no records.  A row's number is that of the sheet, so that it can be found again.
Totals below the table and remarks beside it are rows and columns like others.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet

from analysis.sources.files.cells import Cell, day_of_serial, fineness, texts
from analysis.sources.files.choice import chosen_sheets
from analysis.sources.files.parquet import write_numbered
from analysis.sources.files.place import Place, blank
from analysis.sources.files.raw import check_unchanged, content_digest, file_state
from analysis.sources.files.report import ReadReport, SheetFormat
from analysis.sources.files.workbook import date_base, open_workbook

CHUNK_ROWS, BLOCK_ROWS = 50_000, 1_000


class FinerTimesError(Exception):
    """A later chunk holds finer times than those already written.  Never leaves the module."""

    def __init__(self, fine: list[int]) -> None:
        self.fine = fine


def sheets_to_parquet(
    path: Path,
    folder: Path,
    *,
    sheet: str | int | None = None,
    header_row: int | None = None,
    dates: Mapping[str, str | None] | None = None,
) -> list[tuple[Path, ReadReport]]:
    """Read the sheets meant by `sheet` (see `named_sheets`) into `folder`, one parquet file each.

    Without `sheet`: the only one, or the first that holds a table of at least three columns, or
    else of two.  `header_row` is the sheet's own row, 0 when there is no header.  In the columns
    named in `dates` numbers that can be days become dates, and dates are written in the format
    given there (None: ISO).  `source_file` is the file's name, with the sheet where there are several.

    SourceError when the file or the sheet cannot be read, or holds nothing.
    """
    path = Path(path)
    before = file_state(path)
    made = []
    with open_workbook(path) as workbook:
        base, names = date_base(path), tuple(workbook.sheet_names)
        for name, cells, place in chosen_sheets(path, workbook, sheet, header_row):
            target = Path(folder, f"{len(made)}.parquet")
            label = f"{path.name} [{name}]" if len(names) > 1 else path.name
            formats = {
                place.columns[place.names.index(column)]: how for column, how in (dates or {}).items() if column in place.names
            }
            rows = _write(cells, place, target, label, formats=formats, base=base)
            made.append(
                (target, label, SheetFormat(path.suffix.lower()[1:], name, names, place.header_row, place.names, base), rows)
            )
    sha256 = content_digest(path)
    check_unchanged(path, before)
    return [(target, ReadReport(label, form, form.columns, rows, (), sha256, before.size)) for target, label, form, rows in made]


def _write(cells: CalamineSheet, place: Place, target: Path, label: str, *, formats: Mapping[int, str | None], base: int) -> int:
    """Fill the parquet and return the number of rows."""
    schema = pa.schema([pa.field(name, pa.string()) for name in place.names])
    fine: list[int] | None = None
    while True:
        try:
            return write_numbered(_batches(cells, place, formats, base, fine), target, schema=schema, source=label)
        except FinerTimesError as finer:
            fine = finer.fine


def _batches(
    cells: CalamineSheet, place: Place, formats: Mapping[int, str | None], base: int, fine: list[int] | None
) -> Iterator[tuple[np.ndarray, pa.RecordBatch]]:
    """Chunks of the table's rows with their numbers.

    All times of a column are written as finely as the finest, so that one date format reads
    them.  The first chunk tells, mostly; where a later one is finer, FinerTimesError says how fine
    the whole column is and the work begins again.
    """
    late = False
    for numbers, columns in _chunks(cells, place, formats, base):
        kinds = [set(map(type, column)) for column in columns]
        found = [fineness(kind, column) for kind, column in zip(kinds, columns, strict=True)]
        if fine is None:
            fine = found
        elif any(new > old for new, old in zip(found, fine, strict=True)):
            fine, late = [*map(max, fine, found)], True
        if late:
            continue
        arrays = [
            texts(column, kind, fine=level, format_=formats.get(at))
            for at, column, kind, level in zip(place.columns, columns, kinds, fine, strict=True)
        ]
        yield numbers, pa.RecordBatch.from_arrays(arrays, names=list(place.names))
    if late:
        raise FinerTimesError(fine)


def _chunks(
    cells: CalamineSheet, place: Place, formats: Mapping[int, str | None], base: int
) -> Iterator[tuple[np.ndarray, list[list[Cell]]]]:
    """The numbers of the rows that are not blank, and their cells by column."""
    rows = islice(cells.iter_rows(), place.header_row, None)
    numbers: list[int] = []
    columns: list[list[Cell]] = [[] for _ in place.columns]
    above = place.header_row
    # Few rows at a time are turned into columns: fifty thousand lists at once keep the garbage collector busy.
    while block := list(islice(rows, BLOCK_ROWS)):
        filled = [(number, row) for number, row in enumerate(block, start=above + 1) if not blank(row)]
        above += len(block)
        if filled:
            numbers += [number for number, _ in filled]
            by_place = list(zip(*(row for _, row in filled), strict=True))
            for column, at in zip(columns, place.columns, strict=True):
                column += [day_of_serial(cell, base) for cell in by_place[at]] if at in formats else by_place[at]
        if len(numbers) >= CHUNK_ROWS:
            yield np.array(numbers), columns
            numbers, columns = [], [[] for _ in place.columns]
    if numbers:
        yield np.array(numbers), columns
