"""Do customers still look as they did when the segments were defined?

The population stability index compares the shares in the deciles of the earlier date: 0 when nothing
moved; below .1 stable, above .25 shifted, by custom.  Counts have few values, so deciles fall
together; equal cut points are kept once.  With few customers chance alone gives a high index: a
feature is only called moved when the chi-square test of the same bins finds the dates different, too,
at the 5 % level.  (Most customers stand at both dates, so the true rate of false alarms is lower.)

Siddiqi (2006), Credit Risk Scorecards; Yurdakul and Naranjo (2020), Statistical properties of the
population stability index, for its dependence on the number of customers.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype
from scipy import stats

WATCH, SHIFTED = 0.10, 0.25
SIGNIFICANCE = 0.05
FLOOR = 1e-4  # share given to an empty bin
DRIFT_FEATURES = (
    "recency_days", "tenure_days", "order_count", "revenue", "average_order", "unit_count", "gap_mean_days", "category_count",
    "top_category_share", "channel_count", "weekend_share", "discount_share", "refund_share",
)  # fmt: skip


def drift(before: pd.DataFrame, after: pd.DataFrame, *, features: Sequence[str] = DRIFT_FEATURES) -> pd.DataFrame:
    """The stability index of each numeric feature: one row per feature, most moved first.

    From the features at the earlier and at the later date (one row per customer) to feature, psi,
    verdict (stable, watch, shifted).  Bins are the deciles of the earlier date, equal ones once, with
    one bin below its minimum and one for missing values.  Features that one of the tables lacks, that
    hold words, or that are missing throughout in both, are left out.
    """
    names = [name for name in features if name in before and name in after and is_numeric_dtype(after[name])]
    rows = [(name, *_index(before[name], after[name])) for name in names if before[name].notna().any() or after[name].notna().any()]
    table = pd.DataFrame(rows, columns=["feature", "psi", "p"])
    moved = table["psi"].where(table["p"] < SIGNIFICANCE, 0.0)
    verdict = np.select([moved > SHIFTED, moved >= WATCH], ["shifted", "watch"], default="stable")
    table = table.assign(verdict=verdict).sort_values(["psi", "feature"], ascending=[False, True])
    return table[["feature", "psi", "verdict"]].reset_index(drop=True)


def drift_bins(before: pd.DataFrame, after: pd.DataFrame, *, features: Sequence[str], minimum: int = 1) -> pd.DataFrame:
    """Where the index of each of `features` comes from: the table `drift_bins`, one row per feature × bin.

    A bin holds values above `low` and up to `high` (missing = open); `known` is false in the bin of missing values.
    share_then, share_now are of all customers of the date, `part` is what the bin adds to the index.  A bin with fewer
    than `minimum` customers on either day, but not none on both, is joined with the one after it; the parts of joined
    bins are added, so that the parts of a feature give its index.
    """
    rows = [row for name in features for row in _bins_of(name, before[name], after[name], minimum)]
    names = ["feature", "bin", "known", "low", "high", "customers_then", "customers_now", "share_then", "share_now", "part"]
    return pd.DataFrame(rows, columns=names)


def parts_of_index(then: np.ndarray, now: np.ndarray) -> np.ndarray:
    """What each bin adds to the stability index, from counts of the two dates; an empty bin counts as FLOOR."""
    p, q = (np.maximum(counts / max(counts.sum(), 1), FLOOR) for counts in (then, now))
    return (p - q) * np.log(p / q)


def same_population(then: np.ndarray, now: np.ndarray) -> float:
    """The p-value of the chi-square test that counts of two dates come of one population; 1 where it cannot be asked."""
    table = np.array([then, now])[:, (then + now) > 0]
    testable = table.shape[1] > 1 and (table.sum(axis=1) > 0).all()
    return float(stats.chi2_contingency(table, correction=False).pvalue) if testable else 1.0


def _index(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    """The index of one feature, and the p-value of the chi-square test that both dates are one population."""
    edges = _edges(before)
    then, now = _counts(before, edges), _counts(after, edges)
    return float(parts_of_index(then, now).sum()), same_population(then, now)


def _bins_of(name: str, before: pd.Series, after: pd.Series, minimum: int) -> list[tuple]:
    edges = _edges(before)
    then, now = _counts(before, edges), _counts(after, edges)
    parts, ends = parts_of_index(then, now), [np.nan, *edges, np.nan]
    if len(edges) and not then[0] and not now[0]:  # nobody below the least value of then: the first bin is open downwards
        then, now, parts, ends = then[1:], now[1:], parts[1:], [np.nan, *ends[2:]]
    rows = []
    for at, kept in enumerate(_joined(then, now, minimum), 1):
        values = [place for place in kept if place < len(then) - 1]
        limits = (ends[values[0]], ends[values[-1] + 1]) if values else (np.nan, np.nan)
        counts = (int(then[kept].sum()), int(now[kept].sum()))
        shares = (counts[0] / max(then.sum(), 1), counts[1] / max(now.sum(), 1))
        rows.append((name, at, bool(values), *limits, *counts, *shares, float(parts[kept].sum())))
    return rows


def _joined(then: np.ndarray, now: np.ndarray, minimum: int) -> list[list[int]]:
    """Places of bins that stand together: a bin with few customers joins the next, the last one that before it."""
    groups: list[list[int]] = []
    waiting: list[int] = []
    for place in range(len(then)):
        if not then[place] and not now[place]:
            continue
        waiting.append(place)
        if min(then[waiting].sum(), now[waiting].sum()) >= minimum:
            groups, waiting = [*groups, waiting], []
    if waiting and groups:
        groups[-1] = groups[-1] + waiting
    return groups if groups else [waiting] if waiting else []


def _edges(values: pd.Series) -> np.ndarray:
    known = values.dropna().to_numpy(dtype=float)
    if not len(known):
        return np.empty(0)
    deciles = np.quantile(known, np.arange(0.1, 0.95, 0.1))
    return np.unique([np.nextafter(known.min(), -np.inf), *deciles])


def _counts(values: pd.Series, edges: np.ndarray) -> np.ndarray:
    """Customers per bin: up to the first edge, between edges (upper one included), above, missing."""
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    known = numbers[~np.isnan(numbers)]
    bins = np.bincount(np.searchsorted(edges, known, side="left"), minlength=len(edges) + 1)
    return np.append(bins, len(numbers) - len(known)).astype(float)
