"""Loyalty: who keeps coming back, for how long, how regularly, and for how much of what is sold?

Repeat buyers get one to three points for each of four parts: orders in the window; how long they have been
coming (from the first order to the last, so that time after the last order earns nothing); how regular
their gaps are; and in how many categories they buy.  The mean of the points makes the tier.  Buyers with
one order ever stand apart: nothing is known of their loyalty yet.

The share of a customer's own purchases that falls in the top category would be high for everybody with few
orders, and the share of all that a customer buys anywhere cannot be seen in one client's files.  So the
breadth of categories stands in for it: customers who buy across categories stay longer (Reinartz and Kumar
2003, Journal of Marketing 67, 77–99).  Gaps say how regular a customer is from three on; with fewer,
regularity is not shown and earns one point.

Points are thirds of the client's own repeat buyers, cut on values.  The method says how customers behaved,
not how they feel, and ranks them against one another: a client without loyal customers has a top third too.
"""

import math

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations.population import NO_ORDER, REFUND_ONLY, buyers, check_not_empty, check_table, segments_by_state

HIGH, MIDDLE, LOW, ONE_TIME = "loyalty_high", "loyalty_middle", "loyalty_low", "loyalty_one_time"
SEGMENTS: tuple[str, ...] = (HIGH, MIDDLE, LOW, ONE_TIME, REFUND_ONLY, NO_ORDER)
DEFINED_BY: tuple[str, ...] = (
    "order_count", "lifetime_order_count", "tenure_days", "recency_days", "gap_variation", "category_count",
)  # fmt: skip
NEEDS = ("order_count", "lifetime_order_count")
PARTS = {
    "frequency": ("order_count",),
    "tenure": ("tenure_days", "recency_days"),
    "regularity": ("gap_variation",),
    "breadth": ("category_count",),
}
FIXED = {"frequency": (1.0, 3.0), "breadth": (1.0, 2.0)}  # highest value of one and of two points, where thirds collapse
ENOUGH = 30  # repeat buyers from which thirds mean something
COLUMNS = ("kind", "component", "loyalty_points", "low", "high", "rule", "segment", "customers")


def lacking(features: pd.DataFrame, *, high: float = 2.5, middle: float = 1.75) -> str:
    """Why there are no tiers: a reason's key, empty where there are."""
    del high, middle
    if not set(NEEDS) <= set(features.columns):
        return "no_order_lines_for_loyalty"
    told = [part for part, columns in PARTS.items() if set(columns) <= set(features.columns)]
    if len(told) < 2:  # the number of orders alone is frequency, and has a lens of its own
        return "no_order_lines_for_loyalty"
    repeat = features["lifetime_order_count"].fillna(0).ge(2).to_numpy(dtype=bool)
    return "" if int(repeat.sum()) >= ENOUGH else "few_repeat_buyers"


def fit(features: pd.DataFrame, *, gaps: pd.DataFrame | None = None, high: float = 2.5, middle: float = 1.75) -> pd.DataFrame:
    """The limits of the points, and the points of the tiers, as one table.

    From one row per customer (customer_id, state and those of `DEFINED_BY` that are held) to three rows of
    kind `points` per component and one row of kind `tier` per tier of repeat buyers:

        kind            str    points | tier
        component       str    frequency | tenure | regularity | breadth; empty for tiers
        loyalty_points  int    points: 1 to 3; tiers: least sum of points
        low, high       float  points: low < value <= high, in orders, days, ratio or categories; missing = open.
                               low = high: nobody, because ties have swallowed the band
        rule            str    thirds | fixed; empty for tiers
        segment         str    tier; empty for points
        customers       int    repeat buyers with so many points, or in the tier, when fitted

    A component that no two repeat buyers differ in, or that is not held, is left out, and the sums are those
    of the others.  A tier begins at the mean points `high` and `middle`.  Where the thirds of orders or
    categories collapse, fixed limits apply: 1, 2–3, 4 orders and more; 1, 2, 3 categories and more.
    `gaps` is not used.

    Raises ConfigError for settings out of range; SchemaError if a column or a value is missing, nobody has
    ordered, or no two repeat buyers differ in anything.
    """
    del gaps
    if not 1 < middle < high <= 3:
        raise ConfigError(
            "'middle' and 'high' are {given}. Choose two rising means of points between 1 and 3.", given=[middle, high]
        )
    held = tuple(column for column in DEFINED_BY if column not in NEEDS and column in features)
    people = buyers(features, needs=NEEDS, optional=held)
    check_not_empty(people, "loyalty")
    repeat = people[people["lifetime_order_count"] >= 2].reset_index(drop=True)
    parts = {part: _measured(repeat, part) for part, columns in PARTS.items() if set(columns) <= set(repeat.columns)}
    bands = [_bands(part, values) for part, values in parts.items() if len(np.unique(values[~np.isnan(values)])) > 1]
    if not bands:
        raise SchemaError("No two repeat buyers differ in what 'loyalty' looks at. Widen the history, or leave the method out.")
    points = pd.concat(bands, ignore_index=True)
    best = 3 * len(bands)
    least = [math.ceil(high * len(bands) - 1e-9), math.ceil(middle * len(bands) - 1e-9), len(bands)]
    tiers = pd.DataFrame({"kind": "tier", "loyalty_points": least, "segment": [HIGH, MIDDLE, LOW]})
    sums = _sums(repeat, points)
    tiers["customers"] = [
        int(((sums >= low) & (sums < end)).sum()) for low, end in zip(least, [best + 1, *least[:-1]], strict=True)
    ]
    table = pd.concat([points, tiers], ignore_index=True)
    return table.fillna({"component": "", "rule": "", "segment": ""}).astype({"component": "str", "rule": "str", "segment": "str"})[
        list(COLUMNS)
    ]


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column of a component in the definition, or an order count of a buyer, is missing.
    """
    check_table(definition, "loyalty definition", COLUMNS)
    points = definition[definition["kind"] == "points"]
    optional = [column for part in points["component"].unique() for column in PARTS[part] if column not in NEEDS]
    people = buyers(features, needs=NEEDS, optional=optional)
    sums = _sums(people, points)
    least = definition[definition["kind"] == "tier"].set_index("segment")["loyalty_points"]
    tiers = np.select(
        [people["lifetime_order_count"] < 2, sums >= least[HIGH], sums >= least[MIDDLE]], [ONE_TIME, HIGH, MIDDLE], LOW
    )
    return segments_by_state(features, tiers)


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: segment, points_low and points_high (sum of points, both included; missing = not applicable)."""
    least = definition[definition["kind"] == "tier"].set_index("segment")["loyalty_points"].astype("float64")
    best = 3.0 * definition.loc[definition["kind"] == "points", "component"].nunique()
    highest = pd.Series({HIGH: best, MIDDLE: least[HIGH] - 1, LOW: least[MIDDLE] - 1})
    return pd.DataFrame(
        {
            "segment": pd.Series(SEGMENTS, dtype="str"),
            "points_low": least.reindex(SEGMENTS).to_numpy(),
            "points_high": highest.reindex(SEGMENTS).to_numpy(),
        }
    )


def point_limits(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per component and number of points: component, loyalty_points, low, high, rule, customers."""
    check_table(definition, "loyalty definition", COLUMNS)
    columns = ["component", "loyalty_points", "low", "high", "rule", "customers"]
    return definition.loc[definition["kind"] == "points", columns].reset_index(drop=True)


def _measured(people: pd.DataFrame, part: str) -> np.ndarray:
    """What a component looks at: orders, days from the first order to the last, variation of gaps, categories."""
    if part == "tenure":
        return (people["tenure_days"] - people["recency_days"]).to_numpy(dtype=float)
    return people[PARTS[part][0]].to_numpy(dtype=float)


def _bands(part: str, values: np.ndarray) -> pd.DataFrame:
    """The three bands of one component; regular gaps are small, so there the lowest third has three points."""
    known = values[~np.isnan(values)]
    first, second = (float(cut) for cut in np.quantile(known, (1 / 3, 2 / 3), method="inverted_cdf"))
    collapsed = first == second or second == known.max()
    rule = "fixed" if collapsed and part in FIXED else "thirds"
    first, second = FIXED[part] if rule == "fixed" else (first, second)
    lows, highs = [np.nan, first, second], [first, second, np.nan]
    scale = [3, 2, 1] if part == "regularity" else [1, 2, 3]
    bands = pd.DataFrame({"kind": "points", "component": part, "loyalty_points": scale, "low": lows, "high": highs, "rule": rule})
    earned = pd.Series(_points(values, bands)).value_counts()
    return bands.assign(segment="", customers=earned.reindex(scale).fillna(0).to_numpy(dtype="int64"))


def _points(values: np.ndarray, bands: pd.DataFrame) -> np.ndarray:
    """The points of each value; one where nothing is known."""
    limits = bands["high"].to_numpy()[:2]
    earned = bands["loyalty_points"].to_numpy()[np.searchsorted(limits, values, side="left").clip(0, 2)]
    return np.where(np.isnan(values), 1, earned)


def _sums(people: pd.DataFrame, points: pd.DataFrame) -> np.ndarray:
    """The sum of points of each customer."""
    total = np.zeros(len(people), dtype="int64")
    for part, bands in points.groupby("component", sort=False):
        total += _points(_measured(people, part), bands)
    return total
