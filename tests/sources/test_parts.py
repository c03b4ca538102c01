"""The parts of a client: which rows go where, under which names."""

import re

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError
from analysis.sources import read_inputs
from analysis.sources.parts import OTHERS, grouped, part_inputs, part_key, write_parts
from tests.stories import write_client

# Ann buys in the north twice and in the south once; Bob in the north; Cy in the south; Di where nobody wrote it down.
ORDERS = """\
Id,Day,Sum,No,Shop,Seller
ann,2024-01-05,10,1,North,Li Na
ann,2024-02-05,20,2,North,Li Na
ann,2024-03-05,30,3,South,Wang Fang
bob,2024-03-06,40,4,North,Li Na
cy,2024-03-07,50,5,South,Wang Fang
di,2024-03-08,60,6,,Li Na
"""
PEOPLE = "Id,Home\nann,Hull\nbob,Hull\ncy,York\nzoe,York\n"
COMMENTS = "Id,Text\nann,from ann\ncy,from cy\n,from nobody\n"
VISITS = "Id,At,Site\nann,2024-03-05,South\ncy,2024-03-07,South\n"
CLIENT = """\
name: Acme
currency: GBP
source:
  transactions: {files: raw/orders.csv, columns: {customer_id: Id, ordered_at: Day, amount: Sum, order_id: No, store: Shop, consultant: Seller}}
  customers: {files: raw/people.csv, columns: {customer_id: Id, home: Home}, attributes: {home: geographic}}
  feedback: {files: raw/comments.csv, columns: {customer_id: Id, text: Text}}
  visits: {files: raw/visits.csv, columns: {customer_id: Id, arrived_at: At, site: Site}}
privacy: {pseudonymise: false, minimum_cell: 2}
"""  # fmt: skip
FILES = {"orders.csv": ORDERS, "people.csv": PEOPLE, "comments.csv": COMMENTS, "visits.csv": VISITS}


@pytest.fixture
def acme(tmp_path):
    """The client's folder and its canonical tables."""
    folder = write_client(tmp_path / "acme", CLIENT, FILES)
    return folder, read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)


def made(acme, table: str, column: str, *, minimum: int = 1, least: int = 1) -> dict[str, dict[str, pd.DataFrame]]:
    """The tables of each part by its label, as they lie on disk."""
    folder, inputs = acme
    parts = write_parts(inputs, folder, place=(table, column), minimum=minimum, least=least, secret=b"key")
    return {
        one.label: {
            name: pq.read_table(held.path).to_pandas() for name, held in part_inputs(folder / "children" / one.key, inputs).items()
        }
        for one in parts
    }


def who(table: pd.DataFrame) -> list[str]:
    return sorted(table["customer_id"])


def test_order_lines_follow_their_store_and_people_their_orders(acme):
    """Ann is a customer of both; what she wrote stands where she buys most; her visit where it was."""
    parts = made(acme, "transactions", "store")
    north, south = parts["North"], parts["South"]

    assert ["ann", "ann", "bob"] == who(north["transactions"])
    assert ["ann", "cy"] == who(south["transactions"])
    assert (["ann", "bob"], ["ann", "cy"]) == (who(north["customers"]), who(south["customers"]))
    assert (["ann"], ["cy"]) == (who(north["feedback"]), who(south["feedback"]))
    assert "visits" not in north
    assert ["ann", "cy"] == who(south["visits"])


def test_lines_of_no_part_are_kept_apart(acme):
    made(acme, "transactions", "store")
    rest = pq.read_table(acme[0] / "children" / "rest" / "canonical" / "transactions.parquet").to_pandas()

    assert ["di"] == who(rest)


def test_by_an_attribute_every_row_follows_its_customer(acme):
    """Zoe never ordered and still lives in York; Di is in no list, so in no part."""
    parts = made(acme, "customers", "home")

    assert ["ann", "ann", "ann", "bob"] == who(parts["Hull"]["transactions"])
    assert ["cy", "zoe"] == who(parts["York"]["customers"])
    assert ["cy"] == who(parts["York"]["visits"])


def test_a_persons_name_is_in_no_file_of_names(acme):
    """Consultants are told apart by a code; which is whose lies in the client's own folder, for its owner alone."""
    parts = made(acme, "transactions", "consultant")
    listed = acme[0] / "children" / "parts.parquet"

    assert all(re.fullmatch("[0-9a-f]{8}", label) for label in parts)
    assert all(re.fullmatch("consultant-[0-9a-f]{8}|rest", path.name) for path in (acme[0] / "children").iterdir() if path.is_dir())
    assert {"Li Na", "Wang Fang"} == set(pd.read_parquet(listed)["value"])
    assert 0o600 == listed.stat().st_mode & 0o777


def test_a_folder_is_named_safely():
    """No two values share a folder, and none leaves its place."""
    names = [part_key("store", value) for value in ("North", "north", "../../etc", "滨江院", "a" * 200)]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,50}", name) for name in names)
    assert part_key("consultant", "Li Na", secret=b"a") != part_key("consultant", "Li Na", secret=b"b")


def members(**sizes: int) -> pd.DataFrame:
    return pd.DataFrame(
        [(f"{value}{i}", value) for value, size in sizes.items() for i in range(size)], columns=["customer_id", "value"]
    )


def test_small_parts_stand_together():
    assert {"a": "a", "b": OTHERS, "c": OTHERS} == grouped(members(a=50, b=8, c=9), minimum=20, least=10)


def test_others_too_few_to_be_shown_take_the_next_smallest_with_them():
    """Three customers alone would be the whole less what is shown."""
    assert {"a": "a", "b": OTHERS, "c": OTHERS} == grouped(members(a=50, b=30, c=3), minimum=20, least=10)
    assert {"a": "a", "b": "b"} == grouped(members(a=50, b=30), minimum=20, least=10)


def test_nothing_is_written_twice_and_what_is_no_more_is_taken_away(acme):
    folder, inputs = acme
    made(acme, "transactions", "store")
    north = next((folder / "children").glob("north-*"))
    before = (north / "canonical" / "transactions.parquet").stat().st_mtime_ns
    made(acme, "transactions", "store")

    assert before == (north / "canonical" / "transactions.parquet").stat().st_mtime_ns
    made(acme, "customers", "home")
    assert not (north / "canonical").exists()
    with pytest.raises(ConfigError, match="holds no tables"):
        part_inputs(north, inputs)
