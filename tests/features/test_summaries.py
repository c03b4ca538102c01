"""Customers from the client's own figures."""

import pandas as pd

from analysis.features import order_distribution, summary_customers


def test_who_neither_ordered_nor_paid_is_a_prospect():
    table = summary_customers(pd.DataFrame({"customer_id": ["b", "a", "c"], "orders": [2, 0, None], "revenue": [30.0, 0.0, 5.0]}))

    assert {"a": "prospect", "b": "buyer", "c": "buyer"} == dict(zip(table["customer_id"], table["state"], strict=True))
    assert table["recency_days"].isna().all()


def test_the_orders_that_the_client_gives_are_distributed():
    """Two customers with one order and one with five: two thirds of people, half of the money."""
    people = summary_customers(pd.DataFrame({"customer_id": list("abc"), "orders": [1, 1, 5], "revenue": [10.0, 10.0, 20.0]}))
    table = order_distribution(people)

    assert [(1, 2, 0.5), (5, 1, 0.5)] == list(table[["low", "customers", "revenue_share"]].itertuples(index=False, name=None))
