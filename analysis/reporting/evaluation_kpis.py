"""Chapter 05, are we on target: the figures of the period, as a whole and by the segment of its start."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import LikeForLike
from analysis.findings import evaluation as findings
from analysis.findings import evaluation_formulas as formulas
from analysis.findings import evaluation_kpis as words
from analysis.reporting import overview, stored_targets
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_measures import Inputs, further, records
from analysis.reporting.evaluation_then import YearBefore, silent_at_start, year_before
from analysis.text import Words


@dataclass(frozen=True)
class Results:
    """The figures beside their targets; by segment only where the start of the period can be told."""

    kpis: pd.DataFrame
    by_segment: pd.DataFrame | None
    shown: pd.DataFrame | None  # those of `by_segment` that may be shown
    definitions: pd.DataFrame | None  # what each figure counts, and why one is left out
    reference: LikeForLike
    then: YearBefore
    story: Mapping[str, Words | None]


def results(base: Base, *, days: int) -> Results:
    """The table `segment_kpis` and the figures of chapter 01, beside what was aimed at; orders count for `days` after a contact."""
    reference = overview.reference(base.run, base.dates.as_of)
    stored = stored_targets.stored(base.run, base.lens.lens)
    kpis = base.run.read_table("kpis").merge(
        evaluation.kpi_intervals(base.orders, **base.span), on="kpi", how="left", validate="1:1"
    )
    kpis = findings.against_targets(kpis, stored.targets)
    then = year_before(base, reference) if findings.compared(kpis) else YearBefore(None, None, words.NOT_HELD_THEN)
    told = findings.target_words(kpis, segments_held=base.known, reference=reference, basis=base.basis) | {
        "target_table": words.target_table(kpis)
    }
    if not base.known:
        return Results(kpis, None, None, None, reference, then, told | {"stored": None})
    inputs = Inputs.of(base)
    by_segment = base.run.write_table("segment_kpis", _by_segment(base, inputs, reference, then, days))
    shown = findings.presentable(by_segment, stored.targets, minimum=base.minimum, **base.order)
    definitions = formulas.definitions(by_segment, shown, days=days)
    known = {"why": then.why, "short": then.short, "reference": reference}
    told |= words.segment_words(shown, kpis, definitions, days=days, **known, basis=base.basis)
    return Results(kpis, by_segment, shown, definitions, reference, then, told | {"stored": stored.words(shown)})


def _by_segment(base: Base, inputs: Inputs, reference: LikeForLike, then: YearBefore, days: int) -> pd.DataFrame:
    """The figures of the period by the segments on its eve, beside those of the days it is compared with by theirs."""
    before = None
    if then.segments is not None:
        span = {"start": reference.start, "end": reference.end}
        before = _figures(base, inputs, then.segments, span, days=days, silent=then.silent, clv=None)
        if records(inputs, **span).keys() != records(inputs, **base.span).keys():
            before = before[before["kpi"] != "activity"]  # a record that began in between would look like activity
    clv = base.run.read_table("lifetime-start").set_index("customer_id")["clv"] if base.run.has_table("lifetime-start") else None
    own = {"days": days, "silent": silent_at_start(base), "clv": clv}
    return _figures(base, inputs, base.started, base.span, reference=before, **own)


def _figures(
    base: Base, inputs: Inputs, segments: pd.DataFrame, span: Mapping, *, reference: pd.DataFrame | None = None, **settings
) -> pd.DataFrame:
    """`segment_kpis` of one period by the segments on its eve, beside `reference`."""
    measures, watched = further(inputs, base.orders, **span, **settings)
    placed = segments.set_index("customer_id")["segment"]
    extra = None if watched is None else evaluation.incremental_return(watched, placed)
    return evaluation.segment_kpis(segments, base.orders, **base.of, **span, further=measures, ready=extra, reference=reference)
