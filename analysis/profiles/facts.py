"""What each segment is worth, figure by figure: the segment, the range that chance leaves open, and all customers.

A figure of the whole crowd would be exact if the crowd were all there is.  It stands for customers to come as well,
so every share and mean has the interval of a sample: Wilson's for shares, Hall's for means of skewed figures, the
delta method for ratios of two sums.  What was estimated elsewhere (future value, answers, returns) comes with the
interval it was given there.

Wilson (1927); Hall (1992), On the removal of skewness by transformation; Cochran (1977), Sampling Techniques, ch. 6.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.intervals import ratio_interval, skewed_interval, wilson
from analysis.profiles.membership import members
from analysis.profiles.suppression import TOTAL

COLUMNS = ["method", "segment", "measure", "n", "value", "low", "high", "base", "certain"]
MEASURES = (
    "customers", "customer_share", "revenue", "revenue_share", "revenue_per_customer", "orders_per_customer", "average_order",
    "clv", "probability_alive", "satisfaction", "satisfied", "nps", "returned", "left",
)  # fmt: skip
COUNTED = ("customers", "revenue")  # sums, which have no interval


def segment_facts(
    features: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    method: str,
    estimates: Iterable[pd.DataFrame] = (),
    minimum: int = 10,
) -> pd.DataFrame:
    """The table `segment_facts`: a row per segment, '(all)' first, and measure that is held.

    From one row per customer (customer_id, revenue and order_count, missing where not held) and the table `segments`.
    `estimates` are tables of further measures, each segment, measure, n, value, low, high, with a row '(all)'.

        measure     one of MEASURES
        n           int    customers behind the figure: of returned those in the segment at the start of the period,
                           of answers the respondents, of probability_alive the repeat buyers
        value       float  customers; share of all; currency; orders; fraction; score
        low, high   float  95 %; missing for sums
        base        float  the figure of all customers; missing for sums and shares of the whole
        certain     bool   whether base lies outside the interval

    Below `minimum` customers, in the segment or behind the figure, nothing but n is shown.
    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    known = (
        features[["customer_id", "revenue", "order_count"]].set_index("customer_id").join(segment.rename("segment"), how="inner")
    )
    known = known.sort_index()
    parts = [_counted(segment), _money(known), *(table[["segment", "measure", "n", "value", "low", "high"]] for table in estimates)]
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    table = table[table["segment"].isin({TOTAL, *known["segment"]})]
    base = table[table["segment"] == TOTAL].set_index("measure")["value"]
    whole = table["measure"].isin([*COUNTED, "customer_share", "revenue_share"])
    table = table.assign(method=method, base=table["measure"].map(base).mask(whole))
    size = table["segment"].map(known["segment"].value_counts()).fillna(len(known))
    hidden = (table["n"] < minimum) | (size < minimum)
    figures = ["value", "low", "high"]
    table[figures] = table[figures].astype("float64").mask(hidden)
    table["certain"] = ((table["base"] < table["low"]) | (table["base"] > table["high"])) & table["segment"].ne(TOTAL)
    places = {measure: place for place, measure in enumerate(MEASURES)}
    first = table["segment"].ne(TOTAL)
    order = np.lexsort((table["measure"].map(places), table["segment"], first))
    return table.iloc[order][COLUMNS].astype({"n": "int64"}).reset_index(drop=True)


def _counted(segment: pd.Series) -> pd.DataFrame:
    """Customers of each segment and their share of all, with Wilson's interval; those of whom no figure is held count too."""
    sizes = pd.concat([pd.Series({TOTAL: len(segment)}), segment.value_counts()])
    low, high = wilson(sizes.to_numpy(), len(segment))
    count = {"segment": sizes.index, "n": sizes.to_numpy()}
    share = pd.DataFrame({**count, "measure": "customer_share", "value": sizes.to_numpy() / len(segment), "low": low, "high": high})
    people = pd.DataFrame(
        {**count, "measure": "customers", "value": sizes.to_numpy(dtype="float64"), "low": np.nan, "high": np.nan}
    )
    return pd.concat([people, share[share["segment"] != TOTAL]], ignore_index=True)


def _money(known: pd.DataFrame) -> pd.DataFrame:
    """Money and orders, as far as they are held."""
    rows: list[tuple] = []
    held = {name: known[name].notna().any() for name in ("revenue", "order_count")}
    filled = known.assign(**{name: known[name].astype("float64").fillna(0.0) for name in held})
    groups = [(TOTAL, filled), *filled.groupby("segment")]
    for name, own in groups:
        n = len(own)
        if held["revenue"]:
            rows.append((name, "revenue", n, float(own["revenue"].sum()), np.nan, np.nan))
            rows.append((name, "revenue_per_customer", n, *_mean(own["revenue"])))
            if name != TOTAL and filled["revenue"].sum() > 0:
                inside = filled["revenue"].where(filled["segment"] == name, 0.0)
                rows.append((name, "revenue_share", n, *_ratio(inside, filled["revenue"])))
        if held["order_count"]:
            rows.append((name, "orders_per_customer", n, *_mean(own["order_count"])))
        if all(held.values()) and own["order_count"].sum() > 0:
            rows.append((name, "average_order", int((own["order_count"] > 0).sum()), *_ratio(own["revenue"], own["order_count"])))
    return pd.DataFrame(rows, columns=["segment", "measure", "n", "value", "low", "high"])


def _mean(values: pd.Series) -> tuple[float, float, float]:
    """A mean with its interval for skewed values."""
    return (float(values.mean()), *skewed_interval(values.to_numpy(dtype="float64")))


def _ratio(part: pd.Series, whole: pd.Series) -> tuple[float, float, float]:
    """sum(part) / sum(whole) over customers, with its interval."""
    return (float(part.sum() / whole.sum()), *ratio_interval(part, whole))
