"""Nothing raw leaves the door: values that stand out are planted in every column, and every byte behind it is searched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import AnalysisError
from analysis.reporting.lists import write_lists
from analysis.schema import CANONICAL
from analysis.sources import read_inputs
from tests.listed import draw
from tests.stories import write_client

ROOT = Path(__file__).resolve().parents[2]
N = 24
FIRST = ("Emily", "James", "Olivia", "Thomas", "Sarah", "Daniel")


def phone(n: int) -> str:
    return f"1{3 + n % 7}{n % 10}7700{n:04d}"


def person(n: int) -> str:
    return f"{FIRST[n % 6]} Quixworth{'abcdefghijklmnopqrstuvwxyz'[n]}"


def mail(n: int) -> str:
    return f"zqx{n}@secret.example"


# Fragments that no file, message or table may hold.
SECRETS = ("CUSTZQ-", "7700", "Quixworth", "zqx", "secret.example", "HOUSEZQ", "Zebra Lane", "lily_zq", "110105194912310", "王小明")

CLIENT = """\
name: Planted
currency: CNY
language: en
source:
  transactions:
    files: raw/orders.csv
    columns:
      customer_id: Id
      ordered_at: Day
      amount: Paid
      order_id: {concat: [Id, Day, No]}
      product: Item
      category: Kind
      channel: Channel
      promotion: Note
      city: City
      status: Status
    values: {status: {paid: [ok]}}
  customers:
    files: raw/members.csv
    columns: {customer_id: Id, nick: Nick, home: Home, tel: Tel, remark: Remark, city: City, level: Level}
    attributes: {nick: demographic, home: geographic, tel: metric, remark: psychographic, city: geographic, level: membership}
    contact: {phone: Mobile, email: Email}
  links: {files: raw/links.csv, columns: {customer_id: Id, entity_id: House}}
  events:
    files: raw/events.csv
    columns: {customer_id: Id, occurred_at: Day, kind: What, context: Note, source: Source}
    values: {kind: {view: [v]}}
  responses:
    files: raw/survey.csv
    columns: {respondent_id: Email, answered_at: Day}
    items:
      score: {column: Score, role: satisfaction, scale: [1, 5]}
      why: {column: Why, role: free_text}
      likes: {column: Likes, role: motive, several: ";"}
  contacts:
    files: raw/contacts.csv
    columns: {customer_id: Id, arm: Arm, campaign: Campaign, contacted_at: Day, reached: Reached}
    attributes: {reached: psychographic}
  feedback: {files: raw/comments.csv, columns: {customer_id: Id, text: Text, created_at: Day, source: Source}}
  visits:
    files: raw/visits.csv
    columns: {customer_id: Id, arrived_at: Day, stage: Stage, category: Note, site: Site}
    values: {stage: {arrived: [a]}}
  balances:
    files: raw/balances.csv
    columns: {customer_id: Id, kind: Kind, amount: Held, as_of: Day}
    values: {kind: {cash: [c]}}
  summaries: {files: raw/summary.csv, columns: {customer_id: Id, orders: Orders, revenue: Spent, friend: Friend}}
  consents:
    files: raw/consents.csv
    columns: {customer_id: Id, state: State, purpose: Purpose, channel: Channel, stated_at: Day, source: Source}
    values: {state: {given: [y], refused: [n]}}
privacy: {drop: [Name]}
"""


def days(n: int) -> str:
    return f"2024-{n % 11 + 1:02d}-{n % 27 + 1:02d}"


def files() -> dict[str, str]:
    """Every file with a telephone number, an address or a name in every text column that could hold one."""
    rows = pd.DataFrame(
        {"Id": [f"CUSTZQ-{n}" for n in range(N)], "Day": [days(n) for n in range(N)], "Name": [person(n) for n in range(N)]}
    )
    once = lambda usual, secret: [secret if n == 5 else usual for n in range(N)]  # noqa: E731
    tables = {
        "orders": {
            "Paid": range(10, 10 + N), "No": range(N), "Item": once("Chair", f"Chair for {mail(5)}"), "Kind": once("Home", phone(5)),
            "Channel": once("web", f"tel {phone(7)}"), "Note": once("spring", "微信：lily_zq"), "City": once("Leeds", phone(9)), "Status": "ok",
        },
        "members": {
            "Nick": [person(n) for n in range(N)], "Home": [f"{n + 1} Zebra Lane, Leeds" for n in range(N)],
            "Tel": [phone(n) for n in range(N)], "Mobile": [phone(n) for n in range(N)], "Email": [mail(n) for n in range(N)],
            "Remark": [f"called back on {phone(n)} and was told to write to {mail(n)}" for n in range(N)],
            "City": "Leeds", "Level": once("gold", "11010519491231002X"),
        },
        "links": {"House": [f"HOUSEZQ-{n // 2}" for n in range(N)]},
        "events": {"What": "v", "Note": once("evening", phone(5)), "Source": once("app", mail(5))},
        "survey": {
            "Email": [mail(n) for n in range(N)], "Score": once("4", phone(5)), "Why": [f"ask me on {phone(n)}" for n in range(N)],
            "Likes": once("price;range", f"price;{phone(5)}"),
        },
        "contacts": {"Arm": once("treated", phone(5)), "Campaign": once("May", mail(6)), "Reached": [person(n) for n in range(N)]},
        "comments": {"Text": [f"我叫王小明，打{phone(n)}" for n in range(N)], "Source": once("shop", mail(5))},
        "visits": {"Stage": "a", "Note": once("laser", phone(5)), "Site": once("North", phone(6))},
        "balances": {"Kind": "c", "Held": range(N)},
        "summary": {"Orders": 3, "Spent": 9.5, "Friend": [person(n) for n in range(N)]},
        "consents": {
            "State": "y", "Purpose": once("marketing", f"marketing by {phone(5)}"), "Channel": once("sms", mail(5)),
            "Source": once("form", f"call to {phone(5)}"),
        },
    }  # fmt: skip
    return {f"{name}.csv": rows.assign(**columns).to_csv(index=False) for name, columns in tables.items()}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """The client after `strata check`, with what the command wrote to the terminal."""
    data = tmp_path_factory.mktemp("planted") / "data"
    folder = write_client(data / "planted", CLIENT, files())
    told = check(data)
    return folder, told


def check(data: Path) -> str:
    environment = os.environ | {"STRATA_DATA": str(data), "STRATA_REPORTS": str(data.parent / "reports")}
    run = subprocess.run(
        [sys.executable, "-m", "analysis", "check", "planted", "2024"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.returncode in (0, 1, 2), run.stderr
    assert "Traceback" not in run.stderr
    return run.stdout + run.stderr


def behind_the_door(folder: Path) -> list[Path]:
    """Every file of the client but those that may hold raw values: the files themselves, their cache, mapping and contact fields."""
    raw = {folder / "raw", folder / "cache"}
    own = {"client.yaml", "pseudonyms.parquet", "contact_fields.parquet", ".pseudonym-key"}
    held = [path for path in sorted(folder.rglob("*")) if path.is_file() and not raw & set(path.parents) and path.name not in own]
    return [path for path in held if path.parent.name != "lists"]  # where contact fields come back, on purpose and alone


def content(path: Path, scratch: Path) -> bytes:
    """All bytes of a file, a parquet's decompressed and without dictionaries beside them."""
    if path.suffix != ".parquet":
        return path.read_bytes()
    pq.write_table(pq.read_table(path), scratch, compression="none", use_dictionary=False)
    return path.read_bytes() + scratch.read_bytes()


def test_no_file_behind_the_door_holds_a_planted_value(planted, tmp_path):
    folder, _ = planted
    looked_at = behind_the_door(folder)
    found = [
        (str(path.relative_to(folder)), secret)
        for path in looked_at
        for bytes_ in [content(path, tmp_path / "plain.parquet")]
        for secret in SECRETS
        if secret.encode() in bytes_
    ]

    assert [] == found
    assert {f"{name}.parquet" for name in ("transactions", "customers", "events", "responses", "contacts", "feedback", "visits",
                                           "balances", "summaries", "consents", "links")} <= {path.name for path in looked_at}  # fmt: skip


def test_the_search_finds_what_is_there(planted, tmp_path):
    """The same search in the cache, where the raw values are."""
    folder, _ = planted
    found = {
        secret
        for path in (folder / "cache").glob("*.parquet")
        for secret in SECRETS
        if secret.encode() in content(path, tmp_path / "p")
    }

    assert set(SECRETS) == found


def test_the_command_shows_no_planted_value(planted):
    _, told = planted

    assert [] == [secret for secret in SECRETS if secret in told]
    assert "orders.csv" in told


def test_files_with_raw_values_are_for_their_owner_only(planted):
    folder, _ = planted
    tables = [
        folder / "canonical" / f"{name}.parquet" for name in CANONICAL if (folder / "canonical" / f"{name}.parquet").is_file()
    ]
    private = [*(folder / "cache").iterdir(), *tables, folder / "pseudonyms.parquet", folder / "contact_fields.parquet"]

    assert {0o700} == {(folder / name).stat().st_mode & 0o777 for name in ("cache", "canonical")}
    assert {0o600} == {path.stat().st_mode & 0o777 for path in private}
    assert 11 == len(tables)


def test_lists_alone_give_back_who_is_meant(planted, tmp_path):
    """Numbers, names and addresses stand under lists/, for their owner alone, and still nowhere else."""
    folder = tmp_path / "data" / "planted"
    shutil.copytree(planted[0], folder)
    yaml = folder / "client.yaml"
    approved = "strategy: {approvals: {dormant_reminder: {status: approved, by: Ann, date: 2025-01-10}}}\n"
    named = (
        yaml.read_text(encoding="utf-8").replace("contact: {phone:", "contact: {name: Name, phone:").replace("{drop: [Name]}", "{}")
    )
    yaml.write_text(named + approved, encoding="utf-8")
    run, drawn = draw(folder)
    written = write_lists(run)
    given_back = b"".join(path.read_bytes() for path in written.folder.glob("list-dormant_reminder.csv"))

    assert 0 < drawn.counts["treatment"].sum() == written.lists[0].treatment
    assert b"HOUSEZQ-" in given_back  # accounts are joined to their household, and its number comes back
    assert b"secret.example" in given_back
    assert b"Quixworth" in given_back
    assert {0o700, 0o600} == {path.stat().st_mode & 0o777 for path in (written.folder, *written.folder.iterdir())}
    found = [
        (path.name, secret)
        for path in behind_the_door(folder)
        for bytes_ in [content(path, tmp_path / "plain.parquet")]
        for secret in SECRETS
        if secret.encode() in bytes_
    ]
    assert [] == found
    assert {"list_members.parquet", "list_counts.parquet", "list_reasons.parquet"} <= {
        path.name for path in behind_the_door(folder)
    }


# A change in a file, or in client.yaml, that stops the reading.
FAULTS = {
    "a status that is a telephone number": ("orders.csv", ",ok\n", f",{phone(5)}\n"),
    "a stage that is a name": ("visits.csv", ",a,", ",王小明,"),
    "a state that is an address": ("consents.csv", ",y,", f",{mail(5)},"),
    "days that are names": ("orders.csv", None, lambda text: text.replace("2024-", "Quixworth ")),
    "a day that is a telephone number": ("events.csv", None, lambda text: "\n".join(line.replace("2024-", "7700 ") for line in text.split("\n"))),
    "a broken file": ("members.csv", None, lambda text: text.replace(",Leeds", ',"Leeds', 20)),
    "a header that is gone": ("links.csv", "House", "Haus"),
    "a file without header": ("contacts.csv", None, lambda text: "\n".join(line for line in text.split("\n")[1:] if "," in line)),
    "a file of one line": ("summary.csv", None, lambda text: text.split("\n")[1]),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_no_message_holds_a_planted_value(tmp_path, fault):
    name, *change = FAULTS[fault]
    held = files()
    held[name] = change[1](held[name]) if change[0] is None else held[name].replace(*change)
    folder = write_client(tmp_path / "planted", CLIENT, held)

    with pytest.raises(AnalysisError) as error:
        read_inputs(load_client(folder / "client.yaml").source, folder=folder)
    said = f"{error.value} {error.value.values}"
    assert [] == [secret for secret in SECRETS if secret in said.replace(str(folder), "")], said
    assert name in said or "client.yaml" in said
