"""Value: who brings in the money?

Two customary readings of observed revenue in the window.  `abc` (Pareto): customers in order of
revenue; those who together bring the first 80 % are `a`, the next to 95 % are `b`, the rest `c`.
`hml`: the top 20 % of paying customers are `heavy`, the next 30 % `middle`, the rest `light`.

The definition keeps money limits, not ranks: equal revenue is equal class, one customer can be
classed alone, and next period is held against the same limits.  Revenue of zero or less is a
class of its own.  Past revenue is not future value: a customer who has left can be an `a`.

ABC is a common convention without one source; heavy, medium and light half are those of ORS.
"""

import math

import numpy as np
import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations.population import (
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)

SCHEMES = {"abc": ("a", "b", "c"), "hml": ("heavy", "middle", "light")}
SHARES = {"abc": (0.80, 0.95, 1.0), "hml": (0.20, 0.50, 1.0)}  # of revenue; of paying customers
NONE = "none"

SEGMENTS: tuple[str, ...] = (*SCHEMES["abc"], *SCHEMES["hml"], NONE, REFUND_ONLY, NO_ORDER)
DEFINED_BY: tuple[str, ...] = ("revenue",)

ROUNDING = 1e-9  # shares that differ by less are equal


def fit(features: pd.DataFrame, *, gaps: pd.DataFrame | None = None, scheme: str = "abc") -> pd.DataFrame:
    """The money limits of the classes.

    From one row per customer (customer_id, state, revenue) to one row per class, best first:

        scheme     str    abc | hml
        segment    str    class
        share      float  cumulative share to its end: of revenue (abc), of customers (hml)
        limit      float  least revenue in the class; for the last class revenue is above 0.
                          Missing for `none`, and where nobody pays
        customers  int    buyers in the class when fitted
        revenue    float  their revenue in the window, in the client's currency

    The customer who crosses the line belongs to the higher class, and so does everybody with
    equal revenue.  `gaps` is not used.

    Raises ConfigError if there is no such scheme; SchemaError if a column or a value is missing
    or nobody has ordered.
    """
    del gaps
    if scheme not in SCHEMES:
        raise unknown_choice("value scheme", scheme, SCHEMES)
    people = buyers(features, needs=DEFINED_BY)
    check_not_empty(people, "value")
    people = people.sort_values("revenue", ascending=False)  # sums must not depend on the order of rows
    paying = people.loc[people["revenue"] > 0, "revenue"].to_numpy()
    first, second = (_last_in_class(paying, scheme, share) for share in SHARES[scheme][:2])
    limits = pd.DataFrame(
        {
            "scheme": scheme,
            "segment": [*SCHEMES[scheme], NONE],
            "share": [*SHARES[scheme], np.nan],
            "limit": [first, second, 0.0, np.nan],
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
        share         float  cumulative share that set the limit: of revenue (abc), of customers (hml)

    These limits are the whole rule.
    """
    limits = definition["limit"].to_numpy()
    rules = pd.DataFrame(
        {
            "segment": definition["segment"].array,
            "revenue_low": limits,
            "revenue_high": [np.nan, limits[0], limits[1], 0.0],
            "share": definition["share"].array,
        }
    )
    states = pd.DataFrame({"segment": [REFUND_ONLY, NO_ORDER]})
    return pd.concat([rules, states], ignore_index=True)


def _last_in_class(paying: np.ndarray, scheme: str, share: float) -> float:
    """Revenue of the last customer before the line; `paying` is revenue above 0, highest first."""
    if not paying.size:
        return math.nan
    if scheme == "hml":
        return float(paying[math.ceil(share * paying.size - ROUNDING) - 1])
    before = np.concatenate([[0.0], np.cumsum(paying)[:-1]]) / paying.sum()
    return float(paying[before < share - ROUNDING][-1])


def _classes(revenue: pd.Series, limits: pd.DataFrame) -> np.ndarray:
    """The class of each revenue."""
    best, middle, last, none = limits["segment"]
    first, second = limits["limit"].iloc[:2]
    return np.select([revenue <= 0, revenue >= first, revenue >= second], [none, best, middle], default=last)
