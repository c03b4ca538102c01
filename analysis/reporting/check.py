"""Behind `strata check` and `status`: readiness without notebooks, the state of reports."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.features import cohorts, rhythm
from analysis.quality import exit_code
from analysis.reporting import compose, overview
from analysis.reporting.compose import Held
from analysis.reporting.further import further
from analysis.reporting.manifest import changed
from analysis.reporting.ready import answered_share, readiness
from analysis.store import Run, clients, parts_of
from analysis.text import Message, Text, day


@dataclass(frozen=True)
class Checked:
    """What `strata check` prints: the files read, the waterfall, the readiness, a sentence on the span of the data."""

    files: pd.DataFrame
    waterfall: pd.DataFrame | None
    ready: pd.DataFrame
    span: Callable[[Text], str]
    as_of: date
    exit: int

    def as_json(self, text: Text) -> dict[str, Any]:
        """The same as plain values; the words in the reader's language, the keys never translated."""
        ready = [row | {"ask": "" if row["status"] == "pass" else text.name("send", row["analysis"])} for row in _plain(self.ready)]
        return {
            "as_of": str(self.as_of),
            "exit": self.exit,
            "files": _plain(self.files),
            "waterfall": [] if self.waterfall is None else _plain(self.waterfall),
            "readiness": ready,
        }


def check_client(client: str, period: str, *, data: Path, reports: Path) -> Checked:
    """Look at a client's files as the report of a period would, without writing a report."""
    run = Run.open(client, period, data=data, reports=reports)
    config = run.config
    held = compose.hold(run, refunds=config.refunds, window_months=config.window_months, fresh=True)
    compose.write_attributes(run, held)
    answered = answered_share(further(run, held, minimum=config.privacy.minimum_cell).items)
    ready = readiness(run, held, orders=_order_tables(run, held) if held.has_orders else None, answered=answered)
    steps = overview.waterfall(held) if held.has_orders else None
    code = exit_code(ready, has_orders=held.has_orders)
    return Checked(overview.files_read(held), steps, ready, lambda text: text.say(_span(held)), held.dates.as_of, code)


def _order_tables(run: Run, held: Held) -> dict[str, pd.DataFrame]:
    orders, _ = compose.write_orders(run, held)
    days, months = held.dates, run.config.window_months
    return {
        "customers": compose.features_at(run, held, days.as_of, period_start=run.period.start, window_months=months),
        "gaps": compose.order_gaps(run, held, orders),
        "cohorts": cohorts(orders, as_of=days.as_of),
        "rhythm": rhythm(orders, as_of=days.as_of, window_start=days.window_start),
    }


def _span(held: Held) -> Message:
    """Until when the data reach."""
    days = {"first": day(held.dates.first), "last": day(held.dates.last), "as_of": day(held.dates.as_of)}
    if held.has_orders:
        return Message("Order lines from {first} to {last}; the report would be as of {as_of}.", **days)
    if held.dated:
        return Message("No order lines. Other inputs from {first} to {last}; the report would be as of {as_of}.", **days)
    return Message("No order lines and no dates: the figures are taken as they stand, as of {as_of}.", as_of=days["as_of"])


def _plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(table.to_json(orient="records", date_format="iso"))


@dataclass(frozen=True)
class State:
    """A report and whether it still holds."""

    client: str
    period: str
    state: str  # done, outdated, failed, started
    changed: tuple[str, ...] = ()


def report_states(data: Path, reports: Path) -> list[State]:
    """The state of every report that was ever begun; the parts of a client stand after it."""
    named = [name for client in clients(data) for name in (client, *parts_of(data, client))]
    return [
        _state(Run.open(client, label, data=data, reports=reports))
        for client in named
        for label in sorted(path.name for path in (data / client).iterdir() if _is_run(path))
    ]


def _is_run(path: Path) -> bool:
    return path.is_dir() and any((path / part).exists() for part in ("notebooks", "failed"))


def _state(run: Run) -> State:
    if any((run.folder / "failed").glob("*.ipynb")):
        return State(run.client, run.period.label, "failed")
    if not (run.report_folder / "manifest.json").is_file():
        return State(run.client, run.period.label, "started")
    news = tuple(changed(run))
    return State(run.client, run.period.label, "outdated" if news else "done", news)
