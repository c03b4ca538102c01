"""All inputs of a client: pseudonymised at the door, kept by content, equal to what the demo client hides in them."""

import json
import stat
import time

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import Source, load_client
from analysis.engine import to_pandas
from analysis.errors import ConfigError
from analysis.features import analysed_lines, order_table, transactions
from analysis.sources import inputs as module
from analysis.sources import read_inputs
from analysis.sources.demo import make_demo
from tests.stories import write_client, write_story

CLIENT = """\
name: Secrets
currency: GBP
source:
  extra:
    returns: {files: raw/returns.csv, columns: {order_id: No}}
  transactions:
    files: raw/orders.csv
    columns:
      customer_id: Customer
      ordered_at: Date
      amount: Total
      order_id: No
      status: {from_table: returns, on: order_id, then: refunded, otherwise: paid}
  customers:
    files: raw/members.csv
    columns: {customer_id: Customer, city: City}
    attributes: {city: geographic}
  links:
    files: raw/members.csv
    columns: {customer_id: Customer, entity_id: Household}
  feedback:
    files: raw/comments.csv
    columns: {text: Text}
"""
FILES = {
    "orders.csv": "No,Customer,Date,Total\n1,CUST-1001,2024-01-13,5\n2,CUST-1002,2024-01-14,6\n3,,2024-01-15,7\n",
    "returns.csv": "No\n2\n",
    "members.csv": "Customer,City,Household\nCUST-1001,Leeds,HOUSE-77\nCUST-1003,York,HOUSE-77\n",
    "comments.csv": "Text\nAsk for ana@example.org or 0113 496 0123\n",
}


@pytest.fixture
def client(tmp_path, monkeypatch):
    """A client's folder with ids that stand out, and a call that reads it."""
    monkeypatch.delenv("STRATA_KEY", raising=False)
    folder = write_client(tmp_path / "secrets", CLIENT, FILES)

    def read() -> dict:
        return read_inputs(load_client(folder / "client.yaml").source, folder=folder, entity="account")

    return folder, read


def test_no_id_and_no_address_is_in_any_canonical_file(client, tmp_path):
    """Every byte is looked at, decompressed; the ids are in the mapping alone."""
    folder, read = client
    for name, one in read().items():
        plain = tmp_path / f"{name}.plain"
        pq.write_table(pq.read_table(one.path), plain, compression="none", use_dictionary=False)
        for content in (one.path.read_bytes(), plain.read_bytes()):
            for secret in (b"CUST-100", b"HOUSE-", b"ana@example.org", b"496 0123"):
                assert secret not in content, (name, secret)
    mapping = pd.read_parquet(folder / "pseudonyms.parquet")

    assert ["CUST-1001", "CUST-1002", "CUST-1003", "HOUSE-77"] == mapping["client_id"].tolist()
    assert 0o600 == stat.S_IMODE((folder / "pseudonyms.parquet").stat().st_mode)
    assert 0o600 == stat.S_IMODE((folder / ".pseudonym-key").stat().st_mode)


def test_pseudonyms_are_the_same_in_every_table_and_every_run(client):
    folder, read = client
    tables = {name: pq.read_table(one.path).to_pandas() for name, one in read().items()}
    for file in (folder / "canonical").iterdir():
        file.unlink()
    again = {name: pq.read_table(one.path).to_pandas() for name, one in read().items()}
    named = pd.read_parquet(folder / "pseudonyms.parquet").set_index("client_id")["customer_id"]

    assert [named["CUST-1001"], named["CUST-1002"]] == tables["transactions"]["customer_id"].tolist()[:2]
    assert pd.isna(tables["transactions"]["customer_id"][2])
    assert [named["CUST-1001"], named["CUST-1003"]] == tables["customers"]["customer_id"].tolist()
    assert {named["HOUSE-77"]} == set(tables["links"]["entity_id"])
    assert tables["transactions"].equals(again["transactions"])


def test_ids_stay_where_the_client_asks_for_it(client):
    folder, _ = client
    read = read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False, entity="account")

    assert ["CUST-1001", "CUST-1002"] == pq.read_table(read["transactions"].path).to_pandas()["customer_id"].tolist()[:2]
    assert not (folder / "pseudonyms.parquet").exists()


def test_a_table_is_built_again_only_when_something_behind_it_changed(client):
    """A touched file is the same file; one more line, another mapping or a change in a joined table is not."""
    folder, _ = client

    def read() -> dict:
        source = load_client(folder / "client.yaml").source
        return read_inputs(Source(transactions=source.transactions, extra=source.extra), folder=folder)

    path = read()["transactions"].path

    def rebuilt() -> bool:
        before = path.stat().st_mtime_ns
        time.sleep(0.01)
        read()
        return path.stat().st_mtime_ns > before

    assert not rebuilt()
    (folder / "raw" / "orders.csv").touch()
    assert not rebuilt()
    (folder / "raw" / "orders.csv").write_text(FILES["orders.csv"] + "4,CUST-1004,2024-01-16,8\n")
    assert rebuilt()
    assert 4 == pq.read_metadata(path).num_rows
    (folder / "raw" / "returns.csv").write_text("No\n1\n2\n")
    assert rebuilt()
    assert ["refunded", "refunded", "paid", "paid"] == pq.read_table(path)["status"].to_pylist()
    (folder / "client.yaml").write_text(CLIENT.replace("otherwise: paid", "otherwise: pending"))
    assert rebuilt()
    assert not rebuilt()


def test_a_mistake_leaves_the_table_of_before(client):
    folder, read = client
    path = read()["transactions"].path
    before = path.read_bytes()
    (folder / "raw" / "orders.csv").write_text("No,Customer,When,Total\n1,CUST-1001,2024-01-13,5\n")

    with pytest.raises(ConfigError, match=r"orders.csv has no column 'Date'"):
        read()
    assert before == path.read_bytes()
    assert [] == list((folder / "canonical").glob("*.partial"))


def test_files_and_rejects_are_accounted_for(client):
    folder, read = client
    (folder / "raw" / "orders.csv").write_text(FILES["orders.csv"] + "4,CUST-1004\n")
    one = read()["transactions"]

    assert (3, 1, ["orders.csv"]) == (one.rows, one.rejects, [file.file for file in one.files])
    assert "utf-8" == one.files[0].encoding


def test_the_same_files_give_the_same_bytes(tmp_path):
    first, second = (
        read_inputs(load_client(write_story(tmp_path / name) / "client.yaml").source, folder=tmp_path / name, pseudonymise=False)
        for name in ("one", "two")
    )

    assert [one.path.read_bytes() for one in first.values()] == [one.path.read_bytes() for one in second.values()]


def test_a_password_in_the_address_of_a_warehouse_is_refused_and_not_repeated(client):
    folder, _ = client
    source = load_client(folder / "client.yaml").source.model_copy(update={"connection": "postgresql://me:secret@host/db"})

    with pytest.raises(ConfigError, match=r"source.connection holds a password") as error:
        read_inputs(source, folder=folder)
    assert "secret" not in str(error.value)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo client's order lines, read by the kit, and the truth they were made from."""
    folder = tmp_path_factory.mktemp("data") / "demo_retail"
    make_demo("demo_retail", folder)
    source = load_client(folder / "client.yaml").source
    read = read_inputs(Source(transactions=source.transactions), folder=folder)
    return folder, read, to_pandas(transactions(read["transactions"].path))


def test_the_demo_client_is_read_to_its_true_totals(demo):
    """Lines, customers and money of every year, of known customers and of guests, are those that were planted."""
    folder, _, lines = demo
    truth = json.loads((folder / "truth" / "parameters.json").read_text())["totals"]["readable"]
    lines = lines.assign(year=lines["ordered_at"].dt.year.astype("Int64").astype("str"))
    for year, wanted in truth.items():
        for group, fate in (("known", "ok"), ("guests", "no_customer")):
            part = lines[(lines["year"] == year) & (lines["fate"] == fate)]
            paid = part[part["status"] == "paid"]
            money = part.groupby("status")["amount"].sum()

            assert wanted[group]["lines"] == len(part)
            assert wanted[group]["orders"] == paid["order_id"].nunique()
            assert wanted[group]["customers"] == paid["customer_id"].nunique()
            assert (wanted[group]["paid"], wanted[group]["refunded"], wanted[group]["cancelled"]) == tuple(
                round(float(money.get(status, 0.0)), 2) for status in ("paid", "refunded", "cancelled")
            )


def test_the_orders_of_the_demo_client_are_those_that_were_paid(demo):
    """Returns have numbers of their own and cancelled orders were never paid: neither is an order."""
    folder, read, lines = demo
    truth = json.loads((folder / "truth" / "parameters.json").read_text())["totals"]["readable"]
    last = lines["ordered_at"].max().date()
    orders = to_pandas(order_table(analysed_lines(transactions(read["transactions"].path), as_of=last, refunds="net")))
    known = [wanted["known"] for wanted in truth.values()]

    assert sum(one["orders"] for one in known) == orders["is_order"].sum()
    assert round(sum(one["paid"] + one["refunded"] for one in known), 2) == round(orders["amount"].sum(), 2)


def test_the_faults_of_the_demo_client_are_found(demo):
    """The ledger of planted faults, as lines: repeats, test entries, guests, lost amounts and dates."""
    folder, _, lines = demo
    ledger = pd.read_parquet(folder / "truth" / "dirt.parquet").groupby("fault")["lines"].sum()
    fates = lines["fate"].value_counts()

    assert ledger["duplicate"] + ledger["overlap"] == fates["duplicate"]
    assert ledger["amount_text"] == fates["unreadable_amount"]
    assert ledger["blank_date"] == fates["unreadable_date"]
    assert ledger["test_customer"] == fates["excluded"]
    assert not lines["customer_id"].dropna().str.contains("[^0-9a-f]").any()
    assert set(module.PEOPLE) & set(lines.columns) == {"customer_id"}
