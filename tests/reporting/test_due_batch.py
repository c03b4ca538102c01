"""`strata run --due` over several clients: each for itself, and the gravest code of all."""

from datetime import date
from pathlib import Path

import pytest

from analysis.reporting.due_batch import Told, run_due
from analysis.reporting.due_words import lines
from analysis.reporting.lock import client_lock
from analysis.text import Text
from tests.reporting.test_due import CLIENT, QUARTERS, orders

ENGLISH = Text("en")


@pytest.fixture
def data(tmp_path) -> Path:
    """acme has all of its first quarter, beta ends early, gamma's client.yaml is broken, delta has no schedule."""
    for name in ("acme", "beta", "gamma", "delta"):
        raw = tmp_path / "data" / name / "raw"
        raw.mkdir(parents=True)
        (raw / "customers.csv").write_text("Customer\nC1\nC2\n")
        (raw.parent / "client.yaml").write_text(CLIENT + ("" if name == "delta" else QUARTERS % ""))
        orders(raw.parent, "2025-01-10", "2025-03-20" if name == "beta" else "2025-03-31")
    (tmp_path / "data" / "gamma" / "client.yaml").write_text("name: Gamma\n")
    return tmp_path / "data"


def due(data: Path, today: str, *named: str) -> tuple[int, list[Told]]:
    told: list[Told] = []
    settings = {"data": data, "reports": data.parent / "reports", "today": date.fromisoformat(today), "processes": 1, "dry": True}
    return run_due(named, **settings, tell=told.append), told


def test_one_that_fails_or_waits_does_not_stop_the_others(data):
    code, told = due(data, "2025-04-06")

    assert code == 3
    assert [(one.client, one.period, one.state, one.code) for one in told] == [
        ("acme", "2025-Q1", "planned", 0),
        ("beta", "2025-Q1", "waiting", 2),
        ("gamma", "", "failed", 3),
    ]


def test_before_the_day_nothing_is_due_and_the_next_day_is_said(data):
    code, told = due(data, "2025-04-05", "acme")

    assert code == 0
    assert list(lines(told[0], ENGLISH)) == ["acme: nothing is due", "  next: 2025-Q1, from 6 Apr 2025"]


def test_a_client_at_work_is_left_alone(data):
    with client_lock(data / "acme"):
        code, told = due(data, "2025-04-06", "acme")

    assert (code, told[0].state) == (2, "busy")


def test_a_client_that_is_named_must_have_a_schedule(data):
    code, told = due(data, "2025-04-06", "delta")

    assert code == 3
    assert "has no schedule. Write one" in "".join(lines(told[0], ENGLISH))


def test_a_dry_run_says_what_it_would_do_and_writes_no_report(data):
    _, told = due(data, "2025-04-06", "acme", "beta")

    assert [line for one in told for line in lines(one, ENGLISH)] == [
        "acme 2025-Q1: would run (definitions as client.yaml says)",
        "beta 2025-Q1: waiting",
        "  · Order lines: it ends on 20 Mar 2025, the period on 31 Mar 2025",
    ]
    assert not (data.parent / "reports").exists()
