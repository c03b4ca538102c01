"""What is counted of pairs: five customers, each with a story."""

from datetime import date

import pandas as pd
import pytest

from analysis.engine import create_frame, named
from analysis.features import pairs

AS_OF = date(2025, 12, 31)
# customer, basket, category, day.  Ana: tea, then cups twice.  Ben: both at once.  Cem: cups, then tea.
# Dee: tea alone, in two writings.  Eli: a rare thing.
BOUGHT = [
    ("ana", "1", "Tea", "2025-01-10"), ("ana", "2", "Cups", "2025-02-10"), ("ana", "3", "Cups", "2025-08-10"),
    ("ben", "4", "Tea", "2025-03-10"), ("ben", "4", "Cups", "2025-03-10"),
    ("cem", "5", "Cups", "2025-04-10"), ("cem", "6", "Tea", "2025-05-10"),
    ("dee", "7", "Tea", "2025-06-10"), ("dee", "8", "TEA ", "2025-07-10"), ("dee", "8", "Tea", "2025-07-10"),
    ("eli", "9", "Clocks", "2025-07-10"),
]  # fmt: skip


@pytest.fixture
def baskets(tmp_path):
    table = pd.DataFrame(BOUGHT, columns=["customer_id", "basket_id", "item", "at"])
    return named(create_frame(table.assign(at=pd.to_datetime(table["at"])), tmp_path))


@pytest.fixture
def counted(baskets):
    return pairs.of_items(baskets, pairs.chosen_items(baskets, most=10))


def test_a_pair_is_counted_once_with_who_came_first(counted):
    """Three hold both: Ana began with tea, Cem with cups, Ben with both in one basket."""
    found = pairs.pair_counts(counted).set_index(["item", "other"])

    assert [("Cups", "Tea")] == list(found.index)
    assert {"both": 3, "other_later": 1, "item_later": 1, "baskets": 1} == found.loc[("Cups", "Tea")].to_dict()


def test_writings_of_one_item_are_one_under_the_commonest(baskets):
    items = pairs.chosen_items(baskets, most=10).set_index("written")

    assert "Tea" == items.loc["TEA ", "item"]
    assert {"Tea", "Cups", "Clocks"} == set(items["item"])


def test_two_writings_in_one_basket_are_one_purchase(counted):
    """Dee bought tea in two baskets, the second under two writings."""
    found = pairs.customer_items(counted).set_index(["customer_id", "item"])

    assert 2 == found.loc[("dee", "Tea"), "n"]


def test_the_long_tail_is_cut_and_said(baskets):
    """Two items at most: clocks, with one customer, go."""
    items = pairs.chosen_items(baskets, most=2)

    assert {"Clocks"} == set(items.loc[~items["kept"], "item"])
    assert {"Clocks"} == set(pairs.chosen_items(baskets, most=10, least=2).query("~kept")["item"])


def test_widths_say_who_holds_how_many(counted):
    """Ana, Ben and Cem hold two items, Dee and Eli one."""
    found = pairs.item_widths(counted).set_index(["item", "width"])["customers"].to_dict()

    assert {("Cups", 2): 3, ("Tea", 2): 3, ("Tea", 1): 1, ("Clocks", 1): 1} == found


def test_a_cut_divides_time_and_its_day_comes_before_it(counted):
    """Cut on the 10th of February: Ana’s cups of that day are before, those of August after."""
    found = pairs.customer_items(counted, cuts=[date(2025, 2, 10)])
    ana = found[(found["customer_id"] == "ana") & (found["item"] == "Cups")].set_index("phase")["n"]

    assert {0: 1, 1: 1} == ana.to_dict()


def test_visits_of_one_day_are_one_basket(tmp_path):
    """Two rows on a day for the same thing are one; the day after `as_of` is not counted."""
    rows = [("ana", "Skin", "2025-12-30 10:00"), ("ana", "Skin", "2025-12-30 15:00"), ("ana", "Hair", "2026-01-01 10:00")]
    table = pd.DataFrame(rows, columns=["customer_id", "category", "ordered_at"])
    visits = named(create_frame(table.assign(ordered_at=pd.to_datetime(table["ordered_at"]), amount=1.0), tmp_path))

    found = pairs.customer_items(pairs.visit_baskets(visits, as_of=AS_OF))

    assert [("ana", "Skin", 1)] == list(zip(found["customer_id"], found["item"], found["n"], strict=True))


def test_orders_that_do_not_stand_are_no_baskets(tmp_path):
    orders = pd.DataFrame({"customer_id": ["ana", "ana"], "order_id": ["1", "2"], "is_order": [True, False]})
    orders = orders.assign(ordered_at=pd.Timestamp("2025-05-01"))
    categories = orders[["customer_id", "order_id", "ordered_at"]].assign(category=["Tea", "Cups"])

    baskets = pairs.category_baskets(create_frame(orders, tmp_path), create_frame(categories, tmp_path), as_of=AS_OF)

    assert ["Tea"] == list(pairs.customer_items(baskets)["item"])


def test_products_of_lines_that_were_sold(tmp_path):
    orders = pd.DataFrame(
        {"customer_id": ["ana"], "order_id": ["1"], "is_order": [True], "ordered_at": [pd.Timestamp("2025-05-01")]}
    )
    lines = pd.DataFrame({"product": ["Pot", "Pot", "Lid", None], "sold": [5.0, 4.0, 0.0, 3.0]})
    lines = lines.assign(customer_id="ana", order_id="1", ordered_at=pd.Timestamp("2025-05-01"))

    baskets = pairs.product_baskets(create_frame(orders, tmp_path), create_frame(lines, tmp_path), as_of=AS_OF)

    assert [("Pot", 1)] == list(pairs.customer_items(baskets)[["item", "n"]].itertuples(index=False, name=None))


def test_looking_counts_events_that_show_interest(tmp_path):
    rows = [("ana", "view", "Tea"), ("ana", "search", "Tea"), ("ana", "login", "Tea"), ("ana", "view", None), (None, "view", "Tea")]
    table = pd.DataFrame(rows, columns=["customer_id", "kind", "category"]).assign(occurred_at=pd.Timestamp("2025-05-01"))

    found = pairs.browsed_items(named(create_frame(table, tmp_path)), as_of=AS_OF)

    assert [("ana", "Tea", 0, 2)] == list(found[["customer_id", "item", "phase", "n"]].itertuples(index=False, name=None))
