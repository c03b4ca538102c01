"""A forecast that is right, one that is a fifth too high, and one that knows nothing."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import forecast_bands, forecast_measures, graded, model_grades
from analysis.evaluation.forecast import in_top
from analysis.lifetime import first_gaps, fit_lifetime, second_order_curve
from analysis.lifetime.holdout import outcomes, predictions
from tests.lifetime.cohorts import cdnow_days, gaps_of, histories_of


def crowd(seed: int = 0, n: int = 4000, *, times: float = 1.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Customers with a known rate of orders, forecast at `times` their rate; an order brings 10."""
    random = np.random.default_rng(seed)
    rate = random.gamma(0.6, 0.8, n)
    orders = random.poisson(rate)
    people = pd.Series([f"c{at:05d}" for at in range(n)])
    predicted = pd.DataFrame(
        {
            "customer_id": people,
            "orders": rate * times,
            "value": rate * times * 10,
            "probability_of_order": 1 - np.exp(-rate * times),
            "past_spend": random.permutation(rate),
            "recency_days": random.integers(1, 300, n),
        }
    )
    return predicted, pd.DataFrame({"customer_id": people, "orders": orders, "value": orders * 10.0})


def measures(predicted: pd.DataFrame, happened: pd.DataFrame) -> pd.DataFrame:
    return graded(forecast_measures(predicted, happened)).set_index(["model", "measure"])


def test_a_perfect_forecast_is_good_in_everything():
    found = measures(*crowd())

    assert {"good"} == set(found["grade"])
    for total in ("orders", "value", "activity"):
        assert found.loc[(total, "total"), "low"] < 1 < found.loc[(total, "total"), "high"]
    assert {"orders": "good", "value": "good", "activity": "good"} == dict(model_grades(found.reset_index()))


def test_a_forecast_a_fifth_too_high_is_fair_in_total_and_as_good_in_order():
    right, high = measures(*crowd()), measures(*crowd(times=1.2))

    assert 1.2 == pytest.approx(high.loc[("orders", "total"), "value"] / right.loc[("orders", "total"), "value"])
    assert "fair" == high.loc[("orders", "total"), "grade"] == high.loc[("value", "total"), "grade"]
    assert right.loc[("activity", "auc"), "value"] == pytest.approx(high.loc[("activity", "auc"), "value"])
    assert 1 < high.loc[("orders", "total"), "low"]


def test_a_forecast_by_lot_is_poor():
    predicted, happened = crowd()
    lot = predicted.assign(past_spend=predicted["value"], recency_days=-predicted["orders"])
    shuffled = predicted[["orders", "value", "probability_of_order"]].sample(frac=1, random_state=1).to_numpy()
    lot[["orders", "value", "probability_of_order"]] = shuffled
    found = measures(lot, happened)

    assert "poor" == found.loc[("activity", "auc"), "grade"] == found.loc[("value", "capture"), "grade"]
    assert "good" == found.loc[("orders", "total"), "grade"]


def test_tenths_of_a_right_forecast_hold_what_came():
    predicted, happened = crowd(seed=3)
    bands = forecast_bands(predicted, happened, minimum=10)
    orders = bands[bands["measure"] == "orders"]

    assert 10 == len(orders)
    assert len(predicted) == orders["customers"].sum()
    assert predicted["orders"].sum() == pytest.approx((orders["predicted"] * orders["customers"]).sum())
    assert happened["orders"].sum() == pytest.approx((orders["actual"] * orders["customers"]).sum())
    assert 8 <= orders["predicted"].between(orders["low"], orders["high"]).sum()


def test_bands_of_a_few_customers_do_not_stand_alone():
    predicted, happened = crowd(n=120)
    few = predicted.assign(orders=[0.0] * 115 + [1.0] * 5)

    assert 20 <= forecast_bands(predicted, happened, minimum=10)["customers"].min()
    assert [120] == list(forecast_bands(few, happened, minimum=10).query("measure == 'orders'")["customers"])


def test_equal_forecasts_share_the_last_place_of_the_best_fifth():
    """Of ten the first fifth are two: the highest, and two that are equal by halves."""
    assert [1, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0] == list(in_top(np.array([9.0, 5.0, 5.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])))


def test_too_few_orders_judge_nothing():
    predicted, happened = crowd(n=20)

    assert forecast_measures(predicted, happened.assign(orders=0)).empty


def test_cdnow_in_two_halves():
    """39 weeks to fit, 39 to hold it against: 1,882 order days came, and the known forecast is a tenth too low.

    All customers began in the same weeks, so days since the last order tell who comes no worse than the model, and past
    spend where the money comes from.
    """
    days = cdnow_days(until="1998-06-30")
    then, now = (histories_of(days, day) for day in ("1997-09-30", "1998-06-30"))
    curve = second_order_curve(first_gaps(gaps_of(days, "1997-09-30")))
    made = predictions(then, fit_lifetime(then), second_orders=curve, days=273)
    beside = then.assign(recency_days=then["customer_age"] - then["last_order_age"], past_spend=made["past_spend"]["value"])
    predicted = made["model"].merge(beside[["customer_id", "recency_days", "past_spend"]], on="customer_id")
    happened = outcomes(then, now)
    found = measures(predicted, happened)

    assert 1882 == happened["orders"].sum()
    assert 0.89 == pytest.approx(found.loc[("orders", "total"), "value"], abs=0.01)
    assert "fair" == found.loc[("orders", "total"), "grade"] == found.loc[("activity", "auc"), "grade"]
    assert 0.66 == pytest.approx(found.loc[("value", "capture"), "value"], abs=0.01)
    assert found.loc[("value", "capture"), "difference_low"] < 0 < found.loc[("value", "capture"), "difference_high"]
    assert found.loc[("activity", "auc"), "difference_high"] < 0


def test_the_tables_are_as_declared(fits_schema):
    predicted, happened = crowd(n=300)
    table = graded(forecast_measures(predicted, happened).assign(source="stored", days=92))

    fits_schema(table, "model_health")
    fits_schema(forecast_bands(predicted, happened, minimum=10), "model_calibration")


def test_without_a_model_of_money_only_orders_are_judged():
    predicted, happened = crowd(n=500)
    found = forecast_measures(predicted.assign(value=np.nan), happened)

    assert ["orders", "activity", "activity"] == list(found["model"])
    assert {"orders"} == set(forecast_bands(predicted.assign(value=np.nan), happened, minimum=10)["measure"])
