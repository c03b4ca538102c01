"""Notebooks executed in forked kernels: a fresh process each, without the two seconds of imports.

A fork server (a clean process with one thread) imports the heavy libraries once; every kernel is a
fork of it.  Isolation is that of a new kernel, start-up 0.6 s instead of 2.5 s.  Everything else is
stock: papermill, nbclient, ipykernel.  `ForkProvisioner` is chosen by name, so Jupyter and plain
papermill can use it too; where forking is unsafe or the kernel is not ours, it is the stock one.

What may be imported before the fork, and what may not be done there: import only.  A KMeans fitted
in the server makes the next one hang in the child (OpenMP); pyplot imported there is never hooked to
the notebook, so the child does that itself.
"""

import gc
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

# papermill, nbclient and nbformat are imported where they are used: the fork server reads this
# module too, and would spend a second on them.
if TYPE_CHECKING:
    from nbformat import NotebookNode

FORKED, FRESH = "strata-fork", "strata-fresh"
PRELOAD_VARIABLE = "STRATA_PRELOAD"
PRELOAD = (
    "analysis.reporting.kernels", "ipykernel.kernelapp", "ipykernel.ipkernel", "matplotlib_inline.backend_inline",
    "numpy", "pandas", "pyarrow.parquet", "duckdb", "scipy.stats", "matplotlib.figure",
    "matplotlib.backends.backend_svg", "seaborn", "nh3", "analysis.charts.svg",
)  # fmt: skip
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_FORKS = sys.platform.startswith("linux")
_LONGEST_SOCKET = 90  # of the 107 bytes that a socket's path may have


def execute_notebook(
    notebook: "NotebookNode | str | Path",
    *,
    parameters: Mapping[str, Any],
    output: str | Path | None,
    cwd: str | Path,
    timeout: int | None = 600,
    preload: Sequence[str] = (),
) -> "NotebookNode":
    """The notebook executed with these parameters, without traces of when and how long it ran.

    Written to `output` when it is done, also when it failed.  Same notebook, same data: same file.

    `timeout` is seconds per cell.  `preload` names more modules for the fork server; it counts on the
    first call of a process only.  A killed kernel is tried once more with a new Python.  A failing
    cell raises papermill's PapermillExecutionError.  Changes the working directory while it runs.
    """
    import nbformat
    from nbclient.exceptions import DeadKernelError

    start_server(preload)
    output = Path(output).absolute() if output else None
    scratch = output.with_name(f".{output.stem}.part.ipynb") if output else None
    try:
        try:
            executed = _execute(FORKED, notebook, parameters, scratch, cwd, timeout)
        except DeadKernelError:
            executed = _execute(FRESH, notebook, parameters, scratch, cwd, timeout)
        settled = _settled(executed)
        if scratch:
            nbformat.write(settled, scratch)
        return settled
    finally:
        if scratch and scratch.exists():
            os.replace(scratch, output)


def start_server(preload: Sequence[str] = ()) -> None:
    """Start this process's fork server, once; modules also come from STRATA_PRELOAD (commas)."""
    if not _FORKS or forkserver._forkserver._forkserver_pid is not None:
        return
    named = [name for name in os.environ.get(PRELOAD_VARIABLE, "").split(",") if name]
    multiprocessing.set_forkserver_preload(list(dict.fromkeys([*PRELOAD, *named, *preload])))
    # The server takes its environment from here, and threads are counted when numpy is imported.
    with _environment(_ONE_THREAD | {"PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path)}):
        forkserver.ensure_running()


class FreshProvisioner(LocalProvisioner):
    """The stock kernel, one thread for OpenMP, over IPC sockets instead of TCP ports.

    Ports race between parallel reports; the default IPC path is relative, and two kernels in one
    folder steal each other's sockets.  So each kernel gets a short absolute folder of its own.
    """

    _sockets: str | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Move the sockets into their folder before the connection file is written."""
        manager = self.parent
        if _FORKS and manager is not None and self._sockets is None and manager.transport == "tcp":
            self._sockets = _short_folder()
            manager.transport, manager.ip, manager.cache_ports = "ipc", os.path.join(self._sockets, "k"), False
        kwargs["env"] = _ONE_THREAD | dict(kwargs.get("env") or os.environ)
        return await super().pre_launch(**kwargs)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the sockets with their folder."""
        await super().cleanup(restart=restart)
        if self._sockets and not restart:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None


class ForkProvisioner(FreshProvisioner):
    """Launches ipykernel by forking the server instead of starting Python."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel if it is this Python's ipykernel, else start it the usual way."""
        if not (_FORKS and cmd and cmd[0] == sys.executable and "ipykernel_launcher" in cmd):
            return await super().launch_kernel(cmd, **kwargs)
        start_server()
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        where = kwargs.get("cwd") or os.getcwd()
        process = multiprocessing.get_context("forkserver").Process(
            target=_kernel, args=(arguments, str(where), dict(kwargs["env"])), daemon=True
        )
        with _no_main():
            process.start()
        self.process = _Forked(process)
        self.pid = self.pgid = process.pid
        self.cwd = where
        return self.connection_info


class _Forked:
    """As much of subprocess.Popen as a provisioner asks of a process."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.process.BaseProcess) -> None:
        self._process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def _kernel(arguments: list[str], cwd: str, environment: dict[str, str]) -> None:
    """Runs in the fork: become an ipykernel."""
    # What was imported stays; to look through it again and again for cycles took a tenth of a chapter's time.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    os.setsid()
    multiprocessing.current_process()._config["daemon"] = False  # the notebook may start processes
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    sys.modules["__main__"] = types.ModuleType("__main__")

    from ipykernel.kernelapp import IPKernelApp

    # The parent to watch is the fork server; ipykernel took its default when the server imported it.
    app = IPKernelApp.instance(parent_handle=os.getppid())
    app.initialize(arguments)
    if "matplotlib.pyplot" in sys.modules:  # imported before there was a shell: not hooked yet
        app.shell.enable_matplotlib("inline")
    app.start()


def _execute(
    provisioner: str,
    notebook: "NotebookNode | str | Path",
    parameters: Mapping[str, Any],
    output: Path | None,
    cwd: str | Path,
    timeout: int | None,
) -> "NotebookNode":
    import papermill

    with _default_provisioner(provisioner):
        return papermill.execute_notebook(
            notebook,
            None if output is None else str(output),
            parameters=dict(parameters),
            cwd=str(cwd),
            kernel_name="python3",
            language="python",
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            progress_bar=False,
            start_timeout=60,
            execution_timeout=timeout,
            shutdown_kernel="immediate",
            record_timing=False,
        )


def _settled(notebook: "NotebookNode") -> "NotebookNode":
    """The notebook with papermill's clock times and the injected cell's random id taken out."""
    for holder in (notebook, *notebook.cells):
        holder.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"injected-{number}"
    return notebook


@contextmanager
def _default_provisioner(name: str) -> Iterator[None]:
    """Kernels without a provisioner of their own use this one inside the block."""
    factory = KernelProvisionerFactory.instance()
    for ours, kind in ((FORKED, "ForkProvisioner"), (FRESH, "FreshProvisioner")):
        point = EntryPoint(ours, f"analysis.reporting.kernels:{kind}", KernelProvisionerFactory.GROUP_NAME)
        factory.provisioners.setdefault(ours, point)
    before, factory.default_provisioner_name = factory.default_provisioner_name, name
    try:
        yield
    finally:
        factory.default_provisioner_name = before


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _no_main() -> Iterator[None]:
    """Keeps multiprocessing from importing the caller's script again in every kernel."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _short_folder() -> str:
    folder = tempfile.mkdtemp(prefix="strata-")
    if len(folder) <= _LONGEST_SOCKET:
        return folder
    os.rmdir(folder)
    return tempfile.mkdtemp(prefix="strata-", dir="/tmp")
