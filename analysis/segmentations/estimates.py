"""Means and shares of many groups at once, and how sure a share is."""

import numpy as np
from scipy.stats import norm


def mean_of_own(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The mean of the group of each value; groups are numbered from 0, who has none (-1) has no mean."""
    held = codes >= 0
    sums, counts = np.bincount(codes[held], weights=values[held]), np.bincount(codes[held])
    means = np.append(sums / np.maximum(counts, 1), np.nan)
    return means[codes]


def wilson(hits: np.ndarray, n: np.ndarray, *, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Low and high ends of Wilson's interval of the shares hits / n; n above 0.

    Wilson (1927), Journal of the American Statistical Association 22, 209–212.
    """
    z = norm.isf((1 - level) / 2)
    share = hits / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # At the ends the two are equal but for rounding, as the interval must touch 0 and 1 there.
    return np.where(hits == 0, 0.0, middle - half), np.where(hits == n, 1.0, middle + half)
