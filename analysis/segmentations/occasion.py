"""Occasion: does a customer buy for the own table, for gifts, for banquets, in bulk?

Every order has its occasion, or none that can be told (`order_occasions`).  A customer has one when at
least `minimum` orders of the window can be told and `dominant` of these are of the same kind.  Where most orders cannot
be told, the customer is unclassified rather than guessed at.

Bad at clients without quantities or places on their orders: then little can be told.  The kit's own rule.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError
from analysis.segmentations.population import (
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)
from analysis.segmentations.preference_verdict import TOO_FEW

KINDS = ("self_use", "gift", "banquet", "bulk")
MIXED, UNCLASSIFIED = "occasion_mixed", "occasion_unclassified"
SEGMENTS: tuple[str, ...] = (*(f"occasion_{kind}" for kind in KINDS), MIXED, UNCLASSIFIED, TOO_FEW, REFUND_ONLY, NO_ORDER)
DEFINED_BY: tuple[str, ...] = ("occasion.orders", *(f"occasion.{kind}" for kind in KINDS), "occasion.unclassified")
COLUMNS = ("segment", "kind", "minimum", "dominant")


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    minimum: int = 3,
    dominant: float = 0.6,
    banquet_units: float | None = None,
    bulk_units: float | None = None,
    case: int = 6,
    days_before: int = 21,
    days_after: int = 0,
    gift_signs: int = 2,
) -> pd.DataFrame:
    """The rule, one row per segment: segment, kind (of order; empty for the others), minimum (orders), dominant (share).

    From a record with the table `occasion`.  The settings from `banquet_units` on say what a single order is for; they
    have been used by the time the record is made (`features.occasions.occasion_rule`).  `gaps` is not used.

    Raises ConfigError for settings out of range, SchemaError if a column is missing or nobody has ordered.
    """
    del gaps, banquet_units, bulk_units, case, days_before, days_after, gift_signs
    for setting, (given, wrong, allowed) in {
        "minimum": (minimum, minimum < 2, "2 or more"),
        "dominant": (dominant, not 0.5 < dominant <= 1, "a share above 0.5, up to 1"),
    }.items():
        if wrong:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
    check_not_empty(buyers(features, needs=(), optional=DEFINED_BY), "occasion")
    rows = [(f"occasion_{kind}", kind) for kind in KINDS] + [(segment, "") for segment in (MIXED, UNCLASSIFIED, TOO_FEW)]
    table = pd.DataFrame(rows, columns=["segment", "kind"]).astype("str")
    return table.assign(minimum=minimum, dominant=float(dominant))[list(COLUMNS)]


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.  The first that holds:

        too_few_orders         fewer than `minimum` orders in the window
        occasion_unclassified  fewer than `minimum` of them, or no more than half, can be told
        occasion_<kind>        at least `dominant` of those that can be told
        occasion_mixed         otherwise

    Raises SchemaError if a column is missing.
    """
    check_table(definition, "occasion definition", COLUMNS)
    people = buyers(features, needs=(), optional=DEFINED_BY).fillna(dict.fromkeys(DEFINED_BY, 0.0))
    minimum, dominant = float(definition["minimum"].iloc[0]), float(definition["dominant"].iloc[0])
    orders, untold = people["occasion.orders"], people["occasion.unclassified"]
    told = orders - untold
    kinds = definition[definition["kind"] != ""]
    leading = [people[f"occasion.{kind}"] >= dominant * told for kind in kinds["kind"]]
    cases = [orders < minimum, (told < minimum) | (told <= untold), *leading]
    return segments_by_state(features, np.select(cases, [TOO_FEW, UNCLASSIFIED, *kinds["segment"]], default=MIXED))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment in display order; missing = not applicable.

    segment    str    key
    orders     float  orders of the window that are needed
    share_low  float  share of the orders that can be told, at least
    """
    check_table(definition, "occasion definition", COLUMNS)
    rules = pd.DataFrame(
        {
            "segment": definition["segment"],
            "orders": definition["minimum"].astype("float64").where(definition["segment"] != TOO_FEW),
            "share_low": definition["dominant"].where(definition["kind"] != ""),
        }
    )
    return pd.concat([rules, pd.DataFrame({"segment": [REFUND_ONLY, NO_ORDER]})], ignore_index=True)


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why occasions cannot be told: `no_occasions`, where no order of a buyer was for anything but the own use, or empty."""
    del settings
    if any(column not in features for column in DEFINED_BY):
        return "no_occasions"
    told = sum(features[f"occasion.{kind}"].fillna(0).astype("float64").sum() for kind in KINDS[1:])
    return "" if told > 0 else "no_occasions"
