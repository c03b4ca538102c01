"""Predicted value by segment, with its range, and the money that goes with customers who may have left."""

import numpy as np
import pandas as pd

from analysis.lifetime.resampled import group_ranges
from analysis.lifetime.together import Lifetimes

ALIVE_BANDS = {"alive_low": (-0.01, 0.2), "alive_doubtful": (0.2, 0.5), "alive_likely": (0.5, 0.8), "alive_high": (0.8, 1.0)}
ONCE = "bought_once"
ALL = "(all)"


def value_by_segment(found: Lifetimes, segments: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """The table `lifetime_segments` of one lens: a row per segment with predicted customers, and the row `(all)`.

    segments  customer_id, method, segment

        method, segment  str
        customers        int    with a prediction; repeaters int, of these with a repeat purchase
        expected_orders  float  order days within the horizon, all together
        orders_low, orders_high  float  95 %, customers resampled, widened by the back-test error
        clv              float  all together; clv_low, clv_high as above
        clv_share        float  of all
        clv_mean         float  per customer
        probability_alive float mean of the repeat buyers
    """
    own = segments.loc[segments["method"] == method].set_index("customer_id")["segment"]
    people = found.now[found.now["clv"].notna()].assign(segment=lambda t: t["customer_id"].map(own))
    people = people[people["segment"].notna()].sort_values("customer_id")
    parts = [_sums(people, found), _sums(people.assign(segment=ALL), found)]
    table = pd.concat(parts, ignore_index=True).assign(method=method)
    total = table["clv"].iloc[-1] if len(table) else np.nan
    table["clv_share"] = table["clv"] / total if total > 0 else np.nan
    front = ["method", "segment", "customers", "repeaters", "expected_orders", "orders_low", "orders_high"]
    return table[[*front, "clv", "clv_low", "clv_high", "clv_share", "clv_mean", "probability_alive"]]


def _sums(people: pd.DataFrame, found: Lifetimes) -> pd.DataFrame:
    by = people.groupby("segment")
    table = by.agg(
        customers=("customer_id", "size"),
        repeaters=("probability_alive", "count"),
        expected_orders=("expected_orders", "sum"),
        clv=("clv", "sum"),
        clv_mean=("clv", "mean"),
        probability_alive=("probability_alive", "mean"),
    )
    keys = people.set_index("customer_id")["segment"]
    ranges = {"orders": ("expected_orders", "orders", found.widening["orders"]), "clv": ("clv", "worth", found.widening["value"])}
    for name, (column, measure, widen) in ranges.items():
        table[[f"{name}_low", f"{name}_high"]] = np.nan
        if found.draws is not None:
            both = group_ranges(found.draws, keys, table[column], widen=widen, measure=measure)
            table[[f"{name}_low", f"{name}_high"]] = both.to_numpy()
    return table.reset_index()


def money_at_risk(expected: pd.DataFrame, spent: pd.DataFrame, segments: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """The table `lifetime_risk`: value tier by band of P(alive), what its customers spent and how much of it may be gone.

    expected  customer_id, probability_alive (of `lifetime`); spent  customer_id, revenue (in the window)

        method, segment  str    the lens whose segments are the tiers
        band             str    alive_low below 20 %, alive_doubtful to 50, alive_likely to 80, alive_high; bought_once
        customers        int
        revenue          float  in the window
        at_risk          float  revenue x (1 - P(alive)); missing for bought_once, of whom the model knows nothing
    """
    own = segments.loc[segments["method"] == method].set_index("customer_id")["segment"]
    people = expected[["customer_id", "probability_alive"]].merge(
        spent[["customer_id", "revenue"]], on="customer_id", validate="1:1"
    )
    people = people.assign(segment=people["customer_id"].map(own)).dropna(subset="segment").sort_values("customer_id")
    people["band"] = np.select(
        [people["probability_alive"].isna(), *(people["probability_alive"] <= high for _, high in ALIVE_BANDS.values())],
        [ONCE, *ALIVE_BANDS],
        default=ONCE,
    )
    people["at_risk"] = people["revenue"].clip(lower=0.0) * (1.0 - people["probability_alive"])
    table = people.groupby(["segment", "band"]).agg(
        customers=("customer_id", "size"), revenue=("revenue", "sum"), at_risk=("at_risk", lambda values: values.sum(min_count=1))
    )
    return table.reset_index().assign(method=method)[["method", "segment", "band", "customers", "revenue", "at_risk"]]


def presentable(table: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """The figures of rows under `minimum` customers blanked; where that is one of a segment's bands, its next smallest too.

    For `lifetime_segments` (the total stands beside the segments, so that a single one could be told from it) and for
    `lifetime_risk`.
    """
    sizes = table["customers"].where(table["segment"] != ALL)
    hidden = pd.Series(False, index=table.index)
    for _, part in sizes.groupby(table["segment"] if "band" in table else table["method"], sort=False):
        held = part[part > 0].sort_values(kind="stable")
        small = held.index[held < minimum]
        hidden[held.index[:2] if len(small) == 1 else small] = True
    numbers = [column for column in table.columns if column not in ("method", "segment", "band")]
    return table.assign(**{column: table[column].astype("float64").mask(hidden) for column in numbers})
