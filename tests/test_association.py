"""The association of a cross table against answers known from elsewhere."""

import numpy as np
import pytest
from scipy import stats

from analysis.association import cramers_v


def test_full_association_is_one_and_none_is_zero():
    assert 1.0 == pytest.approx(cramers_v(np.array([[50, 0], [0, 50]]))[0])
    assert 0.0 == cramers_v(np.array([[25, 25], [25, 25]]))[0]


def test_v_of_noise_is_near_zero_however_many_levels():
    """Without Bergsma's correction eight levels in eight segments of 200 customers would give about .18."""
    counts = np.random.default_rng(0).multinomial(200, [1 / 64] * 64).reshape(8, 8)

    assert cramers_v(counts)[0] < 0.1 < stats.contingency.association(counts, method="cramer")


@pytest.mark.parametrize("counts", [[[3], [4]], [[3, 4]], [[1]]])
def test_a_side_with_one_value_goes_with_nothing(counts):
    assert (0.0, 1.0) == cramers_v(np.array(counts))


def test_the_p_value_is_that_of_chi_square():
    counts = np.array([[30, 10], [20, 40]])

    assert stats.chi2_contingency(counts, correction=False).pvalue == cramers_v(counts)[1]
