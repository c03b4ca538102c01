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

# Each part of a format: Spark's letters where it stands alone and where it touches another part
# (whose width must then be fixed), and what its text looks like.
_PARTS: dict[str, tuple[str, str, str, str]] = {
    "%Y": ("yyyy", "yyyy", "[0-9]{4}", "[0-9]{4}"),
    "%y": ("yy", "yy", "[0-9]{2}", "[0-9]{2}"),
    "%m": ("M", "MM", "[0-9]{1,2}", "[0-9]{2}"),
    "%b": ("MMM", "MMM", "[A-Za-z]{3}", "[A-Za-z]{3}"),
    "%d": ("d", "dd", "[0-9]{1,2}", "[0-9]{2}"),
    "%H": ("H", "HH", "[0-9]{1,2}", "[0-9]{2}"),
    "%I": ("h", "hh", "[0-9]{1,2}", "[0-9]{2}"),
    "%M": ("m", "mm", "[0-9]{1,2}", "[0-9]{2}"),
    "%S": ("s", "ss", "[0-9]{1,2}", "[0-9]{2}"),
    "%f": ("SSSSSS", "SSSSSS", "[0-9]{1,6}", "[0-9]{1,6}"),
    "%p": ("a", "a", "[AaPp][Mm]", "[AaPp][Mm]"),
}
_LOOSE, _FIXED, _LOOSE_SHAPE, _FIXED_SHAPE = range(4)


def engine_pattern(format_: str) -> str:
    """A strptime format in Spark's letters (SQLFrame turns them back for DuckDB)."""
    return "".join(_PARTS[part][_FIXED if touching else _LOOSE] if part in _PARTS else part for part, touching in _split(format_))


def shape(format_: str) -> str:
    """The regular expression of the texts that a format reads.

    The engines differ in what else they let pass (DuckDB reads 24 as the year 24), so every text
    is held against its shape first.
    """
    return "".join(
        _PARTS[part][_FIXED_SHAPE if touching else _LOOSE_SHAPE] if part in _PARTS else re.escape(part)
        for part, touching in _split(format_)
    )


def _split(format_: str) -> list[tuple[str, bool]]:
    """Parts and the characters between them; True for a part that touches another one.

    Raises SourceError for a part that is not supported.
    """
    pieces = re.findall(r"%.|[^%]+|%$", format_)
    for piece in pieces:
        letter = piece if piece.startswith("%") else re.search(r"[A-Za-z]", piece)
        if letter and letter not in _PARTS:
            raise SourceError(
                "The date format '{given}' uses '{part}', which is not supported. Use: {known}.",
                given=format_,
                part=letter if isinstance(letter, str) else letter[0],
                known=" ".join(_PARTS),
            )
    near = ["", *pieces, ""]
    return [(piece, near[i].startswith("%") or near[i + 2].startswith("%")) for i, piece in enumerate(pieces)]


def tidy_time(text: str) -> str:
    """One blank between date and time, no 'T' and no 'Z', so that fewer formats are needed."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\d)T(?=\d)", " ", text.strip()).removesuffix("Z"))


def tidy_format(format_: str) -> str:
    """The format of a text that `tidy_time` went over: %Y-%m-%dT%H:%M:%SZ as %Y-%m-%d %H:%M:%S."""
    return re.sub(r"\s+", " ", re.sub(r"(?<!%)T(?=%)", " ", format_.strip()).removesuffix("Z"))


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
    fits = re.compile(shape(format_)).fullmatch
    return [_read(text, format_) if fits(text) else None for text in texts]


def _read(text: str, format_: str) -> datetime | None:
    try:
        return datetime.strptime(text, format_)
    except ValueError:
        return None
