"""Which cells of a table must stay hidden so that no small one can be worked out.

Hiding a small cell alone is no protection: row and column totals are on the page, and one
subtraction brings it back.  So further cells are hidden until every hidden customer count could be
another one with all totals unchanged.  Whether it could is a small linear programme: look for a
change of the hidden cells that leaves every total as it is and makes no cell negative.

The same table told again in larger pieces (moves between groups of segments) gives further sums:
`telling_sums` says which of these must not stand beside it.

Limits: the totals of one trait are protected, not comparisons with other traits, methods or
periods; and hidden cells of one line still have a known sum, so their range is bounded.

Cox (1980), Suppression Methodology and Statistical Disclosure Control; Willenborg and de Waal
(2001), Elements of Statistical Disclosure Control, ch. 4.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

TOTAL = "(all)"
MOVED = 1e-6

Cell = tuple[int, int]


def hidden_cells(counts: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """True where a count must not be shown, directly or through its totals.

    From counts (a row per level, a column per segment) to booleans of the same shape with the
    column '(all)' for the row totals.  Column totals are taken as known to the reader.  A cell is
    small when it lies above 0 and below `minimum`, or its column total does; other zeros are shown.
    Where a hidden count is recoverable, the next smallest cell of its row (else of its column) is
    hidden too, those that stand in lines that hide something already first.
    """
    values = np.column_stack([counts.to_numpy(), counts.sum(axis=1)]).astype(int)
    totals = values.sum(axis=0)
    hidden = (values > 0) & (values < minimum) | (totals > 0) & (totals < minimum)
    while further := [spot for cell in _recoverable(values, hidden) if (spot := _next_smallest(values, hidden, cell))]:
        hidden[further[0]] = True
    return pd.DataFrame(hidden, index=counts.index, columns=[*counts.columns, TOTAL])


def telling_sums(counts: pd.DataFrame, hidden: pd.DataFrame, sums: Sequence[np.ndarray]) -> list[bool]:
    """Which sums over cells of a table would give away a count that is hidden there, beside the sums before them that would not.

    `counts` and `hidden` as `hidden_cells` takes and returns them; each of `sums` is the cells that are added up, booleans of
    the shape of `counts`.  In the order given: what shall be shown first comes first.
    """
    values = np.column_stack([counts.to_numpy(), counts.sum(axis=1)]).astype(int)
    covered = hidden.to_numpy(dtype=bool)
    safe = covered & (values > 0) & _movable(values, covered)
    shown: list[np.ndarray] = []
    told = []
    for cells in sums:
        own = np.column_stack([cells, np.zeros(len(cells), dtype=bool)])
        free = not (own & covered).any() or not (safe & ~_movable(values, covered, [*shown, own])).any()
        shown += [own] if free else []
        told.append(not free)
    return told


def _recoverable(values: np.ndarray, hidden: np.ndarray) -> list[Cell]:
    """The hidden counts that the totals give away; those alone in their line before any other is looked for."""
    alone = (hidden.sum(axis=1, keepdims=True) == 1) | (hidden.sum(axis=0, keepdims=True) == 1)
    counts = hidden & (values > 0)
    fixed = counts & alone if (counts & alone).any() else counts & ~_movable(values, hidden)
    return [(int(row), int(column)) for row, column in np.argwhere(fixed)]


def _movable(values: np.ndarray, hidden: np.ndarray, sums: Sequence[np.ndarray] = ()) -> np.ndarray:
    """Hidden cells that some change moves while all totals, and further sums, hold and no cell falls below 0.

    Random goals make a change move whatever it can; one that stays at rest by accident only means
    that one cell too many is hidden.
    """
    row, column = np.nonzero(hidden)
    movable = np.zeros_like(hidden)
    if not len(row):
        return movable
    which = np.tile(np.arange(len(row)), 2)
    line = np.concatenate([row, len(hidden) + column])
    sign = np.concatenate([np.where(column == hidden.shape[1] - 1, -1.0, 1.0), np.ones(len(row))])
    totals = coo_array((sign, (line, which)), shape=(sum(hidden.shape), len(row))).tocsr()
    further = csr_array(np.array([cells[row, column] for cells in sums], dtype=float).reshape(len(sums), len(row)))
    known = vstack([totals, further], format="csr")
    bounds = np.column_stack([np.where(values[row, column] > 0, -1.0, 0.0), np.ones(len(row))])
    goal = np.random.default_rng(0).normal(size=len(row))
    for direction in (goal, -goal):
        move = linprog(direction, A_eq=known, b_eq=np.zeros(known.shape[0]), bounds=bounds, method="highs").x
        movable[row, column] |= np.abs(move) > MOVED
    return movable


def _next_smallest(values: np.ndarray, hidden: np.ndarray, cell: Cell) -> Cell | None:
    """The cell to hide beside `cell`: in its row where it is alone there, else in its column."""
    row, column = cell
    in_row = [(row, other) for other in range(values.shape[1] - 1) if not hidden[row, other]]
    in_column = [(other, column) for other in range(values.shape[0]) if not hidden[other, column]]
    first, second = (in_row, in_column) if hidden[row].sum() == 1 else (in_column, in_row)
    candidates = first or second
    crossing = {spot: hidden[:, spot[1]].any() if spot[0] == row else hidden[spot[0]].any() for spot in candidates}
    return min(candidates, key=lambda spot: (values[spot] == 0, not crossing[spot], values[spot], spot), default=None)
