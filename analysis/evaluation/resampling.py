"""Would the segments be the same had other customers come by?  The definition learned again on resampled customers.

Each draw takes as many customers with replacement, learns a definition of them, and divides everybody by it.  What then
differs from the definition learned on everybody is the luck of the draw: a change of limits smaller than that is none.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

DRAWS = 20
MOST = 20_000  # customers drawn: limits learned on more move by less than is shown
Fit = Callable[[pd.DataFrame, pd.DataFrame | None], pd.DataFrame]
Assign = Callable[[pd.DataFrame], pd.Series]


def agreement(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    """Share of customers with the same segment, and the adjusted Rand index; both series indexed by the same customers."""
    after = after.reindex(before.index)
    return float((before == after).mean()), float(adjusted_rand_score(before, after))


def resampled(
    record: pd.DataFrame, gaps: pd.DataFrame | None, *, fit: Fit, assign: Assign, draws: int = DRAWS, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How far segments hold when customers are drawn anew.

    record, gaps  one row per customer (customer_id), and gaps between orders (customer_id) where the method needs them
    fit           from both to a definition; assign: from a definition to everybody's segment, indexed by customer_id

    Returns one row per draw (draw, share, rand), and by segment of the definition learned on everybody: segment,
    customers, kept (mean share of them that the draws leave there), kept_low (lowest draw).
    """
    random = np.random.default_rng(seed)
    record = record.sort_values("customer_id", ignore_index=True)
    everybody = assign(fit(record, gaps)).sort_index()
    rows, kept = [], []
    for draw in range(1, draws + 1):
        found = assign(fit(*_drawn(record, gaps, random))).reindex(everybody.index)
        rows.append((draw, *agreement(everybody, found)))
        kept.append((everybody == found).groupby(everybody).mean())
    by_segment = pd.concat(kept, axis="columns") if kept else pd.DataFrame(index=sorted(everybody.unique()))
    sizes = everybody.value_counts().reindex(by_segment.index)
    table = pd.DataFrame({"segment": by_segment.index, "customers": sizes.to_numpy(dtype="int64")})
    table["kept"], table["kept_low"] = by_segment.mean(axis="columns").to_numpy(), by_segment.min(axis="columns").to_numpy()
    return pd.DataFrame(rows, columns=["draw", "share", "rand"]), table


def _drawn(
    record: pd.DataFrame, gaps: pd.DataFrame | None, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Customers drawn with replacement, each under a number of its own, and their gaps with them."""
    places = np.sort(random.integers(0, len(record), min(len(record), MOST)))
    people = record.iloc[places].reset_index(drop=True)
    names = pd.Series([f"{at:09d}" for at in range(len(people))], dtype="str")
    taken = pd.DataFrame({"customer_id": people["customer_id"], "drawn": names})
    people = people.assign(customer_id=names)
    if gaps is None:
        return people, None
    own = gaps.merge(taken, on="customer_id", how="inner")
    return people, own.assign(customer_id=own["drawn"]).drop(columns="drawn")
