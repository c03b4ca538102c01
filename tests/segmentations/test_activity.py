"""Activity by rules: the edges of every limit, scheme by scheme."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import activity

NAN = np.nan


def buyer(**given) -> pd.DataFrame:
    row = {"customer_id": "zoe", "state": "buyer", "recency_days": 10.0, "tenure_days": 500.0, "lifetime_order_count": 3,
           "last_gap_days": 30.0, "revenue": 100.0, "trend": 0.0, activity.PROBABILITY: NAN}  # fmt: skip
    return pd.DataFrame([row | given])


def group(scheme: str, **given) -> str:
    who = buyer(**given)
    return activity.assign(who, activity.fit(who, scheme=scheme))["segment"].iloc[0]


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.61, "active"), (0.60, "cooling"), (0.50, "cooling"), (0.49, "at_risk"), (0.35, "at_risk"), (0.34, "high_risk"), (0.20, "high_risk"),
     (0.19, "lost"), (0.0, "lost")],
)  # fmt: skip
def test_repeat_buyers_by_probability(probability, expected):
    """Days do not count for them: the last order was 400 days ago."""
    assert f"activity_{expected}" == group("amperity", **{activity.PROBABILITY: probability}, recency_days=400.0)


@pytest.mark.parametrize(
    ("recency", "expected"),
    [(60.0, "active"), (61.0, "cooling"), (120.0, "cooling"), (121.0, "at_risk"), (180.0, "at_risk"), (181.0, "high_risk"),
     (240.0, "high_risk"), (241.0, "lost")],
)  # fmt: skip
def test_one_time_buyers_by_days(recency, expected):
    """So too a repeat buyer of whom no probability is known; a probability of one order is none."""
    assert f"activity_{expected}" == group("amperity", lifetime_order_count=1, recency_days=recency)
    assert f"activity_{expected}" == group("amperity", recency_days=recency)
    assert f"activity_{expected}" == group("amperity", lifetime_order_count=1, recency_days=recency, **{activity.PROBABILITY: 1.0})


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ({"recency_days": 90.0}, "continuing"),
        ({"recency_days": 90.0, "tenure_days": 90.0, "last_gap_days": NAN}, "new"),
        ({"recency_days": 10.0, "tenure_days": 91.0}, "continuing"),
        ({"recency_days": 10.0, "last_gap_days": 90.0}, "continuing"),
        ({"recency_days": 10.0, "last_gap_days": 91.0}, "returning"),
        ({"recency_days": 91.0, "tenure_days": 91.0}, "sleeping"),
        ({"recency_days": 365.0}, "sleeping"),
        ({"recency_days": 366.0}, "lost"),
    ],
)
def test_fixed_days(story, expected):
    assert f"activity_{expected}" == group("fixed_days", **story)


def test_the_days_are_settings():
    """The weekly rule of software: a week active, two weeks lost."""
    weekly = activity.fit(buyer(), active_days=7, lost_days=14)

    assert ["activity_sleeping"] == list(activity.assign(buyer(recency_days=14.0), weekly)["segment"])
    assert ["activity_lost"] == list(activity.assign(buyer(recency_days=15.0), weekly)["segment"])


@pytest.mark.parametrize(
    ("revenue", "trend", "expected"),
    [(50.0, 1.0, "new"), (50.0, -1.0, "lapsed"), (50.0, 0.99, "repeating"), (50.0, -0.99, "repeating"), (0.0, NAN, "neither"),
     (-5.0, 1.0, "neither"), (-5.0, -1.0, "neither"), (-5.0, 0.3, "neither")],
)  # fmt: skip
def test_halves_of_the_window(revenue, trend, expected):
    """A trend of 1 is money in the later half only, -1 in the earlier only; what is left after refunds must be above 0."""
    assert f"nlr_{expected}" == group("nlr", revenue=revenue, trend=trend)


def test_describe_gives_the_days_between():
    rules = activity.describe(activity.fit(buyer())).set_index("segment")

    assert (90.0, 365.0) == tuple(rules.loc["activity_sleeping", ["recency_low", "recency_high"]])
    assert 365.0 == rules.loc["activity_lost", "recency_low"]
    assert rules.loc["activity_new", ["recency_low", "returning_after"]].isna().all()


def test_the_columns_behind_a_scheme_are_its_own():
    assert ("revenue", "trend") == activity.defined_by(activity.fit(buyer(), scheme="nlr"))
    assert activity.PROBABILITY in activity.defined_by(activity.fit(buyer(), scheme="amperity"))


def test_what_is_lacking_is_said_by_scheme():
    assert "" == activity.lacking(buyer())
    assert "no_lifetime" == activity.lacking(buyer().drop(columns=activity.PROBABILITY), scheme="amperity")
    assert "no_order_days" == activity.lacking(buyer().drop(columns="trend"), scheme="nlr")
    assert "no_orders" == activity.lacking(buyer(state="prospect"))


def test_wrong_settings_are_named():
    with pytest.raises(ConfigError, match=r"activity scheme 'weekly'. Choose one of: amperity, fixed_days, nlr"):
        activity.fit(buyer(), scheme="weekly")
    with pytest.raises(ConfigError, match="'active_days' is 30 and 'lost_days' 30"):
        activity.fit(buyer(), active_days=30, lost_days=30)
