"""What each segment is worth, figure by figure, with intervals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.profiles.facts import MEASURES, segment_facts
from analysis.schema import DERIVED


def customers(n: int, revenue: list | None = None, orders: list | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": [f"c{i}" for i in range(n)], "revenue": revenue or [np.nan] * n, "order_count": orders or [np.nan] * n}
    )


def row(table: pd.DataFrame, segment: str, measure: str) -> pd.Series:
    return table.set_index(["segment", "measure"]).loc[(segment, measure)]


def test_money_and_orders_of_two_segments(make_segments, fits_schema):
    """Twenty with 100 in two orders, thirty with 20 in one: 2,000 of 2,600, 50 an order against 20."""
    table = segment_facts(
        customers(50, [100.0] * 20 + [20.0] * 30, [2] * 20 + [1] * 30), make_segments("value", a=20, b=30), method="value"
    )

    fits_schema(table, "segment_facts")
    assert (2000.0, 20) == tuple(row(table, "a", "revenue")[["value", "n"]])
    assert 2000 / 2600 == pytest.approx(row(table, "a", "revenue_share")["value"])
    assert (50.0, 20.0) == (row(table, "a", "average_order")["value"], row(table, "b", "average_order")["value"])
    assert 2600 / 70 == pytest.approx(row(table, "a", "average_order")["base"])
    assert (2.0, 1.0) == (row(table, "a", "orders_per_customer")["value"], row(table, "b", "orders_per_customer")["value"])


def test_customers_without_figures_count_as_customers(make_segments):
    """Of 50 customers, ten of b have no figure: b is still 30 of 50, and brings what twenty bring."""
    table = segment_facts(customers(40, [100.0] * 40, [1] * 40), make_segments("value", a=20, b=30), method="value")

    assert (50, 0.6) == (row(table, "(all)", "customers")["n"], row(table, "b", "customer_share")["value"])
    assert 2000.0 == row(table, "b", "revenue")["value"]


def test_the_share_of_customers_has_wilsons_interval(make_segments):
    table = segment_facts(customers(50), make_segments("value", a=20, b=30), method="value")

    wilson = stats.binomtest(20, 50).proportion_ci(0.95, method="wilson")
    assert (0.4, pytest.approx(wilson.low), pytest.approx(wilson.high)) == tuple(
        row(table, "a", "customer_share")[["value", "low", "high"]]
    )
    assert {"customers", "customer_share"} == set(table["measure"])


def test_a_figure_differs_where_all_customers_lie_outside_its_interval(make_segments):
    """90 to 110 against 10 to 30, all 52: outside both; a figure that all share is inside."""
    money = [90.0, 110.0] * 10 + [10.0, 30.0] * 15
    table = segment_facts(customers(50, money, [1] * 50), make_segments("value", a=20, b=30), method="value")

    assert row(table, "a", "revenue_per_customer")["certain"]
    assert row(table, "b", "revenue_per_customer")["certain"]
    assert not row(table, "a", "orders_per_customer")["certain"]
    assert not table.loc[table["segment"] == "(all)", "certain"].any()


def test_an_estimate_from_elsewhere_keeps_its_interval_and_its_n(make_segments):
    given = pd.DataFrame(
        [("(all)", "returned", 40, 0.5, 0.35, 0.65), ("a", "returned", 25, 0.8, 0.6, 0.9), ("b", "returned", 15, 0.4, 0.2, 0.6)],
        columns=["segment", "measure", "n", "value", "low", "high"],
    )
    table = segment_facts(customers(50), make_segments("value", a=20, b=30), method="value", estimates=[given])

    assert (25, 0.8, 0.6, 0.9, 0.5, True) == tuple(row(table, "a", "returned")[["n", "value", "low", "high", "base", "certain"]])
    assert not row(table, "b", "returned")["certain"]


def test_below_the_minimum_nothing_but_n_is_shown(make_segments):
    table = segment_facts(customers(49, [1.0] * 49, [1] * 49), make_segments("value", a=9, b=40), method="value")

    assert table.loc[table["segment"] == "a", ["value", "low", "high"]].isna().all(axis=None)
    assert (9, 40) == (row(table, "a", "customers")["n"], row(table, "b", "customers")["n"])


def test_the_order_of_customers_changes_nothing(make_segments):
    base = customers(50, list(np.random.default_rng(1).lognormal(3, 1, 50)), [1, 2] * 25)
    segments = make_segments("value", a=20, b=30)

    pd.testing.assert_frame_equal(
        segment_facts(base, segments, method="value"),
        segment_facts(base.iloc[::-1], segments.sample(frac=1, random_state=0), method="value"),
    )


def test_the_schema_names_the_same_measures():
    declared = next(column for column in DERIVED["segment_facts"].columns if column.name == "measure")

    assert MEASURES == tuple(declared.values)
