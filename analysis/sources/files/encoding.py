"""Which encoding a text file is in, and the way from there to UTF-8.

The order of the questions matters.  A byte order mark settles it.  Text that is strictly UTF-8
from end to end is UTF-8: other encodings hardly ever are by accident.  Only then is there
guessing, and only on the lines with bytes beyond ASCII, wherever in the file they stand: each
candidate decodes them, and the one whose characters are *ordinary* wins.  Decoding without an
error proves little (Big5 decodes as GB18030); common characters prove a lot: most Chinese text
is made of the few thousand characters that each standard puts first, and an accented Latin
letter stands between plain ones.

A few lines damaged in an otherwise clear file (a name cut in the middle of a character) do not
change the answer; they become rejects.  More of them is a wrong encoding, and an error.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import SourceError
from analysis.sources.files.raw import UTF8_BOM, line_blocks, opened

CANDIDATES = ("cp1252", "gb18030", "big5", "cp950")  # the earlier wins a tie
LATIN = ("cp1252", "iso8859-1", "iso8859-15")
LATIN_SIGNS = "’‘“”€–—…°£©®™½¼¾²³µ§«»¡¿·\xa0"
COMPARABLE = (*LATIN, *CANDIDATES)
SURE, UNLIKELY = 0.8, 0.4  # shares of ordinary characters
DAMAGED_SHARE = 0.05  # of the lines beyond ASCII
SAMPLE_BYTES = 1 << 18
TELLING_SURPLUS = 4  # this many continuation bytes are not UTF-8 by accident
SUPERSET = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8", "ascii": "utf-8"}
MARKS = {UTF8_BOM: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MEANT_BY_MARK = {"utf-8-sig": ("utf-8",), "utf-16-le": ("utf-16", "utf-16-le"), "utf-16-be": ("utf-16", "utf-16-be")}
LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def find_encoding(path: Path, declared: str | None = None) -> str:
    """Python's name of the file's encoding, checked over the whole file.

    "utf-8-sig" for UTF-8 with a byte order mark.  `declared` (from client.yaml) is checked, not
    believed.  SourceError naming the line when it is wrong, or when nothing fits.
    """
    wanted = _codec_name(path, declared) if declared else None
    mark = _byte_order_mark(path)
    if mark:
        if wanted and wanted not in MEANT_BY_MARK[mark]:
            raise _wrongly_declared(path, declared, 1, mark)
        return mark
    if wanted and wanted.startswith("utf-16"):
        return "utf-16-le" if wanted == "utf-16" else wanted
    surplus = _utf8_surplus(path)
    if surplus is not None:
        if wanted and wanted != "utf-8" and surplus >= TELLING_SURPLUS:
            raise _wrongly_declared(path, declared, _beyond_ascii(path)[1][0], "utf-8")
        return wanted or "utf-8"

    lines, broken, sample = _beyond_ascii(path)
    if wanted in (None, "utf-8") and len(broken) <= DAMAGED_SHARE * lines:
        return "utf-8"
    guess, share = likeliest(sample)
    if wanted is None and share < UNLIKELY:
        raise SourceError(
            "{file}: the encoding cannot be told (the first line in question is {line}). "
            "Declare it under source, for example encoding: cp1251, or ask for the file in UTF-8.",
            file=str(path),
            line=broken[0],
        )
    if wanted == "utf-8" or (
        wanted in COMPARABLE and share >= SURE and _share_decoded(sample, wanted) < UNLIKELY
    ):
        raise _wrongly_declared(path, declared, broken[0], guess)
    damaged: list[int] = []
    for _ in utf8_blocks(path, wanted or guess, damaged):
        pass
    if len(damaged) > DAMAGED_SHARE * lines:
        raise _wrongly_declared(path, declared, damaged[0], guess) if wanted else SourceError(
            "{file}, line {line}: this is not {encoding} as the lines before it. "
            "The file mixes encodings: ask for it in one, or split it.",
            file=str(path),
            line=damaged[0],
            encoding=guess,
        )
    return wanted or guess


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
                broken = [place for place, part in enumerate(parts) if not _decodes(part, codec)]
                damaged += [line + place for place in broken]
                block = b"".join(part.decode(codec, "replace").encode() for part in parts)
        yield block
        line += lines


def likeliest(sample: bytes) -> tuple[str, float]:
    """The candidate whose characters are most ordinary in the sample, and their share (0–1)."""
    shares = {codec: _share_decoded(sample, codec) for codec in CANDIDATES}
    best = max(CANDIDATES, key=shares.__getitem__)
    return best, shares[best]


def ordinary_share(text: str, codec: str) -> float:
    """Share of the characters beyond ASCII that are common in the script the codec is made for.

    gb18030: the 3,755 characters of GB2312's first level; big5: the 5,401 of its own;
    full-width punctuation counts half, as both have it in the same place.  cp1252 and its like:
    single letters next to plain ones, and the usual signs.
    """
    beyond = ordinary = 0.0
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if char.isascii():
            continue
        beyond += 1
        if codec in LATIN:
            alone = before.isascii() and after.isascii()
            in_word = char.isalpha() and (before.isalpha() or after.isalpha())
            ordinary += alone and (in_word or char in LATIN_SIGNS)
            continue
        lead, trail = (char.encode(codec) + b"\0")[:2]
        if lead in (0xA1, 0xA3):
            ordinary += 0.5
        elif codec == "gb18030":
            ordinary += 0xB0 <= lead <= 0xD7 and trail >= 0xA1
        else:
            ordinary += 0xA4 <= lead <= 0xC6
    return ordinary / beyond if beyond else 0.0


def _share_decoded(sample: bytes, codec: str) -> float:
    lines = sample.split(b"\n")
    decoded = [line.decode(codec) for line in lines if _decodes(line, codec)]
    return ordinary_share("\n".join(decoded), codec) * len(decoded) / len(lines)


def _decodes(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


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


def _beyond_ascii(path: Path) -> tuple[int, list[int], bytes]:
    """Lines beyond ASCII: how many, the numbers of those not UTF-8 (else of all), a sample of these."""
    beyond, broken, sample, taken = [], [], [], 0
    line = 1
    for block in line_blocks(path):
        if not block.isascii():
            for place, part in enumerate(LINE.findall(block)):
                if part.isascii():
                    continue
                beyond.append(line + place)
                if not _decodes(part, "utf-8"):
                    broken.append(line + place)
                    if taken < SAMPLE_BYTES:
                        sample.append(part.rstrip(b"\r\n"))
                        taken += len(part)
        line += block.count(b"\n")
    return len(beyond), broken or beyond, b"\n".join(sample)


def _byte_order_mark(path: Path) -> str | None:
    with opened(path) as handle:
        head = handle.read(3)
    return next((name for mark, name in MARKS.items() if head.startswith(mark)), None)


def _codec_name(path: Path, declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
        every_ascii = bytes(range(128))
        if name.startswith("utf-16") or every_ascii.decode(name) == every_ascii.decode("ascii"):
            return SUPERSET.get(name, name)
    except (LookupError, UnicodeError, TypeError, AttributeError):
        pass
    raise SourceError(
        "{file}: no text encoding is called '{encoding}'. "
        "Use utf-8, gb18030, big5, cp1252, utf-16-le … or leave it out to have it found.",
        file=str(path),
        encoding=declared,
    )


def _wrongly_declared(path: Path, declared: str, line: int, found: str) -> SourceError:
    return SourceError(
        "{file}, line {line}: the text is not {encoding} as declared; it looks like {found}. "
        "Remove the encoding under source to have it found, or name the right one.",
        file=str(path),
        line=line,
        encoding=declared,
        found=found,
    )
