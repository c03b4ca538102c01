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


def _index(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    """The index of one feature, and the p-value of the chi-square test that both dates are one population."""
    edges = _edges(before)
    then, now = _counts(before, edges), _counts(after, edges)
    p, q = (np.maximum(counts / max(counts.sum(), 1), FLOOR) for counts in (then, now))
    table = np.array([then, now])[:, (then + now) > 0]
    testable = table.shape[1] > 1 and (table.sum(axis=1) > 0).all()
    chance = stats.chi2_contingency(table, correction=False).pvalue if testable else 1.0
    return float(((p - q) * np.log(p / q)).sum()), float(chance)


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
