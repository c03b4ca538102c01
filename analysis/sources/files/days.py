"""Days that stand in a file as numbers or in wide signs, written out as dates.

Spreadsheets write 43831 for the first of January 2020 when they save a date as text, databases
1704420000 for a moment in seconds since 1970 (or in milliseconds).  Only columns that client.yaml
reads as dates are looked at, so an id is never mistaken for a day; and only where a file has such
values is its parquet written anew.  Moments since 1970 are UTC and say so.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import SourceError
from analysis.sources.dates import sniff_date_format
from analysis.sources.files.cells import EPOCHS, SERIALS

SERIAL, SECONDS, MILLISECONDS = r"[1-7]\d{4}(?:\.\d+)?", r"[1-4]\d{9}(?:\.\d{1,6})?", r"[1-4]\d{12}"
NUMBERED = rf"^\s*(?:{SERIAL}|{SECONDS}|{MILLISECONDS})\s*$"
WIDE = str.maketrans("０１２３４５６７８９－／．：　", "0123456789-/.: ")
WIDE_SIGN = "[０-９]"
WHOLE_MOMENT = "%Y-%m-%d %H:%M:%S"


def columns_of_numbers(parquet: Path, dates: Mapping[str, str | None]) -> list[str]:
    """The columns among `dates` that may hold a day as a number or in wide digits, by their least and greatest values.

    (A few serial numbers among dates that sort around them are not seen this way; they stay
    unreadable, and are counted as such.)
    """
    file = pq.ParquetFile(parquet)
    schema = file.schema_arrow
    wanted = {name for name in dates if name in schema.names and _may_be_number(schema.field(name).type)}
    found = []
    for place, name in enumerate(schema.names):
        if name in wanted and any(
            _suspicious(file.metadata.row_group(group).column(place)) for group in range(file.num_row_groups)
        ):
            found.append(name)
    return found


def with_days(parquet: Path, target: Path, formats: Mapping[str, str | None]) -> None:
    """A copy of the parquet in which the columns of `formats` are text, and numbers that can be days are dates.

    They are written in the format given there, None for ISO; times of day only in a column that has them.
    """
    file = pq.ParquetFile(parquet)
    schema = file.schema_arrow
    for name in formats:
        schema = schema.set(schema.get_field_index(name), pa.field(name, pa.string()))
    timed = {name: format_ is None and _has_times(file, name) for name, format_ in formats.items()}
    formats = {name: _format_of_others(file, name) if format_ is None else format_ for name, format_ in formats.items()}
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            for name, format_ in formats.items():
                column = _written(table[name].cast(pa.string()), format_, timed[name])
                table = table.set_column(table.schema.get_field_index(name), schema.field(name), column)
            writer.write_table(table, row_group_size=max(len(table), 1))


def day_text(text: str, format_: str | None = None, *, timed: bool = False) -> str:
    """The date that a number stands for, other texts as they are: 43831 is 2020-01-01, 1704420000 2024-01-05T02:00:00Z."""
    plain = text.translate(WIDE).strip()
    if re.fullmatch(SERIAL, plain):
        days = float(plain)
        if not SERIALS[0] <= days < SERIALS[1]:
            return plain
        moment = EPOCHS[1900] + timedelta(seconds=round(days * 86_400))
        return moment.strftime(format_ or (WHOLE_MOMENT if timed else "%Y-%m-%d"))
    if re.fullmatch(f"{SECONDS}|{MILLISECONDS}", plain):
        seconds = float(plain) / (1000 if re.fullmatch(MILLISECONDS, plain) else 1)
        moment = datetime.fromtimestamp(round(seconds), UTC)
        return moment.strftime(format_ if format_ and "%H" in format_ else f"{WHOLE_MOMENT}Z")
    return plain


def _written(column: pa.ChunkedArray, format_: str | None, timed: bool) -> pa.Array:
    numbered = pc.or_(pc.match_substring_regex(column, NUMBERED), pc.match_substring_regex(column, WIDE_SIGN))
    if not pc.any(numbered).as_py():
        return column
    words = column.to_pylist()
    for place, is_number in enumerate(numbered.to_pylist()):
        if is_number:
            words[place] = day_text(words[place], format_, timed=timed)
    return pa.array(words, pa.string())


def _has_times(file: pq.ParquetFile, name: str) -> bool:
    """Whether some value of the column has a time of day: 43831.5, or one with a colon."""
    for group in range(file.num_row_groups):
        column = file.read_row_group(group, columns=[name])[name].cast(pa.string())
        if pc.any(pc.match_substring_regex(column, r":|^\s*\d{5}\.0*[1-9]")).as_py():
            return True
    return False


def _format_of_others(file: pq.ParquetFile, name: str) -> str | None:
    """The format of the dates that stand among the numbers; None where there are none, or no format reads them."""
    column = pc.unique(file.read(columns=[name])[name].cast(pa.string()))
    others = [text.translate(WIDE) for text in column.to_pylist() if text and not re.match(NUMBERED, text.translate(WIDE))]
    with suppress(SourceError):
        return sniff_date_format(others, file=name, column=name) if others else None
    return None


def _may_be_number(kind: pa.DataType) -> bool:
    return pa.types.is_string(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)


def _suspicious(chunk: pq.ColumnChunkMetaData) -> bool:
    if not chunk.is_stats_set or not chunk.statistics.has_min_max:
        return False
    ends = (str(end).removesuffix(".0") for end in (chunk.statistics.min, chunk.statistics.max))
    return any(re.match(NUMBERED, end) or re.search(WIDE_SIGN, end) for end in ends)
