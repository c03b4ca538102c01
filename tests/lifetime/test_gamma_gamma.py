"""Gamma-Gamma against the published figures of CDNOW, against its own gradient, and in the head."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.lifetime import gamma_gamma
from analysis.lifetime.gamma_gamma import _mean_log_likelihood
from tests.lifetime.cohorts import cdnow_values

SIMPLE = pd.DataFrame([{"p": 1.0, "q": 2.0, "gamma": 10.0}])


def spent(*rows: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["repeat_count", "mean_repeat_value"])


def test_cdnow_has_the_published_parameters():
    """Fader and Hardie 2013: p 6.25, q 3.74, gamma 15.44, over the 946 customers with a repeat purchase."""
    found = gamma_gamma.fit(cdnow_values())

    assert [6.25, 3.74, 15.44] == found[["p", "q", "gamma"]].round(2).to_numpy()[0].tolist()


def test_the_currency_moves_gamma_alone():
    values = cdnow_values()
    one, hundred = gamma_gamma.fit(values), gamma_gamma.fit(values.assign(mean_repeat_value=values["mean_repeat_value"] * 100))

    assert one["gamma"][0] * 100 == pytest.approx(hundred["gamma"][0], rel=1e-4)
    assert one[["p", "q"]].to_numpy() == pytest.approx(hundred[["p", "q"]].to_numpy(), rel=1e-4)


def test_the_gradient_is_that_of_the_likelihood():
    x, m, share = np.array([1.0, 3.0, 8.0]), np.array([5.0, 22.0, 40.0]), np.array([0.5, 0.3, 0.2])
    at, step = np.array([4.0, 3.0, 12.0]), 1e-6
    around = [
        _mean_log_likelihood(at + step * axis, x, m, share)[0] - _mean_log_likelihood(at - step * axis, x, m, share)[0]
        for axis in np.eye(3)
    ]

    assert np.array(around) / (2 * step) == pytest.approx(_mean_log_likelihood(at, x, m, share)[1], abs=1e-7)


def test_expected_value_in_the_head():
    """p 1, q 2, gamma 10: everybody's mean is 10; one purchase of 20 draws it halfway to 20."""
    expected = gamma_gamma.expected_value(spent((0, float("nan")), (1, 20.0)), SIMPLE)

    assert [10.0, 15.0] == expected.tolist()
    assert 10.0 == gamma_gamma.population_mean(SIMPLE)


def test_without_a_mean_of_all_nothing_is_expected_of_the_new():
    heavy = SIMPLE.assign(q=0.9)
    expected = gamma_gamma.expected_value(spent((0, float("nan")), (5, 20.0)), heavy)

    assert np.isnan([expected[0], gamma_gamma.population_mean(heavy)]).all()
    assert 1.0 * (10 + 100) / (5 + 0.9 - 1) == pytest.approx(expected[1])


def test_customers_without_repeat_and_free_purchases_do_not_count():
    values = spent((1, 20.0), (2, 35.0), (4, 12.0), (3, 50.0))

    assert gamma_gamma.fit(values).equals(gamma_gamma.fit(pd.concat([values, spent((0, 99.0), (2, 0.0), (1, float("nan")))])))


def test_nobody_left_is_an_error():
    with pytest.raises(SchemaError, match="no customer"):
        gamma_gamma.fit(spent((0, 10.0), (2, 0.0)))
    with pytest.raises(SchemaError, match="mean_repeat_value"):
        gamma_gamma.fit(spent((1, 10.0))[["repeat_count"]])
