"""Room to grow: own orders and categories against the upper quartile of comparable customers."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.segmentations import growth


def buyers(orders, categories, *, tenure=400.0, favourite="tea") -> pd.DataFrame:
    n = len(orders)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "state": "buyer",
            "order_count": orders,
            "category_count": categories,
            "tenure_days": tenure,
            "top_category": pd.Series([favourite] * n, dtype="str"),
        }
    )


# Eight buyers, upper quartile (the sixth of eight) eight orders and four categories: room up to four orders, two categories.
EIGHT = buyers([1, 4, 5, 6, 7, 8, 9, 10], [1, 2, 4, 2, 4, 4, 4, 4])


def test_the_mark_is_the_upper_quartile_and_half_of_it_leaves_room():
    definition = growth.fit(EIGHT)
    found = growth.assign(EIGHT, definition)["segment"]

    band = definition[definition["tenure"] == 3].iloc[0]
    assert (8.0, 4.0, 8) == (band["orders_mark"], band["categories_mark"], band["buyers"])
    assert ["growth_both", "growth_both", "growth_none", "growth_categories"] == list(found[:4])
    assert {"growth_none"} == set(found[4:])


def test_many_orders_of_few_categories_and_the_reverse_are_two_levers():
    two = buyers([2, 9], [4, 1])

    assert ["growth_orders", "growth_categories"] == list(growth.assign(two, growth.fit(EIGHT))["segment"])


def test_customers_are_held_against_those_of_their_own_tenure():
    """Two orders are little after a year, and what newcomers have at best."""
    new = buyers([1, 1, 2, 2], [1, 1, 1, 1], tenure=30.0).assign(customer_id=list("abcd"))
    definition = growth.fit(pd.concat([EIGHT, new], ignore_index=True))

    assert ["growth_both"] == list(growth.assign(buyers([2], [1]), definition)["segment"])
    assert ["growth_none"] == list(growth.assign(buyers([2], [1], tenure=30.0), definition)["segment"])


def test_a_category_with_enough_buyers_has_a_mark_of_its_own():
    rare = buyers([2] * 4, [4] * 4, favourite="sofa").assign(customer_id=list("abcd"))
    both = pd.concat([EIGHT, rare], ignore_index=True)
    one = buyers([2], [4], favourite="sofa")

    assert "growth_none" == growth.assign(one, growth.fit(both, reliable_buyers=4))["segment"][0]
    assert "growth_orders" == growth.assign(one, growth.fit(both, reliable_buyers=5))["segment"][0]


def test_who_did_not_order_in_the_window_stands_apart_and_sets_no_mark():
    quiet = buyers([0] * 20, [0] * 20).assign(customer_id=[f"q{i}" for i in range(20)])
    definition = growth.fit(pd.concat([EIGHT, quiet], ignore_index=True))

    assert 8.0 == definition[definition["tenure"] == 3].iloc[0]["orders_mark"]
    assert ["growth_quiet"] == list(growth.assign(quiet.head(1), definition)["segment"])


def test_a_band_nobody_was_in_gives_nobody_room():
    assert ["growth_none"] == list(growth.assign(buyers([1], [1], tenure=3000.0), growth.fit(EIGHT))["segment"])


@pytest.mark.parametrize("settings", [{"room": 1.0}, {"tenure_days": (365.0, 180.0)}, {"reliable_buyers": 0}])
def test_settings_out_of_range_are_named(settings):
    with pytest.raises(ConfigError, match=f"'{next(iter(settings))}' is"):
        growth.fit(EIGHT, **settings)


def test_a_record_without_categories_says_what_it_lacks():
    assert "no_categories" == growth.lacking(EIGHT.assign(top_category=pd.Series([None] * 8, dtype="str")))
    assert "no_orders" == growth.lacking(EIGHT.drop(columns="order_count"))
    assert "" == growth.lacking(EIGHT)
