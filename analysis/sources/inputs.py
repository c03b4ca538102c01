"""All canonical inputs of a client, built once and kept by content.

A table is built again only when a file, its part of client.yaml or the kit's reading changed.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import pandas as pd

from analysis.config import Source, Table
from analysis.config.columns import FromColumn
from analysis.engine import DataFrame, F, named, to_pandas, write_parquet
from analysis.errors import SourceError
from analysis.sources.canonical import (
    PEOPLE,
    SOURCE_COLUMNS,
    check_words,
    column_type,
    file_frame,
    joined_flags,
    replace_ids,
    with_fate,
)
from analysis.sources.files import read_files, resolve_files
from analysis.sources.pseudonyms import client_key, pseudonyms
from analysis.sources.who import as_entities, check_entity, in_base, merged_customers, with_roles

VERSION = 3  # raise when the meaning of a canonical table changes


@dataclass(frozen=True)
class FileRead:
    """What was read from one file."""

    file: str
    rows: int
    rejects: int
    sha256: str
    encoding: str
    delimiter: str


@dataclass(frozen=True)
class Input:
    """One canonical table on disk, and the files behind it."""

    name: str
    path: Path
    files: tuple[FileRead, ...]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def rejects(self) -> int:
        return sum(file.rejects for file in self.files)


@dataclass(frozen=True)
class Who:
    """Who counts: the entity, the roles that enter the base, and the tables that tell."""

    entity: str
    roles: tuple[str, ...]
    links: Input | None = None
    customers: Input | None = None

    def files(self, name: str) -> list[FileRead]:
        """The files that the reading of a table rests on beside its own."""
        return [file for one in (self.links, self.customers) if one is not None and one.name != name for file in one.files]

    def applied(self, name: str, frame: DataFrame) -> DataFrame:
        """A table with accounts joined to their entity, and other roles set apart."""
        if name == "links" or "customer_id" not in frame.columns:
            return frame
        if self.links is not None:
            frame = named(as_entities(frame, self.links.path))
            frame = named(merged_customers(frame)) if name == "customers" else frame
        if name == "customers" or self.customers is None:
            return frame
        if name == "transactions":
            return with_roles(frame, self.customers.path, self.roles)
        return in_base(frame, self.customers.path, self.roles)


def read_inputs(
    source: Source, *, folder: Path, pseudonymise: bool = True, entity: str = "person", roles: Sequence[str] = ("consumer",)
) -> dict[str, Input]:
    """The canonical tables that `source` declares, read from the client's `folder`.

    Accounts become persons or households where `source.links` says whose they are, unless `entity` is account.
    Order lines of customers whose role is none of `roles` get the fate other_role; of other tables their rows
    are left out (customers are kept, with their role).

    Raises SourceError or ConfigError naming the file, the column or the key, what was given
    and the way out; tables that were there before stay as they were.
    """
    if source.connection is not None:
        raise SourceError(
            "client.yaml: source.connection is '{given}', but reading from a warehouse is not built in yet. "
            "Export the tables to CSV or parquet and name them under files.",
            given=source.connection.split("://")[0],
        )
    check_entity(entity, has_links=source.links is not None)
    extras = {name: _joined_files(name, spec, folder) for name, spec in source.extra.items()}
    tables = source.tables()
    read: dict[str, Input] = {}
    # Who an account belongs to comes first, then who the customers are: the other tables rest on both.
    for name in sorted(tables, key=lambda one: {"links": 0, "customers": 1}.get(one, 2)):
        who = Who(
            entity,
            tuple(roles),
            links=read["links"] if "links" in read and entity != "account" else None,
            customers=read.get("customers"),
        )
        read[name] = _input(
            name, tables[name], folder=folder, pseudonymise=pseudonymise, extras=extras, extra_specs=source.extra, who=who
        )
    return {name: read[name] for name in tables}


def _files(name: str, spec: Table, folder: Path) -> list[tuple[Path, FileRead]]:
    kind = name if name in Source.model_fields else "transactions"
    read = read_files(
        resolve_files(list(spec.files) if isinstance(spec.files, tuple) else spec.files, folder),
        folder / "cache",
        encoding=spec.encoding,
        delimiter=spec.delimiter,
        header_row=spec.header_row,
        sheet=spec.sheet,
        dates={
            how.column: how.format
            for column, how in spec.columns.items()
            if isinstance(how, FromColumn) and column_type(kind, column, spec) in ("timestamp", "date")
        },
    )
    return [
        (parquet, FileRead(one.name, one.rows, len(one.rejects), one.sha256, one.encoding, one.delimiter)) for parquet, one in read
    ]


def _joined_files(name: str, spec: Table, folder: Path) -> tuple[DataFrame, list[tuple[Path, FileRead]]]:
    read = _files(name, spec, folder)
    kind = name if name in Source.model_fields else "transactions"
    frames = [named(file_frame(kind, spec, parquet, report.file)) for parquet, report in read]
    return reduce(lambda left, right: left.unionByName(right), frames), read


def _input(
    name: str, spec: Table, *, folder: Path, pseudonymise: bool, extras: dict, extra_specs: dict[str, Table], who: "Who"
) -> Input:
    target = folder / "canonical" / f"{name}.parquet"
    note = target.with_suffix(".json")
    read = _files(name, spec, folder)
    key = client_key(folder) if pseudonymise else b""
    behind = [report for _, report in read] + [report for _, files in extras.values() for _, report in files]
    stamp = _stamp(spec, behind + who.files(name), key, extra_specs, who)
    reports = tuple(report for _, report in read)
    if target.is_file() and note.is_file() and json.loads(note.read_text())["stamp"] == stamp:
        return Input(name, target, reports)
    frame, _ = _joined_files(name, spec, folder)
    frame = joined_flags(frame, spec.columns, {extra: there for extra, (there, _) in extras.items()})
    frame = named(with_fate(frame, duplicates=spec.duplicates) if name == "transactions" else _without_excluded(frame))
    check_words(name, frame)
    for column in [column for column in PEOPLE if pseudonymise and column in frame.columns]:
        frame = replace_ids(frame, _remembered(folder, frame, column, key), column)
    frame = who.applied(name, frame)
    write_parquet(frame, target, order_by=[column for column in SOURCE_COLUMNS if column in frame.columns])
    note.write_text(json.dumps({"stamp": stamp}) + "\n")
    return Input(name, target, reports)


def _without_excluded(frame: DataFrame) -> DataFrame:
    return frame.where(~F.col("is_excluded")).select(*(name for name in frame.columns if name != "is_excluded"))


def _stamp(spec: Table, reports: list[FileRead], key: bytes, extras: dict[str, Table], who: "Who") -> str:
    parts = [
        str(VERSION),
        who.entity,
        *who.roles,
        spec.model_dump_json(),
        *(extra.model_dump_json() for extra in extras.values()),
        *(f"{report.file}:{report.sha256}" for report in reports),
        hashlib.sha256(key).hexdigest(),
    ]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _remembered(folder: Path, frame: DataFrame, column: str, key: bytes) -> pd.DataFrame:
    """Pseudonyms of a column's ids; the client's mapping on disk grows by those that are new."""
    ids = to_pandas(frame.groupBy(column).agg(F.count(F.lit(1)).alias("rows")))[column]
    made = pseudonyms(ids, key=key)
    path = folder / "pseudonyms.parquet"
    known = pd.read_parquet(path) if path.is_file() else made.iloc[:0]
    merged = pd.concat([known, made]).drop_duplicates().sort_values("client_id", kind="stable")
    partial = path.with_suffix(".partial")
    merged.reset_index(drop=True).to_parquet(partial, index=False)
    os.chmod(partial, 0o600)
    os.replace(partial, path)
    return made
