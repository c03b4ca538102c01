"""All canonical inputs of a client, built once and kept by content.

A table is built again only when a file, its part of client.yaml or the kit's reading changed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from analysis.config import Source, Table
from analysis.config.client import Money
from analysis.config.columns import FromColumn
from analysis.engine import DataFrame, F, named, read_parquet, to_pandas, write_parquet
from analysis.sources.answers import AnswerCount, scored
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
from analysis.sources.choices import AnswerOption
from analysis.sources.contact_fields import contact_rows, contacts_stand, write_contact_fields
from analysis.sources.currencies import ReportMoney, check_money
from analysis.sources.door import VERSION as DOOR_VERSION
from analysis.sources.door import Treated, applied, check_settings, looked_at
from analysis.sources.files import read_files, resolve_files
from analysis.sources.held import FileRead, Input, Origin, Who
from analysis.sources.joins import ListedKeys, check_joins, listed_keys
from analysis.sources.pseudonyms import client_key, keep_private, pseudonyms, remember
from analysis.sources.readable import check_required
from analysis.sources.refresh import delivery_numbers, superseded_rows, with_superseded
from analysis.sources.warehouse import request_of, source_tables
from analysis.sources.who import check_entity

VERSION = 6  # raise when the meaning of a canonical table changes


def read_inputs(
    source: Source,
    *,
    folder: Path,
    pseudonymise: bool = True,
    entity: str = "person",
    roles: Sequence[str] = ("consumer",),
    currency: str | None = None,
    money: Money | None = None,
    timezone: str = "UTC",
    drop: Sequence[str] = (),
    keep: Sequence[str] = (),
    fresh: bool = False,
) -> dict[str, Input]:
    """The canonical tables that `source` declares, read from the client's `folder`.

    Accounts become persons or households where `source.links` says whose they are, unless `entity` is account.
    Order lines of customers whose role is none of `roles` get the fate other_role; of other tables their rows
    are left out (customers are kept, with their role).  Money of order lines is brought to `currency` by the
    rates of `source.rates`, and freed of tax where `money` says so; see currencies.py.  Times that carry a zone
    of their own are told in `timezone`.  Columns that hold identifiers of persons are left out or masked (see
    door.py) unless `keep` lists them; `drop` names columns of the files that must not be read.
    Tables of a warehouse are extracted where `fresh`, otherwise as the last extraction left them.

    Raises SourceError or ConfigError naming the file, the column or the key, what was given
    and the way out; tables that were there before stay as they were.
    """
    check_entity(entity, has_links=source.links is not None)
    check_money(money, source.transactions)
    check_settings(source.tables(), drop=drop, keep=keep)
    for held in ("cache", "canonical"):
        keep_private(folder / held)
    origin = Origin(timezone, tuple(keep), source_tables(source, folder, fresh=fresh))
    extras = {name: _joined_files(name, spec, folder, origin) for name, spec in source.extra.items()}
    tables = source.tables()
    read: dict[str, Input] = {}
    # Who an account belongs to comes first, then who the customers are: the other tables rest on both.
    for name in sorted(tables, key=lambda one: {"links": 0, "rates": 0, "customers": 1}.get(one, 2)):
        who = Who(
            entity,
            tuple(roles),
            links=read["links"] if "links" in read and entity != "account" else None,
            customers=read.get("customers"),
        )
        counted = ReportMoney(currency, money, read["rates"].path if "rates" in read else None)
        read[name] = _input(
            name,
            tables[name],
            folder=folder,
            pseudonymise=pseudonymise,
            extras=extras,
            extra_specs=source.extra,
            who=who,
            money=counted,
            origin=origin,
        )
    check_joins(tables, {name: one.path for name, one in read.items()})
    for held in ("cache", "canonical"):
        keep_private(folder / held)
    return {name: read[name] for name in tables}


def _of_warehouse(name: str, spec: Table, origin: Origin) -> list[tuple[Path, FileRead]]:
    key = next(one for one in (request_of(name, spec), request_of(f"extra.{name}", spec)) if one in origin.extracted)
    one = origin.extracted[key]
    return [(one.parquet, FileRead(one.report.name, one.report.rows, 0, one.report.sha256, one.driver, ""))]


def _files(name: str, spec: Table, folder: Path, origin: Origin) -> list[tuple[Path, FileRead]]:
    if spec.table is not None:
        return _of_warehouse(name, spec, origin)
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


def _joined_files(name: str, spec: Table, folder: Path, origin: Origin) -> tuple[DataFrame, list[tuple[Path, FileRead]]]:
    read = _files(name, spec, folder, origin)
    kind = name if name in Source.model_fields else "transactions"
    frames = [named(file_frame(kind, spec, parquet, report.file, timezone=origin.timezone)) for parquet, report in read]
    if spec.refresh == "replace":
        numbers = delivery_numbers([report.file for _, report in read])
        frames = [frame.withColumn("delivery", F.lit(number)) for frame, number in zip(frames, numbers, strict=True)]
    return reduce(lambda left, right: left.unionByName(right), frames), read


def _input(
    name: str,
    spec: Table,
    *,
    folder: Path,
    pseudonymise: bool,
    extras: dict,
    extra_specs: dict[str, Table],
    who: "Who",
    money: ReportMoney,
    origin: Origin,
) -> Input:
    target = folder / "canonical" / f"{name}.parquet"
    note = target.with_suffix(".json")
    read = _files(name, spec, folder, origin)
    key = client_key(folder) if pseudonymise else b""
    behind = [report for _, report in read] + [report for _, files in extras.values() for _, report in files]
    more = [*money.stamp(name, spec), origin.timezone, str(DOOR_VERSION), *origin.keep]
    stamp = _stamp(spec, behind + who.files(name), key, extra_specs, who, more)
    reports = tuple(report for _, report in read)
    held = json.loads(note.read_text()) if target.is_file() and note.is_file() else {}
    contacts = name != "customers" or contacts_stand(folder, spec)
    if held.get("stamp") == stamp and contacts:
        return _held(name, target, reports, held)
    with _staging(folder) as staging:
        frame = _staged(_joined_files(name, spec, folder, origin)[0], staging / "cast.parquet")
        return _built(
            name, spec, frame, folder=folder, stamp=stamp, key=key, extras=extras, who=who, money=money, origin=origin, read=read
        )


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder for one table on its way, beside the raw rows that it is made of; gone afterwards, whatever happens."""
    cache = folder / "cache"
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=cache, prefix=".casting-") as made:
        yield Path(made)


def _staged(frame: DataFrame, target: Path) -> DataFrame:
    """The frame, computed once: what follows looks at every row several times, and reading text is the dearest part."""
    write_parquet(frame, target, order_by=[])
    return read_parquet(target)


def _built(
    name: str,
    spec: Table,
    frame: DataFrame,
    *,
    folder: Path,
    stamp: str,
    key: bytes,
    extras: dict,
    who: "Who",
    money: ReportMoney,
    origin: Origin,
    read: list[tuple[Path, FileRead]],
) -> Input:
    """A canonical table from its cast rows, written."""
    target = folder / "canonical" / f"{name}.parquet"
    reports, pseudonymise = tuple(report for _, report in read), bool(key)
    check_required(name, spec, frame, files=[report.file for report in reports])
    lists = {extra: there for extra, (there, _) in extras.items()}
    listed = listed_keys(frame, spec.columns, lists)
    frame = joined_flags(frame, spec.columns, lists)
    replaced = 0
    if spec.refresh == "replace":
        frame = named(with_superseded(frame, table=name))
        replaced = superseded_rows(frame)
    frame = named(with_fate(frame, duplicates=spec.duplicates) if name == "transactions" else _kept(frame))
    frame = named(money.applied(name, frame))
    check_words(name, frame)
    answers, options = (), ()
    if spec.items:
        frame, answers, options = scored(frame, spec.items, table=name)
        frame = named(frame)
    kinds = {column: column_type(name, column, spec) for column in spec.columns}
    treated = tuple(looked_at(name, frame, spec, kinds, keep=origin.keep))
    frame = applied(frame, treated)
    if pseudonymise and any(one.action == "hashed" for one in treated):
        frame = replace_ids(frame, pseudonyms(_distinct(frame, "order_id"), key=key), "order_id")
    for column in [column for column in PEOPLE if pseudonymise and column in frame.columns]:
        frame = replace_ids(frame, _remembered(folder, frame, column, key), column)
    frame = who.applied(name, frame)
    if name == "customers" and spec.contact:
        _write_contacts(folder, spec, read, key=key, who=who, origin=origin)
    write_parquet(frame, target, order_by=[column for column in SOURCE_COLUMNS if column in frame.columns])
    counted = {"answers": answers, "options": options, "listed": listed, "treated": treated}
    told = {what: [asdict(one) for one in counts] for what, counts in counted.items()}
    note = target.with_suffix(".json")
    note.write_text(json.dumps({"stamp": stamp, "superseded": replaced} | told, ensure_ascii=False) + "\n", encoding="utf-8")
    return Input(name, target, reports, **counted, superseded=replaced)


def _held(name: str, target: Path, reports: tuple[FileRead, ...], note: dict) -> Input:
    """A table that was made before, with what was counted then."""
    kinds = {"answers": AnswerCount, "options": AnswerOption, "listed": ListedKeys, "treated": Treated}
    counted = {what: tuple(kind(**one) for one in note[what]) for what, kind in kinds.items()}
    return Input(name, target, reports, **counted, superseded=note.get("superseded", 0))


def _kept(frame: DataFrame) -> DataFrame:
    """The rows that are neither excluded nor replaced by a later delivery (order lines stay, with their fate)."""
    marks = [mark for mark in ("is_excluded", "is_superseded") if mark in frame.columns]
    standing = reduce(lambda rows, mark: rows.where(~F.col(mark)), marks, frame)
    return standing.select(*(name for name in frame.columns if name not in marks))


def _stamp(spec: Table, reports: list[FileRead], key: bytes, extras: dict[str, Table], who: "Who", more: Sequence[str]) -> str:
    parts = [
        str(VERSION),
        who.entity,
        *who.roles,
        spec.model_dump_json(),
        *(extra.model_dump_json() for extra in extras.values()),
        *(f"{report.file}:{report.sha256}" for report in reports),
        hashlib.sha256(key).hexdigest(),
        *more,
    ]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _remembered(folder: Path, frame: DataFrame, column: str, key: bytes) -> pd.DataFrame:
    """Pseudonyms of a column's ids; the client's mapping on disk grows by those that are new."""
    made = pseudonyms(_distinct(frame, column), key=key)
    remember(folder, made)
    return made


def _distinct(frame: DataFrame, column: str) -> pd.Series:
    return to_pandas(frame.groupBy(column).agg(F.count(F.lit(1)).alias("rows")))[column]


def _write_contacts(folder: Path, spec: Table, read: list[tuple[Path, FileRead]], *, key: bytes, who: Who, origin: Origin) -> None:
    """The contact fields of the customer files, beside the tables and by pseudonym."""
    files = [
        (parquet, report.file, file_frame("customers", spec, parquet, report.file, timezone=origin.timezone))
        for parquet, report in read
    ]
    rows = contact_rows(spec, files)
    if key:
        rows = replace_ids(rows, pseudonyms(_distinct(rows, "customer_id"), key=key))
    write_contact_fields(folder, who.applied("contact_fields", named(rows)), latest=spec.refresh == "replace")
