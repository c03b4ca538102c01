"""A PostgreSQL server of the tests' own: no network, a socket in a folder of its own, gone at the end."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

USER = "postgres"


def programs() -> Path | None:
    """The folder of the newest server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


def missing() -> str:
    """Why these tests cannot run here; '' where they can."""
    if find_spec("adbc_driver_postgresql") is None:
        return "the driver is not installed: pip install -e '.[postgres]'"
    if programs() is None:
        return "no PostgreSQL server is installed: apt-get install postgresql"
    return "" if _owner() else "the server refuses root, and there is no user postgres to run it as"


def _owner() -> list[str] | None:
    """What stands in front of the server's commands: it does not run as root."""
    if os.geteuid():
        return []
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return None
    return ["runuser", "-u", USER, "--"] if shutil.which("runuser") else None


@contextmanager
def server() -> Iterator[str]:
    """The folder of the socket of a running server (user postgres, no password), stopped at the end whatever happens."""
    # A path of a socket is short: pytest's own folders may be too deep.
    with TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        if not os.geteuid():
            os.chown(folder, pwd.getpwnam(USER).pw_uid, -1)
        data, owner = folder / "data", _owner() or []
        _run(*owner, programs() / "initdb", "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C", "-D", data)
        control = [*owner, programs() / "pg_ctl", "-D", data]
        options = f"-c listen_addresses='' -c fsync=off -k {folder}"
        _run(*control, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield name
        finally:
            _run(*control, "-m", "immediate", "-w", "stop")


def _run(*command: object) -> None:
    # Not piped: the server would inherit the pipe and keep it open.
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/")
