"""Rows of a file that are no records of its table: a header that comes again, totals, notes at the end.

Exports are put together from pages, add sums where a page ends, and are signed below.  Such a row
would be a customer called 'Total'.  It is left out like a record that cannot be read, and counted
with its reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from analysis.sources.files.header import NUMBER
from analysis.sources.files.report import HEADER_AGAIN, TOTAL, unique_names

TAIL = 1 << 16  # bytes at the end of a text that are searched for notes
FEWEST = 3  # columns of a table from which a row with one filled cell can be told for a note
_WORDS = "合计|合計|总计|總計|共计|共計|小计|小計|本页小计|本页合计|总和|總和|汇总|彙總|总数|(?:grand[ -]?|sub[ -]?)?totals?"
TOTAL_WORD = re.compile(rf"\s*(?:{_WORDS})\s*[:：]?\s*", re.IGNORECASE)
_HINTS = tuple(word.encode() for word in ("otal", "OTAL", *re.findall(r"[^\x00-\x7f]+", _WORDS)))
_SIGN = re.compile(
    r"\s*(?:[*※]|注[:：]|note\b|source\b|exported\b|generated\b|printed\b|报表|导出|制表|备注|说明).*", re.IGNORECASE | re.DOTALL
)
_LABEL = re.compile(r"[^:：]*[^\W\d]\s*[:：].*", re.DOTALL)


def is_total(cells: Sequence[str | None]) -> bool:
    """Whether the first cell that is filled says total and all others are numbers: no row of a person or an order is so."""
    first = next((cell for cell in cells if cell and cell.strip()), "")
    if not TOTAL_WORD.fullmatch(first):
        return False
    filled = [cell for cell in cells if cell and cell.strip()]
    return len(filled) > 1 and all(NUMBER.fullmatch(cell.strip()) for cell in filled[1:])


@cache
def _field_of_total(delimiter: bytes) -> re.Pattern[bytes]:
    d = re.escape(delimiter)
    return re.compile(
        rb'(?:\A|[\n"]|%b)\x20*+(?:%b)\x20*(?::|%b)?\x20*(?:["\r\n]|%b)' % (d, _WORDS.encode(), "：".encode(), d), re.IGNORECASE
    )


def may_hold_total(data: bytes, delimiter: bytes) -> bool:
    """Whether a field of a text is a word for total: most texts have none, which is seen fast."""
    return any(hint in data for hint in _HINTS) and _field_of_total(delimiter).search(data) is not None


def is_note(cells: Sequence[str | None]) -> bool:
    """Whether a row says something below the table: 'Exported by: …' in one cell, and nothing else."""
    filled = [cell for cell in cells if cell and cell.strip()]
    return len(cells) >= FEWEST and len(filled) == 1 and any(form.fullmatch(filled[0]) for form in (_SIGN, _LABEL))


def is_header(cells: Sequence[str], columns: tuple[str, ...], taken: tuple[str, ...]) -> bool:
    """Whether a row is the header once more."""
    begins_so = len(cells) == len(columns) and " ".join(cells[0].split()) in (columns[0], "")
    return begins_so and unique_names(list(cells), taken=taken) == columns


def reason_of(cells: Sequence[str], columns: tuple[str, ...], taken: tuple[str, ...]) -> str | None:
    """Why a row of full width is no record; None for a record."""
    if is_total(cells):
        return TOTAL
    return HEADER_AGAIN if columns and is_header(cells, columns, taken) else None


def with_end_apart(blocks: Iterable[bytes], delimiter: bytes) -> Iterator[tuple[bytes, bool]]:
    """The blocks of whole lines, and True with the last lines where these are notes."""
    held = b""
    for block in blocks:
        data = held + block
        cut = data.rfind(b"\n", 0, max(len(data) - TAIL, 0)) + 1
        if cut:
            yield data[:cut], False
        held = data[cut:]
    start = _notes_start(held, delimiter)
    yield held[:start], False
    if start < len(held):
        yield held[start:], True


def _notes_start(data: bytes, delimiter: bytes) -> int:
    """Where the notes begin that a text ends with; its length where it ends with a record."""
    start = end = len(data)
    while end:
        line_start = data.rfind(b"\n", 0, end - 1) + 1
        line = data[line_start:end]
        cells = [cell.decode("utf-8", "replace") for cell in line.rstrip(b"\r\n").split(delimiter)]
        if b'"' in line or not (is_note(cells) or not line.strip(delimiter + b" \r\n")):
            break
        start = line_start if is_note(cells) else start
        end = line_start
    return start
