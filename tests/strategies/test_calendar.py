"""One calendar: who is reached in which week, and what had to wait for what."""

from datetime import date

import pandas as pd
import pytest

from analysis.strategies import load_playbook_file
from analysis.strategies.calendar import contact_calendar, first_monday

MONDAY = date(2026, 1, 5)


@pytest.fixture
def planned(written, play):
    """The calendar of two plays to the same segment and one to another, in this order of importance."""

    def plan(*, second: dict | None = None, segments=("a", "a", "b"), **settings) -> pd.DataFrame:
        own = {"segments": {"value": ["a", "b", "c"]}, "contact_cap_days": 14}
        book = load_playbook_file(
            written(play(), play("one", touches=[0, 7], **own), play("two", **(own | (second or {}))), play("three", **own))
        )
        plays = pd.DataFrame(
            {
                "play": ["one", "two", "three"], "method": "value", "segment": segments, "customers": [100, 100, 50],
                "reachable": pd.array([80, 80, pd.NA], dtype="Int64"), "channel": "email", "priority": [1.0, 2.0, 3.0],
            }
        )  # fmt: skip
        return contact_calendar(plays, book, start=MONDAY, **settings)

    return plan


def weeks(table: pd.DataFrame, play: str) -> list:
    return table.loc[table["play"] == play, "week"].tolist()


def test_a_second_play_to_the_same_customers_waits_for_the_cap(planned, fits_schema):
    """Touched in weeks 1 and 2, so 14 days later is week 4; another segment need not wait."""
    table = planned()

    assert ([1, 2], [4], [1]) == (weeks(table, "one"), weeks(table, "two"), weeks(table, "three"))
    assert ["", "", "contact_cap", ""] == table["waited_for"].tolist()
    assert [80, 80, 80, 50] == table["contacts"].tolist()
    fits_schema(table, "contact_calendar")


def test_nothing_goes_out_in_a_blocked_week(planned):
    table = planned(blocked=[(date(2026, 1, 14), date(2026, 1, 14))])

    assert [3, 4] == weeks(table, "one")  # week 2 is blocked: neither touch may lie there
    assert "blocked_week" == table["waited_for"].iloc[0]
    assert [1] == weeks(table, "three")


def test_the_minutes_of_the_staff_suffice(planned):
    """80 customers at 10 minutes are 800: with 799 for all weeks the play finds none, with 800 it goes out."""
    calls = {"minutes": 10.0, "owner": "adviser"}
    table = planned(second=calls, segments=("c", "a", "b"), capacity={"adviser": 799.0})

    assert [True] == table.loc[table["play"] == "two", "day"].isna().tolist()
    assert "capacity" == table.loc[table["play"] == "two", "waited_for"].iloc[0]
    assert [1] == weeks(planned(second=calls, segments=("c", "a", "b"), capacity={"adviser": 800.0}), "two")
    assert 800.0 == table["minutes"].sum()


def test_a_play_waits_for_the_test_of_another_on_the_same_customers(planned):
    table = planned(not_before={("two", "value", "a"): date(2026, 2, 10)})

    assert [7] == weeks(table, "two")  # the Monday after
    assert "test" == table.loc[table["play"] == "two", "waited_for"].iloc[0]
    assert [1] == weeks(table, "three")


def test_a_play_on_each_customers_own_day_has_no_week(planned):
    table = planned(second={"starts": "trigger", "touches": [1, 7]})

    assert [1, 7] == table.loc[table["play"] == "two", "touch"].tolist()
    assert table.loc[table["play"] == "two", "day"].isna().all()


def test_the_calendar_begins_on_a_monday_after_the_day():
    assert MONDAY == first_monday(date(2025, 12, 31)) == first_monday(date(2025, 12, 29))
