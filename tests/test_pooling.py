"""Many estimates of one thing, and many tests at once."""

import numpy as np
import pytest

from analysis import pooling


def test_alike_estimates_share_what_they_know_and_stay_where_they_are():
    mean, low, high = pooling.drawn(np.full(4, 0.1), np.full(4, 0.01))

    assert [0.1] * 4 == pytest.approx(mean.tolist())
    assert ((high - low) < 2 * pooling.Z * 0.1).all()


def test_a_loose_estimate_is_drawn_further_than_a_firm_one():
    own = np.array([0.0, 0.1, 0.3])
    mean, _, _ = pooling.drawn(own, np.array([0.0001, 0.0001, 0.04]))

    assert abs(mean[2] - own[2]) > 20 * abs(mean[0] - own[0])


def test_one_estimate_stays_as_it_is():
    mean, low, high = pooling.drawn(np.array([0.2]), np.array([0.01]))

    assert (0.2, 0.2 - 0.196, 0.2 + 0.196) == pytest.approx((mean[0], low[0], high[0]), abs=1e-4)


def test_ranges_hold_what_they_promise_where_one_value_of_tau_does_not():
    """Six segments, true effects as far apart as their errors: 95 % of ranges hold the truth."""
    random, held = np.random.default_rng(3), []
    for _ in range(60):
        noise = random.uniform(0.5, 2, 6) * 0.02**2
        truth = 0.05 + 0.015 * random.standard_normal(6)
        _, low, high = pooling.drawn(truth + np.sqrt(noise) * random.standard_normal(6), noise)
        held += ((low <= truth) & (truth <= high)).tolist()

    assert 0.92 < np.mean(held) < 0.99


def test_whether_estimates_differ():
    """(1 − 0)² / 2 = half a squared standard error apart: p of chi-square(1) at .5."""
    assert 0.4795 == pytest.approx(pooling.differ_p(np.array([0.0, 1.0]), np.array([1.0, 1.0])), abs=1e-4)
    assert np.isnan(pooling.differ_p(np.array([0.0]), np.array([1.0])))


def test_holm_by_hand_and_missing_is_no_test():
    """.01 × 3, .02 × 2, .04 × 1, never below the one before."""
    assert [0.04, 0.03, np.nan, 0.04] == pytest.approx(pooling.holm(np.array([0.02, 0.01, np.nan, 0.04])), nan_ok=True)


def test_discoveries_by_hand():
    """.01 × 3 / 1, .02 × 3 / 2, .04 × 3 / 3."""
    assert [0.03, 0.03, 0.04] == pytest.approx(pooling.discovery(np.array([0.01, 0.02, 0.04])))
    assert [] == pooling.discovery(np.array([])).tolist()
