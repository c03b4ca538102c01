"""How a text file is written, found from its content.

Everything found is a guess a person can overrule: each part that is given is taken as it is.
The guess is part of every report, so that it can be seen.
"""

import re
from contextlib import closing
from pathlib import Path

from analysis.errors import SourceError
from analysis.sources.files.encoding import find_encoding, utf8_blocks
from analysis.sources.files.header import header_place, padded_header
from analysis.sources.files.layout import BLANKS, DECIMAL_COMMA, DELIMITERS, Layout, best_layout, layout_with
from analysis.sources.files.report import TextFormat, unique_names

ADDED_COLUMNS = ("source_file", "source_row")
SAMPLE_BYTES = 1 << 20
SPELLED = {"\\t": "\t", "tab": "\t", "blanks": BLANKS}
DECIMAL_POINT = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+")


def sniff_text(
    path: Path, *, encoding: str | None = None, delimiter: str | None = None, header_row: int | None = None
) -> TextFormat:
    """Encoding, delimiter, header and columns of a delimited text file.

    `delimiter` is one character, or "tab" or "blanks"; `header_row` is the 1-based line of the
    header, 0 when there is none.  A header below notes is found; where all cells are words the
    first full record is taken for the header; data below notes need `header_row` or a header.

    SourceError names the file and the way out: a missing, empty or binary file, an encoding
    declared wrongly or not to be told, a header row that is not there.
    """
    path = Path(path)
    found = find_encoding(path, encoding)
    sample = _sample(path, found)
    if not sample.strip():
        raise SourceError("{file} holds only blank lines. Ask for the file again, or leave it out.", file=str(path))
    above = max((header_row or 1) - 1, 0)
    sample = sample[_line_start(path, sample, above) :]
    layout = layout_with(sample, _one_character(path, delimiter)) if delimiter is not None else best_layout(sample)
    if delimiter is None:
        _check_one_delimiter(path, sample, layout, above)
    records = [fields for _, fields in layout.records]
    header = None
    if header_row is None:
        header = header_place(records, layout.width)
    elif header_row > 0:
        if not records:
            raise _no_header(path, header_row)
        header = 0, padded_header(records, 1, layout.width) or records[0]
    return TextFormat(
        encoding=found,
        delimiter=layout.delimiter,
        quote='"',
        header_row=above + layout.records[header[0]][0] if header else 0,
        columns=unique_names(header[1] if header else [""] * layout.width, taken=ADDED_COLUMNS),
        decimal=_decimal_mark(records[header[0] + 1 if header else 0 :]),
    )


def _check_one_delimiter(path: Path, sample: bytes, layout: Layout, above: int) -> None:
    """SourceError where what stands above the table is a table of the same width with another delimiter."""
    first = next((line for line, fields in layout.records if len(fields) == layout.width), 1)
    upper = sample[: _line_start(path, sample, first - 1)]
    for other in (one for one in DELIMITERS if upper and one != layout.delimiter):
        parted = layout_with(upper, other)
        if parted.width == layout.width > 1 and parted.score == 1.0 and len(parted.records) > 1:
            raise SourceError(
                "{file}, line {line}: the delimiter changes from '{first}' to '{second}'. "
                "Split the file there, or ask for it with one delimiter.",
                file=str(path),
                line=above + first,
                first=other,
                second=layout.delimiter,
            )


def _sample(path: Path, encoding: str) -> bytes:
    """The first lines as UTF-8, about a megabyte; always whole lines, so more where a line is long."""
    sample = b""
    with closing(utf8_blocks(path, encoding, [])) as blocks:
        for block in blocks:
            sample += block
            if len(sample) >= SAMPLE_BYTES:
                cut = sample.rfind(b"\n", 0, SAMPLE_BYTES) + 1 or sample.find(b"\n") + 1
                return sample[: cut or len(sample)]
    return sample if sample.endswith(b"\n") else sample + b"\n"


def _line_start(path: Path, sample: bytes, above: int) -> int:
    start = 0
    for _ in range(above):
        start = sample.find(b"\n", start) + 1
        if not start or start == len(sample):
            raise _no_header(path, above + 1)
    return start


def _no_header(path: Path, line: int) -> SourceError:
    return SourceError(
        "{file} has no line {line} to take the header from. Check header_row under source.", file=str(path), line=line
    )


def _one_character(path: Path, delimiter: str) -> str:
    character = SPELLED.get(delimiter, delimiter)
    if len(character) == 1 and character.isascii() and character not in '"\r\n\0':
        return character
    raise SourceError(
        "{file}: the delimiter '{delimiter}' is not one plain character. "
        "Give one such as ',' ';' '|', or the words tab or blanks, or leave it out to have it found.",
        file=str(path),
        delimiter=delimiter,
    )


def _decimal_mark(records: list[list[str]]) -> str:
    cells = [cell.strip() for fields in records for cell in fields]
    commas = sum(DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(DECIMAL_POINT.fullmatch(cell) is not None for cell in cells)
    return "," if commas > points else "."
