"""Intervals of the sums of a period, by figures one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import period_spread

NOW = {"start": date(2025, 1, 1), "end": date(2025, 3, 31)}
THEN = (date(2024, 1, 1), date(2024, 3, 31))
Z = 1.959964


def orders(now: list[float], then: list[float]) -> pd.DataFrame:
    """One order per customer and period."""
    days = [pd.Timestamp("2025-02-01")] * len(now) + [pd.Timestamp("2024-01-01")] * len(then)
    who = [f"c{i}" for i in range(len(now))] + [f"c{i}" for i in range(len(then))]
    return pd.DataFrame({"customer_id": who, "ordered_at": days, "amount": now + then, "is_order": True})


def test_the_variance_of_a_sum_is_the_sum_of_the_squares():
    """A hundred customers of 3 each: 300, give or take √(100 · 9) = 30."""
    found = period_spread(orders([3.0] * 100, []), **NOW).set_index("kpi")

    assert tuple(found.loc["revenue", ["value", "low", "high"]]) == pytest.approx((300, 300 - Z * 30, 300 + Z * 30), abs=1e-3)
    assert tuple(found.loc["customers", ["value", "low"]]) == pytest.approx((100, 100 - Z * 10), abs=1e-3)
    assert found["change"].isna().all()


def test_a_change_has_the_interval_of_its_logarithm():
    """110 customers after 100: + 10 %, times or by e to the z · √(1/110 + 1/100)."""
    row = period_spread(orders([5.0] * 110, [5.0] * 100), **NOW, reference=THEN).set_index("kpi").loc["customers"]

    factor = np.exp(Z * np.sqrt(1 / 110 + 1 / 100))
    assert row["change"] == pytest.approx(0.10)
    assert (row["change_low"], row["change_high"]) == pytest.approx((1.1 / factor - 1, 1.1 * factor - 1), abs=1e-6)


def test_one_large_customer_makes_revenue_uncertain_and_not_the_number_of_customers():
    same, dominated = (period_spread(orders(money, []), **NOW).set_index("kpi") for money in ([10.0] * 100, [1.0] * 99 + [901.0]))

    assert same.loc["revenue", "value"] == dominated.loc["revenue", "value"]
    assert dominated.loc["revenue", "high"] > 2 * same.loc["revenue", "high"]
    assert dominated.loc["customers", "high"] == same.loc["customers", "high"]


def test_money_per_order_is_certain_where_all_orders_are_alike():
    row = period_spread(orders([5.0] * 30, [4.0] * 30), **NOW, reference=THEN).set_index("kpi").loc["average_order"]

    assert tuple(row[["value", "low", "high"]]) == (5.0, 5.0, 5.0)
    assert (row["change"], row["change_low"], row["change_high"]) == pytest.approx((0.25, 0.25, 0.25))


def test_money_per_order_has_the_interval_of_a_ratio():
    """Half of a hundred customers order for 10, half for 30: 20, give or take 1.98 · 10.05 / 10."""
    row = period_spread(orders([10.0, 30.0] * 50, []), **NOW).set_index("kpi").loc["average_order"]

    assert (row["low"], row["high"]) == pytest.approx((20 - 1.994, 20 + 1.994), abs=0.01)
