"""Do the segments of the start say who comes and who spends in the period?

    ordered  of two customers, one who ordered and one who did not, how often the one who did stood in the segment whose
             members order more: the area under the ROC curve, 0.5 by lot
    revenue  share of the differences in rank of revenue that lies between segments (η², the measure of chapter 02),
             corrected for the number of segments, which alone explain (k − 1) / (n − 1) by chance (ε², Kelley 1935)

Intervals resample customers.  The order of segments is taken from the same customers; with segments of hundreds that
adds next to nothing, and it adds the same to the plain rule that stands beside.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import rankdata

OUTCOMES = ("ordered", "revenue")
DRAWS = 200
MOST = 50_000  # customers that are measured: beyond, an interval is far below what is shown
TENTHS = 10
COLUMNS = ["ruler", "outcome", "value", "low", "high", "difference", "difference_low", "difference_high", "segments", "n"]


def separation(
    groups: Mapping[str, pd.Series], outcome: pd.DataFrame, *, against: str, seed: int, draws: int = DRAWS
) -> pd.DataFrame:
    """The table `separation`: one row per ruler × outcome.

    groups   by ruler the segment of each customer, indexed by customer_id; only customers whom all rulers know count
    outcome  indexed by customer_id: ordered (bool), revenue (money); who is missing did not order
    against  the ruler that the first one is compared with: `difference` is the first less that one, with its interval
    """
    first = next(iter(groups))
    known = pd.DataFrame(groups).dropna().sort_index()
    known = known.iloc[:: -(-len(known) // MOST)] if len(known) > MOST else known
    ordered = outcome["ordered"].reindex(known.index).fillna(False).to_numpy(dtype=bool)
    ranks = rankdata(outcome["revenue"].reindex(known.index).fillna(0.0))
    codes = {ruler: pd.factorize(known[ruler], sort=True)[0] for ruler in known}
    weights = _weights(len(known), draws, seed)
    rows = []
    for of in OUTCOMES:
        found = {ruler: np.array([_value(of, code, ordered, ranks, weight) for weight in weights]) for ruler, code in codes.items()}
        for ruler, values in found.items():
            apart = found[first] - found[against] if ruler == first else np.full(len(values), np.nan)
            rows.append((ruler, of, *_range(values), *_range(apart), known[ruler].nunique(), len(known)))
    return pd.DataFrame(rows, columns=COLUMNS)


def tenths(values: pd.Series) -> pd.Series:
    """The tenth of each value, '1' lowest, equal values together; missing values are one group ('none')."""
    place = np.ceil(values.rank(method="average") / values.notna().sum() * TENTHS)
    return place.map(lambda tenth: "none" if tenth != tenth else str(int(tenth)))


def _weights(n: int, draws: int, seed: int) -> list[np.ndarray]:
    """How often each customer counts: once, then in each resample."""
    random = np.random.default_rng(seed)
    return [np.ones(n), *(np.bincount(random.integers(0, n, n), minlength=n).astype(float) for _ in range(draws if n else 0))]


def _range(values: np.ndarray) -> tuple[float, float, float]:
    """The figure itself, and the middle 95 % of the resamples."""
    drawn = values[1:][~np.isnan(values[1:])]
    low, high = np.quantile(drawn, [0.025, 0.975]) if len(drawn) else (np.nan, np.nan)
    return float(values[0]), float(low), float(high)


def _value(of: str, codes: np.ndarray, ordered: np.ndarray, ranks: np.ndarray, weight: np.ndarray) -> float:
    return _area(codes, ordered, weight) if of == "ordered" else _epsilon(codes, ranks, weight)


def _area(codes: np.ndarray, ordered: np.ndarray, weight: np.ndarray) -> float:
    did, every = np.bincount(codes, weight * ordered), np.bincount(codes, weight)
    held = every > 0
    did, missed = did[held], (every - did)[held]
    if not did.sum() or not missed.sum():
        return float("nan")
    order = np.argsort(did / (did + missed), kind="stable")
    did, missed = did[order], missed[order]
    below = np.cumsum(missed) - missed
    return float((did * (below + missed / 2)).sum() / (did.sum() * missed.sum()))


def _epsilon(codes: np.ndarray, ranks: np.ndarray, weight: np.ndarray) -> float:
    n = weight.sum()
    every, sums = np.bincount(codes, weight), np.bincount(codes, weight * ranks)
    middle, k = (weight * ranks).sum() / n, int((every > 0).sum())
    total = (weight * (ranks - middle) ** 2).sum()
    if total <= 0 or n <= k:
        return float("nan")
    between = (sums[every > 0] ** 2 / every[every > 0]).sum() - n * middle**2
    return float(1 - (total - between) / total * (n - 1) / (n - k))
