"""Behind `strata check` and `status`: readiness without notebooks, the state of reports."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.features import cohorts, rhythm
from analysis.reporting import compose, overview
from analysis.reporting.manifest import changed
from analysis.store import Run, clients
from analysis.text import Message, Text, day


@dataclass(frozen=True)
class Checked:
    """What `strata check` prints: the files read, the waterfall, the readiness, a sentence on the span of the data."""

    files: pd.DataFrame
    waterfall: pd.DataFrame
    ready: pd.DataFrame
    span: Callable[[Text], str]


def check_client(client: str, period: str, *, data: Path, reports: Path) -> Checked:
    """Look at a client's files as the report of a period would, without writing a report."""
    run = Run.open(client, period, data=data, reports=reports)
    config = run.config
    held = compose.hold(run, refunds=config.refunds, window_months=config.window_months)
    orders, _ = compose.write_orders(run, held)
    compose.write_attributes(run, held)
    features = compose.features_at(run, held, held.dates.as_of, period_start=run.period.start, window_months=config.window_months)
    days, gaps = held.dates, compose.order_gaps(run, held, orders)
    hours = rhythm(orders, as_of=days.as_of, window_start=days.window_start)
    ready = overview.readiness(run, held, features, gaps, cohorts(orders, as_of=days.as_of), hours)
    message = Message(
        "Order lines from {first} to {last}; the report would be as of {as_of}.",
        first=day(days.first),
        last=day(days.last),
        as_of=day(days.as_of),
    )
    return Checked(overview.files_read(held), overview.waterfall(held), ready, lambda text: text.say(message))


@dataclass(frozen=True)
class State:
    """A report and whether it still holds."""

    client: str
    period: str
    state: str  # done, outdated, failed, started
    changed: tuple[str, ...] = ()


def report_states(data: Path, reports: Path) -> list[State]:
    """The state of every report that was ever begun."""
    return [
        _state(Run.open(client, label, data=data, reports=reports))
        for client in clients(data)
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
