"""Intervals against the libraries that have them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.intervals import mean_interval, newcombe, paired_difference, ratio_interval, wilson


@pytest.mark.parametrize(("count", "n"), [(0, 10), (3, 10), (10, 10), (700, 1000)])
def test_wilson_agrees_with_scipy(count, n):
    expected = stats.binomtest(count, n).proportion_ci(method="wilson")

    assert (expected.low, expected.high) == pytest.approx(wilson(count, n), abs=1e-12)


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (1, 10), (10, 10), (3, 3), (0, 1), (7, 1234)])
def test_wilson_of_many_shares_is_that_of_each_alone(hits, n):
    alone = stats.binomtest(hits, n).proportion_ci(method="wilson")
    low, high = wilson(np.array([float(hits)]), np.array([float(n)]))

    assert [pytest.approx(alone.low, abs=1e-12), pytest.approx(alone.high, abs=1e-12)] == [low[0], high[0]]


def test_wilson_touches_the_ends():
    """Exactly: a limit of 1e-17 would be a figure where there is none."""
    assert 0.0 == wilson(0, 7)[0]
    assert 1.0 == wilson(7, 7)[1]


def test_wilson_of_nobody_is_missing():
    assert np.isnan(wilson(0, 0)).all()


def test_newcombe_agrees_with_statsmodels():
    from statsmodels.stats.proportion import confint_proportions_2indep

    expected = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")

    assert tuple(expected) == pytest.approx(newcombe(56, 70, 48, 80))


def test_mean_interval_agrees_with_the_t_test():
    values = pd.Series([1.0, 2.0, 4.0, 9.0])
    expected = stats.ttest_1samp(values, 0).confidence_interval()

    assert (expected.low, expected.high) == pytest.approx(mean_interval(values))
    assert np.isnan(mean_interval(values.head(1))).all()


def test_ratio_interval_covers_the_truth_as_often_as_it_says():
    """Baskets of about 50, orders in clusters by customer: 95 of 100 intervals hold 50."""
    random = np.random.default_rng(0)
    hits = 0
    for _ in range(400):
        orders = pd.Series(random.poisson(random.gamma(1, 2, 200)).astype(float))
        revenue = orders * random.normal(50, 15, 200)
        low, high = ratio_interval(revenue, orders)
        hits += low <= 50 <= high

    assert 0.92 <= hits / 400 <= 0.98


def test_ratio_without_orders_has_no_interval():
    assert np.isnan(ratio_interval(pd.Series([0.0, 0.0]), pd.Series([0.0, 0.0]))).all()


def test_the_same_judged_twice_differ_by_those_who_changed():
    """Of a hundred, twelve are hit by the first alone and two by the second alone: ten points, by the published formula."""
    first = np.array([True] * 12 + [False] * 2 + [True] * 40 + [False] * 46)
    second = np.array([False] * 12 + [True] * 2 + [True] * 40 + [False] * 46)
    difference, low, high = paired_difference(first, second)

    assert 0.10 == pytest.approx(difference)
    middle, spread = 10 / 102, np.sqrt((16 / 102 - (10 / 102) ** 2) / 102)
    assert (middle - 1.959964 * spread, middle + 1.959964 * spread) == pytest.approx((low, high), abs=1e-6)


def test_the_paired_interval_covers_the_truth_as_often_as_it_says():
    """Thirty per cent hit by both, fifteen by the first alone, five by the second alone: ten points."""
    rng = np.random.default_rng(8)
    covered = 0
    for _ in range(1000):
        draw = rng.random(80)
        _, low, high = paired_difference(draw < 0.45, (draw < 0.30) | (draw > 0.95))
        covered += low <= 0.10 <= high

    assert 0.93 < covered / 1000 < 0.98


def test_nobody_judged_twice_is_missing():
    assert all(np.isnan(value) for value in paired_difference(np.array([], dtype=bool), np.array([], dtype=bool)))
