"""Lists on disk: what the report counted, and nobody who was left out; for their owner, whole, and gone with the approval."""

import stat

import pandas as pd
import pytest

from analysis.errors import ConfigError, MissingTableError
from analysis.reporting.list_folder import ARMS, withdraw_lists
from analysis.reporting.lists import write_lists
from tests.listed import draw, open_run
from tests.stories import write_client

N = 300
APPROVED = "    dormant_reminder: {status: approved, by: Head of CRM, date: 2025-01-10}\n"
CLIENT = f"""\
name: Listed
currency: GBP
source:
  customers:
    files: raw/members.csv
    columns: {{customer_id: Id, email_ok: Email OK, stop: Do not contact, complaint: Open complaint}}
    attributes: {{email_ok: consent, stop: consent, complaint: consent}}
    contact: {{name: Name, email: Mail, phone: Mobile}}
  contacts:
    files: raw/contacts.csv
    columns: {{customer_id: Id, arm: Arm, campaign: Campaign, contacted_at: Day}}
strategy:
  approvals:
{APPROVED}  lists: {{exports: [mailchimp, google_customer_match]}}
"""


def members() -> str:
    """Every seventh did not agree; 5, 25, 45 … opted out; 11 and 12 complain; two names are formulas."""
    rows = ["Id,Name,Mail,Mobile,Email OK,Do not contact,Open complaint"]
    names = {1: "=1+1", 2: "+cmd", 3: "@SUM", 4: "-2+3"}
    for n in range(N):
        agreed, stop = ("no" if n % 7 == 0 else "yes"), ("yes" if n % 20 == 5 else "no")
        rows.append(
            f"M{n:03d},{names.get(n, f'Name {n}')},m{n}@example.org,+86 139 0000 {n:04d},{agreed},{stop},{'yes' if n in (11, 12) else 'no'}"
        )
    return "\n".join(rows) + "\n"


FILES = {
    "members.csv": members(),
    # M001 was contacted a week before the end; M002 is held out from a running test; M003 was contacted long ago.
    "contacts.csv": "Id,Arm,Campaign,Day\nM001,mail,A,2024-12-24\nM002,control,B,2024-12-01\nM004,mail,B,2024-12-01\nM003,mail,C,2024-01-01\n",
}
LEFT_OUT = {n for n in range(N) if n % 7 == 0 or n % 20 == 5} | {11, 12, 1, 2, 4}


@pytest.fixture
def folder(tmp_path):
    return write_client(tmp_path / "data" / "listed", CLIENT, FILES)


def read(path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")


def edit(folder, old: str, new: str) -> None:
    text = (folder / "client.yaml").read_text()
    assert old in text
    (folder / "client.yaml").write_text(text.replace(old, new))


def test_the_files_hold_what_the_report_counted(folder):
    run, drawn = draw(folder)
    written = write_lists(run)
    table = read(written.folder / "list-dormant_reminder.csv")
    suppressed = read(written.folder / "list-suppressed.csv")
    row = drawn.counts.iloc[0]

    assert (N, len(LEFT_OUT)) == (row["matched"], row["suppressed"])
    assert (row["treatment"], row["hold_out"]) == tuple(table["arm"].value_counts()[["treatment", "hold_out"]])
    assert row["hold_out"] == round(0.2 * (N - len(LEFT_OUT)))
    assert row["suppressed"] == len(suppressed)
    assert drawn.reasons["first"].sum() == row["suppressed"]
    firsts = drawn.reasons.set_index("reason")["first"]
    names = {"no_consent": "no consent on record", "opted_out": "opted out", "open_complaint": "open complaint"}
    assert {key: firsts[key] for key in names} == {
        key: int(suppressed["first_reason"].eq(name).sum()) for key, name in names.items()
    }
    assert (row["treatment"], row["hold_out"]) == (written.lists[0].treatment, written.lists[0].hold_out)


def test_nobody_who_was_left_out_stands_on_any_list(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder
    out = {f"M{n:03d}" for n in LEFT_OUT}

    assert out == set(read(at / "list-suppressed.csv")["customer_number"])
    assert {f"M{n:03d}" for n in range(N)} - out == set(read(at / "list-dormant_reminder.csv")["customer_number"])
    for path in at.glob("list-*.csv"):
        words = path.read_text(encoding="utf-8-sig")
        assert path.name == "list-suppressed.csv" or not [
            n for n in LEFT_OUT if f"M{n:03d}" in words or f"m{n}@example.org" in words
        ]


def test_the_held_out_cannot_be_contacted_by_mistake(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder
    table = read(at / "list-dormant_reminder.csv")
    held_out = table[table["arm"] == "hold_out"]

    assert {""} == set(held_out["email"]) == set(held_out["name"])
    assert "" not in set(table.loc[table["arm"] == "treatment", "email"])
    assert "phone" not in table  # not what the channel needs
    assert set(table.loc[table["arm"] == "treatment", "email"]) == set(
        read(at / "list-dormant_reminder-mailchimp.csv")["Email Address"]
    )
    assert not (at / "list-dormant_reminder-google_customer_match.csv").exists()  # the consent was for e-mail


def test_what_no_data_tell_is_said_beside_every_name(folder):
    run, drawn = draw(folder)
    table = read(write_lists(run).folder / "list-dormant_reminder.csv")

    assert {"not checked: no data"} == set(table["check_unused_balance"]) == set(table["check_refund_in_progress"])
    assert {"checked"} == set(table["check_opted_out"]) == set(table["check_contacted_recently"])
    said = drawn.story["lists"].answer[1]
    assert (3, 8) == (said.values["n"].value, said.values["all"].value)  # profiling, refunds, balances


def test_every_column_of_every_file_is_explained(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder
    told = read(at / "dictionary.csv")
    explained = set(zip(told["file"], told["column"], strict=True))
    there = {(path.name, column) for path in at.glob("*.csv") if path.name != "dictionary.csv" for column in read(path).columns}

    assert there == explained
    assert "" not in set(told["meaning"])
    assert "dormant = Dormant" in told.set_index(["file", "column"])["values"]["customer-segments.csv", "lifecycle"]


def test_every_customer_stands_once_in_the_file_of_segments(folder):
    run, _ = draw(folder)
    table = read(write_lists(run).folder / "customer-segments.csv")

    assert [f"M{n:03d}" for n in range(N)] == list(table["customer_number"])
    assert {"Dormant"} == set(table["lifecycle"])


def test_files_are_for_their_owner_alone(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder

    assert 0o700 == stat.S_IMODE(at.stat().st_mode)
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in at.iterdir()}


def test_a_list_that_is_built_again_is_the_same_to_the_byte(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder
    before = {path.name: path.read_bytes() for path in at.iterdir()}
    again, _ = draw(folder)
    write_lists(again)

    assert before == {path.name: path.read_bytes() for path in at.iterdir()}


def test_who_was_given_an_arm_keeps_it_when_others_come_and_go(folder):
    """Thirty more people withdraw their consent after the list was handed out."""
    run, _ = draw(folder)
    at = write_lists(run).folder
    before = read(at / "list-dormant_reminder.csv").set_index("customer_number")["arm"]
    path = folder / "raw" / "members.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(one.replace(",yes,", ",no,", 1) if number > 270 else one for number, one in enumerate(lines)) + "\n")
    again, _ = draw(folder)
    write_lists(again)
    after = read(at / "list-dormant_reminder.csv").set_index("customer_number")["arm"]

    assert len(before) - 30 < len(after) < len(before)
    assert before[after.index].to_dict() == after.to_dict()


@pytest.mark.parametrize("status", ["proposed", "legal_checked", "rejected"])
def test_without_approval_there_is_no_list(folder, status):
    edit(folder, "status: approved", f"status: {status}")
    run, drawn = draw(folder)
    written = write_lists(run)

    assert drawn.counts.empty
    assert "No play is approved" in drawn.story["lists"].reason.template
    assert [] == list(written.folder.glob("list-*.csv"))
    assert {"customer-segments.csv", "dictionary.csv", ARMS} == {path.name for path in written.folder.iterdir()}


def test_a_playbook_cannot_approve_itself(folder):
    """What counts is who approved it, in client.yaml."""
    edit(folder, APPROVED, "    win_back_with_question: {status: approved, by: Head of CRM, date: 2025-01-10}\n")
    run, drawn = draw(folder)  # proposes the reminder alone

    assert drawn.counts.empty
    assert ("win_back_with_question",) == write_lists(run).bare


def test_a_list_goes_with_its_approval_even_before_the_next_report(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder
    (at / "calls.csv").write_text("somebody's own")
    edit(folder, "status: approved", "status: rejected")
    written = write_lists(open_run(folder))

    assert "list-dormant_reminder.csv" in written.gone
    assert [] == list(at.glob("list-*.csv"))
    assert 0 == len(pd.read_parquet(at / ARMS))
    assert "somebody's own" == (at / "calls.csv").read_text()


def test_a_report_takes_lists_away_whose_play_is_not_approved(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder

    assert [] == withdraw_lists(run, keep=["dormant_reminder"])
    assert (at / "list-suppressed.csv").is_file()
    assert 3 == len(withdraw_lists(run, keep=[]))
    assert {"customer-segments.csv", "dictionary.csv", ARMS} == {path.name for path in at.iterdir()}


def test_nothing_is_written_where_an_export_is_faulty(folder):
    run, _ = draw(folder)
    at = write_lists(run).folder
    before = {path.name: path.read_bytes() for path in at.iterdir()}
    edit(folder, "exports: [mailchimp,", "exports: [mailchimp, ours.yaml,")

    with pytest.raises(ConfigError, match=r"ours\.yaml"):
        write_lists(open_run(folder))
    assert before == {path.name: path.read_bytes() for path in at.iterdir()}


def test_before_chapter_04_there_is_nothing_to_write(folder):
    with pytest.raises(MissingTableError, match="Run: strata report listed 2024-Q4"):
        write_lists(open_run(folder))


def test_without_contact_details_the_list_carries_numbers_alone(folder):
    edit(folder, "    contact: {name: Name, email: Mail, phone: Mobile}\n", "")
    run, _ = draw(folder)
    written = write_lists(run)

    assert ("email",) == written.lists[0].lacking
    assert ["customer_number", "play"] == list(read(written.folder / "list-dormant_reminder.csv").columns[:2])
    assert 0 == len(read(written.folder / "list-dormant_reminder-mailchimp.csv"))
