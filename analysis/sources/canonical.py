"""From a client's files to canonical tables: one table, one parquet file, nothing lost.

Each file is read as text (see `files`), its columns are mapped and cast as client.yaml says,
ids are replaced by pseudonyms, and the files are put one below the other.  Lines that cannot
be analysed stay in the table and carry the reason (`fate`).
"""

import difflib
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.config import Table
from analysis.config.columns import ColumnSpec, FromColumn, FromTable, all_source_columns
from analysis.engine import Column, DataFrame, F, Window, create_frame, named, read_columns, to_pandas
from analysis.errors import ConfigError, listed
from analysis.schema import CANONICAL
from analysis.schema.model import ENGINE_TYPES
from analysis.sources.dates import sniff_date_format
from analysis.sources.expressions import Kind, column_of, identifier_of, mapped_values, text_of, timestamp_of, trimmed
from analysis.sources.masking import masked, shown_header, shown_word
from analysis.sources.readable import check_decimals, text_numbers
from analysis.sources.zones import ZONED, Shifts, in_utc, plain_part, shifts_of, without_zone

SOURCE_COLUMNS = ("source_file", "source_row")
PEOPLE = ("customer_id", "entity_id", "respondent_id")  # columns that say who somebody is
_IDENTIFIERS = (*PEOPLE, "order_id")


def needed_columns(spec: Table) -> tuple[str, ...]:
    """The columns of the file that a table of client.yaml reads, each once."""
    items = [item.column for item in spec.items.values() if item.column is not None]
    return tuple(dict.fromkeys([*all_source_columns(spec.columns.values()), *items, *spec.exclude]))


def file_frame(name: str, spec: Table, parquet: Path, file: str, *, timezone: str = "UTC") -> DataFrame:
    """One file as canonical columns, ids still the client's own (for the caller to replace).

    Times that carry a zone are told in `timezone`, the client's.  Survey items hold the text of their
    answers under their key: see `answers.scored`.
    """
    schema = pq.read_schema(parquet)
    needed = needed_columns(spec)
    check_present(name, needed, [c for c in schema.names if c not in SOURCE_COLUMNS], file)
    short = {column: f"r{i}" for i, column in enumerate(needed)}
    kinds = {column: _kind(schema.field(column).type) for column in needed}
    raw = read_columns(
        parquet, {new: column for column, new in short.items()} | dict(zip(SOURCE_COLUMNS, SOURCE_COLUMNS, strict=True))
    )
    tidy = [trimmed(F.col(new)).alias(new) if kinds[column] == "text" else F.col(new) for column, new in short.items()]
    raw = named(raw.select(*tidy, *SOURCE_COLUMNS))
    formats, zoned = _date_formats(name, spec, raw, short, kinds, file)
    types = {column: column_type(name, column, spec) for column in spec.columns}
    check_decimals(raw, text_numbers(spec.columns, types, short, kinds), file=file)
    shifts = _shifts(name, spec, raw, short, kinds, formats=formats, zoned=zoned, timezone=timezone)
    columns = {
        column: _canonical_column(name, column, how, spec, short=short, kinds=kinds, formats=formats, shifts=shifts)
        for column, how in spec.columns.items()
        if not isinstance(how, FromTable)
    }
    columns |= {
        key: text_of(short[item.column], kinds[item.column]).cast("string")
        for key, item in spec.items.items()
        if item.column is not None
    }
    excluded = [text_of(short[column], kinds[column]).isin(*words) for column, words in spec.exclude.items()]
    flag = (
        reduce(lambda left, right: left | right, (F.coalesce(one, F.lit(False)) for one in excluded)) if excluded else F.lit(False)
    )
    return raw.select(
        *(value.alias(key) for key, value in columns.items()),
        flag.alias("is_excluded"),
        *(F.col(column) for column in SOURCE_COLUMNS),
    )


def check_present(name: str, needed: Sequence[str], found: Sequence[str], file: str) -> None:
    """Raise ConfigError for a column that client.yaml names and the file (or warehouse table) does not have."""
    for column in needed:
        if column not in found:
            close = difflib.get_close_matches(column, found, n=1, cutoff=0.6)
            raise ConfigError(
                "client.yaml, source.{table}: {file} has no column '{column}'.{hint} Columns found: {found}.",
                table=name,
                file=file,
                column=column,
                hint=f" Did you mean '{close[0]}'?" if close else "",
                found=listed(shown_header(one) for one in found),
            )


def _kind(type_: pa.DataType) -> Kind:
    if pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_dictionary(type_):
        return "text"
    if pa.types.is_floating(type_):
        return "float"
    if pa.types.is_timestamp(type_) and type_.tz is not None:
        return "zoned"
    if pa.types.is_boolean(type_):
        return "flag"
    return "time" if pa.types.is_temporal(type_) else "other"


def column_type(name: str, column: str, spec: Table) -> str:
    """The canonical type of a column, attributes included."""
    declared = CANONICAL[name]
    if column in declared.names:
        return declared.column(column).type
    if column.endswith(("_date", "_on")):
        return "date"
    return "float" if spec.attributes.get(column) == "metric" else "string"


def _canonical_column(name: str, column: str, how: ColumnSpec, spec: Table, **context):
    type_ = column_type(name, column, spec)
    value = column_of(how, type_, **context)
    if column in _IDENTIFIERS:
        value = identifier_of(value.cast("string"))
    if (name, column) == ("feedback", "text"):
        value = masked(value)
    if column in spec.values:
        value = mapped_values(value, spec.values[column].wanted)
    return value.cast(ENGINE_TYPES[type_])


def _dated(name: str, spec: Table) -> list[FromColumn]:
    """The specifications of columns that become a date or a time."""
    return [
        how
        for column, how in spec.columns.items()
        if isinstance(how, FromColumn) and column_type(name, column, spec) in ("timestamp", "date")
    ]


def _date_formats(
    name: str, spec: Table, raw: DataFrame, short, kinds: Mapping[str, Kind], file: str
) -> tuple[dict[str, str], set[str]]:
    """The format of every column that becomes a date or a time without being one in the file; those that carry zones."""
    formats: dict[str, str] = {}
    zoned: set[str] = set()
    for how in _dated(name, spec):
        if kinds[how.column] in ("time", "zoned"):
            continue
        text = text_of(short[how.column], kinds[how.column])
        if how.format is not None:
            formats[how.column] = how.format.removesuffix("%z").rstrip()
            has_zone = "%M" in how.format and _any(raw, text.rlike(ZONED))
        else:
            formats[how.column], has_zone = _sniffed(raw, text, file, how.column)
        zoned |= {how.column} if has_zone else set()
    return formats, zoned


def _sniffed(raw: DataFrame, text: Column, file: str, column: str) -> tuple[str, bool]:
    # Every distinct day is evidence (a file sorted by date may tell day from month only late),
    # with one whole value each so that the time of day is seen too.
    day = F.regexp_extract(text, r"^[^ T]+", 0)
    marked = F.when(text.rlike(ZONED), F.lit(1)).otherwise(F.lit(0))
    values = raw.select(day.alias("day"), text.alias("value"), marked.alias("zoned"))
    found = to_pandas(values.groupBy("day").agg(F.min("value").alias("value"), F.max("zoned").alias("zoned")))
    texts = [without_zone(value) for value in found["value"] if isinstance(value, str)]
    return sniff_date_format(texts, file=file, column=column), bool(found["zoned"].fillna(0).any())


def _any(raw: DataFrame, condition: Column) -> bool:
    found = to_pandas(raw.agg(F.sum(F.when(condition, F.lit(1)).otherwise(F.lit(0))).alias("rows")))
    return bool(found["rows"].fillna(0)[0])


def _shifts(
    name: str, spec: Table, raw: DataFrame, short, kinds: Mapping[str, Kind], *, formats: Mapping[str, str], zoned: set[str], timezone: str
) -> dict[str, Shifts]:  # fmt: skip
    """From UTC to the client's zone, for every column whose times carry a zone."""
    shifts = {}
    for how in _dated(name, spec):
        source = F.col(short[how.column])
        if kinds[how.column] == "zoned":
            shifts[how.column] = shifts_of(raw, source.cast("timestamp_ntz"), timezone)
        elif how.column in zoned:
            text = text_of(short[how.column], kinds[how.column])
            shifts[how.column] = shifts_of(raw, in_utc(timestamp_of(plain_part(text), formats[how.column]), text), timezone)
    return shifts


def joined_flags(frame: DataFrame, columns: Mapping[str, ColumnSpec], extras: Mapping[str, DataFrame]) -> DataFrame:
    """Columns that another input decides: {from_table: returns, on: order_id, then: …, otherwise: …}."""
    for column, how in columns.items():
        if not isinstance(how, FromTable):
            continue
        if how.from_table not in extras:
            raise ConfigError(
                "client.yaml: '{column}' asks from_table '{given}', which source.extra does not declare. Declared: {known}.",
                column=column,
                given=how.from_table,
                known=listed(extras) or "none",
            )
        listed_there = (
            extras[how.from_table]
            .where(~F.col("is_excluded"))
            .select(F.col(how.on).alias("listed_key"))
            .groupBy("listed_key")
            .agg(F.count(F.lit(1)).alias("listed_rows"))
        )
        frame = frame.join(listed_there, F.col(how.on) == F.col("listed_key"), "left")
        frame = frame.withColumn(column, F.when(F.col("listed_rows").isNotNull(), F.lit(how.then)).otherwise(F.lit(how.otherwise)))
        kept = [name for name in frame.columns if name not in ("listed_key", "listed_rows")]
        frame = frame.select(*kept)
    return frame


EARLIEST, LATEST = "1980-01-01 00:00:00", "2100-01-01 00:00:00"  # 1900-01-01 and 1970-01-01 stand for "not known", 9999-12-31 too


def _possible(moment: Column) -> Column:
    """Whether a day can be that of an order: one stand-in of 1900 would add a century of silence."""
    early, late = (F.lit(day).cast("timestamp_ntz") for day in (EARLIEST, LATEST))
    return F.coalesce((moment >= early) & (moment < late), F.lit(False))


def with_fate(frame: DataFrame, *, duplicates: str) -> DataFrame:
    """Transactions with the reason why a line is left out, first reason first.

    `duplicates` keep: none is left out · across_files: equal lines in a later file are, because
    two exports overlap · all: every repeat of an equal line is.
    """
    business = [name for name in frame.columns if name not in (*SOURCE_COLUMNS, "is_excluded", "is_superseded")]
    replaced = F.col("is_superseded") if "is_superseded" in frame.columns else F.lit(False)
    # A line that a later delivery replaced is no first copy of the line that stands.
    equal = [*business, "is_superseded"] if "is_superseded" in frame.columns else business
    repeat = F.lit(False)
    if duplicates == "across_files":
        frame = frame.withColumn("first_file", F.min("source_file").over(Window.partitionBy(*equal)))
        repeat = F.col("first_file") < F.col("source_file")
    elif duplicates == "all":
        order = Window.partitionBy(*equal).orderBy(*SOURCE_COLUMNS)
        frame = frame.withColumn("copy_number", F.row_number().over(order))
        repeat = F.col("copy_number") > F.lit(1)
    fate = (
        F.when(F.col("is_excluded"), F.lit("excluded"))
        .when(replaced, F.lit("superseded"))
        .when(F.col("amount").isNull(), F.lit("unreadable_amount"))
        .when(~_possible(F.col("ordered_at")), F.lit("unreadable_date"))
        .when(repeat, F.lit("duplicate"))
        .when(F.col("customer_id").isNull(), F.lit("no_customer"))
        .otherwise(F.lit("ok"))
    )
    return frame.select(*(F.col(name) for name in business), fate.alias("fate"), *(F.col(name) for name in SOURCE_COLUMNS))


def check_words(name: str, frame: DataFrame) -> None:
    """Raise ConfigError where a column with a fixed vocabulary holds a word that is not mapped.

    Lines that client.yaml excludes may hold any word.
    """
    if "fate" in frame.columns:
        frame = frame.where(F.col("fate") != F.lit("excluded"))
    for column in CANONICAL[name].columns:
        if not column.values or column.name not in frame.columns or column.name == "fate":
            continue
        words = to_pandas(frame.groupBy(column.name).agg(F.count(F.lit(1)).alias("rows")))
        strange = words[~words[column.name].isin(column.values) & words[column.name].notna()]
        if len(strange):
            raise ConfigError(
                "client.yaml: source.{table}.values.{column} does not map '{word}' ({rows} rows). Put it under one of: {known}.",
                table=name,
                column=column.name,
                word=shown_word(sorted(strange[column.name])[0]),
                rows=int(strange.sort_values(column.name)["rows"].iloc[0]),
                known=listed(column.values),
            )


def replace_ids(frame: DataFrame, mapping: pd.DataFrame, column: str = "customer_id") -> DataFrame:
    """The frame with the ids of a column replaced by their pseudonyms (`mapping`: client_id, customer_id)."""
    columns = frame.columns
    pairs = create_frame(mapping.rename(columns={"customer_id": "pseudonym"}))
    joined = frame.join(pairs, F.col(column) == F.col("client_id"), "left")
    return joined.select(*(F.col("pseudonym").alias(column) if name == column else F.col(name) for name in columns))
