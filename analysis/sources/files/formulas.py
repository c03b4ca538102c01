"""Cells of a worksheet that show no value: formulas that nobody calculated, and errors such as #N/A.

A workbook keeps a formula with the value it had when it was saved; programs that write workbooks
often leave that value out.  Such cells are read as missing, and so they are counted here.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.etree import ElementTree

from analysis.sources.files.raw import BLOCK

_SHEETS, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NO_VALUE = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ERROR = re.compile(rb'<c\b[^>]*\bt="e"')
_OVERLAP = 1 << 10  # bytes; longer than either of them


class Valueless(NamedTuple):
    """Formula cells without a value, and cells that show an error."""

    formulas: int = 0
    errors: int = 0


def valueless_cells(path: Path, sheet: str) -> Valueless:
    """The counts for one sheet of an .xlsx or .xlsm; none for other kinds of workbooks, which always keep values."""
    with suppress(zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError), zipfile.ZipFile(path) as parts:
        part = _part_of(parts, sheet)
        if part is not None:
            return _counted(parts, part)
    return Valueless()


def _part_of(parts: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of the archive that holds a sheet."""
    links = {one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(parts.read(_LINKS))}
    for one in ElementTree.fromstring(parts.read(_SHEETS)).iter():
        if one.tag.endswith("}sheet") and one.get("name") == sheet:
            target = links.get(one.get(_ID), "")
            return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
    return None


def _counted(parts: zipfile.ZipFile, part: str) -> Valueless:
    formulas = errors = 0
    for block, fresh in _overlapping(parts, part):
        formulas += sum(match.end() > fresh for match in _NO_VALUE.finditer(block)) if b"<f" in block else 0
        errors += sum(match.end() > fresh for match in _ERROR.finditer(block)) if b't="e"' in block else 0
    return Valueless(formulas, errors)


def _overlapping(parts: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, int]]:
    """The part in pieces, each with the end of the one before it, and where the new begins."""
    before = b""
    with parts.open(part) as content:
        while piece := content.read(BLOCK):
            yield before + piece, len(before)
            before = (before + piece)[-_OVERLAP:]
