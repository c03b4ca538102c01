"""Declared joins are held to; keys of extra lists are counted; every input may come without customers."""

import re

import pandas as pd
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError, SourceError
from analysis.sources import read_inputs
from analysis.sources.joins import ListedKeys
from tests.conftest import to_pandas_sorted
from tests.stories import write_client

CLIENT = """\
name: Joined
currency: GBP
source:
  extra:
    returns: {files: raw/returns.csv, columns: {order_id: No}, exclude: {Kind: test}}
  transactions:
    files: raw/orders.csv
    columns:
      customer_id: Who
      ordered_at: Date
      amount: Total
      order_id: No
      status: {from_table: returns, on: order_id, then: refunded, otherwise: paid}
    joins: {customers: "n:1"}
  customers: {files: raw/members_*.csv, columns: {customer_id: Who, city: City}, attributes: {city: geographic}}
"""
FILES = {
    "orders.csv": "No,Who,Date,Total\n1,ann,2024-01-13,5\n1,ann,2024-01-13,6\n2,ben,2024-01-14,7\n",
    "returns.csv": "No,Kind\n2,return\n2,return\n9,return\n1,test\n",
    "members_a.csv": "Who,City\nann,Leeds\n",
    "members_b.csv": "City,Who\nYork,ben\n",
}


@pytest.fixture
def read(tmp_path):
    """Reads a client of these files."""

    def read_(client: str = CLIENT, **changed: str) -> dict:
        files = FILES | {name.replace("_csv", ".csv"): text for name, text in changed.items()}
        folder = write_client(tmp_path / "client", client, files)
        return read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)

    return read_


def test_customers_may_come_in_several_files(read):
    assert [["ann", "Leeds"], ["ben", "York"]] == to_pandas_sorted(read()["customers"].path)[
        ["customer_id", "city"]
    ].to_numpy().tolist()


def test_keys_of_an_extra_list_are_counted_with_their_rows(read):
    """Order 2 is listed twice and found, order 9 is not; the test line does not count."""
    inputs = read()

    assert (ListedKeys("status", "returns", "order_id", rows=3, keys=2, found_rows=2, found=1),) == inputs["transactions"].listed
    assert inputs["transactions"].listed == read()["transactions"].listed  # from the note beside the table


def test_a_customer_held_twice_breaks_a_declared_join(read):
    with pytest.raises(SourceError) as error:
        read(members_b_csv="City,Who\nYork,ben\nBath,ann\n")

    assert str(error.value).startswith(
        "client.yaml: source.transactions.joins says customers: 'n:1', but customers (raw/members_*.csv) holds 1 customers in more "
        "than one row. Leave the repeats out of customers"
    )


def test_without_a_declaration_a_customer_held_twice_is_no_error(read):
    inputs = read(CLIENT.replace('    joins: {customers: "n:1"}\n', ""), members_b_csv="City,Who\nYork,ben\nBath,ann\n")

    assert 3 == inputs["customers"].rows


@pytest.mark.parametrize(("relation", "holds"), [("1:1", "transactions"), ("1:n", "transactions")])
def test_the_tables_own_side_is_held_to_the_declaration_as_well(read, relation, holds):
    with pytest.raises(SourceError, match=rf"but {holds} \(raw/orders.csv\) holds 1 customers in more than one row"):
        read(CLIENT.replace('"n:1"', f'"{relation}"'))


def test_a_join_with_a_table_that_is_not_there_names_those_that_are(read):
    with pytest.raises(
        ConfigError,
        match=re.escape("names 'members', which is not another input table declared under source. Choose one of: customers."),
    ):
        read(CLIENT.replace("joins: {customers:", "joins: {members:"))


KINDS = """\
name: Without customers
currency: GBP
source:
  feedback:
    files: raw/comments.csv
    columns: {text: Text, created_at: Day, rating: Stars, source: Platform}
  responses:
    files: raw/survey.csv
    columns: {respondent_id: No, age: Age}
    attributes: {age: metric}
    items: {happy: {column: Happy, role: satisfaction, scale: [1, 5]}}
  contacts:
    files: raw/campaign.csv
    columns: {arm: Arm, campaign: {constant: spring}, channel: Channel, visit: Visit}
    attributes: {visit: metric}
  customers:
    files: raw/people.csv
    columns: {customer_id: {row_number: true}, age: Age}
    attributes: {age: metric}
  summaries:
    files: raw/people.csv
    columns: {customer_id: {row_number: true}, recency: {column: Weeks, unit: weeks}, tenure: {column: Years, unit: years}, orders: Orders, revenue: Spent}
"""
RAW = {
    "comments.csv": "Text,Day,Stars,Platform\nLovely,2024-01-13,5,weibo\nwrite to ann@example.org,2024-01-14,2,website\n",
    "survey.csv": "No,Age,Happy\n1,40,5\n2,,3\n",
    "campaign.csv": "Arm,Channel,Visit\ncontrol,web,0\nmail,web,1\n",
    "people.csv": "Age,Weeks,Years,Orders,Spent\n40,2,1,3,12.5\n50,0.5,,1,4\n",
}


def test_inputs_without_customers_or_without_a_key_are_read(tmp_path):
    folder = write_client(tmp_path / "client", KINDS, RAW)
    inputs = read_inputs(load_client(folder / "client.yaml").source, folder=folder)
    tables = {name: to_pandas_sorted(one.path) for name, one in inputs.items()}

    assert [("weibo", 5.0), ("website", 2.0)] == list(zip(tables["feedback"]["source"], tables["feedback"]["rating"], strict=True))
    assert "write to [e-mail]" == tables["feedback"]["text"][1]
    assert [5.0, 3.0] == tables["responses"]["happy"].tolist()
    assert ["control", "mail"] == tables["contacts"]["arm"].tolist()
    assert 2 == tables["customers"]["customer_id"].nunique()
    assert set(tables["customers"]["customer_id"]) == set(tables["summaries"]["customer_id"])
    assert all("people" not in one for one in tables["customers"]["customer_id"])


def test_lengths_of_time_are_told_in_days(tmp_path):
    """Two weeks are 14 days, half a week 3.5; a year is 365.25."""
    folder = write_client(tmp_path / "client", KINDS, RAW)
    table = to_pandas_sorted(
        read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)["summaries"].path
    )

    assert [14.0, 3.5] == table["recency"].tolist()
    assert 365.25 == table["tenure"][0]
    assert pd.isna(table["tenure"][1])


def test_a_unit_on_money_is_an_error(tmp_path):
    folder = write_client(tmp_path / "client", KINDS.replace("revenue: Spent", "revenue: {column: Spent, unit: months}"), RAW)

    with pytest.raises(ConfigError, match="column 'Spent' has unit: months, which is for lengths of time"):
        read_inputs(load_client(folder / "client.yaml").source, folder=folder)
