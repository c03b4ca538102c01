"""Who the order lines come from by role: the base and those who are kept apart from it."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analysis.engine import DataFrame, F, column_names, read_parquet, to_pandas

CONSUMER = "consumer"  # also a customer of whom no role is known


def roles_overview(lines: DataFrame, customers: Path | None, *, roles: Sequence[str], as_of: date) -> pd.DataFrame:
    """Customers, order lines and money by role up to `as_of`: see `roles` of schema.py; largest money first.

    `lines` are the canonical transactions.  Lines that cannot be analysed anyway are in no row.
    """
    columns = ["role", "in_base", "customers", "lines", "amount"]
    if customers is None or "role" not in column_names(customers):
        return pd.DataFrame(columns=columns)
    known = (
        read_parquet(customers)
        .where(F.col("customer_id").isNotNull())
        .select(F.col("customer_id").alias("known_id"), F.coalesce(F.col("role"), F.lit(CONSUMER)).alias("role"))
    )
    end = F.lit(f"{as_of + timedelta(days=1)} 00:00:00").cast("timestamp_ntz")
    held = lines.where(F.col("fate").isin("ok", "other_role") & (F.col("ordered_at") < end))
    each = held.groupBy("customer_id").agg(F.count(F.lit(1)).alias("lines"), F.sum("amount").alias("amount"))
    pairs = to_pandas(each.join(known, F.col("customer_id") == F.col("known_id"), "full"))
    pairs = pairs.assign(
        role=pairs["role"].fillna(CONSUMER),
        who=pairs["customer_id"].fillna(pairs["known_id"]),
        amount=pairs["amount"].astype(float),
    )
    by_role = pairs.groupby("role").agg(customers=("who", "nunique"), lines=("lines", "sum"), amount=("amount", "sum"))
    table = by_role.reset_index().assign(in_base=lambda t: t["role"].isin(roles)).astype({"customers": "int64", "lines": "int64"})
    return table.sort_values("amount", ascending=False, kind="stable", ignore_index=True)[columns]


def linked_accounts(links: Path | None) -> tuple[int, int]:
    """Customer numbers that a table of links joins to another's, and the persons or households they belong to; (0, 0) without."""
    if links is None:
        return 0, 0
    pairs = to_pandas(read_parquet(links).select("customer_id", "entity_id")).dropna().drop_duplicates("customer_id")
    shared = pairs.groupby("entity_id")["customer_id"].nunique()
    shared = shared[shared > 1]
    return int(shared.sum()), len(shared)
