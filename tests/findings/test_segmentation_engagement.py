"""Engagement, AIPL, NES and activity in sentences, from tables one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Basis, segmentation_aipl, segmentation_cycle, segmentation_engagement, segmentation_stages
from analysis.findings.segmentation import Followed
from analysis.segmentations import activity, aipl, engagement, nes
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
TOLD = {"basis": BASIS, "followed": Followed(date(2024, 9, 30), date(2024, 12, 31))}
NAN = np.nan


def sizes(method, **segments):
    """Segments with (customers, revenue)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["customers", "revenue"]).rename_axis("segment").reset_index()
    return table.assign(method=method, customer_share=table["customers"] / table["customers"].sum())


def returns(method, **segments):
    """Segments with (n, share, low, high)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["n", "share", "low", "high"])
    return table.rename_axis("segment").reset_index().assign(method=method)


def looked(*rows):
    return pd.DataFrame(rows, columns=["group", "browsing", "n", "returned", "share", "low", "high"])


def record(**columns):
    return pd.DataFrame({"customer_id": ["a", "b"], "state": "buyer", "recency_days": [5.0, 200.0], "events.last_event_age": [1.0, 2.0],
                         "events.browsing_days_30": [1, 1], "events.active_days_90": [1, 5]} | columns)  # fmt: skip


ONLINE = sizes("engagement.state", online_active=(20, 900.0), online_browsing=(40, 100.0), online_away=(140, 50.0))
APART = looked(("lapsed", 1, 100, 33, 0.33, 0.25, 0.43), ("lapsed", 0, 900, 90, 0.10, 0.08, 0.12), ("never", 1, 100, 9, 0.09, 0.05, 0.16), ("never", 0, 500, 25, 0.05, 0.03, 0.07))  # fmt: skip
STATE = engagement.fit(record())


def test_those_who_browse_without_buying_are_a_finding_beside_those_who_do_not_browse():
    words = segmentation_engagement.state(ONLINE, None, APART, STATE, **TOLD)
    said = ENGLISH.say_all(words.answer)

    assert "40 customers, 20% of those known, looked at something in the last 30 days" in said
    assert (
        "33% (25% to 43%) ordered within 92 days; of former buyers as long without an order who had not browsed, 10% (8.0% to 12%)"
        in said
    )
    assert "Of those who had never ordered, 9.0% of the browsers did so for the first time, 5.0% of the others." in said
    assert "Of former buyers who browse, 33% ordered again; of those who do not, 10%" == ENGLISH.say(words.title)
    assert (40, 100.0, False) == (words.findings[0].figure.value, words.findings[0].money, words.findings[0].by_definition)
    assert 1 == len(words.decisions)
    assert "by definition active customers include the recent buyers" in ENGLISH.say_all(words.note)


def test_where_browsing_tells_nothing_it_is_said_and_nothing_is_asked():
    alike = looked(("lapsed", 1, 100, 12, 0.12, 0.07, 0.20), ("lapsed", 0, 900, 90, 0.10, 0.08, 0.12))
    words = segmentation_engagement.state(ONLINE, None, alike, STATE, **TOLD)

    assert "Browsing told little" in ENGLISH.say_all(words.answer)
    assert () == words.decisions
    assert "40 customers browse without buying" == ENGLISH.say(words.title) == ENGLISH.say(words.findings[0].headline)


@pytest.mark.parametrize("few", [None, looked(("lapsed", 1, 29, 12, 0.41, 0.2, 0.6), ("lapsed", 0, 900, 90, 0.10, 0.08, 0.12))])
def test_without_enough_to_compare_there_is_a_size_and_no_rate(few):
    words = segmentation_engagement.state(ONLINE, None, few, STATE, **TOLD)

    assert "40 customers browse without buying" == ENGLISH.say(words.title)
    assert () == words.findings


def test_without_orders_the_groups_are_told_without_buying():
    online = sizes("engagement.state", online_active=(20, 0.0), online_cooling=(60, 0.0), online_unseen=(20, 0.0))
    words = segmentation_engagement.state(online, None, None, engagement.fit(record().drop(columns="recency_days")), **TOLD)

    assert "80% of known customers have been seen online" == ENGLISH.say(words.title)
    assert "it cannot be told who browses without buying" in ENGLISH.say_all(words.note)


@pytest.mark.parametrize(("light", "said"), [((0.2, 0.15, 0.25), False), ((0.45, 0.35, 0.55), True)])
def test_frequent_use_is_held_against_light_use(light, said):
    online = sizes(
        "engagement.frequency", usage_heavy=(10, 1.0), usage_medium=(20, 1.0), usage_light=(70, 1.0), online_unseen=(50, 1.0)
    )
    then = returns("engagement.frequency", usage_heavy=(100, 0.5, 0.4, 0.6), usage_light=(100, *light))
    definition = engagement.fit(record(), by="frequency", usage_limits=(1, 4))
    words = segmentation_engagement.frequency(online, then, definition, **TOLD)

    assert "Of 100 customers seen in the last 90 days, 10 were there on 5 days or more." in ENGLISH.say_all(words.answer)
    assert said == ("tells little here" in ENGLISH.say_all(words.answer))


def test_the_category_most_looked_at_and_the_spread_of_what_followed():
    """Of 150 who browse 90 look at books; those without a known category are none of them."""
    online = sizes(
        "engagement.category", **{"Books": (90, 1.0), "<Games>": (40, 1.0), "(other)": (20, 1.0), "(missing)": (300, 1.0)}
    )
    then = returns(
        "engagement.category",
        **{"Books": (90, 0.3, 0.25, 0.35), "<Games>": (40, 0.1, 0.05, 0.2), "(missing)": (300, 0.9, 0.8, 1.0)},
    )
    words = segmentation_engagement.category(online, then, **TOLD)

    assert "Books is looked at most: 60% of those who browse" == ENGLISH.say(words.title)
    assert "Of those who looked at Books on 30 Sept 2024, 30% ordered something within 92 days" in ENGLISH.say_all(words.answer)
    close = then.assign(low=0.05, high=0.9)
    assert "no further apart than chance would put them" in ENGLISH.say_all(
        segmentation_engagement.category(online, close, **TOLD).answer
    )


STAGES = sizes(
    "aipl", aipl_loyal=(50, 900.0), aipl_purchase=(80, 300.0), aipl_interest=(30, 0.0), aipl_aware=(20, 0.0), aipl_none=(20, 0.0)
)
RULES = aipl.fit(
    record(lifetime_order_count=[1, 1], **{"events.last_positive_review_age": NAN}
           | {f"events.last_{kind}_age": NAN for kind in aipl.INTEREST} | {f"events.{kind}_count": 0 for kind in aipl.INTEREST})
)  # fmt: skip


def test_conversion_is_who_moved_up_since_the_start():
    moves = pd.DataFrame(
        [("aipl_interest", 200, 20, 0.10, 0.07, 0.15), ("aipl_purchase", 400, 80, 0.20, 0.16, 0.24)],
        columns=["segment", "n", "moved_up", "share", "low", "high"],
    )
    words = segmentation_aipl.stages(STAGES, moves, RULES, **TOLD)

    assert "20 customers are aware, 30 interested, 80 have bought and 50 are loyal." in ENGLISH.say_all(words.answer)
    assert "10% of the interested went on to buy, 20% of the buyers became loyal" == ENGLISH.say(words.title)
    assert "of the 400 customers who stood at “bought” on 30 Sept 2024 were loyal by 31 Dec 2024 (16% to 24%)." == ENGLISH.say(
        words.findings[0].sentence
    )
    assert "Interested: an active one within 90." in ENGLISH.say_all(words.note)
    few = segmentation_aipl.stages(STAGES, moves.assign(n=29), RULES, **TOLD)
    assert () == few.findings
    assert "50 customers are loyal, 30 interested without a recent order" == ENGLISH.say(few.title)


def test_the_cycle_is_said_with_where_it_comes_from():
    tiers = sizes("nes", nes_active=(30, 1.0), nes_new=(10, 1.0), nes_drowsy=(20, 1.0), nes_asleep=(40, 1.0), no_order=(100, 0.0))
    then = returns("nes", nes_active=(90, 0.5, 0.4, 0.6), nes_drowsy=(90, 0.3, 0.2, 0.4), nes_asleep=(90, 0.1, 0.05, 0.2))
    buyer = record(gap_count=[1, 0], gap_mean_days=[30.0, NAN])
    words = segmentation_cycle.cycle(tiers, then, nes.fit(buyer, cycle_days=45), **TOLD)

    assert "The purchase cycle is set to 45 days in client.yaml. 60 of 100 buyers, 60%, have been silent for longer than one cycle." == ENGLISH.say_all(words.answer)  # fmt: skip
    assert "50% came back in rhythm, 30% after one cycle of silence, 10% after three" == ENGLISH.say(words.title)
    alone = segmentation_cycle.cycle(tiers, None, nes.fit(buyer, gaps=pd.DataFrame({"gap_days": [1.0], "closed": [True]})), **TOLD)
    assert "so 120 days are used" in ENGLISH.say_all(alone.answer)
    assert "40% of buyers are within one purchase cycle of 120 days" == ENGLISH.say(alone.title)


@pytest.mark.parametrize(
    ("scheme", "said"),
    [("fixed_days", "a convention and the same for everybody"), ("amperity", "still active"), ("nlr", "half of the window")],
)
def test_groups_by_days_with_the_rule_beside_them(scheme, said):
    held = sizes("activity", activity_new=(10, 1.0), activity_lost=(30, 1.0), refund_only=(60, 0.0))
    then = returns("activity", activity_new=(40, 0.4, 0.3, 0.5), activity_lost=(40, 0.1, 0.0, 0.2))
    who = record(tenure_days=1.0, last_gap_days=NAN, lifetime_order_count=1, revenue=1.0, trend=0.0, **{activity.PROBABILITY: NAN})
    words = segmentation_cycle.activity(held, then, activity.fit(who, scheme=scheme), **TOLD)

    assert "The largest group is “Lost by rule”: 30 buyers, 75%." == ENGLISH.say_all(words.answer)
    assert "“New by days”: 40% came back; “Lost by rule”: 10%" == ENGLISH.say(words.title)
    assert said in ENGLISH.say_all(words.note)


def life(*rows):
    base = {"level": "client", "key": "(all)", "basis": "absolute", "first_cut_days": 90.0, "second_cut_days": 200.0, "first_share": 0.8,
            "second_share": 0.95, "first_returned": 0.8, "second_returned": 0.95, "plateau": 0.97, "reliable_days": 500, "personal_gaps": 3,
            "gaps": 900, "closed_gaps": 600}  # fmt: skip
    return pd.DataFrame([base | row for row in ({}, *rows)])


def test_limits_of_categories_are_said_from_the_shortest_to_the_longest():
    rules = life(
        {"level": "category", "key": "Sofas", "first_cut_days": 300.0, "second_cut_days": 500.0},
        {"level": "category", "key": "Tea", "first_cut_days": 20.0, "second_cut_days": 60.0},
    )
    cuts = pd.DataFrame({"level": ["category"] * 7 + ["client"], "first_cut_days": 20.0})
    said = ENGLISH.say_all(segmentation_stages.intervals(rules, cuts, BASIS).answer)

    assert (
        "2 categories have limits of their own, from 20 and 60 days (Tea) to 300 and 500 (Sofas). They hold for 7 customers" in said
    )


@pytest.mark.parametrize(("height", "said"), [(0.6, "an estimated 60% of orders are followed by another within the first"), (NAN, "hold for everybody.")])  # fmt: skip
def test_limits_that_the_client_sets_are_said_to_be(height, said):
    rules = life().assign(basis="given", first_returned=height, second_returned=height, reliable_days=90)
    words = segmentation_stages.intervals(rules, pd.DataFrame({"level": ["client"], "first_cut_days": 90.0}), BASIS)

    assert "The limits of 90 and 200 days are set in client.yaml" in ENGLISH.say_all(words.answer)
    assert said in ENGLISH.say_all(words.answer)
    assert "too early" not in ENGLISH.say_all(words.answer)
