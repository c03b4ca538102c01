"""What a file is by its first bytes, whatever its name says.

Systems export pictures, databases and web pages under the name of a table more often than one
would think; whoever receives such a file wants to be told what it is, not that line 3 is odd.
"""

import re
from pathlib import Path

from analysis.errors import SourceError

ZIPPED, GZIPPED, OLE = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0"  # .xlsx, .xlsb, .ods and .zip; .gz; .xls
LOOKED_AT = 512  # bytes
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|meta|head|style|workbook)", re.IGNORECASE)
OBJECTS = re.compile(rb'\s*(?:\[\s*)?\{\s*"[^"]*"\s*:')

# What other files begin with, and the name of the kind in every language.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x00\x01\x00\x00Standard ", "Access"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\x00", "EXE"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"$FL2", "SPSS"),
    (b"<stata_dta>", "Stata"),
    (b"ARROW1", "Arrow"),
    (b"Obj\x01", "Avro"),
)


def head_of(content: bytes) -> bytes:
    """The first bytes without the mark of UTF-8, which may stand before any text."""
    return content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")


def is_markup(head: bytes) -> bool:
    """Whether a text is a web page or XML."""
    return MARKUP.match(head) is not None


def check_is_table(path: Path, head: bytes) -> None:
    """SourceError naming what the file is, when it begins like something that is no delimited text."""
    file = str(path)
    if not head:
        raise SourceError("{file} is empty. Ask for the file again, or leave it out.", file=file)
    if head.startswith((ZIPPED, OLE)):
        raise SourceError(
            "{file} is an Excel workbook or an archive, not delimited text. "
            "Read it as a workbook (suffix .xlsx or .xls), or save it as CSV.",
            file=file,
        )
    if head.startswith(b"PAR1"):
        raise SourceError("{file} is a parquet file, not delimited text. Give it the suffix .parquet.", file=file)
    if head.startswith(GZIPPED):
        raise SourceError("{file} is a gzip archive, not delimited text. Give it the suffix .gz, or unpack it.", file=file)
    if is_markup(head_of(head)):
        raise SourceError(
            "{file} is a web page or XML, not delimited text. Open it in a spreadsheet program and save it as .xlsx or CSV.",
            file=file,
        )
    if OBJECTS.match(head_of(head)):
        raise SourceError("{file} is JSON, not delimited text. Ask for the table as CSV, Excel or parquet.", file=file)
    found = next((name for start, name in SIGNATURES if head.startswith(start)), "tar" if head[257:262] == b"ustar" else None)
    if found:
        raise SourceError(
            "{file} is a file of the kind {kind}, not a table. Ask for the table as CSV, Excel or parquet.", file=file, kind=found
        )
