"""How big are the segments, do they come back, and which way of dividing tells most?

A way of dividing customers is worth what it says about what happens *next*: returns and
separation are therefore measured from the segments at an earlier date and the orders after it.
Segments taken at the end of a period would explain that period by construction.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analysis.errors import SchemaError
from analysis.intervals import wilson
from analysis.segmentations import METHODS
from analysis.segmentations.estimates import mean_of_own
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
    return returns_of(segments_at_start, orders_after(orders, start=start, days=days), method=method, order=order)


def orders_after(orders: pd.DataFrame, *, start: pd.Timestamp, days: int) -> pd.DataFrame:
    """What each customer did in the `days` days after `start`: customer_id, returned, revenue; who did nothing is left out.

    Raises SchemaError if a column is missing.
    """
    check_table(orders, "orders", ("customer_id", "ordered_at", "amount", "is_order"))
    first = pd.Timestamp(start).normalize() + pd.Timedelta(days=1)
    at = orders["ordered_at"]
    later = orders.loc[(at >= first) & (at < first + pd.Timedelta(days=days)), ["customer_id", "amount", "is_order"]]
    later = later.astype({"amount": "float64", "is_order": "bool"})
    did = later.groupby("customer_id").agg(returned=("is_order", "any"), revenue=("amount", "sum"))
    return did.reset_index()


def returns_of(
    segments_at_start: pd.DataFrame, after: pd.DataFrame, *, method: str, order: Sequence[str] | None = None
) -> pd.DataFrame:
    """`segment_returns` of one method from what was found once for all of them (`orders_after`)."""
    own = _of_method(segments_at_start, method)
    outcome = own.merge(after, on="customer_id", how="left", validate="1:1")
    outcome["returned"] = outcome["returned"].eq(True).to_numpy(dtype=bool)
    outcome["revenue"] = outcome["revenue"].fillna(0.0)
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
    now, then = _by_method(_buyers_alone(segments)), None if at_start is None else _by_method(_buyers_alone(at_start))
    money = _money(features, "revenue") if features is not None and "revenue" in features.columns else None
    later = _money(features, "period_revenue") if features is not None and then is not None else None
    rows = []
    for method in segments["method"].unique():
        today = now.get(method, pd.Series(dtype="str"))
        sizes = today.value_counts()
        row = {"method": method, "segments": len(sizes), "smallest_share": _ratio(sizes.min(), sizes.sum())}
        row |= {"separation": np.nan, "money": np.nan, "stability": np.nan, "n": int(sizes.sum())}
        if money is not None:
            row["money"] = _separation(today, money)
        if then is not None:
            before = then.get(method, pd.Series(dtype="str"))
            place = today.index.get_indexer(before.index)
            before, today = before[place >= 0], today.iloc[place[place >= 0]]
            same = int((before.to_numpy(dtype=object) == today.to_numpy(dtype=object)).sum())
            row |= {"stability": _ratio(same, len(before)), "n": len(before)}
            if later is not None:
                row["separation"] = _separation(before, later)
        rows.append(row)
    return pd.DataFrame(rows, columns=["method", "segments", "smallest_share", "separation", "money", "stability", "n"])


def _buyers_alone(segments: pd.DataFrame) -> pd.DataFrame:
    """Without the customers who have no order by any method: those who divide everybody do not tell them apart."""
    without = segments.loc[segments["segment"].isin(STATE_SEGMENTS), "customer_id"].unique()
    return segments[~segments["customer_id"].isin(without)]


def _by_method(segments: pd.DataFrame) -> dict[str, pd.Series]:
    """The segments of each method by customer_id."""
    parts = {method: part[["customer_id", "segment"]] for method, part in segments.groupby("method", sort=False)}
    for part in parts.values():
        check_key(part, "segments")
    return {method: part.set_index("customer_id")["segment"] for method, part in parts.items()}


def _money(features: pd.DataFrame, of: str) -> pd.Series:
    """A revenue by customer_id."""
    check_table(features, "features", ("customer_id", of))
    return features.set_index("customer_id")[of]


def _separation(segments: pd.Series, money: pd.Series) -> float:
    """η² of the rank of a revenue between segments, both by customer_id; a customer without revenue has 0."""
    ranks = rankdata(money.reindex(segments.index).fillna(0.0))
    between = mean_of_own(ranks, pd.factorize(segments)[0])
    middle = ranks.mean() if len(ranks) else 0.0
    return _ratio(((between - middle) ** 2).sum(), ((ranks - middle) ** 2).sum())


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


def _ratio(part, whole):
    """part / whole, missing where the whole is 0."""
    whole = pd.Series(whole, dtype="float64").replace(0.0, np.nan) if isinstance(whole, pd.Series) else whole or np.nan
    return part / whole
