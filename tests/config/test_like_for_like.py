"""What a period is compared with: the days, the rule that chose them, and what the calendar moved."""

from datetime import date, timedelta

import pytest

from analysis.config import like_for_like, parse_period
from analysis.config.calendar import Calendar, CalendarDay
from analysis.config.festivals import festivals

CHINA = Calendar(holidays="china")


def compared(label, calendar, *, as_of=None):
    period = parse_period(label, {"sale": (date(2025, 1, 6), date(2025, 1, 19))}, calendar=calendar)
    return like_for_like(period, as_of or period.end, calendar)


def test_the_festivals_of_published_almanacs():
    known = festivals(CHINA, range(2023, 2027))
    days = {
        "spring_festival": [date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)],
        "dragon_boat": [date(2023, 6, 22), date(2024, 6, 10), date(2025, 5, 31), date(2026, 6, 19)],
        "mid_autumn": [date(2023, 9, 29), date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25)],
    }

    assert days == {key: [known[key, year].day for year in range(2023, 2027)] for key in days}


@pytest.mark.parametrize("label", ["2024-Q4", "2025", "2025-06"])
def test_without_festivals_the_same_days_of_the_calendar(label):
    found, period = compared(label, Calendar()), parse_period(label)

    assert "calendar" == found.basis
    assert (period.start.replace(year=period.start.year - 1), period.end.replace(year=period.end.year - 1)) == found.days
    assert () == found.moved


def test_a_period_that_is_not_over_is_held_against_as_many_days():
    found = compared("2024-Q4", Calendar(), as_of=date(2024, 12, 2))

    assert ("days", (date(2023, 10, 1), date(2023, 12, 2))) == (found.basis, found.days)


@pytest.mark.parametrize(
    ("label", "days"),
    [
        # The festival fell on 29 January 2025 and on 10 February 2024: 12 days later in the year.
        ("2025-01", (date(2024, 1, 13), date(2024, 2, 12))),
        ("2025-02", (date(2024, 2, 13), date(2024, 3, 11))),
        ("sale", (date(2024, 1, 18), date(2024, 1, 31))),
    ],
)
def test_a_short_period_keeps_its_distance_from_the_spring_festival(label, days):
    found = compared(label, CHINA)

    assert ("festival", days) == (found.basis, found.days)
    assert () == found.moved


def test_a_short_period_far_from_it_is_compared_by_the_calendar():
    assert "calendar" == compared("2025-07", CHINA).basis


def test_a_quarter_says_what_the_calendar_moved_into_it():
    """Mid-Autumn: 17 September 2024, 6 October 2025; its season begins 14 days before and ends 2 days after."""
    found = compared("2025-Q4", CHINA)

    assert "calendar" == found.basis
    assert [("mid_autumn", date(2025, 10, 6), date(2024, 9, 17), 8, 0)] == [tuple(vars(one).values()) for one in found.moved]
    assert () == compared("2025-Q1", CHINA).moved


def test_fiscal_weeks_are_compared_52_weeks_back():
    retail = Calendar(fiscal_start=2, pattern="4-5-4", week_start="sunday")
    found, period = compared("FY2025-Q4", retail), parse_period("FY2025-Q4", calendar=retail)

    assert "weeks" == found.basis
    assert {timedelta(days=364)} == {period.start - found.start, period.end - found.end}


def own(*years):
    start = {2024: date(2024, 3, 4), 2025: date(2025, 3, 10)}
    days = [(year, start[year] + timedelta(days=n), "spring sale" if n < 5 else None) for year in years for n in range(28)]
    return Calendar(
        days=tuple(CalendarDay(date=day, fiscal_year=year, fiscal_period="A", holiday=sale) for year, day, sale in days)
    )


def test_a_clients_own_period_is_compared_with_the_one_of_that_name():
    found = compared("FY2025-A", own(2024, 2025))

    assert ("fiscal", (date(2024, 3, 4), date(2024, 3, 31))) == (found.basis, found.days)
    assert () == found.moved


def test_a_clients_own_holidays_that_moved_are_named():
    """The first week of March 2025 held none of the sale, the year before all its five days."""
    found = like_for_like(parse_period("w", {"w": (date(2025, 3, 1), date(2025, 3, 8))}), date(2025, 3, 8), own(2024, 2025))

    assert [("spring sale", 0, 5)] == [(one.festival, one.days, one.days_before) for one in found.moved]


def test_where_the_file_does_not_reach_back_the_calendar_has_to_do():
    assert "calendar" == compared("FY2025-A", own(2025)).basis
