"""Archives that hold one table: orders.csv.gz, and a zip with one file in it.

The table is unpacked into the folder where the cache is filled, read like any other, and goes
with that folder; rows and messages name the archive.
"""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analysis.errors import SourceError, listed
from analysis.sources.files.kinds import GZIPPED, ZIPPED
from analysis.sources.files.raw import BLOCK, opened
from analysis.sources.files.workbook import SUFFIXES, holds_workbook

ARCHIVES = (".gz", ".zip")
EMPTY = b"PK\x05\x06"  # a zip without a file
SHOWN = 5  # names in a message
SWOLLEN, LARGE = 200, 1 << 30  # times its own size, and at least so many bytes: no table packs so well
BROKEN = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def is_archive(path: Path) -> bool:
    """Whether a file is gzip, or a zip that is no workbook, whatever its name; SourceError when it cannot be read."""
    with opened(path) as handle:
        head = handle.read(4)
    if head.startswith(GZIPPED):
        return True
    if head == EMPTY:
        return True
    return head == ZIPPED and path.suffix.lower() not in SUFFIXES and not holds_workbook(path)


def unpacked(path: Path, folder: Path) -> tuple[Path, str]:
    """The one table in an archive, unpacked into `folder` under the archive's name; and the suffix of its own name.

    SourceError when the archive is cut off or damaged, has a password, or holds no file or several.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    try:
        with _content(path) as (packed, inner), open(target, "wb") as plain:
            most = max(LARGE, SWOLLEN * path.stat().st_size)
            size = 0
            while block := packed.read(BLOCK):
                size += plain.write(block)
                if size > most:
                    raise _refused(
                        path, "{file} unpacks to more than {times} times its size. Unpack it by hand and look.", times=SWOLLEN
                    )
    except BROKEN:
        raise _refused(path, "{file} is not a complete archive. Copy it again from its source, or unpack it first.") from None
    return target, inner.suffix.lower()


@contextmanager
def _content(path: Path) -> Iterator[tuple[BinaryIO, PurePosixPath]]:
    """The packed file, open for reading, and its own name."""
    with opened(path) as handle:
        if handle.read(2) == GZIPPED:
            handle.seek(0)
            with gzip.GzipFile(fileobj=handle) as packed:
                yield packed, PurePosixPath(path.stem if path.suffix.lower() == ".gz" else path.name)
            return
        with zipfile.ZipFile(handle) as parts:
            one = _only_file(path, parts)
            with parts.open(one) as packed:
                yield packed, PurePosixPath(one.filename)


def _only_file(path: Path, parts: zipfile.ZipFile) -> zipfile.ZipInfo:
    files = [part for part in parts.infolist() if not part.is_dir() and not _of_the_system(part.filename)]
    if not files:
        raise _refused(path, "{file} is an archive without a file in it. Ask for it again.")
    if len(files) > 1:
        shown = [part.filename for part in files[:SHOWN]] + ["…"] * (len(files) > SHOWN)
        raise _refused(
            path,
            "{file} holds {count} files ({names}). Unpack it, and name those that belong to one table under files.",
            count=len(files),
            names=listed(shown),
        )
    if files[0].flag_bits & 1:
        raise _refused(path, "{file} is protected by a password. Ask for it without one, or unpack it and save the file anew.")
    return files[0]


def _of_the_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _refused(path: Path, template: str, **values: object) -> SourceError:
    return SourceError(template, file=str(path), **values)
