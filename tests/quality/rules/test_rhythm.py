"""Days and hours: what the calendar of order lines tells."""

import pandas as pd

from analysis.quality import quality_checks
from tests.stories import line, sold

YEAR = pd.date_range("2024-01-01", "2024-12-31")


def test_a_fortnight_missing_is_a_gap(passed):
    """Of 366 days 14 are silent, in one run."""
    silent = pd.date_range("2024-06-01", "2024-06-14")
    table = passed(sold(day for day in YEAR if day not in silent), "silent_days")

    assert 14 == table.loc[("gap", "ordered_at"), "rows"]
    assert 14 / 366 == table.loc[("days_without_orders", "ordered_at"), "share"]
    assert "2024-06-01 – 2024-06-14" == table.loc[("gap", "ordered_at"), "example"]


def test_closed_sundays_and_single_holidays_are_no_gap(passed):
    """Sundays never, and three holidays apart from one another."""
    closed = {pd.Timestamp(day) for day in ("2024-01-01", "2024-04-01", "2024-12-25")}
    table = passed(sold(day for day in YEAR if day.day_of_week != 6 and day not in closed), "silent_days")

    assert 2 == table.loc[("days_without_orders", "ordered_at"), "rows"]  # the first of January lies before the first line
    assert ("gap", "ordered_at") not in table.index


def test_who_sells_now_and_then_has_no_silent_days(found):
    assert found(sold(YEAR[::3])).empty


def test_a_clock_of_another_zone(passed):
    """A shop that is open from 9 to 17, seen through a clock eleven hours off."""
    day = range(9, 17)
    table = passed(sold(YEAR[:90], hours=[(hour + 13) % 24 for hour in day]), "shifted_clock")

    assert 90 * 4 == table.loc[("shifted_clock", "ordered_at"), "rows"]
    assert passed(sold(YEAR[:90], hours=day), "shifted_clock").empty


def test_days_a_year_after_all_others_are_in_the_future_without_a_clock(make_lines):
    rows = [*sold(YEAR), line("x", "2042-05-01 12:00", 5, "9")]
    table = quality_checks(make_lines(*rows), rejects=0, refunds="net").set_index("check")

    assert (1, "2042-05-01 12:00"[:10]) == tuple(table.loc["future_date", ["rows", "example"]])
