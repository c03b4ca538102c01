"""Chapter 05, who moved: the migration of the period, what chance would have brought, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation as findings
from analysis.findings import evaluation_kinds as kind_findings
from analysis.profiles.leaving import GONE, LIFECYCLE, RARE
from analysis.reporting import chosen
from analysis.reporting.evaluation_base import HIDING, Base
from analysis.segmentations import small_cells
from analysis.text import Skip, Words


@dataclass(frozen=True)
class Movement:
    """Moves between segments as they are shown; no tables where the start of the period cannot be told."""

    base: Base  # of the two dates that are compared
    moves: pd.DataFrame | None
    stayed: pd.DataFrame | None
    flows: pd.DataFrame | None
    outside: pd.DataFrame | None  # moves beyond chance
    kinds: pd.DataFrame | None  # what became of customers, and their money
    sums: tuple[np.ndarray, ...]  # cells of `findings.move_counts` whose sums these tables tell
    held_against: str  # what movement stands beside: its replay, or the period before
    no_replay: Skip | None  # why it stands beside neither
    story: Mapping[str, Words]


def movement(base: Base) -> Movement:
    """The table `migration`, and what is shown of it."""
    if not base.known:
        return Movement(base, None, None, None, None, None, (), findings.REPLAY, base.no_start, {})
    during = base.orders_between.groupby("customer_id")["amount"].sum()
    before, by_replay = _before(base), _replays(base)
    moves = base.run.write_table("migration", _beside_chance(base, during, before))
    moves = findings.shown_moves(moves, minimum=base.minimum, hide=HIDING["hide"])
    few, groups = {"minimum": base.minimum}, findings.GROUPS.get(base.lens.lens)
    stayed = findings.stays(moves, before if by_replay else None, **few, **base.order)
    flows = findings.flows(moves, groups=groups, **base.order)
    flows = findings.shown_flows(flows, moves, groups=groups, **base.shown(), **base.order)
    outside = findings.beyond(moves, **few, order=findings.best_first(base.lens.lens, base.lens.places))
    grouped = findings.grouped(base.lens.lens, base.lens.places)
    how = {"groups": grouped, "held_against": findings.REPLAY if by_replay else findings.BEFORE}
    told = findings.movement_words(moves, stayed, flows, outside, **how, minimum=base.minimum, basis=base.basis)
    sums = findings.flow_sums(flows, moves, groups=groups, **base.order)
    kinds, kinds_told, sums = _kinds(base, moves, during, sums)
    why = None if "chance" in told else findings.no_replay(by_visits=base.by_visits)
    return Movement(base, moves, stayed, flows, outside, kinds, tuple(sums), how["held_against"], why, told | kinds_told)


def _kinds(
    base: Base, moves: pd.DataFrame, during: pd.Series, sums: list[np.ndarray]
) -> tuple[pd.DataFrame, dict[str, Words], list[np.ndarray]]:
    """The table `movement_kinds`, as it may be shown beside `sums` of moves, with its words; and `sums` with its own."""
    rule, limit, (before, after) = _silent(base)
    ranks = kind_findings.ranks(base.lens.lens, base.lens.order)
    moved = evaluation.customer_moves(
        base.started, base.ended, base.then, base.features, **base.of, days=(base.dates.as_of - base.eve).days,
        during=during, silent_before=before, silent_after=after, ranks=ranks,
    )  # fmt: skip
    table = base.run.write_table("movement_kinds", evaluation.movement_kinds(moved))
    shown = kind_findings.shown_kinds(table, moved, moves, few=small_cells.few, sums=sums, **base.shown())
    few = {"minimum": base.minimum, "basis": base.basis}
    words = kind_findings.kind_words(shown, silence=rule, limit=limit, ranked=bool(ranks), by_visits=base.by_visits, **few)
    told = kind_findings.kind_sums(moved, moves)
    return shown, words, [*sums, *(told[kind] for kind in shown["kind"] if kind in told)]


def _silent(base: Base) -> tuple[str, float, tuple[pd.Series, pd.Series]]:
    """Who is silent at the two dates, by one rule: dormant or churned as in chapter 03, else longer than nine of ten pauses."""
    days = (base.then, base.features)
    lens = chosen.every_lens(base.run).get(LIFECYCLE)
    if lens is not None and set(lens.defined_by) <= set(base.then.columns):
        found = (replace(lens, merges={}).assign(table) for table in days)
        return LIFECYCLE, float("nan"), tuple(table.loc[table["segment"].isin(GONE), "customer_id"] for table in found)
    gaps = base.run.read_table("gaps")
    closed = gaps.loc[gaps["closed"].astype(bool), "gap_days"]
    limit = float(closed.quantile(RARE)) if len(closed) else float("inf")
    return "recency", limit, tuple(table.loc[table["recency_days"] > limit, "customer_id"] for table in days)


def _replays(base: Base) -> bool:
    """Whether orders alone make the segments, so that a replay of them knows all."""
    return base.lens.replayable and not base.by_visits


def _beside_chance(base: Base, during: pd.Series, before: pd.DataFrame | None) -> pd.DataFrame:
    """The migration beside its replays; where a replay would not know the segments, beside the period before."""
    moves = evaluation.migration(base.started, base.ended, base.then, during=during, **base.of)
    if not _replays(base):
        return moves if before is None else evaluation.expected_by_chance(moves, before)
    replay = {"assign": base.lens.assign_grouped, "window": findings.window(base.basis), "seed": 1}
    return evaluation.expected_by_resampling(moves, base.orders, base.started, **replay, **base.span, **base.of)


def _before(base: Base) -> pd.DataFrame | None:
    """The migration of the period before, where its start is held, too; none beside another day than the eve."""
    run = base.run
    full = base.dates.start == run.period.start and run.has_table("segments-earlier") and findings.filled(base.basis, periods=2)
    if not full or not base.lens.held_in(run.read_table("segments-earlier")):
        return None
    earlier = base.lens.grouped(run.read_table("segments-earlier"))
    return evaluation.migration(earlier, base.started, run.read_table("features-earlier"), **base.of)
