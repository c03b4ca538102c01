"""Excel workbooks with the same bytes every time."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter

CREATED = datetime.datetime(2026, 1, 3, 9, 12)
_EPOCH = np.datetime64("1899-12-30T00:00")


@dataclass(frozen=True)
class Sheet:
    """One sheet of texts: the columns written as numbers, as serial dates, as formatted dates, and a note above the header."""

    rows: pd.DataFrame
    numbers: Collection[str] = ()
    serials: Collection[str] = ()
    dates: Collection[str] = ()
    note: str = ""


def write_workbook(path: Path, sheets: Mapping[str, Sheet]) -> None:
    """Write the sheets.  A text that is no number or date stays a text; empty cells are left out."""
    with xlsxwriter.Workbook(path, {"constant_memory": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, sheet in sheets.items():
            page = book.add_worksheet(name)
            top = 1 if sheet.note else 0
            if sheet.note:
                page.write_string(0, 0, sheet.note)
            for place, header in enumerate(sheet.rows.columns):
                page.write_string(top, place, header)
                format_ = day if header in sheet.dates else None
                for row, cell in enumerate(_cells(sheet, header), start=top + 1):
                    if isinstance(cell, float):
                        page.write_number(row, place, cell, format_)
                    elif cell:
                        page.write_string(row, place, cell)


def _cells(sheet: Sheet, header: str) -> list[str | float]:
    """A column's texts, or the numbers that they stand for."""
    texts = sheet.rows[header].astype(object).tolist()
    if header in sheet.numbers:
        return [_number(text) for text in texts]
    if header in sheet.serials or header in sheet.dates:
        return [_serial(text) for text in texts]
    return texts


def _number(text: str) -> str | float:
    # Full-width digits are numbers to Python and not to a spreadsheet.
    try:
        return float(text) if text.isascii() else text
    except ValueError:
        return text


def _serial(text: str) -> str | float:
    """Days since the spreadsheet's day 0; what is no date, or before 1901, stays as it was typed."""
    if len(text) < 10 or text < "1901":
        return text
    try:
        moment = np.datetime64(text.replace(" ", "T"), "m")
    except ValueError:
        return text
    return float((moment - _EPOCH) / np.timedelta64(1, "D"))
