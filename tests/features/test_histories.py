"""Purchase days, their span and their money, by customer."""

import pandas as pd
import pytest

from analysis.engine import to_pandas
from analysis.features import purchase_histories
from tests.stories import AS_OF, line


@pytest.fixture(scope="module")
def histories(make_lines, orders_of) -> pd.DataFrame:
    """Customers named by what is telling about them; days are counted back from the end of the period."""

    def bought(customer: str, days: int, amount: float, order: str, **more) -> dict:
        return line(customer, f"{pd.Timestamp(AS_OF) - pd.Timedelta(days=days):%Y-%m-%d} 10:00", amount, order, **more)

    rows = [
        bought("thrice", 90, 10, "1"), bought("thrice", 60, 20, "2"), bought("thrice", 20, 40, "3"),
        bought("once", 30, 50, "4"),
        bought("same_day", 30, 50, "5"), bought("same_day", 30, 70, "6"), bought("same_day", 10, 8, "7"), bought("same_day", 10, 4, "8"),
        bought("today", 0, 5, "9"),
        bought("gave_back", 50, 30, "10"), bought("gave_back", 40, 99, "11", status="refunded"), bought("gave_back", 5, 60, "12"),
    ]  # fmt: skip
    return to_pandas(purchase_histories(orders_of(make_lines(*rows)), as_of=AS_OF)).set_index("customer_id")


def test_repeats_span_and_age_are_in_days(histories):
    """First of three 90 days ago, last 20 days ago: two repeats, 70 days apart from the first, known for 90."""
    assert (2, 70.0, 90.0) == tuple(histories.loc["thrice", ["repeat_count", "last_order_age", "customer_age"]])
    assert (0, 0.0, 0.0) == tuple(histories.loc["today", ["repeat_count", "last_order_age", "customer_age"]])


def test_the_first_purchase_has_no_part_in_the_mean(histories):
    assert (20 + 40) / 2 == histories.loc["thrice", "mean_repeat_value"]
    assert pd.isna(histories.loc["once", "mean_repeat_value"])


def test_orders_of_one_day_are_one_purchase(histories):
    assert (1, 12.0) == tuple(histories.loc["same_day", ["repeat_count", "mean_repeat_value"]])


def test_a_day_that_was_given_back_is_none(histories):
    assert (1, 45.0, 60.0) == tuple(histories.loc["gave_back", ["repeat_count", "last_order_age", "mean_repeat_value"]])
