"""From a warehouse to the parquet cache: the columns that are needed, batch by batch, as if they came from a file.

A table has no content of its own to go by, so each reading that is asked to be fresh (the first of a command) extracts
anew; every other one, such as those of the notebooks of a report, takes what the last extraction left.  Its fingerprint
is that of the parquet: where the table has not changed, nothing that rests on it is made again.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources.canonical import check_present
from analysis.sources.files import ReadReport
from analysis.sources.files.parquet import GROUP_ROWS, write_rows
from analysis.sources.files.raw import content_digest
from analysis.sources.files.report import report_from_json, report_to_json
from analysis.sources.warehouse.address import read_address, refuse_password
from analysis.sources.warehouse.faults import empty_table, query_fault, unknown_table
from analysis.sources.warehouse.session import Session, open_session

VERSION = 1  # raise when the same table would give another parquet


@dataclass(frozen=True)
class Request:
    """An input of client.yaml that is a table of the warehouse, and the columns that it needs."""

    name: str
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Extracted:
    """A table in the cache: its parquet, the report on it, and the kind of warehouse it came from."""

    parquet: Path
    report: ReadReport
    driver: str


def extracted_tables(
    connection: str,
    requests: Sequence[Request],
    *,
    folder: Path,
    fresh: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> dict[Request, Extracted]:
    """The parquet of every request, in the cache of the client's `folder`.

    Each has `source_file` (the table's name) and `source_row` in front and then the columns asked for; numbers, times
    and truth values keep their types, numeric and everything else is text.  All tables show one state of the warehouse,
    where it can keep one (PostgreSQL).  The warehouse is asked where `fresh`, or where a table is not in the cache.

    Raises SourceError or ConfigError naming warehouse, table or column and the way out; the cache stays as it was then.
    """
    refuse_password(connection)
    cache = Path(folder) / "cache"
    held = {} if fresh else last_extraction(connection, requests, folder=folder)
    missing = [request for request in requests if request not in held]
    if missing:
        address = read_address(connection, folder=folder, environment=environment)
        cache.mkdir(parents=True, exist_ok=True)
        with open_session(address) as session, TemporaryDirectory(dir=cache, prefix=".filling-") as scratch:
            made = {request: _extract(session, request, Path(scratch, f"{n}.parquet")) for n, request in enumerate(missing)}
            for n, (request, report) in enumerate(made.items()):
                held[request] = Extracted(_place(cache, connection, request), report, address.driver)
                _keep(Path(scratch, f"{n}.parquet"), held[request])
    return {request: held[request] for request in requests}


def last_extraction(connection: str, requests: Iterable[Request], *, folder: Path) -> dict[Request, Extracted]:
    """What the cache holds of the requests; neither warehouse nor environment is asked."""
    places = {request: _place(Path(folder) / "cache", connection, request) for request in requests}
    return {request: one for request, place in places.items() if (one := _held(place)) is not None}


def _extract(session: Session, request: Request, target: Path) -> ReadReport:
    address = session.address
    try:
        table, schema = _found(session, request)
        fields = {field.name: field for field in schema}
        check_present(request.name, request.columns, list(fields), request.table)
        # An input of constants and row numbers needs no column, but its rows must be counted.
        batches = session.rows(table, [fields[name] for name in request.columns or list(fields)[:1]])
        rows, columns = _written(batches, target, request)
    except session.faults as error:
        raise query_fault(address, request.table, error) from None
    if not rows:
        raise empty_table(address, request.table)
    return ReadReport(request.table, None, columns, rows, (), content_digest(target), target.stat().st_size)


def _found(session: Session, request: Request) -> tuple[tuple[str, ...], pa.Schema]:
    """The table that is meant: its name as written, or the only one that differs in capitals alone."""
    named = tuple(request.table.split("."))
    for parts in dict.fromkeys(((request.table,), named) if len(named) == 1 else (named, (request.table,))):
        schema = session.columns(parts)
        if schema is not None:
            return parts, schema
    held = session.tables()
    alike = [name for name in held if request.table.casefold() in (name.casefold(), name.rsplit(".", 1)[-1].casefold())]
    if len(alike) == 1:
        parts = tuple(alike[0].split(".", 1))
        schema = session.columns(parts)
        if schema is not None:
            return parts, schema
    raise unknown_table(session.address, request.name, request.table, held)


def _written(batches: Iterable[pa.RecordBatch], target: Path, request: Request) -> tuple[int, tuple[str, ...]]:
    """Write the batches in row groups of one size, so that the same rows give the same bytes."""
    groups = regrouped(map(_tidy, batches))
    first = next(groups, None)
    schema = first.schema if first is not None else pa.schema([pa.field(name, pa.string()) for name in request.columns])
    rest = (batch for part in ([] if first is None else [[first], groups]) for batch in part)
    return write_rows(rest, target, schema=schema, source=request.table), tuple(schema.names)


def _tidy(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Empty text is missing, as in a text file; what else the driver says of its types is left out."""
    columns = [
        pc.if_else(pc.equal(column, ""), None, column) if pa.types.is_string(column.type) else column for column in batch.columns
    ]
    fields = [pa.field(field.name, column.type) for field, column in zip(batch.schema, columns, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def regrouped(batches: Iterable[pa.RecordBatch], rows: int = GROUP_ROWS) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of `rows`, the last one shorter."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for batch in batches:
        while held + len(batch) >= rows:
            taken = rows - held
            yield pa.concat_batches([*waiting, batch.slice(0, taken)])
            waiting, held, batch = [], 0, batch.slice(taken)
        if len(batch):
            waiting.append(batch)
            held += len(batch)
    if waiting:
        yield pa.concat_batches(waiting)


def _place(cache: Path, connection: str, request: Request) -> Path:
    # By the address as client.yaml has it: a report's notebooks need no password to find what was extracted.
    parts = [VERSION, connection, request.table, *request.columns]
    return cache / f"{hashlib.blake2b(json.dumps(parts).encode(), digest_size=20).hexdigest()}.parquet"


def _held(parquet: Path) -> Extracted | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        note = json.loads(parquet.with_suffix(".json").read_text(encoding="utf-8"))
        if parquet.is_file():
            return Extracted(parquet, report_from_json(note["report"]), note["driver"])
    return None


def _keep(made: Path, one: Extracted) -> None:
    """The parquet and its note into the cache, the note last: it says that the parquet beside it is complete."""
    note, parquet = made.with_suffix(".json"), one.parquet
    told = {"driver": one.driver, "report": report_to_json(one.report)}
    note.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    parquet.with_suffix(".json").unlink(missing_ok=True)
    os.replace(made, parquet)
    os.replace(note, parquet.with_suffix(".json"))
