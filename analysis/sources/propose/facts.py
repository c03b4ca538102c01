"""What the values of a column are, whatever its header says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.sources.propose import patterns
from analysis.sources.propose.date_reading import DateReading, read_dates
from analysis.sources.propose.headers import unnamed
from analysis.sources.propose.words_answers import yes_no

Content = Literal[
    "empty", "constant", "row_index", "email", "phone", "identity", "address", "name", "date", "yes_no", "number", "text_number",
    "category", "id", "text",
]  # fmt: skip
SAMPLE = 1_000  # distinct values whose shape is looked at
NUMBERS = 5_000  # distinct values whose size is looked at
TOP = 60  # most frequent values that are kept with their counts
LONGEST = 500  # characters of a value that are looked at
MOST, NEARLY_ALL = 0.8, 0.95
LARGE = 9_999  # whole numbers that number something are mostly longer than four digits
REPEATS = 5  # rows per value from which words are categories
WORDY = 25  # average characters from which texts are prose
INDEX_NAMES = ("rowid", "rowno", "rownumber", "index", "行id", "行号", "序号")


@dataclass(frozen=True)
class Facts:
    """One column.

    rows, filled, distinct  rows of the table; those with a value; different values
    sample     different values as text, at most 1,000, spread over the file
    top        (value, rows) of the most frequent values, at most 60
    content    what the values look like, and `share` of the sample that does
    low, high  smallest and largest number; None for what is no number
    whole      every number is whole
    negative   share of rows below zero
    decimal    decimal mark of the numbers
    typed      the file itself gives a number or a time (parquet)
    """

    header: str
    rows: int
    filled: int
    distinct: int
    sample: tuple[str, ...]
    top: tuple[tuple[str, int], ...]
    content: Content
    share: float = 1.0
    low: float | None = None
    high: float | None = None
    whole: bool = False
    negative: float = 0.0
    decimal: str = "."
    date: DateReading | None = None
    typed: bool = False
    floats: bool = False  # whole numbers written 17850.0

    @property
    def unique(self) -> bool:
        """Nearly every row has a value of its own."""
        return self.filled > 0 and self.distinct >= NEARLY_ALL * self.filled

    @property
    def values(self) -> list[str]:
        """The different values, where there are few; else the most frequent ones."""
        return [value for value, _ in self.top]

    @property
    def few(self) -> bool:
        """Whether `top` holds every value."""
        return self.distinct == len(self.top)

    @property
    def numbering(self) -> bool:
        """Whole numbers of one length, another in every row: a number of something rather than a measure."""
        if not (self.whole and self.unique and self.rows > 100 and self.low and self.low > 0):
            return False
        return self.high > LARGE and len(str(int(self.low))) == len(str(int(self.high)))


def column_facts(parquet: Path, header: str, rows: int) -> Facts:
    """Look at one column of a table (read by itself, so that wide files fit)."""
    column = pq.read_table(parquet, columns=[header])[header]
    if pa.types.is_temporal(column.type):
        return _times(header, column, rows)
    typed = pa.types.is_floating(column.type) or pa.types.is_integer(column.type) or pa.types.is_decimal(column.type)
    negative = 0.0
    if typed:
        negative = (pc.sum(pc.less(column, 0)).as_py() or 0) / max(rows, 1)
        column = _as_text(column)
    elif not pa.types.is_string(column.type):
        column = (
            column.cast(pa.string(), safe=False)
            if not pa.types.is_nested(column.type)
            else pa.chunked_array([pa.nulls(rows, pa.string())])
        )
    column = pc.utf8_trim_whitespace(pc.utf8_slice_codeunits(column, 0, LONGEST))
    column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    filled = len(column) - column.null_count
    if not typed and filled:
        negative = (pc.sum(pc.match_substring_regex(column, r"^[^0-9A-Za-z]*-[^0-9]{0,3}[0-9][0-9.,]*$")).as_py() or 0) / max(
            rows, 1
        )
    counted = pc.value_counts(column.drop_null())
    values, counts = counted.field("values"), counted.field("counts")
    order = pc.sort_indices(counts, sort_keys=[("", "descending")])[:TOP]
    top = tuple(zip(values.take(order).to_pylist(), counts.take(order).to_pylist(), strict=True))
    every = Every(header, rows, filled, values)
    return _described(every, top, negative=negative, typed=typed)


@dataclass(frozen=True)
class Every:
    """The counts of a column, and its different values as far as they are asked for."""

    header: str
    rows: int
    filled: int
    values: pa.Array

    @property
    def distinct(self) -> int:
        return len(self.values)

    def spread(self, most: int) -> list[str]:
        """So many of the different values at most, from all over the file."""
        step = max(1, -(-len(self.values) // most))
        return self.values.take(pa.array(range(0, len(self.values), step), pa.int64())).to_pylist()

    def numbers(self, decimal: str) -> list[float]:
        """The numbers among some values, the smallest and the largest of all always with them where every value is a plain number."""
        found = [size for value in self.spread(NUMBERS) if (size := patterns.number(value, decimal)) is not None]
        return [*found, *_ends(self.values)] if decimal == "." else found


def _ends(values: pa.Array) -> list[float]:
    """Smallest and largest of texts that are all plain numbers; nothing for others."""
    try:
        ends = pc.min_max(values.cast(pa.float64())).as_py()
    except pa.ArrowInvalid:
        return []
    return [end for end in ends.values() if end is not None and abs(end) < 1e300]


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers as a reader sees them; not-a-number is missing.  Whole floats keep '.0': ids are often written so."""
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
        if pc.all(pc.equal(column, pc.floor(column))).as_py():
            return pc.binary_join_element_wise(column.cast(pa.int64(), safe=False).cast(pa.string()), pa.scalar(".0"), "")
    return column.cast(pa.string())


def _times(header: str, column: pa.ChunkedArray, rows: int) -> Facts:
    filled = len(column) - column.null_count
    if not filled or pa.types.is_duration(column.type) or pa.types.is_time(column.type):
        return Facts(header, rows, filled, filled, (), (), "empty" if not filled else "text", typed=True)
    ends = pc.min_max(column.cast(pa.timestamp("us"), safe=False)).as_py()
    timed = not pa.types.is_date(column.type) and (pc.count_distinct(pc.hour(column)).as_py() or 0) > 1
    reading = DateReading("%Y-%m-%d %H:%M:%S" if timed else "%Y-%m-%d", 1.0, None, 1, timed, ends["min"], ends["max"])
    sample = tuple(str(value)[: 16 if timed else 10] for value in column.drop_null()[:5].to_pylist())
    distinct = pc.count_distinct(column).as_py()
    return Facts(header, rows, filled, distinct, sample, (), "date", date=reading, typed=True)


def _described(every: Every, top: tuple[tuple[str, int], ...], *, negative: float, typed: bool) -> Facts:
    sample = every.spread(SAMPLE)
    fixed = {"rows": every.rows, "filled": every.filled, "distinct": every.distinct, "sample": tuple(sample), "top": top}
    if not every.filled:
        return Facts(every.header, **fixed, content="empty", typed=typed)
    decimal = "." if typed else patterns.decimal_mark(sample)
    share = patterns.share(sample, lambda value: patterns.number(value, decimal) is not None)
    sized = {}
    if share >= NEARLY_ALL and (numbers := every.numbers(decimal)):
        whole = all(size == int(size) for size in numbers)
        sized = {"low": min(numbers), "high": max(numbers), "whole": whole, "negative": negative, "decimal": decimal}
        sized["floats"] = whole and any(value.endswith(".0") for value in sample)
    dates = None if typed else read_dates(every.spread(20_000))
    if dates is not None and dates.share < (0.98 if sized else MOST):
        dates = None
    content, certain = _content(every, sample, sized, dates, share)
    return Facts(
        every.header,
        **fixed,
        content=content,
        share=certain,
        date=dates if content in ("date", "constant") else None,
        typed=typed,
        **sized,
    )


def _content(every: Every, sample: Sequence[str], sized: dict, dates: DateReading | None, numbers: float) -> tuple[Content, float]:
    if every.distinct == 1 and every.filled == every.rows > 1:
        return "constant", 1.0
    for kind in ("email", "identity"):
        if (share := patterns.shaped(sample, kind)) >= MOST:
            return kind, share
    if (share := patterns.shaped(sample, "phone")) >= MOST and not dates:
        return "phone", share
    if dates is not None:
        return "date", dates.share
    if every.distinct == 2 and yes_no(list(sample)):
        return "yes_no", 1.0
    if sized:
        if _counts_rows(every, sized):
            return "row_index", 1.0
        padded = patterns.share(sample, lambda value: value.startswith("0") and value[1:2].isdigit())
        return ("id", padded) if padded > 0.1 else ("number", numbers)
    worded = patterns.share(sample, lambda value: patterns.number(value) is not None or patterns.text_number(value) is not None)
    if numbers >= 0.5 and worded >= NEARLY_ALL:
        return "text_number", worded
    return _words(every, sample)


def _counts_rows(every: Every, sized: dict) -> bool:
    """The file's own numbering: 0 or 1 to the number of rows, in a column without a name or with that of an index."""
    named = unnamed(every.header) or "".join(every.header.lower().split()).replace("_", "") in INDEX_NAMES
    return named and sized["whole"] and every.distinct == every.rows and sized["high"] - sized["low"] == every.rows - 1


def _words(every: Every, sample: Sequence[str]) -> tuple[Content, float]:
    if (share := patterns.shaped(sample, "name")) >= 0.9 and every.distinct > 12:
        return "name", share
    if (share := patterns.shaped(sample, "address")) >= 0.6:
        return "address", share
    if every.distinct <= TOP and every.filled >= every.distinct * min(REPEATS, 2 if every.distinct <= 6 else REPEATS):
        return "category", 1.0
    length = sum(map(len, sample)) / len(sample)
    if length >= WORDY or patterns.share(sample, lambda value: " " in value or len(value) > 12) > 0.6:
        return "text", 1.0
    coded = patterns.share(sample, lambda value: any(letter.isdigit() for letter in value) and " " not in value)
    return ("id", coded) if coded >= MOST else ("text", 1 - coded)
