"""Stages: one customer for each, cuts of one's own, and stages that mean something."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, MissingTableError
from analysis.segmentations import lifecycle


@pytest.fixture
def ruler() -> pd.DataFrame:
    """Cuts of 60 and 150 days, loyal from 4 orders, new for 60 days; own cuts from 3 gaps, mean gap 30 days."""
    return pd.DataFrame(
        {"level": ["client"], "key": ["(all)"], "basis": ["absolute"], "first_cut_days": [60.0],
         "second_cut_days": [150.0], "personal_gaps": [3], "mean_gap_days": [30.0], "loyal_orders": [4],
         "new_days": [60.0]}
    )  # fmt: skip


def customer(*, recency, tenure=400.0, orders=2, gaps=1, mean=30.0, last=30.0) -> pd.DataFrame:
    return pd.DataFrame(
        {"customer_id": ["zoe"], "state": ["buyer"], "recency_days": [recency], "tenure_days": [tenure],
         "lifetime_order_count": [orders], "gap_count": [gaps], "gap_mean_days": [mean if gaps else np.nan],
         "last_gap_days": [last if gaps else np.nan]}
    )  # fmt: skip


def stage(features: pd.DataFrame, definition: pd.DataFrame) -> str:
    return lifecycle.assign(features, definition)["segment"].iloc[0]


def test_stages_of_the_six(six_customers, six_gaps):
    """Sixteen closed gaps draw no curve, so the cuts are 180 and 365 days: Dia's 400 days were a farewell."""
    definition = lifecycle.fit(six_customers, gaps=six_gaps)

    assert ("fixed", 180.0, 365.0) == tuple(definition.loc[0, ["basis", "first_cut_days", "second_cut_days"]])
    assert ["loyal", "new", "churned", "won_back", "refund_only", "prospect"] == list(
        lifecycle.assign(six_customers, definition)["segment"]
    )


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ({"recency": 60.0, "tenure": 60.0, "orders": 1, "gaps": 0}, "new"),
        ({"recency": 61.0, "tenure": 61.0, "orders": 1, "gaps": 0}, "dormant"),
        ({"recency": 10.0, "tenure": 40.0, "orders": 2}, "developing"),
        ({"recency": 60.0, "orders": 3}, "developing"),
        ({"recency": 60.0, "orders": 4}, "loyal"),
        ({"recency": 61.0, "orders": 4}, "dormant"),
        ({"recency": 150.0, "orders": 4}, "dormant"),
        ({"recency": 151.0, "orders": 4}, "churned"),
        ({"recency": 10.0, "last": 150.0, "mean": 150.0}, "developing"),
        ({"recency": 10.0, "last": 151.0, "mean": 151.0}, "won_back"),
        ({"recency": 61.0, "last": 151.0, "mean": 151.0}, "dormant"),
    ],
)
def test_the_cuts_belong_to_the_earlier_stage(ruler, story, expected):
    assert expected == stage(customer(**story), ruler)


def test_one_order_between_the_new_window_and_the_first_cut_is_developing(ruler):
    shorter = ruler.assign(new_days=30.0)

    assert "developing" == stage(customer(recency=45.0, tenure=45.0, orders=1, gaps=0), shorter)
    assert [1.0] == list(lifecycle.describe(shorter).query("segment == 'developing'")["orders_low"])


def test_three_gaps_give_cuts_of_ones_own(ruler):
    """Mean gap 10 days, the client's is 30: with 3 gaps the scale is 1 + 1/2 x (1/3 - 1) = 2/3."""
    quick = customer(recency=41.0, orders=4, gaps=3, mean=10.0, last=10.0)
    cuts = lifecycle.stage_cuts(quick, ruler).iloc[0]

    assert ("person", 2 / 3, 40.0, 100.0) == (
        cuts["level"], pytest.approx(cuts["scale"]), pytest.approx(cuts["first_cut_days"]),
        pytest.approx(cuts["second_cut_days"]),
    )  # fmt: skip
    assert "dormant" == stage(quick, ruler)
    assert "loyal" == stage(customer(recency=41.0, orders=4, gaps=2, mean=10.0, last=10.0), ruler)


def test_slow_buyers_get_more_time(ruler):
    """Mean gap 90 days with 9 gaps: scale 1 + 3/4 x (3 - 1) = 2.5, so 140 days away is still in rhythm."""
    assert "loyal" == stage(customer(recency=140.0, tenure=950.0, orders=10, gaps=9, mean=90.0, last=90.0), ruler)


def test_a_long_last_gap_does_not_stretch_the_cut_it_is_held_against(ruler):
    """Three gaps of 10 days, then one of 120: gone past the cut of 100 days as it stood then."""
    back = customer(recency=5.0, orders=5, gaps=4, mean=37.5, last=120.0)

    assert 100.0 == pytest.approx(lifecycle.stage_cuts(back, ruler)["return_cut_days"].iloc[0])
    assert "won_back" == stage(back, ruler)


def test_after_the_next_order_a_won_back_customer_is_judged_by_orders(ruler):
    assert "loyal" == stage(customer(recency=5.0, orders=6, gaps=5, mean=32.0, last=10.0), ruler)


def test_the_definition_says_how_it_came_about(crowd, crowd_gaps):
    rule = lifecycle.fit(crowd, gaps=crowd_gaps).iloc[0]
    curve = lifecycle.gap_curve(crowd_gaps).set_index("day")["returned"]

    assert rule["basis"] in {"absolute", "plateau"}
    assert curve[rule["first_cut_days"]] == pytest.approx(rule["first_returned"])
    assert curve[rule["second_cut_days"]] == pytest.approx(rule["second_returned"])
    assert (len(crowd_gaps), crowd_gaps["closed"].sum()) == (rule["gaps"], rule["closed_gaps"])
    assert rule["new_days"] == rule["first_cut_days"] < rule["second_cut_days"] <= rule["reliable_days"]


def test_settings_reach_the_definition(crowd, crowd_gaps):
    rule = lifecycle.fit(crowd, gaps=crowd_gaps, loyal_orders=6, new_days=45).iloc[0]

    assert (6, 45.0) == (rule["loyal_orders"], rule["new_days"])
    assert (0.80, 0.95) == (rule["first_share"], rule["second_share"])


def test_describe_prints_the_cuts(ruler):
    rules = lifecycle.describe(ruler).set_index("segment")

    assert list(lifecycle.SEGMENTS) == list(rules.index)
    assert (60.0, 150.0) == tuple(rules.loc["dormant", ["recency_low", "recency_high"]])
    assert (2.0, 3.0) == tuple(rules.loc["developing", ["orders_low", "orders_high"]])
    assert (150.0, 60.0) == tuple(rules.loc["won_back", ["last_gap_low", "recency_high"]])


def test_when_nobody_returned_the_cuts_are_fixed(six_customers, six_gaps):
    once = six_customers.assign(
        lifetime_order_count=six_customers["lifetime_order_count"].clip(upper=1),
        gap_count=0, gap_mean_days=np.nan, last_gap_days=np.nan, tenure_days=six_customers["recency_days"],
    )  # fmt: skip
    gaps = six_gaps[~six_gaps["closed"]].assign(gap_number=1)
    definition = lifecycle.fit(once, gaps=gaps)

    assert "fixed" == definition.loc[0, "basis"]
    assert ["new", "new", "churned", "new"] == list(lifecycle.assign(once, definition)["segment"][:4])


def test_gaps_are_needed(six_customers):
    with pytest.raises(MissingTableError, match="'lifecycle' needs the table 'gaps'"):
        lifecycle.fit(six_customers)


@pytest.mark.parametrize(
    ("setting", "given"),
    [("loyal_orders", 1), ("new_days", 0), ("shares", (0.95, 0.80)), ("reliable_gaps", 0), ("personal_gaps", 1)],
)
def test_settings_out_of_range_are_named(six_customers, six_gaps, setting, given):
    with pytest.raises(ConfigError, match=f"'{setting}' is"):
        lifecycle.fit(six_customers, gaps=six_gaps, **{setting: given})
