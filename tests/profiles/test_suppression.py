"""Nobody may work out a small cell from the totals.

The attack in these tests knows all totals and which cells are hidden, and asks a linear programme for
the least and the greatest value that each hidden cell can have.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.profiles import hidden_cells


def ranges(counts: pd.DataFrame, hidden: pd.DataFrame) -> dict[tuple[int, int], tuple[float, float]]:
    """What the attacker learns of each hidden cell: least and greatest value."""
    values = np.column_stack([counts, counts.sum(axis=1)])
    signs = np.where(np.arange(values.shape[1]) == values.shape[1] - 1, -1.0, 1.0) * np.ones(values.shape)
    cells = [tuple(cell) for cell in np.argwhere(hidden.to_numpy())]
    rows = [[signs[cell] * (cell[0] == row) for cell in cells] for row in range(values.shape[0])]
    columns = [[float(cell[1] == column) for cell in cells] for column in range(values.shape[1])]
    known = np.where(hidden, values, 0)
    totals = [*(known * signs).sum(axis=1), *known.sum(axis=0)]
    found = {}
    for i, cell in enumerate(cells):
        goal = np.eye(len(cells))[i]
        least = linprog(goal, A_eq=rows + columns, b_eq=totals).fun
        found[cell] = (least, -linprog(-goal, A_eq=rows + columns, b_eq=totals).fun)
    return found


def test_large_cells_are_all_shown():
    assert not hidden_cells(pd.DataFrame({"a": [50, 60], "b": [70, 80]}), minimum=10).to_numpy().any()


def test_hiding_one_small_cell_alone_would_give_it_away():
    """5 of 117 could be had by subtraction: the next smallest in the row goes too, and a second row protects the columns."""
    counts = pd.DataFrame({"a": [5, 40, 50], "b": [12, 60, 70], "c": [100, 80, 90]}, index=["x", "y", "z"])

    hidden = hidden_cells(counts, minimum=10)

    assert hidden.loc["x"].to_dict() == {"a": True, "b": True, "c": False, "(all)": False}
    assert hidden.loc["y"].to_dict() == {"a": True, "b": True, "c": False, "(all)": False}
    assert not hidden.loc["z"].any()


def test_zeros_are_shown_and_empty_segments_need_no_protection():
    assert not hidden_cells(pd.DataFrame({"a": [0, 40], "b": [30, 60], "none": [0, 0]}), minimum=10).to_numpy().any()


def test_a_small_segment_is_hidden_altogether():
    hidden = hidden_cells(pd.DataFrame({"tiny": [0, 7], "a": [50, 60], "b": [70, 80]}), minimum=10)

    assert hidden["tiny"].all()


def test_a_small_total_is_hidden_and_so_is_a_second_one():
    """Two customers in all have the level: the base would give the level away, and so would the sum of the other totals."""
    hidden = hidden_cells(pd.DataFrame({"a": [2, 40, 50], "b": [0, 60, 70]}), minimum=10)

    assert hidden["(all)"].sum() >= 2


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_count_is_recoverable_from_totals(seed):
    random = np.random.default_rng(seed)
    levels, segments = random.integers(2, 7), random.integers(2, 6)
    counts = pd.DataFrame(random.poisson(np.outer(random.gamma(0.7, 10, levels), random.gamma(0.7, 2, segments))))
    counts = counts + np.eye(levels, segments, dtype=int)  # every level has a customer

    hidden = hidden_cells(counts, minimum=10)

    values = np.column_stack([counts, counts.sum(axis=1)])
    assert hidden.to_numpy()[(values > 0) & (values < 10)].all()
    known_exactly = [cell for cell, (least, most) in ranges(counts, hidden).items() if values[cell] > 0 and most - least < 0.5]
    assert [] == known_exactly
