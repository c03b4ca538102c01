"""How often a suggestion would have been right: held against what customers chose afterwards, which it never saw.

Time is cut twice.  What was learned before the first cut is tried on the stretch up to the second, and the best mix
is chosen there; it learns again from all before the second cut and is graded once, on the tail after it.  A hit at
k: one of the k items named first is among those the customer chose in the tail.  Counted are the customers who
chose anything of the kind in the tail (a new item, or one of those held), out of two choices or more: nobody's
suggestion is right for those who did not come back, and none can be wrong where there is one choice.

A suggestion is offered where it beats every simple rule for its kind: popularity, popularity in the segment (as the
segments were known then), and for `repurchase` the customer's own habit.  To beat means that the lower end of the interval
of the difference, the same customers judged twice, lies above 0.  For `repurchase` the habit itself is offered where it
beats popularity and nothing learned beats the habit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.intervals import paired_difference, wilson
from analysis.strategies.next_best import KINDS, WEIGHTS, Fit, Held, chosen_in, fitted, holdings, in_order, scores

AT = (1, 3)  # how many items are named
ENOUGH = 30  # customers in the tail, below which nothing is offered
POPULAR = ("popular", 0.0)
GRADE = [
    "kind", "model", "at", "n", "hits", "share", "low", "high",
    "baseline", "baseline_hits", "difference", "difference_low", "difference_high", "weight", "offered",
]  # fmt: skip


@dataclass(frozen=True)
class Graded:
    """The table `next_best_grade`, the way chosen for each kind, and who was hit in the tail.

    hits   one row per customer of the tail, kind and number named: customer_id, kind, at, hit, baseline_hit
    tried  by kind, model and weight of what did best between the cuts, of all that learns
    """

    grade: pd.DataFrame
    hits: pd.DataFrame
    tried: Mapping[str, tuple[str, float]]

    def offered(self, kind: str, at: int = 1) -> tuple[str, float] | None:
        """Model and weight that may be offered for a kind with `at` items named; None where nothing beats the baseline."""
        rows = self.grade[(self.grade["kind"] == kind) & (self.grade["at"] == at) & self.grade["offered"]]
        return None if rows.empty else (rows.iloc[0]["model"], float(rows.iloc[0]["weight"]))


@dataclass(frozen=True)
class _Answer:
    """One way to suggest, as tried on some stretch: rank of the first hit of each customer judged."""

    model: str
    weight: float
    rank: np.ndarray

    @property
    def worth(self) -> float:
        """Mean of 1 / rank."""
        return float((1 / self.rank).mean()) if len(self.rank) else 0.0


def graded(
    bought: pd.DataFrame, browsed: pd.DataFrame | None, *, items: list[str], segments: tuple[pd.Series | None, ...]
) -> Graded:
    """Grade every way to answer both kinds on the held-out tail.

    From `customer_items` and `browsed_items` in three phases: before the first cut, up to the second, the tail.
    `segments` holds the segments of customers (indexed by customer_id) as they were known at each of the two cuts,
    None where they were not.
    """
    first, second = (
        holdings(bought, browsed, items=items, phases=phase + 1, segments=segments[phase]) for phase in (0, 1)
    )  # fmt: skip
    rows, hits, fit = [], [], fitted(second)
    before, best_tried = fitted(first), {}
    for kind in KINDS:
        tried = _trial(first, before, bought, kind)
        learned = max(tried, key=lambda way: round(tried[way], 9))
        mixed = max((way for way in tried if way[0] == "cosine"), key=lambda way: round(tried[way], 9))
        best_tried[kind] = learned
        tail, judged = _tail(second, bought, kind, 2)
        plain = _plain(kind, second)
        ways = dict.fromkeys([*plain, ("pair_lift", 0.0), mixed])
        found = {way: _answer(second, fit, tail, judged, kind, *way) for way in ways}
        rows += _rows(kind, found, plain=plain, learned=learned)
        best = _offered(rows, kind) or learned
        hits += [_hits(second.customers[judged], kind, at, found[best], found[POPULAR]) for at in AT]
    return Graded(pd.DataFrame(rows, columns=GRADE), pd.concat(hits, ignore_index=True), best_tried)


def _trial(held: Held, fit: Fit, bought: pd.DataFrame, kind: str) -> dict[tuple[str, float], float]:
    """The ways that learn, simplest first, with the mean of 1 / rank of the first hit between the two cuts."""
    tail, judged = _tail(held, bought, kind, 1)
    weights = WEIGHTS if fit.looked is not None else (0.0,)
    ways = [("pair_lift", 0.0), *(("cosine", weight) for weight in weights)]
    return {way: _answer(held, fit, tail, judged, kind, *way).worth for way in ways}


def _plain(kind: str, held: Held) -> list[tuple[str, float]]:
    """What anybody could do by hand for a kind; the customer's own habit last."""
    ways = ["popular", *(["popular_segment"] if held.segments else []), *(["habit"] if kind == "repurchase" else [])]
    return [(way, 0.0) for way in ways]


def _tail(held: Held, bought: pd.DataFrame, kind: str, phase: int) -> tuple[np.ndarray, np.ndarray]:
    """What each customer chose of a kind, and the rows of those who are judged."""
    owned = held.bought > 0
    chosen = chosen_in(bought, held, phase=phase)
    allowed = ~owned if kind == "new" else owned
    right = chosen & allowed
    return right, np.flatnonzero(right.any(axis=1) & (allowed.sum(axis=1) > 1))


def _answer(held: Held, fit: Fit, tail: np.ndarray, judged: np.ndarray, kind: str, model: str, weight: float) -> _Answer:
    ranks = np.ones(len(held.customers))
    for rows, found in scores(held, fit, model, weight=weight):
        order, _ = in_order(held, rows, found, kind)
        ranks[rows] = np.take_along_axis(tail[rows], order, axis=1).argmax(axis=1) + 1
    return _Answer(model, weight, ranks[judged])


def _rows(kind: str, found: dict, *, plain: list[tuple[str, float]], learned: tuple[str, float]) -> list[dict]:
    """The rows of a kind: each way against popularity; what is learned, and the habit, against the other simple rules too."""
    habit = [way for way in plain if way[0] == "habit"]
    further = [(learned, rule) for rule in plain[1:]] + [(way, rule) for way in habit for rule in plain[1:-1]]
    rows = []
    for at in AT:
        own = [_row(kind, at, found[way], found[rule]) for way, rule in [*((way, POPULAR) for way in found), *further]]
        best = _beats_all(own, learned, plain) or (_beats_all(own, habit[0], plain[:-1]) if habit else None)
        rows += [row | {"offered": row is best} for row in own]
    return rows


def _beats_all(rows: list[dict], way: tuple[str, float], rules: list[tuple[str, float]]) -> dict | None:
    """The row of `way` against popularity, where it beats every one of the rules."""
    own = {row["baseline"]: row for row in rows if (row["model"], row["weight"]) == way}
    beaten = all(own[rule]["n"] >= ENOUGH and own[rule]["difference_low"] > 0 for rule, _ in rules)
    return own[POPULAR[0]] if beaten else None


def _row(kind: str, at: int, answer: _Answer, against: _Answer) -> dict:
    hit, other = answer.rank <= at, against.rank <= at
    n, hits = len(hit), int(hit.sum())
    low, high = wilson(hits, n)
    difference, least, most = paired_difference(hit, other)
    return {
        "kind": kind, "model": answer.model, "at": at, "n": n, "hits": hits, "share": hits / n if n else np.nan, "low": float(low),
        "high": float(high), "baseline": against.model, "baseline_hits": int(other.sum()), "difference": difference,
        "difference_low": least, "difference_high": most, "weight": answer.weight, "offered": False,
    }  # fmt: skip


def _offered(rows: list[dict], kind: str) -> tuple[str, float] | None:
    """The way offered with one item named."""
    return next(((row["model"], row["weight"]) for row in rows if row["kind"] == kind and row["at"] == 1 and row["offered"]), None)


def _hits(customers: pd.Index, kind: str, at: int, answer: _Answer, against: _Answer) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": customers, "kind": kind, "at": at, "hit": answer.rank <= at, "baseline_hit": against.rank <= at}
    )
