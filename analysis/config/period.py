"""Periods: what a label such as 2024-Q4 means, which periods come before and a year before.

Labels: 2024, 2024-H2, 2024-Q4, 2024-11, fiscal ones (FY2024, FY2024-Q4, FY2024-P11; see calendar.py),
and named ranges from client.yaml.  `A..B` stands for every period of the same length from A to B.  A
period is closed at both ends, in whole days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.config.calendar import FISCAL_LABEL, Calendar, fiscal_days
from analysis.errors import ConfigError

_LABEL = re.compile(r"(?P<year>[12][0-9]{3})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, order=True)
class Period:
    """A named stretch of whole days, first and last day included."""

    start: date
    end: date
    label: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def months(self) -> int | None:
        """Length in whole months, or None for a named range that is not one."""
        after = self.end + timedelta(days=1)
        whole = self.start.day == 1 and after.day == 1
        return (after.year - self.start.year) * 12 + after.month - self.start.month if whole else None


def shift_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier if negative), cut to the month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def parse_period(label: str, named: Mapping[str, tuple[date, date]] | None = None, *, calendar: Calendar | None = None) -> Period:
    """The period that a label names.  Raises ConfigError for a label that is none."""
    if named and label in named:
        start, end = named[label]
        return Period(start, end, label)
    if fiscal := fiscal_days(label, calendar or Calendar()):
        return Period(*fiscal, label)
    match = _LABEL.fullmatch(label)
    if not match:
        raise ConfigError(
            "'{given}' is not a period. Write 2024, 2024-H2, 2024-Q4 or 2024-11, FY2024-Q4 for a fiscal one{named}.",
            given=label,
            named=f", or one of: {', '.join(sorted(named))}" if named else "",
        )
    year = int(match["year"])
    if match["half"]:
        first, length = (int(match["half"]) - 1) * 6 + 1, 6
    elif match["quarter"]:
        first, length = (int(match["quarter"]) - 1) * 3 + 1, 3
    elif match["month"]:
        first, length = int(match["month"]), 1
    else:
        first, length = 1, 12
    start = date(year, first, 1)
    return Period(start, shift_months(start, length) - timedelta(days=1), label)


def expand_periods(
    text: str, named: Mapping[str, tuple[date, date]] | None = None, *, calendar: Calendar | None = None
) -> list[Period]:
    """One period, or all from A to B of 'A..B', in order of time."""
    if ".." not in text:
        return [parse_period(text, named, calendar=calendar)]
    first, last = (parse_period(part.strip(), named, calendar=calendar) for part in text.split("..", 1))
    if FISCAL_LABEL.fullmatch(first.label):
        return _fiscal_range(text, first, last, calendar or Calendar())
    if first.months is None or first.months != last.months or (named and {first.label, last.label} & set(named)):
        raise ConfigError(
            "'{given}' does not join two periods of the same length, such as 2024-Q1..2024-Q4.",
            given=text,
        )
    if last.start < first.start:
        raise ConfigError("'{given}' runs backwards. Write the earlier period first.", given=text)
    periods = [first]
    while periods[-1].start < last.start:
        periods.append(following(periods[-1]))
    return periods


def _fiscal_range(text: str, first: Period, last: Period, calendar: Calendar) -> list[Period]:
    """Fiscal periods of one kind from the first to the last; a client's own periods cannot be counted up."""
    kinds = [re.sub(r"[0-9]+", "", one.label.partition("-")[2]) for one in (first, last)]
    size = {"": 1, "H": 2, "Q": 4, "P": 12}.get(kinds[0])
    if kinds[0] != kinds[1] or size is None or calendar.has_own_periods or not FISCAL_LABEL.fullmatch(last.label):
        raise ConfigError("'{given}' does not join two fiscal periods of the same kind, such as FY2024-Q1..FY2024-Q4.", given=text)
    if last.start < first.start:
        raise ConfigError("'{given}' runs backwards. Write the earlier period first.", given=text)
    width = 2 if kinds[0] == "P" else 1
    labels = [
        f"FY{year}" + (f"-{kinds[0]}{part:0{width}d}" if kinds[0] else "")
        for year in range(int(first.label[2:6]), int(last.label[2:6]) + 1)
        for part in range(1, size + 1)
    ]
    periods = [parse_period(label, calendar=calendar) for label in labels]
    return [one for one in periods if first.start <= one.start <= last.start]


def following(period: Period) -> Period:
    """The period of the same length right after."""
    return _of_months(shift_months(period.start, period.months), period.months)


def previous(period: Period) -> Period:
    """The period of the same length right before (same number of days for a named range)."""
    if period.months is None:
        length = timedelta(days=period.days)
        return Period(period.start - length, period.end - length, f"{period.label}-previous")
    return _of_months(shift_months(period.start, -period.months), period.months)


def year_before(period: Period) -> Period:
    """The same days a year before."""
    start, after = shift_months(period.start, -12), shift_months(period.end + timedelta(days=1), -12)
    if period.months is None:
        return Period(start, after - timedelta(days=1), f"{period.label}-year-before")
    return _of_months(start, period.months)


def _of_months(start: date, months: int) -> Period:
    return Period(start, shift_months(start, months) - timedelta(days=1), _label(start, months))


def _label(start: date, months: int) -> str:
    if months == 12 and start.month == 1:
        return f"{start.year}"
    if months == 6 and start.month in (1, 7):
        return f"{start.year}-H{(start.month + 5) // 6}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if months == 1:
        return f"{start.year}-{start.month:02d}"
    return f"{start.isoformat()}+{months}m"
