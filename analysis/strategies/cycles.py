"""How long a test must run: as long as half of the gaps between orders of its customers last.

Longer would mostly add orders that come anyway, and so hide the gain; shorter would see those alone who come most often.
Whether orders were only brought forward shows once four fifths of the gaps have passed: then the arms are compared again.
"""

import numpy as np
import pandas as pd

ENOUGH = 100  # closed gaps behind a segment's own rhythm
SHORTEST, LONGEST = 14, 182  # days: a test within a week sees the day of the week, one of over half a year the season
CLIENT = "client"


def purchase_cycles(gaps: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The rhythm of each segment's customers: one row per method × segment.

        median_days, late_days   half, and four fifths, of the gaps that ended in another order lasted no longer
        gaps                     closed gaps behind them
        basis                    segment, or client where the segment has fewer than `ENOUGH`

    From `gaps` (customer_id, gap_days, closed) and `segments`.  Gaps that are still open are not in it, so both are
    too short for those who come seldom; the test then ends before the slowest have had their turn, in both arms alike.
    Without any closed gap the figures are missing.
    """  # fmt: skip
    closed = gaps.loc[gaps["closed"].astype(bool), ["customer_id", "gap_days"]]
    every = closed["gap_days"].quantile([0.5, 0.8]).to_numpy() if len(closed) else np.array([np.nan, np.nan])
    key = ["method", "segment"]
    placed = segments[["customer_id", *key]].merge(closed, on="customer_id", how="inner")
    by_segment = placed.groupby(key)["gap_days"]
    own = pd.DataFrame({"median_days": by_segment.quantile(0.5), "late_days": by_segment.quantile(0.8)})
    counts = by_segment.size()
    table = segments[key].drop_duplicates().sort_values(key, ignore_index=True)
    index = pd.MultiIndex.from_frame(table)
    table["gaps"] = counts.reindex(index).fillna(0).astype("int64").to_numpy()
    enough = (table["gaps"] >= ENOUGH).to_numpy()
    for name, value in zip(("median_days", "late_days"), every, strict=True):
        table[name] = np.where(enough, own[name].reindex(index).to_numpy(dtype=float), value)
    return table.assign(basis=np.where(enough, "segment", CLIENT), gaps=np.where(enough, table["gaps"], len(closed)))


def waiting_days(median_days: pd.Series, *, otherwise: int) -> pd.Series:
    """Days that a test runs, in whole weeks: the usual gap, between two weeks and half a year."""
    days = median_days.astype(float).fillna(otherwise).clip(SHORTEST, LONGEST)
    return (7 * np.ceil(days / 7)).astype("int64")
