"""Value: who brings in the money?

Customary readings of observed revenue in the window, each with lines drawn through the customers
in order of revenue:

    abc         Pareto: those who together bring the first 80 % are `a`, the next to 95 % are `b`, the rest `c`
    hml         the top 20 % of paying customers are `heavy`, the next 30 % `middle`, the rest `light`
    percentile  the top 1, 5, 10, 25 and 50 % of paying customers, and the rest
    pareto_80   high value: those who together bring 80 % of revenue (or `share` of it)
    top_20      high value: the top 20 % of paying customers (or `share` of them)

The definition keeps money limits, not ranks: equal revenue is equal class, one customer can be
classed alone, and next period is held against the same limits.  Revenue of zero or less is a
class of its own.  Past revenue is not future value: a customer who has left can be an `a`.

ABC is a common convention without one source; heavy, medium and light half are those of ORS, the
percentile tiers those of Amperity (there of predicted value), high value is that of D365.
"""

import math

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, listed, unknown_choice
from analysis.segmentations.population import (
    BUYER,
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)

# Classes, best first, with the cumulative share at which each ends: of revenue, or of paying customers.
SHARES: dict[str, dict[str, float]] = {
    "abc": {"a": 0.80, "b": 0.95, "c": 1.0},
    "hml": {"heavy": 0.20, "middle": 0.50, "light": 1.0},
    "percentile": {
        "percentile_1": 0.01, "percentile_5": 0.05, "percentile_10": 0.10, "percentile_25": 0.25, "percentile_50": 0.50,
        "percentile_rest": 1.0,
    },
    "pareto_80": {"value_high": 0.80, "value_rest": 1.0},
    "top_20": {"value_high": 0.20, "value_rest": 1.0},
}  # fmt: skip
BY_REVENUE = ("abc", "pareto_80")  # schemes whose lines are shares of revenue
ONE_LINE = ("pareto_80", "top_20")  # schemes whose line can be moved: no name says where it lies
NONE = "none"

SEGMENTS: tuple[str, ...] = (*dict.fromkeys(key for classes in SHARES.values() for key in classes), NONE, REFUND_ONLY, NO_ORDER)
DEFINED_BY: tuple[str, ...] = ("revenue",)

ROUNDING = 1e-9  # shares that differ by less are equal


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """`no_orders` where the record holds no order, else nothing."""
    del settings
    return "" if "revenue" in features.columns and features["state"].eq(BUYER).any() else "no_orders"


def fit(
    features: pd.DataFrame, *, gaps: pd.DataFrame | None = None, scheme: str = "abc", share: float | None = None
) -> pd.DataFrame:
    """The money limits of the classes.

    From one row per customer (customer_id, state, revenue) to one row per class, best first:

        scheme     str    abc | hml | percentile | pareto_80 | top_20
        segment    str    class
        share      float  cumulative share to its end: of revenue (abc, pareto_80), of paying customers (others)
        limit      float  least revenue in the class; for the last class revenue is above 0.
                          Missing for `none`, and where nobody pays
        customers  int    buyers in the class when fitted
        revenue    float  their revenue in the window, in the client's currency

    The customer who crosses the line belongs to the higher class, and so does everybody with
    equal revenue.  `share` moves the line of a scheme that has one alone.  `gaps` is not used.

    Raises ConfigError if there is no such scheme or share; SchemaError if a column or a value is
    missing or nobody has ordered.
    """
    del gaps
    shares = _shares(scheme, share)
    people = buyers(features, needs=DEFINED_BY)
    check_not_empty(people, "value")
    people = people.sort_values("revenue", ascending=False)  # sums must not depend on the order of rows
    paying = people.loc[people["revenue"] > 0, "revenue"].to_numpy()
    lines = [_last_in_class(paying, scheme, line) for line in list(shares.values())[:-1]]
    limits = pd.DataFrame(
        {
            "scheme": scheme,
            "segment": [*shares, NONE],
            "share": [*shares.values(), np.nan],
            "limit": [*lines, 0.0, np.nan],
        }
    )
    by_class = people.groupby(_classes(people["revenue"], limits))["revenue"].agg(["size", "sum"])
    by_class = by_class.reindex(limits["segment"], fill_value=0).to_numpy()
    return limits.assign(customers=by_class[:, 0].astype("int64"), revenue=by_class[:, 1])


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column or a value is missing.
    """
    check_table(definition, "value definition", ("segment", "limit"))
    people = buyers(features, needs=DEFINED_BY)
    return segments_by_state(features, _classes(people["revenue"], definition))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment, in the client's currency, missing = open or not applicable.

        segment       str    key
        revenue_low   float  revenue of this much and more; for the last paying class above it
        revenue_high  float  and less than this; for `none` this and less
        share         float  cumulative share that set the limit
        share_of      str    what it is a share of: revenue | customers; empty for states

    These limits are the whole rule.
    """
    limits = definition["limit"].to_numpy()
    rules = pd.DataFrame(
        {
            "segment": definition["segment"].array,
            "revenue_low": limits,
            "revenue_high": [np.nan, *limits[:-2], 0.0],
            "share": definition["share"].array,
            "share_of": np.where(definition["scheme"].isin(BY_REVENUE), "revenue", "customers"),
        }
    )
    states = pd.DataFrame({"segment": [REFUND_ONLY, NO_ORDER], "share_of": ""})
    return pd.concat([rules, states], ignore_index=True)


def _shares(scheme: str, share: float | None) -> dict[str, float]:
    """The classes of a scheme and where they end."""
    if scheme not in SHARES:
        raise unknown_choice("value scheme", scheme, SHARES)
    if share is None:
        return SHARES[scheme]
    if scheme not in ONE_LINE:
        raise ConfigError("'share' moves the line of {able} only; the lines of '{scheme}' are in its names.", able=listed(ONE_LINE), scheme=scheme)  # fmt: skip
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 1:
        raise ConfigError("'share' is {given}. Write a number between 0 and 1, such as 0.8.", given=share)
    return SHARES[scheme] | {"value_high": float(share)}


def _last_in_class(paying: np.ndarray, scheme: str, share: float) -> float:
    """Revenue of the last customer before the line; `paying` is revenue above 0, highest first."""
    if not paying.size:
        return math.nan
    if scheme not in BY_REVENUE:
        return float(paying[math.ceil(share * paying.size - ROUNDING) - 1])
    before = np.concatenate([[0.0], np.cumsum(paying)[:-1]]) / paying.sum()
    return float(paying[before < share - ROUNDING][-1])


def _classes(revenue: pd.Series, limits: pd.DataFrame) -> np.ndarray:
    """The class of each revenue."""
    *classes, last, none = limits["segment"]
    conditions = [revenue >= limit for limit in limits["limit"].iloc[: len(classes)]]
    return np.select([revenue <= 0, *conditions], [none, *classes], default=last)
