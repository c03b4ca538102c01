"""Contexts of orders: which is known of an order, how the basket differs, which segment leans to one."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.profiles.order_contexts import basket_by_context, contexts_by_segment, order_contexts
from analysis.schema import DERIVED, check_columns

DAYS = {"window_start": date(2025, 1, 1), "as_of": date(2025, 12, 31)}


def orders(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer_id", "order_id", "ordered_at", "amount"])
    return table.assign(ordered_at=pd.to_datetime(table["ordered_at"], format="ISO8601"), is_order=True)


def test_each_order_has_the_contexts_that_are_known_of_it():
    made = orders(("a", "1", "2025-03-07 10:00", 10), ("a", "2", "2025-03-08 10:00", 20), ("b", "3", "2024-12-31", 5))
    told = pd.DataFrame({"customer_id": ["a", "a"], "order_id": ["1", "2"], "occasion": ["gift", "unclassified"]})
    visited = pd.DataFrame({"customer_id": ["a"], "day": pd.to_datetime(["2025-03-07"]), "device": ["Mobile"], "context": [None]})
    found = order_contexts(made, **DAYS, told=told, seasons=[(date(2025, 3, 8), date(2025, 3, 8))], visited=visited).set_index(
        "order_id"
    )

    assert ["1", "2"] == list(found.index)  # the third lies before the window
    assert ["working_day", "weekend"] == list(found["daytype"])
    assert ["other_days", "festival_season"] == list(found["festival"])
    assert ("gift", "Mobile") == tuple(found.loc["1", ["occasion", "device"]])
    assert found.loc["2", ["occasion", "device", "context"]].isna().all()


def crowd() -> pd.DataFrame:
    """Every customer orders for 10 on a Friday and for 30 on a Saturday."""
    rows = [
        (f"c{i}", f"{i}{day}", f"2025-03-{day:02d}", money) for i in range(30) for day, money in ((7, 10 + i % 3), (8, 30 + i % 5))
    ]
    return orders(*rows)


def test_the_basket_of_a_context_is_held_against_the_others():
    table = basket_by_context(order_contexts(crowd(), **DAYS)).set_index("level")
    row = table.loc["weekend"]

    assert (30, 30, 0.5) == tuple(row[["orders", "customers", "order_share"]])
    assert (32.0, 11.0) == tuple(row[["mean_order", "rest_order"]])
    assert 32 / 11 == pytest.approx(row["ratio"])
    assert row["low"] < 32 < row["high"]
    assert row["p_adjusted"] < 0.001


def test_levels_of_few_customers_are_left_out_and_a_trait_with_one_level_with_them():
    few = pd.concat([crowd(), orders(("x", "x", "2025-03-09", 99))])
    table = basket_by_context(order_contexts(few[few["ordered_at"] != "2025-03-08"], **DAYS))

    assert table.empty


def test_a_segment_that_leans_to_a_context():
    made = pd.concat(
        [crowd(), orders(*((f"c{i}", f"w{i}{k}", f"2025-03-{15 + 7 * (k % 2)}", 20) for i in range(15) for k in range(6)))]
    )
    segments = pd.DataFrame({"customer_id": [f"c{i}" for i in range(30)], "method": "m", "segment": ["loyal"] * 15 + ["lost"] * 15})
    table = contexts_by_segment(order_contexts(made, **DAYS), segments, method="m").set_index(["level", "segment"])
    row = table.loc[("weekend", "loyal")]

    assert (7 / 8, 1 / 2) == (row["share"], row["rest_share"])
    assert row["p_adjusted"] < 0.001
    check_columns(DERIVED["context_segments"], table.reset_index().columns)


def test_chance_alone_makes_no_context():
    rng = np.random.default_rng(1)
    days = pd.to_datetime("2025-01-01") + pd.to_timedelta(rng.integers(0, 365, 2000), "D")
    made = orders(
        *(
            (f"c{i % 400}", str(i), str(day.date()), money)
            for i, (day, money) in enumerate(zip(days, rng.gamma(2, 10, 2000), strict=True))
        )
    )

    table = basket_by_context(order_contexts(made, **DAYS))
    assert (table["p_adjusted"] > 0.05).all()
    check_columns(DERIVED["context_baskets"], table.columns)
