"""What the client holds: one row per input table."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analysis.engine import F, column_names, read_parquet, to_pandas

TIMES = ("ordered_at", "occurred_at", "contacted_at", "created_at", "answered_at", "arrived_at", "booked_at", "joined_at", "as_of")


def input_overview(paths: Mapping[str, Path], *, files: Mapping[str, int], rejects: Mapping[str, int]) -> pd.DataFrame:
    """Files, rows, customers, span and join rate of every canonical table: see `inputs` of schema.py.

    `join_share` is the share of a table's customers who also have an order line; missing for
    tables without customers and where no order lines are held.
    """
    buyers = _buyers(paths.get("transactions"))
    rows = [
        {
            "table": name,
            "files": files[name],
            "rejects": rejects[name],
            **_measured(path, None if name == "transactions" else buyers),
        }
        for name, path in paths.items()
    ]
    columns = ["table", "files", "rows", "rejects", "customers", "join_share", "first_at", "last_at"]
    return pd.DataFrame(rows)[columns].astype({"first_at": "datetime64[us]", "last_at": "datetime64[us]"})


def _buyers(transactions: Path | None):
    if transactions is None:
        return None
    lines = read_parquet(transactions).where(F.col("customer_id").isNotNull())
    return lines.select("customer_id", F.lit(1).alias("buys")).groupBy("customer_id").agg(F.max("buys").alias("buys"))


def _measured(path: Path, buyers) -> dict[str, object]:
    held = column_names(path)
    frame = read_parquet(path)
    time = next((name for name in TIMES if name in held), None)
    people = F.countDistinct("customer_id") if "customer_id" in held else F.lit(0)
    moment = F.col(time).cast("timestamp_ntz") if time else F.lit(None).cast("timestamp_ntz")
    listed = [name for name in ("customer_id", time) if name in held] or held[:1]
    found = to_pandas(
        frame.select(*listed).agg(
            F.count(F.lit(1)).alias("rows"),
            people.alias("customers"),
            F.min(moment).alias("first_at"),
            F.max(moment).alias("last_at"),
        )
    ).iloc[0]
    return {
        **found.to_dict(),
        "rows": int(found["rows"]),
        "customers": int(found["customers"]),
        "join_share": _joined(frame, held, buyers),
    }


def _joined(frame, held: list[str], buyers) -> float:
    if buyers is None or "customer_id" not in held:
        return float("nan")
    people = frame.where(F.col("customer_id").isNotNull()).groupBy("customer_id").agg(F.count(F.lit(1)).alias("rows"))
    both = to_pandas(
        people.join(buyers, "customer_id", "left").agg(F.count(F.lit(1)).alias("all"), F.sum("buys").alias("known"))
    ).iloc[0]
    if not both["all"]:
        return float("nan")
    return 0.0 if pd.isna(both["known"]) else float(both["known"]) / both["all"]
