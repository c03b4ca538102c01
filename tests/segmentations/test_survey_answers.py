"""From questionnaires to one row per respondent, and whether the answers can be relied on."""

import numpy as np
import pandas as pd
import pytest

from analysis.schema import DERIVED, check_columns
from analysis.segmentations import survey_checks, survey_components, survey_profile
from analysis.segmentations.survey_answers import survey_table

SCALE = (1.0, 5.0)
FIVE = {f"q{i}": ("need", SCALE, False) for i in range(5)}


def answers(*rows, ids=None, **columns):
    table = pd.DataFrame(rows, columns=list(FIVE), dtype=float)
    return table.assign(customer_id=ids or [f"c{i}" for i in range(len(rows))], **columns)


def test_the_latest_answer_up_to_the_day_counts():
    given = answers(
        [1] * 5, [2] * 5, [3] * 5, ids=["a", "a", "a"], answered_at=pd.to_datetime(["2025-01-01", "2025-06-01", "2026-02-01"])
    )
    table = survey_table(given, FIVE, as_of=pd.Timestamp("2025-12-31"))

    assert [2.0] == list(table["need.q0"])
    assert [0.25] == list(table["answer_mean"])
    check_columns(DERIVED["survey"], table.columns)


def test_respondents_without_a_customer_stand_for_themselves_but_never_beside_customers():
    alone = answers([1, 2, 3, 4, 5]).drop(columns="customer_id").assign(respondent_id=["r1"])
    mixed = answers([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], ids=["a", None]).assign(respondent_id=["r1", "a"])

    assert ["r1"] == list(survey_table(alone, FIVE)["customer_id"])
    assert ["a"] == list(survey_table(mixed, FIVE)["customer_id"])
    assert 1.0 == survey_table(mixed, FIVE)["need.q0"].iloc[0]


def test_one_answer_to_everything_is_seen_through_items_turned_round():
    """q4 was answered 2 like the others, and turned round at the door: 4."""
    items = FIVE | {"q4": ("need", SCALE, True)}
    table = survey_table(answers([2, 2, 2, 2, 4], [2, 2, 2, 2, 2], [1, 2, 3, 4, 5], [np.nan, 2, 2, 2, 4]), items)

    assert [1.0, 0.0, 0.0] == list(table["one_answer"].head(3))
    assert np.isnan(table["one_answer"].iloc[3])


def test_ticking_nothing_is_an_answer():
    items = dict.fromkeys(FIVE, ("attitude", (0.0, 1.0), False))

    assert survey_table(answers([0] * 5, [1, 0, 1, 0, 1]), items)["one_answer"].isna().all()


def test_no_answers_no_table():
    assert survey_table(None, FIVE) is None
    assert survey_table(answers([1] * 5), {"comment": ("free_text", None, False)}) is None


@pytest.fixture
def hundred():
    """q0 to q3 rise together, q4 falls."""
    level = np.tile([1, 2, 3, 4, 5], 20)
    wave = np.repeat([0, 1], 50)
    rows = np.column_stack([level, level, np.clip(level + wave, 1, 5), level, 6 - level])
    return survey_table(answers(*rows.tolist()), FIVE)


def test_an_item_that_runs_against_the_others_is_flagged(hundred):
    checks = survey_checks.item_checks(hundred, FIVE).set_index("item")

    assert "against" == checks.loc["q4", "flag"]
    assert "" == checks.loc["q0", "flag"]
    assert 0.2 == checks.loc["q0", "lowest_share"]
    assert checks.loc["q4", "rest_correlation"] < -0.95
    check_columns(DERIVED["survey_item_checks"], checks.reset_index().columns)


def test_an_item_everybody_leaves_out_or_answers_alike_is_flagged(hundred):
    odd = hundred.assign(**{"need.q0": 3.0, "need.q1": hundred["need.q1"].where(hundred.index < 50)})
    flags = survey_checks.item_checks(odd, FIVE).set_index("item")["flag"]

    assert ["constant", "mostly_missing"] == [flags["q0"], flags["q1"]]


def test_straight_lining_is_held_against_chance():
    """Two of four say the same to all; each answers 1 or 2 evenly, so lot gives 2 x .5^5 = 1/16."""
    given = answers([1] * 5, [2] * 5, [1, 2, 1, 2, 1], [2, 1, 2, 1, 2])
    given = pd.concat([given] * 3, ignore_index=True).assign(customer_id=[f"c{i}" for i in range(12)])
    rows = survey_checks.response_checks(survey_table(given, FIVE), FIVE, known=48).set_index("measure")

    assert 0.25 == rows.loc["response", "value"]
    assert 6 == rows.loc["one_answer", "n"]
    assert 0.0625 == rows.loc["one_answer", "by_chance"]
    check_columns(DERIVED["survey_response"], rows.reset_index().columns)


def test_respondents_are_laid_beside_other_buyers():
    people = pd.DataFrame(
        {
            "state": "buyer",
            "revenue": [100.0, 102.0] * 20 + [50.0, 52.0] * 20,
            "order_count": 2,
            "survey.answered_share": [1.0] * 40 + [np.nan] * 40,
        }
    )
    rows = survey_checks.who_answered(people).set_index("outcome")

    assert (101.0, 51.0) == (rows.loc["revenue", "value"], rows.loc["revenue", "others"])
    assert rows.loc["revenue", "clear"]
    assert not rows.loc["order_count", "clear"]


def test_components_of_two_items_that_go_together():
    """x and y are one thing, z is apart: sd of (x + y) / sqrt 2 is sqrt 2 times that of x."""
    x = np.tile([-1.0, 1.0], 100)
    z = np.repeat([-1.0, 1.0], 100)
    found = survey_components.components(np.column_stack([x, x, z]), ("x", "y", "z")).drop_duplicates("component")

    sd = x.std(ddof=1)
    np.testing.assert_allclose([np.sqrt(2) * sd, sd, 0.0], found["sd"], atol=1e-9)
    np.testing.assert_allclose([2 / 3, 1 / 3, 0.0], found["share"], atol=1e-9)
    assert [1, 0, 0] == list(found["kept"])


def two_groups(spent):
    """60 respondents; need_1 spent one thing, need_2 another."""
    from analysis.segmentations import survey_definition as form

    record = pd.DataFrame(
        {
            "customer_id": [f"c{i:02d}" for i in range(60)],
            "state": "buyer",
            "revenue": spent,
            "order_count": 2,
            "survey.need.q": [5.0, 4.0] * 15 + [1.0, 2.0] * 15,
        }
    )
    names = pd.DataFrame({"segment": ["need_1", "need_2"], "n": 30, "value": 0.5, "kind": "segment"})
    centre = pd.DataFrame(
        {"segment": ["need_1", "need_2"], "item": "survey.need.q", "value": [1.5, -1.5], "spread": [4.5, 1.5], "kind": "centre"}
    )
    item = pd.DataFrame({"item": ["survey.need.q"], "value": 3.0, "spread": 1.0, "kind": "item"})
    definition = form.packed([form.settings_part("needs", {"centre": 0.0, "typed": 0.0}), item, names, centre])
    segments = pd.DataFrame({"customer_id": record["customer_id"], "segment": ["need_1"] * 30 + ["need_2"] * 30})
    return record, segments, definition


def test_the_profile_holds_means_and_what_differs():
    record, segments, definition = two_groups(100.0)
    profile = survey_profile.survey_profile(record, segments, definition, method="needs").set_index("segment")

    assert [4.5, 1.5] == list(profile["value"])
    assert [1.5, -1.5] == list(profile["difference"])
    assert [30, 30] == list(profile["n"])
    assert profile["low"]["need_1"] < 4.5 < profile["high"]["need_1"]
    hidden = survey_profile.survey_profile(record, segments, definition, method="needs", minimum=31)
    assert hidden["value"].isna().all()


def test_a_link_is_clear_or_it_is_not():
    apart = survey_profile.behaviour_link(*two_groups([10.0, 12.0] * 15 + [90.0, 92.0] * 15), method="needs")
    same = survey_profile.behaviour_link(*two_groups([10.0, 92.0] * 30), method="needs")

    assert 1 == apart.loc[apart["outcome"] == "revenue", "clear"].max()
    assert 0 == same["clear"].max()
    assert [11.0, 91.0] == list(apart[(apart["outcome"] == "revenue") & (apart["segment"] != "(all)")]["value"])
    check_columns(DERIVED["survey_behaviour"], apart.columns)


def test_a_small_count_takes_a_second_one_with_it():
    table = pd.DataFrame(
        {
            "method": "needs",
            "segment": ["need_1", "need_2", "not_surveyed"],
            "answered": [50, 4, 0],
            "placed": 0,
            "customers": [50, 4, 900],
        }
    )
    shown = survey_profile.presentable_placement(table, minimum=10)

    assert [True, True, False] == list(shown["answered"].isna())
    assert [True, True, False] == list(shown["customers"].isna())
