"""Does a score put those who did above those who did not?  The area under the ROC curve, with its interval.

Of two customers drawn by lot, one who did and one who did not, the area is the share of pairs in which the first has
the higher score; equal scores count half: 0.5 by lot, 1 never wrong.  Intervals, and the difference of two scores of
the same customers, are those of DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837–845, by ranks as in Sun
and Xu (2014), IEEE Signal Processing Letters 21, 1389–1393.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm, rankdata

Z = norm.isf(0.025)


class Estimate(NamedTuple):
    """A figure and its 95 % interval; missing where it cannot be had."""

    value: float
    low: float
    high: float


UNKNOWN = Estimate(float("nan"), float("nan"), float("nan"))


def auc(scores: np.ndarray, happened: np.ndarray) -> Estimate:
    """The area of one score; missing unless at least two did and two did not."""
    if min(happened.sum(), (~happened).sum()) < 2:
        return UNKNOWN
    above, below = _placements(scores, happened)
    return _estimate(above, below, limits=(0.0, 1.0))


def auc_difference(scores: np.ndarray, others: np.ndarray, happened: np.ndarray) -> Estimate:
    """The area of `scores` less that of `others`, both of the same customers."""
    if min(happened.sum(), (~happened).sum()) < 2:
        return UNKNOWN
    first, second = _placements(scores, happened), _placements(others, happened)
    return _estimate(first[0] - second[0], first[1] - second[1], limits=(-1.0, 1.0))


def _placements(scores: np.ndarray, happened: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each who did, the share of the others below; for each who did not, the share of those who did above."""
    did, did_not = scores[happened], scores[~happened]
    ranks = rankdata(np.concatenate([did, did_not]))
    m, n = len(did), len(did_not)
    return (ranks[:m] - rankdata(did)) / n, 1.0 - (ranks[m:] - rankdata(did_not)) / m


def _estimate(above: np.ndarray, below: np.ndarray, *, limits: tuple[float, float]) -> Estimate:
    half = Z * np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below))
    value = float(above.mean())
    return Estimate(value, float(max(value - half, limits[0])), float(min(value + half, limits[1])))
