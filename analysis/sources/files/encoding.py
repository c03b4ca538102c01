"""Which encoding a text file is in, and the way from there to UTF-8.

The order of the questions matters.  A byte order mark settles it; UTF-16 shows without one.
Text that is strictly UTF-8 from end to end is UTF-8: other encodings hardly ever are by accident.
Only then is there guessing (`likely`), on the lines with bytes beyond ASCII, wherever they stand.

A few lines damaged in an otherwise clear file (a name cut in the middle of a character) do not
change the answer; they become rejects.  More of them is a wrong encoding, and an error.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import SourceError
from analysis.sources.files.likely import COMPARABLE, LATIN, decodes, likeliest, share_decoded
from analysis.sources.files.raw import UTF8_BOM, line_blocks, opened

SURE, UNLIKELY = 0.8, 0.4  # shares of ordinary characters
DAMAGED_SHARE = 0.05  # of the lines beyond ASCII
MIXED_SHARE = 0.01  # of these, when UTF-8 among others
SAMPLE_BYTES = 1 << 18
HEAD_BYTES, ASCII_SHARE = 1 << 12, 0.1  # of a file in UTF-16 without a mark, and how much of it is plain
TELLING_SURPLUS = 4  # this many continuation bytes are not UTF-8 by accident
NOT_FOR_FILES = ("idna", "punycode", "unicode-escape", "raw-unicode-escape")
SUPERSET = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8", "ascii": "utf-8"}
MARKS = {UTF8_BOM: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MEANT_BY_MARK = {"utf-8-sig": ("utf-8",), "utf-16-le": ("utf-16", "utf-16-le"), "utf-16-be": ("utf-16", "utf-16-be")}
LINE = re.compile(rb"[^\n]*\n|[^\n]+")


@dataclass
class Lines:
    """The lines beyond ASCII: how many, their 1-based numbers by kind, and some that are not UTF-8.

    Of the lines that are UTF-8 those are surely so, and not by accident, that hold characters of
    three bytes: in 5,000 Chinese words in GBK or Big5 that did not happen once.
    """

    count: int = 0
    utf8: list[int] = field(default_factory=list)
    surely_utf8: list[int] = field(default_factory=list)
    not_utf8: list[int] = field(default_factory=list)
    sample: bytes = b""


def find_encoding(path: Path, declared: str | None = None) -> str:
    """Python's name of the file's encoding, checked over the whole file.

    "utf-8-sig" for UTF-8 with a byte order mark.  `declared` (from client.yaml) is checked, not
    believed.  SourceError naming the line when it is wrong, or when nothing fits.
    """
    wanted = _codec_name(path, declared) if declared else None
    with opened(path) as handle:
        head = handle.read(3)
    found = next((name for mark, name in MARKS.items() if head.startswith(mark)), None)
    if found:
        if wanted and wanted not in MEANT_BY_MARK[found]:
            raise _wrongly_declared(path, declared, 1, found)
        return found
    if wanted and wanted.startswith("utf-16"):
        return "utf-16-le" if wanted == "utf-16" else wanted
    if wanted is None and (unmarked := _unmarked_utf16(path)):
        return unmarked
    surplus = _utf8_surplus(path)
    if surplus is None:
        return _beyond_utf8(path, declared, wanted)
    if wanted and wanted != "utf-8" and surplus >= TELLING_SURPLUS:
        raise _wrongly_declared(path, declared, _lines_beyond_ascii(path).utf8[0], "utf-8")
    return wanted or "utf-8"


def utf8_blocks(path: Path, encoding: str, damaged: list[int]) -> Iterator[bytes]:
    """The file as UTF-8 in blocks of whole lines, without a byte order mark.

    Lines that cannot be decoded get replacement characters, and their 1-based numbers are
    appended to `damaged` before their block is handed out.
    """
    utf16 = encoding if encoding.startswith("utf-16") else None
    codec = "utf-8" if encoding.startswith("utf-") else encoding
    line = 1
    for block in line_blocks(path, utf16=utf16):
        lines = block.count(b"\n")
        if not block.isascii():
            try:
                text = block.decode(codec)
                block = block if codec == "utf-8" else text.encode()
            except UnicodeDecodeError:
                parts = LINE.findall(block)
                damaged += [line + place for place, part in enumerate(parts) if not decodes(part, codec)]
                block = b"".join(part.decode(codec, "replace").encode() for part in parts)
        yield block
        line += lines


def _beyond_utf8(path: Path, declared: str | None, wanted: str | None) -> str:
    """The encoding of a file that is not UTF-8 throughout."""
    lines = _lines_beyond_ascii(path)
    tolerated = DAMAGED_SHARE * lines.count
    if wanted in (None, "utf-8") and len(lines.not_utf8) <= tolerated:
        return "utf-8"
    guess, share = likeliest(lines.sample)
    utf8 = lines.utf8 if guess in LATIN else lines.surely_utf8
    if len(utf8) > MIXED_SHARE * lines.count:
        raise _mixed(path, utf8[0], guess)
    if wanted is None and share < UNLIKELY:
        raise SourceError(
            "{file}: the encoding cannot be told (the first line in question is {line}). "
            "Declare it under source, for example encoding: cp1251, or ask for the file in UTF-8.",
            file=str(path),
            line=lines.not_utf8[0],
        )
    if wanted == "utf-8" or (wanted in COMPARABLE and share >= SURE and share_decoded(lines.sample, wanted) < UNLIKELY):
        raise _wrongly_declared(path, declared, lines.not_utf8[0], guess)
    damaged: list[int] = []
    for _ in utf8_blocks(path, wanted or guess, damaged):
        pass
    if len(damaged) > tolerated:
        raise _wrongly_declared(path, declared, damaged[0], guess) if wanted else _mixed(path, damaged[0], guess)
    return wanted or guess


def _unmarked_utf16(path: Path) -> str | None:
    """UTF-16 that came without its mark: every second byte of plain letters, digits and delimiters is zero."""
    with opened(path) as handle:
        head = handle.read(HEAD_BYTES)
    for codec, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(zeros) == len(others) and zeros.count(0) > ASCII_SHARE * len(zeros) and not others.count(0):
            text = codecs.getincrementaldecoder(codec)("replace").decode(head)
            return codec if "".join(text.split()).isprintable() else None
    return None


def _utf8_surplus(path: Path) -> int | None:
    """Bytes beyond one per character; 0 for plain ASCII, None when the file is not UTF-8."""
    surplus = 0
    for block in line_blocks(path):
        if not block.isascii():
            try:
                surplus += len(block) - len(block.decode())
            except UnicodeDecodeError:
                return None
    return surplus


def _lines_beyond_ascii(path: Path) -> Lines:
    lines = Lines()
    taken = 0
    line = 1
    for block in line_blocks(path):
        if not block.isascii():
            for place, part in enumerate(LINE.findall(block), start=line):
                if part.isascii():
                    continue
                lines.count += 1
                if decodes(part, "utf-8"):
                    lines.utf8.append(place)
                    if max(part.decode()) >= "\u0800":
                        lines.surely_utf8.append(place)
                else:
                    lines.not_utf8.append(place)
                    if taken < SAMPLE_BYTES:
                        lines.sample += part
                        taken += len(part)
        line += block.count(b"\n")
    lines.sample = lines.sample.replace(b"\r", b"").rstrip(b"\n")
    return lines


def _codec_name(path: Path, declared: str) -> str:
    every_ascii = bytes(range(128))
    try:
        name = codecs.lookup(declared).name
        reads_ascii = name not in NOT_FOR_FILES and every_ascii.decode(name) == every_ascii.decode("ascii")
        if name.startswith("utf-16") or reads_ascii:
            return SUPERSET.get(name, name)
    except (LookupError, UnicodeError, TypeError, AttributeError):
        pass
    raise SourceError(
        "{file}: no text encoding is called '{encoding}'. "
        "Use utf-8, gb18030, big5, cp1252, utf-16-le … or leave it out to have it found.",
        file=str(path),
        encoding=declared,
    )


def _wrongly_declared(path: Path, declared: str | None, line: int, found: str) -> SourceError:
    return SourceError(
        "{file}, line {line}: the text is not {encoding} as declared; it looks like {found}. "
        "Remove the encoding under source to have it found, or name the right one.",
        file=str(path),
        line=line,
        encoding=declared,
        found=found,
    )


def _mixed(path: Path, line: int, found: str) -> SourceError:
    return SourceError(
        "{file}, line {line}: this is not {encoding}, as other lines are. "
        "The file mixes encodings: ask for it in one, or split it.",
        file=str(path),
        line=line,
        encoding=found,
    )
