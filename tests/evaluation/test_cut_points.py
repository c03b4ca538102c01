"""Limits that a refit moves, and whom each of them moves."""

import numpy as np
import pandas as pd

from analysis.evaluation import comparable, cut_points

PEOPLE = pd.Series(range(1, 101), index=[f"c{at:03d}" for at in range(1, 101)], dtype=float)


def bands(first: float, second: float) -> pd.DataFrame:
    """Three bands of one measure: up to the first limit, up to the second, above."""
    return pd.DataFrame(
        {"measure": "revenue", "segment": ["small", "middle", "large"], "low": [np.nan, first, second], "high": [first, second, np.nan]}
    )  # fmt: skip


def assign(definition: pd.DataFrame) -> pd.Series:
    highs = definition["high"].fillna(np.inf).to_numpy()
    return PEOPLE.map(lambda value: definition["segment"].iloc[int(np.searchsorted(highs, value))])


def test_each_limit_is_told_once_with_those_it_moves(fits_schema):
    """From 20 to 30 moves ten, from 80 to 75 five; the end of one band is the beginning of the next."""
    table = cut_points(bands(20, 80), bands(30, 75), assign=assign)

    fits_schema(table, "cut_points")
    assert [(20, 30, 10), (80, 75, 5)] == list(table[["before", "after", "moved"]].itertuples(index=False, name=None))
    assert {"revenue"} == set(table["key"])


def test_limits_that_stand_are_not_told():
    assert cut_points(bands(20, 80), bands(20, 80), assign=assign).empty


def test_definitions_of_other_rows_cannot_be_laid_beside_each_other():
    other = bands(20, 80).assign(segment=["small", "middle", "huge"])

    assert not comparable(bands(20, 80), other)
    assert not comparable(bands(20, 80), bands(20, 80).iloc[:2])
    assert cut_points(bands(20, 80), other, assign=assign).empty
