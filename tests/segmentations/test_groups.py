"""Working groups: composed of value and life cycle, everybody in one."""

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import groups


def people(*pairs) -> pd.DataFrame:
    """Buyers with (value, stage)."""
    table = pd.DataFrame(pairs, columns=["segment.value", "segment.lifecycle"])
    return table.assign(customer_id=[f"c{i}" for i in range(len(table))], state="buyer")


EVERY = people(*((value, stage) for value in "abc" for stage in ("loyal", "new", "dormant", "churned")))


def test_high_value_growable_dormant():
    """Silence decides first: a dormant A is dormant."""
    found = groups.assign(EVERY, groups.fit(EVERY)).assign(value=EVERY["segment.value"], stage=EVERY["segment.lifecycle"])

    assert {"group_dormant"} == set(found.loc[found["stage"].isin(["dormant", "churned"]), "segment"])
    active = found[found["stage"].isin(["loyal", "new"])].groupby("value")["segment"].unique().map(list)
    assert {"a": ["group_high_value"], "b": ["group_growable"], "c": ["group_growable"]} == active.to_dict()


def test_core_ordinary_prospective():
    with_prospect = pd.concat(
        [EVERY, people(("no_order", "prospect")).assign(customer_id="p", state="prospect")], ignore_index=True
    )
    found = groups.assign(with_prospect, groups.fit(with_prospect, scheme="core"))["segment"]

    assert ["group_core", "group_core"] + ["group_ordinary"] * 10 + ["prospect"] == list(found)


def test_the_client_says_which_segments_are_high_and_silent():
    definition = groups.fit(EVERY, high=["a", "b"], silent=["churned"])
    found = groups.assign(people(("b", "dormant"), ("c", "dormant"), ("a", "churned")), definition)["segment"]

    assert ["group_high_value", "group_growable", "group_dormant"] == list(found)


def test_other_lenses_can_take_the_place_of_the_two():
    record = EVERY.rename(columns={"segment.value": "segment.clv", "segment.lifecycle": "segment.risk"})
    definition = groups.fit(record, value_lens="clv", stage_lens="risk", high=["a"], silent=["churned"])

    assert ("segment.risk", "segment.clv") == groups.defined_by(definition)
    assert 4 == (groups.assign(record, definition)["segment"] == "group_high_value").sum() + 1


def test_the_rule_is_printed_by_the_keys_it_takes():
    rule = groups.describe(groups.fit(EVERY)).set_index("segment")

    assert "dormant, churned" == rule.loc["group_dormant", "segment.lifecycle"]
    assert "a" == rule.loc["group_high_value", "segment.value"]
    assert [2, 3, 1, 0, 0] == list(rule["place"])


def test_a_mistake_is_named():
    with pytest.raises(ConfigError, match=r"scheme of groups 'vip'. Choose one of: core, operating"):
        groups.fit(EVERY, scheme="vip")
    with pytest.raises(ConfigError, match=r"settings\.groups\.high is \[\]"):
        groups.fit(EVERY, high=[])
    with pytest.raises(SchemaError, match=r"no column 'segment\.value'"):
        groups.fit(EVERY.drop(columns="segment.value"))
    with pytest.raises(SchemaError, match=r"no 'segment\.value' for 1 buyers"):
        groups.assign(people((None, "new")), groups.fit(EVERY))
    assert "no_lenses" == groups.lacking(EVERY.drop(columns="segment.value"))
