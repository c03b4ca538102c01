"""Where the budget should go: how many customers of which segment each play contacts, for the largest expected margin.

An option is one play for one segment of one lens, so that every customer stands in one segment.  A customer gets one
play at most: effects were measured one play at a time, and two of them on one person may not add up.

    gain       margin of the extra orders less the cost of the contacts; nothing is spent that costs more than it brings
    response   the effect of a play is the mean over all whom it can reach.  Contacts go to the likeliest first, so the
               first bring up to `first_better` more than the mean and the last as much less, in `PIECES` steps of
               equal size: concave, and a tested effect is met exactly where all are contacted
    limits     budget, minutes of each owner, plays per segment, touches per customer, a least share or sum for segments

Solved as a mixed-integer linear programme by HiGHS (Huangfu and Hall 2018, Parallelizing the dual revised simplex
method); a play is a binary, contacts are continuous.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from analysis.errors import ConfigError

PIECES = 5
FIRST_BETTER = 0.5
NEAR = 1e-9


@dataclass(frozen=True)
class Limits:
    """What an allocation must keep to.

    budget      currency; None: no limit
    capacity    minutes by owner; owners not named have no limit
    most_plays  plays per segment
    touches     mean touches per customer of a segment; None: no limit
    minimum     by segment: up to 1 a share of its customers, above 1 a sum to be spent on it
    """

    budget: float | None
    capacity: Mapping[str, float] = field(default_factory=dict)
    most_plays: int = 2
    touches: float | None = None
    minimum: Mapping[str, float] = field(default_factory=dict)


def slopes(first_better: float = FIRST_BETTER, pieces: int = PIECES) -> np.ndarray:
    """Response of each step of contacts over the mean response, the first first; they average 1."""
    return 1 + first_better * (1 - (2 * np.arange(pieces) + 1) / pieces)


def gains(options: pd.DataFrame, *, effect: str = "base", first_better: float = FIRST_BETTER) -> np.ndarray:
    """Margin less cost of one contact in each step: options × pieces.

    A play that costs orders does so evenly: there is no reason to think that the likeliest are put off less.
    """
    steps = np.where(options[[effect]].to_numpy() > 0, slopes(first_better), 1.0)
    return options[[effect]].to_numpy() * options[["worth"]].to_numpy() * steps - options[["unit_cost"]].to_numpy()


def allocated(options: pd.DataFrame, limits: Limits, *, effect: str = "base", first_better: float = FIRST_BETTER) -> np.ndarray:
    """The best contacts of each option and step: options × pieces, customers.

    `options` has play, segment, reach (customers), unit_cost (currency), minutes, touches, owner, worth (margin of one
    extra order, currency) and the effects low, base, high (extra orders per contact); `effect` says which is maximised.

    Raises ConfigError where the minima cannot be met within the other limits.
    """
    count = len(options)
    if not count:
        return np.zeros((0, PIECES))
    gain = gains(options, effect=effect, first_better=first_better)
    matrix, upper = _rows(options, limits)
    lower = np.full(len(upper), -np.inf)
    binary = np.concatenate([np.zeros(count * PIECES), np.ones(count)])
    top = np.concatenate([np.repeat(options["reach"].to_numpy(float) / PIECES, PIECES), np.ones(count)])
    found = milp(
        -np.concatenate([gain.ravel(), np.zeros(count)]),
        constraints=LinearConstraint(matrix, lower, upper),
        bounds=Bounds(0, top),
        integrality=binary,
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise ConfigError(
            "strategy.minimum cannot be met: {minimum} asks for more than budget, capacity and reachable customers allow. "
            "Lower it, or raise strategy.budget or strategy.capacity.",
            minimum=", ".join(f"{key}: {value:g}" for key, value in limits.minimum.items()),
        )
    contacts = found.x[: count * PIECES].reshape(count, PIECES)
    return np.where(contacts < NEAR * max(1.0, top.max()), 0.0, contacts)


def _rows(options: pd.DataFrame, limits: Limits) -> tuple[np.ndarray, np.ndarray]:
    """The limits as rows of matrix · (contacts, plays) ≤ upper."""
    count, reach = len(options), options["reach"].to_numpy(float)
    segment = options["segment"].to_numpy()
    rows, upper = [], []

    def add(weights: np.ndarray, plays: np.ndarray | None, most: float) -> None:
        rows.append(np.concatenate([np.repeat(weights, PIECES), np.zeros(count) if plays is None else plays]))
        upper.append(most)

    cost = options["unit_cost"].to_numpy(float)
    if limits.budget is not None:
        add(cost, None, limits.budget)
    for owner, minutes in limits.capacity.items():
        add(np.where(options["owner"] == owner, options["minutes"], 0.0).astype(float), None, minutes)
    for key in dict.fromkeys(segment):
        here = (segment == key).astype(float)
        people = float((reach * here).max())
        add(here, None, people)
        add(np.zeros(count), here, limits.most_plays)
        if limits.touches is not None:
            add(here * options["touches"].to_numpy(float), None, limits.touches * people)
        least = limits.minimum.get(key, 0.0)
        if least > 1:
            add(-here * cost, None, -least)
        elif least > 0:
            add(-here, None, -least * people)
    for place in range(count):
        own = np.zeros(count)
        own[place] = 1.0
        add(own, -own * reach[place], 0.0)
    return np.array(rows), np.array(upper)


def price(
    options: pd.DataFrame, limits: Limits, contacts: np.ndarray, *, step: float = 0.0, first_better: float = FIRST_BETTER
) -> dict[str, float]:
    """What one unit more of each limit would bring, with the plays as `contacts` has them: `budget`, and each owner's minutes.

    From the linear programme with the binaries fixed: its marginal values (currency per unit of currency, per minute).
    With `step` above 0 `budget` is what that much more money brings in all, the programme solved again.
    """
    if not len(options):
        return {}
    used = contacts.sum(axis=1) > 0
    solved = _fixed(options, limits, used, first_better)
    names = ([] if limits.budget is None else ["budget"]) + list(limits.capacity)
    marginal = dict(zip(names, -solved.ineqlin.marginals[: len(names)], strict=True))
    if step and limits.budget is not None:
        more = _fixed(options, replace(limits, budget=limits.budget + step), used, first_better)
        marginal["budget"] = float(solved.fun - more.fun)
    return {name: float(max(0.0, value)) for name, value in marginal.items()}


def _fixed(options: pd.DataFrame, limits: Limits, used: np.ndarray, first_better: float):
    count = len(options)
    matrix, upper = _rows(options, replace(limits, most_plays=count))
    top = np.concatenate([np.repeat(options["reach"].to_numpy(float) / PIECES * used, PIECES), used.astype(float)])
    objective = -np.concatenate([gains(options, first_better=first_better).ravel(), np.zeros(count)])
    return linprog(objective, A_ub=matrix, b_ub=upper, bounds=np.column_stack([np.zeros_like(top), top]), method="highs")


def outcome(options: pd.DataFrame, contacts: np.ndarray, *, first_better: float = FIRST_BETTER) -> pd.DataFrame:
    """What an allocation comes to: `options` with contacts, cost, minutes, and extra_… and margin_… for low, base and high.

    margin is after the cost of the contacts.  Summed over options, low and high suppose that all effects are low, or
    high, at once: wider than a 95 % range of the sum where effects are known independently.
    """
    people = contacts.sum(axis=1)
    table = options.assign(contacts=people, cost=people * options["unit_cost"], minutes=people * options["minutes"])
    for effect in ("low", "base", "high"):
        margin = (gains(options, effect=effect, first_better=first_better) * contacts).sum(axis=1)
        table[f"margin_{effect}"] = margin
        table[f"extra_{effect}"] = (margin + table["cost"]) / options["worth"]
    return table


def stepped(options: pd.DataFrame, people: np.ndarray) -> np.ndarray:
    """Contacts by step of so many `people` per option, the likeliest first."""
    width = (options["reach"].to_numpy(float) / PIECES)[:, None]
    return np.clip(people[:, None] - width * np.arange(PIECES), 0.0, width)
