"""Chapter 05, what became of each month's new customers: retention, revenue, and newer beside older ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation_cohorts as words
from analysis.findings.evaluation_moves import ENOUGH
from analysis.lifetime.product_limit import survival
from analysis.reporting.evaluation_base import Base
from analysis.text import Skip, Words

YEAR_DAYS, MONTH_DAYS = 365, 365.25 / 12
RUN_IN, SHORTEST = 12, 3  # months of run-in where the life cycle says nothing, and the least


@dataclass(frozen=True)
class Cohorts:
    """Cohorts large enough to show, the curve of further orders, both groups by age; none where no month can be told."""

    months: pd.DataFrame | None
    curve: pd.DataFrame | None
    compared: pd.DataFrame | None
    story: Mapping[str, Words | Skip]


def cohorts(base: Base) -> Cohorts:
    """The tables `cohort_months`, `cohorts_compared` and `further_order_curve`, and their words."""
    as_of = {"as_of": base.dates.as_of, "run_in": _run_in(base)}
    months = words.shown_cohorts(base.run.write_table("cohort_months", evaluation.cohort_months(base.orders, **as_of)))
    compared = base.run.write_table("cohorts_compared", evaluation.cohorts_compared(base.orders, **as_of))
    compared = words.shown_compared(compared)
    waits = evaluation.first_waits(base.orders, **as_of)
    curve = base.run.write_table("further_order_curve", further_order_curve(waits))
    if not words.any_cohorts(months):
        return Cohorts(None, None, None, {"cohorts": words.NO_COHORTS})
    told = words.cohort_words(months, compared, run_in=as_of["run_in"], basis=base.basis)
    return Cohorts(months, curve if len(compared) and len(curve) else None, compared, told)


def _run_in(base: Base) -> int:
    """Months from the beginning of the history in which old customers may look new: until 95 % of those who come back have."""
    if not base.run.has_table("definition_lifecycle"):
        return RUN_IN
    rules = base.run.read_table("definition_lifecycle").set_index("level")
    return max(ceil(float(rules.at["client", "second_cut_days"]) / MONTH_DAYS), SHORTEST) if "client" in rules.index else RUN_IN


def further_order_curve(waits: pd.DataFrame) -> pd.DataFrame:
    """Share with a further order by days since the first, of both groups of `first_waits`: see `further_order_curve` of schema.py.

    Up to a year, and as long as thirty of each group are still watched, so that both end on the same day; empty where
    that is less than a month, or where a group is missing.
    """
    parts = []
    for group, own in waits.groupby("group", sort=False):
        table = survival(own["days"].to_numpy(), own["ended"].to_numpy(dtype=bool))
        table = table[(table["at_risk"] >= ENOUGH) & (table["time"] <= YEAR_DAYS)]
        ends = {"share": 1 - table["survived"], "low": 1 - table["high"], "high": 1 - table["low"]}
        parts.append(pd.DataFrame({"group": group, "day": table["time"], "at_risk": table["at_risk"].astype("int64"), **ends}))
    columns = ["group", "day", "at_risk", "share", "low", "high"]
    last = min((int(part["day"].max()) if len(part) else 0 for part in parts), default=0)
    if len(parts) < 2 or last < MONTH_DAYS:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)[columns]
    return table[table["day"] <= last].reset_index(drop=True)
