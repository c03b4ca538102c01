"""Replenishment: whose next purchase is due, overdue, or has lapsed?

Each customer is placed by the most pressing category (`due.customer_replenishment`), so that
nobody is called twice: overdue before due before not due, and lapsed only where everything has.  The
intervals behind it are the ruler (`due.category_intervals`, a table of its own, saved and reused); here
stands the order of urgency.

Bad at clients whose customers buy a category by occasion rather than as it runs out: the curve of gaps is
then long and flat, and few of those "due" come by themselves.  The share that does is printed beside.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.segmentations.due import GIVEN
from analysis.segmentations.population import (
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)

OVERDUE, DUE, NOT_DUE, LAPSED, NONE = (
    "replenish_overdue", "replenish_due", "replenish_not_due", "replenish_lapsed", "replenish_none",
)  # fmt: skip
SEGMENTS: tuple[str, ...] = (OVERDUE, DUE, NOT_DUE, LAPSED, NONE, REFUND_ONLY, NO_ORDER)
DEFINED_BY: tuple[str, ...] = ("replenishment.phase",)
PHASES = {OVERDUE: (2.0, 3.0), DUE: (1.0, 2.0), NOT_DUE: (0.0, 1.0), LAPSED: (3.0, np.nan)}
COLUMNS = ("segment", "phase_low", "phase_high")


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    intervals: Mapping[str, float] | None = None,
    one_off: Iterable[str] = (),
    repeat_from: float = 0.15,
    enough_gaps: int = 30,
    due_from: float = GIVEN["due_from"],
    overdue_from: float = GIVEN["overdue_from"],
    lapsed_from: float = GIVEN["lapsed_from"],
) -> pd.DataFrame:
    """The phases of the segments: segment, phase_low (and more), phase_high (less than; missing = open).

    From a record with the table `replenishment`.  Buyers who bought nothing that has an interval are
    `replenish_none`.  The settings are those of `due.category_intervals`, which has used them by the time the record
    is made; they stand here because they are the method's.  `gaps` is not used.

    Raises SchemaError if a column is missing or nobody has ordered.
    """
    del gaps, intervals, one_off, repeat_from, enough_gaps, due_from, overdue_from, lapsed_from
    check_not_empty(buyers(features, needs=(), optional=DEFINED_BY), "replenishment")
    rows = [(segment, *PHASES.get(segment, (np.nan, np.nan))) for segment in (OVERDUE, DUE, NOT_DUE, LAPSED, NONE)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"segment": "str"})


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column is missing.
    """
    check_table(definition, "replenishment definition", COLUMNS)
    phase = buyers(features, needs=(), optional=DEFINED_BY)["replenishment.phase"]
    inside = [
        (phase >= row.phase_low) & ((phase < row.phase_high) | np.isnan(row.phase_high))
        for row in definition.itertuples(index=False)
    ]
    return segments_by_state(features, np.select(inside, list(definition["segment"]), default=NONE))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment in the order of urgency: segment, phase_low, phase_high (missing = open or not applicable)."""
    check_table(definition, "replenishment definition", COLUMNS)
    return pd.concat([definition[list(COLUMNS)], pd.DataFrame({"segment": [REFUND_ONLY, NO_ORDER]})], ignore_index=True)


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why nothing can be due: `no_intervals`, or empty."""
    del settings
    held = features.get("replenishment.phase")
    return "" if held is not None and held.notna().any() else "no_intervals"
