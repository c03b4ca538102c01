"""Worksheets to parquet, every cell as text, in the order of the sheet.

    the sheet -> where its table stands (header below notes, empty edges) -> chunks of texts -> parquet

A row's number is that of the sheet, so that it can be found again.  Which rows are records:
see `rows`.  Remarks beside the table are columns like others.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineSheet

from analysis.sources.files.cells import Cell, day_of_serial, fineness, texts
from analysis.sources.files.choice import chosen_sheets
from analysis.sources.files.formulas import valueless_cells
from analysis.sources.files.parquet import write_numbered
from analysis.sources.files.place import Place
from analysis.sources.files.raw import check_unchanged, content_digest, file_state
from analysis.sources.files.report import ReadReport, Reject, SheetFormat
from analysis.sources.files.rows import Merged, records
from analysis.sources.files.workbook import date_base, kind_of, open_workbook

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
    made: list[tuple[Path, ReadReport]] = []
    sha256 = content_digest(path)
    with open_workbook(path) as workbook:
        base, names = date_base(path), tuple(workbook.sheet_names)
        for name, cells, place in chosen_sheets(path, workbook, sheet, header_row):
            target = Path(folder, f"{len(made)}.parquet")
            label = f"{path.name} [{name}]" if len(names) > 1 else path.name
            formats = {
                place.columns[place.names.index(column)]: how for column, how in (dates or {}).items() if column in place.names
            }
            rows, rejects = _write(cells, place, target, label, formats=formats, base=base)
            form = SheetFormat(kind_of(path), name, names, place.header_row, place.names, base, *valueless_cells(path, name))
            made.append((target, ReadReport(label, form, form.columns, rows, rejects, sha256, before.size)))
    check_unchanged(path, before)
    return made


def _write(
    cells: CalamineSheet, place: Place, target: Path, label: str, *, formats: Mapping[int, str | None], base: int
) -> tuple[int, tuple[Reject, ...]]:
    """Fill the parquet; the number of rows, and what was left out."""
    schema = pa.schema([pa.field(name, pa.string()) for name in place.names])
    fine: list[int] | None = None
    while True:
        rejects: list[Reject] = []
        try:
            batches = _batches(cells, place, formats, base, fine, rejects)
            return write_numbered(batches, target, schema=schema, source=label), tuple(rejects)
        except FinerTimesError as finer:
            fine = finer.fine


def _batches(
    cells: CalamineSheet,
    place: Place,
    formats: Mapping[int, str | None],
    base: int,
    fine: list[int] | None,
    rejects: list[Reject],
) -> Iterator[tuple[np.ndarray, pa.RecordBatch]]:
    """Chunks of the table's rows with their numbers.

    All times of a column are written as finely as the finest, so that one date format reads
    them.  The first chunk tells, mostly; where a later one is finer, FinerTimesError says how fine
    the whole column is and the work begins again.
    """
    late = False
    for numbers, columns in _chunks(cells, place, formats, base, rejects):
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
    cells: CalamineSheet, place: Place, formats: Mapping[int, str | None], base: int, rejects: list[Reject]
) -> Iterator[tuple[np.ndarray, list[list[Cell]]]]:
    """The numbers of the rows that are records, and their cells by column."""
    rows = cells.iter_rows()
    header = list(islice(rows, place.header_row))[-1] if place.header_row else None
    held = records(rows, header, place.header_row + 1, Merged(cells, place.header_row), rejects)
    numbers: list[int] = []
    columns: list[list[Cell]] = [[] for _ in place.columns]
    # Few rows at a time are turned into columns: fifty thousand lists at once keep the garbage collector busy.
    while block := list(islice(held, BLOCK_ROWS)):
        numbers += [number for number, _ in block]
        by_place = list(zip(*(row for _, row in block), strict=True))
        for column, at in zip(columns, place.columns, strict=True):
            column += [day_of_serial(cell, base) for cell in by_place[at]] if at in formats else by_place[at]
        if len(numbers) >= CHUNK_ROWS:
            yield np.array(numbers), columns
            numbers, columns = [], [[] for _ in place.columns]
    if numbers:
        yield np.array(numbers), columns
