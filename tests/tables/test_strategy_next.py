"""The tables of what to offer next: what is said, and what is kept back."""

import numpy as np
import pandas as pd
import pytest

from analysis.tables.strategy_next import pairs_table, segments_table
from analysis.text import Text

ROW = {
    "kind": "new", "method": "lifecycle", "segment": "loyal", "customers": 1000, "category": "Tea", "first": 400, "share": 0.4,
    "second": "Cups", "second_first": 300.0, "alternative": "Pots", "offered": 900, "differ": 450, "after": "Milk", "lift": 1.5,
    "lift_low": 1.2, "lift_high": 1.8, "n": 100.0, "hits": 45.0, "baseline_hits": 30.0, "verdict": "beats",
}  # fmt: skip
PAIR = {"item": "Tea", "other": "Cups", "both": 100, "other_later": 50, "item_later": 30, "lift": 2.0, "low": 1.5, "high": 2.5}


def segments(**changes: object) -> str:
    return segments_table(pd.DataFrame([ROW | changes]), text=Text("en"), minimum=10)


def test_a_row_says_what_is_named_to_whom_and_how_often_it_was_right():
    html = segments()

    for words in ("Tea: 400 (40%)", "Cups: 300 (30%)", "Pots (another to 50%)", "Milk: 1.50 (1.20 to 1.80)", "45% of 100 (30%)"):
        assert words in html


@pytest.mark.parametrize(
    ("changes", "hidden"),
    [
        ({"hits": 4.0}, "of 100"),
        ({"baseline_hits": 95.0}, "of 100"),
        ({"verdict": "few"}, "of 100"),
        ({"differ": 5}, "another to"),
        ({"second_first": 9.0}, "Cups"),
        ({"second_first": 595.0}, "Cups"),  # five are left over
        ({"after": None, "lift": np.nan}, "Milk"),
    ],
)
def test_small_cells_are_dashes(changes, hidden):
    assert hidden in segments()
    assert hidden not in segments(**changes)


def test_a_pair_says_who_began_with_which():
    html = pairs_table(pd.DataFrame([PAIR]), text=Text("en"), minimum=10)

    assert "2.00 (1.50 to 2.50)" in html
    assert ">50<" in html


def test_who_began_with_which_is_hidden_where_few_did():
    """Ninety-five began with one of the two: five with both at once."""
    html = pairs_table(pd.DataFrame([PAIR | {"item_later": 45}]), text=Text("en"), minimum=10)

    assert ">50<" not in html
