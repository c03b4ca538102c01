"""A client's own rules: what they may say, whom they take, and how a mistake in them is told."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import rules

PEOPLE = pd.DataFrame(
    {
        "customer_id": ["ana", "ben", "cho", "dia"],
        "state": ["buyer", "buyer", "buyer", "prospect"],
        "revenue": [1000.0, 400.0, 40.0, 0.0],
        "recency_days": [10.0, 200.0, 30.0, np.nan],
        "first_order_at": pd.to_datetime(["2024-01-05 10:00", "2024-06-30 23:59", "2025-01-01 00:00", None]),
        "attribute.joined": ["2024-01-05", "2024-06-30 23:59:59", "unknown", None],
        "segment.lifecycle": ["loyal", "dormant", "new", "prospect"],
        "attribute.level": ["gold", None, "silver", "gold"],
        "attribute.children": ["0", "2", "none", None],
        "attribute.app": [True, False, True, False],
    }
)


def names(*whens) -> list[str]:
    """The segments of the four by rules called 1, 2 …"""
    definition = rules.fit(PEOPLE, rules=[{"name": str(i), "when": when} for i, when in enumerate(whens, 1)])
    return list(rules.assign(PEOPLE, definition)["segment"])


def taken(when) -> list[str]:
    return [customer for customer, name in zip(PEOPLE["customer_id"], names(when), strict=True) if name == "1"]


@pytest.mark.parametrize(
    ("when", "customers"),
    [
        ({"revenue": {">=": 400}}, ["ana", "ben"]),
        ({"revenue": {"<=": 400}}, ["ben", "cho", "dia"]),
        ({"revenue": {"between": [40, 400]}}, ["ben", "cho"]),
        ({"revenue": {">=": 40, "<=": 400}}, ["ben", "cho"]),
        ({"segment.lifecycle": "loyal"}, ["ana"]),
        ({"segment.lifecycle": {"is": "loyal"}}, ["ana"]),
        ({"segment.lifecycle": ["loyal", "new"]}, ["ana", "cho"]),
        ({"segment.lifecycle": {"not": ["loyal", "new"]}}, ["ben", "dia"]),
        ({"attribute.level": {"not": "gold"}}, ["cho"]),
        ({"attribute.level": {"missing": True}}, ["ben"]),
        ({"attribute.level": {"missing": False}}, ["ana", "cho", "dia"]),
        ({"attribute.children": {">=": 1}}, ["ben"]),
        ({"attribute.children": 0}, ["ana"]),
        ({"attribute.app": True}, ["ana", "cho"]),
        ({"first_order_at": {"<=": date(2024, 6, 30)}}, ["ana", "ben"]),
        ({"first_order_at": {">=": "2024-06-30"}}, ["ben", "cho"]),
        ({"attribute.joined": {"between": ["2024-01-01", date(2024, 6, 30)]}}, ["ana", "ben"]),
        ({"revenue": {">=": 400}, "attribute.level": "gold"}, ["ana"]),
        ({"any": [{"attribute.level": "silver"}, {"revenue": {">=": 400}}]}, ["ana", "ben", "cho"]),
        (
            {"all": [{"any": [{"attribute.level": "gold"}, {"attribute.level": "silver"}]}, {"revenue": {"<=": 100}}]},
            ["cho", "dia"],
        ),
    ],
)
def test_a_condition_takes_those_for_whom_it_holds(when, customers):
    assert customers == taken(when)


def test_the_first_rule_that_holds_names_the_segment_and_the_rest_is_unmatched():
    found = names({"revenue": {">=": 1000}}, {"revenue": {">=": 400}}, {"attribute.level": "gold"})

    assert ["1", "2", "unmatched", "3"] == found


def test_two_rules_of_one_name_are_one_segment():
    definition = rules.fit(
        PEOPLE, rules=[{"name": "VIP", "when": {"revenue": {">=": 1000}}}, {"name": "VIP", "when": {"attribute.level": "silver"}}]
    )

    assert ["VIP", "unmatched", "VIP", "unmatched"] == list(rules.assign(PEOPLE, definition)["segment"])
    assert [("VIP", 2), ("unmatched", 0)] == list(
        rules.describe(definition)[["segment", "rules"]].itertuples(index=False, name=None)
    )
    assert "revenue ≥ 1000 | attribute.level = silver" == rules.describe(definition)["rule"][0]
    assert ("revenue", "attribute.level") == rules.defined_by(definition)


def test_what_looks_like_code_is_only_a_word():
    assert [] == taken({"segment.lifecycle": "__import__('os').system('true')"})


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"revnue": {">=": 1}}, r"rule 1 \(1\) reads 'revnue'.* Did you mean 'revenue'\? Columns: .*recency_days"),
        ({"revenue": {">": 1}}, r"'revenue' is \{\">\": 1\}\. Write a value, a list, or one of: >=, <=, between"),
        ({"revenue": {">=": "much"}}, r"'revenue' >= \"much\"\. Write a number, or a day"),
        ({"revenue": "much"}, "compares 'revenue' with the word 'much', but the column holds numbers"),
        ({"segment.lifecycle": {">=": 3}}, "compares 'segment.lifecycle' with the number 3.0, but the column holds words"),
        ({"revenue": {"between": [5, 1]}}, r"between \[5, 1\] of 'revenue' is empty"),
        ({"revenue": {"between": [5]}}, "Write a value, a list"),
        ({"revenue": {"missing": "yes"}}, "Write a value, a list"),
        ({"revenue": []}, "Write a value, a list"),
        ({"revenue": None}, "Write a value, a list"),
        ({"any": {"revenue": 1}}, "'any' needs a list of conditions"),
        ({"any": []}, "'any' needs a list of conditions"),
        ({}, r"'when' is \{\}\. Write conditions"),
        ("revenue > 5", r"'when' is \"revenue > 5\"\. Write conditions"),
        ({"all": [{"any": [{"revenue": i} for i in range(15)]}] * 2}, "more than 200 combinations"),
    ],
)
def test_a_mistake_names_the_rule_the_column_and_the_way_out(when, said):
    with pytest.raises(ConfigError, match=said):
        names(when)


@pytest.mark.parametrize(
    "rule",
    [
        {"name": "x"},
        {"when": {"revenue": 1}},
        {"name": "", "when": {}},
        {"name": "a|b", "when": {}},
        {"name": "unmatched", "when": {}},
        "x",
    ],
)
def test_a_rule_has_a_name_and_a_condition(rule):
    with pytest.raises(ConfigError, match=r"settings\.rules, rule 1: the (keys are|name is)"):
        rules.fit(PEOPLE, rules=[rule])


def test_what_a_client_does_not_hold_is_lacking_and_a_misspelt_column_is_not():
    bare = PEOPLE[["customer_id", "state", "revenue"]]

    assert "no_rules" == rules.lacking(bare)
    assert "no_rule_data" == rules.lacking(bare, rules=[{"name": "x", "when": {"attribute.level": "gold"}}])
    assert "no_orders" == rules.lacking(bare[["customer_id"]], rules=[{"name": "x", "when": {"revenue": 1}}])
    assert "" == rules.lacking(bare, rules=[{"name": "x", "when": {"revnue": 1}}])
