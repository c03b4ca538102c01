"""Who counts as a customer: accounts joined to their person or household, and roles kept apart."""

from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path

from analysis.engine import Column, DataFrame, F, column_names, named, read_parquet
from analysis.errors import ConfigError
from analysis.schema.canonical import ROLES


def check_entity(entity: str, *, has_links: bool) -> None:
    """Raise ConfigError where customers shall be counted as households without a table that says whose they are."""
    if entity == "household" and not has_links:
        raise ConfigError(
            "client.yaml: entity is household, but source.links is not declared. Declare the table that gives each "
            "customer number its household (customer_id, entity_id), or write entity: person."
        )


def as_entities(frame: DataFrame, links: Path) -> DataFrame:
    """The frame with each account's number replaced by its person or household; accounts without a link stand for themselves."""
    columns = frame.columns
    # An account that is listed twice must not double its lines; the smaller entity is taken.
    pairs = (
        read_parquet(links)
        .where(F.col("customer_id").isNotNull() & F.col("entity_id").isNotNull())
        .select(F.col("customer_id").alias("account"), "entity_id")
        .groupBy("account")
        .agg(F.min("entity_id").alias("entity"))
    )
    joined = named(frame).join(named(pairs), F.col("customer_id") == F.col("account"), "left")
    return _replaced(joined, columns, "customer_id", F.coalesce(F.col("entity"), F.col("customer_id")))


def merged_customers(frame: DataFrame) -> DataFrame:
    """One row per entity from the rows of its accounts.

    A fact on which the accounts agree, as far as they say anything, is kept; where they differ (the ages of a
    couple) it is missing.  The first day of joining counts, and of roles the one farthest from a consumer's.
    """
    columns = frame.columns
    measures = {name: F.when(F.min(name) == F.max(name), F.min(name)) for name in columns if name != "customer_id"}
    measures |= {name: F.min(name) for name in ("source_file", "source_row", "joined_at") if name in columns}
    if "role" in columns:
        frame = frame.withColumn("role", _mapped("role", {role: rank for rank, role in enumerate(ROLES)}))
        measures["role"] = F.max("role")
    merged = named(frame).groupBy("customer_id").agg(*(how.alias(name) for name, how in measures.items()))
    if "role" in columns:
        merged = merged.withColumn("role", _mapped("role", dict(enumerate(ROLES))))
    return merged.select(*columns)


def with_roles(lines: DataFrame, customers: Path | None, roles: Sequence[str]) -> DataFrame:
    """Transactions with the fate other_role where the customer is none of the `roles` that enter the base."""
    marked = _marked(lines, customers, roles)
    if marked is None:
        return lines
    apart = (F.col("fate") == F.lit("ok")) & F.col("outside_rows").isNotNull()
    return _replaced(marked, lines.columns, "fate", F.when(apart, F.lit("other_role")).otherwise(F.col("fate")))


def in_base(frame: DataFrame, customers: Path | None, roles: Sequence[str]) -> DataFrame:
    """The rows of customers whose role enters the base, and those of unknown customers."""
    marked = _marked(frame, customers, roles) if "customer_id" in frame.columns else None
    return frame if marked is None else marked.where(F.col("outside_rows").isNull()).select(*frame.columns)


def _marked(frame: DataFrame, customers: Path | None, roles: Sequence[str]) -> DataFrame | None:
    """The frame with outside_rows, missing for customers of the base; None where no roles are known.

    A customer without a role counts as a consumer; one row with another role puts a customer outside.
    """
    if customers is None or "role" not in column_names(customers):
        return None
    outside = (
        read_parquet(customers)
        .where(F.col("customer_id").isNotNull() & ~F.coalesce(F.col("role"), F.lit(ROLES[0])).isin(*roles))
        .select(F.col("customer_id").alias("outside_id"))
        .groupBy("outside_id")
        .agg(F.count(F.lit(1)).alias("outside_rows"))
    )
    return named(frame).join(named(outside), F.col("customer_id") == F.col("outside_id"), "left")


def _mapped(column: str, words: Mapping) -> Column:
    """A column with each value replaced by what it is mapped to; others are missing."""
    first, *rest = words.items()
    start = F.when(F.col(column) == F.lit(first[0]), F.lit(first[1]))
    return reduce(lambda so_far, pair: so_far.when(F.col(column) == F.lit(pair[0]), F.lit(pair[1])), rest, start)


def _replaced(frame: DataFrame, columns: Sequence[str], name: str, value: Column) -> DataFrame:
    """These columns of the frame, one of them with another value."""
    return frame.select(*(value.alias(one) if one == name else F.col(one) for one in columns))
