"""Faults of order lines: there, and not there."""

import pandas as pd
import pytest

from tests.stories import line

WEEK = pd.date_range("2024-03-04", periods=7)


def sales(days, *, amount: float = 10.0, at: str = "12:00", product: str = "A1 lamp", **more) -> list[dict]:
    """One line on each day, each by a customer and an order of its own."""
    return [
        line(f"c{i}", f"{pd.Timestamp(day):%Y-%m-%d} {at}", amount, f"{1000 + i}", product=product, quantity=1.0, **more)
        for i, day in enumerate(days)
    ]


def test_sound_lines_have_no_row(found):
    """A year of daily sales."""
    assert found(sales(pd.date_range("2024-01-01", "2024-12-31"))).empty


@pytest.mark.parametrize(
    ("check", "column", "change", "example"),
    [
        ("negative_quantity", "quantity", {"quantity": -3.0, "status": "refunded", "amount": -10}, "-3"),
        ("zero_quantity", "quantity", {"quantity": 0.0}, "10"),
        ("negative_price", "amount", {"amount": -10, "quantity": 1.0}, "-10"),
        ("above_list", "list_amount", {"list_amount": 4}, "10"),
        ("early_date", "ordered_at", {"ordered_at": "1974-05-01"}, "1974-05-01"),
        ("future_date", "ordered_at", {"ordered_at": "2042-05-01"}, "2042-05-01"),
        ("sentinel", "ordered_at", {"ordered_at": "9999-12-31"}, "9999-12-31"),
        ("missing_key", "order_id", {"order_id": None}, ""),
        ("superseded", "order_id", {"fate": "superseded"}, ""),
        ("across_files", "*", {"fate": "duplicate"}, ""),
        ("service_line", "product", {"product": "Bank charges"}, "Bank charges"),
        ("service_line", "product", {"product": "补差价专用"}, "补差价专用"),
        ("test_line", "product", {"product": "TEST 01"}, "TEST 01"),
        ("sentinel", "product", {"product": "不详"}, "不详"),
    ],
)
def test_one_line_at_fault(found, check, column, change, example):
    rows = sales(WEEK)
    rows[3] |= change
    table = found(rows)

    assert (1, 1 / 7, example) == tuple(table.loc[(check, column), ["rows", "share", "example"]])
    assert float(change.get("amount", 10)) == table.loc[(check, column), "amount"]


@pytest.mark.parametrize(
    "product",
    ["Postage stamp tin", "Test tube rack", "Discount store guide", "Manual juicer", "Delivery van toy", "Unknown Pleasures LP"],
)
def test_goods_are_no_service_and_no_test(found, product):
    assert found(sales(WEEK, product=product)).empty


@pytest.mark.parametrize(
    "product", ["POSTAGE", "DOTCOM POSTAGE", "AMAZON FEE", "Adjust bad debt", "Next Day Carriage", "Shipping & handling", "运费"]
)
def test_services_by_their_words(found, product):
    rows = [*sales(WEEK), line("x", "2024-03-05 12:00", 4, "9", product=product, quantity=1.0)]

    assert 4.0 == found(rows).loc[("service_line", "product"), "amount"]


def test_codes_of_letters_among_codes_with_digits(found):
    """Sixty codes with digits, and one of postage."""
    rows = [row | {"product": f"85{i:03d}A"} for i, row in enumerate(sales(pd.date_range("2024-01-01", periods=60)))]
    table = found([*rows, line("x", "2024-02-01 12:00", 4, "9", product="POST", quantity=1.0)])

    assert (1, 4.0, "POST") == tuple(table.loc[("code_without_digits", "product"), ["rows", "amount", "example"]])
    assert ("code_without_digits", "product") not in found(rows).index


def refund(customer: str, at: str, amount: float, order: str, **more) -> dict:
    return line(customer, at, amount, order, **{"product": "A1 lamp", "quantity": -1.0, "status": "refunded", **more})


@pytest.mark.parametrize(
    ("back", "known"),
    [
        (refund("c0", "2024-03-20", -10, "1000"), True),  # the same number
        (refund(None, "2024-03-20", -10, "R-1000", product=None), True),  # a prefix
        (refund("c0", "2024-03-20", -10, "C7"), True),  # the same customer and product, bought before
        (refund("c0", "2024-03-20", -4, "C7"), True),  # a part of it
        (refund("c0", "2024-03-20", -40, "C7"), False),  # more than was ever bought
        (refund("c0", "2024-03-01", -10, "C7"), False),  # before it was bought
        (refund("c0", "2024-03-20", -10, "C7", product="B2 vase"), False),  # another product
        (refund("zoe", "2024-03-20", -10, "C7"), False),  # another customer
    ],
)
def test_refunds_are_matched_to_their_sale(found, back, known):
    table = found([*sales(WEEK), back])
    check, other = ("refund_matched", "refund_unmatched") if known else ("refund_unmatched", "refund_matched")

    assert (1, back["amount"], "1 / 1") == tuple(table.loc[(check, "amount"), ["rows", "amount", "example"]])
    assert (other, "amount") not in table.index


def test_lines_repeated_exactly_and_but_for_capitals(found):
    """Three equal lines are two too many; a fourth in capitals is nearly one more."""
    again = sales(WEEK[:1])[0]
    table = found([*sales(WEEK), dict(again), dict(again), again | {"product": "A1  LAMP"}])

    assert (2, 20.0) == tuple(table.loc[("exact_duplicate", "*"), ["rows", "amount"]])
    assert (1, 10.0) == tuple(table.loc[("near_duplicate", "*"), ["rows", "amount"]])


def test_lines_without_a_customer_may_repeat_one_another(found):
    rows = [line(None, "2024-03-04 12:00", 5, "1", fate="no_customer")] * 3

    assert 2 == found(rows).loc[("exact_duplicate", "*"), "rows"]


@pytest.mark.parametrize(("minutes", "twice"), [(4, True), (11, False)])
def test_a_button_pressed_twice(found, minutes, twice):
    rows = [*sales(WEEK), line("c0", f"2024-03-04 12:{minutes:02d}", 10, "77", product="A1 lamp", quantity=1.0)]

    assert twice == (("ordered_twice", "order_id") in found(rows).index)


def test_equal_orders_of_a_day_without_times_are_usual(found):
    rows = [line("ana", "2024-03-04", 10, order, product="A1 lamp") for order in "123"]

    assert ("ordered_twice", "order_id") not in found(rows).index
