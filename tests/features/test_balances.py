"""Receipts, consumption and balances: three sums, never one."""

from datetime import date

import pandas as pd
import pytest

from analysis.features import balance_kinds, balances_by_segment, monthly_flows, period_flows, snapshot

AS_OF = date(2025, 6, 30)


def balances(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "kind", "amount", "as_of", "expires_at"])


@pytest.fixture
def held() -> pd.DataFrame:
    """Two days of record; on the last, a holds cash twice, b cash and bonus, c units; d's cash is used up."""
    return balances(
        ("a", "cash", 900, "2025-03-31", None), ("d", "cash", 500, "2025-03-31", None),
        ("a", "cash", 300, "2025-06-30", "2025-08-01"), ("a", "cash", 100, "2025-06-30", None), ("b", "cash", 600, "2025-06-30", "2025-06-15"),
        ("b", "bonus", 60, "2025-06-30", None), ("c", "course_units", 4, "2025-06-30", None), ("d", "cash", 0, "2025-06-30", None),
        ("a", "cash", 1, "2025-09-30", None),
    )  # fmt: skip


QUIET = pd.Series({"a": 10.0, "b": 200.0, "c": 180.0})


def test_the_last_day_of_record_counts_alone(held):
    table = snapshot(held, AS_OF).set_index(["customer_id", "kind"])["amount"]

    assert {("a", "cash"): 400, ("b", "cash"): 600, ("b", "bonus"): 60, ("c", "course_units"): 4} == dict(table)
    assert 1400 == snapshot(held, date(2025, 5, 1))["amount"].sum()


def test_a_file_without_dates_is_todays():
    table = pd.DataFrame({"customer_id": ["a", "a"], "kind": ["cash", "cash"], "amount": [1, 2]})

    assert [3] == list(snapshot(table, AS_OF)["amount"])


def test_kinds_are_never_put_together(held):
    table = balance_kinds(snapshot(held, AS_OF), QUIET, as_of=AS_OF).set_index("kind")

    assert {"(paid)": 1000, "cash": 1000, "bonus": 60, "course_units": 4} == dict(table["amount"])
    assert (1, 600) == tuple(table.loc["cash", ["silent_customers", "silent_amount"]])
    assert (1, 400) == tuple(table.loc["cash", ["soon_customers", "soon_amount"]])
    assert (1, 600) == tuple(table.loc["cash", ["lapsed_customers", "lapsed_amount"]])
    assert (2, 1000, 1, 600) == tuple(table.loc["(paid)", ["customers", "money", "silent_customers", "silent_money"]])
    assert 0 == table.loc["bonus", "money"]
    assert 0 == table.loc["course_units", "silent_customers"]  # 180 days are not more than 180


def test_courses_count_at_what_was_paid_for_them(held):
    worth = held.assign(value=held["kind"].map({"course_units": 2000.0, "bonus": 999.0}))
    table = balance_kinds(snapshot(worth, AS_OF), QUIET, as_of=AS_OF).set_index("kind")

    assert (4, 2000) == tuple(table.loc["course_units", ["amount", "money"]])
    assert (3, 3000) == tuple(table.loc["(paid)", ["customers", "money"]])
    assert 0 == table.loc["bonus", "money"]


def test_what_lapses_today_has_not_lapsed(held):
    today = held.assign(expires_at=held["expires_at"].where(held["customer_id"] != "b", "2025-06-30"))
    table = balance_kinds(snapshot(today, AS_OF), QUIET, as_of=AS_OF).set_index("kind")

    assert (0, 1000) == tuple(table.loc["cash", ["lapsed_customers", "soon_amount"]])


def test_a_holder_who_never_came_stays_away(held):
    table = balance_kinds(snapshot(held, AS_OF), QUIET.drop("a"), as_of=AS_OF).set_index("kind")

    assert 2 == table.loc["cash", "silent_customers"]


@pytest.fixture
def flows(held) -> pd.DataFrame:
    months = pd.date_range("2025-01-01", "2025-06-01", freq="MS").astype("datetime64[us]")
    monthly = pd.DataFrame({"month": months, "revenue": [10.0, 20, 30, 40, 50, 60]})
    visits = pd.DataFrame(
        {
            "customer_id": list("aabc"), "stage": ["performed"] * 4, "consumed": [5.0, 7.0, 1.0, 99.0],
            "arrived_at": pd.to_datetime(["2025-02-03", "2025-05-31 18:00", "2025-05-01", "2025-07-01"], format="mixed"),
        }
    )  # fmt: skip
    return monthly_flows(monthly, visits, held, as_of=AS_OF)


def test_months_hold_receipts_consumption_and_the_last_balance(flows):
    table = flows.set_index(flows["month"].dt.month)

    assert [10, 20, 30, 40, 50, 60] == list(table["receipts"])
    assert [5, 0, 0, 8, 0] == list(table.loc[2:, "consumed"])
    assert pd.isna(table.loc[1, "consumed"])  # before the first visit held
    assert {3: 1400, 6: 1000} == dict(table["owed"].dropna())


def test_a_period_stands_beside_another(flows):
    table = period_flows(flows, start=date(2025, 4, 1), end=AS_OF, reference=(date(2025, 1, 1), date(2025, 3, 31))).set_index(
        "flow"
    )

    assert [150, 8, 1000] == list(table["value"])
    assert [60, 5, 1400] == list(table["reference"])
    assert 1.5 == table.loc["receipts", "change"]


def test_months_that_are_not_held_give_no_comparison(flows):
    table = period_flows(flows, start=date(2025, 4, 1), end=AS_OF, reference=(date(2024, 4, 1), date(2024, 6, 30)))

    assert table["reference"].isna().all()


def test_balances_by_segment_count_money_only(held):
    segments = pd.DataFrame({"customer_id": list("abcd"), "method": "rfm", "segment": ["x", "x", "y", "y"]})
    table = balances_by_segment(snapshot(held, AS_OF), segments, QUIET).set_index("segment")

    assert (2, 2, 1000, 1, 600) == tuple(table.loc["x", ["customers", "holders", "amount", "silent_holders", "silent_amount"]])
    assert (2, 0, 0) == tuple(table.loc["y", ["customers", "holders", "amount"]])
