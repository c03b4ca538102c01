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
(2001), Elements of Statistical Disclosure Control, ch. 4; Kelly, Golden and Assad (1992), Cell suppression: disclosure
protection for sensitive tabular data, Networks 22.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import dijkstra

TOTAL = "(all)"
MOVED = 1e-6
STEP = 1e-3  # what a cell that is hidden already costs on a path: of two free paths the shorter

Cell = tuple[int, int]


def hidden_cells(counts: pd.DataFrame, *, minimum: int, also: pd.DataFrame | None = None) -> pd.DataFrame:
    """True where a count must not be shown, directly or through its totals.

    From counts (a row per level, a column per segment) to booleans of the same shape with the
    column '(all)' for the row totals.  Column totals are taken as known to the reader.  A cell is
    small when it lies above 0 and below `minimum`, or its column total does; other zeros are shown.
    Where a hidden count is recoverable, the cells of a closed path through it are hidden too, on
    which a change could run round: the path with the fewest customers in cells that are still shown
    (Kelly, Golden and Assad 1992).  Where there is none, the next smallest cell of its line.
    `also` (booleans of the shape of counts) are hidden beforehand, because another table hides them.
    """
    values = np.column_stack([counts.to_numpy(), counts.sum(axis=1)]).astype(int)
    totals = values.sum(axis=0)
    hidden = (values > 0) & (values < minimum) | (totals > 0) & (totals < minimum)
    if also is not None:
        hidden[:, :-1] |= also.to_numpy(dtype=bool)
    while further := next(filter(None, (_beside(values, hidden, cell) for cell in _recoverable(values, hidden))), None):
        for spot in further:
            hidden[spot] = True
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

    A goal at random moves most of what can move; a cell that stayed at rest, perhaps because two changes cancelled out in it,
    is asked for by itself.
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
    seen = np.zeros(len(row), dtype=bool)

    def move(goal: np.ndarray) -> np.ndarray:
        found = linprog(goal, A_eq=known, b_eq=np.zeros(known.shape[0]), bounds=bounds, method="highs").x
        return np.abs(found) > MOVED

    goal = np.random.default_rng(0).normal(size=len(row))
    for one in (goal, -goal):
        seen |= move(one)
    for cell, one in enumerate(np.eye(len(row))):
        seen |= False if seen[cell] else move(one) | move(-one)
    movable[row, column] = seen
    return movable


def _beside(values: np.ndarray, hidden: np.ndarray, cell: Cell) -> list[Cell]:
    """The cells to hide beside `cell`, which the totals give away."""
    found = [spot for spot in _cheapest_path(values, hidden, cell) if not hidden[spot]]
    return found or list(filter(None, [_next_smallest(values, hidden, cell)]))


def _cheapest_path(values: np.ndarray, hidden: np.ndarray, cell: Cell) -> list[Cell]:
    """The cells that with `cell` make a closed path, turning in lines, with the fewest customers in what is shown; else none.

    Rows and columns are nodes, cells that can change are edges between them.
    """
    rows, columns = values.shape
    usable = (values > 0) | hidden
    usable[cell] = False
    row, column = np.nonzero(usable)
    costs = np.where(hidden[row, column], 0.0, values[row, column]) + STEP
    graph = coo_array((costs, (row, rows + column)), shape=(rows + columns,) * 2).tocsr()
    start, node = cell[0], rows + cell[1]
    reached, before = dijkstra(graph, directed=False, indices=start, return_predecessors=True)
    path: list[Cell] = []
    while np.isfinite(reached[node]) and node != start:
        last = int(before[node])
        path.append((min(node, last), max(node, last) - rows))
        node = last
    return path


def _next_smallest(values: np.ndarray, hidden: np.ndarray, cell: Cell) -> Cell | None:
    """The cell to hide beside `cell`: in its row where it is alone there, else in its column."""
    row, column = cell
    in_row = [(row, other) for other in range(values.shape[1] - 1) if not hidden[row, other]]
    in_column = [(other, column) for other in range(values.shape[0]) if not hidden[other, column]]
    first, second = (in_row, in_column) if hidden[row].sum() == 1 else (in_column, in_row)
    candidates = first or second
    crossing = {spot: hidden[:, spot[1]].any() if spot[0] == row else hidden[spot[0]].any() for spot in candidates}
    return min(candidates, key=lambda spot: (values[spot] == 0, not crossing[spot], values[spot], spot), default=None)
