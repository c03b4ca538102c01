"""Which cells of a table must stay hidden so that no small one can be worked out.

Hiding a small cell alone is no protection: row and column totals are on the page, and one
subtraction brings it back.  So further cells are hidden until no hidden cell is determined by the
totals.  A cell is determined exactly when it cannot vary while all totals hold, that is, when it
is zero in a random vector of the null space of the totals.

Limits: the totals of one trait are protected, not comparisons with other traits, methods or
periods; and two hidden cells still have a known sum, so their range is bounded.

Cox (1980), Suppression Methodology and Statistical Disclosure Control; Willenborg and de Waal
(2001), Elements of Statistical Disclosure Control, ch. 4.
"""

import numpy as np
import pandas as pd

TOTAL = "(all)"


def hidden_cells(counts: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """True where a count must not be shown, directly or through its totals.

    From counts (a row per level, a column per segment) to booleans of the same shape with the
    column '(all)' for the row totals.  Column totals are taken as known to the reader.  A cell is
    small when it lies above 0 and below `minimum`, or its column total does; zeros are shown.
    Where one is recoverable, the next smallest cell of its row (else of its column) is hidden too,
    those in lines that already hide something first.
    """
    values = np.column_stack([counts.to_numpy(), counts.sum(axis=1)]).astype(int)
    hidden = (values > 0) & (values < minimum) | (values.sum(axis=0) < minimum)
    while (cell := _recoverable(hidden)) is not None:
        further = _next_smallest(values, hidden, *cell)
        if further is None:
            break
        hidden[further] = True
    return pd.DataFrame(hidden, index=counts.index, columns=[*counts.columns, TOTAL])


def _recoverable(hidden: np.ndarray) -> tuple[int, int] | None:
    """One hidden cell that the totals give away, or None: first lonely ones, then any other."""
    lonely = hidden & ((hidden.sum(axis=1, keepdims=True) == 1) | (hidden.sum(axis=0, keepdims=True) == 1))
    if lonely.any():
        return tuple(np.argwhere(lonely)[0])
    cells = np.argwhere(hidden)
    rows, columns = hidden.shape
    totals = np.zeros((rows + columns, len(cells)))
    totals[cells[:, 0], np.arange(len(cells))] = np.where(cells[:, 1] == columns - 1, -1.0, 1.0)
    totals[rows + cells[:, 1], np.arange(len(cells))] = 1.0
    move = np.random.default_rng(0).normal(size=len(cells))
    if len(cells):
        move = move - np.linalg.lstsq(totals, totals @ move, rcond=None)[0]
    fixed = np.flatnonzero(np.abs(move) < 1e-9)
    return tuple(cells[fixed[0]]) if len(fixed) else None


def _next_smallest(values: np.ndarray, hidden: np.ndarray, row: int, column: int) -> tuple[int, int] | None:
    """The cell to hide beside (row, column): in the line that gives it away."""
    in_row = [(row, other) for other in range(values.shape[1] - 1)]
    in_column = [(other, column) for other in range(values.shape[0])]
    lines = [in_row, in_column] if hidden[row].sum() == 1 or hidden[:, column].sum() > 1 else [in_column, in_row]
    for line in lines:
        shown = [cell for cell in line if not hidden[cell]]
        if shown:
            return min(shown, key=lambda cell: (not _broken(hidden, cell, row), values[cell] == 0, values[cell], cell))
    return None


def _broken(hidden: np.ndarray, cell: tuple[int, int], row: int) -> bool:
    """Whether the line that crosses at `cell` hides something already."""
    return bool(hidden[:, cell[1]].any() if cell[0] == row else hidden[cell[0]].any())
