"""Which character separates the fields.

The one under which records agree on their number of fields, and under which fields hold no
other delimiter: "1;2,5;3,7" has three fields under either, but "2,5" is a number and "5;3" is
nothing.  Notes above the table do not count, for agreement is measured from the first record
of the usual width on.
"""

import re
from collections import Counter
from dataclasses import dataclass

from analysis.sources.files.blanks import tab_separated
from analysis.sources.files.grammar import Grammar

DELIMITERS = (",", ";", "\t", "|")
BLANKS = " "
RECORDS = 500  # looked at
AGREEMENT = 0.6  # share of records of the usual width that makes a table
SOME_AGREEMENT = 0.25  # enough where the first record is as wide, as headers are
DECIMAL_COMMA = re.compile(r"-?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+")


@dataclass(frozen=True)
class Layout:
    """A sample cut up with one delimiter.

    records  (1-based line, fields) of each sound record
    width    the usual number of fields
    score    0–1: agreement on the width times the share of fields without other delimiters
    """

    delimiter: str
    records: tuple[tuple[int, list[str]], ...]
    width: int
    score: float

    @property
    def is_table(self) -> bool:
        """Whether the records agree well enough to be rows of one table."""
        first = len(self.records[0][1]) if self.records else 0
        return self.score >= AGREEMENT or (self.score >= SOME_AGREEMENT and first >= self.width)

    @property
    def has_notes(self) -> bool:
        """Whether the first record has not the usual width."""
        return len(self.records[0][1]) != self.width


def best_layout(sample: bytes) -> Layout:
    """The layout under the delimiter that explains the sample best; one column if none does."""
    layouts = [layout_with(sample, delimiter) for delimiter in DELIMITERS]
    tables = [layout for layout in layouts if layout.is_table]
    if tables:
        return max(tables, key=lambda layout: (round(layout.score * (0.9 if layout.has_notes else 1), 2), layout.width))
    in_blanks = layout_with(sample, BLANKS)
    if in_blanks.score >= 0.95 and len(in_blanks.records[0][1]) >= max(2, in_blanks.width - 1):
        return in_blanks
    absent = [layout for layout in layouts if layout.delimiter.encode() not in sample]
    return absent[0] if absent else max(layouts, key=lambda layout: layout.score)


def layout_with(sample: bytes, delimiter: str) -> Layout:
    """The sample, UTF-8 of whole lines, cut up with `delimiter` (" " for runs of blanks)."""
    if delimiter == BLANKS:
        records, broken = _records(tab_separated(sample), Grammar(b"\t"))
    else:
        records, broken = _records(sample, Grammar(delimiter.encode()))
    widths = [len(fields) for _, fields in records]
    usual = Counter(width for width in widths if width > 1).most_common()
    if not usual:
        return Layout(delimiter, records, 1, 0.0)
    times = usual[0][1]
    width = max(width for width, count in usual if count == times)
    start = widths.index(width)
    if times == 1 and len(widths) > 1 and (width == 2 or start < len(widths) - 1):
        return Layout(delimiter, records, width, 0.0)  # one record alone proves nothing
    if len(records[0][1]) == 1 and all(cell[:1] == " " for _, fields in records for cell in fields[1:]):
        return Layout(delimiter, records, width, 0.0)  # the commas of prose below a heading
    agreement = times / (len(widths) - start + broken)
    cells = [cell for _, fields in records[start:] if len(fields) == width for cell in fields]
    return Layout(delimiter, records, width, agreement * sum(_clean(cell, delimiter) for cell in cells) / len(cells))


def _records(sample: bytes, grammar: Grammar) -> tuple[tuple[tuple[int, list[str]], ...], int]:
    """Sound records with their lines, and the number of broken ones."""
    sound: list[tuple[int, list[str]]] = []
    broken = start = 0
    line = 1
    while start < len(sample) and len(sound) < RECORDS:
        end = grammar.record_end(sample, start)
        if end is None:
            if len(sound) > 1 and grammar.broken_at(sample, start) is None:
                break  # open at the end of the sample
            broken += 1
            end = sample.find(b"\n", start) + 1 or len(sample)
        elif sample[start:end].strip(b" \r\n"):
            fields = grammar.fields(sample[start:end])
            sound.append((line, [field.decode("utf-8", "replace") for field in fields]))
        line += sample.count(b"\n", start, end)
        start = end
    return tuple(sound), broken


def _clean(cell: str, delimiter: str) -> bool:
    return DECIMAL_COMMA.fullmatch(cell) is not None or not any(other in cell for other in DELIMITERS if other != delimiter)
