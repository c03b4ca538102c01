"""The end of chapter 05: what should change next, and whether its figures agree; the words of all its sections."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.findings import evaluation as findings
from analysis.reporting.evaluation_actions import Actions
from analysis.reporting.evaluation_alerts import Alerts
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_change import Change
from analysis.reporting.evaluation_health import Health
from analysis.reporting.evaluation_kpis import Results
from analysis.reporting.evaluation_moves import Movement
from analysis.reporting.evaluation_timeline import Timeline
from analysis.text import Decision, Skip, Words


@dataclass(frozen=True)
class Whole:
    """The figures counted twice, the next steps, and the words of every section by key, in the order of the page."""

    sums: pd.DataFrame
    steps: tuple[Decision, ...]
    story: Mapping[str, Words | Skip | None]


def whole(
    base: Base, moved: Movement, results: Results, done: Actions, change: Change, health: Health, alerts: Alerts, timeline: Timeline
) -> Whole:
    """What the sections amount to."""
    told = {**alerts.story, **results.story, **moved.story, **health.story, **done.story, **change.story, **timeline.story}
    sums = findings.reconciliation(base.features, base.then, moved.moves, results.by_segment, results.kpis, change.parts)
    found = {"outside": moved.outside, "change": change.parts, "arms": done.arms, "kpis": results.kpis}
    steps = findings.todo(told, **found, basis=base.basis)
    return Whole(sums, steps, told | {"next": findings.next_steps(steps), "sum": findings.adds_up(sums)})
