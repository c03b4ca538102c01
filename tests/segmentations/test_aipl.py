"""AIPL: the highest stage wins, within its window; and who moved."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.schema.canonical import EVENT_KINDS
from analysis.segmentations import aipl

NAN = np.nan


def customer(**given) -> pd.DataFrame:
    """Somebody who viewed something once, long ago, and nothing else."""
    row = {"customer_id": "zoe", "state": "prospect", "lifetime_order_count": 0, "recency_days": NAN,
           "events.last_event_age": 800.0, "events.last_positive_review_age": NAN}  # fmt: skip
    row |= {f"events.last_{kind}_age": NAN for kind in EVENT_KINDS} | {f"events.{kind}_count": 0 for kind in EVENT_KINDS}
    return pd.DataFrame([row | {name.replace("events_", "events."): value for name, value in given.items()}])


def stage(definition: pd.DataFrame | None = None, **given) -> str:
    who = customer(**given)
    return aipl.assign(who, aipl.fit(who) if definition is None else definition)["segment"].iloc[0].removeprefix("aipl_")


VIEWED = {"events_last_event_age": 90.0, "events_last_view_age": 90.0, "events_view_count": 1}
BOUGHT = {"state": "buyer", "lifetime_order_count": 1, "recency_days": 10.0}


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ({}, "none"),
        ({"events_last_event_age": NAN}, "none"),
        ({"events_last_event_age": 365.0}, "aware"),
        ({"events_last_event_age": 366.0}, "none"),
        ({"events_last_event_age": 0.0, "events_last_login_age": 0.0, "events_login_count": 9}, "aware"),
        (VIEWED, "interest"),
        (VIEWED | {"events_last_view_age": 91.0}, "aware"),
        (BOUGHT | {"recency_days": 730.0}, "purchase"),
        (BOUGHT | {"recency_days": 731.0}, "none"),
        (BOUGHT | VIEWED | {"recency_days": 731.0}, "interest"),
        (BOUGHT | {"lifetime_order_count": 2, "recency_days": 365.0}, "loyal"),
        (BOUGHT | {"lifetime_order_count": 2, "recency_days": 366.0}, "purchase"),
        (BOUGHT | {"events_last_positive_review_age": 365.0}, "loyal"),
        (BOUGHT | {"events_last_positive_review_age": 366.0}, "purchase"),
        (BOUGHT | {"events_last_share_age": 3.0, "events_share_count": 1}, "loyal"),
        ({"events_last_share_age": 3.0, "events_share_count": 1, "events_last_event_age": 3.0}, "interest"),
    ],
)
def test_the_highest_stage_that_holds(story, expected):
    """Who shares without ever having bought is interested, not loyal."""
    who = pd.concat([customer(**story), customer(customer_id="max", events_last_event_age=1.0)], ignore_index=True)

    assert [f"aipl_{expected}", "aipl_aware"] == list(aipl.assign(who, aipl.fit(who))["segment"])


def test_windows_thresholds_and_kinds_are_settings():
    strict = aipl.fit(customer(), interest_events=3, interest_kinds=("search", "cart"), loyal_orders=5, awareness_days=900)

    assert "aware" == stage(strict, **VIEWED)
    searched = {"events_last_search_age": 5.0, "events_search_count": 2}
    assert "aware" == stage(strict, **searched)
    assert "interest" == stage(strict, **searched, events_cart_count=1, events_last_cart_age=200.0)
    assert "purchase" == stage(strict, **BOUGHT | {"lifetime_order_count": 4})
    assert "loyal" == stage(strict, **BOUGHT | {"lifetime_order_count": 5})


def test_without_orders_there_are_two_stages():
    who = customer(**VIEWED).drop(columns=["lifetime_order_count", "recency_days"]).assign(state="known")
    definition = aipl.fit(who)

    assert ["aipl_interest"] == list(aipl.assign(who, definition)["segment"])
    assert {0} == set(definition["by_orders"])
    assert "lifetime_order_count" not in aipl.defined_by(definition)


def test_the_columns_behind_it_are_those_of_its_kinds():
    found = aipl.defined_by(aipl.fit(customer(), interest_kinds=("cart",)))

    assert {"events.last_cart_age", "events.cart_count", "events.last_share_age"} <= set(found)
    assert not {"events.view_count", "events.last_view_age"} & set(found)


def segments(**stages: str) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(stages), "segment": [f"aipl_{stage}" for stage in stages.values()]})


def test_moves_count_those_known_at_the_start():
    """Of four interested two have bought and one is only aware; gus came later, fay has gone unseen since."""
    before = segments(ana="interest", ben="interest", cho="interest", dia="interest", eve="loyal", fay="aware")
    today = segments(ana="purchase", ben="loyal", cho="interest", dia="aware", eve="purchase", fay="none", gus="loyal")
    moves = aipl.stage_moves(before, today).set_index("segment")

    assert ["aipl_none", "aipl_aware", "aipl_interest", "aipl_purchase", "aipl_loyal"] == list(moves.index)
    assert (4, 2, 0.5, 1) == tuple(moves.loc["aipl_interest", ["n", "moved_up", "share", "fell"]])
    assert (0.150, 0.850) == pytest.approx(tuple(moves.loc["aipl_interest", ["low", "high"]]), abs=0.001)
    assert (1, 0, 1) == tuple(moves.loc["aipl_loyal", ["n", "moved_up", "fell"]])
    assert pd.isna(moves.loc["aipl_loyal", "share"])
    assert 0 == moves.loc["aipl_purchase", "n"]


def test_what_is_wrong_is_named():
    with pytest.raises(ConfigError, match="kind of event 'stare'"):
        aipl.fit(customer(), interest_kinds=("view", "stare"))
    with pytest.raises(ConfigError, match="'interest_days' is 0"):
        aipl.fit(customer(), interest_days=0)
    with pytest.raises(ConfigError, match="'loyal_orders' is 1"):
        aipl.fit(customer(), loyal_orders=1)
    with pytest.raises(ConfigError, match="'interest_kinds' is"):
        aipl.fit(customer(), interest_kinds=())
    with pytest.raises(SchemaError, match="Nobody in table 'features' has an event"):
        aipl.fit(customer(events_last_event_age=NAN))
    assert "no_events" == aipl.lacking(customer(events_last_event_age=NAN))
