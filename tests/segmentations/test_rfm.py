"""Scores and codes: known answers, ties, and data where quantiles collapse."""

import numpy as np
import pandas as pd
import pandas.testing as pdt
import pytest

from analysis.errors import ConfigError
from analysis.schema import DERIVED
from analysis.segmentations import rfm


def buyers(order_count, *, recency_days=None, revenue=None, lifetime_order_count=None) -> pd.DataFrame:
    """Buyers with the given orders in the window; the rest rises with the row unless given."""
    n = len(order_count)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number:05d}" for number in range(n)],
            "state": "buyer",
            "recency_days": np.arange(n, dtype="float64") if recency_days is None else recency_days,
            "order_count": order_count,
            "revenue": np.arange(n, dtype="float64") if revenue is None else revenue,
            "lifetime_order_count": order_count if lifetime_order_count is None else lifetime_order_count,
        }
    )


def rules(definition: pd.DataFrame) -> pd.DataFrame:
    return rfm.score_bands(definition).drop_duplicates("score_name").set_index("score_name")


def test_scores_and_segments_of_the_six(six_customers):
    """Four buyers: recency 10 < 20 < 30 < 500 days, orders 12, 1, 1 and 0, revenue 1200 > 90 > 40 > 0."""
    definition = rfm.fit(six_customers)

    scores = rfm.rfm_scores(six_customers, definition).set_index("customer_id")
    assert [3, 5, 4] == list(scores.loc["ana"])
    assert [5, 1, 2] == list(scores.loc["ben"])
    assert [2, 1, 1] == list(scores.loc["cho"])
    assert [4, 1, 3] == list(scores.loc["dia"])
    assert ["loyal", "new", "hibernating", "promising", "refund_only", "no_order"] == list(
        rfm.assign(six_customers, definition)["segment"]
    )


def test_ten_customers_fall_in_five_equal_bands():
    """Orders 1 to 10, recency and revenue 0 to 9: two customers a band, cut points are values that occur."""
    definition = rfm.fit(buyers(range(1, 11)))
    scores = rfm.rfm_scores(buyers(range(1, 11)), definition)

    assert [5, 5, 4, 4, 3, 3, 2, 2, 1, 1] == list(scores["recency_score"])
    assert [1, 1, 2, 2, 3, 3, 4, 4, 5, 5] == list(scores["frequency_score"])
    assert [1, 1, 2, 2, 3, 3, 4, 4, 5, 5] == list(scores["monetary_score"])
    bands = rfm.score_bands(definition).query("score_name == 'frequency'")
    assert [2.0, 4.0, 6.0, 8.0] == list(bands["high"][:-1])
    assert ["quantile"] == list(bands["rule"].unique())


def test_bands_join_without_a_hole(crowd):
    bands = rfm.score_bands(rfm.fit(crowd))
    for name, band in bands.groupby("score_name"):
        band = band.sort_values("score", ascending=name != "recency")

        assert list(band["high"])[:-1] == list(band["low"])[1:]
        assert 1 == band["low"].isna().sum() == band["high"].isna().sum()


def test_orders_before_the_window_put_a_buyer_in_the_lowest_band(crowd):
    scores = rfm.rfm_scores(crowd, rfm.fit(crowd)).set_index("customer_id")
    outside = crowd.loc[(crowd["state"] == "buyer") & (crowd["order_count"] == 0), "customer_id"]

    assert len(outside) > 50
    assert {1} == set(scores.loc[outside, "frequency_score"]) == set(scores.loc[outside, "monetary_score"])


def test_a_higher_value_never_scores_less(crowd):
    scores = rfm.rfm_scores(crowd, rfm.fit(crowd)).merge(crowd, on="customer_id")
    for measure, score in (("order_count", "frequency_score"), ("revenue", "monetary_score")):
        assert scores.sort_values([measure, score])[score].is_monotonic_increasing
    assert scores.sort_values(["recency_days", "recency_score"])["recency_score"].is_monotonic_decreasing


def test_when_all_have_one_order_fixed_limits_apply():
    features = buyers([1] * 100)
    definition = rfm.fit(features)
    segments = rfm.assign(features, definition)

    assert ("fixed", 1, 1) == tuple(rules(definition).loc["frequency", ["rule", "quantile_bins", "effective_bins"]])
    assert {1} == set(rfm.rfm_scores(features, definition)["frequency_score"])
    assert "cant_lose" not in set(segments["segment"])


@pytest.fixture
def mostly_once() -> pd.DataFrame:
    """93 % ordered once, 5 % twice, 2 % three to seven times; revenue and recency at random."""
    rng = np.random.default_rng(3)
    orders = np.repeat([1, 2, 3, 4, 5, 6, 7], [1860, 100, 20, 10, 5, 3, 2])
    return buyers(orders, recency_days=rng.integers(0, 365, 2000) * 1.0, revenue=np.round(rng.lognormal(4, 1, 2000), 2))


def test_with_93_percent_one_order_fixed_limits_apply(mostly_once):
    """Quantiles fill two bands, and a second order would already score 5."""
    definition = rfm.fit(mostly_once)
    scores = rfm.rfm_scores(mostly_once, definition)["frequency_score"]

    assert ("fixed", 2, 5) == tuple(rules(definition).loc["frequency", ["rule", "quantile_bins", "effective_bins"]])
    assert {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 5, 7: 5} == dict(zip(mostly_once["order_count"], scores, strict=True))


@pytest.mark.parametrize("scheme", ["rfm_125", "rf_map"])
def test_cant_lose_never_holds_a_customer_with_one_order(mostly_once, scheme):
    segments = rfm.assign(mostly_once, rfm.fit(mostly_once, scheme=scheme))["segment"]

    assert not (segments[mostly_once["lifetime_order_count"] < 2] == "cant_lose").any()


def test_one_order_customers_with_a_cant_lose_code_are_lost_or_hibernating(mostly_once):
    definition = rfm.fit(mostly_once)
    scores = rfm.rfm_scores(mostly_once, definition)
    code = scores[["recency_score", "frequency_score", "monetary_score"]].astype(str).agg("".join, axis="columns")
    segments = rfm.assign(mostly_once, definition)["segment"]
    once = mostly_once["lifetime_order_count"] < 2

    assert {"lost"} == set(segments[once & code.isin(["115", "114", "113"])])
    assert {"hibernating"} == set(segments[once & code.isin(["215", "214"])])


def test_an_earlier_second_order_keeps_a_customer_in_cant_lose():
    """One order in the window, two ever, long ago and large: code 115."""
    features = buyers(
        [1] * 10, recency_days=[0, 1, 2, 3, 4, 5, 6, 7, 8, 300], lifetime_order_count=[1] * 9 + [2]
    )  # fmt: skip

    assert "cant_lose" == rfm.assign(features, rfm.fit(features))["segment"].iloc[-1]


@pytest.mark.parametrize("share_once", [0.3, 0.5, 0.6, 0.7, 0.93])
def test_two_orders_never_score_five(share_once):
    """Half of those who came again came twice, the rest three to six times."""
    rest = round(1000 * (1 - share_once))
    orders = np.array([1] * (1000 - rest) + [2] * (rest // 2) + [3 + number % 4 for number in range(rest - rest // 2)])
    scores = rfm.rfm_scores(buyers(orders), rfm.fit(buyers(orders)))["frequency_score"]

    assert scores[orders == 2].max() < 5


def test_money_and_recency_keep_fewer_bands_and_say_so():
    """Half the buyers spent nothing in the window, and all ordered on one of two days."""
    features = buyers([1] * 10, recency_days=[5.0] * 6 + [90.0] * 4, revenue=[0.0] * 5 + [10.0, 20, 30, 40, 50])
    definition = rfm.fit(features)

    assert "quantile" == rules(definition).loc["monetary", "rule"] == rules(definition).loc["recency", "rule"]
    assert 4 == rules(definition).loc["monetary", "effective_bins"]
    assert 2 == rules(definition).loc["recency", "effective_bins"]
    scores = rfm.rfm_scores(features, definition)
    assert {5} == set(scores["recency_score"][:6])
    assert {1} == set(scores["monetary_score"][:5])


def test_a_frozen_ruler_measures_customers_beyond_its_range(crowd):
    definition = rfm.fit(crowd)
    extremes = buyers([0, 999], recency_days=[9999.0, 0.0], revenue=[-50.0, 1e9], lifetime_order_count=[1, 999])
    scores = rfm.rfm_scores(extremes, definition)

    assert [1, 1, 1] == list(scores.iloc[0, 1:])
    assert [5, 5, 5] == list(scores.iloc[1, 1:])
    assert ["lost", "champions"] == list(rfm.assign(extremes, definition)["segment"])


def test_scores_have_the_declared_columns_and_buyers_only(crowd):
    scores = rfm.rfm_scores(crowd, rfm.fit(crowd))

    assert list(DERIVED["rfm_scores"].names) == list(scores.columns)
    assert (crowd["state"] == "buyer").sum() == len(scores)


def test_the_grid_holds_every_buyer_and_all_their_revenue(crowd):
    grid = rfm.recency_frequency_grid(crowd, rfm.fit(crowd))

    assert list(DERIVED["recency_frequency_grid"].names) == list(grid.columns)
    assert 25 == len(grid)
    assert (crowd["state"] == "buyer").sum() == grid["customers"].sum()
    assert crowd.loc[crowd["state"] == "buyer", "revenue"].sum() == pytest.approx(grid["revenue"].sum())
    assert 1.0 == pytest.approx(grid["revenue_share"].sum())


def test_the_grid_without_revenue_has_no_shares():
    features = buyers([1, 2, 3], revenue=[0.0, 0.0, 0.0])

    assert rfm.recency_frequency_grid(features, rfm.fit(features))["revenue_share"].isna().all()


def test_describe_spans_the_codes(crowd):
    rules = rfm.describe(rfm.fit(crowd)).set_index("segment")

    champions = rules.loc["champions"]
    assert (4, 5, 4, 5, 4, 5, 7) == tuple(champions[["recency_low", "recency_high", "frequency_low", "frequency_high",
                                                    "monetary_low", "monetary_high", "codes"]])  # fmt: skip
    assert "555 554 544 545 454 455 445" == champions["code_list"]
    assert ["cant_lose"] == list(rules.index[rules["two_orders"] == 1])
    assert 125 == rules["codes"].sum()


def test_the_map_of_two_scores_leaves_money_out(crowd):
    definition = rfm.fit(crowd, scheme="rf_map")
    richer = crowd.assign(revenue=crowd["revenue"] * 100)

    assert rfm.describe(definition)["monetary_low"].isna().all()
    pdt.assert_frame_equal(rfm.assign(crowd, definition), rfm.assign(richer, definition))


def test_the_least_number_of_bins_is_checked(six_customers):
    with pytest.raises(ConfigError, match="'minimum_bins' is 6"):
        rfm.fit(six_customers, minimum_bins=6)
