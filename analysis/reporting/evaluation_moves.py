"""Chapter 05, who moved: the migration of the period, what chance would have brought, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation as findings
from analysis.reporting.evaluation_base import HIDING, Base
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Movement:
    """Moves between segments as they are shown; no tables where the start of the period cannot be told."""

    moves: pd.DataFrame | None
    stayed: pd.DataFrame | None
    flows: pd.DataFrame | None
    outside: pd.DataFrame | None  # moves beyond chance
    no_replay: Skip | None  # why movement does not stand beside chance
    story: Mapping[str, Words]


def movement(base: Base) -> Movement:
    """The table `migration`, and what is shown of it."""
    if not base.known:
        return Movement(None, None, None, None, base.no_start, {})
    moves = base.run.write_table("migration", _beside_chance(base))
    moves = findings.shown_moves(moves, minimum=base.minimum, hide=HIDING["hide"])
    few, groups = {"minimum": base.minimum}, findings.GROUPS.get(base.lens.lens)
    stayed = findings.stays(moves, _before(base), **few, **base.order)
    flows = findings.flows(moves, groups=groups, **base.order)
    flows = findings.shown_flows(flows, moves, groups=groups, **base.shown(), **base.order)
    outside = findings.beyond(moves, **few, order=findings.best_first(base.lens.lens, base.lens.places))
    grouped = findings.grouped(base.lens.lens, base.lens.places)
    told = findings.movement_words(moves, stayed, flows, outside, groups=grouped, minimum=base.minimum, basis=base.basis)
    why = None if _replays(base) else findings.no_replay(by_visits=base.by_visits)
    return Movement(moves, stayed, flows, outside, why, told)


def _replays(base: Base) -> bool:
    """Whether orders alone make the segments, so that a replay of them knows all."""
    return base.lens.replayable and not base.by_visits


def _beside_chance(base: Base) -> pd.DataFrame:
    moves = evaluation.migration(base.started, base.ended, base.then, **base.of)
    if not _replays(base):
        return moves
    replay = {"assign": base.lens.assign_grouped, "window": findings.window(base.basis), "seed": 1}
    return evaluation.expected_by_resampling(moves, base.orders, base.started, **replay, **base.span, **base.of)


def _before(base: Base) -> pd.DataFrame | None:
    """The migration of the period before, where its start is held, too."""
    run = base.run
    full = run.has_table("segments-earlier") and findings.filled(base.basis, periods=2)
    if not full or not base.lens.held_in(run.read_table("segments-earlier")):
        return None
    earlier = base.lens.grouped(run.read_table("segments-earlier"))
    return evaluation.migration(earlier, base.started, run.read_table("features-earlier"), **base.of)
