"""Several estimates of one thing: how far they differ beyond chance, each drawn towards the others, many tests at once.

The estimates d with variances v are taken to vary around a common mean with standard deviation τ.

    between    τ² of DerSimonian and Laird
    drawn      each estimate's mean and 95 % range given all the others, averaged over what the data say of τ.  With
               few estimates τ is hardly known: one value for it would often be nothing, and ranges too narrow
    differ_p   Cochran's Q: whether estimates differ by more than chance
    holm       p-values so that one false alarm among all of them stays as unlikely as the level says
    discovery  p-values so that few of those called real are not (Benjamini and Hochberg)

DerSimonian and Laird (1986), Meta-analysis in clinical trials.  Rubin (1981), Estimation in parallel randomized
experiments; Gelman et al. (2013), Bayesian Data Analysis, ch. 5.4.  Cochran (1954).  Holm (1979).  Benjamini and
Hochberg (1995).
"""

import numpy as np
from scipy import stats

Z = 1.959964
GRID = 100  # values of τ that are tried
REACH = 4.0  # … from none up to so many times the largest distance or error among the estimates


def between(d: np.ndarray, v: np.ndarray) -> float:
    """τ² of DerSimonian and Laird: how much estimates differ beyond what chance explains; 0 for one estimate."""
    d, weight = np.asarray(d, dtype=float), 1 / np.asarray(v, dtype=float)
    if len(d) < 2:
        return 0.0
    mean = (weight * d).sum() / weight.sum()
    q = (weight * (d - mean) ** 2).sum()
    scale = weight.sum() - (weight**2).sum() / weight.sum()
    return float(max(0.0, (q - (len(d) - 1)) / scale))


def differ_p(d: np.ndarray, v: np.ndarray) -> float:
    """p-value of Cochran's Q, that all estimates are of one and the same figure; missing for fewer than two."""
    d, weight = np.asarray(d, dtype=float), 1 / np.asarray(v, dtype=float)
    if len(d) < 2:
        return float("nan")
    mean = (weight * d).sum() / weight.sum()
    return float(stats.chi2.sf((weight * (d - mean) ** 2).sum(), len(d) - 1))


def drawn(d: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each estimate drawn towards the others: mean, low, high.  One estimate alone stays as it is.

    τ has a flat prior up to `REACH` times the largest distance from the mean or standard error; μ is flat.
    """
    d, v = np.asarray(d, dtype=float), np.asarray(v, dtype=float)
    if len(d) < 2:
        half = Z * np.sqrt(v)
        return d, d - half, d + half
    top = REACH * max(np.abs(d - d.mean()).max(), np.sqrt(v).max())
    tau2 = (np.linspace(0, top, GRID)[:, None]) ** 2
    weight = 1 / (v + tau2)
    precision = weight.sum(axis=1, keepdims=True)
    mu = (weight * d).sum(axis=1, keepdims=True) / precision
    likely = 0.5 * (np.log(weight).sum(axis=1) - np.log(precision[:, 0]) - (weight * (d - mu) ** 2).sum(axis=1))
    chance = np.exp(likely - likely.max())
    chance /= chance.sum()
    pull = v / (v + tau2)
    means = pull * mu + (1 - pull) * d
    errors = np.sqrt((1 - pull) * v + pull**2 / precision)
    return (chance[:, None] * means).sum(axis=0), *(_quantile(chance, means, errors, p) for p in (0.025, 0.975))


def _quantile(chance: np.ndarray, means: np.ndarray, errors: np.ndarray, p: float) -> np.ndarray:
    """Quantile of each column's mixture of normals, by halving."""
    low, high = (means - 8 * errors).min(axis=0), (means + 8 * errors).max(axis=0)
    for _ in range(40):
        middle = (low + high) / 2
        below = (chance[:, None] * stats.norm.cdf((middle - means) / errors)).sum(axis=0) < p
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2


def holm(p: np.ndarray) -> np.ndarray:
    """Adjusted p-values that control false alarms in the whole family; missing ones are no tests."""
    return _adjusted(p, lambda held: np.maximum.accumulate(np.minimum((len(held) - np.arange(len(held))) * held, 1.0)))


def discovery(p: np.ndarray) -> np.ndarray:
    """Adjusted p-values that control the share of false discoveries; missing ones are no tests."""
    return _adjusted(p, lambda held: stats.false_discovery_control(held))


def _adjusted(p, rule) -> np.ndarray:
    p = np.asarray(p, dtype=float)
    told = np.full(len(p), np.nan)
    held = np.flatnonzero(np.isfinite(p))
    if len(held):
        ranked = held[np.argsort(p[held], kind="stable")]
        told[ranked] = rule(p[ranked])
    return told
