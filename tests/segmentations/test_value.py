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


def test_percentile_tiers_of_a_hundred_payers():
    """One of 100 is the top percent, four the next, five, fifteen, twenty-five and fifty follow; one has nothing left."""
    found = classes(paying(*range(100, 0, -1), 0), scheme="percentile")

    assert [1, 4, 5, 15, 25, 50, 1] == [found.count(key) for key in (*value.SHARES["percentile"], "none")]
    assert "percentile_1" == found[0]
    assert ["percentile_5"] * 4 == found[1:5]


def test_few_payers_leave_percentile_tiers_empty():
    """Of ten, the top one is the top 1, 5 and 10 % at once, and has the best name."""
    assert ["percentile_1", "percentile_25", "percentile_25"] == classes(paying(*range(10, 0, -1)), scheme="percentile")[:3]


def test_equal_revenue_is_equal_percentile():
    """Half of a hundred pay the same most, so the top 1 % is half."""
    found = classes(paying(*[9] * 50, *[1] * 50), scheme="percentile")

    assert {"percentile_1": 50, "percentile_rest": 50} == {key: found.count(key) for key in set(found)}


def test_high_value_are_those_who_bring_four_fifths():
    """50 + 30 of 100 are exactly 80 %; with 90 % the next one crosses the line."""
    assert ["value_high"] * 2 + ["value_rest"] * 2 + ["none"] == classes(paying(50, 30, 15, 5, 0), scheme="pareto_80")
    assert ["value_high"] * 3 + ["value_rest"] == classes(paying(50, 30, 15, 5), scheme="pareto_80", share=0.9)


def test_high_value_by_a_share_of_payers():
    assert ["value_high"] * 2 + ["value_rest"] * 8 == classes(paying(*range(10, 0, -1)), scheme="top_20")
    assert ["value_high"] + ["value_rest"] * 9 == classes(paying(*range(10, 0, -1)), scheme="top_20", share=0.1)


def test_what_a_limit_is_a_share_of():
    rules = {scheme: value.describe(value.fit(paying(80, 15, 5), scheme=scheme)) for scheme in value.SHARES}

    assert {"abc": "revenue", "hml": "customers", "percentile": "customers", "pareto_80": "revenue", "top_20": "customers"} == {
        scheme: rule["share_of"].iloc[0] for scheme, rule in rules.items()
    }


@pytest.mark.parametrize(
    ("share", "message"), [(0, "'share' is 0"), (1.0, "'share' is 1.0"), (True, "'share' is True"), ("x", "'share' is x")]
)
def test_a_share_lies_between_nothing_and_all(share, message):
    with pytest.raises(ConfigError, match=message):
        value.fit(paying(1), scheme="pareto_80", share=share)


def test_lines_that_are_in_the_names_cannot_be_moved():
    with pytest.raises(ConfigError, match="'share' moves the line of pareto_80, top_20 only; the lines of 'abc'"):
        value.fit(paying(1), share=0.7)


def test_without_orders_the_method_says_what_is_lacking():
    assert "no_orders" == value.lacking(pd.DataFrame({"customer_id": ["a"], "state": ["known"]}))
    assert "no_orders" == value.lacking(paying(1).assign(state="prospect"))
    assert "" == value.lacking(paying(1))


def test_an_unknown_scheme_names_the_choices():
    with pytest.raises(ConfigError, match=r"value scheme 'abcd'. Choose one of: abc, hml, pareto_80, percentile, top_20"):
        value.fit(paying(1), scheme="abcd")
