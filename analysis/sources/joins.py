"""Joins between a client's tables: those that client.yaml declares are held to, keys of extra lists are counted.

A declared 1:1 or n:1 is a promise about the other table: that it holds a customer once.  Where it does not,
every figure that rests on the join would count rows twice, so the reading stops and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.config import Table
from analysis.config.columns import ColumnSpec, FromTable
from analysis.engine import DataFrame, F, column_names, named, read_parquet, to_pandas
from analysis.errors import ConfigError, SourceError, listed

KEY = "customer_id"


@dataclass(frozen=True)
class ListedKeys:
    """Rows and keys of an extra list, and those that the table holds: {from_table: returns, on: order_id, …}."""

    column: str
    extra: str
    on: str
    rows: int
    keys: int
    found_rows: int
    found: int


def listed_keys(frame: DataFrame, columns: Mapping[str, ColumnSpec], extras: Mapping[str, DataFrame]) -> tuple[ListedKeys, ...]:
    """Distinct keys of every extra list that decides a column of the table, and how many of them the table holds."""
    counts = []
    for column, how in columns.items():
        if not isinstance(how, FromTable) or how.from_table not in extras:
            continue
        theirs = extras[how.from_table].where(~F.col("is_excluded") & F.col(how.on).isNotNull())
        theirs = theirs.groupBy(how.on).agg(F.count(F.lit(1)).alias("listed_rows"))
        ours = frame.where(F.col(how.on).isNotNull()).select(F.col(how.on).alias("held_key"))
        ours = ours.groupBy("held_key").agg(F.count(F.lit(1)).alias("held_rows"))
        both = named(theirs).join(named(ours), F.col(how.on) == F.col("held_key"), "left")
        there = F.sum(F.when(F.col("held_rows").isNotNull(), F.col("listed_rows")))
        measures = {
            "rows": F.sum("listed_rows"),
            "keys": F.count(F.lit(1)),
            "found_rows": there,
            "found": F.count("held_rows"),
        }
        found = to_pandas(both.agg(*(how_.alias(name) for name, how_ in measures.items()))).fillna(0).iloc[0]
        counts.append(ListedKeys(column, how.from_table, how.on, **{name: int(found[name]) for name in measures}))
    return tuple(counts)


def check_joins(tables: Mapping[str, Table], paths: Mapping[str, Path]) -> None:
    """Raise SourceError where a table that a declared join meets once holds customers more than once.

    n:1 is held against the other table, 1:n against the table itself, 1:1 against both.
    ConfigError where the other table is not declared, or one of the two has no customers.
    """
    repeated: dict[str, int] = {}
    for name, spec in tables.items():
        for other, relation in spec.joins.items():
            _check_declared(name, other, tables, paths)
            ours, theirs = relation.split(":")
            for side, once in ((name, ours == "1"), (other, theirs == "1")):
                if not once:
                    continue
                if side not in repeated:
                    repeated[side] = repeated_keys(paths[side])
                if repeated[side]:
                    raise _broken(name, other, relation, side, repeated[side], tables[side])


def repeated_keys(path: Path) -> int:
    """Customers that a canonical table holds in more than one row."""
    rows = read_parquet(path).where(F.col(KEY).isNotNull()).groupBy(KEY).agg(F.count(F.lit(1)).alias("rows"))
    twice = F.sum(F.when(F.col("rows") > F.lit(1), F.lit(1)).otherwise(F.lit(0)))
    return int(to_pandas(rows.agg(twice.alias("keys")))["keys"].fillna(0)[0])


def _check_declared(name: str, other: str, tables: Mapping[str, Table], paths: Mapping[str, Path]) -> None:
    if other not in tables or other == name:
        raise ConfigError(
            "client.yaml: source.{table}.joins names '{other}', which is not another input table declared under source. "
            "Choose one of: {known}.",
            table=name,
            other=other,
            known=listed(sorted(set(tables) - {name})) or "none",
        )
    for side in (name, other):
        if KEY not in column_names(paths[side]):
            raise ConfigError(
                "client.yaml: source.{table}.joins: {side} has no customer_id to join by. Map it, or take the join out.",
                table=name,
                side=side,
            )


def _broken(name: str, other: str, relation: str, side: str, keys: int, spec: Table) -> SourceError:
    place = spec.table or (spec.files if isinstance(spec.files, str) else listed(spec.files))
    return SourceError(
        "client.yaml: source.{table}.joins says {other}: '{relation}', but {side} ({place}) holds {keys} customers in more than "
        "one row. Leave the repeats out of {side}, or declare the join as it is ({seen}).",
        table=name,
        other=other,
        relation=relation,
        side=side,
        place=place,
        keys=keys,
        seen="1:n, n:1 or, where both repeat, nothing",
    )
