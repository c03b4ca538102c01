"""Times that come with a zone of their own (Z, +08:00, UTC), told in the client's zone and naive from there on.

A shift by an offset is made with text and a cast, because the two engines have no function for it
in common: '2024-07-01 09:00:00' with '-08:00' behind it is 17:00 in UTC, eight hours on.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analysis.engine import Column, DataFrame, F, to_pandas, try_cast

_MARK = r"(Z|z|UTC|GMT|([+-][0-9]{2}):?([0-9]{2})?)"
# Behind minutes or seconds only: the -2024 of 13-01-2024 is a year.
ZONED = rf"^(.*:[0-9]{{2}}([.][0-9]+)?) ?{_MARK}$"
_PLAIN, _ZONE, _HOURS, _MINUTES = 1, 3, 4, 5
_STEP = timedelta(hours=1)

Shifts = tuple[tuple[datetime | None, str], ...]  # (until this moment in UTC, offset from UTC); the last one is open


def without_zone(text: str) -> str:
    """A text such as '2024-01-14T10:00:00+08:00' without the zone at its end."""
    found = re.match(ZONED, text.strip())
    return found[_PLAIN] if found else text


def plain_part(text: Column) -> Column:
    """The same for a column."""
    return F.when(text.rlike(ZONED), F.regexp_extract(text, ZONED, _PLAIN)).otherwise(text)


def in_utc(naive: Column, text: Column) -> Column:
    """The moment in UTC of times read without the zone that stands in `text`; missing where there is none."""
    hours, minutes = (F.regexp_extract(text, ZONED, group) for group in (_HOURS, _MINUTES))
    minutes = F.when(minutes == F.lit(""), F.lit("00")).otherwise(minutes)
    offset = F.when(hours == F.lit(""), F.lit("+00:00")).otherwise(F.concat(hours, F.lit(":"), minutes))
    return F.when(text.rlike(ZONED), _shifted(naive, offset))


def in_zone(utc: Column, shifts: Shifts) -> Column:
    """Times in UTC as the clocks of a zone showed them."""
    local = None
    for until, offset in shifts:
        here = _shifted(utc, F.lit(_turned(offset)))
        if until is None:
            return here if local is None else local.otherwise(here)
        before = utc < F.lit(until.isoformat(sep=" ")).cast("timestamp_ntz")
        local = F.when(before, here) if local is None else local.when(before, here)
    raise ValueError("the last shift is open")


def shifts_of(frame: DataFrame, utc: Column, timezone: str) -> Shifts:
    """The shifts of `timezone` over the times of a column; none where these are days rather than times.

    A file that writes every one of its days as midnight in UTC means days, and these have no zone.
    """
    times = frame.select(utc.alias("utc"))
    days = F.col("utc").cast("date").cast("timestamp_ntz")
    timed = F.sum(F.when(F.col("utc") != days, F.lit(1)).otherwise(F.lit(0)))
    found = to_pandas(times.agg(F.min("utc").alias("first"), F.max("utc").alias("last"), timed.alias("timed"))).fillna(0).iloc[0]
    if not found["timed"]:
        return ()
    return utc_shifts(timezone, found["first"].to_pydatetime(), found["last"].to_pydatetime())


def utc_shifts(timezone: str, first: datetime, last: datetime) -> Shifts:
    """The offsets of a zone between two moments in UTC (naive), and until when each of them holds."""
    zone = ZoneInfo(timezone)
    shifts: list[tuple[datetime | None, str]] = []
    day = first.replace(minute=0, second=0, microsecond=0, hour=0)
    held = _offset(zone, day)
    while day <= last:
        after = day + timedelta(days=1)
        if _offset(zone, after) != held:
            change = next(moment for moment in _hours(day, after) if _offset(zone, moment) != held)
            shifts.append((change, held))
            held = _offset(zone, after)
        day = after
    return (*shifts, (None, held))


def _hours(start: datetime, end: datetime) -> Iterable[datetime]:
    while start < end:
        start += _STEP
        yield start


def _offset(zone: ZoneInfo, utc: datetime) -> str:
    """'+08:00', to the minute: no zone has had seconds since clocks were made to agree."""
    minutes = round(utc.replace(tzinfo=UTC).astimezone(zone).utcoffset().total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _turned(offset: str) -> str:
    return offset.translate(str.maketrans("+-", "-+"))


def _shifted(naive: Column, offset: Column) -> Column:
    # The session's own zone is UTC on both engines.
    return try_cast(F.concat(naive.cast("string"), offset), "timestamp_ltz").cast("timestamp_ntz")
