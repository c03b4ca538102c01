"""What reading one file came to: its rows, its rejects, its fingerprint.

A reject is a record that could not be read; it is named by line and kind, never by content,
so that a report may be shown to anybody.  `rows + len(rejects)` is the number of records in
the file, counted apart from the reader.
"""

from dataclasses import asdict, dataclass
from typing import NamedTuple

TOO_FEW = "too few fields"
TOO_MANY = "too many fields"
BROKEN_QUOTE = "unbalanced quote"
BAD_ENCODING = "bad encoding"
HEADER_AGAIN = "header again"
TOTAL = "total"
NOTE = "note"
NO_FAULT = (HEADER_AGAIN, TOTAL, NOTE)  # rows that are sound, but no records


class Reject(NamedTuple):
    """A record left out: the 1-based line of the file where it begins, and the kind of fault."""

    line: int
    reason: str


@dataclass(frozen=True)
class TextFormat:
    """How a text file is written.

    encoding    Python's name of it; "utf-8-sig" where the file begins with a byte order mark
    delimiter   one character; " " stands for runs of blanks and tabs
    quote       the character around fields that hold delimiters or line ends
    header_row  1-based line number of the header, 0 when there is none
    columns     header names, made unique; "column_1", … where the header gives none
    decimal     "." or ",": the decimal mark most numbers in the sample have
    """

    encoding: str
    delimiter: str
    quote: str
    header_row: int
    columns: tuple[str, ...]
    decimal: str = "."


@dataclass(frozen=True)
class SheetFormat:
    """Which worksheet of a workbook was read, and how.

    kind        xlsx, xlsm, xlsb, xls or ods
    sheet       name of the sheet
    sheets      names of all sheets of the workbook, hidden ones too, in its order
    header_row  1-based row of the header in the sheet, 0 when there is none
    columns     header names, made unique; "column_1", … where the header gives none
    date_base   1900 or 1904: from when the workbook counts its days
    formulas    formula cells of the sheet without a value, read as missing
    errors      cells of the sheet that show an error such as #N/A, read as missing
    """

    kind: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    columns: tuple[str, ...]
    date_base: int = 1900
    formulas: int = 0
    errors: int = 0

    @property
    def encoding(self) -> str:
        """The kind of workbook, where a text file has its encoding, and how many of its cells show no value."""
        empty = {"=…": self.formulas, "#N/A": self.errors}
        return ", ".join([self.kind, *(f"{count} × {sign}" for sign, count in empty.items() if count)])

    @property
    def delimiter(self) -> str:
        """The sheet, where a text file has its delimiter."""
        return self.sheet


@dataclass(frozen=True)
class ReadReport:
    """What became of one file, or of one sheet of it.

    name     base name of the file, as in the column `source_file`; with the sheet, "a.xlsx [Orders]",
             where the workbook has several
    format   how the text is written, or which sheet was read; None for parquet
    columns  data columns in file order, without `source_file` and `source_row`
    rows     rows in the parquet
    rejects  records left out, in file order
    sha256   of the file's content, hexadecimal
    bytes    size of the file
    """

    name: str
    format: TextFormat | SheetFormat | None
    columns: tuple[str, ...]
    rows: int
    rejects: tuple[Reject, ...]
    sha256: str
    bytes: int

    @property
    def records(self) -> int:
        """Records in the file: rows and rejects together."""
        return self.rows + len(self.rejects)

    @property
    def encoding(self) -> str:
        """The text's encoding, the kind of workbook, "" for parquet."""
        return self.format.encoding if self.format else ""

    @property
    def delimiter(self) -> str:
        """The text's delimiter, the sheet of a workbook, "" for parquet."""
        return self.format.delimiter if self.format else ""


def report_to_json(report: ReadReport) -> dict:
    """The report as plain dicts, lists and numbers."""
    return asdict(report)


def report_from_json(values: dict) -> ReadReport:
    """The inverse of `report_to_json`; KeyError or TypeError when keys are missing or unknown."""
    return ReadReport(
        **{
            **values,
            "format": values["format"] and _format(values["format"]),
            "columns": tuple(values["columns"]),
            "rejects": tuple(Reject(*reject) for reject in values["rejects"]),
        }
    )


def _format(values: dict) -> TextFormat | SheetFormat:
    kind = SheetFormat if "sheet" in values else TextFormat
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})


def unique_names(names: tuple[str, ...] | list[str], *, taken: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Column names without repeats: a, a, A -> a, a (2), A (3).

    Capitals do not tell names apart, because they do not in SQL.  Line ends and blanks around a
    name are dropped; a name that is empty becomes "column_" and its 1-based place.
    """
    used = {name.casefold() for name in taken}
    unique = []
    for place, name in enumerate(names, start=1):
        plain = " ".join(name.replace("\ufeff", "").split()) or f"column_{place}"
        candidate, copy = plain, 1
        while candidate.casefold() in used:
            copy += 1
            candidate = f"{plain} ({copy})"
        used.add(candidate.casefold())
        unique.append(candidate)
    return tuple(unique)
