"""Planting faults in known number: what the demo clients' makers share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

Rows = pd.DataFrame
Free = Callable[[Rows], pd.Series]  # which lines may still carry a fault


@dataclass(frozen=True)
class Fault:
    """A change to some lines: how many, what it does, what it means, and which may carry it (None: all that are free)."""

    lines: int
    change: Callable[[Rows], dict]
    meaning: str
    where: Callable[[Rows], pd.Series] | None = None


def generators_of(parts: Sequence[str], seed: int) -> dict[str, np.random.Generator]:
    """One independent generator for each part of a client, so that a change in one leaves the others as they were."""
    children = np.random.SeedSequence(seed).spawn(len(parts))
    return {part: np.random.default_rng(child) for part, child in zip(parts, children, strict=True)}


def some(allowed: pd.Series, count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions of `count` allowed lines, in order."""
    return np.sort(rng.choice(np.flatnonzero(allowed), size=count, replace=False))


def changed(rows: Rows, faults: Mapping[str, Fault], free: Free, rng: np.random.Generator) -> Rows:
    """The lines with each fault planted in lines of its own; the column `fault` says which."""
    rows = rows.copy()
    for name, fault in faults.items():
        allowed = free(rows) if fault.where is None else free(rows) & fault.where(rows)
        at = some(allowed, fault.lines, rng)
        for column, values in (fault.change(rows.iloc[at]) | {"fault": name}).items():
            rows.loc[at, column] = values
    return rows


def duplicates(rows: Rows, count: int, free: Free, rng: np.random.Generator) -> Rows:
    """Copies that stand right behind their originals."""
    return rows.iloc[some(free(rows), count, rng)].assign(fault="duplicate")


def overlap(rows: Rows, shared: pd.Series) -> Rows:
    """Copies of the lines of the shared days, at the head of the next year's file."""
    return rows[shared].assign(fault="overlap", year=lambda copies: copies["year"] + 1)
