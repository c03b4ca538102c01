"""From lines to orders, under each refund policy."""

import pandas as pd
import pytest

from analysis.engine import to_pandas
from analysis.errors import ConfigError
from analysis.features import analysed_lines, order_category_table, order_table
from tests.stories import AS_OF, line


def test_an_order_is_a_number_and_a_customer(by_policy):
    """Ana and Fay share the number S1: two orders, of 20 and of 25 pounds."""
    amounts = by_policy["net"]["amount"]

    assert (20.0, 25.0) == (amounts["ana", "S1"], amounts["fay", "S1"])


def test_an_order_sums_its_lines_and_takes_the_category_with_most_money(by_policy):
    """A1 is 4 pounds of books and 6 of music, three units, 11 before discount."""
    a1 = by_policy["net"].loc[("ana", "A1")]

    assert [10.0, 2, 3.0, 11.0, 5.0, "Music"] == a1[
        ["amount", "line_count", "unit_count", "list_amount", "cost", "category"]
    ].tolist()
    assert pd.Timestamp("2024-09-02 09:15") == a1["ordered_at"]


NUMBERS = {
    # policy: (customer, order) -> (amount, gross, refunded, is_order)
    "net": {
        ("cho", "C1"): (-15.0, 0.0, 15.0, False),  # a refund under its own number
        ("dan", "D1"): (0.0, 60.0, 60.0, False),  # refunded in full
        ("eve", "E3"): (0.0, 20.0, 20.0, False),  # marked as refunded, amount positive
        ("ben", "B1"): (50.0, 50.0, 0.0, True),  # with a free article
        ("fay", "F9"): None,  # cancelled before it was paid
        ("ben", "B3"): None,  # not yet paid
        ("ben", "B4"): None,  # after the end of the period
    },
    "gross": {
        ("cho", "C1"): None,
        ("dan", "D1"): (60.0, 60.0, 0.0, True),
        ("eve", "E3"): (20.0, 20.0, 20.0, True),
        ("fay", "F9"): None,
    },
    "drop": {
        ("cho", "C1"): None,
        ("dan", "D1"): (60.0, 60.0, 0.0, True),
        ("eve", "E3"): None,
        ("ben", "B1"): (50.0, 50.0, 0.0, True),
        ("fay", "F9"): None,
    },
}


@pytest.mark.parametrize(("policy", "order", "wanted"), [(p, o, w) for p, orders in NUMBERS.items() for o, w in orders.items()])
def test_refunds_count_as_the_policy_says(by_policy, policy, order, wanted):
    """net takes refunds off; gross shows what was sold; drop keeps paid lines above zero only."""
    orders = by_policy[policy]
    found = tuple(orders.loc[order, ["amount", "gross", "refunded", "is_order"]]) if order in orders.index else None

    assert wanted == found


@pytest.mark.parametrize(
    ("policy", "orders", "lines", "money"), [("net", 8, 14, 330.0), ("gross", 10, 12, 425.0), ("drop", 9, 10, 405.0)]
)
def test_orders_that_stand_and_their_money(by_policy, policy, orders, lines, money):
    """425 pounds were sold and 95 went back, of which 20 were marked on the sale itself: drop sees those alone."""
    table = by_policy[policy]

    assert (orders, lines, money) == (table["is_order"].sum(), table["line_count"].sum(), table["amount"].sum())


def test_an_unknown_policy_is_an_error(story_lines):
    with pytest.raises(ConfigError, match=r"refunds is 'nett'\. Choose one of: net, gross, drop\."):
        analysed_lines(story_lines, as_of=AS_OF, refunds="nett")


def test_without_numbers_the_lines_of_a_customer_on_one_day_are_one_order(make_lines, orders_of):
    lines = make_lines(
        line("ana", "2024-03-01 09:00", 5),
        line("ana", "2024-03-01 21:00", 6),
        line("ana", "2024-03-02 09:00", 7),
        line("ben", "2024-03-01", 8),
    )
    orders = to_pandas(orders_of(lines)).sort_values(["customer_id", "order_id"])

    assert [("ana", 11.0), ("ana", 7.0), ("ben", 8.0)] == list(zip(orders["customer_id"], orders["amount"], strict=True))


def test_an_order_refunded_in_part_stands_with_what_is_left(make_lines, orders_of):
    order = to_pandas(
        orders_of(make_lines(line("ana", "2024-03-01", 30, "1", cost=12), line("ana", "2024-03-09", -10, "1", cost=-4)))
    ).iloc[0]

    assert (20.0, 30.0, 10.0, 8.0, True) == tuple(order[["amount", "gross", "refunded", "cost", "is_order"]])
    assert pd.Timestamp("2024-03-01") == order["ordered_at"]


def test_goods_that_were_paid_back_have_no_list_price_discount_or_cost_left_in_the_margin(make_lines, orders_of):
    """Discounts and list prices are those of what was sold; a line marked as refunded costs nothing under net."""
    lines = make_lines(
        line("ana", "2024-03-01", 8, "1", list_amount=10, discount=2, cost=5),
        line("ana", "2024-03-02", 30, "1", status="refunded", cost=20),
        line("ana", "2024-03-03", -8, "2", list_amount=-10, discount=-2, cost=-5),
        line("ana", "2024-03-03", 8, "2", list_amount=10, discount=2, cost=5),
    )
    net = to_pandas(orders_of(lines)).set_index("order_id")
    gross = to_pandas(orders_of(lines, refunds="gross")).set_index("order_id")

    assert [10.0, 2.0, 5.0] == net.loc["1", ["list_amount", "discount", "cost"]].tolist()
    assert [10.0, 2.0, 0.0] == net.loc["2", ["list_amount", "discount", "cost"]].tolist()
    assert 25.0 == gross.loc["1", "cost"]


def test_a_free_order_stands_and_a_cancelled_one_does_not(make_lines, orders_of):
    orders = to_pandas(
        orders_of(make_lines(line("ana", "2024-03-01", 0, "gift"), line("ana", "2024-03-02", 0, "x", status="cancelled")))
    )

    assert [("gift", True)] == list(zip(orders["order_id"], orders["is_order"], strict=True))


def test_the_main_category_breaks_ties_by_name(make_lines, orders_of):
    lines = make_lines(
        *(line("ana", "2024-03-01", amount, "1", category=name) for name, amount in (("b", 5), ("a", 5), ("c", 4), (None, 9)))
    )

    assert ["a"] == to_pandas(orders_of(lines))["category"].tolist()


def test_categories_of_an_order_are_those_something_was_sold_in(story_lines):
    """Ana's A1 has two; Ben's free music, Cho's refund and what was never paid have none."""
    table = to_pandas(order_category_table(analysed_lines(story_lines, as_of=AS_OF, refunds="net")))
    pairs = table.groupby("customer_id")["category"].apply(sorted).to_dict()

    assert {
        "ana": ["Books", "Books", "Books", "Games", "Music"], "ben": ["Games"], "dan": ["Games"], "eve": ["Books", "Music", "Music"], "fay": ["Games"],
    } == pairs  # fmt: skip
    assert 330.0 + 15.0 + 60.0 == table["amount"].sum()


def test_a_product_of_float_quantities_does_not_depend_on_the_order_of_lines(make_lines):
    """A tenth taken ten times is one, in decimals."""
    rows = [line("ana", "2024-03-01", 1, "1", quantity=0.1) for _ in range(10)]
    orders = to_pandas(order_table(analysed_lines(make_lines(*rows), as_of=AS_OF, refunds="net")))

    assert 1.0 == orders["unit_count"][0]
