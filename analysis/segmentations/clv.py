"""Predicted value: who will bring the money of the next year?

Six tiers by the predicted value of each customer (`lifetime.clv`: orders expected x value of an order,
discounted): the first 1 % of those predicted, the next to 5, 10, 25 and 50 %, and the lower half.  The
definition keeps money limits, not ranks: equal predictions are one tier, and next period is held against
the same limits.

It is bad where the prediction is: the report grades it, and the method cannot be had where the model
failed its conditions.  A tier says what is expected of a customer, not what to do about it.

Shares: Amperity's predicted-value tiers.
"""

import math
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations.population import NO_ORDER, REFUND_ONLY, buyers, check_not_empty, check_table, segments_by_state

TIERS = ("clv_platinum", "clv_gold", "clv_silver", "clv_bronze", "clv_medium", "clv_low")
SHARES = (0.01, 0.05, 0.10, 0.25, 0.50)  # cumulative, of customers with a prediction; the last tier is the rest
UNKNOWN = "clv_unknown"

SEGMENTS: tuple[str, ...] = (*TIERS, UNKNOWN, REFUND_ONLY, NO_ORDER)
DEFINED_BY: tuple[str, ...] = ("lifetime.clv",)

ROUNDING = 1e-9  # shares that differ by less are equal


def fit(
    features: pd.DataFrame, *, gaps: pd.DataFrame | None = None, shares: tuple[float, ...] = SHARES, minimum: int = 100
) -> pd.DataFrame:
    """The money limits of the tiers.

    From one row per customer (customer_id, state, lifetime.clv; missing where nothing is predicted) to one row per
    tier, best first:

        segment    str    tier
        share      float  cumulative share of customers predicted, to its end
        limit      float  least predicted value in the tier, in the client's currency; missing for the last tier
        customers  int    customers in it when fitted
        clv        float  their predicted value, all together

    shares   five cumulative shares, rising; minimum  customers with a prediction, without whom 1 % is nobody

    Whoever has the value of the last customer within a share belongs to the higher tier.  `gaps` is not used.
    Raises ConfigError for shares that do not rise within 0 to 1; SchemaError if a column is missing or fewer than
    `minimum` customers are predicted.
    """
    del gaps
    if len(shares) != len(SHARES) or not all(0 < low < high <= 1 for low, high in pairwise(shares)):
        raise ConfigError(
            "'shares' is {given}. Give five rising shares above 0 and at most 1: 0.01, 0.05, 0.1, 0.25, 0.5.", given=shares
        )
    people = buyers(features, needs=(), optional=DEFINED_BY)
    check_not_empty(people, "clv")
    worth = np.sort(people["lifetime.clv"].dropna().to_numpy())[::-1]
    if len(worth) < minimum:
        raise SchemaError(
            "Only {rows} customers have a predicted value ('lifetime.clv'), so '{method}' has no limits. "
            "It needs {minimum}, and a lifetime model that passed its conditions.",
            rows=len(worth),
            method="clv",
            minimum=minimum,
        )  # fmt: skip
    limits = [float(worth[math.ceil(share * len(worth) - ROUNDING) - 1]) for share in shares]
    table = pd.DataFrame({"segment": pd.Series(TIERS, dtype="str"), "share": [*shares, 1.0], "limit": [*limits, np.nan]})
    by_tier = pd.Series(worth).groupby(_tiers(worth, table)).agg(["size", "sum"]).reindex(TIERS, fill_value=0)
    return table.assign(customers=by_tier["size"].to_numpy(dtype="int64"), clv=by_tier["sum"].to_numpy(dtype="float64"))


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    A buyer without a prediction is `clv_unknown`.  Raises SchemaError if a column is missing.
    """
    check_table(definition, "clv definition", ("segment", "limit", "clv"))
    people = buyers(features, needs=(), optional=DEFINED_BY)
    return segments_by_state(features, _tiers(people["lifetime.clv"].to_numpy(), definition))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment, money in the client's currency, missing = open or not applicable.

    segment   str    key
    clv_low   float  predicted value of this much and more
    clv_high  float  and less than this
    share     float  cumulative share of customers predicted that set the limit
    """
    check_table(definition, "clv definition", ("segment", "limit", "clv"))
    limits = definition["limit"].to_numpy()
    rules = pd.DataFrame(
        {
            "segment": definition["segment"].array,
            "clv_low": limits,
            "clv_high": [np.nan, *limits[:-1]],
            "share": definition["share"].array,
        }
    )
    others = pd.DataFrame({"segment": pd.Series([UNKNOWN, REFUND_ONLY, NO_ORDER], dtype="str")})
    return pd.concat([rules, others], ignore_index=True)


def lacking(features: pd.DataFrame, *, minimum: int = 100, **settings: object) -> str:
    """Empty where it can be fitted, else why not: `no_prediction`."""
    del settings
    held = "lifetime.clv" in features.columns and int(features["lifetime.clv"].notna().sum()) >= minimum
    return "" if held else "no_prediction"


def _tiers(worth: np.ndarray, definition: pd.DataFrame) -> np.ndarray:
    """The tier of each predicted value."""
    limits = definition["limit"].to_numpy()[:-1]
    return np.select([np.isnan(worth), *(worth >= limit for limit in limits)], [UNKNOWN, *TIERS[:-1]], default=TIERS[-1])
