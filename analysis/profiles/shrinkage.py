"""Many estimates of one kind, each drawn towards their mean as far as chance explains how they differ.

The best and the worst of many small groups owe much to luck.  An estimate with a wide error says little and is drawn far;
one with a narrow error keeps its place.  How much the groups truly differ is estimated from all of them.  Not for two
groups: from one difference no spread can be told from an error.

Efron and Morris (1975), Data analysis using Stein's estimator; Paule and Mandel (1982) for the spread; Morris (1983),
Parametric empirical Bayes inference, for the interval.
"""

import numpy as np
import pandas as pd
from scipy import optimize, stats

FEWEST = 3  # groups from which a spread can be estimated


def spread_between(values: np.ndarray, errors: np.ndarray) -> float:
    """Variance of the true values: the one at which the weighted squares add up to what chance would leave; never below 0."""

    def excess(variance: float) -> float:
        weights = 1 / (errors**2 + variance)
        mean = (weights * values).sum() / weights.sum()
        return float((weights * (values - mean) ** 2).sum() - (len(values) - 1))

    if excess(0.0) <= 0:
        return 0.0
    most = float(np.ptp(values) ** 2) * len(values)
    return float(optimize.brentq(excess, 0.0, most)) if excess(most) < 0 else most


def shrunk(values: pd.Series, errors: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Estimates with their standard errors -> shrunk, shrunk_low, shrunk_high, spread; same index.

    spread is the standard deviation between the true values, missing below three estimates, which then stay as they are.
    An estimate that is missing, or without an error, stays missing and counts for nothing.  The interval holds the error of
    the mean, and of the spread: without the latter it would be too narrow for few groups.
    """
    z = stats.norm.isf((1 - level) / 2)
    good = values.notna() & (errors > 0)
    y, se = values[good].to_numpy(dtype=float), errors[good].to_numpy(dtype=float)
    if len(y) < FEWEST:
        table = pd.DataFrame({"shrunk": values, "shrunk_low": values - z * errors, "shrunk_high": values + z * errors})
        return table.where(good).assign(spread=np.nan)
    variance = spread_between(y, se)
    weights = 1 / (se**2 + variance)
    mean = (weights * y).sum() / weights.sum()
    k = len(y)
    # One degree of freedom is spent on the mean: a full pull would be too strong for few groups.
    pull = (k - FEWEST) / (k - 1) * se**2 * weights if k > FEWEST else se**2 * weights * 0.5
    drawn = mean + (1 - pull) * (y - mean)
    error = se**2 * (1 - pull * (k - 1) / k) + 2 / max(k - FEWEST, 1) * pull**2 * (weights.mean() / weights) * (y - mean) ** 2
    half = z * np.sqrt(error)
    found = pd.DataFrame({"shrunk": drawn, "shrunk_low": drawn - half, "shrunk_high": drawn + half}, index=values.index[good])
    return found.reindex(values.index).assign(spread=float(np.sqrt(variance)))
