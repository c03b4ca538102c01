"""Scores of other schemes: how many there are, where they are cut, ties, and what is counted."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import rfm


def buyers(recency_days, order_count, revenue, lifetime_order_count=None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": [f"c{number:05d}" for number in range(len(order_count))],
            "state": "buyer",
            "recency_days": np.asarray(recency_days, dtype="float64"),
            "order_count": order_count,
            "revenue": np.asarray(revenue, dtype="float64"),
            "lifetime_order_count": order_count if lifetime_order_count is None else lifetime_order_count,
        }
    )


def scores(features, **settings):
    return rfm.rfm_scores(features, rfm.fit(features, **settings)).set_index("customer_id")


def segments(features, **settings):
    return list(rfm.assign(features, rfm.fit(features, **settings))["segment"])


# Recency 10 to 40 days (mean 25), orders 1 or 2, revenue 10 to 50 (mean 25).
FOUR = buyers([10, 20, 30, 40], [2, 1, 2, 1], [50, 30, 10, 10])


def test_eight_boxes_against_the_mean_and_two_orders():
    """The first is high in all; the second once and rich; the third quiet, twice and poor; the fourth low in all."""
    assert ["important_value", "important_develop", "general_keep", "general_win_back"] == segments(FOUR, scheme="chinese_8")


def test_who_equals_the_reference_is_high():
    """Days, orders and money of the second are the three references."""
    three = buyers([10, 20, 30], [3, 2, 1], [30, 20, 10])

    assert ["important_value", "important_value", "general_win_back"] == segments(three, scheme="chinese_8")


@pytest.mark.parametrize("value", [0.1, 1 / 3, 19.99])
def test_a_mean_of_equals_is_met_by_all(value):
    """The sum of seven tenths over seven is not a tenth in floating point."""
    assert {"important_value"} == set(segments(buyers([value] * 7, [2] * 7, [value] * 7), scheme="chinese_8"))


def test_references_can_be_set_one_by_one():
    """Median of recency 25 days, of money 20; then fixed: 15 days, three orders, 40."""
    median = scores(FOUR, scheme="chinese_8", cuts={"recency": "median", "monetary": "median"})
    fixed = scores(FOUR, scheme="chinese_8", cuts={"recency": 15, "frequency": 3, "monetary": 40})

    assert [2, 2, 1, 1] == list(median["recency_score"]) == list(median["monetary_score"])
    assert [2, 1, 1, 1] == list(fixed["recency_score"]) == list(fixed["monetary_score"])
    assert [1, 1, 1, 1] == list(fixed["frequency_score"])


def test_the_reference_is_kept_and_printed():
    bands = rfm.score_bands(rfm.fit(FOUR, scheme="chinese_8")).query("score == 2").set_index("score_name")

    assert [25.0, 2.0, 25.0] == list(bands["reference"])
    assert ["mean", "given", "mean"] == list(bands["rule"])
    assert [25.0, 1.0, 25.0] == [bands.loc["recency", "high"], bands.loc["frequency", "low"], bands.loc["monetary", "low"]]
    assert ["high", "high", "low"] == list(bands["includes"])


def test_whole_days_and_orders_get_whole_limits():
    """A mean of 10.5 days is met up to 10, one of 1.5 orders from 2, that is above 1."""
    definition = rfm.fit(buyers([10, 11], [1, 2], [1.0, 2.0]), scheme="chinese_8", cuts={"frequency": "mean"})
    bands = rfm.score_bands(definition).query("score == 2").set_index("score_name")

    assert (10.0, 10.5) == tuple(bands.loc["recency", ["high", "reference"]])
    assert (1.0, 1.5) == tuple(bands.loc["frequency", ["low", "reference"]])


def test_a_frozen_reference_stays_where_it_was():
    definition = rfm.fit(FOUR, scheme="chinese_8")
    later = buyers([25, 26, 1], [2, 2, 2], [25, 24.99, 99])

    assert ["important_value", "general_keep", "important_value"] == list(rfm.assign(later, definition)["segment"])


def test_a_median_of_one_order_makes_everybody_high():
    """93 of 100 ordered once: the reason why two orders are the reference."""
    many = buyers(range(100), [1] * 93 + [2] * 7, range(100))

    assert {2} == set(scores(many, scheme="chinese_8", cuts={"frequency": "median"})["frequency_score"])
    assert 7 == (scores(many, scheme="chinese_8")["frequency_score"] == 2).sum()
    assert scores(many, scheme="chinese_8", cuts={"frequency": "mean"}).equals(scores(many, scheme="chinese_8"))


def test_klaviyo_by_days_and_thirds():
    """180 days are still 3 and 365 still 2; two of six customers a third."""
    features = buyers([0, 180, 181, 365, 366, 900], [6, 5, 4, 3, 2, 1], [60, 50, 40, 30, 20, 10])
    found = scores(features, scheme="klaviyo_6")

    assert [3, 3, 2, 2, 1, 1] == list(found["recency_score"]) == list(found["frequency_score"]) == list(found["monetary_score"])
    assert ["champions", "champions", "rfm_recent", "rfm_recent", "rfm_inactive", "rfm_inactive"] == segments(
        features, scheme="klaviyo_6"
    )


def test_klaviyos_days_can_be_changed():
    features = buyers([30, 31, 90, 91], [1, 2, 3, 4], [1, 2, 3, 4])

    assert [3, 2, 2, 1] == list(scores(features, scheme="klaviyo_6", cuts={"recency": [30, 90]})["recency_score"])


def test_thirds_of_mostly_one_order_fall_back_to_one_two_three():
    """Typically 3 and more, 2, 1: with 90 % once the thirds only tell one order from more."""
    orders = [1] * 90 + [2] * 6 + [3] * 3 + [9]
    bands = rfm.score_bands(rfm.fit(buyers(range(100), orders, range(100)), scheme="klaviyo_6")).query("score_name == 'frequency'")

    assert {"fixed"} == set(bands["rule"])
    assert [1.0, 2.0] == list(bands["high"].dropna())
    assert (2, 3) == (bands["quantile_bins"].iloc[0], bands["effective_bins"].iloc[0])


def test_limits_of_orders_and_money_are_reached():
    """From two orders on 2, from three 3; from 10 on 2, from 20 on 3."""
    features = buyers([1, 1, 1, 1], [1, 2, 3, 4], [9.99, 10, 19.99, 20])
    found = scores(features, scheme="klaviyo_6", cuts={"frequency": [2, 3], "monetary": [10, 20]})

    assert [1, 2, 3, 3] == list(found["frequency_score"])
    assert [1, 2, 2, 3] == list(found["monetary_score"])


def test_money_as_mean_spend():
    """40 a head: four orders of 10, two of 20, one of 40; none in the window counts as 0."""
    features = buyers([1, 2, 3, 4], [4, 2, 1, 0], [40, 40, 40, 0], [4, 2, 1, 3])
    definition = rfm.fit(features, scheme="pymc_quartiles")

    assert [2, 3, 4, 1] == list(rfm.rfm_scores(features, definition)["monetary_score"])
    assert "average_order" == rfm.score_bands(definition).query("score_name == 'monetary'")["measure"].iloc[0]


def test_where_all_order_often_quantiles_are_kept():
    """Half ordered 12 times and half 13: fixed limits of 1 to 5 would give everybody a 5."""
    features = buyers(range(10), [12] * 5 + [13] * 5, range(10))
    bands = rfm.score_bands(rfm.fit(features)).query("score_name == 'frequency'")

    assert {"quantile"} == set(bands["rule"])
    assert 2 == bands["effective_bins"].iloc[0]


@pytest.mark.parametrize(("scheme", "cells"), [("chinese_8", 4), ("klaviyo_6", 9), ("pymc_quartiles", 16), ("putler_11", 25)])
def test_the_grid_has_as_many_scores_as_the_scheme(crowd, scheme, cells):
    grid = rfm.recency_frequency_grid(crowd, rfm.fit(crowd, scheme=scheme))

    assert cells == len(grid)
    assert (crowd["state"] == "buyer").sum() == grid["customers"].sum()


def test_two_scores_are_described_in_letters(crowd):
    rules = rfm.describe(rfm.fit(crowd, scheme="chinese_8")).set_index("segment")

    assert "HHH" == rules.loc["important_value", "code_list"]
    assert "LLL" == rules.loc["general_win_back", "code_list"]
    assert "" == rules.loc["no_order", "code_list"]


@pytest.mark.parametrize("scheme", ["rfm_125", "rf_map", "putler_11", "r_rfm"])
def test_nobody_with_one_order_is_in_cant_lose_in_any_scheme(scheme):
    """Frequency cut by the client at half an order, so that one order scores 5: the exception still holds."""
    features = buyers([300] * 3 + [1] * 7, [1] * 10, [500] * 3 + range_of(7), [1, 1, 2] + [1] * 7)
    cuts = {"recency": [10, 20, 30, 100], "frequency": [0.2, 0.3, 0.4, 0.5], "monetary": [1, 2, 3, 4]}
    found = segments(features, scheme=scheme, cuts=cuts)

    assert "cant_lose" not in found[:2]
    assert "cant_lose" in (found[2], "cant_lose" if scheme == "r_rfm" else "")


def range_of(n):
    return list(range(n))


def test_a_clients_own_segments_use_the_clients_words(crowd):
    scheme = {"name": "ours", "scores": ["recency", "frequency"], "levels": 2, "cuts": {"recency": 90, "frequency": 2},
              "rules": {"老客": {"frequency": "H"}, "新客": {"recency": "H"}, "静默": "rest"}}  # fmt: skip
    definition = rfm.fit(crowd, scheme=scheme)
    held = crowd[crowd["state"] == "buyer"]
    found = rfm.assign(held, definition)["segment"].to_numpy()

    assert ["老客", "新客", "静默", "refund_only", "no_order"] == list(rfm.describe(definition)["segment"])
    assert (held["order_count"].ge(2).to_numpy() == (found == "老客")).all()
    assert ((held["order_count"].lt(2) & held["recency_days"].le(90)).to_numpy() == (found == "新客")).all()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"scheme": "klaviyo_6", "cuts": {"recency": [365, 180]}}, r"cut of recency in scheme 'klaviyo_6' is \[365, 180\]"),
        ({"scheme": "klaviyo_6", "cuts": {"recency": 180}}, "or the 2 limits between its scores, rising"),
        ({"scheme": "klaviyo_6", "cuts": {"monetary": "mean"}}, "cut of monetary"),
        ({"scheme": "chinese_8", "cuts": {"frequency": True}}, "cut of frequency in scheme 'chinese_8' is True"),
        ({"scheme": "chinese_8", "cuts": {"frequency": float("nan")}}, "cut of frequency"),
        ({"scheme": "chinese_8", "cuts": {"money": 3}}, "Write one for each of: recency, frequency, monetary"),
        ({"scheme": "chinese_8", "cuts": "mean"}, "Cuts of scheme 'chinese_8' are mean"),
        ({"scheme": "klaviyo_6", "minimum_bins": 4}, "'minimum_bins' is 4. Choose from 2 to 3"),
    ],
)  # fmt: skip
def test_a_faulty_setting_is_refused(crowd, settings, message):
    with pytest.raises(ConfigError, match=message):
        rfm.fit(crowd, **settings)


def test_without_orders_the_method_says_what_is_lacking(crowd):
    assert "" == rfm.lacking(crowd)
    assert "no_orders" == rfm.lacking(crowd.drop(columns="recency_days"))
    assert "no_orders" == rfm.lacking(crowd[crowd["state"] == "prospect"])
    assert "no_orders" == rfm.lacking(crowd.assign(state="known"))
