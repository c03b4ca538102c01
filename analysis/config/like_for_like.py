"""Which days a year before a period is compared with, and how the calendar moved in between.

In order: a fiscal period in weeks is held against the days 52 weeks before (same weekdays); a period of the
client's own calendar against the period of that name; a period of 45 days at most that touches the Spring
Festival's season against the days that lie as far from the festival a year before; everything else against
the same days of the calendar.  Festivals that lie inside one of the two and not the other are named.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.config.calendar import FISCAL_LABEL, Calendar, fiscal_days
from analysis.config.festivals import Festival, festivals
from analysis.config.period import Period, year_before
from analysis.errors import ConfigError

SHORT = 45  # days: a longer period holds most of a season wherever it falls
MOVED = 3  # days of a season more or less that are worth a word
BASES = ("calendar", "days", "weeks", "fiscal", "festival")


@dataclass(frozen=True)
class Moved:
    """A festival whose season lies more in one of the two periods than in the other."""

    festival: str
    day: date
    day_before: date
    days: int
    days_before: int


@dataclass(frozen=True)
class LikeForLike:
    """The days compared with: `basis` is one of BASES; `moved` what the calendar shifted."""

    start: date
    end: date
    basis: str
    moved: tuple[Moved, ...] = ()

    @property
    def days(self) -> tuple[date, date]:
        return self.start, self.end


def like_for_like(period: Period, as_of: date, calendar: Calendar) -> LikeForLike:
    """The comparison of a period, as many days of it as are held up to `as_of`."""
    start, end, basis = _before(period, calendar)
    short = period.end - as_of
    if basis == "calendar" and short:
        basis = "days"
    near = range(period.start.year - 2, period.end.year + 2)
    known = festivals(calendar, near) if calendar.holidays or calendar.days else {}
    if basis in ("calendar", "days"):
        spring = _spring_festivals(period, (start, end), known)
        if spring and period.days <= SHORT:
            now, then = spring
            gap = now.day - then.day
            start, end, basis = period.start - gap, period.end - gap, "festival"
    end -= short
    return LikeForLike(start, end, basis, _moved((period.start, as_of), (start, end), known))


def _before(period: Period, calendar: Calendar) -> tuple[date, date, str]:
    fiscal = FISCAL_LABEL.fullmatch(period.label)
    if fiscal and calendar.has_own_periods:
        last = f"FY{int(fiscal['year']) - 1}" + (f"-{fiscal['name']}" if fiscal["name"] else "")
        try:
            start, _ = fiscal_days(last, calendar)
        except ConfigError:  # the file does not reach back: the calendar has to do
            before = year_before(period)
            return before.start, before.end, "calendar"
        return start, start + (period.end - period.start), "fiscal"
    if fiscal and calendar.in_weeks:
        year = timedelta(weeks=52)
        return period.start - year, period.end - year, "weeks"
    before = year_before(period)
    return before.start, before.end, "calendar"


def _spring_festivals(period: Period, before: tuple[date, date], known: dict) -> tuple[Festival, Festival] | None:
    """This year's Spring Festival and the last, where the season of either touches its period."""
    for (key, year), now in known.items():
        then = known.get((key, year - 1))
        if key == "spring_festival" and then and (now.days_in(period.start, period.end) or then.days_in(*before)):
            return now, then
    return None


def _moved(period: tuple[date, date], before: tuple[date, date], known: dict) -> tuple[Moved, ...]:
    found = []
    for (key, year), now in known.items():
        then = known.get((key, year - 1))
        if then is None:
            continue
        inside, inside_before = now.days_in(*period), then.days_in(*before)
        if abs(inside - inside_before) >= MOVED:
            found.append(Moved(key, now.day, then.day, inside, inside_before))
    return tuple(sorted(found, key=lambda one: one.day))
