"""Two groups laid side by side: the difference and the ratio of their means or shares, with intervals.

A group is told by its `Side`: how many customers, how many units that were assigned independently (customers, or the
stores or days that they came with), the mean, and the variance of that mean.

    shares          Newcombe's interval, p-value of the pooled z-test
    means           Welch's t; for spend with many zeros as well: it holds for the raw mean, which is what pays
    units > 1 each  an arm's mean is a ratio of sums over its units (Cochran), and Welch's degrees of freedom are
                    counted in units: few stores give wide intervals, whatever the number of customers
    ratio           on the log scale by the delta method; for shares this is Katz's interval

Newcombe (1998), Interval estimation for the difference between independent proportions, method 10.  Welch (1947).
Katz et al. (1978), Obtaining confidence intervals for the risk ratio in cohort studies.  Cochran (1977), Sampling
Techniques, ch. 6 and 9.  Donner and Klar (2000), Design and Analysis of Cluster Randomization Trials.  Deng, Xu,
Kohavi and Walker (2013), Improving the sensitivity of online controlled experiments by utilizing pre-experiment data.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.intervals import newcombe

LEVEL, POWER = 0.95, 0.80
MISSING = float("nan")


@dataclass(frozen=True)
class Side:
    """One group: customers, independent units, mean (a share where `share`), variance of the mean."""

    n: int
    units: int
    mean: float
    error: float
    share: bool = False


@dataclass(frozen=True)
class Contrast:
    """A group less another: the difference and the ratio with 95 % intervals; missing where they cannot be told.

    p           two-sided p-value of no difference
    detectable  smallest true difference that a test of this size shows four times in five
    """

    difference: float = MISSING
    low: float = MISSING
    high: float = MISSING
    p: float = MISSING
    error: float = MISSING
    ratio: float = MISSING
    ratio_low: float = MISSING
    ratio_high: float = MISSING
    detectable: float = MISSING


def side(values: np.ndarray, units: np.ndarray | None = None, *, share: bool = False) -> Side:
    """The group with these outcomes, one per customer; `units` names the unit that each customer came with."""
    n = len(values)
    if n == 0:
        return Side(0, 0, MISSING, MISSING, share)
    values = np.asarray(values, dtype=float)
    mean = float(values.mean())
    if units is not None:
        return Side(n, *_over_units(values, units, mean), share)
    spread = mean * (1 - mean) if share else float(values.var(ddof=1)) if n > 1 else MISSING
    return Side(n, n, mean, spread / n, share)


def _over_units(values: np.ndarray, units: np.ndarray, mean: float) -> tuple[int, float, float]:
    """Units, mean, variance of the mean as a ratio of sums over the units."""
    _, place = np.unique(units, return_inverse=True)
    sizes, sums = np.bincount(place), np.bincount(place, weights=values)
    count = len(sizes)
    if count < 2:
        return count, mean, MISSING
    apart = sums - mean * sizes
    return count, mean, float((apart**2).sum() * count / (count - 1) / sizes.sum() ** 2)


def contrast(treated: Side, control: Side) -> Contrast:
    """One group less the other."""
    both = treated.error + control.error
    if not np.isfinite(both) or min(treated.units, control.units) < 2:
        return Contrast(difference=treated.mean - control.mean)
    counted = treated.share and treated.units == treated.n and control.units == control.n
    freedom = np.inf if counted else _freedom(treated, control)
    difference, error = treated.mean - control.mean, float(np.sqrt(both))
    low, high, p = _by_counts(treated, control) if counted else _by_t(difference, error, freedom)
    reach = (stats.t.isf((1 - LEVEL) / 2, freedom) + stats.t.isf(1 - POWER, freedom)) * error
    return Contrast(difference, low, high, p, error, *_ratio(treated, control, freedom), detectable=float(reach))


def _freedom(treated: Side, control: Side) -> float:
    """Degrees of freedom of Welch and Satterthwaite, counted in units."""
    parts = [(one.error, one.units - 1) for one in (treated, control)]
    below = sum(error**2 / units for error, units in parts)
    return sum(error for error, _ in parts) ** 2 / below if below > 0 else float(min(units for _, units in parts))


def _by_t(difference: float, error: float, freedom: float) -> tuple[float, float, float]:
    if error == 0:
        return difference, difference, 1.0 if difference == 0 else 0.0
    half = stats.t.isf((1 - LEVEL) / 2, freedom) * error
    return difference - half, difference + half, float(2 * stats.t.sf(abs(difference) / error, freedom))


def _by_counts(treated: Side, control: Side) -> tuple[float, float, float]:
    """Newcombe's ends, and the p-value of the pooled z-test."""
    counts = [round(one.mean * one.n) for one in (treated, control)]
    low, high = newcombe(counts[0], treated.n, counts[1], control.n)
    pooled = sum(counts) / (treated.n + control.n)
    error = np.sqrt(pooled * (1 - pooled) * (1 / treated.n + 1 / control.n))
    p = 2 * stats.norm.sf(abs(treated.mean - control.mean) / error) if error > 0 else 1.0
    return low, high, float(p)


def _ratio(treated: Side, control: Side, freedom: float) -> tuple[float, float, float]:
    if treated.mean <= 0 or control.mean <= 0:
        return MISSING, MISSING, MISSING
    ratio = treated.mean / control.mean
    spread = np.sqrt(treated.error / treated.mean**2 + control.error / control.mean**2)
    half = stats.t.isf((1 - LEVEL) / 2, freedom) * spread
    return float(ratio), float(ratio * np.exp(-half)), float(ratio * np.exp(half))


def less_foreseen(values: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Outcomes less what each customer's figures of before foretell (CUPED): same mean, less noise.

    `before` has a row per customer and a column per figure that the contact cannot have touched.  The weights are
    those of least squares over all arms together, so that they know nothing of the effect.
    """
    centred = np.asarray(before, dtype=float) - np.mean(before, axis=0)
    spread = centred.std(axis=0)
    held = spread > 0
    if not held.any() or len(values) <= held.sum() + 1:
        return np.asarray(values, dtype=float)
    told = centred[:, held] / spread[held]
    weights, *_ = np.linalg.lstsq(told, np.asarray(values, dtype=float) - np.mean(values), rcond=None)
    return np.asarray(values, dtype=float) - told @ weights


def two_parts(values: np.ndarray, control: np.ndarray) -> tuple[float, float]:
    """A difference of means with many zeros as two parts that add up to it: from more who spend, and from more by each.

    Each part is taken at the mean of both groups for the other (Shapley).  Without anybody who spends in one of the
    groups all of it is the first part.
    """
    shares = [float((one > 0).mean()) for one in (values, control)]
    means = [float(np.mean(one)) for one in (values, control)]
    if min(shares) == 0:
        return means[0] - means[1], 0.0
    each = [mean / share for mean, share in zip(means, shares, strict=True)]
    return (shares[0] - shares[1]) * sum(each) / 2, (each[0] - each[1]) * sum(shares) / 2
