"""Natural groups in sentences, from definitions one can check in one's head."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Basis
from analysis.findings import segmentation_clusters as findings
from analysis.findings import segmentation_clusters_how as how
from analysis.findings.segmentation import Followed
from analysis.segmentations.cluster_choice import with_verdicts
from analysis.segmentations.cluster_tables import stacked
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
FOLLOWED = Followed(date(2024, 9, 30), date(2024, 12, 31))
LOOKED_AT = pd.DataFrame(
    [(3, 0.30, 0.98, 0.9, 0.2), (4, 0.28, 0.95, 0.8, 0.1), (5, 0.27, 0.80, 0.5, 0.1)],
    columns=["k", "silhouette", "stability", "stability_low", "smallest_share"],
)


def definition(choice=LOOKED_AT, *, given=None, fidelity=0.91, z=((1.0, -0.8), (-1.0, 0.1))) -> pd.DataFrame:
    """Groups of 60 and 40 in two columns, recency without a value for 7 customers."""
    judged = with_verdicts(choice, given=given)
    k = int(judged.loc[judged["chosen"] == 1, "k"].sum())
    keys = ["cluster_1", "cluster_2"] if k else ["undivided"]
    columns = ["lifetime_order_count", "recency_days"]
    centroids = [(key, one, 10.0, z[row][place]) for row, key in enumerate(keys) for place, one in enumerate(columns)] if k else []
    kinds = {
        "model": pd.DataFrame([{"k": k, "customers": 100, "order_by": "revenue", "divides": "buyers", "fidelity": fidelity}]),
        "feature": pd.DataFrame({"feature": columns, "missing": [0, 7]}),
        "left_out": pd.DataFrame({"feature": ["attribute.shoe_size"], "verdict": ["constant"]}),
        "choice": judged,
        "segment": pd.DataFrame({"segment": keys, "customers": [60, 40][: len(keys)], "share": [0.6, 0.4][: len(keys)]}),
        "centroid": pd.DataFrame(centroids, columns=["segment", "feature", "mean", "z"]),
        "rule": pd.DataFrame(
            {"segment": keys, "rule": range(1, len(keys) + 1), "feature": "recency_days", "low": np.nan, "high": 30.0}
        ),
    }
    return stacked(kinds)


def returns() -> pd.DataFrame:
    rows = [("cluster_1", 50, 0.5, 0.4, 0.6, 900.0), ("cluster_2", 40, 0.1, 0.05, 0.2, 90.0), ("no_order", 90, 0.9, 0.8, 1.0, 5.0)]
    return pd.DataFrame(rows, columns=["segment", "n", "share", "low", "high", "revenue"]).assign(method="clusters")


def test_groups_are_named_by_what_stands_out_in_either_language():
    names = findings.group_names(definition(), ENGLISH)

    assert {("segment", "cluster_1", "en"): "Many orders, active lately", ("segment", "cluster_2", "en"): "Few orders"} == names
    assert "Low age" == findings.group_name([("attribute.age", "low")], ENGLISH)
    assert "年龄偏低" == findings.group_name([("attribute.age", "low")], CHINESE)
    assert "High shoe size" == findings.group_name([("attribute.shoe_size", "high")], ENGLISH)


def test_groups_that_are_named_alike_are_told_apart_by_their_number():
    names = findings.group_names(definition(z=((0.1, 0.0), (0.0, -0.1))), ENGLISH)

    assert ["Group 1: Near the average", "Group 2: Near the average"] == list(names.values())


def test_four_groups_are_said_with_how_sure_that_is():
    found = definition()
    words = findings.groups(found, returns(), basis=BASIS, followed=FOLLOWED)
    said = ENGLISH.say_all(words.answer)

    assert said.startswith("Customers fall into 4 groups")
    assert "agree by 0.95" in said
    assert "shade into one another (silhouette 0.28)" in said
    assert "Within 92 days 50% (40% to 60%) of “Group 1” came back, and 10% of “Group 2”." in said
    assert 900.0 == words.findings[0].money
    assert "4 natural groups: stable, but not sharply apart" == ENGLISH.say(words.title)


def test_the_names_reach_every_sentence():
    found = definition()
    named = replace(ENGLISH, own=findings.group_names(found, ENGLISH))

    assert "of “Many orders, active lately” came back" in named.say_all(
        findings.groups(found, returns(), basis=BASIS, followed=FOLLOWED).answer
    )


@pytest.mark.parametrize(("silhouette", "said"), [(0.6, "lie clearly apart"), (0.2, "hardly lie apart")])
def test_how_far_apart_is_said_in_words(silhouette, said):
    words = findings.groups(definition(LOOKED_AT.assign(silhouette=silhouette)), None, basis=BASIS, followed=FOLLOWED)

    assert said in ENGLISH.say_all(words.answer)
    assert [
        "natural groups of customers come back when customers are drawn anew (agreement {stability} of 1); silhouette {silhouette}."
    ] == [finding.sentence.template for finding in words.findings]


def test_without_revenue_the_drawing_is_of_customers_alone():
    words = findings.groups(definition(LOOKED_AT), None, basis=BASIS, followed=FOLLOWED, money=False)

    assert "Share of customers by group" == ENGLISH.say(words.subtitle)


def test_no_natural_groups_is_an_answer_with_its_figures():
    words = findings.groups(definition(LOOKED_AT.assign(silhouette=[0.12, 0.10, 0.11])), None, basis=BASIS, followed=FOLLOWED)
    said = ENGLISH.say_all(words.answer)

    assert "Customers form no natural groups" == ENGLISH.say(words.title)
    assert "in 3 groups, with a silhouette of 0.12 (at least 0.15)" in said
    assert "Most stable are 3 groups, with an agreement of 0.98" in said


def test_a_given_number_that_the_rule_would_not_take_is_called_that():
    words = findings.groups(definition(given=5), None, basis=BASIS, followed=FOLLOWED)

    assert "client.yaml asks for 5 groups." in ENGLISH.say_all(words.answer)
    assert "would not have been taken" in ENGLISH.say_all(words.answer)
    assert "5 groups were asked for" in ENGLISH.say(how.choice(definition(given=5), BASIS).title)


def test_what_separates_most_what_is_filled_and_what_is_left_out():
    """Orders: .6 × 1² + .4 × 1² = 1; recency: .6 × .8² + .4 × .1² = .388."""
    words = how.centroids(definition(), BASIS)

    assert "What sets the groups apart most: Orders ever" == ENGLISH.say(words.title)
    assert "7 customers have no value of “Days since the last order”" in ENGLISH.say_all(words.note)
    assert "Left out: shoe size (the same for nearly everybody)." in ENGLISH.say_all(words.note)


@pytest.mark.parametrize(("fidelity", "said"), [(0.91, "can stand in for the groups"), (0.84, "do not replace them: under 85%")])
def test_rules_are_warned_of_where_they_are_not_faithful(fidelity, said):
    words = how.rules(definition(fidelity=fidelity), BASIS)

    assert said in ENGLISH.say_all(words.so)
    assert f"place {fidelity:.0%} of customers" in ENGLISH.say(words.title)


def test_a_refit_is_said_beside_chance():
    match = pd.DataFrame({"segment": ["cluster_1", "cluster_2"], "previous": ["cluster_2", ""]})
    agreement = pd.DataFrame({"n": [1000], "share": [0.84], "chance": [0.3], "rand": [0.71]})
    said = ENGLISH.say_all(how.refit(match, agreement).answer)

    assert "84% of 1,000 customers keep their segment; by lot it would be 30%. Adjusted Rand index 0.71." in said
    assert "One segment is new" in said


def test_without_groups_only_the_choice_of_their_number_is_told():
    none = definition(LOOKED_AT.assign(silhouette=0.1))

    assert ["clusters", "cluster_choice"] == list(findings.story(none, None, basis=BASIS, followed=FOLLOWED))
    assert 4 == len(findings.story(definition(), None, basis=BASIS, followed=FOLLOWED))
