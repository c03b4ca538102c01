"""Two reports of a client, laid side by side by somebody who wants to know what they keep back.

All that is used stands in what was sent: the sizes in the workbooks, the totals, the moves of chapter 05.  Between the least
and the most that a hidden size can be, everything published holding, lies how well it is kept.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from analysis.text import Text

Place = tuple  # (day, segment), or (day, from, to) of a move


@dataclass
class Attack:
    """Equations over unknown sizes, none of them below 0."""

    rows: list[tuple[dict[Place, float], float]] = field(default_factory=list)
    below: list[dict[Place, float]] = field(default_factory=list)

    def equal(self, places: dict[Place, float], number: float) -> None:
        self.rows.append((places, number))

    def never_more(self, smaller: Place, larger: Place) -> None:
        self.below.append({smaller: 1.0, larger: -1.0})

    def bounds(self, asked: Place) -> tuple[float, float]:
        """The least and the most that one unknown can be."""
        every = sorted({place for places, _ in self.rows for place in places} | {p for one in self.below for p in one}, key=str)
        at = {place: number for number, place in enumerate(every)}
        matrix, sums = np.zeros((len(self.rows), len(every))), np.array([number for _, number in self.rows])
        for row, (places, _) in enumerate(self.rows):
            for place, weight in places.items():
                matrix[row, at[place]] = weight
        smaller = np.zeros((len(self.below), len(every)))
        for row, one in enumerate(self.below):
            for place, weight in one.items():
                smaller[row, at[place]] = weight
        goal = np.zeros(len(every))
        goal[at[asked]] = 1.0
        limits = {"A_ub": smaller, "b_ub": np.zeros(len(self.below))} if self.below else {}
        low, high = (linprog(sign * goal, A_eq=matrix, b_eq=sums, method="highs", **limits) for sign in (1.0, -1.0))
        assert low.success, low.message
        assert high.success, high.message
        return low.fun, -high.fun


def published(held: dict[str, list[list]], lens: str, segments: list[str], text: Text) -> dict[str, dict[str, float]]:
    """From a workbook the sizes that the definition of a lens (by its name) shows: of now (`Customers`), of the start (`of n`)."""
    names = {str(text.name("segment", key)): key for key in segments}
    (rows,) = (rows for rows in held.values() if str(rows[0][0]).startswith((f"{lens}: ", f"{lens}：")))
    heads = next(row for row in rows if row[0] == text("Segment"))
    found: dict[str, dict[str, float]] = {}
    for day, head in (("now", text("Customers")), ("then", text("of n"))):
        column = heads.index(head)
        found[day] = {names[row[0]]: row[column] for row in rows if row[0] in names and isinstance(row[column], float)}
    return found


def add_sizes(attack: Attack, days: dict[str, str], sizes: dict[str, dict[str, float]], segments: list[str], known: float) -> None:
    """What one report says of the sizes on its two days, and that the segments of a day hold everybody."""
    for side, day in days.items():
        attack.equal({(day, segment): 1.0 for segment in segments}, known)
        for segment, size in sizes[side].items():
            attack.equal({(day, segment): 1.0}, size)


def add_moves(attack: Attack, moves: pd.DataFrame, days: tuple[str, str], hidden: tuple[str, ...]) -> None:
    """The drawn moves of chapter 05, and that the moves of a segment are its size; '(few)' stands for the hidden ones."""

    def sizes(day: str, key: str) -> dict[Place, float]:
        return {(day, one): -1.0 for one in (hidden if key == "(few)" else (key,))}

    for move in moves[moves["shown"] | (moves["customers"] == 0)].itertuples():
        attack.equal({("move", move.from_segment, move.to_segment): 1.0}, move.customers)
    for day, column in zip(days, ("from_segment", "to_segment"), strict=True):
        for key, own in moves.groupby(column):
            if key != "(new)":
                flows = {("move", move.from_segment, move.to_segment): 1.0 for move in own.itertuples()}
                attack.equal(flows | sizes(day, key), 0.0)


def add_flows(attack: Attack, flowing: pd.DataFrame, moves: pd.DataFrame, groups: dict[str, str]) -> None:
    """The same moves between groups of segments, as the first drawing of chapter 05 tells them."""
    ends = [
        (one, (groups.get(one[0], one[0]), groups.get(one[1], one[1])))
        for one in zip(moves["from_segment"], moves["to_segment"], strict=True)
    ]
    for flow in flowing[flowing["shown"]].itertuples():
        attack.equal({("move", *one): 1.0 for one, places in ends if places == (flow.start, flow.end)}, flow.customers)


def add_change(attack: Attack, held: dict[str, list[list]], moves: pd.DataFrame, names: dict[str, str], text: Text) -> None:
    """What came into each segment less what left it, where the table of chapter 05 tells it (no column: nothing anywhere); of one ruler."""
    (rows,) = (rows for rows in held.values() if rows[0][0] == text("The change of each segment, part by part"))
    heads = next(row for row in rows if row[0] == text("Segment"))
    head = text.name("change_part", "mix")
    told = {names[row[0]]: row[heads.index(head)] if head in heads else 0 for row in rows if row[0] in names}
    assert told
    outside = {"(new)", "no_order", "refund_only"}
    for key, number in told.items():
        came = {("move", start, key): 1.0 for start in moves.loc[moves["to_segment"] == key, "from_segment"] if start in outside}
        left = {("move", key, end): -1.0 for end in moves.loc[moves["from_segment"] == key, "to_segment"] if end in outside}
        if (came or left) and number not in (None, "–"):
            attack.equal(came | left, float(str(number).replace("+", "").replace("−", "-").replace(",", "")))
