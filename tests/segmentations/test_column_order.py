"""Columns in the order of what is in them, whatever they are called and wherever they stand."""

import numpy as np
import pandas as pd
import pytest

from analysis.segmentations.column_order import by_content


def names(table: pd.DataFrame) -> list[str]:
    return [table.columns[place] for place in by_content(table)]


def test_most_different_values_first_then_the_values_themselves():
    table = pd.DataFrame({"flag": [0, 1, 0, 1], "high": [9, 9, 8, 8], "many": [4, 3, 2, 1]})

    assert ["many", "flag", "high"] == names(table)


@pytest.mark.parametrize("order", [["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"]])
def test_columns_with_the_very_same_values_stand_by_how_they_go_with_the_others(order):
    """b runs with c, a against it; each holds 1 to 4 once, but c holds halves."""
    table = pd.DataFrame({"a": [4.0, 3.0, 2.0, 1.0], "b": [1.0, 2.0, 3.0, 4.0], "c": [1.5, 2.5, 3.5, 4.4]})

    assert names(table) == names(table[order])
    assert names(table) == names(table[order].sample(frac=1, random_state=3))


def test_missing_values_and_signs_of_zero_change_nothing():
    table = pd.DataFrame({"a": [0.0, 1.0, np.nan, 2.0], "b": [5.0, np.nan, 5.0, 6.0]})

    assert names(table) == names(table.replace({0.0: -0.0})[["b", "a"]]) == ["a", "b"]
    assert [] == names(table[[]])
