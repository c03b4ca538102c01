"""What customers look at and when: one event for each rule."""

from datetime import date

import pandas as pd
import pytest

from analysis.engine import named
from analysis.features import event_lines
from analysis.features.browsing import browsed_categories, browsing_days, event_contexts

DAYS = {"start": date(2025, 4, 1), "end": date(2025, 4, 30)}
EVENTS = [
    ("ana", "2025-04-01 00:00", "search", "Tea", "phone"),
    ("ana", "2025-04-30 23:59", "search", "Tea", "phone"),
    ("ana", "2025-04-30 12:00", "view", "Tea", "desk"),
    ("ana", "2025-04-02 19:00", "login", None, "phone"),
    ("ben", "2025-03-31 23:59", "search", "Tea", "phone"),
    ("ben", "2025-05-01 00:00", "search", "Tea", "phone"),
    (None, "2025-04-10 10:00", "search", "Tea", "phone"),
]


@pytest.fixture
def events(tmp_path):
    table = pd.DataFrame(EVENTS, columns=["customer_id", "occurred_at", "kind", "category", "device"])
    path = tmp_path / "events.parquet"
    table.assign(occurred_at=pd.to_datetime(table["occurred_at"])).to_parquet(path)
    return named(event_lines(path))


def test_categories_by_kind_with_the_first_day(events):
    found = browsed_categories(events, **DAYS)

    assert [("ana", "search", 2), ("ana", "view", 1)] == list(zip(found["customer_id"], found["kind"], found["n"], strict=True))
    assert pd.Timestamp("2025-04-01") == found["first_at"].iloc[0]


def test_days_and_parts_of_the_day_of_browsing(events):
    found = browsing_days(events, **DAYS)

    assert [("2025-04-01", "night"), ("2025-04-30", "evening"), ("2025-04-30", "midday")] == list(
        zip(found["day"].dt.strftime("%Y-%m-%d"), found["daypart"], strict=True)
    )


def test_a_day_with_two_devices_has_none(events):
    found = event_contexts(events, **DAYS).set_index("day")["device"]

    assert ["phone", "phone"] == list(found.iloc[:2])
    assert pd.isna(found.iloc[2])
