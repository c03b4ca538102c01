"""Intervals for shares, differences of shares, means and ratios: how far chance may carry a figure.

They cover what sampling does, nothing else: a season, a campaign or a changed price is not in them.
"""

import numpy as np
import pandas as pd
from scipy import stats

Numbers = float | np.ndarray | pd.Series


def wilson(count: Numbers, n: Numbers, *, level: float = 0.95) -> tuple[Numbers, Numbers]:
    """Wilson interval of the share count / n; missing where n is 0.

    Wilson (1927), Probable Inference; stays within 0 to 1 and holds for small n.
    """
    z2 = stats.norm.isf((1 - level) / 2) ** 2
    n = np.where(np.asarray(n, dtype=float) > 0, n, np.nan)
    share = count / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * share * (1 - share) / n + z2**2 / (4 * n**2)) / (1 + z2 / n)
    # At the ends the two are equal but for rounding, as the interval must touch 0 and 1 there.
    return np.clip(centre - half, 0.0, 1.0) * (share > 0), np.maximum(np.clip(centre + half, 0.0, 1.0), share == 1)


def newcombe(count: float, n: float, control_count: float, control_n: float, *, level: float = 0.95) -> tuple[float, float]:
    """Newcombe's interval of count / n less control_count / control_n, from the two Wilson intervals.

    Newcombe (1998), Interval estimation for the difference between independent proportions, method 10.
    """
    share, control = count / n, control_count / control_n
    low, high = wilson(count, n, level=level)
    control_low, control_high = wilson(control_count, control_n, level=level)
    difference = share - control
    below = np.hypot(share - low, control_high - control)
    above = np.hypot(high - share, control - control_low)
    return float(difference - below), float(difference + above)


def paired_difference(first: np.ndarray, second: np.ndarray, *, level: float = 0.95) -> tuple[float, float, float]:
    """Share of hits in `first` less that in `second`, with its interval: the same rows judged twice, as booleans.

    Only rows on which the two differ tell anything.  Bonett and Price (2012), Adjusted Wald confidence interval for a
    difference of binomial proportions based on paired data, Journal of Educational and Behavioral Statistics 37.
    Missing without rows.
    """
    n = len(first)
    if n == 0:
        return float("nan"), float("nan"), float("nan")
    gained, lost = (first & ~second).sum(), (second & ~first).sum()
    gain, loss = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    half = stats.norm.isf((1 - level) / 2) * np.sqrt((gain + loss - (gain - loss) ** 2) / (n + 2))
    middle = gain - loss
    return float((gained - lost) / n), float(max(middle - half, -1.0)), float(min(middle + half, 1.0))


def mean_interval(values: pd.Series, *, level: float = 0.95) -> tuple[float, float]:
    """Student's t interval of a mean; missing below two values.  Narrow when few values are very skewed."""
    n = len(values)
    if n < 2:
        return float("nan"), float("nan")
    half = stats.t.isf((1 - level) / 2, n - 1) * values.std(ddof=1) / np.sqrt(n)
    return float(values.mean() - half), float(values.mean() + half)


def ratio_interval(numerator: pd.Series, denominator: pd.Series, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of sum(numerator) / sum(denominator) over independent rows (customers), by the delta method.

    Missing below two rows or where the denominators add up to 0.  Cochran (1977), Sampling Techniques, ch. 6.
    """
    n, total = len(numerator), denominator.sum()
    if n < 2 or total == 0:
        return float("nan"), float("nan")
    ratio = numerator.sum() / total
    spread = np.sqrt(((numerator - ratio * denominator) ** 2).sum() * n / (n - 1)) / total
    half = stats.t.isf((1 - level) / 2, n - 1) * spread
    return float(ratio - half), float(ratio + half)


def skewed_interval(values: np.ndarray, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of a mean of skewed values: Hall's transformation of the t statistic, turned round.

    Hall (1992), On the removal of skewness by transformation, Journal of the Royal Statistical Society B 54, 221–228.
    Missing below three values; the mean twice where all are equal.
    """
    n = len(values)
    if n < 3:
        return float("nan"), float("nan")
    values = np.sort(values)  # sums must not depend on the order of rows
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if spread == 0:
        return mean, mean
    a = float(((values - mean) ** 3).mean()) / spread**3 / np.sqrt(n)
    tails = stats.t.ppf([(1 + level) / 2, (1 - level) / 2], n - 1)
    turned = tails if abs(a) < 1e-6 else 3 / a * (np.cbrt(1 + a * (tails - a / 6)) - 1)
    low, high = mean - turned * spread / np.sqrt(n)
    return float(low), float(high)
