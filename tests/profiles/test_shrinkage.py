"""Estimates drawn towards their mean: known answers, and intervals that hold what they promise."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.shrinkage import shrunk, spread_between


def test_equal_estimates_have_no_spread_and_stay():
    found = shrunk(pd.Series([2.0, 2.0, 2.0, 2.0]), pd.Series([1.0, 1.0, 1.0, 1.0]))

    assert [2.0] * 4 == pytest.approx(found["shrunk"].tolist())
    assert {0.0} == set(found["spread"])


def test_the_spread_is_what_chance_leaves():
    """Errors of 1 and a variance of 10 between -3, -1, 1, 3 (20/3) leave 17/3."""
    assert 20 / 3 - 1 == pytest.approx(spread_between(np.array([-3.0, -1, 1, 3]), np.ones(4)))


def test_a_wide_error_is_drawn_farther_than_a_narrow_one():
    found = shrunk(pd.Series([10.0, 10.0, -10.0, -10.0, 0.0]), pd.Series([1.0, 8.0, 1.0, 8.0, 1.0]))["shrunk"]

    assert 9 < found[0] < 10
    assert 0 < found[1] < 8


def test_two_estimates_stay_as_they_are():
    found = shrunk(pd.Series([1.0, -1.0]), pd.Series([0.5, 0.5]))

    assert [1.0, -1.0] == found["shrunk"].tolist()
    assert [0.02, -1.98] == pytest.approx(found["shrunk_low"].tolist(), abs=0.001)
    assert found["spread"].isna().all()


def test_an_estimate_without_an_error_stays_missing():
    found = shrunk(pd.Series([1.0, 2.0, 3.0, 9.0]), pd.Series([1.0, 1.0, 1.0, np.nan]))

    assert [False, False, False, True] == found["shrunk"].isna().tolist()


@pytest.mark.parametrize("groups", [3, 6])
@pytest.mark.parametrize("true_spread", [0.0, 1.0])
def test_intervals_hold_the_truth_and_errors_shrink(groups, true_spread):
    """Over 300 draws 95% intervals hold the truth 93 times in 100 or more; the squared error falls by a fifth at least."""
    random, held, drawn, raw = np.random.default_rng(7), [], [], []
    for _ in range(300):
        errors = random.uniform(0.5, 2, groups)
        truth = random.normal(0, true_spread, groups)
        values = truth + random.normal(0, errors)
        found = shrunk(pd.Series(values), pd.Series(errors))
        held.append(((found["shrunk_low"] <= truth) & (truth <= found["shrunk_high"])).mean())
        drawn.append(((found["shrunk"] - truth) ** 2).mean())
        raw.append(((values - truth) ** 2).mean())

    assert np.mean(held) >= 0.93
    assert np.mean(drawn) < 0.8 * np.mean(raw)
