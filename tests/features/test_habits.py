"""Tastes and habits in the window, one customer for each rule."""

from math import log

import pandas as pd
import pytest

from tests.stories import line

MONDAY = pd.Timestamp("2024-06-03")  # and with it Tuesday the 4th … Sunday the 9th
HOURS = {"05:59": "night", "06:00": "morning", "10:59": "morning", "11:00": "midday", "13:59": "midday", "14:00": "afternoon",
         "17:59": "afternoon", "18:00": "evening", "23:59": "evening", "00:00": "night"}  # fmt: skip

ROWS = [
    # categories: two orders of books, one of music
    line("mixed", "2024-06-03", 5, "1", category="Books"),
    line("mixed", "2024-06-04", 5, "2", category="Books"),
    line("mixed", "2024-06-05", 5, "3", category="Music"),
    line("mixed", "2024-06-06", 5, "4"),  # no category: no purchase in one
    # bought books before the window: games are new to them, books are not
    line("settled", "2023-06-03", 5, "1", category="Books"),
    line("settled", "2024-06-03", 5, "2", category="Books"),
    line("settled", "2024-06-04", 5, "3", category="Games"),
    # as many orders by web as by app: the first name wins
    line("torn", "2024-06-03", 5, "1", channel="Web"),
    line("torn", "2024-06-04", 5, "2", channel="App"),
    line("torn", "2024-06-05", 5, "3"),  # channel not known: no vote
    *(line(f"day{n}", f"{MONDAY + pd.Timedelta(days=n - 1)}", 5, "1") for n in range(1, 8)),
    *(line(f"at {hour}", f"2024-06-03 {hour}", 5, "1") for hour in HOURS),
    # three weekdays, one Saturday
    *(line("weekend", f"2024-06-0{day}", 5, str(day)) for day in (3, 4, 5, 8)),
    # discounts: list price less money; as booked; dearer than listed; nothing known
    line("listed", "2024-06-03", 80, "1", list_amount=100),
    line("booked", "2024-06-03", 80, "1", list_amount=100, discount=10),
    line("dearer", "2024-06-03", 120, "1", list_amount=100),
    line("unlisted", "2024-06-03", 80, "1"),
    # trend: 30 in the first half of the window, 70 in the second, which begins on 2 July
    line("rising", "2024-07-01 23:59", 30, "1"),
    line("rising", "2024-07-02 00:00", 70, "2"),
    line("falling", "2024-07-01", 10, "1"),
    # the edges of window and period
    line("edges", "2023-12-31 23:59", 1, "1", city="Hull"),
    line("edges", "2024-01-01 00:00", 2, "2", city="York"),
    line("edges", "2024-09-30 23:59", 4, "3"),
    line("edges", "2024-10-01 00:00", 8, "4"),
    line("edges", "2024-12-31 23:59", 16, "5"),
    line("edges", "2025-01-01 00:00", 32, "6", city="Bath"),
]


@pytest.fixture(scope="module")
def table(make_lines, features_of) -> pd.DataFrame:
    return features_of(make_lines(*ROWS))


def test_categories_are_counted_once_per_order(table):
    """Two thirds books; the entropy of 2/3 and 1/3 is ln 3 less two thirds of ln 2."""
    mixed = table.loc["mixed"]

    assert (2, "Books", 2 / 3) == (mixed["category_count"], mixed["top_category"], pytest.approx(mixed["top_category_share"]))
    assert log(3) - 2 / 3 * log(2) == pytest.approx(mixed["category_entropy"], abs=1e-9)
    assert 0.0 == table.loc["day1", "category_count"]
    assert pd.isna(table.loc["day1", "category_entropy"])


def test_a_category_is_new_once_in_a_life(table):
    assert 2 / 3 == pytest.approx(table.loc["mixed", "first_time_share"])
    assert 0.5 == table.loc["settled", "first_time_share"]


def test_ties_go_to_the_first_name(table):
    torn = table.loc["torn"]

    assert ("App", 0.5, 2) == (torn["top_channel"], torn["top_channel_share"], torn["channel_count"])


def test_weekdays_run_from_monday_to_sunday(table):
    assert [1, 2, 3, 4, 5, 6, 7] == table.loc[[f"day{n}" for n in range(1, 8)], "top_weekday"].tolist()
    assert [0, 0, 0, 0, 0, 1, 1] == table.loc[[f"day{n}" for n in range(1, 8)], "weekend_share"].tolist()
    assert 0.25 == table.loc["weekend", "weekend_share"]
    assert 1 == table.loc["weekend", "top_weekday"]


@pytest.mark.parametrize(("hour", "daypart"), HOURS.items())
def test_parts_of_the_day_begin_on_the_hour(table, hour, daypart):
    assert daypart == table.loc[f"at {hour}", "top_daypart"]


@pytest.mark.parametrize(("customer", "share"), [("listed", 0.2), ("booked", 0.1), ("dearer", 0.0), ("unlisted", None)])
def test_discounts_are_as_booked_or_what_is_missing_to_the_list_price(table, customer, share):
    found = table.loc[customer, "discount_share"]

    assert pd.isna(found) if share is None else share == found


def test_the_trend_compares_the_halves_of_the_window(table):
    assert 0.4 == table.loc["rising", "trend"]
    assert -1.0 == table.loc["falling", "trend"]


def test_first_and_last_day_of_window_and_period_are_inside(table):
    """Of 1, 2, 4, 8, 16 and 32 pounds, the window holds 2 to 16 and the quarter 8 and 16."""
    edges = table.loc["edges"]

    assert (31.0, 30.0, 24.0) == (edges["lifetime_revenue"], edges["revenue"], edges["period_revenue"])
    assert (5, 4, 2) == (edges["lifetime_order_count"], edges["order_count"], edges["period_order_count"])
    assert 0 == edges["recency_days"]
    assert "York" == edges["city"]


def test_what_the_window_does_not_hold_is_zero_or_missing(make_lines, features_of):
    """Gone for two years: no behaviour in the window, but a recency and a history."""
    gone = features_of(make_lines(line("gone", "2022-12-31", 50, "1", category="Books", channel="Web"))).loc["gone"]

    assert ("buyer", 731, 50, 0, 0.0, 0) == tuple(
        gone[["state", "recency_days", "lifetime_revenue", "order_count", "revenue", "category_count"]]
    )
    assert gone[["top_category", "top_channel", "top_weekday", "average_order", "trend", "refund_share"]].isna().all()
