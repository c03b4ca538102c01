"""What is due for a client on a day: by the calendar, by what has arrived, and by whose limits."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError
from analysis.reporting.due import Plan, RunOf, plan, restated
from analysis.reporting.lock import BusyError, client_lock, clients_locked
from analysis.reporting.manifest import source_hashes
from analysis.store import Run, write_json
from analysis.text import Text

CLIENT = """\
name: Acme
currency: GBP
source:
  transactions: {files: raw/orders*.csv, columns: {customer_id: Customer, ordered_at: Date, amount: Total}}
  customers: {files: raw/customers.csv, columns: {customer_id: Customer}}
"""
QUARTERS = "schedule: {every: quarter, from: 2025-Q1, after_days: 5%s}\n"
ENGLISH = Text("en")


@pytest.fixture
def acme(tmp_path):
    """A client whose orders run to 31 March 2025; `more` adds lines to client.yaml or days to the orders."""
    folder = tmp_path / "data" / "acme"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "customers.csv").write_text("Customer\nC1\nC2\n")
    (folder / "client.yaml").write_text(CLIENT + QUARTERS % "")
    orders(folder, "2025-01-10", "2025-02-11", "2025-03-31")
    return folder


def orders(folder: Path, *days: str, file: str = "orders.csv") -> None:
    lines = [f"C{number % 2 + 1},{day},10.00" for number, day in enumerate(days)]
    (folder / "raw" / file).write_text("\n".join(["Customer,Date,Total", *lines, ""]))


def planned(folder: Path, today: str, **settings) -> Plan:
    data = folder.parent
    return plan(
        RunOf("acme", load_client(folder / "client.yaml"), data, data.parent / "reports"),
        today=date.fromisoformat(today),
        **settings,
    )


def reported(folder: Path, label: str) -> None:
    """A report of a period, as far as its manifest says what it was made from."""
    data = folder.parent
    run = Run.open("acme", label, data=data, reports=data.parent / "reports")
    target = run.report_folder / "manifest.json"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps({"inputs": source_hashes(run), "parameters": {}}))


def told(found: Plan) -> dict[str, list[str]]:
    """Period -> what it waits for."""
    return {one.period.label: [ENGLISH.say(reason) for reason in one.waits] for one in found.due}


def test_what_has_arrived_runs_and_what_comes_next_is_said(acme):
    found = planned(acme, "2025-04-06")

    assert told(found) == {"2025-Q1": []}
    assert (found.following.label, found.following_from) == ("2025-Q2", date(2025, 7, 6))


def test_nothing_is_due_before_the_days_of_waiting_are_over_or_once_it_is_reported(acme):
    assert planned(acme, "2025-04-05").due == ()
    reported(acme, "2025-Q1")
    assert planned(acme, "2025-06-30").due == ()


def test_data_that_end_early_are_waited_for_and_so_is_everything_after(acme):
    orders(acme, "2025-01-10", "2025-03-27")

    found = planned(acme, "2025-10-06")

    assert told(found) == {"2025-Q1": ["Order lines: it ends on 27 Mar 2025, the period on 31 Mar 2025"]}
    assert found.waiting.period.label == "2025-Q1"
    orders(acme, "2025-01-10", "2025-03-28")  # within the three days on which nobody may have ordered
    assert told(planned(acme, "2025-04-06")) == {"2025-Q1": []}


def test_a_file_that_is_missing_is_named(acme):
    (acme / "raw" / "customers.csv").unlink()

    assert told(planned(acme, "2025-04-06")) == {"2025-Q1": ["Customers: no file is there"]}


def test_files_that_did_not_change_since_the_last_report_are_called_so(acme):
    reported(acme, "2025-Q1")

    waits = told(planned(acme, "2025-07-06"))["2025-Q2"]

    assert waits == ["Order lines: nothing new since the report of 2025-Q1; it ends on 31 Mar 2025, the period on 30 Jun 2025"]


def test_a_list_without_days_must_be_another_where_it_is_needed(acme):
    (acme / "client.yaml").write_text(CLIENT + QUARTERS % ", needs: [transactions, customers]")
    reported(acme, "2025-Q1")
    orders(acme, "2025-06-30", file="orders-2.csv")

    assert told(planned(acme, "2025-07-06"))["2025-Q2"] == [
        "Customers: the file is the one that the report of 2025-Q1 was made from"
    ]
    (acme / "raw" / "customers.csv").write_text("Customer\nC1\nC2\nC3\n")
    assert told(planned(acme, "2025-07-06")) == {"2025-Q2": []}


def test_the_first_report_fits_and_the_next_keep_its_limits(acme):
    orders(acme, "2025-06-30")

    assert [one.parameters for one in planned(acme, "2025-07-06").due] == [{}, {"definitions": "2025-Q1"}]
    assert [one.parameters for one in planned(acme, "2025-07-06", refit=True).due] == [
        {"definitions": "refit"},
        {"definitions": "match 2025-Q1"},
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [(QUARTERS % ", definitions: refit", ["refit", "match 2025-Q1"]), ("definitions: 2024-Q4\n" + QUARTERS % "", [None, None])],
)
def test_client_yaml_may_ask_to_refit_or_name_the_limits_itself(acme, more, expected):
    orders(acme, "2025-06-30")
    (acme / "client.yaml").write_text(CLIENT + more)

    assert [one.parameters.get("definitions") for one in planned(acme, "2025-07-06").due] == expected


def test_a_report_is_made_again_only_where_that_is_asked_for(acme):
    """Without the tables of the report nothing tells what its days held, so a newer file counts."""
    reported(acme, "2025-Q1")
    orders(acme, "2025-02-12", file="orders-late.csv")
    assert planned(acme, "2025-04-06").due == ()
    (acme / "client.yaml").write_text(CLIENT + QUARTERS % ", again: restated")
    assert [(one.period.label, one.renewed) for one in planned(acme, "2025-04-06").due] == [("2025-Q1", True)]


def test_only_orders_of_its_own_days_overtake_a_report(acme):
    """A file of the next quarter changes nothing of the first one; an order of February that comes late does."""
    (acme / "client.yaml").write_text(CLIENT + QUARTERS % ", again: restated")
    run = Run.open("acme", "2025-Q1", data=acme.parent, reports=acme.parent.parent / "reports")
    days = pd.to_datetime(["2025-01-10", "2025-02-11", "2025-03-31"])
    run.folder.mkdir()
    pd.DataFrame({"ordered_at": days, "amount": 10.0}).to_parquet(run.path("orders"))
    dates = {
        "first": "2025-01-10",
        "last": "2025-03-31",
        "start": "2025-01-01",
        "as_of": "2025-03-31",
        "window_start": "2023-04-01",
    }
    write_json(run.folder / "dates.json", dates)
    reported(acme, "2025-Q1")

    orders(acme, "2025-04-12", file="orders-2.csv")
    assert not restated(run)
    orders(acme, "2025-04-12", "2025-02-12", file="orders-2.csv")
    assert restated(run)


def test_a_file_that_cannot_be_read_is_a_mistake_and_no_waiting(acme):
    (acme / "raw" / "orders.csv").write_text("Customer,Day,Total\nC1,2025-01-10,5\n")

    with pytest.raises(ConfigError, match="has no column 'Date'"):
        planned(acme, "2025-04-06")


def test_without_a_schedule_nothing_can_be_due(acme):
    (acme / "client.yaml").write_text(CLIENT)

    with pytest.raises(ConfigError, match=r"no schedule\. Write one, such as schedule: \{every: quarter"):
        planned(acme, "2025-04-06")


def test_two_runs_never_work_on_one_client(tmp_path):
    for name in ("acme", "beta"):
        (tmp_path / name).mkdir()
    with client_lock(tmp_path / "acme"):
        with pytest.raises(BusyError, match="acme: another run"), client_lock(tmp_path / "acme"):
            pass
        with pytest.raises(BusyError), clients_locked(tmp_path, ["beta", "acme/children/north"]):
            pass
        with clients_locked(tmp_path, ["beta", "nobody"]):
            pass
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not (tmp_path / "nobody").exists()
    with client_lock(tmp_path / "acme"):
        pass
