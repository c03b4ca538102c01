"""Many reports: a pool of processes, one report each.

Inputs of a client are read once before its periods start.  The periods of a client, and those of a part, run one after the
other in order of time: what one shows decides what the next must keep back; clients and parts run side by side.  Where
definitions are frozen from a period, a period that fails stops those after it.  The first period of every client comes
before the second of any: what rests on the inputs alone is made once then.  The parts of a client follow the whole period
by period: they are measured by its limits.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context, set_forkserver_preload
from pathlib import Path
from typing import Any

from analysis.config import all_refit
from analysis.errors import AnalysisError, ConfigError
from analysis.store import Run


@dataclass(frozen=True)
class Job:
    """One client and its periods, in order of time; `demo`: its files are made first.

    `own` holds parameters by period, before those of the batch; periods with parameters of their own rest on one another.
    """

    client: str
    periods: tuple[str, ...]
    demo: bool = False
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of one report: seconds by chapter, or the error that stopped it."""

    client: str
    period: str
    folder: Path | None
    fresh: bool
    seconds: float
    error: AnalysisError | None = None
    parts: tuple[str, ...] = ()  # that follow, by their names as clients


def run_batch(
    jobs: Sequence[Job], *, data: Path, reports: Path, parameters: Mapping[str, Any], processes: int, force: bool = False,
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:  # fmt: skip
    """Run all reports; a failing one does not stop the others.  `done` is told as each one ends."""
    outcomes: list[Outcome] = []
    later: list[tuple[str, tuple[str, ...]]] = []
    # Every worker imports what a report needs: one that has none to make would take time from the others.
    of_client = {job.client: job.own for job in jobs}
    at_once = max(1, min(processes, sum(len(job.periods) for job in jobs)))  # parts, which may follow, start workers of their own

    def end(ended: Sequence[Outcome]) -> None:
        outcomes.extend(ended)
        for outcome in ended:
            done(outcome)
            later.extend((part, (outcome.period,)) for part in outcome.parts)

    _begin_imports()
    with ProcessPoolExecutor(max(1, processes), mp_context=get_context("forkserver"), initializer=_begin) as pool:
        waiting = list(jobs)
        preparing: dict[Future, Job] = {}
        running: dict[Future, str] = {}

        def prepare_next() -> None:
            if waiting:
                job = waiting.pop(0)
                preparing[pool.submit(_prepare, job, data, reports)] = job

        def start(client: str, chain: tuple[str, ...]) -> None:
            given = {period: {**parameters, **of_client.get(client, {}).get(period, {})} for period in chain}
            running[pool.submit(_run_chain, client, chain, data, reports, given, force)] = client

        def start_free() -> None:
            for client, chain in list(later):
                if client not in running.values():
                    later.remove((client, chain))
                    start(client, chain)

        def prepared(job: Job, problem: AnalysisError | None, apart: bool) -> None:
            if problem is not None:
                end([Outcome(job.client, period, None, False, 0.0, problem) for period in job.periods])
                return
            first, *others = [(period,) for period in job.periods] if apart else [job.periods]
            start(job.client, first)
            later.extend((job.client, chain) for chain in others)

        for _ in range(at_once):
            prepare_next()
        for _ in range(at_once - len(jobs)):
            pool.submit(_ready)  # a worker without a client to prepare starts now, too, and with it its fork server
        while preparing or running or later:
            if not preparing:
                start_free()
            for future in wait({*preparing, *running}, return_when=FIRST_COMPLETED).done:
                if future in preparing:
                    prepared(preparing.pop(future), *future.result())
                    prepare_next()
                else:
                    del running[future]
                    end(future.result())
        for client, period in {(one.client, one.period) for one in outcomes if one.parts}:
            pool.submit(_reindex, client, period, data, reports).result()
    return outcomes


def _begin_imports() -> None:
    """Let workers be forks of a clean process that has imported what a report needs."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    set_forkserver_preload(["analysis.reporting.run", "papermill", "nbclient"])


def _begin() -> None:
    """Start this worker's fork server of kernels at once: it imports while the inputs are being read."""
    from analysis.reporting.kernels import start_server
    from analysis.reporting.run import PRELOAD

    start_server(PRELOAD)


def _ready() -> None:
    """Nothing: its only use is that a worker starts for it."""
    time.sleep(0.05)  # long enough for the next one to need a worker of its own


def _folders(data: Path, reports: Path) -> None:
    # Kernels are children of this process and find the folders in its environment.
    os.environ["STRATA_DATA"], os.environ["STRATA_REPORTS"] = str(data), str(reports)


def _prepare(job: Job, data: Path, reports: Path) -> tuple[AnalysisError | None, bool]:
    """Read the client's inputs; say whether a period may do without the one before."""
    from analysis.reporting.compose import inputs_of
    from analysis.reporting.demos import make_demo_client
    from analysis.reporting.parts import split

    _folders(data, reports)
    try:
        if job.demo:
            make_demo_client(job.client, data)
        run = Run.open(job.client, job.periods[0], data=data, reports=reports)
        # The notebooks take the tables of a warehouse as they are now.
        split(run, inputs_of(run, fresh=True))
    except AnalysisError as error:
        return error, True
    return None, all_refit(run.config.definitions) and not job.own


def _run_chain(
    client: str, periods: Sequence[str], data: Path, reports: Path, parameters: Mapping[str, Mapping[str, Any]], force: bool
) -> list[Outcome]:
    from analysis.reporting.parts import reported, withdraw_others
    from analysis.reporting.run import make_report

    _folders(data, reports)
    outcomes: list[Outcome] = []
    for period in periods:
        if any(outcome.error for outcome in outcomes):  # later periods of this client rest on the one that failed
            after = ConfigError("Not run, because an earlier period failed.")
            outcomes.append(Outcome(client, period, None, False, 0.0, after))
            continue
        try:
            run = Run.open(client, period, data=data, reports=reports)
            own = {key: value for key, value in parameters[period].items() if run.config.part is None or key != "definitions"}
            report = make_report(
                run, parameters=own, say=lambda step, at=f"{client} {period}": _say(f"  {at}  {step}"), force=force
            )
            parts = tuple(reported(run))
            withdraw_others(run, parts)
            outcomes.append(Outcome(client, period, report.folder, report.fresh, sum(report.seconds.values()), parts=parts))
        except AnalysisError as error:
            outcomes.append(Outcome(client, period, None, False, 0.0, error))
    return outcomes


def _reindex(client: str, period: str, data: Path, reports: Path) -> None:
    """The client's index once more: parts that ended at the same moment may have missed one another."""
    from analysis.reporting.run import write_index

    write_index(Run.open(client, period, data=data, reports=reports))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
