"""A published e-mail test of 64,000 customers in three arms, against the figures verified beside the data."""

import pandas as pd
import pytest

from analysis.evaluation import experiment_effects, trial_design, trial_people
from tests.segmentations.conftest import SHARED_DATA

FILE = SHARED_DATA / "hillstrom" / "hillstrom.csv"
THIRDS = {"control": 1, "Mens E-Mail": 1, "Womens E-Mail": 1}
COLUMNS = {"segment": "arm", "conversion": "ordered", "spend": "revenue"}
GIVEN = ("recency", "history", "mens", "womens", "newbie")

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the set is not held here")


@pytest.fixture(scope="module")
def people():
    table = pd.read_csv(FILE).rename(columns=COLUMNS).replace({"arm": {"No E-Mail": "control"}})
    return trial_people(table, days=14, given=[*GIVEN, "history_segment"])


@pytest.fixture(scope="module")
def design(people):
    return trial_design(people, planned={"(campaign)": THIRDS}, given=GIVEN)


@pytest.fixture(scope="module")
def effects(people, design):
    divided = {f"attribute.{name}": name for name in ("mens", "womens", "newbie", "history_segment")}
    return experiment_effects(people, design, days=14, given=GIVEN, dimensions=divided)


def overall(effects, outcome):
    mine = effects[(effects["dimension"] == "(all)") & (effects["outcome"] == outcome)]
    return mine.set_index("arm").loc[["Mens E-Mail", "Womens E-Mail", "control"]]


def test_groups_are_as_large_as_planned_and_alike_before(design):
    assert 0.90 == round(design.loc[0, "sample_ratio_p"], 2)
    assert design.loc[0, "balance_p"] > 0.05
    assert design.loc[0, "farthest"] < 0.02
    assert design.loc[0, "randomised"]


@pytest.mark.parametrize(
    ("outcome", "values", "differences", "digits"),
    [
        ("visit", [0.1828, 0.1514, 0.1062], [0.0766, 0.0452], 4),
        ("ordered", [0.01253, 0.00884, 0.00573], [0.00681, 0.00311], 5),
        ("revenue", [1.4226, 1.0772, 0.6528], [0.7698, 0.4244], 4),
    ],
)
def test_outcomes_and_differences(effects, outcome, values, differences, digits):
    table = overall(effects, outcome)

    assert values == table["value"].round(digits).tolist()
    assert differences == table["difference"].dropna().round(digits).tolist()
    assert (table["p_adjusted"].dropna() < 0.01).all()


def test_spend_by_welch(effects):
    table = overall(effects, "revenue")

    assert "1.2e-07" == f"{table.loc['Mens E-Mail', 'p']:.1e}"
    assert 0.0011 == round(table.loc["Womens E-Mail", "p"], 4)


def test_the_womens_mail_works_on_those_who_bought_womens_goods(effects):
    """By what was bought before, with false discoveries controlled; newcomers and past spend make no difference."""
    parts = effects[(effects["outcome"] == "visit") & (effects["arm"] == "Womens E-Mail")].set_index(["dimension", "segment"])
    differ = parts.groupby("dimension")["differ_p"].first()

    assert {"attribute.mens", "attribute.womens"} == set(differ.index[differ < 0.05])
    assert (0.011, 0.073) == tuple(parts.loc["attribute.womens", "difference"].round(3))
    assert (
        parts.loc["attribute.womens", "drawn"]
        .between(parts.loc["attribute.womens", "drawn_low"], parts.loc["attribute.womens", "drawn_high"])
        .all()
    )
