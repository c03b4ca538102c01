"""Demographic groups: ages on a day, bands that stay, the client's own words, and who told nothing."""

import csv

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import demographic

AS_OF = "2025-12-31"


def people(**columns) -> pd.DataFrame:
    """A record with attributes; customers are numbered."""
    n = len(next(iter(columns.values())))
    held = {f"attribute.{name}": values for name, values in columns.items()}
    return pd.DataFrame({"customer_id": [f"p{i:04d}" for i in range(n)], "state": "known", **held})


def groups(record, **settings):
    definition = demographic.fit(record, **settings)
    return demographic.assign(record, definition)["segment"].tolist(), definition


def test_an_age_is_that_of_the_day():
    """18 on 31 December, 17 on the day before the birthday; who is to be born, or was born in 1893, told nothing."""
    born = pd.to_datetime(["2007-12-31", "2008-01-01", "1900-01-01", "1893-05-05", "2026-01-01", None, "1960-12-31", "1961-01-01"])
    found, _ = groups(people(birth_date=born), by="age", as_of=AS_OF)

    assert ["18–24", "<18", "(missing)", "(missing)", "(missing)", "(missing)", "65+", "55–64"] == found


def test_a_birth_date_comes_before_a_birth_year_and_an_age():
    record = people(birth_date=["1990-06-01"], birth_year=[1950], age=[10])

    assert ["35–44"] == groups(record, by="age", as_of=AS_OF)[0]
    assert ["65+"] == groups(record.drop(columns="attribute.birth_date"), by="age", as_of=AS_OF)[0]
    assert ["<18"] == groups(record[["customer_id", "state", "attribute.age"]], by="age")[0]


def test_minors_are_always_a_band_of_their_own():
    found, definition = groups(people(age=[12, 18, 45, 60, 101]), by="age", bands={"age": [45, 60]})

    assert ["<18", "18–44", "45–59", "60+", "(missing)"] == found
    assert ["<18", "18–44", "45–59", "60+", "(missing)"] == definition["segment"].tolist()


def test_without_a_day_there_is_no_age():
    record = people(birth_year=[1980, 1990])

    assert () == demographic.variants(record)
    with pytest.raises(ConfigError, match="'as_of' is not given"):
        demographic.fit(record, by="age")
    with pytest.raises(ConfigError, match="'as_of' is 'soon'"):
        demographic.fit(record, by="age", as_of="soon")


def test_a_dated_definition_lets_customers_age_and_keeps_the_bands():
    record = people(birth_date=pd.to_datetime(["2001-06-01"]))
    _, definition = groups(record, by="age", as_of="2025-12-31")
    later = demographic.dated(definition, as_of="2026-12-31")

    assert ["18–24"] == demographic.assign(record, definition)["segment"].tolist()
    assert ["25–34"] == demographic.assign(record, later)["segment"].tolist()
    pd.testing.assert_frame_equal(definition.drop(columns="as_of"), later.drop(columns="as_of"))


def test_a_number_is_cut_at_its_quarters_and_said_roundly():
    """1 to 100 thousand: quarters at 25, 50 and 75 thousand; a limit belongs to the band above it."""
    record = people(income=np.arange(1, 101) * 1000.0)
    found, definition = groups(record, by="income")

    assert ["<25,000", "25,000–50,000", "50,000–75,000", "75,000+", "(missing)"] == definition["segment"].tolist()
    assert [24, 25, 25, 26, 0] == definition["customers"].tolist()
    assert "25,000–50,000" == found[24]


def test_years_are_cut_to_the_year_and_written_as_years():
    """One customer for each year from 1926 to 2025; two figures would make a century of every quarter."""
    _, definition = groups(people(graduation_year=np.arange(1926.0, 2026.0)), by="graduation_year")

    assert ["<1950", "1950–1975", "1975–2000", "2000+", "(missing)"] == definition["segment"].tolist()


def test_an_outlier_is_banded_and_a_minus_is_none():
    record = people(income=[-1.0, *np.arange(1, 101) * 1000.0, 666_666.0])
    found, _ = groups(record, by="income", bands={"income": [50_000]})

    assert ("(missing)", "50,000+") == (found[0], found[-1])


@pytest.mark.parametrize("bands", [[50, 20], [10, 10], ["a"], [True], [float("nan")]])
def test_bands_must_rise(bands):
    with pytest.raises(ConfigError, match="'bands' of 'income'"):
        demographic.fit(people(income=[1.0, 2.0]), by="income", bands={"income": bands})


def test_words_stay_and_rare_ones_stand_together():
    """Eight words are kept, and none that under one in 200 has; 'unknown' is not known."""
    record = people(occupation=["clerk"] * 600 + ["nurse"] * 390 + ["astronaut"] * 4 + ["unknown", " ", None])
    _, definition = groups(record, by="occupation")

    assert ["clerk", "nurse", "(other)", "(missing)"] == definition["segment"].tolist()
    assert [600, 390, 4, 3] == definition["customers"].tolist()
    assert 3 == len(demographic.fit(record, by="occupation", kept=1))


def test_a_word_never_seen_is_another():
    _, definition = groups(people(sex=["f", "m", "m"]), by="sex")

    assert ["(other)"] == demographic.assign(people(sex=["x"]), definition)["segment"].tolist()


def test_words_with_figures_stand_in_their_order():
    _, definition = groups(people(age_group=["25-34"] * 5 + ["18-24"] * 3 + ["<18"] + ["55+"] * 9), by="age_group")

    assert ["<18", "18-24", "25-34", "55+"] == definition["segment"].tolist()[:4]


def test_only_what_divides_is_offered():
    """A constant, a street, a date and a consent divide nobody; a birth year does, whatever the file calls it."""
    n = 40
    record = people(
        sex=["f", "m"] * 20, country=["UK"] * n, street=[f"Road {i}" for i in range(n)], wedding=pd.to_datetime(["2020-01-01", "2021-01-01"] * 20),
        email=["yes", "no"] * 20, birth_year=list(range(1960, 2000)), spent=list(range(n)),
    )  # fmt: skip
    kinds = dict.fromkeys(("sex", "country", "street", "wedding"), "demographic") | {
        "email": "consent",
        "birth_year": "metric",
        "spent": "metric",
    }

    assert ("age", "sex") == demographic.variants(record, kinds=kinds, as_of=AS_OF)
    assert ("age", "sex") == demographic.variants(record, as_of=AS_OF)
    assert "" == demographic.lacking(record, kinds=kinds)
    assert "no_demographic_attributes" == demographic.lacking(record[["customer_id", "state"]], kinds=kinds)


def test_an_attribute_that_is_not_held_is_named():
    with pytest.raises(SchemaError, match=r"no column 'attribute\.shoe_size'"):
        demographic.fit(people(sex=["f"]), by="shoe_size")
    with pytest.raises(ConfigError, match="demographic attribute"):
        demographic.fit(people(sex=["f"]))


@pytest.fixture
def campaign(shared_data):
    path = shared_data / "marketing-campaign" / "marketing_campaign.csv"
    if not path.exists():
        pytest.skip("the public set is not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = pd.DataFrame(list(csv.DictReader(file, delimiter="\t")))
    return people(
        marital_status=rows["Marital_Status"], birth_year=rows["Year_Birth"], income=rows["Income"], education=rows["Education"]
    )


def test_marital_status_of_the_campaign_set(campaign):
    """Published: Married 864, Together 580, Single 480, Divorced 232, Widow 77, and seven jokes."""
    _, definition = groups(campaign, by="marital_status")

    assert {"Married": 864, "Together": 580, "Single": 480, "Divorced": 232, "Widow": 77, "(other)": 7, "(missing)": 0} == dict(
        zip(definition["segment"], definition["customers"], strict=True)
    )


def test_impossible_births_and_missing_incomes_of_the_campaign_set(campaign):
    """Births in 1893, 1899 and 1900; 24 incomes missing; 666,666 is in the highest band."""
    ages, _ = groups(campaign, by="age", as_of="2014-06-29")
    incomes, definition = groups(campaign, by="income")

    assert 3 == ages.count("(missing)")
    assert 24 == incomes.count("(missing)")
    assert definition["segment"].iloc[-2] == incomes[campaign.index[campaign["attribute.income"] == "666666"][0]]
