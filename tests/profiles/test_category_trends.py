"""Category trends: sums that add up, what is put together, noise told from a trend."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.category_trends import category_trends
from analysis.schema import DERIVED, check_columns

PERIOD = (pd.Timestamp("2025-10-01").date(), pd.Timestamp("2025-12-31").date())
REFERENCE = (pd.Timestamp("2024-10-01").date(), pd.Timestamp("2024-12-31").date())
NOW, THEN = "2025-10-01 09:00", "2024-12-31 23:00"


def sales(*rows: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders and their categories from (customer, category or None, when, amount)."""
    table = pd.DataFrame(rows, columns=["customer_id", "category", "ordered_at", "amount"])
    table = table.assign(order_id=range(len(table)), ordered_at=pd.to_datetime(table["ordered_at"], format="ISO8601"))
    return table.drop(columns="category"), table.dropna(subset="category")


def trends(tables, **settings) -> pd.DataFrame:
    return category_trends(*tables, period=PERIOD, reference=REFERENCE, **settings).set_index("category")


def crowd(*, tea: float, soap: float, n: int = 200, seed: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A crowd of buyers with skewed amounts; the means of this year over last year's are `tea` and `soap`."""
    rng = np.random.default_rng(seed)
    rows = []
    for name, factor in (("Tea", tea), ("Soap", soap)):
        for when, times in ((THEN, 1.0), (NOW, factor)):
            rows += [(f"c{i}", name, when, amount) for i, amount in enumerate(rng.lognormal(3, 0.7, n) * times)]
    return sales(*rows)


def test_changes_add_up_to_the_total_and_refunds_apart_are_shown():
    table = trends(
        sales(("a", "Tea", NOW, 30), ("a", "Tea", THEN, 10), ("b", "Soap", NOW, 5), ("b", "Soap", THEN, 20), ("b", None, NOW, -4)), minimum=1
    )  # fmt: skip
    total = table.loc["(all)"]

    assert {"Tea": 20.0, "Soap": -15.0, "(unknown)": -4.0, "(all)": 1.0} == table["change"].to_dict()
    assert table["contribution"].drop("(all)").sum() == pytest.approx(total["contribution"]) == pytest.approx(1 / 30)
    assert (2.0, 30 / 31 - 10 / 30) == pytest.approx(tuple(table.loc["Tea", ["relative", "share_change"]]))
    assert ["Tea", "Soap", "(unknown)", "(all)"] == list(table.index)


def test_only_the_days_of_the_two_periods_count():
    table = trends(
        sales(("a", "Tea", NOW, 30), ("a", "Tea", THEN, 10), ("b", "Soap", "2025-09-30 23:59", 5), ("b", "Soap", NOW, 1)), minimum=1
    )

    assert 1.0 == table.loc["Soap", "revenue"]
    assert 0.0 == table.loc["Soap", "revenue_before"]
    assert np.isnan(table.loc["Soap", "relative"])


def test_small_categories_stand_together_and_never_alone():
    rows = [
        (f"{name}{i}", name, when, 10)
        for name, n in (("Tea", 30), ("Soap", 20), ("Kites", 3))
        for i in range(n)
        for when in (NOW, THEN)
    ]
    table = trends(sales(*rows), minimum=10)

    assert ["(all)", "(other)", "Tea"] == sorted(table.index)  # Soap joins Kites, else the total would give Kites away
    assert 230.0 == table.loc["(other)", "revenue"]


def test_names_that_differ_in_case_are_one_category():
    table = trends(sales(("a", "Tea", NOW, 3), ("b", "TEA ", NOW, 4), ("c", "Tea", THEN, 5), ("c", "Soap", NOW, 5)), minimum=1)

    assert 7.0 == table.loc["Tea", "revenue"]


def test_a_trend_is_told_from_noise():
    table = trends(crowd(tea=1.8, soap=1.0))

    assert ("rising", "unclear") == (table.loc["Tea", "direction"], table.loc["Soap", "direction"])
    assert table.loc["Tea", "change_low"] > 0
    assert table.loc["Soap", "change_low"] < 0 < table.loc["Soap", "change_high"]
    assert "falling" == trends(crowd(tea=1.0, soap=0.5)).loc["Soap", "direction"]


def test_without_a_trend_few_draws_show_one():
    """Two categories, nothing changed, 40 crowds: at a false discovery rate of 5 % two crowds or so."""
    found = sum(
        trends(crowd(tea=1.0, soap=1.0, seed=seed)).loc[["Tea", "Soap"], "direction"].ne("unclear").any() for seed in range(40)
    )

    assert found <= 6


def test_drawing_lots_of_customers_spreads_like_drawing_customers(monkeypatch):
    tables = crowd(tea=1.3, soap=1.0, n=1500)
    one_by_one = trends(tables).loc["Tea"]
    monkeypatch.setattr("analysis.profiles.category_trends.LOTS", 300)
    by_lot = trends(tables).loc["Tea"]

    assert one_by_one["change_high"] - one_by_one["change_low"] == pytest.approx(
        by_lot["change_high"] - by_lot["change_low"], rel=0.2
    )


def test_the_same_seed_gives_the_same_table_as_declared():
    orders, categories = crowd(tea=1.2, soap=1.0)
    again = trends((orders, categories))

    pd.testing.assert_frame_equal(trends((orders, categories)), again)
    check_columns(DERIVED["category_trends"], again.reset_index().columns)
