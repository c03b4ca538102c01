"""Money classes: who crosses the line, ties, and revenue that is none."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import value


def paying(*revenue: float) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{number}" for number in range(len(revenue))], "state": "buyer", "revenue": revenue})


def classes(features: pd.DataFrame, **settings: str) -> list[str]:
    return list(value.assign(features, value.fit(features, **settings))["segment"])


def test_classes_of_the_six(six_customers):
    """Ana brings 1200 of 1330 and crosses 80 % alone; Dia crosses 95 %; Cho has bought nothing in the window."""
    assert ["a", "c", "none", "b", "refund_only", "no_order"] == classes(six_customers)
    assert ["heavy", "light", "none", "middle", "refund_only", "no_order"] == classes(six_customers, scheme="hml")


def test_the_line_itself_ends_the_class():
    """80 of 100 is exactly 80 %: the next customer is b; 95 is exactly 95 %: the next is c."""
    assert ["a", "b", "c"] == classes(paying(80, 15, 5))


def test_the_customer_crossing_the_line_belongs_to_the_higher_class():
    assert ["a", "a", "b", "c"] == classes(paying(79, 12, 5, 4))


def test_heavy_middle_and_light_are_shares_of_paying_customers():
    assert ["heavy"] * 2 + ["middle"] * 3 + ["light"] * 5 + ["none"] == classes(
        paying(10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), scheme="hml"
    )


def test_equal_revenue_is_equal_class():
    """Two of ten would be heavy and three middle, but four share the highest revenue, and six the next."""
    assert ["heavy"] * 4 + ["middle"] * 6 == classes(paying(*[9] * 4, *[1] * 6), scheme="hml")
    assert {"a"} == set(classes(paying(*[5] * 10)))


def test_revenue_of_zero_or_less_is_a_class_of_its_own():
    assert ["a", "none", "none"] == classes(paying(10, 0, -3))


def test_nobody_pays():
    definition = value.fit(paying(0, -1))

    assert definition["limit"].isna().sum() == 3
    assert ["none", "none"] == list(value.assign(paying(0, -1), definition)["segment"])


def test_a_new_period_is_held_against_the_old_limits():
    definition = value.fit(paying(80, 15, 5))

    assert [80.0, 15.0, 0.0] == list(definition["limit"][:3])
    assert ["a", "b", "b", "c", "none"] == list(value.assign(paying(80, 79.99, 15, 14.99, 0), definition)["segment"])


def test_the_definition_counts_customers_and_revenue():
    definition = value.fit(paying(80, 15, 5, 0))

    assert [1, 1, 1, 1] == list(definition["customers"])
    assert [80.0, 15.0, 5.0, 0.0] == list(definition["revenue"])


def test_describe_gives_the_limits():
    rules = value.describe(value.fit(paying(80, 15, 5))).set_index("segment")

    assert (15.0, 80.0) == tuple(rules.loc["b", ["revenue_low", "revenue_high"]])
    assert (0.0, 15.0) == tuple(rules.loc["c", ["revenue_low", "revenue_high"]])


def test_an_unknown_scheme_names_the_choices():
    with pytest.raises(ConfigError, match=r"value scheme 'abcd'. Choose one of: abc, hml"):
        value.fit(paying(1), scheme="abcd")
