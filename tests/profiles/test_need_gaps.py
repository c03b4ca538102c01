"""Importance beside satisfaction: gaps, opportunity, what is derived."""

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.need_gaps import derived_demand, latest_answers, need_gaps, survey_demand
from analysis.schema import DERIVED, check_columns

SCALES = {"delivery": (1, 5), "delivery_met": (1, 5), "price": (1, 5), "price_met": (1, 5), "overall": (1, 5)}


def answers(**items: list[float]) -> pd.DataFrame:
    count = len(next(iter(items.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(count)], **items})


def gaps(table: pd.DataFrame, pairs: dict, **settings) -> pd.DataFrame:
    return need_gaps(latest_answers(table, "2025-12-31"), pairs, SCALES, **settings).set_index("item")


def test_gap_and_opportunity_can_be_checked_by_head():
    """Eight of ten call it important (4 or 5), three are satisfied: 10 × (0.8 + 0.5) = 13."""
    table = answers(delivery=[5] * 8 + [3] * 2, delivery_met=[4] * 3 + [2] * 7)
    row = gaps(table, {"delivery": "delivery_met"}).loc["delivery"]

    assert ("asked", 10) == (row["basis"], row["n"])
    assert (4.6, 2.6, 2.0) == pytest.approx((row["importance"], row["satisfaction"], row["gap"]))
    assert 13.0 == pytest.approx(row["opportunity"])
    assert row["opportunity_low"] < 13 < row["opportunity_high"]


def test_satisfaction_beyond_importance_adds_nothing_to_the_opportunity():
    table = answers(price=[4] * 5 + [2] * 5, price_met=[5] * 10)

    assert 5.0 == pytest.approx(gaps(table, {"price": "price_met"}).loc["price", "opportunity"])


def test_the_interval_of_the_gap_is_the_paired_one():
    """Importance and satisfaction move together: the gap is the same for everybody, and certain."""
    table = answers(price=[1, 2, 3, 4, 5] * 4, price_met=[0, 1, 2, 3, 4] * 4)
    row = gaps(table, {"price": "price_met"}).loc["price"]

    assert (1.0, 1.0, 1.0) == pytest.approx((row["gap"], row["low"], row["high"]))


def test_the_widest_opportunity_comes_first():
    table = answers(price=[5] * 20, price_met=[4] * 20, delivery=[5] * 20, delivery_met=[1] * 20)

    assert ["delivery", "price"] == list(gaps(table, {"price": "price_met", "delivery": "delivery_met"}).index)


def test_without_a_pair_the_figure_is_derived_from_satisfaction_on_the_whole():
    table = answers(price=[5] * 20 + [1] * 20, overall=[2, 3] * 10 + [4, 5] * 10)
    row = gaps(table, {"price": None}, overall="overall").loc["price"]

    assert ("derived", 0.5, 2.5, 2.0) == (row["basis"], row["importance"], row["satisfaction"], row["gap"])
    assert np.isnan(row["opportunity"])
    assert row["p_adjusted"] < 0.001


def test_too_few_on_either_side_say_nothing():
    few = answers(price=[5] * 9 + [1] * 30, overall=[3.0] * 39)

    assert gaps(few, {"price": None}, overall="overall").empty
    assert gaps(answers(price=[5] * 9, price_met=[1] * 9), {"price": "price_met"}).empty


def test_of_two_answers_the_later_counts_and_none_after_the_day():
    table = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", None, None],
            "answered_at": pd.to_datetime(["2025-01-01", "2025-02-01", "2026-01-01", "2025-01-01", "2025-01-02"]),
            "price": [1, 5, 3, 2, 2],
        }
    )
    latest = latest_answers(table, "2025-12-31")

    assert 5 == latest.loc["a", "price"]
    assert "b" not in latest.index
    assert 3 == len(latest)  # the two without a number are two people


def test_important_and_no_better_than_the_middle_is_unmet():
    latest = latest_answers(answers(price=[5, 5, 4, 3], price_met=[3, 4, 1, 1]), "2025-12-31")

    assert [1.0, 0.0, 1.0, 0.0] == list(survey_demand(latest, {"price": "price_met"}, SCALES)["part"])


def test_derived_wants_are_of_those_to_whom_it_matters():
    latest = latest_answers(answers(price=[5, 5, 1], overall=[2, 5, 1]), "2025-12-31")
    rows = derived_demand(latest, {"price": None}, SCALES, overall="overall")

    assert [1.0, 0.0] == list(rows["part"])
    assert survey_demand(latest, {"price": None}, SCALES).empty


def test_the_table_is_the_one_declared():
    check_columns(DERIVED["need_gaps"], need_gaps(pd.DataFrame(), {}, {}).columns)
