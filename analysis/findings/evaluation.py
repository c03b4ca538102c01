"""Chapter 05 in sentences: did it work, does it still hold?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_chance import BEFORE, REPLAY, beyond_chance, chance, chance_table
from analysis.findings.evaluation_change import NO_LENS_DAY, NO_YEAR, compared, explained, no_replay, no_start
from analysis.findings.evaluation_contacts import last_contact, planned_arms, watched
from analysis.findings.evaluation_drift import holds, marked, watched_features
from analysis.findings.evaluation_movement import matrix, moved
from analysis.findings.evaluation_moves import (
    GROUPS,
    best_first,
    beyond,
    enough,
    eve,
    filled,
    flow_sums,
    flows,
    grouped,
    of_everybody,
    seasonal,
    shown_flows,
    shown_moves,
    stays,
    window,
)
from analysis.findings.evaluation_sums import adds_up, movement_sums, next_steps, reconciliation, steps
from analysis.findings.evaluation_targets import against_targets, period, presentable
from analysis.findings.notes import Basis
from analysis.text import Decision, Skip, Words

__all__ = [
    "BEFORE", "GROUPS", "NO_LENS_DAY", "NO_YEAR", "REPLAY", "adds_up", "against_targets", "best_first", "beyond", "compared",
    "enough", "eve", "explained", "filled", "flow_sums", "flows", "grouped", "holds", "last_contact", "marked", "movement_sums", "movement_words", "next_steps",
    "no_replay", "no_start", "planned_arms", "presentable", "reconciliation", "replayed", "shown_flows", "shown_moves", "stays",
    "target_words", "todo", "watched", "watched_features", "window",
]  # fmt: skip


def movement_words(
    moves: pd.DataFrame,
    stayed: pd.DataFrame,
    flowing: pd.DataFrame,
    outside: pd.DataFrame,
    *,
    groups: Mapping[str, Sequence[str]],
    held_against: str = REPLAY,
    minimum: int,
    basis: Basis,
) -> dict[str, Words]:
    """Who moved, and whether that is more than chance; with neither a replay nor a period before, nothing is said of chance."""
    whom = {"everybody": of_everybody(moves["method"].iloc[0]), "basis": basis}
    told = {
        "moved": moved(flowing, stayed, grouped=groups, minimum=minimum, **whom),
        "matrix": matrix(moves, stayed, minimum=minimum, **whom),
    }
    if replayed(moves):
        told["chance"] = chance(stayed, held_against=held_against, **whom)
        told["chance_table"] = chance_table(stayed, held_against=held_against, basis=basis)
    if len(outside):
        told["beyond"] = beyond_chance(outside, moves, held_against=held_against, minimum=minimum, basis=basis)
    return told


def target_words(kpis: pd.DataFrame, *, segments_held: bool, reference: LikeForLike, basis: Basis) -> dict[str, Words | None]:
    """The figures of the period as a whole."""
    return {"target": period(kpis, reference=reference, segments_held=segments_held, basis=basis)}


def replayed(moves: pd.DataFrame | None) -> bool:
    """Whether movement stands beside what chance would bring."""
    return moves is not None and bool(moves["expected"].notna().any())


def todo(
    told: Mapping[str, Words | Skip | None],
    *,
    outside: pd.DataFrame | None,
    change: pd.DataFrame | None,
    arms: pd.DataFrame | None,
    kpis: pd.DataFrame,
    held_against: str = REPLAY,
    basis: Basis,
) -> tuple[Decision, ...]:
    """What should change next: the decisions of the sections, and what the tables add to them."""
    decisions = tuple(
        decision
        for key in ("alerts", "actions", "drift", "models")
        if isinstance(told.get(key), Words)
        for decision in told[key].decisions
    )
    return steps(
        outside,
        change,
        kpis,
        decisions=decisions,
        contacts_held=arms is not None,
        held_against=held_against,
        season=seasonal(basis),
    )
