"""Visits as a rhythm of their own: for clients whose customers come without buying each time.

A visit is a day on which somebody arrived (stage arrived, consulted, paid or performed).  Bookings that
were cancelled or not kept are no visit.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from analysis.engine import DataFrame, F, column_names, named, read_parquet, to_pandas
from analysis.features.gaps import gap_measures, gap_table
from analysis.features.window import until
from analysis.schema.model import ENGINE_TYPES

KEPT = ("arrived", "consulted", "paid", "performed")
_RHYTHM = ("recency_days", "gap_count", "gap_mean_days", "gap_median_days", "gap_variation", "last_gap_days")


def visit_days(visits: Path) -> DataFrame:
    """Kept visits in the shape of orders: customer_id, ordered_at (the arrival), is_order (true)."""
    held = column_names(visits)
    times = [F.col(name) for name in ("arrived_at", "booked_at") if name in held]
    frame = read_parquet(visits).where(F.col("customer_id").isNotNull())
    if "stage" in held:
        frame = frame.where(F.col("stage").isin(*KEPT))
    day = F.coalesce(*times) if len(times) > 1 else times[0]
    days = frame.select("customer_id", day.cast(ENGINE_TYPES["timestamp"]).alias("ordered_at"), F.lit(True).alias("is_order"))
    return days.where(F.col("ordered_at").isNotNull())


def visit_rhythm(days: DataFrame, *, as_of: date) -> pd.DataFrame:
    """Recency and gaps of each customer with a visit, from `visit_days`: the columns that `features` has for orders."""
    last = (
        until(days, as_of)
        .groupBy("customer_id")
        .agg(F.max("ordered_at").alias("last_at"))
        .withColumn("recency_days", F.datediff(F.lit(str(as_of)).cast("date"), F.col("last_at").cast("date")).cast("double"))
        .select("customer_id", "recency_days")
    )
    gaps = to_pandas(gap_measures(named(gap_table(days, as_of=as_of))))
    table = to_pandas(last).merge(gaps, on="customer_id", how="left")
    count = table["gap_count"].fillna(0)
    variance = (table["gap_squares"] / count - table["gap_mean_days"] ** 2) * count / (count - 1)
    table["gap_variation"] = (variance.clip(lower=0) ** 0.5 / table["gap_mean_days"]).where(count >= 3).round(9)
    table["gap_count"] = count.astype("int64")
    return table[["customer_id", *_RHYTHM]].sort_values("customer_id", ignore_index=True)


def with_visit_rhythm(features: pd.DataFrame, rhythm: pd.DataFrame) -> pd.DataFrame:
    """`features` with recency and gaps of buyers taken from their visits; buyers without a visit keep those of their orders."""
    visits = rhythm.set_index("customer_id").reindex(features["customer_id"])
    came = visits["recency_days"].notna().to_numpy() & features["state"].eq("buyer").to_numpy()
    changed = {name: features[name].mask(came, visits[name].to_numpy()) for name in _RHYTHM}
    changed["gap_count"] = changed["gap_count"].astype("int64")
    return features.assign(**changed)
