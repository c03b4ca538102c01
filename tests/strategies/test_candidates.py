"""What money may be allotted to."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies import allocation_options

SEGMENTS = [("value", "a"), ("value", "b"), ("lifecycle", "loyal")]
WORTH = pd.Series([20.0, 10.0, 15.0], index=pd.MultiIndex.from_tuples(SEGMENTS, names=["method", "segment"]))
DETAILS = pd.DataFrame({"play": ["letter"], "minutes": [2.0], "owner": ["adviser"], "touches": [1]})
RETURNS = pd.DataFrame({"method": ["value", "value"], "segment": ["a", "b"], "share": [0.5, 0.25]})
SETTINGS = {"margin": 0.5, "hold_out": 0.2, "minimum": 10}


def plays(**changes):
    table = pd.DataFrame(SEGMENTS, columns=["method", "segment"]).assign(
        play="letter", customers=[100, 200, 300], reachable=pd.array([50, 150, 250], dtype="Int64"), revenue=1.0, unit_cost=0.5,
        effect_low=0.0, effect_base=0.1, effect_high=0.2, evidence="tested", status="proposed", lever="retention", break_even=0.01,
    )  # fmt: skip
    return table.assign(**changes)


def options(lens="value", **changes):
    return allocation_options(plays(**changes), DETAILS, WORTH, RETURNS, lens=lens, **SETTINGS)


def test_options_of_one_lens_with_those_who_stay_without_contact_left_out():
    """Of 50 and 150 reachable a fifth is held out."""
    table = options()

    assert [("a", 40.0, 20.0), ("b", 120.0, 10.0)] == list(table[["segment", "reach", "worth"]].itertuples(index=False, name=None))
    assert {("adviser", 2.0, 1)} == set(table[["owner", "minutes", "touches"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("changes", [{"evidence": "to_be_tested"}, {"status": "rejected"}, {"unit_cost": np.nan}])
def test_what_is_not_proven_rejected_or_without_a_cost_gets_nothing(changes):
    assert options(**changes).empty


def test_a_segment_that_the_contacts_would_give_away_is_left_out():
    """Five without consent of 55, and nine with it of 200."""
    table = options(customers=[55, 200, 300], reachable=pd.array([50, 9, 250], dtype="Int64"))

    assert table.empty or set(table["method"]) == {"lifecycle"}


def test_another_lens_stands_in_where_the_leading_one_has_no_option():
    """250 of the loyal at 15 are more than a and b together at 20 and 10."""
    assert ["loyal"] == options(lens="rfm")["segment"].tolist()


def test_a_fuller_basket_counts_for_those_who_order_anyway():
    """Half of a orders, a quarter of b; points of margin are worth the whole order."""
    basket, margin = options(lever="basket"), options(lever="margin")

    assert [0.05, 0.025] == pytest.approx(basket["base"].tolist())
    assert [40.0, 20.0] == margin["worth"].tolist()
