"""The whole customer table of a seeded crowd, against a second computation, and once more to the byte."""

import random

import pandas as pd
import pytest

from analysis.engine import named, read_parquet, write_parquet
from analysis.features import analysed_lines, customer_features, known_customers, order_category_table, order_table, transactions
from analysis.schema import DERIVED
from tests import stories
from tests.features.conftest import DAYS
from tests.features.reference import reference_features


@pytest.mark.parametrize("refunds", ["net", "gross", "drop"])
def test_features_equal_those_of_a_slow_and_plain_computation(crowd, features_of, refunds):
    """Some three hundred customers with shared numbers, lines without number, refunds of every kind and missing values."""
    table = features_of(crowd, refunds=refunds).reset_index()
    wanted = reference_features(stories.crowd(), refunds=refunds, **DAYS)[list(DERIVED["features"].names)]
    wanted = wanted.astype({name: kind for name, kind in table.dtypes.items() if pd.api.types.is_numeric_dtype(kind)})
    wanted = wanted.astype(dict.fromkeys(("first_order_at", "last_order_at"), "datetime64[us]"))

    assert 290 < len(table)
    pd.testing.assert_frame_equal(wanted, table, check_dtype=False, rtol=1e-9, atol=1e-8)


def test_two_runs_give_the_same_bytes_whatever_the_order_of_the_lines(tmp_path):
    """Sums are exact decimals, ties are broken by name, and rows are sorted on writing."""

    def run(name: str, rows: list[dict]) -> list[bytes]:
        folder = tmp_path / name
        lines = named(transactions(stories.write_lines(rows, folder / "transactions.parquet")))
        analysed = named(analysed_lines(lines, as_of=stories.AS_OF, refunds="net"))
        write_parquet(order_table(analysed), folder / "orders.parquet", order_by=["customer_id", "order_id"])
        key = ["customer_id", "order_id", "category"]
        write_parquet(order_category_table(analysed), folder / "order_categories.parquet", order_by=key)
        orders, categories = (read_parquet(folder / f"{table}.parquet") for table in ("orders", "order_categories"))
        known = named(known_customers(lines, None, as_of=stories.AS_OF))
        customer_features(orders, categories, known, **DAYS).to_parquet(folder / "features.parquet", index=False)
        return [(folder / f"{table}.parquet").read_bytes() for table in ("orders", "order_categories", "features")]

    rows = stories.crowd(customers=150)

    assert run("one", rows) == run("two", random.Random(1).sample(rows, len(rows)))
