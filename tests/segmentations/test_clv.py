"""Tiers of predicted value: known answers."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import clv


def record(worth: list[float], **others: str) -> pd.DataFrame:
    states = ["buyer"] * len(worth) + list(others.values())
    names = [f"c{i:04d}" for i in range(len(worth))] + list(others)
    return pd.DataFrame({"customer_id": names, "state": states, "lifetime.clv": [*worth, *[np.nan] * len(others)]})


HUNDREDS = [float(value) for value in range(1, 201)]


def test_the_shares_of_two_hundred():
    """1, 5, 10, 25 and 50 % of 200 customers with values 200 to 1: 2, 8, 10, 30, 50 and the rest."""
    definition = clv.fit(record(HUNDREDS))

    assert [2, 8, 10, 30, 50, 100] == definition["customers"].tolist()
    assert [199.0, 191.0, 181.0, 151.0, 101.0] == definition["limit"].tolist()[:5]
    assert sum(HUNDREDS) == definition["clv"].sum()


def test_equal_predictions_are_one_tier_the_higher():
    """Forty customers share the value at the 1 % line: all are platinum, and the next tiers are as far as they go."""
    worth = [50.0] * 40 + [float(value) / 10 for value in range(160)]
    segments = clv.assign(record(worth), clv.fit(record(worth)))["segment"].value_counts()

    assert 40 == segments["clv_platinum"]
    assert not {"clv_gold", "clv_silver"} & set(segments.index)
    assert 100 == segments["clv_low"]


def test_without_a_prediction_without_an_order():
    people = record([*HUNDREDS, np.nan], back="refund_only", new="prospect")
    found = clv.assign(people, clv.fit(people)).set_index("customer_id")["segment"]

    assert ["clv_unknown", "refund_only", "no_order"] == found.loc[["c0200", "back", "new"]].tolist()


def test_next_period_is_held_against_the_same_money():
    definition = clv.fit(record(HUNDREDS))
    doubled = clv.assign(record([value * 2 for value in HUNDREDS]), definition)["segment"].value_counts()

    assert 101 == doubled["clv_platinum"]  # 2 x 100 and more is 199 and more


def test_the_rule_as_numbers():
    rules = clv.describe(clv.fit(record(HUNDREDS))).set_index("segment")

    assert list(clv.SEGMENTS) == list(rules.index)
    assert [191.0, 199.0, 0.05] == rules.loc["clv_gold", ["clv_low", "clv_high", "share"]].tolist()
    assert np.isnan(rules.loc["clv_low", "clv_low"])
    assert 101.0 == rules.loc["clv_low", "clv_high"]


def test_what_it_lacks():
    assert ["", "no_prediction", "no_prediction"] == [
        clv.lacking(table) for table in (record(HUNDREDS), record(HUNDREDS[:50]), record(HUNDREDS).drop(columns="lifetime.clv"))
    ]


def test_too_few_predictions_and_shares_that_do_not_rise_are_named():
    with pytest.raises(SchemaError, match="Only 50 customers"):
        clv.fit(record(HUNDREDS[:50]))
    with pytest.raises(ConfigError, match="shares"):
        clv.fit(record(HUNDREDS), shares=(0.1, 0.05, 0.2, 0.3, 0.4))
    with pytest.raises(SchemaError, match="clv definition"):
        clv.assign(record(HUNDREDS), pd.DataFrame({"segment": ["a"], "limit": [1.0]}))
