"""The gaps between the order days of a customer."""

import numpy as np
import pandas as pd
import pytest

from analysis.engine import to_pandas
from analysis.features import gap_table
from analysis.features.gaps import gap_measures
from tests.stories import AS_OF, line


def days_before(customer: str, *days: int) -> list[dict]:
    """One order on each of the days before the end of the period."""
    return [line(customer, str(pd.Timestamp(AS_OF) - pd.Timedelta(days=day)), 10) for day in days]


@pytest.fixture(scope="module")
def gaps(make_lines, orders_of):
    """Customers named by what is telling about their gaps."""
    rows = [
        *days_before("even", 160, 150, 130, 100, 0),  # gaps 10, 20, 30, 100; the last order today
        *days_before("odd", 70, 60, 30, 10),  # gaps 10, 30, 20
        *days_before("once", 5),
        *days_before("twice_a_day", 40, 40, 10),
        *(row | {"status": "refunded"} for row in days_before("odd", 45)),  # no order, no day
    ]
    return gap_table(orders_of(make_lines(*rows)), as_of=AS_OF)


def test_every_gap_is_a_row_and_the_last_is_open(gaps):
    table = to_pandas(gaps).sort_values(["customer_id", "gap_number"])
    odd = table[table["customer_id"] == "odd"]

    assert [10.0, 30.0, 20.0, 10.0] == odd["gap_days"].tolist()
    assert [True, True, True, False] == odd["closed"].tolist()
    assert [1, 2, 3, 4] == odd["gap_number"].tolist()


def test_an_order_today_leaves_an_open_gap_of_no_days(gaps):
    table = to_pandas(gaps)

    assert [0.0] == table.loc[(table["customer_id"] == "even") & ~table["closed"], "gap_days"].tolist()


def test_orders_of_one_day_are_one_visit(gaps):
    table = to_pandas(gaps).sort_values("gap_number")

    assert [30.0, 10.0] == table.loc[table["customer_id"] == "twice_a_day", "gap_days"].tolist()


def test_medians_are_exact_for_even_and_odd_numbers_of_gaps(gaps):
    """The median of 10, 20, 30, 100 is 25; of 10, 30, 20 it is 20.  Who ordered once has none."""
    measures = to_pandas(gap_measures(gaps)).set_index("customer_id")

    assert {"even": 25.0, "odd": 20.0, "twice_a_day": 30.0} == measures["gap_median_days"].to_dict()
    assert {"even": 40.0, "odd": 20.0, "twice_a_day": 30.0} == measures["gap_mean_days"].to_dict()
    assert {"even": 100.0, "odd": 20.0, "twice_a_day": 30.0} == measures["last_gap_days"].to_dict()
    assert {"even": 4, "odd": 3, "twice_a_day": 1} == measures["gap_count"].to_dict()


def test_variation_is_the_sample_deviation_over_the_mean(make_lines, features_of):
    """Gaps of 10, 20 and 30 days have a mean of 20 and a deviation of 10; two gaps are too few."""
    table = features_of(make_lines(*days_before("three", 60, 50, 30, 0), *days_before("two", 60, 40, 0)))

    assert 0.5 == table.loc["three", "gap_variation"] == np.std([10, 20, 30], ddof=1) / 20
    assert pd.isna(table.loc["two", "gap_variation"])
