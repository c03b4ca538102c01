"""The client's year: when fiscal years, quarters and periods begin, and what a client's own calendar file says.

    fiscal_start: 7                       fiscal years begin on 1 July; months as usual
    fiscal_start: 2, pattern: 4-5-4       weeks: the year begins on the week's first day nearest to 1 February
    file: raw/calendar.csv                date, fiscal_year, fiscal_period, holiday: a row a day

FY2025 is the fiscal year that ends in 2025 (named_by: start for the one that begins in it); FY2025-H1,
-Q3 and -P07 are its parts.  Weeks: 4-4-5 and its like give the weeks of the three periods of a quarter;
a year of 53 weeks has the odd one in its last period (as the National Retail Federation's 4-5-4 calendar).
"""

import csv
import datetime
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from analysis.config.columns import Strict
from analysis.errors import ConfigError

FISCAL_LABEL = re.compile(r"FY(?P<year>[12][0-9]{3})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<name>[\w.]+)))?")
_PERIOD = re.compile(r"P(0[1-9]|1[0-2])")
_COLUMNS = ("date", "fiscal_year", "fiscal_period", "holiday")


class CalendarDay(Strict):
    """One day of a client's own calendar: the table `calendar` of the schema."""

    date: datetime.date
    fiscal_year: int | None = None
    fiscal_period: str | None = None
    holiday: str | None = None


class Calendar(Strict):
    """How the client's year runs."""

    fiscal_start: int = Field(default=1, ge=1, le=12)
    pattern: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = "months"
    week_start: Literal["monday", "sunday"] = "monday"
    named_by: Literal["end", "start"] = "end"
    holidays: Literal["china"] | None = None
    file: str | None = None
    days: tuple[CalendarDay, ...] = ()

    @property
    def in_weeks(self) -> bool:
        return self.pattern != "months"

    @property
    def has_own_periods(self) -> bool:
        return any(day.fiscal_year is not None for day in self.days)


def year_start(year: int, calendar: Calendar) -> datetime.date:
    """First day of the fiscal year called `year`."""
    crosses = calendar.fiscal_start > 1 and calendar.named_by == "end"
    first = datetime.date(year - crosses, calendar.fiscal_start, 1)
    if not calendar.in_weeks:
        return first
    weekday = 0 if calendar.week_start == "monday" else 6
    back = (first.weekday() - weekday) % 7
    return first - datetime.timedelta(days=back if back <= 3 else back - 7)


def fiscal_days(label: str, calendar: Calendar) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of a fiscal label, or None where the label is none.

    Raises ConfigError for a period that the calendar does not have, and for a year, half or quarter
    where the client's own file names periods only.
    """
    match = FISCAL_LABEL.fullmatch(label)
    if not match:
        return None
    if calendar.has_own_periods:
        return _own_days(label, int(match["year"]), match["half"] or match["quarter"], match["name"], calendar)
    year, name = int(match["year"]), match["name"]
    if name and not _PERIOD.fullmatch(name):
        raise ConfigError("'{given}' is not a fiscal period. Write FY2025, FY2025-H1, FY2025-Q3 or FY2025-P07.", given=label)
    if match["half"]:
        first, last = (int(match["half"]) - 1) * 6, int(match["half"]) * 6
    elif match["quarter"]:
        first, last = (int(match["quarter"]) - 1) * 3, int(match["quarter"]) * 3
    elif name:
        first, last = int(name[1:]) - 1, int(name[1:])
    else:
        first, last = 0, 12
    return _period_start(year, first, calendar), _period_start(year, last, calendar) - datetime.timedelta(days=1)


def _period_start(year: int, periods: int, calendar: Calendar) -> datetime.date:
    """First day of the fiscal year's period number `periods` + 1; of the next year for 12."""
    if periods == 12:
        return year_start(year + 1, calendar)
    start = year_start(year, calendar)
    if not calendar.in_weeks:
        month = start.month - 1 + periods
        return datetime.date(start.year + month // 12, month % 12 + 1, 1)
    weeks = [int(part) for part in calendar.pattern.split("-")] * 4
    return start + datetime.timedelta(weeks=sum(weeks[:periods]))


def _own_days(label: str, year: int, part: str | None, name: str | None, calendar: Calendar) -> tuple[datetime.date, datetime.date]:
    inside = sorted(
        day.date for day in calendar.days if day.fiscal_year == year and (name is None or day.fiscal_period == name)
    )  # fmt: skip
    if part or not inside:
        known = sorted(
            {f"FY{day.fiscal_year}-{day.fiscal_period}" for day in calendar.days if day.fiscal_year and day.fiscal_period}
        )
        raise ConfigError(
            "'{given}' is not in the client's calendar file. Its periods: {known}.",
            given=label,
            known=", ".join(known[:6] + (["…"] if len(known) > 6 else [])) or "none",
        )
    if (inside[-1] - inside[0]).days + 1 != len(inside):
        raise ConfigError(
            "The client's calendar file gives {given} with days missing in between. Give every day a row.", given=label
        )
    return inside[0], inside[-1]


def read_calendar(path: Path) -> tuple[CalendarDay, ...]:
    """The days of a client's own calendar.

    A CSV with a header (date, and fiscal_year, fiscal_period, holiday as far as held), UTF-8 or GB18030,
    days as 2025-01-31.  Raises ConfigError naming file, line and column.
    """
    if not path.is_file():
        raise ConfigError("client.yaml, calendar.file: there is no {file}. Put it there, or take the key out.", file=path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    rows = csv.DictReader(text.splitlines())
    unknown = [name for name in rows.fieldnames or () if name not in _COLUMNS]
    if unknown or "date" not in (rows.fieldnames or ()):
        raise ConfigError(
            "{file}: the header is {given}. Write {wanted}; only date is needed.",
            file=path.name, given=", ".join(rows.fieldnames or ()) or "empty", wanted=", ".join(_COLUMNS),
        )  # fmt: skip
    return _checked(path, rows)


def _checked(path: Path, rows: Iterable[dict[str, Any]]) -> tuple[CalendarDay, ...]:
    days: dict[datetime.date, CalendarDay] = {}
    for line, row in enumerate(rows, 2):
        given = {key: value.strip() or None for key, value in row.items() if key in _COLUMNS and value is not None}
        try:
            date = datetime.date.fromisoformat(str(given["date"]).replace("/", "-"))
            year = int(given["fiscal_year"]) if given.get("fiscal_year") else None
        except ValueError:
            raise ConfigError(
                "{file}, line {line}: date or fiscal_year cannot be read. Write a day as 2025-01-31 and a year as 2025.",
                file=path.name, line=line,
            ) from None  # fmt: skip
        if date in days:
            raise ConfigError(
                "{file}, line {line}: {date} is given twice. Keep one row a day.", file=path.name, line=line, date=date
            )
        days[date] = CalendarDay(
            date=date, fiscal_year=year, fiscal_period=given.get("fiscal_period"), holiday=given.get("holiday")
        )  # fmt: skip
    return tuple(days[date] for date in sorted(days))
