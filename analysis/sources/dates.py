"""Which way round a file writes its dates, decided by evidence and said aloud.

A format is accepted only where it reads (nearly) every value.  When the day and the month
cannot be told apart by any value, the kit asks instead of guessing.  A day that does not exist
(30 February, 0000-00-00) speaks neither for nor against a format: it stays unreadable, and is counted.
"""

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import product

from analysis.errors import SourceError

DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日",
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y",
    "%d %b %Y", "%d-%b-%Y", "%b %d %Y", "%d/%m/%y", "%m/%d/%y",
    "%d-%m-%y", "%m-%d-%y", "%y-%m-%d", "%d.%m.%y", "%d-%b-%y",
)  # fmt: skip
TIME_FORMATS = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
CHINESE_TIMES = ("%H时%M分", " %H时%M分", "%H时%M分%S秒", " %H时%M分%S秒", "%H:%M", "%H:%M:%S")  # also without a blank behind 日
NO_DATE = re.compile(r"[-./ 0:]*|(?:null|none|nan|nat|n/?a|\\n|无|空)", re.IGNORECASE)  # 0000-00-00 00:00:00, NULL, -
IMPOSSIBLE = datetime.max  # stands for a day such as 30 February
SHAPES = 3  # kinds of values that a message shows
# Calendars and ways of writing that are not read, and how to tell them.
ELSEWHERE = (
    (re.compile(r"(?:民[国國])\s*[0-9元一二三四五六七八九十百]+年.*|1\d{2}[-/.]\d{1,2}[-/.]\d{1,2}.*"), "民国105年 (+1911)"),
    (re.compile(r"[〇○零一二三四五六七八九]{4}年.*"), "二〇一六年"),
    (re.compile(r".*(?:上午|下午|晚上|凌晨).*"), "上午/下午"),
)
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

    Raises SourceError when no format reads at least 95 % of the values, naming the formats that
    occur side by side or the shapes of the values; and when day-first and month-first read them
    equally well and differently.
    """
    texts = [tidy_time(value) for value in values if value and not NO_DATE.fullmatch(value.strip())]
    if not texts:
        return DATE_FORMATS[0]
    tried = [(format_, readings(texts, format_)) for format_ in candidates(texts)]
    shares = {format_: _share(read) for format_, read in tried}
    best = max(shares.values(), default=0.0)
    if best < READABLE:
        raise _unread(texts, tried, round(best * 100), file=file, column=column)
    leaders = [(format_, read) for format_, read in tried if shares[format_] == best]
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


def _share(read: Sequence[datetime | None]) -> float:
    """The share of values that a format reads, those left out that no format could."""
    known = [one for one in read if one is not IMPOSSIBLE]
    return sum(one is not None for one in known) / len(known) if known else 0.0


def _unread(texts: list[str], tried: list, share: int, *, file: str, column: str) -> SourceError:
    """What to say where no format reads a column: formats side by side, another calendar, or only the values' shapes."""
    shapes = Counter(re.sub(r"[^\W\d_年月日时時分秒]", "A", re.sub(r"\d", "9", text)) for text in texts).most_common(SHAPES)
    rest, found = set(range(len(texts))), []
    while tried and rest:
        format_, read = max(tried, key=lambda one: sum(one[1][place] is not None for place in rest))
        fits = {place for place in rest if read[place] is not None}
        if not fits:
            break
        found.append((format_, len(fits)))
        rest -= fits
    if len(found) > 1 and found[1][1] >= (1 - READABLE) * len(texts):
        return SourceError(
            "{file}, column '{column}': the dates are written in several ways: {first} ({first_count} different days) and "
            "{second} ({second_count}). Ask for one way of writing, or split the file so that each part has one.",
            file=file, column=column, first=found[0][0], first_count=found[0][1], second=found[1][0], second_count=found[1][1],
        )  # fmt: skip
    strange = next((name for form, name in ELSEWHERE if 2 * sum(bool(form.fullmatch(text)) for text in texts) > len(texts)), None)
    if strange is not None:
        return SourceError(
            "{file}, column '{column}': dates of this kind are not read: {kind}. Ask for dates such as 2024-01-31.",
            file=file,
            column=column,
            kind=strange,
        )
    return SourceError(
        "{file}, column '{column}': no date format reads these values (best: {share} %). They look like {shapes}. "
        "Say it in client.yaml: {{column: {column}, format: '%d/%m/%Y %H:%M'}}, or ask for dates such as 2024-01-31.",
        file=file,
        column=column,
        share=share,
        shapes=", ".join(f"{form[:20]} ({count})" for form, count in shapes),
    )


def candidates(texts: Sequence[str]) -> list[str]:
    """Formats that read the first value or one of a few others; the rest need not be tried."""
    probes = texts[:: max(1, len(texts) // 20)]
    every = [day + time for day, time in product(DATE_FORMATS, TIME_FORMATS)] + ["%Y年%m月%d日" + time for time in CHINESE_TIMES]
    return [format_ for format_ in every if any(r is not None for r in readings(probes, format_))]


def readings(texts: Sequence[str], format_: str) -> list[datetime | None]:
    """What a format reads in each text: a time, IMPOSSIBLE for a day that no month has, None where it does not fit."""
    fits = re.compile(shape(format_)).fullmatch
    return [_read(text, format_) if fits(text) else None for text in texts]


def _read(text: str, format_: str) -> datetime | None:
    try:
        return datetime.strptime(text, format_)
    except ValueError:
        return IMPOSSIBLE if _to_the_31st(text, format_) else None


def _to_the_31st(text: str, format_: str) -> bool:
    """Whether a text would be a date if every month had 31 days: then its day is at fault, not the format."""
    head, _, tail = format_.partition("%d")
    found = re.fullmatch(f"{shape(head)}({shape('%d')}){shape(tail)}", text)
    if (not tail and not head) or found is None or not 29 <= int(found[1]) <= 31:
        return False
    with suppress(ValueError):
        return datetime.strptime(f"{text[: found.start(1)]}01{text[found.end(1) :]}", format_) is not None
    return False
