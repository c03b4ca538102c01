"""Nobody may work out a small cell from the totals.

The attack in these tests knows all totals and which cells are hidden, and asks a linear programme for
the least and the greatest value that each hidden cell can have.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.profiles import hidden_cells, telling_sums


def ranges(
    counts: pd.DataFrame, hidden: pd.DataFrame, sums: Sequence[np.ndarray] = ()
) -> dict[tuple[int, int], tuple[float, float]]:
    """What the attacker learns of each hidden cell: least and greatest value.  `sums`: cells whose sum is known, too."""
    values = np.column_stack([counts, counts.sum(axis=1)])
    signs = np.where(np.arange(values.shape[1]) == values.shape[1] - 1, -1.0, 1.0) * np.ones(values.shape)
    cells = [tuple(cell) for cell in np.argwhere(hidden.to_numpy())]
    rows = [[signs[cell] * (cell[0] == row) for cell in cells] for row in range(values.shape[0])]
    columns = [[float(cell[1] == column) for cell in cells] for column in range(values.shape[1])]
    known = np.where(hidden, values, 0)
    totals = [*(known * signs).sum(axis=1), *known.sum(axis=0)]
    pieces = [[float(cell[1] < one.shape[1] and one[cell]) for cell in cells] for one in sums]
    totals += [sum(values[cell] * weight for cell, weight in zip(cells, piece, strict=True)) for piece in pieces]
    found = {}
    for i, cell in enumerate(cells):
        goal = np.eye(len(cells))[i]
        least = linprog(goal, A_eq=rows + columns + pieces, b_eq=totals).fun
        found[cell] = (least, -linprog(-goal, A_eq=rows + columns + pieces, b_eq=totals).fun)
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


def test_a_sum_that_leaves_one_hidden_count_over_is_told():
    """Of a 3 x 3 table two rows of two columns are hidden; the sum of one hidden and one shown cell gives the hidden one."""
    counts = pd.DataFrame({"a": [3, 40, 50], "b": [12, 15, 60], "c": [70, 80, 90]})
    hidden = pd.DataFrame({"a": [True, True, False], "b": [True, True, False], "c": False, "(all)": False})
    first = np.zeros((3, 3), dtype=bool)
    first[0, 0] = first[2, 0] = True  # hidden 3 and shown 50
    rows, shown = np.zeros((3, 3), dtype=bool), np.zeros((3, 3), dtype=bool)
    rows[:2, :2], shown[:, 2] = True, True  # all four hidden, and none of them

    assert [True, False, False] == telling_sums(counts, hidden, [first, rows, shown])
    assert [] == telling_sums(counts, hidden, [])


def test_of_two_sums_that_tell_together_the_first_is_shown():
    """Each of the two joins two hidden cells of a block of six; the totals and both of them leave one answer."""
    counts = pd.DataFrame({"a": [3, 40], "b": [12, 15], "c": [7, 80]})
    hidden = pd.DataFrame(True, index=counts.index, columns=[*counts.columns]).assign(**{"(all)": False})
    sums = [np.array([[True, False, False], [False, True, False]]), np.array([[False, True, False], [False, False, True]])]

    assert [False, True] == telling_sums(counts, hidden, sums)


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_count_is_recoverable_from_totals_and_larger_pieces(seed):
    """Eight by eight, and again in pieces of two by two, those that tell left out."""
    random = np.random.default_rng(seed)
    counts = pd.DataFrame(random.multinomial(60, np.ones(8) / 8 * 0.3 + np.eye(8) * 0.7) + 1)
    hidden = hidden_cells(counts, minimum=10)
    group = np.arange(8) // 2
    pieces = [np.outer(group == row, group == column) for row in range(4) for column in range(4)]
    shown = [piece for piece, tells in zip(pieces, telling_sums(counts, hidden, pieces), strict=True) if not tells]

    assert shown
    for cell, (least, most) in ranges(counts, hidden, shown).items():
        assert most - least > 0.5 or cell[1] == 8, cell


def test_few_cells_are_hidden_beside_a_small_one():
    """One small cell of a large table: three more close the path, the smallest that do, and no diagonal is lost."""
    values = np.full((6, 6), 50) + np.diag([500] * 6)
    values[0, 1] = 2
    values[3, 1], values[3, 4], values[0, 4] = 20, 21, 22
    hidden = hidden_cells(pd.DataFrame(values), minimum=10).to_numpy()

    assert {(0, 1), (3, 1), (3, 4), (0, 4)} == {tuple(map(int, cell)) for cell in np.argwhere(hidden)}
