"""Where the header stands, if there is one.

A header is a row of words above columns of something else.  Each column votes: for, when a word
stands above numbers or dates; against, when the top cell is a number or date like those below,
or one of the very values that follow.  Notes above the header are recognised by their width, or
by being mostly empty, as spreadsheets pad them.
"""

import re
from collections import Counter

LOOKED_AT = 50  # records below the header that vote
STACKED = 3  # records below a likely header that may make a better one
NOTES = 50  # records above it at most
NUMBER = re.compile(r"[-+(]?[$€£¥￥]?\s?[-+]?\d[\d.,\s]*(?:[eE][-+]?\d+)?\s?[%)]?")
DATE = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[T\s].*)?|\d{1,2}:\d{2}(?::\d{2})?")
YEAR = re.compile(r"(?:19|20)\d\d")


def header_place(records: list[list[str]], width: int) -> tuple[int, list[str]] | None:
    """Index of the header among the records and its names, or None when the data begin at once."""
    for place, record in enumerate(records[:NOTES]):
        if len(record) != width or not _mostly_filled(record):
            continue
        below = _below(records, place, width)
        balance = votes(record, below)
        if balance <= 0 and not record[-1].strip() and any(row[-1].strip() for row in below):
            continue  # a note, padded to the table's width
        if balance < 0:
            names = padded_header(records, place, width)
            return (place - 1, names) if names else None
        # A note may happen to be as wide as the table; then a line below it is the better header.
        stack = [place, *range(place + 1, min(place + 1 + STACKED, len(records) - 1))]
        full = [lower for lower in stack if len(records[lower]) == width]
        best = max(full, key=lambda lower: votes(records[lower], _below(records, lower, width)))
        return best, records[best]
    return None


def _below(records: list[list[str]], place: int, width: int) -> list[list[str]]:
    """The records that vote; a header that comes again, as in exports put one below the other, does not."""
    return [row for row in records[place + 1 : place + 1 + LOOKED_AT] if len(row) == width and row != records[place]]


def votes(top: list[str], below: list[list[str]]) -> int:
    """Columns for `top` being a header, less the columns against."""
    if not below:
        return -1 if any(_kind(cell) != "word" for cell in top) else 1
    return sum(_vote(cell.strip(), [row[place].strip() for row in below]) for place, cell in enumerate(top))


def _vote(top: str, column: list[str]) -> int:
    filled = [cell for cell in column if cell]
    if not top or not filled:
        return 0
    words = sum(_kind(cell) == "word" for cell in filled)
    if words <= 0.2 * len(filled):
        if _kind(top) == "word":
            return 1
        return 0 if YEAR.fullmatch(top) else -1
    if top in filled:
        return -1
    shape, times = Counter(map(_shape, filled)).most_common(1)[0]
    return -1 if "9" in shape and _shape(top) == shape and times > 0.5 * len(filled) else 0


def padded_header(records: list[list[str]], first: int, width: int) -> list[str] | None:
    """The names of the header just above record `first` if it is one name short of the data.

    The missing name is the last column's if that is empty throughout (a delimiter at each line's
    end), else the first column's (row numbers, as R writes them).
    """
    top = records[first - 1] if first else []
    if len(top) != width - 1 or not all(_kind(cell.strip()) == "word" for cell in top):
        return None
    data = _below(records, first - 1, width)
    return ["", *top] if any(row[-1].strip() for row in data) else [*top, ""]


def _mostly_filled(record: list[str]) -> bool:
    filled = sum(bool(cell.strip()) for cell in record)
    return filled > 0.5 * len(record) or (filled == len(record) - 1 and not record[0].strip())


def _kind(cell: str) -> str:
    return "number" if NUMBER.fullmatch(cell) else "date" if DATE.fullmatch(cell) else "word" if cell else "nothing"


def _shape(cell: str) -> str:
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", cell))
