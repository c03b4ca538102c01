"""`strata run --due`: what is due is run, client by client behind a lock, and what changed is told as each report ends.

A client that fails, waits or is at work already does not stop the others.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.config import load_client
from analysis.errors import AnalysisError, ConfigError
from analysis.reporting.batch import Job, Outcome, run_batch
from analysis.reporting.check import check_client
from analysis.reporting.digest import Digest, digest_of
from analysis.reporting.due import Due, Plan, RunOf, plan
from analysis.reporting.lock import BusyError, client_lock
from analysis.store import Run, check_name, clients
from analysis.text import Message

DONE, ATTENTION, WAITING, FAILED = range(4)  # exit codes, the graver the higher
NOT_READY = Message("the data do not carry a report yet; strata check says what is missing")


@dataclass(frozen=True)
class Told:
    """What became of one period of a client, or of the client where no period is named.

    `state` is a name in the context `due_state`; `code` one of the four exit codes.
    """

    client: str
    period: str
    state: str
    code: int
    reasons: tuple[Message, ...] = ()
    error: AnalysisError | None = None
    parameters: str = ""  # the definitions that a planned run would take
    plan: Plan | None = None
    seconds: float = 0.0
    page: Path | None = None
    digest: Digest | None = None


def run_due(
    named: Sequence[str], *, data: Path, reports: Path, today: date, processes: int, refit: bool = False, dry: bool = False,
    tell: Callable[[Told], None] = lambda _: None,
) -> int:  # fmt: skip
    """Run what is due on the day `today`, for the clients named or all with a schedule; returns the exit code."""
    codes = [DONE]

    def told(one: Told) -> None:
        codes.append(one.code)
        tell(one)

    with ExitStack() as locks:
        jobs = []
        for client in named or clients(data):
            try:
                config = load_client(data / check_name(client) / "client.yaml")
                if config.part is not None:
                    raise ConfigError("{client} is a part: it is reported with {whole}.", client=client, whole=config.part.of)
                if config.schedule is None and not named:
                    continue
                locks.enter_context(client_lock(data / client))
                found = plan(RunOf(client, config, data, reports), today=today, refit=refit)
                ready = found.runs if dry else _ready(found, data=data, reports=reports, told=told)
            except BusyError as error:
                told(Told(client, "", "busy", WAITING, error=error))
                continue
            except AnalysisError as error:
                told(Told(client, "", "failed", FAILED, error=error))
                continue
            _tell_plan(found, ready if dry else (), told)
            if ready and not dry:
                own = {one.period.label: one.parameters for one in ready}
                jobs.append(Job(client, tuple(own), own=own))
        if jobs:
            run_batch(
                jobs, data=data, reports=reports, parameters={}, processes=processes,
                done=lambda outcome: told(_ended(outcome, data=data, reports=reports)),
            )  # fmt: skip
    return max(codes)


def _tell_plan(found: Plan, planned: Sequence[Due], told: Callable[[Told], None]) -> None:
    """Nothing due, what would be run, and what is waited for."""
    if not found.due:
        told(Told(found.client, "", "nothing", DONE, plan=found))
    for one in planned:
        definitions = str(one.parameters.get("definitions", ""))
        told(Told(found.client, one.period.label, "renew" if one.renewed else "planned", DONE, parameters=definitions))
    if found.waiting is not None:
        told(Told(found.client, found.waiting.period.label, "waiting", WAITING, reasons=found.waiting.waits))


def _ready(found: Plan, *, data: Path, reports: Path, told: Callable[[Told], None]) -> tuple[Due, ...]:
    """The periods to run up to the first that the data do not carry: each rests on the one before."""
    ready: list[Due] = []
    for one in found.runs:
        if check_client(found.client, one.period.label, data=data, reports=reports).exit == WAITING:
            told(Told(found.client, one.period.label, "waiting", WAITING, reasons=(NOT_READY,)))
            break
        ready.append(one)
    return tuple(ready)


def _ended(outcome: Outcome, *, data: Path, reports: Path) -> Told:
    """What became of a report; of a part without a digest, which the whole's holds."""
    if outcome.error is not None:
        return Told(outcome.client, outcome.period, "failed", FAILED, error=outcome.error)
    page = outcome.folder / "report.html"
    run = Run.open(outcome.client, outcome.period, data=data, reports=reports)
    if run.config.part is not None:
        return Told(outcome.client, outcome.period, "done", DONE, seconds=outcome.seconds, page=page)
    digest = digest_of(run)
    code = ATTENTION if digest.attention else DONE
    return Told(outcome.client, outcome.period, "done", code, seconds=outcome.seconds, page=page, digest=digest)
