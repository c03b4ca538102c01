"""Chapter 05, how it developed: what the reports of earlier periods showed, beside this one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import Period
from analysis.config.calendar import FISCAL_LABEL
from analysis.findings import evaluation_timeline as findings
from analysis.findings.evaluation_moves import ENOUGH
from analysis.reporting.chosen import ChosenLens
from analysis.reporting.earlier import every_earlier
from analysis.reporting.evaluation_base import Base
from analysis.segmentations import small_cells
from analysis.store import Run
from analysis.text import Skip, Words

MOST = 12  # periods side by side
LIKE = 0.15  # periods that differ in days by less are of one length
NEEDED = ("shown_segments", "segment_sizes", "kpis", "segments")


@dataclass(frozen=True)
class Timeline:
    """Periods side by side; no tables where fewer than three were reported."""

    overall: pd.DataFrame | None
    by_segment: pd.DataFrame | None
    story: Mapping[str, Words | Skip]

    @property
    def drawn(self) -> bool:
        """Whether any segment was shown in two periods."""
        return self.by_segment is not None and len(self.by_segment) > 0


def timeline(base: Base) -> Timeline:
    """The table `timeline` and its words."""
    runs = [*earlier_periods(base.run, base.lens.lens), base.run]
    if len(runs) < findings.ENOUGH_PERIODS:
        return Timeline(None, None, {"timeline": findings.too_few(len(runs))})
    table = base.run.write_table("timeline", evaluation.timeline([_shown(run, base.lens.lens) for run in runs]))
    every, own = findings.overall(table), findings.by_segment(table, order=base.lens.order)
    told: dict[str, Words | Skip] = {"timeline": findings.overall_words(every, basis=base.basis)}
    if len(own):
        sizes = own[own["figure"] == "size"]
        gaps = len(sizes) < sizes["segment"].nunique() * len(runs)
        told["timeline_segments"] = findings.segment_words(own, hidden=gaps, minimum=base.minimum, basis=base.basis)
    return Timeline(every, own, told)


def earlier_periods(run: Run, lens: str) -> list[Run]:
    """The runs before this one that are as long, end where the next begins or before, and know the lens; oldest first."""
    found: list[Run] = []
    for one in reversed(every_earlier(run)):
        after = found[-1] if found else run
        held = all(one.has_table(name) for name in NEEDED) and one.has_table(f"definition_{lens}")
        if held and one.period.end < after.period.start and as_long(one.period, run.period):
            found.append(one)
    return found[: MOST - 1][::-1]


def as_long(one: Period, other: Period) -> bool:
    """Whether two periods are of one length: nearly as many days, or the same part of a fiscal year."""
    fiscal = [FISCAL_LABEL.fullmatch(period.label) is not None for period in (one, other)]
    if all(fiscal):
        return re.sub(r"\d", "", one.label) == re.sub(r"\d", "", other.label)
    return abs(one.days / other.days - 1) <= LIKE


def _shown(run: Run, lens: str) -> evaluation.PeriodTables:
    """What the report of a run showed of a lens: segments that it kept back are left out, then and now."""
    shown = run.read_table("shown_segments")
    sizes = run.read_table("segment_sizes")
    sizes = small_cells.seen(sizes[sizes["method"] == lens], shown)
    by_segment = None
    if run.has_table("segment_kpis"):
        kpis = run.read_table("segment_kpis")
        held = kpis[(kpis["method"] == lens) & (kpis["n"] >= ENOUGH)]
        by_segment = small_cells.seen(small_cells.seen(held, shown, by="shown_then"), shown)  # chapter 05 shows those of both days
    rules = list(ChosenLens.of(run, lens).rules.values())
    return evaluation.PeriodTables(run.period.label, run.period.start, run.read_table("kpis"), sizes, by_segment, rules)
