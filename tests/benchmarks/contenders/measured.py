"""What a command takes, with all processes that it starts: time, processor, memory.  Linux only.

A kernel is no child of the command but of a server that outlives it.  This process therefore adopts
the orphans of its children (PR_SET_CHILD_SUBREAPER) and waits for them too: the seconds of user and
system that the operating system charges for them all are then exact.  Memory is looked at twenty times
a second; who shares its pages, which takes long to find out, only when it has grown.
"""

import ctypes
import os
import resource
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER of linux/prctl.h
PAUSE = 0.05  # seconds between two looks
LINGER = 30.0  # seconds that helpers of an ended command may take to end
PAGE = resource.getpagesize() / 1024**2  # megabytes


@dataclass(frozen=True)
class Figures:
    """Seconds on the clock until the command ended, seconds of processor of all its processes, and their most memory (MB).

    resident      pages held, those shared by several processes counted in each of them
    proportional  pages held, those shared by n processes counted as one n-th in each
    """

    wall: float
    cpu: float
    resident: float
    proportional: float


def measured(command: Sequence[str], *, environment: Mapping[str, str], folder: Path, log: Path, limit: float) -> Figures | None:
    """The figures of one run, or None where it took longer than `limit` seconds.  Raises RuntimeError where it failed."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    began, before = time.perf_counter(), _charged()
    first = _started(command, environment, folder, log)
    ended, resident, looked, proportional, code = None, 0.0, 0.0, 0.0, 0
    try:
        while True:
            now = sum(_resident(pid) for pid in _descendants(os.getpid()))
            if now > 1.02 * looked:
                looked, proportional = now, max(proportional, sum(map(_proportional, _descendants(os.getpid()))))
            resident = max(resident, now)
            for pid, status in _finished():
                if pid == first:
                    ended, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
            if ended is not None and not any(_children(os.getpid())):
                break
            if time.perf_counter() - began > (limit if ended is None else ended + LINGER):
                break
            time.sleep(PAUSE)
    finally:
        _stop(os.getpid())
    if ended is None:
        return None
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}:\n{log.read_text(errors='replace')[-2000:]}")
    return Figures(ended, _charged() - before, resident, proportional)


def _started(command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        os.chdir(folder)
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.execve(command[0], list(command), dict(environment))
    finally:
        os._exit(127)


def _charged() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _finished() -> Iterator[tuple[int, int]]:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        yield pid, status


def _children(pid: int) -> Iterator[int]:
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, listed.read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue


def _descendants(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _descendants(child)


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _stop(pid: int) -> None:
    """End what is left of the run, and collect it."""
    for one in list(_descendants(pid)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue
    while any(_children(pid)):
        list(_finished())
        time.sleep(PAUSE)
