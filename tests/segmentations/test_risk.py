"""Risk: bands of the chance of another order, and of the time since the last one."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import risk
from analysis.segmentations.risk_value import presentable_risk, risk_by_value

NAN = np.nan


def record(**columns) -> pd.DataFrame:
    """Buyers c0, c1 … with the columns given, two orders each and no gaps of their own."""
    n = len(next(iter(columns.values())))
    base = {"customer_id": [f"c{i}" for i in range(n)], "state": "buyer", "lifetime_order_count": 2}
    return pd.DataFrame({**base, **columns})


def bands(features, definition) -> list[str]:
    return [segment.removeprefix("risk_") for segment in risk.assign(features, definition)["segment"]]


def test_repeat_buyers_are_banded_by_the_chance_to_be_active():
    """At .80, .50 and .20 exactly the better band begins."""
    chances = [0.95, 0.80, 0.79, 0.50, 0.49, 0.20, 0.19, 0.0]
    features = record(recency_days=[10.0] * 8, **{"lifetime.probability_alive": chances})

    assert ["low", "low", "medium", "medium", "high", "high", "very_high", "very_high"] == bands(features, risk.fit(features))


def test_one_time_buyers_are_banded_by_the_chance_of_a_second_order():
    """The model calls every one-time buyer alive; what counts is how many of them come back."""
    features = record(
        recency_days=[10.0, 10.0, 10.0],
        lifetime_order_count=[1, 1, 2],
        **{"lifetime.probability_alive": [1.0, 1.0, 1.0], "lifetime.probability_of_order": [0.3, 0.1, 0.1]},
    )
    definition = risk.fit(features)

    assert ["high", "very_high", "low"] == bands(features, definition)
    assert ["probability_of_order"] * 2 + ["probability_alive"] == list(risk.risk_scores(features, definition)["measure"])


def test_without_a_model_the_cuts_of_the_life_cycle_decide():
    """Without gaps 180 and 365 days: low up to half the first, then medium, high and very high."""
    features = record(recency_days=[90.0, 91.0, 180.0, 181.0, 365.0, 366.0])
    definition = risk.fit(features)

    assert ["low", "medium", "medium", "high", "high", "very_high"] == bands(features, definition)
    scores = risk.risk_scores(features, definition)
    assert scores["chance"].isna().all()
    assert [0.5, 1.0] == [scores["away"][0], scores["away"][2]]


def test_a_customer_of_a_slow_rhythm_is_given_longer(crowd, crowd_gaps):
    """A hundred days away is a lot for somebody who buys every week, and little for somebody who buys twice a year."""
    definition = risk.fit(crowd, gaps=crowd_gaps)
    both = record(recency_days=[100.0] * 2, gap_count=[20.0] * 2, gap_mean_days=[7.0, 180.0], last_gap_days=[7.0, 180.0])
    fast, slow = risk.risk_scores(both, definition)["away"]

    assert fast > 2 * slow


def test_missing_chances_fall_back_to_the_days_for_those_customers_alone():
    features = record(recency_days=[10.0, 400.0], **{"lifetime.probability_alive": [0.1, NAN]})
    scores = risk.risk_scores(features, risk.fit(features))

    assert ["probability_alive", "cycle"] == list(scores["measure"])
    assert ["risk_very_high"] * 2 == list(scores["segment"])


def test_the_limits_are_printed():
    rules = risk.describe(risk.fit(record(recency_days=[1.0]), chances=(0.9, 0.6, 0.3))).set_index("segment")

    assert [0.9, 0.6, 0.3] == list(rules["chance_low"][:3])
    assert (180.0, 365.0) == (rules.loc["risk_high", "days_low"], rules.loc["risk_high", "days_high"])
    assert rules.loc[["refund_only", "no_order"]].isna().all(axis=None)


@pytest.mark.parametrize("settings", [{"chances": (0.2, 0.5, 0.8)}, {"chances": (0.8, 0.5)}, {"early": 1.0}])
def test_settings_out_of_range_are_named(settings):
    with pytest.raises(ConfigError, match=f"'{next(iter(settings))}' is"):
        risk.fit(record(recency_days=[1.0]), **settings)


def test_a_record_without_orders_lacks_something():
    assert "no_orders" == risk.lacking(pd.DataFrame({"customer_id": ["a"], "state": ["known"]}))
    with pytest.raises(SchemaError, match="no column 'recency_days'"):
        risk.fit(pd.DataFrame({"customer_id": ["a"], "state": ["known"], "lifetime_order_count": [1]}))


def cells(*customers_of_two_tiers):
    rows = [
        (tier, band, n, 10.0 * n)
        for tier, ns in zip("ab", customers_of_two_tiers, strict=True)
        for band, n in zip(risk.BANDS, ns, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["tier", "segment", "customers", "revenue"])
    return table.assign(revenue_share=table["revenue"] / table["revenue"].sum())


def test_money_at_risk_adds_up_by_tier_best_tier_first():
    """Three buyers: 60 and 30 in tier b, 100 in a; who only signed up is left out."""
    people = record(
        revenue=[60.0, 100.0, 30.0], **{"segment.risk": ["risk_low", "risk_high", "risk_low"], "segment.value": ["b", "a", "b"]}
    )
    prospect = pd.DataFrame(
        {"customer_id": ["p"], "state": ["prospect"], "revenue": [0.0], "segment.risk": ["no_order"], "segment.value": ["no_order"]}
    )
    table = risk_by_value(pd.concat([people, prospect], ignore_index=True))

    assert [("a", "risk_high", 1, 100.0), ("b", "risk_low", 2, 90.0)] == [tuple(row)[:4] for row in table.to_numpy()]
    assert pytest.approx([100 / 190, 90 / 190]) == list(table["revenue_share"])


def test_a_small_cell_takes_others_with_it_so_that_no_total_gives_it_away():
    """Tier a has five at medium risk: beside it the next smallest of its row and column go, and the corner between these."""
    shown = presentable_risk(cells([40, 5, 30, 20], [50, 60, 70, 80]), minimum=10)
    hidden = set(zip(shown.loc[~shown["shown"], "tier"], shown.loc[~shown["shown"], "segment"], strict=True))

    assert {("a", "risk_medium"), ("a", "risk_very_high"), ("b", "risk_medium"), ("b", "risk_very_high")} == hidden
    assert shown.loc[~shown["shown"], ["customers", "revenue", "revenue_share"]].isna().all(axis=None)


def test_large_cells_and_empty_ones_stay():
    assert presentable_risk(cells([40, 0, 30, 20], [50, 60, 70, 80]), minimum=10)["shown"].all()
