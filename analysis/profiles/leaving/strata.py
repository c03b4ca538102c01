"""Two groups compared within strata of others like them: one odds ratio, one difference of shares, one test over all.

A stratum is a match, or customers of like tenure; what differs between strata then cannot make the difference.
Arrays have one entry per stratum:

    a, b  cases with and without the sign (those who left)
    c, d  others with and without the sign

Mantel and Haenszel (1959) for the odds ratio and the test; Robins, Breslow and Greenland (1986) for its interval;
Greenland and Robins (1985) for the difference of shares, Sato (1989) for its interval.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats


class Cells(NamedTuple):
    """The four counts of each stratum; those without anybody on one side say nothing and count nothing."""

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray

    @property
    def n(self) -> np.ndarray:
        return np.maximum(self.a + self.b + self.c + self.d, 1.0)


def odds_ratio(cells: Cells, *, level: float = 0.95) -> tuple[float, float, float]:
    """Mantel–Haenszel odds ratio with its interval; missing where one side never stands alone."""
    a, b, c, d = cells
    n, z = cells.n, stats.norm.isf((1 - level) / 2)
    r, s = a * d / n, b * c / n
    if not (r.sum() > 0 and s.sum() > 0):
        return (np.nan,) * 3
    agree = (a + d) / n
    spread = (agree * r).sum() / (2 * r.sum() ** 2) + (agree * s + (1 - agree) * r).sum() / (2 * r.sum() * s.sum())
    spread += ((1 - agree) * s).sum() / (2 * s.sum() ** 2)
    ratio, room = float(r.sum() / s.sum()), float(np.exp(z * np.sqrt(spread)))
    return ratio, ratio / room, ratio * room


def p_value(cells: Cells) -> float:
    """The conditional test that cases have the sign as often as others; 1 where all of every stratum are alike."""
    a, b, c, _ = cells
    n, cases, marked = cells.n, a + b, a + c
    expected = cases * marked / n
    variance = (expected * (n - cases) * (n - marked) / (n * np.maximum(n - 1, 1))).sum()
    return float(2 * stats.norm.sf(abs((a - expected).sum()) / np.sqrt(variance))) if variance > 0 else 1.0


def share_difference(cells: Cells, *, level: float = 0.95) -> tuple[float, float, float]:
    """The share of cases among those with the sign less that among those without, with its interval.

    Strata weigh as much as they tell: the product of their two sides over their size.  Missing where none has both sides.
    """
    a, b, c, d = cells
    n, ours, others = cells.n, a + c, b + d
    weight = ours * others / n
    if weight.sum() == 0:
        return (np.nan,) * 3
    difference = float(((a * others - b * ours) / n).sum() / weight.sum())
    skew = ((b * ours**2 - a * others**2 + ours * others * (others - ours) / 2) / n**2).sum()
    noise = ((a * (others - b) + b * (ours - a)) / (2 * n)).sum()
    half = float(stats.norm.isf((1 - level) / 2) * np.sqrt(max(difference * skew + noise, 0.0)) / weight.sum())
    return difference, difference - half, difference + half
