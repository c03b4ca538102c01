"""A preference is a claim about a customer: made when the counts carry it, and not otherwise."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import preference
from analysis.segmentations.choices import above, base_mix, first_choice, leads, prior_weight
from analysis.segmentations.preference_verdict import overview_of

WORDS = ("top", "second")


def record(rows: list[tuple], habit: str = "channel") -> pd.DataFrame:
    """Buyers from (top, top_n, second, second_n); squares as if there were no third value."""
    table = pd.DataFrame(rows, columns=["top", "top_n", "second", "second_n"])
    table = table.assign(n=table["top_n"] + table["second_n"], squares=table["top_n"] ** 2 + table["second_n"] ** 2)
    names = {column: f"habits.{habit}_{column}" for column in table}
    return table.rename(columns=names).assign(customer_id=[f"c{i:04d}" for i in range(len(table))], state="buyer")


@pytest.fixture
def even() -> pd.DataFrame:
    """Web and Shop are chosen alike by all; 40 customers are of one mind, 40 of two."""
    return record([("Shop", 6, "Web", 0)] * 20 + [("Web", 6, None, 0)] * 20 + [("Shop", 3, "Web", 3)] * 40)


def segment_of(features: pd.DataFrame, definition: pd.DataFrame, *row) -> str:
    return preference.assign(record([row]), definition)["segment"].iloc[0]


def test_three_to_nothing_is_a_half_to_the_fourth_from_certain():
    """With one choice each beforehand (uniform): P(θ > ½) after 3 : 0 is 1 − ½⁴."""
    assert leads(np.array([4.0]), np.array([1.0]))[0] == pytest.approx(1 - 0.5**4)
    assert leads(np.array([5.0]), np.array([5.0]))[0] == pytest.approx(0.5)


def test_an_own_share_is_held_against_the_base():
    """A uniform prior (weight 2, base ½) and 3 of 3: P(θ > ½) = 1 − ½⁴, P(θ > .6) = 1 − .6⁴."""
    hits = np.array([3.0])
    assert above(hits, hits, 0.5, 2.0, 0.0)[0] == pytest.approx(1 - 0.5**4)
    assert above(hits, hits, 0.5, 2.0, 0.1)[0] == pytest.approx(1 - 0.6**4)
    assert 0.0 == above(hits, hits, 0.95, 2.0, 0.1)[0]  # nothing is above 105 %


def test_the_prior_weighs_what_the_pairs_say():
    """Half of the pairs alike where the mix gives half: no taste of one's own, the mix weighs most.  All alike: least."""
    four = pd.Series([4.0])
    half = np.array([0.5, 0.5])

    assert 20.0 == prior_weight(four, pd.Series([8.0]), half)
    assert 0.5 == prior_weight(four, pd.Series([16.0]), half)
    # 3 : 1 has 6 of 12 ordered pairs alike; over a mix that gives a quarter, ρ = 1/3, so the prior is 2
    assert 2.0 == prior_weight(four, pd.Series([10.0]), np.full(4, 0.25))
    assert 2.0 == prior_weight(pd.Series([1.0]), pd.Series([1.0]), half)  # nobody has chosen twice


def test_the_mix_counts_first_and_second_choices():
    mix = base_mix(pd.DataFrame({"top": ["b", "a"], "top_n": [3.0, 2.0], "second": ["a", None], "second_n": [1.0, 0.0]}))

    assert {"a": 0.5, "b": 0.5} == mix.to_dict()
    assert ["a", "b"] == list(mix.index)  # equals by name


def test_what_everybody_does_is_no_easier_to_claim():
    """Web is nine tenths of the base: its lover needs as much evidence as the prior gives to the rival."""
    mix = pd.Series([0.9, 0.1], index=["Web", "Shop"])
    tops = pd.DataFrame({"top": ["Web", "Shop"], "top_n": [3.0, 3.0], "second": [None, None], "second_n": [0.0, 0.0]})
    web, shop = first_choice(tops, mix, 10.0)

    assert web == pytest.approx(leads(np.array([4.0]), np.array([1.0]))[0])
    assert shop == pytest.approx(leads(np.array([4.0]), np.array([9.0]))[0])
    assert shop < 0.5


def test_a_common_value_never_chosen_can_be_the_strongest_rival():
    mix = pd.Series([0.8, 0.1, 0.1], index=["Tea", "Cups", "Gifts"])
    tops = pd.DataFrame({"top": ["Cups"], "top_n": [3.0], "second": ["Gifts"], "second_n": [1.0]})

    assert first_choice(tops, mix, 5.0)[0] == pytest.approx(leads(np.array([3.5]), np.array([4.0]))[0])


def test_who_is_of_two_minds_has_no_clear_preference(even):
    definition = preference.fit(even, by="channel")

    assert "Web" == segment_of(even, definition, "Web", 6, "Shop", 0)
    assert "no_clear_preference" == segment_of(even, definition, "Shop", 3, "Web", 3)
    assert "no_clear_preference" == segment_of(even, definition, "Shop", 4, "Web", 3)
    assert "too_few_orders" == segment_of(even, definition, "Shop", 2, None, 0)
    assert "other_preference" == segment_of(even, definition, "Phone", 9, None, 0)  # not in the ruler


def test_more_certainty_is_harder_to_reach(even):
    row = ("Web", 5, "Shop", 1)

    assert "Web" == segment_of(even, preference.fit(even, by="channel", confidence=0.85), *row)
    assert "no_clear_preference" == segment_of(even, preference.fit(even, by="channel", confidence=0.99), *row)


def test_rare_values_share_a_segment(even):
    definition = preference.fit(even, by="channel", most=1)

    assert ["Shop", "other_preference", "no_clear_preference", "too_few_orders"] == list(
        preference.describe(definition)["segment"]
    )[:4]
    assert "other_preference" == segment_of(even, definition, "Web", 6, "Shop", 0)


def bargains(rows: list[tuple[int, int]]) -> pd.DataFrame:
    """Buyers from (orders, of these on discount)."""
    table = pd.DataFrame(rows, columns=["habits.priced_n", "habits.discount_n"])
    return table.assign(customer_id=[f"c{i:04d}" for i in range(len(table))], state="buyer")


def test_bargains_are_relative_to_the_clients_own_base():
    """A third of all orders is on discount: always is well above, never well below, a third is like others."""
    features = bargains([(12, 12)] * 10 + [(12, 0)] * 20 + [(12, 4)] * 10 + [(2, 2)])
    definition = preference.fit(features, by="price")
    segment = preference.assign(features, definition)["segment"]

    assert {"price_promotion"} == set(segment[:10])
    assert {"price_full"} == set(segment[10:30])
    assert {"price_mixed"} == set(segment[30:40])
    assert "too_few_orders" == segment[40]
    assert pytest.approx((120 + 40 + 2) / (480 + 2)) == definition["base_share"].iloc[0]


def test_where_everybody_has_a_discount_it_says_nothing():
    features = bargains([(12, 12)] * 10)

    assert "no_price_held" == preference.missing_for(features, "price")
    assert set() == set(preference.variants(features))
    assert "no_habits" == preference.lacking(features)


def test_hours_decide_what_time_means(even):
    """Every order at midnight is a file without hours: then the weekend is asked about."""
    daily = record([("night", 4, None, 0)] * 30, "daypart").assign(**{"habits.order_n": 4, "habits.weekend_n": [4] * 10 + [1] * 20})

    assert "weekend" == preference.fit(daily, by="time")["by"].iloc[0]
    segments = preference.assign(daily, preference.fit(daily, by="time"))["segment"]
    assert "time_weekend" in set(segments[:10])
    assert ("time",) == preference.variants(daily)
    hourly = daily.assign(**{"habits.daypart_top": ["morning", "evening"] * 15})
    assert "daypart" == preference.fit(hourly, by="time")["by"].iloc[0]


def test_the_planted_taste_is_found_and_chance_is_not():
    """Of 3,000 customers who choose one of four by lot, few have a clear preference; of 300 who choose one of them, most."""
    rng = np.random.default_rng(3)
    counts = np.vstack([rng.multinomial(8, [0.25] * 4, 3000), rng.multinomial(8, [0.91, 0.03, 0.03, 0.03], 300)])
    order = np.argsort(-counts, axis=1, kind="stable")
    rows, words = np.arange(len(counts)), np.array(["a", "b", "c", "d"], dtype=object)
    features = record(
        list(zip(words[order[:, 0]], counts[rows, order[:, 0]], words[order[:, 1]], counts[rows, order[:, 1]], strict=True)),
        "category",
    ).assign(**{"habits.category_n": 8, "habits.category_squares": (counts**2).sum(axis=1)})
    definition = preference.fit(features, by="category")
    segment = preference.assign(features, definition)["segment"]
    overview = overview_of(
        {"preference.category": preference.evidence(features, definition)}, {"preference.category": definition}
    ).iloc[0]

    assert (segment[3000:] == "a").mean() > 0.9
    assert (segment[:3000] != "no_clear_preference").mean() < 0.1
    assert overview["chance"] < 0.1
    assert overview["low"] > overview["chance"]


def test_customers_drawn_by_lot_are_as_clear_as_chance():
    rng = np.random.default_rng(5)
    web = rng.binomial(6, 0.5, 4000)
    rows = [("Web", n, "Shop", 6 - n) if n > 3 else ("Shop", 6 - n, "Web", n) for n in web]
    features = record(rows)
    definition = preference.fit(features, by="channel")
    overview = preference.overview(features, {"preference.channel": definition, "rfm": definition}).iloc[0]

    assert overview["share"] == pytest.approx(overview["chance"], abs=0.02)
    assert len(preference.overview(features, {"preference.channel": definition})) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"by": "taste"}, "Unknown preference 'taste'"),
        ({"minimum": 1}, "'minimum' is 1. Choose 2 or more"),
        ({"confidence": 1.0}, "'confidence' is 1.0. Choose a probability"),
        ({"lead": -0.1}, "'lead' is -0.1. Choose a share"),
        ({"most": 0}, "'most' is 0. Choose 1 or more"),
        ({"time": "noon"}, "Unknown time 'noon'"),
    ],
)
def test_settings_out_of_range_are_refused(even, settings, words):
    with pytest.raises(ConfigError, match=words):
        preference.fit(even, **({"by": "channel"} | settings))
