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


FAULTS = [
    ("negative_quantity", "quantity", {"quantity": -3.0, "status": "refunded", "amount": -20}, "-3"),
    ("zero_quantity", "quantity", {"quantity": 0.0, "amount": 11}, "11"),
    ("negative_price", "amount", {"amount": -10, "quantity": 1.0}, "-10"),
    ("above_list", "list_amount", {"list_amount": 4, "amount": 12}, "12"),
    ("early_date", "ordered_at", {"ordered_at": "1974-05-01", "amount": 13}, "1974-05-01"),
    ("future_date", "ordered_at", {"ordered_at": "2042-05-01", "amount": 14}, "2042-05-01"),
    ("sentinel", "ordered_at", {"ordered_at": "9999-12-31", "amount": 15}, "9999-12-31"),
    ("missing_key", "order_id", {"order_id": None, "amount": 16}, ""),
    ("superseded", "order_id", {"fate": "superseded", "amount": 17}, ""),
    ("across_files", "*", {"fate": "duplicate", "amount": 18}, ""),
    ("test_line", "product", {"product": "TEST 01", "amount": 19}, "TEST 01"),
    ("sentinel", "product", {"product": "不详", "amount": 21}, "不详"),
]


@pytest.fixture(scope="module")
def faulty(found) -> pd.DataFrame:
    """What is found in lines of which each of `FAULTS` befell one, every one of an amount of its own."""
    rows = sales(pd.date_range("2024-03-04", periods=2 * len(FAULTS)))
    for place, (_, _, change, _) in enumerate(FAULTS):
        rows[2 * place] |= change
    return found(rows)


@pytest.mark.parametrize(("check", "column", "change", "example"), FAULTS)
def test_one_line_at_fault(faulty, check, column, change, example):
    assert (1, 1 / (2 * len(FAULTS)), example) == tuple(faulty.loc[(check, column), ["rows", "share", "example"]])
    assert float(change["amount"]) == faulty.loc[(check, column), "amount"]


def test_nothing_else_is_found_in_lines_at_fault(faulty):
    """Money given back is also refunded, below zero and without a sale; one line alone has a list price."""
    told = {(check, column) for check, column, _, _ in FAULTS}
    beside = {
        ("refunded", "status"),
        ("negative_amount", "amount"),
        ("refund_unmatched", "amount"),
        ("missing_value", "list_amount"),
    }

    assert beside == set(faulty.index) - told


GOODS = ("Postage stamp tin", "Test tube rack", "Discount store guide", "Manual juicer", "Delivery van toy", "Unknown Pleasures LP")
SERVICES = (
    "POSTAGE",
    "DOTCOM POSTAGE",
    "AMAZON FEE",
    "Adjust bad debt",
    "Next Day Carriage",
    "Shipping & handling",
    "Bank charges",
    "运费",
    "补差价专用",
)


def test_goods_are_no_service_and_no_test(found):
    """A week of each; what is taken for another thing would be named in the example."""
    rows = [row | {"product": name, "order_id": f"{name}-{row['order_id']}"} for name in GOODS for row in sales(WEEK)]

    assert {} == found(rows)["example"].to_dict()


def test_services_by_their_words(passed):
    """The amounts are powers of two, so that their sum tells which lines were found."""
    table = passed(sales(WEEK) + services(SERVICES), "service_lines")

    assert [(len(SERVICES), 2.0 ** len(SERVICES) - 1)] == list(table[["rows", "amount"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("name", ["Bank charges", "补差价专用"])
def test_a_service_is_named(passed, name):
    assert name == passed([*sales(WEEK), *services([name])], "service_lines").loc[("service_line", "product"), "example"]


def services(names) -> list[dict]:
    """A line of each, for one pound, two, four and so on."""
    return [line("x", "2024-03-05 12:00", 2.0**i, f"s{i}", product=name, quantity=1.0) for i, name in enumerate(names)]


def test_codes_of_letters_among_codes_with_digits(passed):
    """Sixty codes with digits, and one of postage."""
    rows = [row | {"product": f"85{i:03d}A"} for i, row in enumerate(sales(pd.date_range("2024-01-01", periods=60)))]
    table = passed([*rows, line("x", "2024-02-01 12:00", 4, "9", product="POST", quantity=1.0)], "codes_without_digits")

    assert (1, 4.0, "POST") == tuple(table.loc[("code_without_digits", "product"), ["rows", "amount", "example"]])
    assert passed(rows, "codes_without_digits").empty


def refund(customer: str | None, at: str, order: str, **more) -> dict:
    return line(customer, at, None, order, **{"product": "A1 lamp", "quantity": -1.0, "status": "refunded", **more})


REFUNDS = [  # each of a customer of its own, who bought a lamp on the fourth of March; the share of its price, and whether it is known
    (refund("c0", "2024-03-20", "1000"), 1, True),  # the same number
    (refund(None, "2024-03-20", "R-1001", product=None), 1, True),  # a prefix
    (refund("c2", "2024-03-20", "C7"), 1, True),  # the same customer and product, bought before
    (refund("c3", "2024-03-20", "C7"), 0.5, True),  # a part of it
    (refund("c4", "2024-03-20", "C7"), 4, False),  # more than was ever bought
    (refund("c5", "2024-03-01", "C7"), 1, False),  # before it was bought
    (refund("c6", "2024-03-20", "C7", product="B2 vase"), 1, False),  # another product
    (refund("zoe", "2024-03-20", "C7"), 1, False),  # another customer
]


def test_refunds_are_matched_to_their_sale(passed):
    """Prices are powers of ten, so that the sums tell which were matched: by turns 1, 10, 100 …"""
    bought = [
        line(f"c{i}", "2024-03-04 12:00", 10.0**i, f"{1000 + i}", product="A1 lamp", quantity=1.0) for i in range(len(REFUNDS))
    ]
    back = [row | {"amount": -share * 10.0**i} for i, (row, share, _) in enumerate(REFUNDS)]
    table = passed(bought + back, "refunds")
    known = [
        sum(row["amount"] for row, (_, _, found) in zip(back, REFUNDS, strict=True) if found is wanted) for wanted in (True, False)
    ]

    assert [("refund_matched", 4, known[0], "4 / 8"), ("refund_unmatched", 4, known[1], "4 / 8")] == list(
        table.reset_index()[["check", "rows", "amount", "example"]].itertuples(index=False, name=None)
    )


@pytest.mark.parametrize(("customer", "check"), [("c0", "refund_matched"), ("zoe", "refund_unmatched")])
def test_where_all_refunds_are_alike_the_other_row_is_left_out(passed, customer, check):
    table = passed([*sales(WEEK), refund(customer, "2024-03-20", "C7") | {"amount": -10}], "refunds")

    assert [(check, "amount")] == table.index.tolist()
    assert (1, -10.0, "1 / 1") == tuple(table.iloc[0][["rows", "amount", "example"]])


def test_lines_repeated_exactly_and_but_for_capitals(passed):
    """Three equal lines are two too many; a fourth in capitals is nearly one more."""
    again = sales(WEEK[:1])[0]
    table = passed([*sales(WEEK), dict(again), dict(again), again | {"product": "A1  LAMP"}], "equal_lines")

    assert (2, 20.0) == tuple(table.loc[("exact_duplicate", "*"), ["rows", "amount"]])
    assert (1, 10.0) == tuple(table.loc[("near_duplicate", "*"), ["rows", "amount"]])


def test_lines_without_a_customer_may_repeat_one_another(passed):
    rows = [line(None, "2024-03-04 12:00", 5, "1", fate="no_customer")] * 3

    assert 2 == passed(rows, "equal_lines").loc[("exact_duplicate", "*"), "rows"]


def test_a_button_pressed_twice(passed):
    """Four minutes after the first order it is once too often, eleven minutes after it is an order."""
    again = [
        line(customer, f"{day} 12:{minutes:02d}", 10, f"7{minutes}", product="A1 lamp", quantity=1.0)
        for customer, day, minutes in (("c0", "2024-03-04", 4), ("c1", "2024-03-05", 11))
    ]
    table = passed([*sales(WEEK), *again], "ordered_twice")

    assert [(1, "2024-03-04 12:00")] == list(table[["rows", "example"]].itertuples(index=False, name=None))


def test_equal_orders_of_a_day_without_times_are_usual(passed):
    rows = [line("ana", "2024-03-04", 10, order, product="A1 lamp") for order in "123"]

    assert passed(rows, "ordered_twice").empty
