"""Cells of a worksheet as texts.

A spreadsheet keeps every number as a double and every date as a number with a format.  Here a
number becomes what a reader sees (17850.0 is 17850, 0.30000000000000004 is 0.3; a percentage is
the number behind it, 0.15), a date an ISO text, TRUE and FALSE stay these words, and a cell that
is empty or shows an error (#N/A) is null.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Cell = Any  # str, int, float, bool, date, datetime, time, timedelta; "" when empty
DAY, SECOND, FRACTION = range(3)  # how fine the times of a column are
SERIALS = (10_959, 73_051)  # 1930-01-01 to 2100-01-01: numbers between them may be days
EPOCHS = {1900: datetime(1899, 12, 30), 1904: datetime(1904, 1, 1)}
SIGNIFICANT = 15  # digits that a spreadsheet keeps
ROUGH = r"e|[0-9.]{17}|^-0$"  # where the short spelling of a double is not what a reader sees
TYPES = {DAY: pa.date32(), SECOND: pa.timestamp("s"), FRACTION: pa.timestamp("us")}


def text_of_cell(cell: Cell) -> str:
    """One cell as text; "" when empty."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, timedelta):
        return _clock(cell)
    return cell.isoformat()  # a date or a time of day


def number_text(number: float) -> str:
    """17850.0 as '17850', with fifteen significant digits; whole numbers in full (no 1e+16)."""
    if isinstance(number, float) and not number.is_integer():
        return f"{number:.{SIGNIFICANT}g}"
    return str(int(number))


def day_of_serial(cell: Cell, base: int) -> Cell:
    """The date or time that a number stands for, days since the base (1900 or 1904); other cells as they are.

    Only numbers from 1930 to 2099 are days: 20240115 is left for a date format to read.
    """
    if not isinstance(cell, float | int) or isinstance(cell, bool):
        return cell
    days = cell + (EPOCHS[base] - EPOCHS[1900]).days
    if not SERIALS[0] <= days < SERIALS[1]:
        return cell
    if days == int(days):
        return (EPOCHS[1900] + timedelta(days=int(days))).date()
    return EPOCHS[1900] + timedelta(milliseconds=round(days * 86_400_000))


def fineness(kinds: set[type], cells: Sequence[Cell]) -> int:
    """How fine the times among the cells are.  (A cell at midnight comes as a date.)"""
    if datetime not in kinds:
        return DAY
    return FRACTION if any(cell.microsecond for cell in cells if type(cell) is datetime) else SECOND


def texts(cells: Sequence[Cell], kinds: set[type], *, fine: int, format_: str | None = None) -> pa.Array:
    """A column's cells as texts, null where empty; `kinds` are the cells' types.

    All dates and times are written alike: as `fine` says, or in the strptime format `format_`.
    """
    if kinds == {str}:
        return _without_empty(pa.array(cells, pa.string()))
    others = kinds - {str}
    if all(not cell for cell in cells if type(cell) is str):
        if others <= {float, int}:
            return _number_texts([None if type(cell) is str else cell for cell in cells])
        if others <= {date, datetime} and format_ is None:
            return _time_texts([None if type(cell) is str else cell for cell in cells], fine)
    return _without_empty(pa.array([_written(cell, fine, format_) for cell in cells], pa.string()))


def _without_empty(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _number_texts(numbers: list[float | None]) -> pa.Array:
    spelled = pa.array(numbers, pa.float64()).cast(pa.string())
    rough = np.flatnonzero(pc.match_substring_regex(spelled, ROUGH).fill_null(False).to_numpy(zero_copy_only=False))
    if not len(rough):
        return spelled
    words = spelled.to_pylist()
    for place in rough:
        words[place] = number_text(numbers[place])
    return pa.array(words, pa.string())


def _time_texts(times: list[date | None], fine: int) -> pa.Array:
    if fine > DAY:
        times = [cell if cell is None or type(cell) is datetime else datetime(cell.year, cell.month, cell.day) for cell in times]
    return pa.array(times, TYPES[fine]).cast(pa.string())


def _written(cell: Cell, fine: int, format_: str | None) -> str:
    if not isinstance(cell, date):
        return text_of_cell(cell)
    if format_ is not None:
        return cell.strftime(format_)
    return str(_time_texts([cell], fine)[0])


def _clock(duration: timedelta) -> str:
    minutes, seconds = divmod(abs(round(duration.total_seconds())), 60)
    return f"{'-' * (duration < timedelta())}{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
