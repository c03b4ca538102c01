"""Combined lenses: who has a combination of enough customers keeps it, the others are merged by rule."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import combined
from analysis.text import Text


def people(**counts) -> pd.DataFrame:
    """So many buyers per combination, written value_stage=count."""
    rows = [key.split("_") for key, n in counts.items() for _ in range(n)]
    table = pd.DataFrame(rows, columns=[f"segment.{lens}" for lens in ("value", "lifecycle", "risk")[: len(rows[0])]])
    return table.assign(customer_id=[f"c{i}" for i in range(len(table))], state="buyer")


def sizes(features, **settings) -> dict[str, int]:
    return combined.assign(features, combined.fit(features, **settings))["segment"].value_counts().to_dict()


def test_small_combinations_join_their_neighbours_and_what_is_left_the_others():
    """Of tier a two stages are too small alone and enough together; of b one is too small and has no neighbour to join."""
    features = people(a_loyal=50, a_new=20, a_dormant=15, b_loyal=40, b_new=5)

    assert {
        "value=a|lifecycle=loyal": 50,
        "value=b|lifecycle=loyal": 40,
        "value=a|(other)": 35,
        "(other combinations)": 5,
    } == sizes(features)


def test_three_lenses_give_up_the_last_one_first():
    features = people(a_new_low=20, a_new_high=20, a_loyal_low=10, a_loyal_high=25, b_new_low=3)
    found = sizes(features, by=["value", "lifecycle", "risk"])

    assert {"value=a|lifecycle=new|(other)": 40, "value=a|lifecycle=loyal|(other)": 35, "(other combinations)": 3} == found


def test_a_combination_never_seen_goes_where_its_neighbours_went():
    definition = combined.fit(people(a_loyal=50, a_new=20, a_dormant=15, b_loyal=40))
    unseen = combined.assign(people(a_back=1, b_back=1, c_back=1), definition)["segment"]

    assert ["value=a|(other)", "(other combinations)", "(other combinations)"] == list(unseen)


def test_most_customers_first_the_merged_last():
    rule = combined.describe(combined.fit(people(a_loyal=40, a_new=20, a_dormant=15, b_loyal=50)))

    assert [
        "value=b|lifecycle=loyal", "value=a|lifecycle=loyal", "value=a|(other)", "(other combinations)", "refund_only", "no_order",
    ] == list(rule["segment"])  # fmt: skip
    assert [1, 1, 2, 0] == list(rule["combinations"][:4])


def test_the_name_is_made_of_the_names_of_the_parts():
    """The founder of the words is `Text`: it takes the keys apart that are put together here."""
    features = people(a_loyal=50, a_new=20, a_dormant=15)
    keys = combined.describe(combined.fit(features))["segment"]

    assert ["A × Loyal", "A × Others"] == [Text("en").name("segment", key) for key in keys[:2]]
    assert "A类 × 忠诚客户" == Text("zh").name("segment", keys[0])


def test_a_clients_word_with_the_joining_signs_stays_one_part():
    features = people(a_loyal=40).assign(**{"segment.value": "size=L|XL"})

    assert {"value=size≈L/XL|lifecycle=loyal": 40} == sizes(features)


@pytest.mark.parametrize("by", ["value", ["value", "value"], ["a", "b", "c", "d"], ["value", "combined"]])
def test_two_or_three_different_lenses_are_crossed(by):
    with pytest.raises(ConfigError, match=r"settings\.combined\.by is"):
        combined.fit(people(a_loyal=40), by=by)


def test_lenses_can_be_joined_by_a_plus():
    features = people(a_loyal=40)

    pd.testing.assert_frame_equal(combined.fit(features, by="value+lifecycle"), combined.fit(features, by=["value", "lifecycle"]))
    assert "no_lenses" == combined.lacking(features, by="value+rfm")
