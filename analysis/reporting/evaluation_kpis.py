"""Chapter 05, are we on target: the figures of the period, as a whole and by the segment of its start."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import LikeForLike
from analysis.findings import evaluation as findings
from analysis.reporting import overview, stored_targets
from analysis.reporting.evaluation_base import Base
from analysis.text import Words


@dataclass(frozen=True)
class Results:
    """The figures beside their targets; by segment only where the start of the period can be told."""

    kpis: pd.DataFrame
    by_segment: pd.DataFrame | None
    shown: pd.DataFrame | None  # those of `by_segment` that may be shown
    reference: LikeForLike
    story: Mapping[str, Words | None]


def results(base: Base) -> Results:
    """The table `segment_kpis` and the figures of chapter 01, beside what was aimed at."""
    reference = overview.reference(base.run, base.dates.as_of)
    stored = stored_targets.stored(base.run, base.lens.lens)
    kpis = findings.against_targets(base.run.read_table("kpis"), stored.targets)
    by_segment = shown = None
    if base.known:
        by_segment = base.run.write_table(
            "segment_kpis", evaluation.segment_kpis(base.started, base.orders, **base.of, **base.span)
        )
        shown = findings.presentable(by_segment, stored.targets, **base.order)
    told = findings.target_words(kpis, shown, reference=reference, basis=base.basis)
    return Results(kpis, by_segment, shown, reference, told | {"stored": stored.words(shown)})
