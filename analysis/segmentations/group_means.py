"""Do groups of customers differ in what they bring, beyond what chance leaves open?

Revenue per customer is skewed: a few bring most, many bring nothing.  The usual interval around a mean is then
too low at its upper end, so the interval here is corrected for skewness (Hall 1992, Journal of the Royal
Statistical Society B 54, 221–228); it needs no resampling and gives the same figures in every run.  Whether
the groups of a lens differ is asked of ranks, which one large customer cannot decide (Kruskal–Wallis), with
the false discovery rate controlled over all lenses that are looked at, and how much they differ is η² of
those ranks.  Customers who told nothing are shown and not compared: they differ in how they were recorded.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import stats

from analysis.intervals import skewed_interval
from analysis.segmentations.geographic import NO_STORE
from analysis.segmentations.lenses import ENOUGH
from analysis.segmentations.levels import MISSING
from analysis.segmentations.overview import _of_method as of_method
from analysis.segmentations.population import check_key, check_table

SMALL = 0.01  # η² under which a difference, even a sure one, hardly matters: Cohen (1988)
SURE = 0.05


def group_means(features: pd.DataFrame, segments: pd.DataFrame, *, method: str, order: Iterable[str] = ()) -> pd.DataFrame:
    """Revenue per customer of each group of one lens.

    From `features` (customer_id, revenue) and `segments` (customer_id, method, segment) to one row per group
    with customers, those in `order` first:

        method, segment       str
        customers             int    everybody in the group, also those without an order
        customer_share        float  of all customers
        revenue               float  in the window, in the client's currency
        revenue_per_customer  float  the mean; missing under 30 customers
        low, high             float  its 95 % interval, corrected for skewness
        index                 float  the mean over that of all customers × 100

    Raises SchemaError if a column is missing or the key is broken.
    """
    known = _joined(features, segments, method)
    base = known["revenue"].mean()
    rows = []
    for key, revenue in known.groupby("segment")["revenue"]:
        enough = len(revenue) >= ENOUGH
        mean, low, high = (float(revenue.mean()), *skewed_interval(revenue.to_numpy())) if enough else (np.nan,) * 3
        index = 100 * mean / base if base > 0 else np.nan
        rows.append((method, key, len(revenue), len(revenue) / len(known), float(revenue.sum()), mean, low, high, index))
    columns = ["method", "segment", "customers", "customer_share", "revenue", "revenue_per_customer", "low", "high", "index"]
    table = pd.DataFrame(rows, columns=columns)
    place = {key: number for number, key in enumerate(order)}
    ranks = table["segment"].map(place).fillna(len(place))
    return table.iloc[np.lexsort((table["segment"], ranks))].reset_index(drop=True)


def group_differences(features: pd.DataFrame, segments: pd.DataFrame, *, methods: Iterable[str]) -> pd.DataFrame:
    """How far the groups of each lens differ in revenue per customer.

    One row per lens: method, groups (of 30 customers and more, without '(missing)'), n (customers in them),
    known_share (of all customers, not '(missing)'), eta_squared (of ranks, chance taken off), p, p_adjusted
    (Benjamini–Hochberg over the lenses), and verdict:

        clear   beyond chance, η² of .01 and more
        slight  beyond chance, but hardly any of the differences between customers
        chance  within what chance leaves open
        few     fewer than two groups large enough to compare

    η²: (H - k + 1) / (n - k), Tomczak and Tomczak (2014), The need to report effect size.
    """
    rows = [(method, *_difference(_joined(features, segments, method))) for method in methods]
    table = pd.DataFrame(rows, columns=["method", "groups", "n", "known_share", "eta_squared", "p"])
    tested = table["p"].notna()
    adjusted = pd.Series(np.nan, table.index)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(table.loc[tested, "p"])
    verdict = np.select(
        [~tested, adjusted >= SURE, table["eta_squared"] < SMALL], ["few", "chance", "slight"], default="clear"
    )  # fmt: skip
    return table.assign(p_adjusted=adjusted, verdict=pd.Series(verdict, table.index, dtype="str"))


def mean_revenue(features: pd.DataFrame) -> float:
    """Revenue per customer over everybody, in the client's currency; nothing counts as 0."""
    return float(features["revenue"].astype("float64").fillna(0.0).sort_values().mean())


def strongest(differences: pd.DataFrame, *, most: int = 3) -> list[str]:
    """The lenses worth a chart: those that differ beyond chance, by η², `most` at the most; where none does, the first two."""
    ranked = differences.sort_values(["eta_squared", "method"], ascending=[False, True], na_position="last")
    sure = ranked.loc[ranked["verdict"].isin(["clear", "slight"]), "method"].head(most).tolist()
    return sure or ranked.loc[ranked["verdict"] == "chance", "method"].head(2).tolist()


def _joined(features: pd.DataFrame, segments: pd.DataFrame, method: str) -> pd.DataFrame:
    """segment and revenue of every customer, nothing counting as 0; sorted, so that sums do not depend on rows."""
    check_table(features, "features", ("customer_id", "revenue"))
    check_key(features, "features")
    held = of_method(segments, method).merge(features[["customer_id", "revenue"]], on="customer_id", how="inner", validate="1:1")
    held["revenue"] = held["revenue"].astype("float64").fillna(0.0)
    return held.sort_values("revenue", ignore_index=True)


def _difference(known: pd.DataFrame) -> tuple[int, int, float, float, float]:
    told = known[~known["segment"].isin((MISSING, NO_STORE))]
    large = told[told.groupby("segment")["revenue"].transform("size") >= ENOUGH]
    groups = [part.to_numpy() for _, part in large.groupby("segment")["revenue"]]
    facts = (len(groups), len(large), len(told) / len(known) if len(known) else np.nan)
    if len(groups) < 2 or large["revenue"].nunique() < 2:
        return (*facts, np.nan, np.nan)
    test = stats.kruskal(*groups)
    effect = (test.statistic - len(groups) + 1) / (len(large) - len(groups))
    return (*facts, float(np.clip(effect, 0.0, 1.0)), float(test.pvalue))
