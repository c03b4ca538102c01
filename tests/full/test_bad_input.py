"""Bad files through the command: one sentence, the exit code that the help names, and nothing half-written."""

import gzip
from pathlib import Path

import pytest

from analysis.__main__ import main
from tests.full.conftest import Workspace, make_workspace
from tests.sources.test_bad_input import CLIENT, HEADER, LOCKED_XLSX, PARQUET, TWO
from tests.stories import write_client

# name of the file, its content, what is said by new and by check; None where new can write a proposal to mend.
BAD = {
    "empty": ("o.csv", b"", "is empty", "is empty"),
    "picture": ("o.csv", b"\x89PNG\r\n\x1a\n" + bytes(99), "is a file of the kind PNG", "is a file of the kind PNG"),
    "password": ("o.xlsx", LOCKED_XLSX, "is protected by a password", "is protected by a password"),
    "cut off": ("o.csv.gz", gzip.compress(TWO.encode(), mtime=0)[:-9], "is not a complete archive", "is not a complete archive"),
    "parquet cut off": ("o.parquet", PARQUET[:-9], "is not a complete parquet file", "is not a complete parquet file"),
    "header only": ("o.csv", HEADER, "holds a row below its header", "a header, but no rows below it"),
    "no amounts": ("o.csv", HEADER + "C1,2024-01-05,n/a\nC2,2024-01-06,n/a\n", None, "has a value for amount that can be read"),
    "two ways of dates": (
        "o.csv",
        HEADER + "C1,2024-01-05,5\nC2,05/13/2024,6\nC1,2024-01-07,5\nC2,06/13/2024,6\n",
        None,
        "the dates are written in several ways: %Y-%m-%d (2 different days) and %m/%d/%Y (2)",
    ),
}


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return make_workspace(tmp_path)


@pytest.fixture
def strata(workspace, monkeypatch, capsys):
    """The command within this process: its exit code and what it said, in one line."""
    for name, value in (("DATA", workspace.data), ("REPORTS", workspace.reports), ("LANGUAGE", "en")):
        monkeypatch.setenv(f"STRATA_{name}", str(value))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        return left.value.code, " ".join("".join(capsys.readouterr()).split())

    return run


def left(folder: Path) -> set[str]:
    """Files below a folder but for the client's own and what the cache holds complete."""
    kept = {path for path in folder.rglob("*") if path.is_file() and path.parent.name not in ("raw", "cache")}
    return {path.name for path in kept} - {"client.yaml", ".pseudonym-key"}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_ends_in_one_sentence(workspace, strata, tmp_path, case):
    name, content, by_new, by_check = BAD[case]
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(data)
    code, said = strata("new", "fresh", str(tmp_path / "raw" / name))
    if by_new is None:
        assert 0 == code, said
    else:
        assert (2, True) == (code, by_new in said), said
        assert not (workspace.data / "fresh").exists()
    write_client(workspace.data / "held", CLIENT, {name: content})
    code, said = strata("check", "held", "2024")

    assert (2, True) == (code, by_check in said), said
    assert set() == left(workspace.data / "held")
    assert data == (tmp_path / "raw" / name).read_bytes()


@pytest.mark.slow
def test_a_report_of_a_bad_file_is_a_failed_report(workspace):
    """Said before any notebook runs; no page and no table is left."""
    write_client(workspace.data / "held", CLIENT, {"o.csv": HEADER})
    done = workspace.strata("report", "held", "2024")
    said = " ".join((done.stdout + done.stderr).split())

    assert (1, True) == (done.returncode, "a header, but no rows below it" in said)
    assert "Traceback" not in said
    assert set() == left(workspace.data / "held")
    assert [] == [path for path in workspace.reports.rglob("*") if path.is_file()]


def test_one_row_and_one_customer_are_checked_and_not_ready(workspace, strata):
    for client, rows in (("row", "C1,2024-01-05,5\n"), ("customer", "C1,2024-01-05,5\nC1,2024-06-05,7\nC1,2024-12-05,9\n")):
        write_client(workspace.data / client, CLIENT, {"o.csv": HEADER + rows})
        code, said = strata("check", client, "2024")

        assert (2, True) == (code, "not ready" in said), said


def test_wrong_use_has_its_own_code(strata):
    for arguments in (("new",), ("check", "held"), ("report", "held", "2024", "-p", "window")):
        assert 64 == strata(*arguments)[0]
