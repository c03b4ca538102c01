"""Engagement: the edges of how lately, how often and what; and what becomes of those who only look."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import engagement
from analysis.segmentations.browsing import browsing_returns

NAN = np.nan


def record(**columns) -> pd.DataFrame:
    """Customers who were seen 10 days ago, browsed on one of the last 30 days and ordered 5 days ago, unless told otherwise."""
    n = max(len(values) for values in columns.values())
    usual = {"state": "buyer", "recency_days": 5.0, "events.last_event_age": 10.0, "events.last_login_age": 10.0,
             "events.browsing_days_30": 1, "events.active_days_90": 1, "events.browsed_category": "Books"}  # fmt: skip
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)]} | usual | columns)


def groups(table: pd.DataFrame, **settings) -> list[str]:
    return list(engagement.assign(table, engagement.fit(table, **settings))["segment"])


def test_how_lately_a_customer_was_seen():
    ages = [0.0, 30.0, 31.0, 90.0, 91.0, NAN]
    found = groups(record(**{"events.last_event_age": ages, "events.browsing_days_30": [1, 1, 0, 0, 0, 0]}))

    assert ["online_active", "online_active", "online_cooling", "online_cooling", "online_away", "online_unseen"] == found


def test_browsing_without_buying_is_lately_seen_and_long_without_an_order():
    """A prospect has no recency.  Seen by a log-in alone is no browsing."""
    found = groups(record(recency_days=[90.0, 91.0, NAN, 91.0], **{"events.browsing_days_30": [1, 1, 1, 0]}))

    assert ["online_active", "online_browsing", "online_browsing", "online_active"] == found


def test_without_orders_nobody_can_be_told_to_browse_without_buying():
    table = record(**{"events.last_event_age": [10.0, 40.0]}).drop(columns="recency_days").assign(state="known")
    definition = engagement.fit(table)

    assert ["online_active", "online_cooling"] == list(engagement.assign(table, definition)["segment"])
    assert "recency_days" not in engagement.defined_by(definition)
    with pytest.raises(SchemaError, match="no column 'recency_days'"):
        engagement.assign(table, engagement.fit(record(recency_days=[5.0])))


def test_a_log_in_can_be_asked_for():
    table = record(**{"events.last_login_age": [10.0, 40.0, NAN], "events.last_event_age": [10.0, 10.0, 10.0]})

    assert ["online_active", "online_cooling", "online_away"] == groups(table, seen="login")
    assert ["online_active"] * 3 == groups(table)


def test_use_is_cut_on_values():
    """Of ten users 1, 1, 1, 1, 1, 2, 2, 3, 4, 9 days: half have one day, 80 % three at most."""
    days = [1, 1, 1, 1, 1, 2, 2, 3, 4, 9, 0]
    definition = engagement.fit(record(**{"events.active_days_90": days}), by="frequency")
    rules = definition.set_index("segment")

    assert {"quantile"} == set(rules["basis"])
    assert [4.0, 2.0, 1.0] == list(rules["active_days_low"].iloc[:3])
    assert [2, 3, 5, 1, 0] == list(rules["customers"])


def test_where_bands_collapse_limits_are_fixed():
    days = [1] * 9 + [2]
    definition = engagement.fit(record(**{"events.active_days_90": days}), by="frequency")

    assert {"fixed"} == set(definition["basis"])
    assert [5.0, 2.0, 1.0] == list(definition["active_days_low"].iloc[:3])
    assert [0, 1, 9] == list(definition["customers"].iloc[:3])


def test_own_limits_of_use():
    found = groups(record(**{"events.active_days_90": [3, 4, 10, 11, 0]}), by="frequency", usage_limits=(3, 10))

    assert ["usage_light", "usage_medium", "usage_medium", "usage_heavy", "usage_none"] == found


def test_categories_with_enough_customers_stand_for_themselves():
    words = ["Books"] * 3 + ["Games"] * 2 + ["Art"] * 2 + ["Toys"] + [None]
    table = record(**{"events.browsed_category": pd.Series(words, dtype="str")})
    definition = engagement.fit(table, by="category", minimum_customers=2, categories=2)

    assert ["Books", "Art", "(other)", "(missing)"] == list(definition["segment"])
    assert [3, 2, 3, 1] == list(definition["customers"])
    later = record(**{"events.browsed_category": ["Games", "Never seen before", "Art"]})
    assert ["(other)", "(other)", "Art"] == list(engagement.assign(later, definition)["segment"])


def test_the_variants_are_those_that_the_record_holds():
    table = record(recency_days=[5.0])

    assert ("state", "frequency", "category") == engagement.variants(table)
    assert ("state", "frequency") == engagement.variants(
        table.assign(**{"events.browsed_category": pd.Series([None], dtype="str")})
    )


def test_without_events_the_reason_is_named():
    assert "" == engagement.lacking(record(recency_days=[5.0]))
    assert "no_events" == engagement.lacking(record(**{"events.last_event_age": [NAN]}))
    with pytest.raises(SchemaError, match="Nobody in table 'features' has an event"):
        engagement.fit(record(**{"events.last_event_age": [NAN]}))


def test_describe_adds_the_lower_limit():
    rules = engagement.describe(engagement.fit(record(recency_days=[5.0]))).set_index("segment")

    assert (30.0, 90.0) == tuple(rules.loc["online_cooling", ["seen_age_low", "seen_age_high"]])
    assert 90.0 == rules.loc["online_away", "seen_age_low"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"by": "mood"}, "engagement lens 'mood'"),
        ({"seen": "call"}, "sign of being seen 'call'"),
        ({"active_days": 90}, "'active_days' is 90 and 'quiet_days' 90"),
        ({"browsing_days": 31}, "'browsing_days' is 31"),
        ({"buying_days": 0}, "'buying_days' is 0"),
        ({"usage_shares": (0.8, 0.5)}, "'usage_shares' is"),
        ({"usage_limits": (4, 4)}, "'usage_limits' is"),
        ({"categories": 0}, "'categories' is 0"),
        ({"minimum_customers": 0}, "'minimum_customers' is 0"),
    ],
)
def test_settings_out_of_range_are_named(settings, said):
    with pytest.raises(ConfigError, match=said):
        engagement.fit(record(recency_days=[5.0]), **settings)


def test_those_who_look_are_held_against_those_who_do_not():
    """On 30 June: of three former buyers who browsed two order in July, of two who did not one; a prospect orders too late.

    The order of the day itself does not count, nor does a refund.  A recent buyer is in neither group.
    """
    table = record(
        recency_days=[200.0, 200.0, 200.0, 200.0, 200.0, NAN, 10.0], **{"events.browsing_days_30": [1, 2, 1, 0, 0, 1, 1]}
    )
    days = ["2025-07-01", "2025-07-31", "2025-06-30", "2025-07-15", "2025-07-15", "2025-08-01", "2025-07-02"]
    orders = pd.DataFrame({"customer_id": table["customer_id"], "ordered_at": pd.to_datetime(days), "is_order": True})
    orders.loc[4, "is_order"] = False
    found = browsing_returns(table, engagement.fit(table), orders, start=pd.Timestamp("2025-06-30"), days=31)

    assert [("lapsed", 1, 3, 2), ("lapsed", 0, 2, 1), ("never", 1, 1, 0)] == list(
        found[["group", "browsing", "n", "returned"]].itertuples(index=False, name=None)
    )
    assert 2 / 3 == found.loc[0, "share"]
    assert (0.208, 0.939) == pytest.approx((found.loc[0, "low"], found.loc[0, "high"]), abs=0.001)


def test_without_orders_in_the_record_nothing_is_compared():
    table = record(**{"events.last_event_age": [10.0]}).drop(columns="recency_days")
    orders = pd.DataFrame({"customer_id": [], "ordered_at": pd.to_datetime([]), "is_order": []})

    assert 0 == len(browsing_returns(table, engagement.fit(table), orders, start=pd.Timestamp("2025-06-30"), days=31))
