"""Which way round a file writes its dates, decided by evidence and said aloud.

A format is accepted only where it reads (nearly) every value.  When the day and the month
cannot be told apart by any value, the kit asks instead of guessing.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import product

from analysis.errors import SourceError

DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日",
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y",
    "%d %b %Y", "%d-%b-%Y", "%b %d %Y", "%d/%m/%y", "%m/%d/%y",
)  # fmt: skip
TIME_FORMATS = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
READABLE = 0.95  # least share of values a format must read

# Spark's letters for strptime's.  Single letters read one digit or two; next to other digits
# the width must be fixed.
_LOOSE = {
    "%Y": "yyyy",
    "%m": "M",
    "%d": "d",
    "%H": "H",
    "%I": "h",
    "%M": "mm",
    "%S": "ss",
    "%f": "SSSSSS",
    "%p": "a",
    "%b": "MMM",
    "%y": "yy",
}
_FIXED = _LOOSE | {"%m": "MM", "%d": "dd", "%H": "HH", "%I": "hh"}


def engine_pattern(format_: str) -> str:
    """A strptime format in Spark's letters (SQLFrame turns them back for DuckDB)."""
    letters = _FIXED if re.search(r"%[a-zA-Z]%[a-zA-Z]", format_) else _LOOSE
    unknown = [part for part in re.findall(r"%.", format_) if part not in letters]
    if unknown:
        raise SourceError(
            "The date format '{given}' uses '{part}', which is not supported. Use: {known}.",
            given=format_,
            part=unknown[0],
            known=" ".join(letters),
        )
    return re.sub(r"%.", lambda found: letters[found[0]], format_)


def tidy_time(text: str) -> str:
    """One blank between date and time, no 'T' and no 'Z', so that fewer formats are needed."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)T(?=\d)", " ", text.strip()).removesuffix("Z"))


def sniff_date_format(values: Sequence[str], *, file: str, column: str) -> str:
    """The strptime format of a column's values (distinct values serve as well as all).

    Raises SourceError when no format reads at least 95 % of the values, or when day-first and
    month-first read them equally well and differently.
    """
    texts = [tidy_time(value) for value in values if value and value.strip()]
    if not texts:
        return DATE_FORMATS[0]
    readings = [(format_, _readings(texts, format_)) for format_ in _candidates(texts)]
    shares = {format_: sum(r is not None for r in read) / len(texts) for format_, read in readings}
    best = max(shares.values(), default=0.0)
    if best < READABLE:
        raise SourceError(
            "{file}, column '{column}': no date format reads these values (best: {share} %). "
            "Say it in client.yaml: {{column: {column}, format: '%d/%m/%Y %H:%M'}}.",
            file=file,
            column=column,
            share=round(best * 100),
        )
    leaders = [(format_, read) for format_, read in readings if shares[format_] == best]
    if any(read != leaders[0][1] for _, read in leaders[1:]):
        raise SourceError(
            "{file}, column '{column}': the dates can be read as {first} or as {second}; no value tells which. "
            "Say it in client.yaml: {{column: {column}, format: '{first}'}}.",
            file=file,
            column=column,
            first=leaders[0][0],
            second=next(format_ for format_, read in leaders[1:] if read != leaders[0][1]),
        )
    return leaders[0][0]


def _candidates(texts: Sequence[str]) -> list[str]:
    """Formats that read the first value or one of a few others; the rest need not be tried."""
    probes = texts[:: max(1, len(texts) // 20)]
    every = [day + time for day, time in product(DATE_FORMATS, TIME_FORMATS)]
    return [format_ for format_ in every if any(r is not None for r in _readings(probes, format_))]


def _readings(texts: Sequence[str], format_: str) -> list[datetime | None]:
    return [_read(text, format_) for text in texts]


def _read(text: str, format_: str) -> datetime | None:
    try:
        return datetime.strptime(text, format_)
    except ValueError:
        return None
