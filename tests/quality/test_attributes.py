"""Groups and figures of customers: nobody is singled out, nothing is left over by subtraction."""

from datetime import date

import pandas as pd
import pytest

from analysis.quality import attribute_numbers, attribute_values

AS_OF = {"as_of": date(2024, 12, 31), "table": "customers"}


def groups(values, kind="demographic", column="place", **settings):
    table = attribute_values(pd.DataFrame({column: values}), {column: kind}, **AS_OF, **settings)
    return dict(zip(table["value"], table["rows"], strict=True))


def test_groups_largest_first_and_the_missing_apart():
    assert {"b": 30, "a": 20, "(missing)": 5} == groups(["a"] * 20 + ["b"] * 30 + [None] * 3 + [" ", ""])


def test_a_small_group_takes_another_with_it():
    """3 of c could be told from the total; b joins them."""
    assert {"a": 40, "(other)": 23} == groups(["a"] * 40 + ["b"] * 20 + ["c"] * 3)


def test_small_groups_together_may_be_large_enough():
    assert {"a": 40, "(other)": 12} == groups(["a"] * 40 + ["b"] * 6 + ["c"] * 6)


def test_what_tells_everybody_apart_is_no_group():
    assert {} == groups([f"number {n}" for n in range(50)])


def test_birth_dates_become_ages_and_other_dates_years():
    born = pd.to_datetime(["1990-06-01"] * 12 + ["1950-01-01"] * 11)

    assert {"25–34": 12, "65+": 11} == groups(born, column="birth_date")
    assert {"1990": 12, "1950": 11} == groups(born, column="joined_at", kind="membership")


def test_a_year_of_birth_is_an_age_and_nobody_is_131():
    years = [1990] * 12 + [1950] * 11 + [1893] * 3

    assert {"25–34": 12, "65+": 11, "(missing)": 3} == groups(years, column="birth_year", kind="metric")


def test_a_figure_is_told_by_its_middle():
    """0 to 100: mean and median 50, nine tenths from 5 to 95, sum 5,050."""
    people = pd.DataFrame({"spend": [*map(float, range(101)), None]})
    row = attribute_numbers(people, {"spend": "metric"}, table="customers").iloc[0]

    assert (101, 50, 50, 5, 95, 5050) == tuple(row[["n", "mean", "median", "low", "high", "total"]])
    assert pytest.approx(1 / 102) == row["missing_share"]


def test_nine_people_give_no_figure():
    people = pd.DataFrame({"spend": [1.0] * 9})

    assert attribute_numbers(people, {"spend": "metric"}, table="customers").empty
