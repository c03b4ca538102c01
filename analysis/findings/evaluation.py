"""Chapter 05 in sentences: did it work, does it still hold?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_actions import NO_CAMPAIGN, NO_CONTACTS, arms_words, campaigns
from analysis.findings.evaluation_chance import beyond_chance, chance, chance_table
from analysis.findings.evaluation_change import NO_MODELS, NO_YEAR, compared, explained, no_replay, no_start
from analysis.findings.evaluation_contacts import days_earlier, effects, last_contact, planned, watched
from analysis.findings.evaluation_drift import holds, marked, watched_features
from analysis.findings.evaluation_movement import matrix, moved
from analysis.findings.evaluation_moves import (
    GROUPS,
    best_first,
    beyond,
    enough,
    eve,
    filled,
    flows,
    grouped,
    of_everybody,
    seasonal,
    shown_flows,
    shown_moves,
    stays,
    window,
)
from analysis.findings.evaluation_sums import adds_up, next_steps, reconciliation, steps
from analysis.findings.evaluation_targets import against_targets, period, presentable, segments, segments_table
from analysis.findings.notes import Basis
from analysis.text import Decision, Words

__all__ = [
    "GROUPS", "NO_CAMPAIGN", "NO_CONTACTS", "NO_MODELS", "NO_YEAR", "against_targets", "best_first", "beyond", "compared",
    "days_earlier", "effects", "enough", "eve", "filled", "flows", "grouped", "marked", "no_replay", "no_start", "planned", "presentable", "reconciliation", "replayed", "shown_flows", "shown_moves", "stays", "story", "todo",
    "watched", "watched_features", "window",
]  # fmt: skip


def story(
    *,
    moves: pd.DataFrame | None,
    stayed: pd.DataFrame | None,
    flowing: pd.DataFrame | None,
    outside: pd.DataFrame | None,
    groups: Mapping[str, Sequence[str]],
    kpis: pd.DataFrame,
    shown: pd.DataFrame | None,
    arms: pd.DataFrame | None,
    effect: pd.DataFrame | None,
    change: pd.DataFrame | None,
    drift: pd.DataFrame | None,
    sums: pd.DataFrame,
    reference: LikeForLike,
    campaign_days: int,
    minimum: int,
    label: str,
    definitions: str,
    basis: Basis,
) -> dict[str, Words]:
    """The words around every section of the chapter, by key; a section without its data has none."""
    filled = shown is not None and len(shown) > 0
    told = {"target": period(kpis, reference=reference, segments_held=filled, basis=basis)}
    if moves is not None:
        whom = {"everybody": of_everybody(moves["method"].iloc[0]), "basis": basis}
        told["moved"] = moved(flowing, stayed, grouped=groups, minimum=minimum, **whom)
        told["matrix"] = matrix(moves, stayed, minimum=minimum, **whom)
        if replayed(moves):
            told["chance"] = chance(stayed, **whom)
            told["chance_table"] = chance_table(stayed, basis=basis)
        told |= {"beyond": beyond_chance(outside, moves, minimum=minimum, basis=basis)} if len(outside) else {}
        if filled:
            told["segments"] = segments(shown, basis=basis)
            told["segments_table"] = segments_table(shown, kpis, basis=basis)
        told["drift"] = holds(drift, frozen_from="" if definitions == "refit" else definitions, label=label, basis=basis)
    if arms is not None:
        first, last = max(basis.window_start, basis.first), last_contact(basis.as_of, campaign_days)
        told["actions"] = campaigns(effect, arms, days=campaign_days, first=first, last=last)
        told["arms"] = arms_words(days=campaign_days)
    if change is not None:
        told["change"] = explained(change, kpis, reference=reference, basis=basis)
    found = todo(told, outside=outside, change=change, arms=arms, kpis=kpis, basis=basis)
    return told | {"next": next_steps(found), "sum": adds_up(sums)}


def replayed(moves: pd.DataFrame | None) -> bool:
    """Whether movement stands beside what chance would bring."""
    return moves is not None and bool(moves["expected"].notna().any())


def todo(
    told: dict[str, Words],
    *,
    outside: pd.DataFrame | None,
    change: pd.DataFrame | None,
    arms: pd.DataFrame | None,
    kpis: pd.DataFrame,
    basis: Basis,
) -> tuple[Decision, ...]:
    """What should change next: the decisions of the sections, and what the tables add to them."""
    decisions = tuple(decision for key in ("actions", "drift") if key in told for decision in told[key].decisions)
    return steps(outside, change, kpis, decisions=decisions, contacts_held=arms is not None, season=seasonal(basis))
