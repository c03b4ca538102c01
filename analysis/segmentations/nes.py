"""NES: new, existing and sleeping buyers, told by the purchase cycle.

    N   nes_new         one order day, at most one cycle ago
    E0  nes_active      repeat buyer, at most one cycle ago
    S1  nes_drowsy      more than one cycle ago, up to two
    S2  nes_half_asleep more than two cycles ago, up to three
    S3  nes_asleep      more than three cycles ago

The scheme leaves open where a first-time buyer goes whose one order is more than a cycle old; here
they sleep like everybody else.  Some texts call S1 and S2 "E1" and "E2".

The cycle is the mean number of days until the next order of those who come back, read off the
Kaplan–Meier curve of gaps, so that open gaps count as "not yet"; a mean of the gaps that have ended
would be too short.  A customer with three gaps and more has an own cycle: the client's, scaled by the
own rhythm as in the life cycle (`cuts.personal_cuts`).

The multiples are a convention.  They say nothing about who returns from behind them; the life cycle
sets its limits by that, and the returns of each tier are printed beside both.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, MissingTableError
from analysis.segmentations.curve import gap_curve
from analysis.segmentations.cuts import ALL, CLIENT, mean_gap, personal_cuts
from analysis.segmentations.population import (
    BUYER,
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)

SEGMENTS: tuple[str, ...] = (
    "nes_active", "nes_new", "nes_drowsy", "nes_half_asleep", "nes_asleep", REFUND_ONLY, NO_ORDER,
)  # fmt: skip
DEFINED_BY: tuple[str, ...] = ("recency_days", "gap_count", "gap_mean_days")
NEEDS, OPTIONAL = ("recency_days", "gap_count"), ("gap_mean_days",)

FIXED_CYCLE = 120.0  # for want of a curve: three of them are about the year after which the life cycle gives up
COLUMNS = ("cycle_basis", "cycle_days", "cycle_gaps", "personal_gaps", "mean_gap_days")


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why no purchase cycle can be told of this record; empty where it can."""
    del settings
    if "recency_days" not in features or not features["state"].eq(BUYER).any():
        return "no_orders"
    return "" if set(DEFINED_BY) <= set(features.columns) else "no_order_days"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    cycle_days: float | None = None,
    reliable_gaps: int = 30,
    personal_gaps: int = 3,
) -> pd.DataFrame:
    """The purchase cycle, as a table of one row.

    From one row per customer (customer_id, state and `DEFINED_BY`) and one row per gap (gap_days, closed) to

        cycle_basis    str    curve | given | fixed (too few gaps are closed to draw the curve)
        cycle_days     float  one cycle, in whole days where it is read off the curve
        cycle_gaps     int    closed gaps behind it, 0 where it was given
        personal_gaps  int    own gaps from which a customer has an own cycle
        mean_gap_days  float  mean closed gap of customers with so many; missing: nobody has an own cycle

    `cycle_days` sets the cycle of everybody; then `gaps` may be missing.

    Raises MissingTableError without gaps, SchemaError if a column or a value is missing or nobody has ordered,
    ConfigError for settings out of range.
    """
    _check_settings(cycle_days, reliable_gaps, personal_gaps)
    if gaps is None and cycle_days is None:
        raise MissingTableError("The segmentation '{method}' needs the table '{table}'.", method="nes", table="gaps")
    people = buyers(features, needs=NEEDS, optional=OPTIONAL)
    check_not_empty(people, "nes")
    if cycle_days is not None:
        basis, cycle, closed = "given", float(cycle_days), 0
    else:
        basis, cycle, closed = _cycle(gaps, reliable_gaps)
    own = mean_gap(people, personal_gaps=personal_gaps) if basis == "curve" else np.nan
    return pd.DataFrame([(basis, cycle, closed, personal_gaps, own)], columns=COLUMNS)


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column or a value is missing.
    """
    people = buyers(features, needs=NEEDS, optional=OPTIONAL)
    passed = people["recency_days"] / _cycles(people, definition)
    sleeping = [passed > 3, passed > 2, passed > 1]
    tiers = np.select(
        [*sleeping, people["gap_count"] >= 1], ["nes_asleep", "nes_half_asleep", "nes_drowsy", "nes_active"], "nes_new"
    )
    return segments_by_state(features, tiers)


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per tier: cycles and days since the last order, and order days; missing = open or not applicable.

    segment                      str    key
    cycles_low, cycles_high      float  above … and up to … cycles
    recency_low, recency_high    float  the same in days of the client's cycle
    order_days_low, _high        float  days with an order, full history
    """
    check_table(definition, "nes definition", COLUMNS)
    cycle = float(definition["cycle_days"].iloc[0])
    nan = np.nan
    rows = [
        ("nes_active", nan, 1.0, 2.0, nan),
        ("nes_new", nan, 1.0, 1.0, 1.0),
        ("nes_drowsy", 1.0, 2.0, 1.0, nan),
        ("nes_half_asleep", 2.0, 3.0, 1.0, nan),
        ("nes_asleep", 3.0, nan, 1.0, nan),
        (REFUND_ONLY, nan, nan, nan, nan),
        (NO_ORDER, nan, nan, nan, nan),
    ]
    table = pd.DataFrame(rows, columns=["segment", "cycles_low", "cycles_high", "order_days_low", "order_days_high"])
    days = {"recency_low": table["cycles_low"] * cycle, "recency_high": table["cycles_high"] * cycle}
    return table.assign(**days)[["segment", "cycles_low", "cycles_high", *days, "order_days_low", "order_days_high"]]


def _cycle(gaps: pd.DataFrame, reliable_gaps: int) -> tuple[str, float, int]:
    """The basis, the mean days until the next order of those who come back, and the closed gaps behind it."""
    curve = gap_curve(gaps)
    reliable = curve[curve["at_risk"] >= reliable_gaps]
    closed = int(reliable["events"].sum())
    if closed < reliable_gaps:
        return "fixed", FIXED_CYCLE, closed
    came_back = np.diff(reliable["returned"].to_numpy(), prepend=0.0)
    mean = float((reliable["day"].to_numpy() * came_back).sum() / came_back.sum())
    return "curve", max(float(round(mean)), 1.0), closed


def _cycles(people: pd.DataFrame, definition: pd.DataFrame) -> pd.Series:
    """The cycle of each buyer, in days: the client's, scaled by the own rhythm where there is one."""
    check_table(definition, "nes definition", COLUMNS)
    row = definition.iloc[0]
    cycle = float(row["cycle_days"])
    rule = pd.DataFrame(
        {"level": CLIENT, "key": ALL, "first_cut_days": cycle, "second_cut_days": 3 * cycle,
         "personal_gaps": int(row["personal_gaps"]), "mean_gap_days": float(row["mean_gap_days"])},
        index=people.index,
    )  # fmt: skip
    return personal_cuts(people.assign(last_gap_days=np.nan), rule)["first_cut_days"]


def _check_settings(cycle_days: float | None, reliable_gaps: int, personal_gaps: int) -> None:
    wrong = {
        "cycle_days": (cycle_days, cycle_days is not None and not cycle_days > 0, "a number of days above 0"),
        "reliable_gaps": (reliable_gaps, reliable_gaps < 1, "1 or more"),
        "personal_gaps": (personal_gaps, personal_gaps < 2, "2 or more"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
