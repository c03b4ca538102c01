"""New limits beside those in force: the lens learned again on today's customers, and on redraws of them.

The customer record is put together from the tables that chapter 02 left, as far as the lens reads them; nothing is
computed anew but the limits.  What the limits in force are held against follows from where they come from:

    frozen       they are an earlier period's: against limits learned today
    last_report  they were learned today: against those of the report before
    eve          there is no such report: against limits learned on the customers of the period's eve
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import evaluation
from analysis.config import frozen_periods
from analysis.errors import SchemaError
from analysis.reporting.divided import NUMBERED, fit_settings
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_forecasts import report_before
from analysis.reporting.people import described
from analysis.reporting.records import gaps_at
from analysis.segmentations import definition_for, due, method_of, record, small_cells
from analysis.segmentations.own_names import renamed
from analysis.segmentations.population import STATE_SEGMENTS
from analysis.segmentations.refit import refitted
from analysis.segmentations.saved import PREFIX, assigned

SLOW = ("clusters", "needs", "psychographic")  # searched for many times when they are fitted: chapter 02 redraws for them
STORED = {"events": "engagement", "habits": "habits", "survey": "survey", "lifetime": "lifetime"}  # part of a record: its table


@dataclass(frozen=True)
class Refits:
    """What new limits would do, all by the segments that are shown.

    limits       the table `cut_points`; None where the two definitions cannot be laid beside each other
    share, rand  customers with the same segment by both, and the adjusted Rand index
    basis        frozen, last_report or eve; `label`: the period that the earlier limits are of
    draws, kept  `evaluation.resampled`; None where chapter 02 redraws
    """

    limits: pd.DataFrame | None
    share: float
    rand: float
    n: int
    basis: str
    label: str
    draws: pd.DataFrame | None
    kept: pd.DataFrame | None


@dataclass(frozen=True)
class _Ruler:
    """The lens of a page as it can be fitted and laid on today's customers."""

    base: Base
    record: pd.DataFrame
    gaps: pd.DataFrame | None
    settings: Mapping[str, Any]

    @property
    def lens(self) -> str:
        return self.base.lens.lens

    @property
    def in_use(self) -> pd.DataFrame:
        return self.base.lens.rules[self.lens]

    def fit(self, customers: pd.DataFrame, gaps: pd.DataFrame | None) -> pd.DataFrame:
        """A definition learned on some customers; natural groups under the numbers of those in force."""
        found = definition_for(self.lens, customers, gaps=gaps, **self.settings)
        if self.lens not in NUMBERED:
            return found
        return refitted(self.lens, self.record, before=self.in_use, after=found).definition

    def place(self, definition: pd.DataFrame) -> pd.Series:
        """The segment of everybody who can be divided, as it is shown, indexed by customer_id."""
        found = method_of(self.lens).assign(self.record, definition).assign(method=self.lens)
        found = found[~found["segment"].isin(STATE_SEGMENTS)]
        found = small_cells.together(renamed(found, self.base.lens.merges)[0], self.base.lens.hidden)
        return found.set_index("customer_id")["segment"].sort_index()


def refits(base: Base) -> Refits | None:
    """New limits beside those in force; None where the lens cannot be learned from what chapter 02 left.

    A part of a client has no limits of its own.
    """
    ruler = None if base.run.config.part is not None else _ruler(base)
    if ruler is None:
        return None
    try:
        today = ruler.fit(ruler.record, ruler.gaps)
        found = _before(ruler, today)
        if found is None:
            return None
        before, basis, label = found
        once, again = ruler.place(before), ruler.place(today)
        limits = evaluation.cut_points(before, today, assign=ruler.place) if evaluation.comparable(before, today) else None
        draws = kept = None
        if ruler.lens.partition(".")[0] not in SLOW:
            draws, kept = evaluation.resampled(ruler.record, ruler.gaps, fit=ruler.fit, assign=ruler.place)
    except SchemaError:  # a column that the method needs to learn was not left behind
        return None
    share, rand = evaluation.agreement(once, again)
    return Refits(limits, share, rand, len(again), basis, label, draws, kept)


def _ruler(base: Base) -> _Ruler | None:
    run, lens = base.run, base.lens
    known = _record(base, base.features, "")
    needed = [column for column in lens.defined_by if column not in known.columns]
    if needed and lens.lens != "risk":  # risk does without the model where there is none
        return None
    return _Ruler(base, known, run.read_table("gaps") if run.has_table("gaps") else None, fit_settings(run, base.dates, lens.lens))


def _record(base: Base, customers: pd.DataFrame, suffix: str) -> pd.DataFrame:
    """The customer record of a day with the parts that the lens reads, as far as their tables are held."""
    run, reads = base.run, {column.partition(".")[0] for column in base.lens.defined_by if "." in column}
    parts = {
        name: run.read_table(f"{table}{suffix}")
        for name, table in STORED.items()
        if name in reads and run.has_table(f"{table}{suffix}")
    }
    if "attribute" in reads:
        parts["attribute"] = described(run)[0]
    if "replenishment" in reads and not suffix and run.has_table("replenishment_status"):
        parts["replenishment"] = due.customer_replenishment(run.read_table("replenishment_status"))
    known = record.customer_record(customers, parts)
    others = {name: rule for name, rule in base.lens.rules.items() if name != base.lens.lens}
    return record.with_segments(known, assigned(known, others)) if others else known


def _before(ruler: _Ruler, today: pd.DataFrame) -> tuple[pd.DataFrame, str, str] | None:
    """The earlier limits, where they come from, and of which period they are.

    None where limits that were learned today are not found again: chapter 02 then learned them from more than it left,
    or was given other settings than client.yaml has, and a difference would not be one of customers.
    """
    base, lens = ruler.base, ruler.lens
    frozen = frozen_periods(base.run.config.definitions, [lens])
    if lens in frozen:
        return ruler.in_use, "frozen", frozen[lens]
    if not ruler.place(today).equals(ruler.place(ruler.in_use)):
        return None
    before = report_before(base.run)
    if before.has_table(f"definition_{lens}"):
        return before.read_table(f"definition_{lens}"), "last_report", before.period.label
    if base.then is None or any(name.startswith(PREFIX) for name in ruler.record.columns):
        return None
    return definition_for(lens, _record(base, base.then, "-start"), gaps=gaps_at(base.run, base.eve), **ruler.settings), "eve", ""
