"""The files as they came: their cached text, and what their headers tell."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.engine import Column, DataFrame, F, named, read_columns
from analysis.quality.rules.kinds import raw_kinds
from analysis.quality.rules.model import Found, Scope

_OWN = ("source_file", "source_row")
_BLANKS = " \t\u00a0\u3000"
_COPY = " (2)"  # how the reader tells the second column of a name from the first


@dataclass(frozen=True)
class RawFile:
    """One file (or sheet) as it was cached: its parquet, its name, its rows."""

    parquet: Path
    name: str
    rows: int

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in pq.read_schema(self.parquet).names if name not in _OWN)


@dataclass(frozen=True)
class RawTable:
    """The files behind one canonical table.

    mapped     header -> canonical column it is read into
    excluded   header -> values that client.yaml leaves out
    hidden     headers that are dropped at the door: counted, never shown
    told       header -> words that client.yaml turns into a figure, or says are none: they are understood, no fault
    """

    files: tuple[RawFile, ...]
    mapped: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def cached_files(cache: Path, read: Iterable[tuple[str, str]]) -> tuple[RawFile, ...]:
    """The cached text of files, given by name and SHA-256 of their content, in that order.

    Each file's note in the cache says which parquet belongs to it; a file without one (a table of a
    warehouse) is passed over.  Of two readings of one file the later is the one in use.
    """
    notes = sorted(cache.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    held: dict[tuple[str, str], RawFile] = {}
    for note in notes:
        told = json.loads(note.read_text(encoding="utf-8"))
        for place, one in enumerate(told if isinstance(told, list) else [told]):
            parquet = cache / (f"{note.stem}.parquet" if not place else f"{note.stem}-{place + 1}.parquet")
            if parquet.is_file() and "sha256" in one:
                held[one["name"], one["sha256"]] = RawFile(parquet, one["name"], one["rows"])
    return tuple(held[key] for key in read if key in held)


def raw_scope(table: str, raw: RawTable, *, first: date, last: date | None) -> Scope:
    """The files of a table, one below the other, as a table under the rules; blank texts are missing."""
    headers = list(dict.fromkeys(name for one in raw.files for name in one.columns))
    labels = {f"r{i}": header for i, header in enumerate(headers)}
    types = {short: _type(raw.files, header) for short, header in labels.items()}
    frames = [_frame(one, labels, types) for one in raw.files]
    frame = named(reduce(lambda above, below: above.unionByName(below), frames))
    mapped = {short: raw.mapped[header] for short, header in labels.items() if header in raw.mapped}
    kinds = raw_kinds(frame, labels=labels, mapped=mapped, types=types)
    kinds = {short: "other" if labels[short] in raw.hidden else kind for short, kind in kinds.items()}
    typed = frozenset(short for short, type_ in types.items() if type_ != "text")
    return Scope(
        table, frame, kinds, first, last, labels=labels, mapped=mapped, excluded=raw.excluded, told=raw.told, typed=typed, raw=True
    )  # fmt: skip


def _type(files: tuple[RawFile, ...], header: str) -> str:
    """text, number or time; text where the files do not agree."""
    found = {_arrow_type(pq.read_schema(one.parquet).field(header).type) for one in files if header in one.columns}
    return found.pop() if len(found) == 1 else "text"


def _arrow_type(type_: pa.DataType) -> str:
    if pa.types.is_temporal(type_):
        return "time"
    number = pa.types.is_floating(type_) or pa.types.is_integer(type_) or pa.types.is_decimal(type_)
    return "number" if number else "text"


def _frame(one: RawFile, labels: Mapping[str, str], types: Mapping[str, str]) -> DataFrame:
    here = {short: header for short, header in labels.items() if header in one.columns}
    frame = read_columns(one.parquet, here | {name: name for name in _OWN})
    columns = [_cell(short, types[short], held=short in here).alias(short) for short in labels]
    return named(frame.select(*columns, F.col("source_row")))


def _cell(short: str, type_: str, *, held: bool) -> Column:
    kind = {"number": "double", "time": "timestamp_ntz", "text": "string"}[type_]
    if not held:
        return F.lit(None).cast(kind)
    value = F.col(short).cast(kind)
    return F.when(F.translate(value, _BLANKS, "") != F.lit(""), value) if type_ == "text" else value


def headers(raw: RawTable) -> Iterator[Found]:
    """Names that head several columns of a file, and columns that some files of a table have and others lack.

    Usual is a column that at least half of the files have.
    """
    rows = sum(one.rows for one in raw.files)
    for one in raw.files:
        twice = [
            name.removesuffix(_COPY) for name in one.columns if name.endswith(_COPY) and name.removesuffix(_COPY) in one.columns
        ]
        for name in twice:
            yield Found("repeated_header", name, one.rows, example=one.name, share=one.rows / rows if rows else 0.0)
    times = Counter(name for one in raw.files for name in one.columns)
    for name, count in times.items():
        if count == len(raw.files):
            continue
        usual = 2 * count >= len(raw.files)
        odd = [one for one in raw.files if (name not in one.columns) == usual]
        concerned = sum(one.rows for one in odd)
        check = "column_missing_in_file" if usual else "column_only_in_file"
        yield Found(check, name, concerned, example=odd[0].name, share=concerned / rows if rows else 0.0)
