"""From raw rows to analysed rows, with the money at every step: nothing leaves unseen."""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, to_pandas

REMOVALS = (
    "later", "unreadable_amount", "unreadable_date", "excluded", "superseded", "duplicate", "no_rate", "no_customer",
    "other_role", "pending",
)  # fmt: skip


def waterfall(lines: DataFrame, analysed: DataFrame, *, rejects: int, as_of: date) -> pd.DataFrame:
    """Rows and money left and taken away at every step: see `waterfall` of schema.py.

    `lines` are the canonical transactions, `analysed` those that `analysed_lines` keeps (column
    net), `rejects` the rows that could not be read from the files at all.  What remains after
    the named removals and the refund policy equals the analysed lines, exactly.
    """
    counted = _by_reason(lines, as_of)
    rows = sum(r for r, _ in counted.values()) + rejects
    amount = round(sum(a for _, a in counted.values()), 4)
    steps = [("raw", "level", rows, amount), ("rejected", "removed", rejects, float("nan"))]
    steps += [(reason, "removed", *counted.get(reason, (0, 0.0))) for reason in REMOVALS]
    left_rows, left_amount = counted.get("ok", (0, 0.0))
    kept_rows, kept_amount = _total(analysed, "net")
    steps.append(("refund_policy", "removed", left_rows - kept_rows, round(left_amount - kept_amount, 4)))
    steps.append(("analysed", "level", kept_rows, kept_amount))
    table = pd.DataFrame(steps, columns=["step", "kind", "rows", "amount"])
    shown = (table["kind"] == "level") | (table["rows"] > 0) | (table["amount"].fillna(0) != 0)
    return table[shown].reset_index(drop=True)


def _by_reason(lines: DataFrame, as_of: date) -> Mapping[str, tuple[int, float]]:
    # Stages never import one another, so the end of the day is written here as in features.
    later = F.col("ordered_at") >= F.lit(f"{as_of + timedelta(days=1)} 00:00:00").cast("timestamp_ntz")
    pending = F.coalesce(F.col("status"), F.lit("paid")) == F.lit("pending")
    # What came after the period is set aside first: the other steps then speak of the period's own lines.
    reason = (
        F.when(F.coalesce(later, F.lit(False)), F.lit("later"))
        .when(F.col("fate") != F.lit("ok"), F.col("fate"))
        .when(pending, F.lit("pending"))
        .otherwise(F.lit("ok"))
    )
    table = to_pandas(
        lines.withColumn("reason", reason)
        .groupBy("reason")
        .agg(F.count(F.lit(1)).alias("rows"), F.sum("amount").cast("double").alias("amount"))
    )
    return {row.reason: (int(row.rows), 0.0 if pd.isna(row.amount) else float(row.amount)) for row in table.itertuples()}


def _total(lines: DataFrame, column: str) -> tuple[int, float]:
    table = to_pandas(lines.select(column).agg(F.count(F.lit(1)).alias("rows"), F.sum(column).cast("double").alias("amount")))
    return int(table["rows"][0]), float(table["amount"].fillna(0)[0])
