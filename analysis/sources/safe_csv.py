"""CSV files that a spreadsheet opens without running anything, whole or not at all, and for their owner only.

A cell that begins with =, +, -, @ (or their full-width forms), also after quotes or blanks, is a formula to a
spreadsheet; so is one that follows a separator inside a cell, where the spreadsheet splits at semicolons.  An
apostrophe before the sign makes a text of both.  Tabs and line ends become blanks.  A plain number, and a telephone
number of digits and blanks, is only shown, and stays as it is.
"""

import csv
import os
import re
from pathlib import Path

import pandas as pd

from analysis.sources.pseudonyms import private

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_SIGNS = r"=+\-@＝＋－＠"
_BEFORE = r"[\s'\"‘’“”`]*"
_FORMULA = re.compile(rf"^({_BEFORE})([{_SIGNS}])")
_INSIDE = re.compile(rf"([;,|]{_BEFORE})([{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?|[+][0-9]+( [0-9]+)*")


def safe_cell(cell: object) -> object:
    """A text without control characters in which no spreadsheet finds a formula; anything else as it is."""
    if not isinstance(cell, str):
        return cell
    text = _CONTROL.sub(" ", cell)
    if _NUMBER.fullmatch(text):
        return text
    return _INSIDE.sub(r"\1'\2", _FORMULA.sub(r"'\1\2", text))


def safe_csv(table: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, headers included in what is made safe."""
    safe = table.map(safe_cell)
    safe.columns = [safe_cell(str(name)) for name in table.columns]
    return safe.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL).encode("utf-8-sig")


def write_safe_csv(table: pd.DataFrame, target: Path) -> None:
    """Write it for its owner only; a reader sees the old file or the new one."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with private(partial) as file:
            file.write(safe_csv(table))
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
