"""How often two items meet by chance, in cases one can count."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies.pair_lift import chance_pairs, pair_lift


def table_of(held: dict[str, list[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pair counts and widths of customers and what they hold."""
    items = sorted({item for own in held.values() for item in own})
    rows = [
        (a, b, sum(a in own and b in own for own in held.values())) for place, a in enumerate(items) for b in items[place + 1 :]
    ]
    counts = pd.DataFrame(rows, columns=["item", "other", "both"]).query("both > 0").assign(other_later=0, item_later=0, baskets=0)
    widths = pd.DataFrame([(item, len(own)) for own in held.values() for item in own], columns=["item", "width"])
    return counts, widths.value_counts().rename("customers").reset_index()


def test_two_of_four_items_at_random_meet_in_a_sixth():
    """Sixty customers hold two of four equally common items: each of the six pairs is expected ten times."""
    found = chance_pairs(np.array([[30.0, 30.0, 30.0, 30.0]]), np.array([60.0]), np.array([2.0]))

    assert 10.0 == pytest.approx(found[0, 1])
    assert 60.0 == pytest.approx(np.triu(found, 1).sum())


def test_who_has_everything_tells_nothing():
    """Ten customers hold all three items: every pair meets in ten, as it must."""
    found = chance_pairs(np.array([[10.0, 10.0, 10.0]]), np.array([10.0]), np.array([3.0]))

    assert 10.0 == pytest.approx(found[0, 1])


def test_who_buys_much_does_not_make_things_go_together():
    """Half hold one of four items at random, half all four: over all customers the pairs seem to meet, here they do not."""
    held = {f"one{k}": ["abcd"[k % 4]] for k in range(40)} | {f"all{k}": list("abcd") for k in range(40)}
    counts, widths = table_of(held)
    found = pair_lift(counts, widths, level="category", minimum=1)

    crude = 40 * 80 / (50 * 50)
    assert crude > 1.2
    assert [1.0] * 6 == pytest.approx(list(found["lift"]))


def test_a_pair_bought_together_stands_first():
    """Of forty who hold two things, twenty hold a and b, twenty c and d: twice and more what chance would bring."""
    held = {f"x{k}": ["a", "b"] for k in range(20)} | {f"y{k}": ["c", "d"] for k in range(20)}
    found = pair_lift(*table_of(held), level="product", minimum=5)

    assert [("a", "b"), ("c", "d")] == list(zip(found["item"], found["other"], strict=True))
    assert 3.0 == pytest.approx(found["lift"].iloc[0])  # 20 against 40 / 6
    assert (found["low"] > 1).all()
    assert {"product"} == set(found["level"])


@pytest.mark.parametrize(("minimum", "shown"), [(3, True), (4, False)])
def test_few_customers_with_one_alone_hide_a_pair(minimum, shown):
    """Three hold a without b: at a minimum of four the page could tell of them."""
    held = (
        {f"x{k}": ["a", "b"] for k in range(20)} | {f"y{k}": ["a", "c"] for k in range(3)} | {f"z{k}": ["b", "c"] for k in range(9)}
    )
    found = pair_lift(*table_of(held), level="category", minimum=minimum).set_index(["item", "other"])

    assert shown == found.loc[("a", "b"), "shown"]


def test_no_pairs_give_an_empty_table(fits_schema):
    empty = pd.DataFrame(columns=["item", "other", "both", "other_later", "item_later", "baskets"])

    fits_schema(
        pair_lift(empty, pd.DataFrame(columns=["item", "width", "customers"]), level="category", minimum=10), "category_pairs"
    )
