"""Jumps of unit and currency in what lines cost."""

import pandas as pd
import pytest

from tests.stories import line, sold


def two_months(factors) -> list[dict]:
    """Twenty-four products, five lines of each a month; in February product n costs factors[n] of January's price."""
    return [
        line(f"c{n}", f"2024-{month:02d}-{day:02d} 12:00", price, f"{n}-{month}-{day}", product=f"P{n}", quantity=1.0)
        for n in range(24)
        for month, price in ((1, 10.0 + n), (2, round((10.0 + n) * factors[n % len(factors)], 2)))
        for day in range(1, 6)
    ]


def test_a_price_in_pence(passed):
    """Ten days a month at ten pounds, but March in pence: a jump up and one down."""
    months = pd.date_range("2024-01-01", periods=4, freq="MS")
    rows = [
        row | {"amount": 1000.0 if month.month == 3 else 10.0, "order_id": f"{month.month}-{row['order_id']}"}
        for month in months
        for row in sold(pd.date_range(month, periods=10))
    ]
    table = passed(rows, "price_jumps")

    assert (20, 10_100.0) == tuple(table.loc[("price_jump", "product"), ["rows", "amount"]])
    assert "2024-03 × 100" == table.loc[("price_jump", "product"), "example"]


def test_a_price_that_triples_is_no_change_of_unit(passed):
    rows = sold(pd.date_range("2024-01-01", periods=10)) + sold(pd.date_range("2024-02-01", periods=10), amount=30.0)

    assert passed(rows, "price_jumps").empty


def test_all_amounts_in_pence_from_one_month_on(passed):
    rows = sold(pd.date_range("2024-01-01", periods=31), product=None) + sold(
        pd.date_range("2024-02-01", periods=29), hours=(9, 15), amount=1000.0, product=None
    )

    assert (58, "2024-02 × 100") == tuple(passed(rows, "amount_jumps").loc[("amount_jump", "amount"), ["rows", "example"]])


@pytest.mark.parametrize(("factor", "example"), [(7.1, "2024-02 × 7.10"), (1 / 1.2, "2024-02 × 1/1.20")])
def test_all_prices_in_another_currency_or_without_tax(passed, factor, example):
    """Five lines of 24 products, each dearer by the same factor: a currency, or value added tax left out."""
    table = passed(two_months([factor]), "price_jumps")

    assert (120, example) == tuple(table.loc[("all_prices", "amount"), ["rows", "example"]])
    assert ("price_jump", "product") not in table.index


def test_prices_that_rise_each_by_its_own_share_are_no_jump(passed):
    assert passed(two_months([1.0, 1.1, 1.25, 1.3]), "price_jumps").empty
    assert passed(two_months([1.05]), "price_jumps").empty


def test_a_store_with_lines_in_a_currency_not_its_own(passed):
    """Forty lines of York in pounds and two in euro; Lyon in euro throughout; a small store tells nothing."""
    places = ["York"] * 42 + ["Lyon"] * 30 + ["Bern"] * 4
    currencies = ["GBP"] * 40 + ["EUR"] * 2 + ["EUR"] * 30 + ["CHF", "EUR"] * 2
    rows = [
        line(f"c{i}", f"2024-01-{1 + i % 28:02d} 12:00", 10.0, f"o{i}", store=place, currency=currency)
        for i, (place, currency) in enumerate(zip(places, currencies, strict=True))
    ]
    table = passed(rows, "currency_of_place")

    assert (2, 20.0, "York: EUR") == tuple(table.loc[("currency_of_place", "currency"), ["rows", "amount", "example"]])


def test_without_a_store_the_country_has_its_currency(passed):
    rows = [
        line(f"c{i}", f"2024-01-{1 + i % 28:02d} 12:00", 10.0, f"o{i}", country="FR", currency="USD" if i == 7 else "EUR")
        for i in range(40)
    ]

    assert "FR: USD" == passed(rows, "currency_of_place").loc[("currency_of_place", "currency"), "example"]
