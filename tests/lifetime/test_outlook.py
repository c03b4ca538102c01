"""What is expected of each customer: known answers, the definition, and what the settings do."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.lifetime import bg_nbd, first_gaps, fit_lifetime, lifetime, second_order_curve
from analysis.lifetime.model import bounded
from analysis.schema import DERIVED, check_columns
from tests.lifetime.cohorts import bought, cdnow_days, gaps_of, histories_of

END = "2025-12-31"
NO_CURVE = second_order_curve(pd.DataFrame({"waited": [], "ordered": []}))
ONES = pd.DataFrame(
    [{"basis": "bg_nbd", "reason": "", "r": 1.0, "alpha": 100.0, "a": 1.0, "b": 2.0, "value_basis": "gamma_gamma",
      "p": 1.0, "q": 2.0, "gamma": 10.0, "mean_value": 12.0}]
)  # fmt: skip


@pytest.fixture(scope="module")
def days() -> pd.DataFrame:
    return bought(1500, seed=4)


@pytest.fixture(scope="module")
def people(days) -> pd.DataFrame:
    return histories_of(days, END)


@pytest.fixture(scope="module")
def curve(days) -> pd.DataFrame:
    return second_order_curve(first_gaps(gaps_of(days, END)))


def one(repeats: float, last: float, age: float, value: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "customer_id": ["a"],
            "repeat_count": [repeats],
            "last_order_age": [last],
            "customer_age": [age],
            "mean_repeat_value": [value],
        }
    )


def test_a_repeat_buyer_in_the_head():
    """Bought again today, hundred days after the first: a / (b + x - 1) = 1/2 to 1, so P(alive) is 2/3; one purchase of 20 is worth 15."""
    found = lifetime(one(1, 100, 100, 20.0), ONES, second_orders=NO_CURVE, horizon_days=100, discount_rate=0.0).iloc[0]

    assert "bg_nbd" == found["basis"]
    assert 2 / 3 == pytest.approx(found["probability_alive"])
    assert 2 / 3 * (1 - (200 / 300) ** 2) == pytest.approx(found["probability_of_order"])
    assert 15.0 == pytest.approx(found["expected_order_value"])
    assert found["expected_orders"] * 15 == pytest.approx(found["clv"])


def test_margin_and_discount_take_their_part():
    """A year of quarters at 10 %, each discounted to its middle: between the first and the last middle."""
    settings = {"second_orders": NO_CURVE, "horizon_days": 365}
    plain = lifetime(one(3, 50, 60, 20.0), ONES, discount_rate=0.0, **settings)["clv"][0]
    later = lifetime(one(3, 50, 60, 20.0), ONES, discount_rate=0.10, margin=0.4, **settings)["clv"][0]

    assert 0.4 * plain * 1.1**-0.875 < later < 0.4 * plain * 1.1**-0.125


def test_one_time_buyers_follow_the_curve_and_have_no_chance_of_being_alive(people, curve):
    definition = fit_lifetime(people)
    found = lifetime(people, definition, second_orders=curve, horizon_days=30)
    once = people["repeat_count"].eq(0).to_numpy()

    assert found.loc[once, "probability_alive"].isna().all()
    assert found.loc[~once, "probability_alive"].between(0, 1).all()
    whole = once & found["curve_days"].eq(30).to_numpy()
    ages = people.loc[whole, "customer_age"].astype(int)
    waiting = 1 - curve["ordered"].to_numpy()
    assert (1 - waiting[ages + 30] / waiting[ages]).tolist() == pytest.approx(found.loc[whole, "probability_of_order"].tolist())
    assert whole.sum() > 100


def test_where_the_curve_ends_the_models_rate_goes_on(people):
    """Curve read for 10 days with nobody ordering, then the model: silent with ((alpha + T + 10) / (alpha + T + 110)) ** r."""
    flat = second_order_curve(pd.DataFrame({"waited": [10.0] * 50, "ordered": [False] * 50}))
    found = lifetime(one(0, 0, 0, np.nan), ONES, second_orders=flat, horizon_days=110).iloc[0]

    assert ("second_order_curve", 10.0) == (found["basis"], found["curve_days"])
    assert 1 - 110 / 210 == pytest.approx(found["probability_of_order"])


def test_a_customer_of_today_is_one_drawn_at_random():
    found = lifetime(one(0, 0, 0, np.nan), ONES, second_orders=NO_CURVE, horizon_days=80).iloc[0]

    assert bg_nbd.expected_repeats(ONES, np.array([80.0]))[0] == pytest.approx(found["expected_orders"])
    assert 10.0 == found["expected_order_value"]


def test_the_definition_can_be_kept(people, curve, tmp_path):
    definition = fit_lifetime(people)
    check_columns(DERIVED["definition_lifetime"], definition.columns)
    definition.to_parquet(tmp_path / "definition.parquet")
    read = pd.read_parquet(tmp_path / "definition.parquet")
    alone = lifetime(people.iloc[[7]], read, second_orders=curve)

    assert {str(kind) for kind in definition.dtypes} <= {"str", "int64", "float64"}
    together = lifetime(people, definition, second_orders=curve).iloc[[7]].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, together)


def test_the_order_of_rows_changes_nothing(people, curve):
    shuffled = people.sample(frac=1, random_state=3)

    pd.testing.assert_frame_equal(fit_lifetime(people), fit_lifetime(shuffled), check_exact=True)
    found = lifetime(shuffled, fit_lifetime(people), second_orders=curve)
    assert list(shuffled["customer_id"]) == list(found["customer_id"])
    expected = lifetime(people, fit_lifetime(people), second_orders=curve)
    pd.testing.assert_frame_equal(expected, found.sort_values("customer_id", ignore_index=True), check_exact=True)


def test_a_sample_is_fitted_where_there_are_more(people):
    whole, part = fit_lifetime(people), fit_lifetime(people, sample=900, seed=1)

    assert (len(people), 900, len(people)) == (whole["fitted"][0], part["fitted"][0], part["customers"][0])
    assert part["r"][0] == pytest.approx(whole["r"][0], rel=0.3)
    assert part.equals(fit_lifetime(people, sample=900, seed=1))


def test_a_mistyped_amount_does_not_make_the_tail(people):
    wild = people.assign(mean_repeat_value=people["mean_repeat_value"].mask(people["customer_id"].eq("c000003"), 1e9))
    wild.loc[wild["customer_id"].eq("c000003"), ["repeat_count", "last_order_age"]] = [2, 5.0]

    assert fit_lifetime(people)["q"][0] == pytest.approx(fit_lifetime(wild)["q"][0], rel=0.1)


def test_equal_amounts_have_the_mean_as_their_value(people, curve):
    equal = people.assign(mean_repeat_value=people["mean_repeat_value"].where(people["mean_repeat_value"].isna(), 40.0))
    definition = fit_lifetime(equal)

    assert ("mean", 40.0) == (definition["value_basis"][0], definition["mean_value"][0])
    assert {40.0} == set(lifetime(equal, definition, second_orders=curve)["expected_order_value"])


def test_too_few_repeats_give_no_model_but_the_curve(people, curve):
    few = people[people["repeat_count"].eq(0)]
    definition = fit_lifetime(few)
    found = lifetime(few, definition, second_orders=curve)

    assert ("none", "repeaters") == (definition["basis"][0], definition["reason"][0])
    assert found["clv"].isna().all()
    assert found["expected_orders"].isna().all()
    assert found.loc[found["basis"].eq("second_order_curve"), "probability_of_order"].between(0, 1).all()


def test_dropout_that_nobody_shows_ends_at_a_bound():
    """Poisson buyers who never leave: a runs to its lower bound and b to its upper."""
    assert ("a", "b") == bounded(fit_lifetime(histories_of(bought(1200, seed=6, dropout=None), END)))


def test_cdnow_of_the_paper_and_of_the_curve():
    """BG/NBD alone expects 1,653 purchase days of the 1,882 that came; with the curve of second orders 1,679."""
    days = cdnow_days(until="1998-06-30")
    people = histories_of(days, "1997-09-30")
    definition = fit_lifetime(people)
    known = second_order_curve(first_gaps(gaps_of(days[days["day"] <= "1997-09-30"], "1997-09-30")))

    assert 1653 == round(bg_nbd.expected_purchases(people, definition, ahead=273).sum())
    assert 1679 == round(lifetime(people, definition, second_orders=known, horizon_days=273)["expected_orders"].sum())


@pytest.mark.parametrize("setting", [{"horizon_days": 0}, {"margin": 1.2}, {"margin": 0.0}, {"discount_rate": -0.1}], ids=str)
def test_a_setting_out_of_range_is_named(setting):
    with pytest.raises(ConfigError, match=next(iter(setting))):
        lifetime(one(1, 5, 10, 20.0), ONES, second_orders=NO_CURVE, **setting)


def test_a_missing_column_is_named(people):
    with pytest.raises(SchemaError, match="mean_repeat_value"):
        fit_lifetime(people.drop(columns="mean_repeat_value"))
