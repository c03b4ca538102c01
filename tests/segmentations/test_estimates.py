"""Means and shares of many groups at once, against one at a time."""

import numpy as np
import pytest
from scipy.stats import binomtest

from analysis.segmentations.estimates import mean_of_own, wilson


def test_each_value_has_the_mean_of_its_group_and_who_has_no_group_has_none():
    found = mean_of_own(np.array([1.0, 3.0, 10.0, 99.0]), np.array([0, 0, 1, -1]))

    assert [2.0, 2.0, 10.0] == list(found[:3])
    assert np.isnan(found[3])


@pytest.mark.parametrize(("hits", "n"), [(0, 10), (1, 10), (10, 10), (3, 3), (0, 1), (7, 1234)])
def test_the_interval_is_that_of_one_share_alone(hits, n):
    alone = binomtest(hits, n).proportion_ci(method="wilson")
    low, high = wilson(np.array([float(hits)]), np.array([float(n)]))

    assert [pytest.approx(alone.low, abs=1e-12), pytest.approx(alone.high, abs=1e-12)] == [low[0], high[0]]
