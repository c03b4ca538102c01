"""Workbooks: opened, or refused with the way out, and the sheet that is meant.

The content decides what a file is, not its name: shops and tills like to write text or a web
page under the name of an Excel file.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analysis.errors import SourceError, listed
from analysis.sources.files.kinds import LOOKED_AT, OLE, ZIPPED, head_of, is_markup
from analysis.sources.files.raw import blocks, opened

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the part of an .xlsx with a password
LOCK = "~$"
DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
BIFF_GLOBALS, BIFF_DATES, BIFF_END = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x22, 0x0A


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its content; False where it holds delimited text.

    SourceError for a web page under a workbook's name, and for the lock that a spreadsheet program leaves.
    """
    called_so = path.suffix.lower() in SUFFIXES
    if called_so and path.name.startswith(LOCK):
        raise SourceError(
            "{file} is the lock of a workbook that somebody has open, not a table. Name the file without '~$', and close it first.",
            file=str(path),
        )
    with opened(path) as handle:
        head = handle.read(LOOKED_AT)
    if called_so and is_markup(head_of(head)):
        raise SourceError(
            "{file} is a web page or XML under the name of a workbook. Open it in a spreadsheet program and save it as .xlsx or CSV.",
            file=str(path),
        )
    if called_so or not head.startswith(ZIPPED):
        return head.startswith((ZIPPED, OLE))
    return holds_workbook(path)


def holds_workbook(path: Path) -> bool:
    """Whether a zip archive has the parts of a workbook; False where it is cut off."""
    with opened(path) as handle, suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(handle) as parts:
        names = parts.namelist()
        return "[Content_Types].xml" in names or "META-INF/manifest.xml" in names
    return False


def kind_of(path: Path) -> str:
    """xlsx, xlsm, xlsb, xls or ods: the suffix, or what the content is where the name says something else."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return suffix[1:]
    with opened(path) as handle:
        return "xlsx" if handle.read(4) == ZIPPED else "xls"


@contextmanager
def open_workbook(path: Path) -> Iterator[CalamineWorkbook]:
    """The workbook, open for reading.  SourceError when it has a password, is cut off or is none."""
    with opened(path) as handle:
        zipped = handle.read(4) == ZIPPED
    fits = path.suffix.lower() in SUFFIXES and zipped == (path.suffix.lower() != ".xls")
    try:
        # By path the reader goes by the suffix; from bytes it looks for itself.
        workbook = CalamineWorkbook.from_path(path) if fits else CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    except (CalamineError, OSError) as error:
        raise _unreadable(path, error) from None
    with workbook:
        yield workbook


def load_sheet(path: Path, workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    """A sheet with its cells.  SourceError when it is a chart or cannot be read."""
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError) as error:
        raise _unreadable(path, error, sheet=name) from None


def named_sheets(path: Path, workbook: CalamineWorkbook, wanted: str | int) -> list[str]:
    """The sheets meant by a name, a position counted from 1, or a pattern such as '2024-*'.

    A number is a name where a sheet is called so.  SourceError when there is none; it lists those found.
    """
    names = workbook.sheet_names
    if str(wanted) in names:
        return [str(wanted)]
    if isinstance(wanted, int):
        if 1 <= wanted <= len(names):
            return [names[wanted - 1]]
    else:
        plain = wanted.strip().casefold()
        alike = [name for name in names if name.strip().casefold() == plain]
        if alike := alike or [name for name in names if fnmatchcase(name.casefold(), plain)]:
            return alike
    raise SourceError(
        "{file} has no sheet '{given}'. Sheets found: {found}. Give sheet: a name, a pattern, or a position counted from 1.",
        file=str(path),
        given=wanted,
        found=listed(f"{place} {name}" for place, name in enumerate(names, start=1)),
    )


def worksheets(workbook: CalamineWorkbook, *, seen_first: bool = False) -> list[str]:
    """The names of the sheets that hold cells, hidden ones too (charts and macros do not); `seen_first`: these at the end."""
    held = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    hidden = [sheet for sheet in held if seen_first and sheet.visible != SheetVisibleEnum.Visible]
    return [sheet.name for sheet in (*(sheet for sheet in held if sheet not in hidden), *hidden)]


def date_base(path: Path) -> int:
    """1904 where the workbook counts its days from then, as old Macs did, else 1900."""
    with opened(path) as handle:
        zipped = handle.read(4) == ZIPPED
    if zipped:
        with suppress(KeyError, zipfile.BadZipFile), zipfile.ZipFile(path) as parts:
            return 1904 if DATE_1904.search(parts.read("xl/workbook.xml")) else 1900
        return 1900
    content = b"".join(blocks(path))
    place = content.find(BIFF_GLOBALS)
    while 0 <= place <= len(content) - 6:
        kind, size = (int.from_bytes(content[at : at + 2], "little") for at in (place, place + 2))
        if kind == BIFF_DATES:
            return 1904 if content[place + 4] else 1900
        if kind == BIFF_END:
            break
        place += 4 + size
    return 1900


def _unreadable(path: Path, error: Exception, sheet: str | None = None) -> SourceError:
    if isinstance(error, PasswordError) or ENCRYPTED in path.read_bytes():
        return SourceError(
            "{file} is protected by a password. Ask for it without one, or open it and save it anew.", file=str(path)
        )
    if sheet is not None:
        return SourceError(
            "{file}: the sheet '{sheet}' cannot be read as a table. "
            "Name another sheet, or open the file in a spreadsheet program and save it anew as .xlsx.",
            file=str(path),
            sheet=sheet,
        )
    return SourceError(
        "{file} is not a complete workbook. Copy it again from its source, or open it in a spreadsheet program and save it anew as .xlsx.",
        file=str(path),
    )
