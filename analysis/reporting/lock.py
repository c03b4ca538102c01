"""One command at a time on a client: two runs side by side would write the same tables.

The lock is the system's own (`flock`), so it goes with the process that holds it, however that ends; the empty file
that it needs stays in the client's folder.
"""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.errors import ConfigError

FILE = ".lock"


class BusyError(ConfigError):
    """Another command is at work on the client."""


@contextmanager
def client_lock(folder: Path) -> Iterator[None]:
    """Hold the folder of a client for the length of a block.  Raises BusyError at once where another process holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(
                "{client}: another run is at work on this client. Wait until it has ended.", client=folder.name
            ) from None
        yield


@contextmanager
def clients_locked(data: Path, clients: Iterable[str]) -> Iterator[None]:
    """The same for several clients; a part's lock is that of its whole.  Raises BusyError where one of them is held."""
    with ExitStack() as held:
        for name in sorted({client.partition("/")[0] for client in clients}):
            held.enter_context(client_lock(data / name))
        yield
