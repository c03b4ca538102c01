"""Drift of features, and what is no drift."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import drift, drift_bins


def verdict(before: object, after: object) -> str:
    table = drift(pd.DataFrame({"revenue": before}), pd.DataFrame({"revenue": after}))
    return table["verdict"].iloc[0]


@pytest.fixture
def random():
    return np.random.default_rng(0)


def test_the_same_customers_do_not_drift(random, fits_schema):
    features = pd.DataFrame({"revenue": random.lognormal(size=5000), "order_count": random.poisson(2, 5000)})

    table = drift(features, features)

    fits_schema(table, "drift")
    assert [0.0, 0.0] == table["psi"].tolist()


def test_the_index_is_that_of_the_formula():
    """Half below and half above becomes 30 to 70: (.5 - .3) ln(.5/.3) + (.5 - .7) ln(.5/.7)."""
    before, after = [1.0] * 500 + [2.0] * 500, [1.0] * 300 + [2.0] * 700
    table = drift(pd.DataFrame({"revenue": before}), pd.DataFrame({"revenue": after}))

    assert 0.2 * np.log(5 / 3) + 0.2 * np.log(7 / 5) == pytest.approx(table["psi"].iloc[0])


@pytest.mark.parametrize(("shift", "expected"), [(0.1, "stable"), (0.4, "watch"), (1.0, "shifted")])
def test_the_verdict_follows_the_size_of_the_shift(random, shift, expected):
    assert expected == verdict(random.normal(size=20_000), random.normal(shift, 1, 20_000))


def test_few_customers_do_not_drift_by_chance(random):
    """Two samples of 60 from one population have an index above .1 most of the time; one in twenty is called drift."""
    pairs = [(random.normal(size=60), random.normal(size=60)) for _ in range(300)]
    indices = [drift(pd.DataFrame({"revenue": a}), pd.DataFrame({"revenue": b}))["psi"].iloc[0] for a, b in pairs]

    assert np.mean(np.array(indices) > 0.1) > 0.8
    assert np.mean([verdict(a, b) != "stable" for a, b in pairs]) < 0.08


def test_deciles_that_fall_together_are_kept_once(random):
    """Nearly everyone has one order: no empty bins, no drift."""
    before, after = (random.choice([1, 2, 9], 5000, p=[0.9, 0.08, 0.02]) for _ in range(2))

    assert "stable" == verdict(before, after)


@pytest.mark.parametrize("value", [0.0, 2.0])
def test_a_constant_that_moves_is_seen_on_both_sides(value):
    assert "shifted" == verdict([1.0] * 500, [value] * 500)


def test_values_that_go_missing_are_drift(random):
    before = random.normal(size=1000)

    assert "shifted" == verdict(before, np.where(np.arange(1000) < 500, before, np.nan))


def test_features_that_one_date_lacks_are_left_out():
    before = pd.DataFrame({"revenue": [1.0, 2.0], "unit_count": [1.0, 1.0], "order_count": [np.nan, np.nan]})

    assert ["revenue"] == drift(before, before.drop(columns="unit_count"))["feature"].tolist()


def test_integers_with_gaps_are_read(random):
    before = pd.array([1, 2, None] * 100, dtype="Int64")

    assert "stable" == verdict(before, before)


def test_the_parts_of_the_bins_add_up_to_the_index(random, fits_schema):
    before, after = pd.DataFrame({"revenue": random.gamma(2, 50, 900)}), pd.DataFrame({"revenue": random.gamma(2, 60, 800)})
    bins = drift_bins(before, after, features=["revenue"], minimum=10)

    fits_schema(bins, "drift_bins")
    assert drift(before, after, features=["revenue"])["psi"].iloc[0] == pytest.approx(bins["part"].sum())
    assert [1.0, 1.0] == pytest.approx([bins["share_then"].sum(), bins["share_now"].sum()])
    assert 10 == len(bins)


def test_bins_with_few_customers_are_joined(random):
    """Five of 400 have no value: they stand with the highest bin, and no bin has fewer than ten."""
    values = pd.Series(random.gamma(2, 50, 400))
    before, after = pd.DataFrame({"revenue": values.mask(values.index < 5)}), pd.DataFrame({"revenue": values})
    bins = drift_bins(before, after, features=["revenue"], minimum=10)

    assert 10 <= bins[["customers_then", "customers_now"]].to_numpy().min()
    assert bins["known"].all()
    assert 400 == bins["customers_then"].sum() == bins["customers_now"].sum()
