"""Customers under contract: what client.yaml says, and the curve that follows, on four customers one can count."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.reporting.contracts import Contract, contract_of, held_contracts, retention

MONTH = 30.4375
RECORD = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d", "e"],
        "tenure_days": [12 * MONTH, 3 * MONTH, 24 * MONTH, 1.0, 5.0],
        "attribute.churn": ["Yes", "No", "no", "Yes", None],
        "attribute.gone_flag": [1.0, 0.0, 0.0, 1.0, None],
        "attribute.months": [12, 3, 24, 0, 0],
        "attribute.contract": ["year", "month", "year", "month", "month"],
    }
)


def said(**contract):
    return {"lifetime": {"contract": contract}}


def test_days_become_whole_months_and_words_are_read_without_case():
    held = held_contracts(RECORD, contract_of(said(tenure="tenure_days", left="churn", gone=["YES"], group="contract")))

    assert [12.0, 3.0, 24.0] == list(held["tenure"])[:3]
    assert [True, False, False, True] == list(held["left"])
    assert ["year", "month", "year", "month"] == list(held["group"])


@pytest.mark.parametrize("left", ["churn", "gone_flag"])
def test_of_four_two_have_left_after_nothing_and_after_a_year(left):
    curve, summary = retention(RECORD, Contract("tenure_days", left), minimum=10)

    assert [4, 2] == summary.loc[0, ["customers", "left"]].astype(int).tolist()
    assert [0.75, 0.75, 0.375] == curve.set_index("time").loc[[0, 11, 12], "retained"].round(4).tolist()


def test_the_clients_own_column_is_counted_in_its_own_unit():
    assert [12.0, 3.0, 24.0, 0.0] == list(held_contracts(RECORD, Contract("months", "churn"))["tenure"])


def test_groups_too_few_to_be_read_stand_only_within_the_whole():
    many = pd.concat([RECORD.assign(customer_id=RECORD["customer_id"] + str(i)) for i in range(20)], ignore_index=True)
    many.loc[many.index[:3], "attribute.contract"] = "week"
    summary = retention(many, Contract("tenure_days", "churn", group="contract"), minimum=10)[1]

    assert ["(all)", "month", "year"] == list(summary["group"])


def test_yes_of_yaml_is_every_way_of_saying_so():
    assert held_contracts(RECORD, contract_of(said(tenure="months", left="churn", gone=[True])))["left"].tolist() == [
        True,
        False,
        False,
        True,
    ]


def test_true_says_only_that_there_are_contracts():
    assert contract_of({"lifetime": {"contract": True}}) is None
    assert contract_of({}) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"contract": "yes"}, "settings.lifetime.contract is 'yes'"),
        ({"contract": {"tenure": "months"}}, "settings.lifetime.contract is 'tenure'"),
        ({"contract": {"tenure": "months", "left": "churn", "when": 1}}, "settings.lifetime.contract.when"),
        ({"contract": {"tenure": "months", "left": "churn", "unit": "moons"}}, "settings.lifetime.contract.unit is 'moons'"),
    ],
)
def test_a_setting_that_cannot_be_says_what_can(given, words):
    with pytest.raises(ConfigError, match=words):
        contract_of({"lifetime": given})


def test_a_column_that_is_not_held_and_words_that_nobody_has():
    with pytest.raises(ConfigError, match=r"contract.left: there is no column 'exit'. Columns: tenure_days, churn"):
        held_contracts(RECORD, Contract("tenure_days", "exit"))
    with pytest.raises(ConfigError, match=r"nobody has left by the words 'departed' of 'attribute.churn'"):
        held_contracts(RECORD, Contract("tenure_days", "churn", gone=("departed",)))
