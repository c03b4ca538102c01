"""What sets segments apart, and what must not be counted."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles import differentiators, left_out, numeric_profile

RFM = ("recency_days", "order_count", "revenue")


@pytest.fixture
def shop(make_segments):
    """200 customers: the 100 heavy ones spend more, are older, and shop online; the weekday is noise."""
    random = np.random.default_rng(0)
    heavy = np.repeat([True, False], 100)
    ids = [f"c{i}" for i in range(200)]
    revenue = random.lognormal(3, 0.3, 200) + 100 * heavy
    numeric = pd.DataFrame(
        {
            "customer_id": ids,
            "revenue": revenue,
            "lifetime_revenue": revenue + random.normal(0, 200, 200),
            "average_order": random.lognormal(3, 1, 200),
            "their_own_total": revenue * 1.17,
            "age": random.normal(40, 8, 200) + 8 * heavy,
            "discount_share": random.random(200),
        }
    )
    traits = pd.DataFrame(
        {
            "customer_id": ids,
            "top_channel": np.where(random.random(200) < np.where(heavy, 0.7, 0.3), "web", "store"),
            "top_weekday": random.choice(list("1234567"), 200),
            "age": np.where(numeric["age"] > 44, "45+", "0–44"),
            "sex": np.where(random.random(200) < 0.5, "(missing)", np.where(random.random(200) < 0.5, "f", "m")),
        }
    )
    return traits, numeric, make_segments("value", heavy=100, light=100)


def test_what_defines_the_segments_is_no_finding(shop, fits_schema):
    """Heavy customers have more revenue: true by construction.  So are its near-copies, known by name or by order.

    Whether they buy more often or more at a time is not: with money alone the average order stays.
    """
    table = differentiators(*shop, method="value", defined_by=["revenue"])

    fits_schema(table, "differentiators")
    assert {"average_order", "age", "discount_share", "top_channel", "top_weekday", "sex"} == set(table["trait"])


def test_with_nothing_left_out_the_defining_variable_would_be_first(shop):
    """The trap itself: without the rule the first finding is the definition."""
    table = differentiators(*shop, method="value", defined_by=[])

    assert table.iloc[0]["trait"] in ("revenue", "their_own_total")


@pytest.mark.parametrize(
    "copy", ["lifetime_order_count", "order_day_count", "average_order", "gross_revenue", "lifetime_revenue", "unit_count", "trend"]
)
def test_functions_of_recency_frequency_and_money_are_left_out(shop, copy):
    assert copy in left_out(shop[1], defined_by=RFM)


def test_a_copy_is_known_by_its_order_also_when_it_is_turned_around(shop):
    numeric = shop[1].assign(distance_to_the_top=lambda table: -np.sqrt(table["revenue"]))

    assert {"their_own_total", "distance_to_the_top"} <= left_out(numeric, defined_by=["revenue"])
    assert "age" not in left_out(numeric, defined_by=["revenue"])


def test_a_ratio_follows_from_both_of_its_parts(shop):
    assert "average_order" not in left_out(shop[1], defined_by=["revenue"])
    assert "average_order" not in left_out(shop[1], defined_by=["order_count"])
    assert "average_order" in left_out(shop[1], defined_by=["order_count", "lifetime_revenue"])


def test_a_finding_is_not_told_twice(shop):
    """Revenue and a column that orders customers alike: the first of them speaks for both."""
    traits, numeric, segments = shop

    table = differentiators(traits, numeric, segments, method="value", defined_by=["age"])

    assert "revenue" in set(table["trait"])
    assert "their_own_total" not in set(table["trait"])


def test_the_strongest_comes_first(shop):
    table = differentiators(*shop, method="value", defined_by=["revenue"])

    overall = table[table["segment"].eq("(all)")]
    assert {"top_channel", "age"} == set(overall["trait"].head(2))
    assert "(all)" == table.iloc[0]["segment"]


def test_direction_is_higher_or_lower_or_the_level_that_stands_out(shop):
    table = differentiators(*shop, method="value", defined_by=["revenue"]).set_index(["segment", "trait"])

    assert ("higher", "lower") == (table.loc[("heavy", "age"), "direction"], table.loc[("light", "age"), "direction"])
    assert ("web", "store") == (table.loc[("heavy", "top_channel"), "direction"], table.loc[("light", "top_channel"), "direction"])
    assert table.loc[("heavy", "age"), "effect"] == -table.loc[("light", "age"), "effect"]


def test_for_a_level_delta_is_the_difference_of_shares(make_segments):
    """45 of 60 against 15 of 60: 75 % less 25 %."""
    channel = ["web"] * 45 + ["store"] * 15 + ["web"] * 15 + ["store"] * 45
    traits = pd.DataFrame({"customer_id": [f"c{i}" for i in range(120)], "top_channel": channel})

    table = differentiators(traits, traits[["customer_id"]], make_segments("m", a=60, b=60), method="m", defined_by=[])

    assert 0.5 == table.set_index("segment").loc["a", "effect"]


def test_noise_is_negligible_and_not_significant(shop):
    table = differentiators(*shop, method="value", defined_by=["revenue"]).set_index(["segment", "trait"])

    assert table.loc[("(all)", "top_weekday"), "p_adjusted"] > 0.05
    assert "large" != table.loc[("(all)", "discount_share"), "strength"]


def test_a_trivial_effect_in_a_large_base_is_called_negligible(make_segments):
    """.02 standard deviations among 400,000 customers: p far below .001, and still nothing."""
    random = np.random.default_rng(0)
    values = random.normal(size=400_000) + np.repeat([0.02, 0.0], 200_000)
    numeric = pd.DataFrame({"customer_id": [f"c{i}" for i in range(400_000)], "age": values})

    table = differentiators(numeric[["customer_id"]], numeric, make_segments("m", a=200_000, b=200_000), method="m", defined_by=[])

    assert (table["p_adjusted"] < 0.001).all()
    assert {"negligible"} == set(table["strength"])


def test_unknown_values_are_not_compared(shop):
    table = differentiators(*shop, method="value", defined_by=["revenue"])

    known = int(shop[0]["sex"].ne("(missing)").sum())
    assert {known} == set(table.loc[table["trait"].eq("sex"), "n"])
    assert "(missing)" not in set(table["direction"])


def test_small_segments_have_no_row_of_their_own(shop, make_segments):
    traits, numeric, _ = shop
    table = differentiators(
        traits, numeric, make_segments("value", heavy=100, light=91, tiny=9), method="value", defined_by=["revenue"]
    )

    assert {"(all)", "heavy", "light"} == set(table["segment"])


def test_no_level_is_named_that_the_index_hides(make_segments):
    """5 of 50 customers of a buy in the tiny shop, nobody else: named, it would tell of those five."""
    store = ["tiny"] * 5 + ["big"] * 45 + ["big"] * 50
    traits = pd.DataFrame({"customer_id": [f"c{i}" for i in range(100)], "store": store})

    table = differentiators(traits, traits[["customer_id"]], make_segments("m", a=50, b=50), method="m", defined_by=[])

    assert "tiny" not in set(table["direction"])


def test_a_trait_held_as_number_and_in_bands_is_compared_once(shop):
    table = differentiators(*shop, method="value", defined_by=["revenue"])

    assert ["eta_squared"] == table.loc[table["segment"].eq("(all)") & table["trait"].eq("age"), "measure"].tolist()


def test_nothing_to_compare_gives_an_empty_table(shop, fits_schema):
    ids = shop[0][["customer_id"]]

    fits_schema(differentiators(ids, ids, shop[2], method="value", defined_by=[]), "differentiators")


def test_numeric_profile_gives_median_and_quartiles(make_segments, fits_schema):
    """1 to 11 against 101 to 111: medians 6 and 106, everyone 56."""
    numeric = pd.DataFrame({"customer_id": [f"c{i}" for i in range(22)], "age": [*range(1, 12), *range(101, 112)]})

    table = numeric_profile(numeric, make_segments("m", a=11, b=11), method="m")

    fits_schema(table, "numeric_profile")
    assert [[6.0, 3.5, 8.5, 56.0], [106.0, 103.5, 108.5, 56.0]] == table[
        ["median", "low", "high", "base_median"]
    ].to_numpy().tolist()


def test_numeric_profile_of_few_customers_is_missing(make_segments):
    numeric = pd.DataFrame({"customer_id": [f"c{i}" for i in range(29)], "age": 40.0})

    table = numeric_profile(numeric, make_segments("m", a=20, tiny=9), method="m").set_index("segment")

    assert 9 == table.loc["tiny", "n"]
    assert table.loc["tiny", ["median", "low", "high"]].isna().all()


def test_input_is_left_unchanged(shop):
    copies = [table.copy() for table in shop]

    differentiators(*shop, method="value", defined_by=["revenue"])
    numeric_profile(shop[1], shop[2], method="value")

    for table, copy in zip(shop, copies, strict=True):
        pd.testing.assert_frame_equal(table, copy)
