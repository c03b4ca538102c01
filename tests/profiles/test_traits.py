"""Traits of customers: bands, top levels, missing values."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.profiles import customer_traits, numeric_traits
from analysis.profiles.levels import without_makers

AS_OF = pd.Timestamp("2024-12-31")


def features(n: int, **columns: object) -> pd.DataFrame:
    base = {"customer_id": [f"c{i}" for i in range(n)], "weekend_share": np.nan, "revenue": 1.0}
    return pd.DataFrame(base | columns)


def people(**columns: list) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], **columns})


def trait(name: str, values: list) -> list:
    table = customer_traits(features(len(values)), people(**{name: values}), attributes={name: "demographic"}, as_of=AS_OF)
    return table["age" if name in ("birth_date", "birth_year") else name].tolist()


def test_age_is_counted_in_completed_years():
    """Born on 31 December 2006: eighteen on the day.  Born on 1 January 2007: still seventeen."""
    born = [pd.Timestamp("2006-12-31"), pd.Timestamp("2007-01-01"), pd.Timestamp("1960-05-05")]

    assert ["18–24", "0–17", "55–64"] == trait("birth_date", born)
    assert [18.0, 17.0, 64.0] == numeric_traits(
        features(3), people(birth_date=born), attributes={"birth_date": "demographic"}, as_of=AS_OF
    )["age"].tolist()


def test_birth_dates_that_mean_unknown_are_missing():
    born = ["1900-01-01", "1901-12-31", "1902-01-01", "2030-01-01", None]

    assert ["(missing)", "(missing)", "65+", "(missing)", "(missing)"] == trait("birth_date", born)


def test_birth_years_and_ages_are_read_too():
    assert ["(missing)", "35–44"] == trait("birth_year", [1900, 1985])
    assert ["(missing)", "35–44", "(missing)"] == trait("age", [150, 40, -1])


def test_the_ten_most_frequent_levels_keep_their_name():
    cities = [f"city {i:02d}" for i in range(12) for _ in range(20 - i)]

    levels = set(customer_traits(features(len(cities), city=cities), as_of=AS_OF)["city"])

    assert 11 == len(levels)
    assert "(other)" in levels
    assert "city 09" in levels
    assert "city 10" not in levels


def test_unknown_values_are_a_level_of_their_own():
    table = customer_traits(features(3, top_channel=["web", None, "web"]), as_of=AS_OF)

    assert ["web", "(missing)", "web"] == table["top_channel"].tolist()


def test_a_trait_that_nobody_has_is_left_out():
    table = customer_traits(features(2, top_channel=[None, None]), as_of=AS_OF)

    assert ["customer_id"] == table.columns.tolist()


def test_a_weekend_buyer_orders_half_of_the_time_at_the_weekend():
    table = customer_traits(features(3, weekend_share=[0.5, 0.49, np.nan]), as_of=AS_OF)

    assert ["yes", "no", "(missing)"] == table["weekend_buyer"].tolist()


def test_whole_numbers_are_written_without_a_point():
    table = customer_traits(features(3, top_weekday=[1.0, 7.0, np.nan]), as_of=AS_OF)

    assert ["1", "7", "(missing)"] == table["top_weekday"].tolist()


def test_other_numbers_fall_into_bands_with_rounded_limits():
    bands = trait("income", list(range(1000, 2000, 10)))

    assert {"<1,200": 20, "1,200–1,500": 30, "1,500–1,700": 20, "1,700+": 30} == pd.Series(bands).value_counts().to_dict()


def test_bands_of_small_counts_say_the_last_number_inside():
    """0 to 11, each ten times: the quarters begin at 3, 6 and 9 (2.75, 5.5 and 8.25, and a visit is whole)."""
    assert {"<3": 30, "3–5": 30, "6–8": 30, "9+": 30} == pd.Series(trait("visits", list(range(12)) * 10)).value_counts().to_dict()


def test_a_band_of_one_number_is_that_number():
    assert {"<2", "2", "3+"} == set(trait("deals", [1] * 10 + [2] * 40 + [3] * 40 + list(range(4, 12))))


def test_years_and_millions_are_written_as_one_reads_them():
    assert "1,500,000+" in trait("turnover", list(range(1_000_000, 1_700_000, 10_000)))
    assert "2010+" not in trait("turnover", list(range(2001, 2019)))
    assert all("," not in band for band in trait("joined_year", list(range(2001, 2019))))


def test_numbers_with_few_values_are_categories():
    assert ["1", "2", "2"] == trait("children", [1, 2, 2])


def test_only_declared_attributes_are_read_and_neither_consent_nor_an_outcome_is_one_of_them():
    customers = people(sex=["f", "m"], phone=["1", "2"], may_mail=["yes", "no"], churn=["no", "yes"])
    kinds = {"sex": "demographic", "may_mail": "consent", "churn": "outcome"}

    table = customer_traits(features(2), customers, attributes=kinds, as_of=AS_OF)

    assert ["customer_id", "sex"] == table.columns.tolist()


def test_a_customer_without_a_row_of_attributes_is_missing():
    table = customer_traits(features(3), people(sex=["f", "m"]), attributes={"sex": "demographic"}, as_of=AS_OF)

    assert ["f", "m", "(missing)"] == table["sex"].tolist()


def test_a_declared_attribute_that_is_not_there_is_named():
    with pytest.raises(SchemaError, match=r"'customers' has no column 'level'. Columns found: customer_id, sex"):
        customer_traits(features(1), people(sex=["f"]), attributes={"level": "membership"}, as_of=AS_OF)


def test_numeric_traits_are_floats_in_their_own_units():
    table = numeric_traits(
        features(2, order_count=pd.array([3, None], dtype="Int64")),
        people(points=[10, 20]),
        attributes={"points": "metric"},
        as_of=AS_OF,
    )

    assert {"customer_id", "revenue", "order_count", "points"} == set(table.columns)
    assert {"float64"} == set(table.drop(columns="customer_id").dtypes.astype(str))


def test_input_is_left_unchanged():
    frame, customers = features(2, city=["a", None]), people(birth_date=["1980-01-01", "1900-01-01"])
    copies = frame.copy(), customers.copy()

    customer_traits(frame, customers, attributes={"birth_date": "demographic"}, as_of=AS_OF)

    pd.testing.assert_frame_equal(frame, copies[0])
    pd.testing.assert_frame_equal(customers, copies[1])


def test_what_makes_the_segments_is_no_trait_of_theirs():
    """A lens by city: city and region would only say again which segment it is."""
    table = people(city=["a"], region=["b"], sex=["f"])

    assert ["customer_id", "sex"] == list(without_makers(table, ("city",)).columns)
    assert ["customer_id", "city", "region"] == list(without_makers(table, ("sex", "recency_days")).columns)


def test_without_orders_traits_are_what_is_declared_and_a_figure_of_0_and_1_says_whether():
    """No weekend share, no favourite channel; a score is a number alone, a yes or no a level alone."""
    listed = pd.DataFrame({"customer_id": ["a", "b", "c"], "revenue": [1.0, 2.0, 3.0]})
    said = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "complained": [0, 1, 0],
            "children": [0, 1, 2],
            "comfort": [1.0, 5.0, 3.0],
            "tasty": [1.0, 0.0, 1.0],
        }
    )
    kinds = {"complained": "metric", "children": "metric", "comfort": "answer", "tasty": "answer"}
    end = pd.Timestamp("2024-12-31")

    levels = customer_traits(listed, said, attributes=kinds, as_of=end)
    numbers = numeric_traits(listed, said, attributes=kinds, as_of=end)

    assert ["customer_id", "complained", "children", "tasty"] == levels.columns.tolist()
    assert (["no", "yes", "no"], ["yes", "no", "yes"]) == (levels["complained"].tolist(), levels["tasty"].tolist())
    assert ["customer_id", "revenue", "children", "comfort"] == numbers.columns.tolist()
