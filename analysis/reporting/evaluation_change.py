"""Chapter 05, why revenue changed: by factor, and by the segment in which customers started."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation as findings
from analysis.findings import evaluation_segment_change as words
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_kpis import Results
from analysis.segmentations.small_cells import dominated
from analysis.text import Words


@dataclass(frozen=True)
class Change:
    """The parts of the change in revenue; none where the same days of the year before are not held.

    `by_segment` is missing where the segments of the year before cannot be told.
    """

    parts: pd.DataFrame | None
    by_segment: pd.DataFrame | None
    story: Mapping[str, Words]

    @property
    def by_start(self) -> pd.DataFrame | None:
        """`by_segment` without the row for all."""
        return None if self.by_segment is None else self.by_segment[self.by_segment["segment"] != words.ALL]


def change(base: Base, results: Results) -> Change:
    """The tables `revenue_change` and `segment_change`, and their words."""
    if not findings.compared(results.kpis):
        return Change(None, None, {})
    reference = results.reference
    parts = evaluation.revenue_change(base.orders, reference=reference.days, **base.span)
    parts = base.run.write_table("revenue_change", parts)
    told = {"change": findings.explained(parts, results.kpis, reference=reference, basis=base.basis)}
    if base.started is None or results.then.segments is None:
        return Change(parts, None, told | words.not_told(results.then.why))
    table = base.run.write_table("segment_change", _by_segment(base, results))
    shown = words.with_all(table, order=base.lens.places)
    return Change(parts, shown, told | words.segment_words(shown, short=results.then.short, reference=reference, basis=base.basis))


def _by_segment(base: Base, results: Results) -> pd.DataFrame:
    """`segment_change`, small segments and those whose money is nearly all one customer's put together."""
    spans = (dict(zip(("start", "end"), results.reference.days, strict=True)), base.span)
    placed = [
        evaluation.segments_of_period(segments, base.orders, **span)
        for segments, span in zip((results.then.segments, base.started), spans, strict=True)
    ]
    also = set().union(*(_of_one(base.orders, own, span) for own, span in zip(placed, spans, strict=True)))
    then, now = evaluation.together_where_few(*placed, minimum=base.minimum, also=also)
    return evaluation.segment_change(base.orders, then, now, reference=results.reference.days, **base.span)


def _of_one(orders: pd.DataFrame, segment: pd.Series, span: Mapping) -> set[str]:
    """Segments whose revenue of a period is nearly all one customer's."""
    first, after = pd.Timestamp(span["start"]), pd.Timestamp(span["end"]) + pd.Timedelta(days=1)
    inside = orders[(orders["ordered_at"] >= first) & (orders["ordered_at"] < after)]
    people = segment.rename_axis("customer_id").reset_index().assign(method="")
    found = dominated(people, inside.groupby("customer_id")["amount"].sum())
    return {key for (_, key), one in found.items() if one}
