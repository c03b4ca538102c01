"""The change in revenue divided among the segments, and within each among its factors.

Each period is read by the segments on its own eve, so that a segment means the same in both: customers who had then
behaved so.  Whoever had never ordered by the eve is a newcomer, '(new)'.  Every row of money in a period belongs to
exactly one of them, so their revenues, and the changes, add up to the client's.

A segment's revenue is customers in it × share of them who ordered × orders each × money per order.  The first factor
is the mix: how many started there.  The parts are Shapley's (module `shapley`), so they add up within a segment, and
over all segments to the whole change.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.evaluation.period import Day, Days, span, within
from analysis.evaluation.shapley import product_effects

NEW, FEW, REST = "(new)", "(few)", "(rest)"
PARTS = ("size", "ordering", "frequency", "basket")
COLUMNS = ["segment", "part", "before", "after", "effect"]


def segments_of_period(segments: pd.DataFrame, orders: pd.DataFrame, *, start: Day, end: Day) -> pd.Series:
    """The segment of each customer who had ordered before `start`, and '(new)' for the others with a row in the period.

    From the segments on the eve (customer_id, segment) of one lens and the orders (customer_id, ordered_at, is_order).
    Customers who had ordered and stand in no segment are '(few)'.
    """
    first, _ = span(start, end)
    past = orders.loc[orders["is_order"].astype(bool) & (orders["ordered_at"] < first), "customer_id"].unique()
    known = segments.set_index("customer_id")["segment"].reindex(pd.Index(past, name="customer_id")).fillna(FEW)
    seen = pd.Index(within(orders, start, end)["customer_id"].unique(), name="customer_id").difference(known.index)
    return pd.concat([known.astype(object), pd.Series(NEW, index=seen, dtype=object)]).rename("segment")


def together_where_few(then: pd.Series, now: pd.Series, *, minimum: int, also: Collection[str] = ()) -> tuple[pd.Series, pd.Series]:
    """Both with '(few)' for every segment of 1 to `minimum` - 1 customers on one of the days, and for those of `also`.

    Where those put together are themselves fewer on one of the days, one segment alone, or among `also`, they stand with
    the newcomers as '(rest)': a further segment beside them would be no cover, because other tables tell of it.
    """
    counts = pd.concat([then.value_counts(), now.value_counts()], axis=1, keys=["then", "now"]).fillna(0)
    small = counts[((counts > 0) & (counts < minimum)).any(axis=1)].index
    gone = [key for key in counts.index if key != NEW and (key == FEW or key in also or key in small)]
    sums = counts.loc[gone].sum()
    told = bool(((sums > 0) & (sums < minimum)).any()) or FEW in also or (len(gone) == 1 and gone != [FEW])
    names = dict.fromkeys([*gone, NEW], REST) if told else dict.fromkeys(gone, FEW)
    return then.replace(names), now.replace(names)


def segment_change(orders: pd.DataFrame, then: pd.Series, now: pd.Series, *, start: Day, end: Day, reference: Days) -> pd.DataFrame:
    """The change in revenue of each segment by part: size, ordering, frequency, basket, total; see `revenue_by_segment`.

    From orders (customer_id, ordered_at, amount, is_order), and the segment of each customer by `segments_of_period` in
    the period compared with and in this one.  The effects of the totals add up to the change in revenue.

    Where one period has no order of a segment, the whole change is put down to the share who ordered; to size where
    nobody stood in it.
    """
    before, after = _factors(orders, then, *reference), _factors(orders, now, start, end)
    keys = sorted(before.index.union(after.index), key=lambda key: (key in (NEW, REST), key))
    rows = [row for key in keys for row in _rows(key, *(_row(table, key) for table in (before, after)))]
    return pd.DataFrame(rows, columns=COLUMNS)


def _rows(key: str, before: pd.Series, after: pd.Series) -> list[tuple]:
    change = after["revenue"] - before["revenue"]
    if np.isnan([*before[list(PARTS)], *after[list(PARTS)]]).any():
        at = "ordering" if min(before["size"], after["size"]) > 0 else "size"
        effects = [change if part == at else 0.0 for part in PARTS]
    else:
        effects = product_effects(before[list(PARTS)].tolist(), after[list(PARTS)].tolist())
    parts = [(key, part, before[part], after[part], effect) for part, effect in zip(PARTS, effects, strict=True)]
    return [*parts, (key, "total", before["revenue"], after["revenue"], change)]


def _row(table: pd.DataFrame, key: str) -> pd.Series:
    return table.loc[key] if key in table.index else pd.Series({"size": 0.0, "ordering": np.nan, "frequency": np.nan, "basket": np.nan, "revenue": 0.0})  # fmt: skip


def _factors(orders: pd.DataFrame, segment: pd.Series, start: Day, end: Day) -> pd.DataFrame:
    """size, ordering, frequency, basket and revenue by segment; factors without an order are missing."""
    rows = within(orders, start, end)
    rows = rows.assign(segment=rows["customer_id"].map(segment), amount=rows["amount"].astype(float))
    bought = rows[rows["is_order"].astype(bool)].groupby("segment")
    table = pd.DataFrame({"size": segment.value_counts().astype(float)})
    table = table.assign(
        customers=bought["customer_id"].nunique(), orders=bought.size(), revenue=rows.groupby("segment")["amount"].sum()
    ).fillna({"customers": 0.0, "orders": 0.0, "revenue": 0.0})
    # Of newcomers only those count who ordered: a refund of somebody unknown is no newcomer.
    table["size"] = table["size"].mask(table.index.isin([NEW, REST]), table["customers"])
    buyers, placed = table["customers"].where(table["customers"] > 0), table["orders"].where(table["orders"] > 0)
    return table.assign(ordering=buyers / table["size"], frequency=placed / buyers, basket=table["revenue"] / placed)
