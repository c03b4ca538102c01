"""Behind `strata run --due`: which periods of a client are due, whether their files have arrived, by which limits they run.

The day of today is handed in.  Nothing is run here; `due_batch.py` does that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.config import ClientConfig, Period, due_from, due_periods, previous
from analysis.config.definitions import REFIT
from analysis.errors import ConfigError, SourceError
from analysis.quality import input_overview
from analysis.reporting.compose import MOMENTS, hold, inputs_of, orders_of, recalled_dates
from analysis.reporting.divided import MATCH
from analysis.reporting.manifest import read_manifest, source_files, source_hashes
from analysis.store import Run
from analysis.text import Message, day, name, raw


@dataclass(frozen=True)
class Due:
    """One period of a client that is due: what it waits for, or the parameters that it runs with.

    `renewed`: it has a report, which newer files have overtaken.
    """

    period: Period
    waits: tuple[Message, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    renewed: bool = False


@dataclass(frozen=True)
class Plan:
    """What is to be done for a client: periods to run in order of time, at most the last one waiting; the next due day."""

    client: str
    due: tuple[Due, ...]
    following: Period | None = None
    following_from: date | None = None

    @property
    def runs(self) -> tuple[Due, ...]:
        return tuple(one for one in self.due if not one.waits)

    @property
    def waiting(self) -> Due | None:
        return next((one for one in self.due if one.waits), None)


@dataclass(frozen=True)
class RunOf:
    """The runs of one client, by period, from one reading of client.yaml."""

    client: str
    config: ClientConfig
    data: Path
    reports: Path

    def __call__(self, period: Period) -> Run:
        return Run(self.client, period, self.config, self.data, self.reports)


def plan(run_of: RunOf, *, today: date, refit: bool = False) -> Plan:
    """What is due for a client on a day; `refit` fits the definitions anew whatever client.yaml says.

    Raises ConfigError without a schedule, and SourceError where a file cannot be read.
    """
    schedule = run_of.config.schedule
    if schedule is None:
        raise ConfigError(
            "client.yaml of {client} has no schedule. Write one, such as schedule: {{every: quarter, from: 2025-Q1}}.",
            client=run_of.client,
        )
    periods, following = due_periods(schedule, run_of.config.calendar, today=today)
    found: list[Due] = []
    last = _reported_before(run_of, periods[0]) if periods else None
    spans = cache(lambda: _spans(run_of(periods[0]), _needed(run_of.config)))  # read once, and only where something is due
    renewing = False
    for period in periods:
        run = run_of(period)
        reported = read_manifest(run) is not None
        renewing = renewing or (reported and schedule.again == "restated" and restated(run))
        if not reported or renewing:
            waits = waiting_for(run, last, spans=spans)
            found.append(Due(period, waits, _parameters(run, last, reported=reported, refit=refit), renewed=reported))
            if waits:
                break
        last = run
    return Plan(run_of.client, tuple(found), following, None if following is None else due_from(following, schedule))


def _reported_before(run_of: RunOf, first: Period) -> Run | None:
    """The run of the period before the first of the schedule, where it has a report."""
    run = run_of(previous(first))
    return None if read_manifest(run) is None else run


def _parameters(run: Run, last: Run | None, *, reported: bool, refit: bool) -> dict[str, Any]:
    """By whose limits a period is measured: those of the last report, unless client.yaml names others or asks to refit.

    The first report fits.  One that is made again keeps its own.
    """
    if not refit and run.config.definitions != REFIT:
        return {}
    if refit or run.config.schedule.definitions == REFIT:
        return {"definitions": REFIT if last is None else f"{MATCH}{last.period.label}"}
    if reported and run.has_table("segments"):
        return {"definitions": run.period.label}
    return {} if last is None else {"definitions": last.period.label}


def waiting_for(run: Run, last: Run | None, *, spans: Callable[[], Mapping[str, date | None]]) -> tuple[Message, ...]:
    """What a period still waits for: inputs that are missing, end too early, or are as they were for the last report.

    `spans` tells the last day of each input that is needed, None where it holds no days.
    """
    missing = [table for table in run.config.source.tables() if _is_missing(run, table)]
    if missing:
        return tuple(Message("{input}: no file is there", input=name("table", table)) for table in missing)
    reached = run.period.end - timedelta(days=run.config.schedule.slack_days)
    waits = (_wait(run, table, until, reached=reached, last=last) for table, until in spans().items())
    return tuple(message for message in waits if message is not None)


def _needed(config: ClientConfig) -> tuple[str, ...]:
    """The inputs that client.yaml names, else those by which customers are counted, else whatever has days."""
    held = config.source.tables()
    if config.schedule.needs:
        return config.schedule.needs
    own = ["transactions"] * ("transactions" in held) + ["visits"] * (config.recency_of == "visit")
    return tuple(own) or tuple(table for table in held if table in MOMENTS) or tuple(held)


def _is_missing(run: Run, table: str) -> bool:
    try:
        source_files(run, table)
    except SourceError:
        return True
    return False


def _spans(run: Run, tables: tuple[str, ...]) -> dict[str, date | None]:
    """The last day of each input; None where it holds no days."""
    paths = {table: one.path for table, one in inputs_of(run, fresh=True).items() if table in tables}
    zero = dict.fromkeys(paths, 0)
    found = input_overview(paths, files=zero, rejects=zero) if paths else pd.DataFrame(columns=["table", "last_at"])
    return {row.table: None if pd.isna(row.last_at) else row.last_at.date() for row in found.itertuples()}


def _wait(run: Run, table: str, until: date | None, *, reached: date, last: Run | None) -> Message | None:
    """Why an input has not arrived; None where it has."""
    same = last is not None and _unchanged(run, table, last)
    known = {"input": name("table", table), "before": raw("" if last is None else last.period.label)}
    if until is None:  # without days only a newer file tells of a delivery
        return Message("{input}: the file is the one that the report of {before} was made from", **known) if same else None
    if until >= reached:
        return None
    days = {"until": day(until), "end": day(run.period.end)}
    if same:
        return Message(
            "{input}: nothing new since the report of {before}; it ends on {until}, the period on {end}", **known, **days
        )
    return Message("{input}: it ends on {until}, the period on {end}", input=known["input"], **days)


def _unchanged(run: Run, table: str, last: Run) -> bool:
    made, now = read_manifest(last), source_hashes(run, table)
    return bool(now) and made is not None and all(made["inputs"].get(file) == value for file, value in now.items())


def restated(run: Run) -> bool:
    """Whether newer files say something else of the days of a report: other orders, other money, or a later last day.

    Without order lines any newer file counts.
    """
    made = read_manifest(run)
    now = source_hashes(run)
    if made is None or all(made["inputs"].get(file) == value for file, value in now.items()):
        return False
    if run.config.source.transactions is None or not run.has_table("orders"):
        return True
    refunds = made["parameters"].get("refunds") or run.config.refunds
    held = hold(run, refunds=refunds, window_months=run.config.window_months, fresh=True)
    if held.dates.as_of != recalled_dates(run).as_of:
        return True
    return _counted(run, run.read_table("orders")) != _counted(run, orders_of(held))


def _counted(run: Run, orders: pd.DataFrame) -> tuple[int, float]:
    """Orders of the period and their money."""
    first, after = pd.Timestamp(run.period.start), pd.Timestamp(run.period.end + timedelta(days=1))
    own = orders[(orders["ordered_at"] >= first) & (orders["ordered_at"] < after)]
    return len(own), round(float(own["amount"].astype(float).sum()), 2)
