"""Festivals that move through the calendar, and the season each of them makes in sales."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.config.calendar import Calendar

# Days before and after a festival's first day in which people buy for it (or stay away because of it).
# Trade habit, not a law: gifts and treatments before, closed shops after.
SEASONS: Mapping[str, tuple[int, int]] = {"spring_festival": (28, 14), "dragon_boat": (10, 2), "mid_autumn": (14, 2)}
_NAMES = {
    "spring_festival": "Chinese New Year (Spring Festival)",
    "dragon_boat": "Dragon Boat Festival",
    "mid_autumn": "Mid-Autumn Festival",
}


@dataclass(frozen=True)
class Festival:
    """One festival in one year: its first day and its season, both ends included."""

    key: str
    day: date
    start: date
    end: date

    def days_in(self, start: date, end: date) -> int:
        """Days of the season that lie from `start` to `end`."""
        return max((min(self.end, end) - max(self.start, start)).days + 1, 0)


def festivals(calendar: Calendar, years: range) -> dict[tuple[str, int], Festival]:
    """By key and year: the lunar festivals of China (dates of the package `holidays`) and those of the client's file.

    A festival of the client's file is named as there; its days are its season.
    """
    found = _china(years) if calendar.holidays == "china" else {}
    return found | _own(calendar, years)


def _china(years: range) -> dict[tuple[str, int], Festival]:
    from holidays import country_holidays  # a fifth of a second: only where it is asked for

    days = country_holidays("CN", years=list(years), language="en_US", observed=False)
    found = {}
    for key, name in _NAMES.items():
        before, after = SEASONS[key]
        for year in years:
            first = min(day for day in days.get_named(name, lookup="icontains") if day.year == year)
            found[key, year] = Festival(key, first, first - timedelta(days=before), first + timedelta(days=after))
    return found


def _own(calendar: Calendar, years: range) -> dict[tuple[str, int], Festival]:
    found: dict[tuple[str, int], list[date]] = {}
    for day in calendar.days:
        if day.holiday and day.date.year in years:
            found.setdefault((day.holiday, day.date.year), []).append(day.date)
    return {(key, year): Festival(key, min(days), min(days), max(days)) for (key, year), days in found.items()}
