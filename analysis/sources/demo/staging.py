"""A client's folder appears whole or not at all.

Everything is written to a hidden folder beside the place where it shall be, then renamed.  The
last thing to arrive is `raw/`, with the marker that says which make it is.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = Path("raw", ".complete")


def is_complete(folder: Path, *, stamp: str) -> bool:
    """True when the folder has its client.yaml and all files of exactly this make."""
    marker = folder / MARKER
    return (folder / "client.yaml").is_file() and marker.is_file() and marker.read_text(encoding="utf-8") == stamp


@contextmanager
def staged(folder: Path, *, stamp: str) -> Iterator[Path]:
    """A new folder to write raw/, truth/ and client.yaml to; it becomes `folder` if no error occurs.

    What else is in `folder` (runs, notes, overrides) stays, and so does a client.yaml that is there:
    it may have been edited.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        made = Path(beside, folder.name)
        (made / "raw").mkdir(parents=True)
        (made / "truth").mkdir()
        yield made
        (made / MARKER).write_text(stamp, encoding="utf-8")
        _publish(made, folder)


def _publish(made: Path, folder: Path) -> None:
    """Rename the new folder into place; into a folder that is there already, part by part."""
    if not folder.exists():
        made.rename(folder)
        return
    (folder / MARKER).unlink(missing_ok=True)
    for part in ("truth", "raw"):
        if (folder / part).exists():
            (folder / part).rename(made / f"old-{part}")
        if part == "raw" and not (folder / "client.yaml").exists():
            (made / "client.yaml").rename(folder / "client.yaml")
        (made / part).rename(folder / part)
