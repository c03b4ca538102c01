"""The bytes of a file: opened, hashed, cut at line ends.

Everything that can be wrong before a single character is understood is found here: a file
that is missing, unreadable or empty, and one that is something else under a text file's name.
"""

import codecs
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from analysis.errors import SourceError
from analysis.sources.files.kinds import LOOKED_AT, check_is_table

BLOCK = 1 << 22  # bytes read at a time
LONGEST_LINE = 1 << 28  # bytes; a "line" beyond this is not text
UTF8_BOM = b"\xef\xbb\xbf"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading bytes.  SourceError when it is missing or cannot be read."""
    try:
        handle = open(path, "rb")  # noqa: SIM115 - closed below; only opening itself may fail here
    except FileNotFoundError:
        raise SourceError("{file} does not exist. Check the path under source.", file=str(path)) from None
    except IsADirectoryError:
        raise SourceError("{file} is a folder, not a file. Name a file or a pattern.", file=str(path)) from None
    except OSError as error:
        raise unreadable(path, error) from None
    with handle:
        yield handle


def unreadable(path: Path, error: OSError) -> SourceError:
    """The words for a file that the system refuses to read."""
    return SourceError(
        "{file} cannot be read ({problem}). Check its permissions and that no other program holds it.",
        file=str(path),
        problem=error.strerror or type(error).__name__,
    )


class FileState(NamedTuple):
    """Size in bytes and time of the last change (ns): equal as long as nobody writes to the file."""

    size: int
    changed: int


def file_state(path: Path) -> FileState:
    """The file's state now.  SourceError when it is missing or cannot be read."""
    with opened(path) as handle:
        status = os.fstat(handle.fileno())
    return FileState(status.st_size, status.st_mtime_ns)


def check_unchanged(path: Path, before: FileState) -> None:
    """SourceError when the file was written to since `before`."""
    if file_state(path) != before:
        raise SourceError("{file} changed while it was read. Wait until it is complete, then run again.", file=str(path))


def blocks(path: Path, size: int = BLOCK) -> Iterator[bytes]:
    """The content in pieces of `size` bytes.  SourceError when it cannot be read."""
    with opened(path) as handle:
        while True:
            try:
                block = handle.read(size)
            except OSError as error:
                raise unreadable(path, error) from None
            if not block:
                return
            yield block


def content_digest(path: Path, algorithm: str = "sha256", salt: bytes = b"") -> str:
    """Hexadecimal hash of `salt` and the file's content, read in pieces."""
    digest = hashlib.new(algorithm, salt)
    for block in blocks(path, 1 << 20):
        digest.update(block)
    return digest.hexdigest()


def check_is_text(path: Path) -> None:
    """SourceError when the file is empty or begins like another kind of file."""
    with opened(path) as handle:
        check_is_table(path, handle.read(LOOKED_AT))


def line_blocks(path: Path, *, utf16: str | None = None) -> Iterator[bytes]:
    """The content in blocks that end where a line ends, without a byte order mark.

    `utf16` ("utf-16-le", "utf-16-be") has the content turned into UTF-8 on the way.  Lines that
    end with a lone carriage return, as old Macs wrote them, come with a line feed.

    SourceError for NUL bytes, for lines that never end, and for broken UTF-16.
    """
    check_is_text(path)
    pieces = _utf8_from_utf16(path, utf16) if utf16 else blocks(path)
    rest: list[bytes] = []
    waiting = line = 0
    old_mac = None
    for piece in pieces:
        if old_mac is None:
            piece = piece.removeprefix(UTF8_BOM)
            old_mac = b"\r" in piece[:-1] and b"\n" not in piece
        if old_mac:
            piece = piece.replace(b"\r", b"\n")
        if b"\0" in piece:
            raise _not_text(path, line + piece.count(b"\n", 0, piece.index(b"\0")) + 1)
        line += piece.count(b"\n")
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield b"".join((*rest, piece[:cut]))
            rest, waiting = [], 0
        rest.append(piece[cut:])
        waiting += len(rest[-1])
        if waiting > LONGEST_LINE:
            raise _not_text(path, line + 1)
    if waiting:
        yield b"".join(rest)


def _utf8_from_utf16(path: Path, codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    try:
        for block in blocks(path):
            text = decoder.decode(block)
            line += text.count("\n")
            yield text.encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise SourceError(
            "{file} is not valid {encoding} after line {line}. Ask for the file again, or declare another encoding.",
            file=str(path),
            encoding=codec,
            line=line,
        ) from None


def _not_text(path: Path, line: int) -> SourceError:
    return SourceError(
        "{file} holds binary data at line {line}: it is damaged, or not delimited text. "
        "Export it again as CSV in UTF-8; if it is UTF-16, declare encoding: utf-16-le.",
        file=str(path),
        line=line,
    )
