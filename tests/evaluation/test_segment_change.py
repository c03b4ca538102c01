"""Revenue by segment: every part of the change stands somewhere, and nothing stands twice."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import revenue_change, segment_change, segments_of_period, together_where_few
from analysis.evaluation.shapley import product_effects

NOW = {"start": pd.Timestamp("2024-10-01"), "end": pd.Timestamp("2024-12-31")}
BEFORE = (pd.Timestamp("2023-10-01"), pd.Timestamp("2023-12-31"))


def changed(orders, then, now):
    placed = segments_of_period(then, orders, start=BEFORE[0], end=BEFORE[1]), segments_of_period(now, orders, **NOW)
    return segment_change(orders, *placed, **NOW, reference=BEFORE).set_index(["segment", "part"])


@pytest.fixture
def orders(make_orders):
    """Last autumn ana and ben stood in gold and ana ordered for 100; this autumn ana alone stands there and orders for 60, twice."""
    return make_orders(
        ("ana", "2023-05-01", 10), ("ben", "2023-05-01", 10), ("ana", "2023-10-10", 100),
        ("ana", "2024-10-10", 60), ("ana", "2024-11-10", 60), ("cho", "2024-12-01", 40),
    )  # fmt: skip


@pytest.fixture
def then(make_segments):
    return make_segments(ana="gold", ben="gold")


@pytest.fixture
def now(make_segments):
    return make_segments(ana="gold", ben="iron")


def test_a_product_of_two_factors_shares_the_joint_part_evenly():
    """From 2 × 3 to 4 × 5: 14 more; the first brings 2 × 4, the second 2 × 3."""
    assert [8.0, 6.0] == product_effects([2, 3], [4, 5])


def test_each_segment_has_its_own_factors(orders, then, now):
    """Gold: 2 × 1/2 × 1 × 100 then, 1 × 1 × 2 × 60 now."""
    table = changed(orders, then, now)

    assert [2.0, 0.5, 1.0, 100.0, 100.0] == table.loc["gold", "before"].tolist()
    assert [1.0, 1.0, 2.0, 60.0, 120.0] == table.loc["gold", "after"].tolist()
    assert 20.0 == table.loc[("gold", "total"), "effect"]
    assert pytest.approx(20.0) == table.loc["gold", "effect"].drop("total").sum()


def test_who_had_never_ordered_is_new_whatever_the_segments_say(orders, then, make_segments):
    table = changed(orders, then, make_segments(ana="gold", ben="iron", cho="prospect"))

    assert 40.0 == table.loc[("(new)", "total"), "effect"]
    assert 40.0 == table.loc[("(new)", "size"), "effect"]  # nobody stood there before


def test_a_segment_whose_customers_stopped_lost_by_the_share_who_ordered(make_orders, make_segments):
    orders = make_orders(("ana", "2023-05-01", 10), ("ana", "2023-10-10", 100))

    table = changed(orders, make_segments(ana="gold"), make_segments(ana="gold"))

    assert {"size": 0.0, "ordering": -100.0, "frequency": 0.0, "basket": 0.0, "total": -100.0} == table.loc[
        "gold", "effect"
    ].to_dict()


@pytest.mark.parametrize("seed", range(5))
def test_segments_add_up_to_the_whole_change(make_orders, seed):
    random = np.random.default_rng(seed)
    days = pd.Timestamp("2023-01-01") + pd.to_timedelta(random.integers(0, 730, 400), unit="D")
    amounts = random.normal(20, 30, 400).round(2)
    who = [f"c{i}" for i in random.integers(0, 60, 400)]
    orders = make_orders(*((name, str(day), amount) for name, day, amount in zip(who, days, amounts, strict=True)))
    then, now = (
        pd.DataFrame({"customer_id": sorted(set(who)), "segment": random.choice(["a", "b", "c"], len(set(who)))}) for _ in range(2)
    )

    table = changed(orders, then, now)
    whole = revenue_change(orders, **NOW, reference=BEFORE).set_index("factor").loc["total", "effect"]

    totals = table.xs("total", level="part")["effect"]
    assert round(whole, 2) == round(totals.sum(), 2)
    parts = table["effect"].drop("total", level="part").groupby("segment").sum()
    assert np.allclose(parts[totals.index], totals, atol=1e-9)


def counts(*columns):
    """A segment by customer from how many stand in each."""
    return [pd.Series([key for key, n in column.items() for _ in range(n)]) for column in columns]


def test_small_segments_stand_together_on_both_days():
    """Three in b and eight in c on one day are eleven together."""
    then, now = together_where_few(
        *counts({"a": 50, "b": 3, "c": 8, "(new)": 20}, {"a": 50, "b": 30, "c": 20, "(new)": 9}), minimum=10
    )

    assert {"a": 50, "(few)": 11, "(new)": 20} == then.value_counts().to_dict()
    assert {"a": 50, "(few)": 50, "(new)": 9} == now.value_counts().to_dict()


def test_where_together_they_are_still_few_they_stand_with_the_newcomers():
    """A further segment would be no cover: how many stand in it is told elsewhere."""
    then, now = together_where_few(*counts({"a": 50, "b": 3, "(new)": 20}, {"a": 50, "b": 30, "(new)": 9}), minimum=10)

    assert {"a": 50, "(rest)": 23} == then.value_counts().to_dict()
    assert {"a": 50, "(rest)": 39} == now.value_counts().to_dict()


def test_a_segment_of_one_customers_money_stands_with_the_newcomers():
    then, _ = together_where_few(*counts({"a": 50, "b": 40, "(new)": 20}, {"a": 50, "b": 40, "(new)": 20}), minimum=10, also={"b"})

    assert {"a": 50, "(rest)": 60} == then.value_counts().to_dict()


def test_segments_large_enough_stay_as_they_are():
    then, _ = together_where_few(*counts({"a": 50, "b": 20}, {"a": 50}), minimum=10)  # nobody in b is no small number

    assert {"a": 50, "b": 20} == then.value_counts().to_dict()
