"""Membership and risk levels: the client's own words, in an order that says where it comes from."""

import csv

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import membership, risk_level


def people(revenue=None, **columns) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    held = {f"attribute.{name}": values for name, values in columns.items()}
    record = pd.DataFrame({"customer_id": [f"p{i:04d}" for i in range(n)], "state": "buyer", **held})
    return record if revenue is None else record.assign(revenue=revenue)


def test_without_an_order_the_money_of_the_buyers_gives_it():
    record = people(level=["red", "blue", "red", "blue", None, "green"], revenue=[10.0, 90.0, 20.0, 80.0, 500.0, 50.0])
    definition = membership.fit(record)

    assert ["blue", "green", "red", "(other)", "(missing)"] == definition["segment"].tolist()
    assert [85.0, 50.0, 15.0] == definition["median_revenue"].tolist()[:3]
    assert {"median_revenue"} == set(definition["order_from"])


def test_the_order_given_holds_and_the_rest_follows_by_size():
    record = people(level=["red", "blue", "red", "green", "green", "green", "pink"], revenue=[1.0, 9.0, 1.0, 5.0, 5.0, 5.0, 2.0])
    definition = membership.fit(record, order=["blue", "gold"])

    assert ["blue", "gold", "green", "red", "pink", "(other)", "(missing)"] == definition["segment"].tolist()
    assert [1, 2, 3, 4, 5, 0, 0] == definition["rank"].tolist()
    assert [1, 0, 3, 2, 1, 0, 0] == definition["customers"].tolist()


def test_a_level_twice_is_an_error():
    with pytest.raises(ConfigError, match="List every level once"):
        membership.fit(people(level=["a", "b"]), order=["a", "a"])


def test_prospects_do_not_rank_a_level():
    record = people(level=["a", "a", "b"], revenue=[0.0, 100.0, 50.0]).assign(state=["prospect", "buyer", "buyer"])

    assert ["a", "b"] == membership.fit(record)["segment"].tolist()[:2]


def test_the_level_is_found_among_what_is_declared():
    record = people(joined_at=pd.to_datetime(["2020-01-01", "2021-01-01"]), points=["a", "b"])

    assert ("attribute.points",) == membership.defined_by(
        membership.fit(record, kinds={"joined_at": "membership", "points": "membership"})
    )
    assert "no_membership_level" == membership.lacking(record)
    with pytest.raises(SchemaError, match=r"no column 'attribute\.level'"):
        membership.fit(record)


def test_membership_of_the_ecommerce_set(shared_data):
    """350 customers: Gold 117, Silver 117, Bronze 116; Gold spends most, Bronze least."""
    path = shared_data / "ecommerce-customer-behavior" / "E-commerce_Customer_Behavior.csv"
    if not path.exists():
        pytest.skip("the public set is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = pd.DataFrame(list(csv.DictReader(file)))
    definition = membership.fit(people(membership_type=rows["Membership Type"], revenue=rows["Total Spend"].astype(float)))

    assert ["Gold", "Silver", "Bronze"] == definition["segment"].tolist()[:3]
    assert [117, 117, 116, 0, 0] == definition["customers"].tolist()


@pytest.mark.parametrize(
    ("words", "order_from", "expected"),
    [
        (["C5", "C1", "C3"], "figures", ["C1", "C3", "C5"]),
        (["high", "low", "medium"], "words", ["low", "medium", "high"]),
        (["High risk", "Very low", "balanced"], "words", ["Very low", "balanced", "High risk"]),
        (["进取型", "保守型", "稳健型"], "words", ["保守型", "稳健型", "进取型"]),
        (["中高风险", "低风险", "中风险"], "words", ["低风险", "中风险", "中高风险"]),
        (["x", "x", "y"], "size", ["x", "y"]),
    ],
)
def test_the_lowest_risk_stands_first(words, order_from, expected):
    definition = risk_level.fit(people(risk_level=words))

    assert expected == definition["segment"].tolist()[: len(expected)]
    assert {order_from} == set(definition["order_from"])


def test_a_risk_level_may_have_another_name():
    record = people(风险等级=["R2", "R1"])

    assert "" == risk_level.lacking(record)
    assert ["R1", "R2"] == risk_level.fit(record)["segment"].tolist()[:2]
    assert ["R2", "R1"] == risk_level.fit(record, order=["R2", "R1"])["segment"].tolist()[:2]
    assert "no_risk_level" == risk_level.lacking(people(level=["a"]))


def test_whether_is_no_level_and_only_granted_levels_are_ranks():
    """A column of yes and no is passed over; a kind of contract divides, but nobody rises in it."""
    record = pd.DataFrame(
        {
            "customer_id": [str(i) for i in range(6)], "state": "known",
            "attribute.lines": ["Yes", "No", "No service"] * 2, "attribute.contract": ["month", "year", "month"] * 2,
        }
    )  # fmt: skip
    kinds = {"lines": "membership", "contract": "membership"}
    rule = membership.fit(record, kinds=kinds)

    assert ("contract", "size") == (rule["membership"].iloc[0], rule["order_from"].iloc[0])
    assert [False, True, False] == [
        membership.ranked(one) for one in (rule, membership.fit(record, kinds=kinds, order=["year"]), None)
    ]
    assert membership.ranked(membership.fit(record.rename(columns={"attribute.contract": "attribute.level"}), kinds=kinds))
