"""One command at a time on a client: two runs side by side would write the same tables.

The lock is the system's own (`flock`) on the client's folder, so it goes with the process that holds it, however that
ends, and leaves no file behind.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.errors import ConfigError


class BusyError(ConfigError):
    """Another command is at work on the client."""


@contextmanager
def client_lock(folder: Path) -> Iterator[None]:
    """Hold the folder of a client for the length of a block.  Raises BusyError at once where another process holds it."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                "{client}: another run is at work on this client. Wait until it has ended.", client=folder.name
            ) from None
        yield
    finally:
        os.close(held)


@contextmanager
def clients_locked(data: Path, clients: Iterable[str]) -> Iterator[None]:
    """The same for several clients that exist; a part's lock is that of its whole.  Raises BusyError where one of them is held."""
    with ExitStack() as held:
        for folder in sorted({data / client.partition("/")[0] for client in clients}):
            if folder.is_dir():
                held.enter_context(client_lock(folder))
        yield
