"""Bands of risk against who fell silent: whether those called at risk are those who did not come."""

import numpy as np
import pandas as pd

from analysis.evaluation.discrimination import Estimate, auc, auc_difference
from analysis.evaluation.forecast import COLUMNS, measured
from analysis.intervals import ratio_interval, wilson

BAND_COLUMNS = ["band", "customers", "silent", "share", "low", "high", "lift", "lift_low", "lift_high"]


def risk_measures(people: pd.DataFrame, *, order: tuple[str, ...]) -> pd.DataFrame:
    """How bands of risk did: two rows with the columns of `forecast_measures`.

    people  one row per customer: segment (band), silent (no order, or visit, in the period), recency_days
    order   the bands, least risk first

        risk  auc   of two customers, one silent and one not, the silent one in the higher band; baseline: as many
                    bands of the same sizes by the days since the last order alone
        risk  lift  share silent in the highest band that anybody is in, over that of everybody

    Empty where nobody or everybody was silent.
    """
    silent = people["silent"].to_numpy(dtype=bool)
    if min(silent.sum(), (~silent).sum()) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    band = people["segment"].map({key: place for place, key in enumerate(order)}).to_numpy(dtype=float)
    days = _same_sizes(people["recency_days"], band)
    highest = people["segment"].eq(order[int(band.max())])
    lift = risk_bands(people, order=order).set_index("band").loc[order[int(band.max())]]
    found = [
        measured("risk", "auc", auc(band, silent), "recency", auc(days, silent).value, auc_difference(band, days, silent)),
        measured("risk", "lift", Estimate(lift["lift"], lift["lift_low"], lift["lift_high"])),
    ]
    counts = [{"n": len(people), "events": int(silent.sum())}, {"n": int(highest.sum()), "events": int((highest & silent).sum())}]
    return pd.DataFrame([row | own for row, own in zip(found, counts, strict=True)])[list(COLUMNS)]


def risk_bands(people: pd.DataFrame, *, order: tuple[str, ...]) -> pd.DataFrame:
    """One row per band that anybody is in, least risk first: customers, of these silent, the share (Wilson), and the lift.

    `lift` is the share over that of everybody, its interval by the delta method over customers.
    """
    silent, rows = people["silent"].astype(float), []
    for key in (key for key in order if people["segment"].eq(key).any()):
        inside = people["segment"].eq(key).astype(float)
        n, count = int(inside.sum()), int((inside * silent).sum())
        lift, low, high = _lift(inside, silent)
        rows.append((key, n, count, count / n, *(float(end) for end in wilson(count, n)), lift, low, high))
    return pd.DataFrame(rows, columns=BAND_COLUMNS)


def _same_sizes(days: pd.Series, band: np.ndarray) -> np.ndarray:
    """Bands by days alone, each with as many customers as the band of that place; equal days stand together."""
    ends = np.cumsum(np.bincount(band.astype(int)))
    return np.searchsorted(ends, days.rank(method="average").to_numpy(), side="left").astype(float)


def _lift(inside: pd.Series, silent: pd.Series) -> tuple[float, float, float]:
    """Share silent inside over the share of all: a ratio of sums, where the share of the band is taken as it is."""
    if not silent.sum():
        return (float("nan"),) * 3
    share = inside.mean()
    low, high = ratio_interval(inside * silent / share, silent)
    value = float((inside * silent).sum() / share / silent.sum())
    return value, low, high


def in_order(bands: pd.DataFrame) -> bool:
    """Whether the share of silent customers rises from band to band."""
    return bool((np.diff(bands["share"]) >= 0).all())
