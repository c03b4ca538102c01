"""Effect sizes: how strongly a trait and the segments go together, whatever the number of customers.

At a million customers every difference is significant; the effect size says whether it matters.
All of them run from 0 (nothing) to 1 (fully); Cliff's delta carries a sign.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

# Limits of small, medium and large.
COHEN_W = (0.1, 0.3, 0.5)  # Cohen (1988), for V × √(smaller side - 1)
COHEN_ETA_SQUARED = (0.01, 0.06, 0.14)  # Cohen (1988)
CLIFFS_DELTA = (0.147, 0.33, 0.474)  # Romano et al. (2006)


@dataclass(frozen=True)
class Ranks:
    """What rank statistics need: rank sum and size of each group, and the correction for ties."""

    sums: pd.Series
    sizes: pd.Series
    ties: float  # sum of t³ - t over the groups of equal values

    @property
    def n(self) -> int:
        return int(self.sizes.sum())


def ranks_by_group(values: pd.Series, groups: pd.Series) -> Ranks:
    """Rank all values together (equal values share their mean rank) and sum the ranks by group."""
    ranks = pd.Series(stats.rankdata(values.to_numpy()))
    by_group = ranks.groupby(groups.to_numpy())
    repeats = np.unique(values.to_numpy(), return_counts=True)[1].astype(float)
    return Ranks(by_group.sum(), by_group.size(), float((repeats**3 - repeats).sum()))


def eta_squared(ranks: Ranks) -> tuple[float, float]:
    """Share of the variance of ranks that lies between the groups, and the p-value of Kruskal–Wallis.

    (H - k + 1) / (n - k), not below 0.  Tomczak and Tomczak (2014), The need to report effect size.
    """
    n, k = ranks.n, len(ranks.sizes)
    h = 12 / (n * (n + 1)) * (ranks.sums**2 / ranks.sizes).sum() - 3 * (n + 1)
    h /= 1 - ranks.ties / (n**3 - n)
    effect = (h - k + 1) / (n - k) if n > k else np.nan
    return float(np.clip(effect, 0.0, 1.0)), float(stats.chi2.sf(h, k - 1))


def cliffs_delta(ranks: Ranks) -> pd.DataFrame:
    """Cliff's delta of each group against all others, with the p-value of Mann–Whitney.

    One row per group: delta (share of pairs in which the group's value is higher less the share in
    which it is lower) and p (normal approximation with ties).  Cliff (1993), Dominance statistics.
    """
    n, inside = ranks.n, ranks.sizes.astype(float)
    outside = n - inside
    wins = ranks.sums - inside * (inside + 1) / 2
    variance = inside * outside / 12 * (n + 1 - ranks.ties / (n * (n - 1)))
    z = (wins - inside * outside / 2) / np.sqrt(variance)
    return pd.DataFrame({"delta": 2 * wins / (inside * outside) - 1, "p": 2 * stats.norm.sf(z.abs())}, index=ranks.sizes.index)


def strength(effect: float, limits: tuple[float, float, float]) -> str:
    """negligible, small, medium or large."""
    return ("negligible", "small", "medium", "large")[int(np.searchsorted(limits, abs(effect), side="right"))]
