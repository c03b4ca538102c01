"""Means of many groups at once."""

import numpy as np

from analysis.segmentations.estimates import mean_of_own


def test_each_value_has_the_mean_of_its_group_and_who_has_no_group_has_none():
    found = mean_of_own(np.array([1.0, 3.0, 10.0, 99.0]), np.array([0, 0, 1, -1]))

    assert [2.0, 2.0, 10.0] == list(found[:3])
    assert np.isnan(found[3])
