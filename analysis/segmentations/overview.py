"""How big are the segments, do they come back, and which way of dividing tells most?

A way of dividing customers is worth what it says about what happens *next*: returns and
separation are therefore measured from the segments at an earlier date and the orders after it.
Segments taken at the end of a period would explain that period by construction.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata

from analysis.errors import SchemaError
from analysis.segmentations import METHODS
from analysis.segmentations.population import STATE_SEGMENTS, check_key, check_table

MEASURES = ("order_count", "revenue", "recency_days")


def segment_sizes(
    features: pd.DataFrame, segments: pd.DataFrame, *, method: str, order: Sequence[str] | None = None
) -> pd.DataFrame:
    """Customers, revenue and orders of each segment of `method`.

    From `features` (customer_id, order_count, revenue, recency_days) and `segments` (customer_id,
    segment, and method where it holds several) to one row per segment with customers, in display
    order (`order`, else the method's own); columns, units and meanings are those of the table
    `segment_sizes`.  Shares are of all customers and of all revenue in the window; missing where
    there is none to share.  A record without orders gives sizes alone: what is of orders is missing.

    Raises SchemaError if a column is missing or the two tables do not hold the same customers.
    """
    check_table(features, "features", ("customer_id",))
    check_key(features, "features")
    features = features.reindex(columns=["customer_id", *MEASURES])
    own = _of_method(segments, method)
    known = features.merge(own, on="customer_id", how="outer", validate="1:1", indicator=True)
    apart = int((known["_merge"] != "both").sum())
    if apart:
        raise SchemaError(
            "Tables 'features' and 'segments' differ in {rows} customers. Segment the same customers that are measured.",
            rows=apart,
        )
    known = known.sort_values("customer_id", kind="stable")  # sums must not depend on the order of rows
    by_segment = known.groupby("segment")
    sizes = pd.DataFrame(
        {
            "customers": by_segment.size(),
            "revenue": by_segment["revenue"].sum(min_count=1),
            "orders": by_segment["order_count"].sum(min_count=1),
            "median_recency_days": by_segment["recency_days"].median(),
            "median_revenue": by_segment["revenue"].median(),
        }
    )
    sizes = sizes.reindex(_in_display_order(sizes.index, method, order)).reset_index()
    return pd.DataFrame(
        {
            "method": pd.Series(method, index=sizes.index, dtype="str"),
            "segment": sizes["segment"],
            "customers": sizes["customers"],
            "customer_share": sizes["customers"] / len(features),
            "revenue": sizes["revenue"].astype("float64"),
            "revenue_share": _ratio(sizes["revenue"], sizes["revenue"].sum()),
            "orders": sizes["orders"].astype("float64" if sizes["orders"].isna().any() else "int64"),
            "average_order": _ratio(sizes["revenue"], sizes["orders"]),
            "orders_per_customer": sizes["orders"] / sizes["customers"],
            "median_recency_days": sizes["median_recency_days"],
            "median_revenue": sizes["median_revenue"],
        }
    )


def segment_returns(
    segments_at_start: pd.DataFrame,
    orders: pd.DataFrame,
    *,
    method: str,
    start: pd.Timestamp,
    days: int,
    order: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Share of each segment that ordered in the `days` days after `start`.

    From the segments on the day `start` (customer_id, segment, and method where it holds several)
    and `orders` (customer_id, ordered_at, amount, is_order) to one row per segment, in display
    order: method, segment, n, returned, share, low, high (95 % Wilson interval) and revenue of
    those days, refunds taken off.  Whole days count: the day of `start` does not, the last of the
    `days` does.

    Raises SchemaError if a column is missing or a customer stands twice.
    Wilson (1927), Journal of the American Statistical Association 22, 209–212.
    """
    check_table(orders, "orders", ("customer_id", "ordered_at", "amount", "is_order"))
    own = _of_method(segments_at_start, method)
    elapsed = (orders["ordered_at"].dt.normalize() - pd.Timestamp(start).normalize()).dt.days
    later = orders[elapsed.between(1, days)]
    back = later.loc[later["is_order"].to_numpy(dtype=bool), "customer_id"].unique()
    revenue = later["amount"].astype("float64").groupby(later["customer_id"]).sum()
    outcome = own.assign(
        returned=own["customer_id"].isin(back),
        revenue=own["customer_id"].map(revenue).fillna(0.0).astype("float64"),
    )
    table = outcome.groupby("segment").agg(n=("returned", "size"), returned=("returned", "sum"), revenue=("revenue", "sum"))
    table = table.reindex(_in_display_order(table.index, method, order)).reset_index()
    low, high = wilson(table["returned"].to_numpy(dtype="float64"), table["n"].to_numpy(dtype="float64"))
    return pd.DataFrame(
        {
            "method": pd.Series(method, index=table.index, dtype="str"),
            "segment": table["segment"],
            "n": table["n"],
            "returned": table["returned"].astype("int64"),
            "share": table["returned"] / table["n"],
            "low": low,
            "high": high,
            "revenue": table["revenue"],
        }
    )


def lens_comparison(
    segments: pd.DataFrame, *, at_start: pd.DataFrame | None = None, features: pd.DataFrame | None = None
) -> pd.DataFrame:
    """How well each method divides buyers: one row per method of `segments`.

    `segments` are today's (customer_id, method, segment), `at_start` those at the start of the
    period, `features` today's (customer_id, period_revenue, revenue).  Customers whom any method calls
    a prospect or one with refunds only are left out for every method: only buyers are compared.

        method          str
        segments        int    segments with buyers today
        smallest_share  float  share of buyers in the smallest of them
        separation      float  η² of the rank of the period's revenue between the segments at the
                               start; missing without `at_start` and `features`
        money           float  η² of the rank of today's revenue in the window between today's segments:
                               high by construction where revenue makes the segments; missing without `features`
        stability       float  share of the buyers at the start who are in the same segment today;
                               missing without `at_start`.  Use the same definition at both dates
        n               int    buyers compared: those at the start, or today's without `at_start`

    Raises SchemaError if a column is missing.
    """
    check_table(segments, "segments", ("customer_id", "method", "segment"))
    now, then = _buyers_alone(segments), None if at_start is None else _buyers_alone(at_start)
    rows = []
    for method in segments["method"].unique():
        today = _of_method(now, method)
        sizes = today["segment"].value_counts()
        row = {"method": method, "segments": len(sizes), "smallest_share": _ratio(sizes.min(), sizes.sum())}
        row |= {"separation": np.nan, "money": np.nan, "stability": np.nan, "n": int(sizes.sum())}
        if features is not None and "revenue" in features.columns:
            row["money"] = _separation(today, features, of="revenue")
        if then is not None:
            before = _of_method(then, method)
            both = before.merge(today, on="customer_id", how="inner", validate="1:1", suffixes=("", "_today"))
            row |= {"stability": _ratio((both["segment"] == both["segment_today"]).sum(), len(both)), "n": len(both)}
            if features is not None:
                row["separation"] = _separation(both, features, of="period_revenue")
        rows.append(row)
    return pd.DataFrame(rows, columns=["method", "segments", "smallest_share", "separation", "money", "stability", "n"])


def _buyers_alone(segments: pd.DataFrame) -> pd.DataFrame:
    """Without the customers who have no order by any method: those who divide everybody do not tell them apart."""
    without = segments.loc[segments["segment"].isin(STATE_SEGMENTS), "customer_id"].unique()
    return segments[~segments["customer_id"].isin(without)]


def _separation(at_start: pd.DataFrame, features: pd.DataFrame, *, of: str) -> float:
    """η² of the rank of a revenue between segments; a customer without revenue has 0."""
    check_table(features, "features", ("customer_id", of))
    revenue = at_start["customer_id"].map(features.set_index("customer_id")[of]).fillna(0.0)
    ranks = pd.Series(rankdata(revenue), index=at_start.index)
    between = ranks.groupby(at_start["segment"]).transform("mean")
    return _ratio(((between - ranks.mean()) ** 2).sum(), ((ranks - ranks.mean()) ** 2).sum())


def _of_method(segments: pd.DataFrame, method: str) -> pd.DataFrame:
    """customer_id and segment of one method."""
    check_table(segments, "segments", ("customer_id", "segment"))
    if "method" in segments.columns:
        segments = segments[segments["method"] == method]
    check_key(segments, "segments")
    return segments[["customer_id", "segment"]].reset_index(drop=True)


def _in_display_order(found: pd.Index, method: str, order: Sequence[str] | None) -> pd.Index:
    """The segments found, in the order given or the method's; those it does not declare at the end."""
    declared = order if order is not None else METHODS[method].SEGMENTS if method in METHODS else ()
    known = [segment for segment in declared if segment in found]
    return pd.Index([*known, *sorted(set(found) - set(known))], name="segment", dtype=found.dtype)


def wilson(hits: np.ndarray, n: np.ndarray, *, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Low and high ends of Wilson's interval of the shares hits / n; n above 0.

    Wilson (1927), Journal of the American Statistical Association 22, 209–212.
    """
    z = norm.isf((1 - level) / 2)
    share = hits / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # At the ends the two are equal but for rounding, as the interval must touch 0 and 1 there.
    return np.where(hits == 0, 0.0, middle - half), np.where(hits == n, 1.0, middle + half)


def _ratio(part, whole):
    """part / whole, missing where the whole is 0."""
    whole = pd.Series(whole, dtype="float64").replace(0.0, np.nan) if isinstance(whole, pd.Series) else whole or np.nan
    return part / whole
