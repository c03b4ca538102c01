"""The end of chapter 05: what should change next, and whether its figures agree; the words of all its sections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from analysis.findings import evaluation as findings
from analysis.reporting.evaluation_actions import Actions
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_change import Change
from analysis.reporting.evaluation_kpis import Results
from analysis.reporting.evaluation_moves import Movement
from analysis.reporting.evaluation_ruler import Rulers
from analysis.text import Decision, Skip, Words


class Told(Protocol):
    """Whatever has words by section."""

    @property
    def story(self) -> Mapping[str, Words | Skip | None]: ...


@dataclass(frozen=True)
class Whole:
    """The figures counted twice, the next steps, and the words of every section by key, in the order of the page."""

    sums: pd.DataFrame
    steps: tuple[Decision, ...]
    story: Mapping[str, Words | Skip | None]


def of_actions(done: Actions) -> Whole:
    """What follows from campaigns alone, where nothing else is held."""
    steps = tuple(step for words in done.story.values() if isinstance(words, Words) for step in words.decisions)
    return Whole(pd.DataFrame(), steps, {**done.story, "next": findings.next_steps(steps)})


def whole(base: Base, moved: Movement, ruler: Rulers, results: Results, done: Actions, change: Change, *others: Told) -> Whole:
    """What the sections amount to; of the `others` the words alone."""
    told = {key: words for topic in (results, moved, ruler, done, change, *others) for key, words in topic.story.items()}
    sums = findings.reconciliation(base.features, base.then, results.by_segment, results.kpis, change.parts, change.by_start)
    sums = pd.concat([_movement_sums(moved, ruler), sums], ignore_index=True)
    found = {
        "outside": moved.outside,
        "held_against": moved.held_against,
        "change": change.parts,
        "arms": done.arms,
        "kpis": results.kpis,
    }
    steps = findings.todo(told, **found, basis=base.basis)
    return Whole(sums, steps, told | {"next": findings.next_steps(steps), "sum": findings.adds_up(sums)})


def _movement_sums(moved: Movement, ruler: Rulers) -> pd.DataFrame | None:
    """What movement says, counted again from the customer tables; None where it is not told."""
    if moved.moves is None:
        return None
    across = moved.base
    revenue = {"before": across.then["revenue"].sum(), "during": across.orders_between["amount"].sum()}
    size = len(across.then), len(across.features)
    return findings.movement_sums(moved.moves, moved.kinds, ruler.parts, known=size, revenue=revenue)
