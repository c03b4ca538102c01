"""Which sheets of a workbook are meant: those that client.yaml names, or the first that holds a table."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from analysis.errors import SourceError, listed
from analysis.sources.files.place import Place, table_place
from analysis.sources.files.workbook import is_workbook, load_sheet, named_sheets, open_workbook, worksheets

TABLE_COLUMNS = 3  # fewer may as well be a cover with names and values


def chosen_sheets(
    path: Path, workbook: CalamineWorkbook, sheet: str | int | None, header_row: int | None = None
) -> Iterator[tuple[str, CalamineSheet, Place]]:
    """The sheets meant, one loaded at a time, and where their tables stand."""
    if sheet is None:
        yield _first_table(path, workbook, header_row)
        return
    for name in named_sheets(path, workbook, sheet):
        cells = load_sheet(path, workbook, name)
        place = table_place(cells, header_row)
        if place is None:
            raise _no_row(path, name, header_row, workbook)
        yield name, cells, place


def _first_table(path: Path, workbook: CalamineWorkbook, header_row: int | None) -> tuple[str, CalamineSheet, Place]:
    best = None
    for name in worksheets(workbook, seen_first=True):
        cells = load_sheet(path, workbook, name)
        place = table_place(cells, header_row)
        if place is None:
            continue
        size = min(len(place.columns), TABLE_COLUMNS) if place.filled else 0
        if best is None or size > best[0]:
            best = size, (name, cells, place)
        if size == TABLE_COLUMNS:
            break
    if best is None:
        raise _no_table(path, workbook)
    return best[1]


def sheet_tables(path: Path) -> list[tuple[str | None, tuple[str, ...]]]:
    """The sheets of a workbook that hold a table of two columns or more, and their headers.

    The name is None where the workbook has one sheet only.  SourceError as in `sheets_to_parquet`,
    also where there is no table at all.
    """
    with open_workbook(path) as workbook:
        places = [(name, table_place(load_sheet(path, workbook, name))) for name in worksheets(workbook)]
        tables = [(name, place.names) for name, place in places if place and place.filled and len(place.columns) > 1]
        if not tables:
            raise _no_table(path, workbook)
        return [(name if len(workbook.sheet_names) > 1 else None, names) for name, names in tables]


def sheets_meant(path: Path, sheet: str) -> list[str]:
    """The sheets of a workbook that a name or pattern means; none for other files, or where there are none."""
    if not is_workbook(path):
        return []
    with open_workbook(path) as workbook, suppress(SourceError):
        return named_sheets(path, workbook, sheet)
    return []


def _no_row(path: Path, sheet: str, header_row: int | None, workbook: CalamineWorkbook) -> SourceError:
    if header_row:
        return SourceError(
            "{file}: the sheet '{sheet}' has nothing in row {row} to take the header from. Check header_row under source.",
            file=str(path),
            sheet=sheet,
            row=header_row,
        )
    return SourceError(
        "{file}: the sheet '{sheet}' holds no cells. Name another one under source; sheets found: {found}.",
        file=str(path),
        sheet=sheet,
        found=listed(workbook.sheet_names),
    )


def _no_table(path: Path, workbook: CalamineWorkbook) -> SourceError:
    return SourceError(
        "{file}: no sheet holds a table. Sheets found: {found}. Ask for the file again, or check header_row under source.",
        file=str(path),
        found=listed(workbook.sheet_names),
    )
