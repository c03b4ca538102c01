"""Cohorts by the month of the first order, from customers one can count."""

import pandas as pd
import pytest

from analysis.evaluation import cohort_months, cohorts_compared, first_waits


@pytest.fixture
def january(make_orders):
    """Two in January: ana orders again in March, ben sends his back in February.  Cho begins in February."""
    return make_orders(
        ("ana", "2024-01-05", 100), ("ben", "2024-01-20", 50), ("ben", "2024-02-03", -50), ("cho", "2024-02-10", 30),
        ("ana", "2024-03-31 23:00", 20), ("ana", "2024-04-02", 999),
    )  # fmt: skip


def cell(table, cohort, month):
    return table.set_index(["cohort", "month"]).loc[(pd.Timestamp(cohort), month)]


def test_a_cohort_is_followed_month_by_month(january, fits_schema):
    table = cohort_months(january, as_of=pd.Timestamp("2024-03-31"), run_in=6)

    fits_schema(table, "cohort_months")
    assert [0, 1, 2, 0, 1] == table["month"].tolist()  # cho has had one month since February
    assert (2, 1, 0.5) == tuple(cell(table, "2024-01-01", 2)[["size", "active", "share"]])
    assert [0.0, 0.0, 0.5] == table.loc[table["cohort"].eq("2024-01-01"), "again"].tolist()


def test_revenue_adds_up_over_months_and_refunds_come_off(january):
    table = cohort_months(january, as_of=pd.Timestamp("2024-03-31"), run_in=6)

    assert [75.0, 50.0, 60.0] == table.loc[table["cohort"].eq("2024-01-01"), "revenue"].tolist()


def test_a_month_that_is_not_over_is_left_out(january):
    """On 30 March, March is not over."""
    assert 1 == cohort_months(january, as_of=pd.Timestamp("2024-03-30"), run_in=6)["month"].max()


def test_two_orders_in_the_first_month_are_a_further_order(make_orders):
    table = cohort_months(
        make_orders(("ana", "2024-01-05", 1), ("ana", "2024-01-06", 1)), as_of=pd.Timestamp("2024-01-31"), run_in=6
    )

    assert [1.0] == table["again"].tolist()


def test_the_whole_history_stands_in_the_cohorts(crowds):
    """All revenue of those who have ordered, whatever their month."""
    orders = crowds[0].orders
    table = cohort_months(orders, as_of=pd.Timestamp("2024-12-31"), run_in=6)

    last = table.groupby("cohort").last()
    held = orders[orders["ordered_at"] < "2025-01-01"]
    assert (last["size"] * last["revenue"]).sum() == pytest.approx(held["amount"].sum())
    assert held["customer_id"].nunique() == last["size"].sum()


@pytest.fixture
def two_years(make_orders):
    """Each month of 2023 and 2024 brings 20 customers for 10; from 2024 on half of them order again the month after, before nobody."""
    rows = [("old", "2022-01-15", 1.0)]
    for month in pd.period_range("2023-01", "2024-12", freq="M"):
        day, later = month.start_time + pd.Timedelta(days=3), (month + 1).start_time + pd.Timedelta(days=3)
        rows += [(f"{month}-{i}", str(day), 10.0) for i in range(20)]
        rows += [(f"{month}-{i}", str(later), 10.0) for i in range(10)] if month.year == 2024 else []
    return make_orders(*rows)


def test_newer_cohorts_are_held_against_the_same_months_a_year_before(two_years, fits_schema):
    """At one month: the eleven cohorts of January to November 2024; half came again, for 5 more each; a year before nobody.

    December 2023 had a month to come again, too, but December 2022 brought nobody to compare with.
    """
    table = cohorts_compared(two_years, as_of=pd.Timestamp("2024-12-31"), run_in=6)

    fits_schema(table, "cohorts_compared")
    first = table.set_index("age").loc[1]
    assert (11, 220, 220) == tuple(first[["cohorts", "n", "n_before"]])
    assert (0.5, 0.0) == (first["again"], first["again_before"])
    assert pytest.approx(5.0) == first["revenue_change"]
    assert 0.4 < first["again_low"] < 0.5 < first["again_high"] < 0.6
    assert 4 < first["revenue_low"] < 5 < first["revenue_high"] < 6


def test_the_months_in_which_the_history_begins_are_compared_with_nothing(make_orders):
    """A history of a year and a half: no month a year before lies outside its first six."""
    orders = make_orders(
        *((f"{month}", f"{month}-05", 1.0) for month in pd.period_range("2023-01", "2024-05", freq="M").astype(str))
    )

    assert cohorts_compared(orders, as_of=pd.Timestamp("2024-05-31"), run_in=6).empty
    assert 6 == cohort_months(orders, as_of=pd.Timestamp("2024-05-31"), run_in=6).query("run_in")["cohort"].nunique()


def test_no_orders_no_cohorts(make_orders):
    nothing = make_orders(("ana", "2025-01-01", 1))

    assert cohort_months(nothing, as_of=pd.Timestamp("2024-12-31"), run_in=6).empty
    assert cohorts_compared(nothing, as_of=pd.Timestamp("2024-12-31"), run_in=6).empty


def test_waits_run_to_the_second_order_or_to_the_end(make_orders):
    """Ana, new in 2024, came again after ten days; ben, new the spring before, never; cho began with the history."""
    orders = make_orders(
        ("cho", "2022-01-05", 1), ("ben", "2023-06-01", 1), ("ana", "2024-05-01", 1), ("ana", "2024-05-11", 1), ("ana", "2024-06-11", 1),
    )  # fmt: skip

    table = first_waits(orders, as_of=pd.Timestamp("2024-12-31"), run_in=6).set_index("customer_id")

    assert ("newer", 10.0, True) == tuple(table.loc["ana"])
    assert ("before", 580.0, False) == tuple(table.loc["ben"])  # to midnight after 31 December 2024
    assert "cho" not in table.index


def test_both_groups_lie_in_the_same_months_of_the_year(make_orders):
    """The run-in ends with June 2024, so the newer are those of July to December 2025 and not the whole year."""
    days = ("2024-01-01", "2024-06-30", "2024-07-01", "2025-06-30", "2025-07-01", "2025-12-31")
    orders = make_orders(*((f"new on {day}", day, 1) for day in days))

    table = first_waits(orders, as_of=pd.Timestamp("2025-12-31"), run_in=6).set_index("customer_id")["group"]

    assert {"new on 2024-07-01": "before", "new on 2025-07-01": "newer", "new on 2025-12-31": "newer"} == table.to_dict()


def test_who_came_while_the_history_began_is_in_no_group(make_orders):
    assert first_waits(
        make_orders(("ana", "2023-03-01", 1), ("ben", "2023-08-31", 1)), as_of=pd.Timestamp("2024-12-31"), run_in=6
    ).empty
