"""What an order is worth: bands and figures one can check in one's head."""

from datetime import date

import pandas as pd
import pytest

from analysis.features import basket_figures, basket_values

DAYS = {"window_start": date(2024, 1, 1), "as_of": date(2024, 12, 31)}


def orders(amounts, *, is_order=True, day="2024-06-01"):
    return pd.DataFrame(
        {"amount": amounts, "is_order": is_order, "ordered_at": pd.Timestamp(day), "line_count": 2, "unit_count": 3.0}
    )


def test_twenty_orders_of_10_to_200():
    """Equal steps of 10: the 95th percentile is 190.5, a twelfth of it 15.9, so bands of 20."""
    table = basket_values(orders([10.0 * n for n in range(1, 21)]), **DAYS)

    assert [0, 20, 40] == table["low"].head(3).tolist()
    assert [1, 2, 2] == table["orders"].head(3).tolist()  # 10 · 20 and 30 · 40 and 50
    assert (1.0, 1.0) == (pytest.approx(table["share"].sum()), pytest.approx(table["revenue_share"].sum()))


def test_one_huge_order_stands_in_the_open_band():
    table = basket_values(orders([10.0] * 99 + [100_000.0]), **DAYS)

    assert (1, True) == (table["orders"].iloc[-1], table["high"].isna().iloc[-1])
    assert 0.99 < table["revenue_share"].iloc[-1]


def test_the_figures():
    """Nine orders of 10 and one of 110: median 10, mean 20, the largest tenth 55 %."""
    figures = basket_figures(orders([10.0] * 9 + [110.0]), **DAYS)

    assert {"orders": 10, "mean": 20, "median": 10, "top_tenth": 0.55, "lines": 2, "units": 3} == figures.round(9).to_dict()


@pytest.mark.parametrize(
    "left_out", [orders([5.0], is_order=False), orders([5.0], day="2023-12-31"), orders([5.0], day="2025-01-01"), orders([0.0])]
)
def test_only_orders_that_stand_within_the_window(left_out):
    assert basket_values(left_out, **DAYS).empty
    assert 0 == basket_figures(left_out, **DAYS)["orders"]
    assert 1 == basket_figures(pd.concat([left_out, orders([7.0])], ignore_index=True), **DAYS)["orders"]
