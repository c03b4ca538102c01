"""What customers do on website and app: one customer for each rule, on 31 March 2026."""

from datetime import date

import pandas as pd
import pytest

from analysis.engine import create_frame, named
from analysis.features import engagement, event_lines, reviews
from analysis.schema import DERIVED

EVENT_COLUMNS = ["customer_id", "occurred_at", "kind", "category", "device"]
FEEDBACK_COLUMNS = ["customer_id", "created_at", "rating"]
DAYS = {"as_of": date(2026, 3, 31), "window_start": date(2025, 4, 1)}
EVENTS = [
    # ana: two days of browsing in March, Books before Games; a log-in on the day itself
    ("ana", "2026-03-31 23:59", "login", None, "phone"),
    ("ana", "2026-03-20 10:00", "view", "Books", "phone"),
    ("ana", "2026-03-20 10:01", "search", "Books", "desk"),
    ("ana", "2026-03-02 10:00", "cart", "Games", "phone"),
    # ben: 29 and 30 days ago; 89 and 90 days ago
    ("ben", "2026-03-02 00:00", "view", None, None),
    ("ben", "2026-03-01 23:59", "view", None, None),
    ("ben", "2026-01-01 12:00", "share", None, None),
    ("ben", "2025-12-31 12:00", "share", None, None),
    # cho: all of it before the window; as many Games as Books in it
    ("cho", "2025-03-31 23:59", "view", "Toys", "desk"),
    ("dia", "2025-04-01 00:00", "view", "Games", None),
    ("dia", "2025-04-02 00:00", "click", "Books", None),
    ("dia", "2025-04-03 00:00", "login", "Toys", None),
    # not counted: tomorrow, without a customer, without a time
    ("ana", "2026-04-01 00:00", "view", "Toys", "phone"),
    (None, "2026-03-01 10:00", "view", "Toys", "phone"),
    ("ana", None, "view", "Toys", "phone"),
]
FEEDBACK = [
    ("ana", "2026-03-21 08:00", 5.0), ("ana", "2026-03-22 08:00", 3.0), ("ana", "2024-01-01 08:00", 4.0),
    ("eve", "2026-03-01 08:00", 4.0), ("fay", None, 5.0), ("ben", "2026-03-01 08:00", None),
]  # fmt: skip


def written(tmp_path, name, rows, columns):
    table = pd.DataFrame(rows, columns=columns)
    table[columns[1]] = pd.to_datetime(table[columns[1]])
    path = tmp_path / f"{name}.parquet"
    table.to_parquet(path)
    return path


@pytest.fixture
def events(tmp_path):
    return named(event_lines(written(tmp_path, "events", EVENTS, EVENT_COLUMNS)))


@pytest.fixture
def feedback(tmp_path):
    return named(reviews(written(tmp_path, "feedback", FEEDBACK, FEEDBACK_COLUMNS)))


@pytest.fixture
def table(events, feedback):
    return engagement(events, feedback, **DAYS).set_index("customer_id")


def test_columns_are_as_declared(table):
    declared = DERIVED["engagement"]

    assert list(declared.names) == ["customer_id", *table.columns]
    assert {"int64"} == {str(table[column.name].dtype) for column in declared.columns if column.type == "int"}
    assert ["ana", "ben", "cho", "dia", "eve"] == list(table.index)


def test_events_are_counted_and_aged_in_whole_days(table):
    ana = table.loc["ana"]

    assert (4, 4) == (ana["event_count"], ana["recent_event_count"])
    assert (29, 0) == (ana["first_event_age"], ana["last_event_age"])
    assert (11, 11, 29, 0) == tuple(ana[["last_view_age", "last_search_age", "last_cart_age", "last_login_age"]])
    assert (1, 1, 1, 1, 0) == tuple(ana[["view_count", "search_count", "cart_count", "login_count", "share_count"]])
    assert pd.isna(ana["last_share_age"])


def test_days_are_counted_once_and_a_log_in_is_no_browsing(table):
    assert (3, 2) == tuple(table.loc["ana", ["active_days_90", "browsing_days_30"]])


def test_thirty_days_are_ages_0_to_29_and_ninety_0_to_89(table):
    assert (1, 1, 3) == tuple(table.loc["ben", ["recent_event_count", "browsing_days_30", "active_days_90"]])


def test_what_was_browsed_looks_at_the_window(table):
    ana, cho = table.loc["ana"], table.loc["cho"]

    assert ("Books", 2 / 3, 2) == (
        ana["browsed_category"],
        pytest.approx(ana["browsed_category_share"]),
        ana["browsed_category_count"],
    )
    assert (1, 365, 0) == (cho["event_count"], cho["last_event_age"], cho["view_count"])
    assert cho[["browsed_category", "top_device"]].isna().all()
    assert "phone" == ana["top_device"]


def test_ties_go_to_the_first_name_and_a_log_in_has_no_vote(table):
    assert ("Books", 2) == tuple(table.loc["dia", ["browsed_category", "browsed_category_count"]])


def test_reviews_are_positive_from_four_stars(table):
    """Ana's third review is before the window: no count, but the last positive one is the latest of all."""
    assert (2, 1, 10) == tuple(table.loc["ana", ["review_count", "positive_review_count", "last_positive_review_age"]])
    assert (1, 0) == tuple(table.loc["ben", ["review_count", "positive_review_count"]])
    assert (0, 1, 30) == tuple(table.loc["eve", ["event_count", "positive_review_count", "last_positive_review_age"]])
    assert pd.isna(table.loc["eve", "last_event_age"])
    assert (0, 0) == tuple(table.loc["cho", ["review_count", "positive_review_count"]])


def test_settings_move_the_recent_days_and_the_stars(events, feedback):
    table = engagement(events, feedback, **DAYS, recent_days=1, positive_rating=3).set_index("customer_id")

    assert (1, 2) == tuple(table.loc["ana", ["recent_event_count", "positive_review_count"]])


def test_neither_reviews_nor_categories_nor_devices_are_needed(tmp_path):
    path = written(tmp_path, "bare", [("ana", "2026-03-30 10:00", "view")], ["customer_id", "occurred_at", "kind"])
    table = engagement(event_lines(path), **DAYS)

    assert (1, 0) == tuple(table.loc[0, ["view_count", "review_count"]])
    assert table.loc[0, ["browsed_category", "top_device", "last_positive_review_age"]].isna().all()
    nameless = written(tmp_path, "nameless", [("fine", "2026-03-30 10:00", 5.0)], ["text", "created_at", "rating"])
    assert reviews(nameless) is None


def test_no_event_gives_no_row(tmp_path):
    rows = pd.DataFrame(EVENTS[:1], columns=EVENT_COLUMNS)
    rows = rows.assign(occurred_at=pd.to_datetime(rows["occurred_at"]), category=rows["category"].astype("str"))

    assert 0 == len(engagement(create_frame(rows, tmp_path), as_of=date(2026, 1, 1), window_start=date(2025, 1, 1)))
