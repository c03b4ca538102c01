"""A database file of SQLite: values of any type in any column, read as the text that a file would hold."""

import re
import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from analysis.config import load_client
from analysis.errors import SourceError
from analysis.sources import extracted_hashes, read_inputs
from analysis.sources.warehouse.extraction import regrouped
from tests.conftest import to_pandas_sorted
from tests.stories import write_client

needs_driver = pytest.mark.skipif(
    find_spec("adbc_driver_sqlite") is None, reason="the driver is not installed: pip install -e '.[sqlite]'"
)
CLIENT = """\
name: Shop
currency: GBP
source:
  {}
  extra:
    returns: {{{}, columns: {{order_id: No}}}}
  transactions:
    {}
    columns:
      customer_id: {{column: 客 户, normalise: id}}
      ordered_at: When
      amount: {{multiply: [Qty, Price]}}
      order_id: No
      product: {{row_number: true}}
      status: {{from_table: returns, on: order_id, then: refunded, otherwise: paid}}
  links: {{{}, columns: {{customer_id: 客 户, entity_id: House}}}}
"""
OF_TABLES = CLIENT.format("connection: sqlite:///raw/shop.db", "table: returns", "table: main.Order Lines", "table: Order Lines")
OF_FILES = CLIENT.format("connection: null", "files: raw/returns.csv", "files: raw/orders.csv", "files: raw/orders.csv")
ORDERS = [  # more rows without a note than the driver looks at to tell a type
    (
        f"{n}.0",
        f"2024-01-{1 + n % 28:02} 10:{n % 60:02}:00",
        1 + n % 3,
        0.1 * n if n % 2 else n,
        n // 2,
        None if n < 2000 else f"H{n}",
        None,
    )
    for n in range(2500)
]


def canonical(folder: Path, name: str = "transactions") -> pd.DataFrame:
    """One canonical table of the client in `folder`, ids as they are, in the client's zone."""
    config = load_client(folder / "client.yaml")
    kept = {"timezone": config.timezone, "keep": config.privacy.keep}
    inputs = read_inputs(config.source, folder=folder, pseudonymise=False, entity="account", **kept)
    return to_pandas_sorted(inputs[name].path)


@pytest.fixture
def shop(tmp_path) -> Path:
    """A client whose tables lie in a database file."""
    folder = write_client(tmp_path / "shop", OF_TABLES, {})
    (folder / "raw").mkdir(exist_ok=True)
    with closing(sqlite3.connect(folder / "raw" / "shop.db")) as connection:
        connection.execute(
            'CREATE TABLE "Order Lines" ("客 户" TEXT, "When" TEXT, Qty INTEGER, Price NUMERIC, No INTEGER, House, Note BLOB)'
        )
        connection.executemany('INSERT INTO "Order Lines" VALUES (?, ?, ?, ?, ?, ?, ?)', ORDERS)
        connection.execute("CREATE TABLE returns (No INTEGER)")
        connection.executemany("INSERT INTO returns VALUES (?)", [(3,), (5,)])
        connection.execute("CREATE TABLE hollow (No INTEGER)")
        connection.commit()
    return folder


@needs_driver
def test_a_database_file_means_the_same_as_text_files(shop, tmp_path):
    """Ids of two looks, whole numbers beside fractions in one column, one that is empty for two thousand rows."""
    rows = pd.DataFrame(ORDERS, columns=["客 户", "When", "Qty", "Price", "No", "House", "Note"]).astype({"Price": object})
    files = {"orders.csv": rows.to_csv(index=False), "returns.csv": "No\n3\n5\n"}
    folder = write_client(tmp_path / "files", OF_FILES, files)
    for name in ("transactions", "links"):
        ours, theirs = canonical(shop, name), canonical(folder, name)
        assert len(ORDERS) == len(ours)
        differing = [column for column in ("source_file", "product") if column in ours]
        pd.testing.assert_frame_equal(ours.drop(columns=differing), theirs.drop(columns=differing))
    lines = canonical(shop)
    assert ["main.Order Lines:1", "main.Order Lines:2"] == lines["product"].tolist()[:2]
    assert {6, 7, 10, 11} == set(lines.index[lines["status"] == "refunded"])


@needs_driver
@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "raw/shop.db",
            "raw/shops.db",
            "sqlite: there is no file raw/shops.db. Put the database there, or correct source.connection",
        ),
        ("raw/shop.db", "client.yaml", "sqlite: client.yaml is not a database, or is damaged"),
        ("main.Order Lines", "Order Line", "source.transactions.table is 'Order Line', which sqlite at raw/shop.db does not hold"),
        ("main.Order Lines", "Order Line", "Did you mean Order Lines?"),
        ("table: returns", "table: hollow", "sqlite at raw/shop.db: hollow holds no row"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_way_out(shop, before, after, message):
    config = shop / "client.yaml"
    config.write_text(OF_TABLES.replace(before, after))

    with pytest.raises(SourceError, match=re.escape(message)):
        canonical(shop)
    assert ["shop.db"] == [path.name for path in (shop / "raw").iterdir()]


def test_batches_are_put_together_and_cut_to_one_size():
    values = list(range(10))
    batches = [pa.record_batch({"n": values[:3]}), pa.record_batch({"n": values[3:4]}), pa.record_batch({"n": values[4:]})]
    made = list(regrouped(batches, rows=4))

    assert [4, 4, 2] == [len(batch) for batch in made]
    assert values == pa.Table.from_batches(made)["n"].to_pylist()
    assert [] == list(regrouped([], rows=4))
    assert [4] == [len(batch) for batch in regrouped([pa.record_batch({"n": values[:4]})], rows=4)]


@needs_driver
def test_the_hashes_of_the_last_extraction_change_with_the_tables(shop):
    source = load_client(shop / "client.yaml").source
    assert {} == extracted_hashes(source, shop)

    read_inputs(source, folder=shop, fresh=True)
    before = extracted_hashes(source, shop)
    with closing(sqlite3.connect(shop / "raw" / "shop.db")) as connection:
        connection.execute("INSERT INTO returns VALUES (7)")
        connection.commit()
    read_inputs(source, folder=shop, fresh=True)
    after = extracted_hashes(source, shop)

    assert {"transactions", "links", "extra.returns"} == set(before)
    assert {"extra.returns"} == {name for name in before if before[name] != after[name]}
