"""The chances of a planted sign: their mean is the rate, their odds stand in the planted ratio."""

import numpy as np
import pytest

from analysis.sources.demo import leaving


@pytest.mark.parametrize("odds", [1.0, 3.5, 20.0])
def test_the_rate_over_all_orders_stays_and_the_odds_are_those_planted(odds):
    rate = np.array([0.01, 0.1, 0.6])

    kept, gone = leaving.chances(rate, last=0.2, odds=odds)

    assert rate == pytest.approx(0.8 * kept + 0.2 * gone)
    assert odds == pytest.approx(gone / (1 - gone) / (kept / (1 - kept)))
