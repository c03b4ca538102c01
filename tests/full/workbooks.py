"""Workbooks of reports, read back as a reader's program would."""

import re
from pathlib import Path

from python_calamine import CalamineWorkbook

_STEPS = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
_NUMBER = re.compile(r"([+−]?)£?([\d,]+(?:\.\d+)?)(k|m|bn)?(%| pts)?")


def sheets(path: Path) -> dict[str, list[list]]:
    """The cells of every sheet by its name; numbers are floats, all else is text."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def words(path: Path) -> str:
    """Every cell of a workbook, one after the other; whole numbers without a point."""
    cells = (cell for rows in sheets(path).values() for row in rows for cell in row if cell != "")
    return " ".join(f"{cell:.10g}" if isinstance(cell, float) else str(cell) for cell in cells)


def number(shown: str) -> float:
    """What an English page tells: −£754k is −754,000, 4.5% is .045."""
    sign, size, step, unit = _NUMBER.fullmatch(shown).groups()
    told = float(size.replace(",", "")) * _STEPS[step or ""] / (100 if unit == "%" else 1)
    return -told if sign == "−" else told
