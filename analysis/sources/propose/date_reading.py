"""How a column of texts writes its dates, and whether any value tells the day from the month."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from analysis.sources.dates import IMPOSSIBLE, candidates, readings, tidy_time

MOST_DAYS = 4_000  # distinct days that are looked at
DATE_LIKE = re.compile(
    r"\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}日?.*|(?:19|20)\d{6}(?: .*)?|\d{1,2}[ -][A-Za-z]{3}[ -]\d{4}.*|[A-Za-z]{3} \d{1,2} \d{4}.*"
)
SERIALS = (10_959, 73_051)  # 1930-01-01 to 2100-01-01 as a spreadsheet counts days
TELLS = 1.02  # a format that reads this much more than the other is preferred without asking
IN_ORDER, OUT_OF_ORDER = 0.8, 0.5  # how straight the rows go through time under the right and the wrong reading


@dataclass(frozen=True)
class DateReading:
    """The format that reads most values of a column.

    share     of the distinct days that it reads
    other     the format that reads them as well, with day and month the other way round; None where a value tells
    decisive  distinct days that only `format` can read, for formats of day, month and year
    timed     whether the values carry a time of day
    first, last  earliest and latest day read
    """

    format: str
    share: float
    other: str | None
    decisive: int
    timed: bool
    first: datetime
    last: datetime

    @property
    def day_first(self) -> bool | None:
        """True for day before month, False for month before day, None where the year comes first."""
        return {"%d": True, "%m": False, "%b": False}.get(self.format[:2])

    @property
    def plain(self) -> bool:
        """Whether the reader needs no format: an ISO date, with or without a time."""
        return self.format.startswith("%Y-%m-%d")

    def turned(self) -> "DateReading":
        """The same with day and month the other way round."""
        return replace(self, format=self.other, other=self.format) if self.other else self


def read_dates(values: Sequence[str]) -> DateReading | None:
    """The reading of distinct values; None where they are no dates."""
    days: dict[str, str] = {}
    for value in values:
        day = value[:10].strip() if ":" in value else value
        if day not in days:
            days[day] = tidy_time(value)
        if len(days) >= MOST_DAYS:
            break
    texts = list(days.values())
    if not texts or sum(bool(DATE_LIKE.fullmatch(text)) for text in texts) < 0.5 * len(texts):
        return None
    known = {format_: _known(texts, format_) for format_ in candidates(texts)}
    shares = {format_: sum(one is not None for one in read) / len(texts) for format_, read in known.items()}
    if not shares:
        return None
    best = max(shares.values())
    format_ = next(one for one in shares if shares[one] == best)
    rival = next((one for one in shares if shares[one] * TELLS >= best and known[one] != known[format_]), None)
    read = [one for one in known[format_] if one is not None]
    swapped = next((one for one in _swaps(format_) if one in known), None)
    decisive = sum(a is not None and b is None for a, b in zip(known[format_], known[swapped], strict=True)) if swapped else 0
    return DateReading(
        format_,
        best,
        rival,
        decisive or (len(texts) if not swapped else 0),
        "%H" in format_ or "%I" in format_,
        min(read),
        max(read),
    )


def order_of_rows(rows: Sequence[str], reading: DateReading) -> bool | None:
    """Which of two readings puts the rows into the order of time: True the first, False the other, None neither or both."""
    if reading.other is None:
        return None
    texts = [tidy_time(row) for row in rows]
    first, other = (_in_order(_known(texts, one)) for one in (reading.format, reading.other))
    if first >= IN_ORDER and other < OUT_OF_ORDER:
        return True
    return False if other >= IN_ORDER and first < OUT_OF_ORDER else None


def serial_dates(low: float | None, high: float | None) -> bool:
    """Whether numbers between `low` and `high` can be a spreadsheet's days."""
    return low is not None and high is not None and SERIALS[0] <= low and high < SERIALS[1]


def _in_order(read: Sequence[datetime | None]) -> float:
    """The days from first to last over the days that are passed on the way from row to row: 1 where the rows go straight."""
    known = [one.toordinal() for one in read if one is not None]
    way = sum(abs(b - a) for a, b in pairwise(known))
    return (max(known) - min(known)) / way if way else 0.0


def _known(texts: Sequence[str], format_: str) -> list[datetime | None]:
    """What a format reads; a day that no month has is none."""
    return [None if one is IMPOSSIBLE else one for one in readings(texts, format_)]


def _swaps(format_: str) -> list[str]:
    """The format with day and month the other way round."""
    if format_[:2] not in ("%d", "%m") or format_[3:5] not in ("%d", "%m"):
        return []
    return [format_[3:5] + format_[2] + format_[:2] + format_[5:]]
