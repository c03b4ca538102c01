"""Who counts as a customer: accounts joined to their person or household, and roles kept apart."""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from analysis.engine import DataFrame, F, column_names, named, read_parquet
from analysis.errors import ConfigError
from analysis.schema.canonical import ROLES

_NOT_MERGED = ("customer_id", "source_file", "source_row", "role", "joined_at")


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
    return joined.select(
        *(
            F.coalesce(F.col("entity"), F.col("customer_id")).alias(name) if name == "customer_id" else F.col(name)
            for name in columns
        )
    )


def merged_customers(frame: DataFrame) -> DataFrame:
    """One row per entity from the rows of its accounts.

    A fact on which the accounts agree, as far as they say anything, is kept; where they differ (the ages of a
    couple) it is missing.  The first day of joining counts, and of roles the one farthest from a consumer's.
    """
    columns = frame.columns
    rank = {role: number for number, role in enumerate(ROLES)}
    ranked = frame
    if "role" in columns:
        steps = reduce(
            lambda so_far, one: so_far.when(F.col("role") == F.lit(one), F.lit(rank[one])),
            ROLES[1:],
            F.when(F.col("role") == F.lit(ROLES[0]), F.lit(rank[ROLES[0]])),
        )
        ranked = frame.withColumn("role_rank", steps)
    measures = {"source_file": F.min("source_file"), "source_row": F.min("source_row")}
    measures |= {"joined_at": F.min("joined_at")} if "joined_at" in columns else {}
    measures |= {"role_rank": F.max("role_rank")} if "role" in columns else {}
    measures |= {
        name: F.when(F.min(name) == F.max(name), F.min(name)) for name in columns if name not in _NOT_MERGED
    }  # fmt: skip
    merged = named(ranked).groupBy("customer_id").agg(*(how.alias(name) for name, how in measures.items()))
    if "role" in columns:
        words = reduce(
            lambda so_far, one: so_far.when(F.col("role_rank") == F.lit(rank[one]), F.lit(one)),
            ROLES[1:],
            F.when(F.col("role_rank") == F.lit(0), F.lit(ROLES[0])),
        )
        merged = merged.withColumn("role", words)
    return merged.select(*columns)


def with_roles(lines: DataFrame, customers: Path | None, roles: Sequence[str]) -> DataFrame:
    """Transactions with the fate other_role where the customer is none of the `roles` that enter the base.

    A customer without a role counts as a consumer.
    """
    if customers is None or "role" not in column_names(customers):
        return lines
    columns = lines.columns
    known = (
        read_parquet(customers)
        .where(F.col("customer_id").isNotNull())
        .select(F.col("customer_id").alias("known_id"), F.coalesce(F.col("role"), F.lit(ROLES[0])).alias("role"))
        .groupBy("known_id")
        .agg(F.min("role").alias("role"))
    )
    joined = named(lines).join(named(known), F.col("customer_id") == F.col("known_id"), "left")
    apart = (F.col("fate") == F.lit("ok")) & ~F.coalesce(F.col("role"), F.lit(ROLES[0])).isin(*roles)
    return joined.select(
        *(
            F.when(apart, F.lit("other_role")).otherwise(F.col("fate")).alias("fate") if name == "fate" else F.col(name)
            for name in columns
        )
    )


def in_base(frame: DataFrame, customers: Path | None, roles: Sequence[str]) -> DataFrame:
    """The rows of customers whose role enters the base, and those of unknown customers."""
    if customers is None or "role" not in column_names(customers) or "customer_id" not in frame.columns:
        return frame
    outside = (
        read_parquet(customers)
        .where(F.col("customer_id").isNotNull() & ~F.coalesce(F.col("role"), F.lit(ROLES[0])).isin(*roles))
        .select(F.col("customer_id").alias("outside_id"))
        .groupBy("outside_id")
        .agg(F.count(F.lit(1)).alias("outside_rows"))
    )
    columns = frame.columns
    joined = named(frame).join(named(outside), F.col("customer_id") == F.col("outside_id"), "left")
    return joined.where(F.col("outside_rows").isNull()).select(*columns)
