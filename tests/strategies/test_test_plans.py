"""Whether a test can tell, before any money is spent."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import strategies


@pytest.fixture
def plays():
    return pd.DataFrame(
        {
            "play": "letter",
            "method": "value",
            "segment": ["a", "b", "c"],
            "customers": [100, 2000, 20000],
            "reachable": pd.array([pd.NA] * 3, dtype="Int64"),
        }
    )


@pytest.fixture
def returns():
    return pd.DataFrame({"method": "value", "segment": ["a", "b", "c"], "share": [0.5, 0.2, 0.05]})


def test_one_in_five_is_held_out(plays, returns, fits_schema):
    plans = strategies.test_plans(plays, returns, days=90)

    fits_schema(plans, "test_plans")
    assert [20, 400, 4000] == plans["held_out"].tolist()
    assert [80, 1600, 16000] == plans["treated"].tolist()
    assert {90} == set(plans["days"])


def test_detectable_agrees_with_the_textbook():
    """From 5 % to 6 % takes 8,143 in each arm (80 % power, two-sided 5 %)."""
    detectable = strategies.detectable_difference(pd.Series([0.05]), pd.Series([8143]), pd.Series([8143]))

    assert 0.01 == pytest.approx(detectable[0], abs=1e-5)


def test_detectable_agrees_with_statsmodels_for_unequal_arms(plays, returns):
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    plan = strategies.test_plans(plays, returns, days=90).iloc[1]
    h = NormalIndPower().solve_power(nobs1=1600, ratio=400 / 1600, power=0.8, alpha=0.05)

    assert h == pytest.approx(proportion_effectsize(0.2 + plan["detectable"], 0.2), rel=1e-4)


def test_a_small_segment_cannot_tell_and_the_plan_says_so(plays, returns):
    plans = strategies.test_plans(plays, returns, days=90, minimum_detectable=0.05)

    assert ["too_small", "too_small", "testable"] == plans["verdict"].tolist()


def test_the_remedy_is_the_mildest_that_works(plays, returns):
    """b: half held out shows 5.2 points, with .053 asked for.  a: only together with the others."""
    plans = strategies.test_plans(plays, returns, days=90, minimum_detectable=0.053)
    remedies = strategies.too_small_remedies(plans, minimum_detectable=0.053).set_index("segment")["remedy"]

    assert {"a": "pool_segments", "b": "hold_out_half"} == remedies.to_dict()


def test_where_nothing_helps_no_effect_is_claimed(plays, returns):
    plans = strategies.test_plans(plays.head(1), returns, days=90)

    assert ["claim_nothing"] == strategies.too_small_remedies(plans)["remedy"].tolist()


def test_only_the_reachable_are_divided(plays, returns):
    plans = strategies.test_plans(plays.assign(reachable=pd.array([50, 0, 10000], dtype="Int64")), returns, days=90)

    assert [40, 0, 8000] == plans["treated"].tolist()
    assert [10, 0, 2000] == plans["held_out"].tolist()
    assert "too_small" == plans.loc[1, "verdict"]


def test_an_unknown_base_rate_is_taken_at_its_widest(plays, returns):
    plans = strategies.test_plans(plays, returns.head(2), days=90).set_index("segment")
    at_half = strategies.detectable_difference(pd.Series([0.5]), pd.Series([16000]), pd.Series([4000]))

    assert np.isnan(plans.loc["c", "base_rate"])
    assert at_half[0] == plans.loc["c", "detectable"]


def test_never_more_than_everyone(plays, returns):
    plans = strategies.test_plans(plays.assign(customers=3), returns.assign(share=0.95), days=90)

    assert (plans["base_rate"] + plans["detectable"] <= 1).all()


@pytest.mark.parametrize("holdout", [0, 1, 20])
def test_the_holdout_is_a_fraction(plays, returns, holdout):
    with pytest.raises(ValueError, match="holdout must lie between 0 and 1"):
        strategies.test_plans(plays, returns, days=90, holdout=holdout)


def test_a_test_runs_as_long_as_customers_take_to_come_back(plays, returns):
    """b: 20 % in 90 days are 1 − √.8 in 45, at an even pace; segments without a rhythm wait as long as was counted."""
    waits = pd.DataFrame({"method": "value", "segment": ["b"], "days": [45]})
    plans = strategies.test_plans(plays, returns, days=90, waits=waits).set_index("segment")

    assert [90, 45, 90] == plans["days"].tolist()
    assert 1 - np.sqrt(0.8) == pytest.approx(plans.loc["b", "base_rate"])


def test_as_many_as_are_needed_show_the_difference(plays, returns):
    """The sample size turned round: so many customers, one in five held out, see exactly five points."""
    plans = strategies.test_plans(plays, returns, days=90)
    n = plans["needed"]
    seen = strategies.detectable_difference(plans["base_rate"], n * 0.8, n * 0.2)

    assert [0.05] * 3 == pytest.approx(seen.tolist(), abs=1e-4)


def test_tests_of_one_segment_follow_one_another_from_the_first_monday(plays, returns):
    """2025 ends on a Wednesday; the second play of a waits until the first is read."""
    two = pd.concat([plays, plays.head(1).assign(play="call")], ignore_index=True).assign(priority=[2.0, 3.0, 4.0, 1.0])
    plans = strategies.test_plans(two, returns, days=70, after=date(2025, 12, 31))

    assert ["2026-03-16", "2026-01-05", "2026-01-05", "2026-01-05"] == plans["starts"].dt.strftime("%Y-%m-%d").tolist()


def test_where_contacts_spill_over_weeks_of_stores_are_drawn(plays, returns):
    """20,000 customers over 10 stores and 10 weeks: 200 together count for 1 / 2.99."""
    table = plays.assign(channel=["email", "email", "store"])
    plan = strategies.test_plans(table, returns, days=70, stores=10).iloc[2]
    alone = strategies.detectable_difference(pd.Series([0.05]), pd.Series([16000 / 2.99]), pd.Series([4000 / 2.99]))

    assert "store_week" == plan["unit"]
    assert alone[0] == pytest.approx(plan["detectable"])


def test_no_test_is_read_before_the_last_contact_was_answered(plays, returns):
    """Contacts up to day 60 and two weeks after it are 74 days: 11 weeks, although customers come back within 21."""
    waits = pd.DataFrame({"method": "value", "segment": ["a", "b", "c"], "days": [21, 21, 90]})
    plans = strategies.test_plans(plays, returns, days=90, waits=waits, last_touch={"letter": 60}).set_index("segment")

    assert {"a": 77, "b": 77, "c": 90} == plans["days"].to_dict()
