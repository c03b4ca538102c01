"""The three factors add up, whatever happened."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import revenue_change

NOW = {"start": pd.Timestamp("2024-01-01"), "end": pd.Timestamp("2024-12-31")}
BEFORE = (pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31"))


def effects(orders: pd.DataFrame) -> dict[str, float]:
    return revenue_change(orders, **NOW, reference=BEFORE).set_index("factor")["effect"].to_dict()


def test_twice_the_customers_and_nothing_else(make_orders, fits_schema):
    orders = make_orders(("a", "2023-05-01", 10), ("a", "2024-05-01", 10), ("b", "2024-05-01", 10))

    fits_schema(revenue_change(orders, **NOW, reference=BEFORE), "revenue_change")
    assert {"customers": 10.0, "frequency": 0.0, "basket": 0.0, "total": 10.0} == effects(orders)


def test_the_same_customer_more_often(make_orders):
    orders = make_orders(("a", "2023-05-01", 10), ("a", "2024-05-01", 10), ("a", "2024-06-01", 10))

    assert {"customers": 0.0, "frequency": 10.0, "basket": 0.0, "total": 10.0} == effects(orders)


def test_all_three_doubled_share_the_change_evenly(make_orders):
    """From 1 × 1 × 10 to 2 × 2 × 20: 70 more, each factor a third."""
    now = [(who, day, 20) for who in "ab" for day in ("2024-05-01", "2024-06-01")]

    found = effects(make_orders(("a", "2023-05-01", 10), *now))

    assert [70 / 3] * 3 == pytest.approx([found["customers"], found["frequency"], found["basket"]])


def test_the_factors_stand_beside_their_effects(make_orders):
    orders = make_orders(
        ("a", "2023-12-31 23:00", 30), ("a", "2023-02-01", -10), ("a", "2024-05-01", 10), ("b", "2024-12-31 22:00", 20)
    )

    table = revenue_change(orders, **NOW, reference=BEFORE).set_index("factor")

    assert [1.0, 1.0, 20.0, 20.0] == table["before"].tolist()
    assert [2.0, 1.0, 15.0, 30.0] == table["after"].tolist()


@pytest.mark.parametrize("seed", range(10))
def test_the_parts_add_up_exactly(make_orders, seed):
    random = np.random.default_rng(seed)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(random.integers(0, 731, 300), unit="D")
    amounts = random.normal(20, 30, 300).round(2)
    orders = make_orders(
        *((f"c{i}", str(day), amount) for i, day, amount in zip(random.integers(0, 50, 300), days, amounts, strict=True))
    )

    table = revenue_change(orders, **NOW, reference=BEFORE).set_index("factor")

    assert table.loc["total", "effect"] == table.loc[["customers", "frequency", "basket"], "effect"].sum()
    assert table.loc["total", "after"] - table.loc["total", "before"] == pytest.approx(table.loc["total", "effect"], abs=1e-8)


@pytest.mark.parametrize("rows", [[("a", "2024-05-01", 10.0)], [("a", "2024-05-01", 10.0), ("a", "2023-05-01", -4.0)]])
def test_a_year_without_orders_is_a_change_of_customers(make_orders, rows):
    table = revenue_change(make_orders(*rows), **NOW, reference=BEFORE).set_index("factor")

    assert table.loc["total", "after"] - table.loc["total", "before"] == table.loc["customers", "effect"]
    assert pd.isna(table.loc["basket", "before"])


def test_no_orders_at_all_is_no_change(make_orders):
    assert 0.0 == effects(make_orders(("a", "2020-01-01", 1)))["total"]
