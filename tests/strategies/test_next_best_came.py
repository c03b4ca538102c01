"""Suggestions of last period against what was chosen in this one."""

import pandas as pd

from analysis.strategies.next_best import holdings
from analysis.strategies.next_best_came import came_true

ITEMS = ["bread", "butter", "hose", "pots"]


def bought(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "item", "phase"]).assign(n=1)


def offers(**first: str) -> pd.DataFrame:
    rows = [(who, "new", 1, item) for who, item in first.items()] + [(who, "new", 2, "pots") for who in first]
    return pd.DataFrame(rows, columns=["customer_id", "kind", "rank", "category"])


def test_a_hit_is_the_item_named_first_and_popularity_stands_beside():
    """Bread is most popular. Ana was named pots and chose them; Ben was named butter and chose bread; Cem did not come."""
    table = bought(
        *[(f"x{k}", "bread", 0) for k in range(5)], ("ana", "hose", 0), ("ben", "hose", 0), ("cem", "hose", 0),
        ("ana", "pots", 1), ("ben", "bread", 1),
    )  # fmt: skip
    held = holdings(table, None, items=ITEMS, phases=1)
    judged = came_true(offers(ana="pots", ben="butter", cem="bread"), held, table, kind="new").set_index("customer_id")

    assert ["ana", "ben"] == list(judged.index)
    assert [True, False] == list(judged["hit"])
    assert [False, True] == list(judged["baseline_hit"])


def test_who_was_named_nothing_or_bought_what_was_held_is_not_judged():
    table = bought(("ana", "hose", 0), ("ben", "hose", 0), ("x", "bread", 0), ("ana", "pots", 1), ("ben", "hose", 1))
    held = holdings(table, None, items=ITEMS, phases=1)

    assert came_true(offers(ben="pots"), held, table, kind="new").empty
