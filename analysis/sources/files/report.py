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
class ReadReport:
    """What became of one file.

    name     base name of the file, as in the column `source_file`
    format   how the text is written; None for parquet
    columns  data columns in file order, without `source_file` and `source_row`
    rows     rows in the parquet
    rejects  records left out, in file order
    sha256   of the file's content, hexadecimal
    bytes    size of the file
    """

    name: str
    format: TextFormat | None
    columns: tuple[str, ...]
    rows: int
    rejects: tuple[Reject, ...]
    sha256: str
    bytes: int

    @property
    def records(self) -> int:
        """Records in the file: rows and rejects together."""
        return self.rows + len(self.rejects)


def report_to_json(report: ReadReport) -> dict:
    """The report as plain dicts, lists and numbers."""
    return asdict(report)


def report_from_json(values: dict) -> ReadReport:
    """The inverse of `report_to_json`; KeyError or TypeError when keys are missing or unknown."""
    text = values["format"]
    return ReadReport(
        **{
            **values,
            "format": text and TextFormat(**{**text, "columns": tuple(text["columns"])}),
            "columns": tuple(values["columns"]),
            "rejects": tuple(Reject(*reject) for reject in values["rejects"]),
        }
    )


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
