"""BG/NBD against the published figures of CDNOW, against its own gradient, and on customers drawn from known parameters."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.lifetime import bg_nbd
from analysis.lifetime.bg_nbd import _mean_log_likelihood
from tests.lifetime.cohorts import cdnow_weeks, drawn

PUBLISHED = pd.DataFrame([{"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}])
ONES = pd.DataFrame([{"r": 1.0, "alpha": 1.0, "a": 1.0, "b": 1.0}])


def history(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["repeat_count", "last_order_age", "customer_age"])


def test_cdnow_has_the_published_parameters():
    """Fader, Hardie and Lee 2005, table 1 of the spreadsheet note: .243, 4.414, .793, 2.426, log-likelihood -9582.4."""
    found = bg_nbd.fit(cdnow_weeks())

    assert ["r", "alpha", "a", "b", "log_likelihood"] == list(found.columns)
    assert PUBLISHED.to_numpy()[0].tolist() == found[["r", "alpha", "a", "b"]].round(3).to_numpy()[0].tolist()
    assert -9582.4 == round(found["log_likelihood"][0], 1)


def test_the_papers_first_customer():
    """Two repeats, the last in week 30.43 of 38.86: 1.226 purchases are expected in the next 39 weeks."""
    expected = bg_nbd.expected_purchases(history((2, 30.43, 38.86)), PUBLISHED, ahead=39)

    assert 1.226 == round(expected[0], 3)


def test_the_unit_of_time_moves_alpha_alone():
    weeks = cdnow_weeks()
    days = weeks.assign(last_order_age=weeks["last_order_age"] * 7, customer_age=weeks["customer_age"] * 7)
    one, seven = bg_nbd.fit(weeks), bg_nbd.fit(days)

    assert one["alpha"][0] * 7 == pytest.approx(seven["alpha"][0], rel=1e-5)
    assert one[["r", "a", "b"]].to_numpy() == pytest.approx(seven[["r", "a", "b"]].to_numpy(), rel=1e-5)


def test_the_order_of_rows_changes_nothing():
    people = drawn(500, seed=1)

    assert bg_nbd.fit(people).equals(bg_nbd.fit(people.sample(frac=1, random_state=2)))


def test_known_parameters_are_found_again():
    """20,000 customers drawn from r .6, alpha 60, a .9, b 3 over two years of days."""
    found = bg_nbd.fit(drawn(20_000, seed=3))

    for name, truth in (("r", 0.6), ("alpha", 60.0), ("a", 0.9), ("b", 3.0)):
        assert truth == pytest.approx(found[name][0], rel=0.15), name


def test_the_gradient_is_that_of_the_likelihood():
    x, tx, t = bg_nbd.checked(history((0, 0, 10), (1, 4, 10), (7, 9.5, 12), (3, 3, 30)))
    share = np.array([0.4, 0.3, 0.2, 0.1])
    at, step = np.array([0.7, 3.0, 0.6, 1.9]), 1e-6
    around = [
        (_mean_log_likelihood(at + step * axis, x, tx, t, share)[0] - _mean_log_likelihood(at - step * axis, x, tx, t, share)[0])
        for axis in np.eye(4)
    ]

    assert np.array(around) / (2 * step) == pytest.approx(_mean_log_likelihood(at, x, tx, t, share)[1], abs=1e-7)


def test_alive_in_the_head():
    """All parameters 1, one repeat on the last day seen: as likely gone as not.  Without a repeat nothing is known: 1."""
    alive = bg_nbd.probability_alive(history((1, 1, 1), (0, 0, 5), (1, 1, 3)), ONES)

    assert [0.5, 1.0, 1 / (1 + 4)] == pytest.approx(alive.tolist())  # silent for as long again: the odds grow by (4 / 2) squared


def test_a_moment_ahead_is_the_rate_of_those_alive():
    """Expected purchases of a short time are P(alive) (r + x) / (alpha + T) times that time."""
    people = history((2, 30.43, 38.86), (10, 38, 38.86), (1, 2, 38.86))
    soon = bg_nbd.expected_purchases(people, PUBLISHED, ahead=1e-4) / 1e-4
    rate = bg_nbd.probability_alive(people, PUBLISHED) * (0.243 + people["repeat_count"]) / (4.414 + people["customer_age"])

    assert rate.tolist() == pytest.approx(soon.tolist(), rel=1e-3)


def test_new_customers_and_customers_without_repeat_agree():
    """Who has just bought for the first time is a customer drawn at random."""
    new = bg_nbd.expected_purchases(history((0, 0, 0)), PUBLISHED, ahead=52)

    assert bg_nbd.expected_repeats(PUBLISHED, np.array([52.0]))[0] == pytest.approx(new[0])


def test_expected_purchases_pass_smoothly_through_a_of_one():
    people = history((3, 20, 30))
    sides = [bg_nbd.expected_purchases(people, ONES.assign(a=a, r=0.5, alpha=5.0, b=3.0), ahead=10)[0] for a in (0.999, 1.0, 1.001)]

    assert sides[1] == pytest.approx((sides[0] + sides[2]) / 2, rel=1e-5)


@pytest.mark.parametrize(
    "row", [(-1, 0, 5), (1.5, 2, 5), (1, 6, 5), (0, 2, 5), (1, 0, 5), (1, float("nan"), 5)], ids=lambda row: str(row)
)
def test_a_history_that_cannot_be_is_named(row):
    with pytest.raises(SchemaError, match="the first in row 1"):
        bg_nbd.fit(history((0, 0, 5), row))


def test_a_missing_column_and_no_customer_are_named():
    with pytest.raises(SchemaError, match="last_order_age"):
        bg_nbd.fit(history((0, 0, 5)).drop(columns="last_order_age"))
    with pytest.raises(SchemaError, match="no customer"):
        bg_nbd.fit(history())
