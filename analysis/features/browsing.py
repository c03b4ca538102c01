"""What customers look at and when, from events: per category, and per day.

Only events of a customer that show interest count; a log-in or a share does not.
"""

from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.features.engagement import BROWSING
from analysis.features.habits import daypart
from analysis.features.window import day_literal


def browsed_categories(events: DataFrame, *, start: date, end: date) -> pd.DataFrame:
    """One row per customer, category and kind of event: customer_id, category, kind, first_at, n; days `start` to `end`, both included."""
    rows = _between(events, start, end).where(F.col("kind").isin(*BROWSING) & F.col("category").isNotNull())
    table = to_pandas(
        named(rows)
        .groupBy("customer_id", "category", "kind")
        .agg(F.min("occurred_at").alias("first_at"), F.count(F.lit(1)).alias("n"))
    )
    return table.sort_values(["customer_id", "category", "kind"], ignore_index=True)


def browsing_days(events: DataFrame, *, start: date, end: date) -> pd.DataFrame:
    """One row per customer, day and part of the day with an event: customer_id, day, daypart."""
    at = F.col("occurred_at")
    rows = _between(events, start, end).where(F.col("kind").isin(*BROWSING))
    parts = rows.select(
        "customer_id", at.cast("date").cast("timestamp_ntz").alias("day"), daypart(F.hour("occurred_at")).alias("daypart")
    )
    table = to_pandas(named(parts).groupBy("customer_id", "day", "daypart").agg(F.count(F.lit(1)).alias("n")))
    return table.sort_values(["customer_id", "day", "daypart"], ignore_index=True)[["customer_id", "day", "daypart"]]


def event_contexts(events: DataFrame, *, start: date, end: date) -> pd.DataFrame:
    """One row per customer and day with an event: customer_id, day, device, context; missing where the day holds several.

    `events` has the columns device and context, missing where not held.
    """
    named_values = [
        value.alias(f"{name}_{which}")
        for name in ("device", "context")
        for which, value in (("first", F.min(name)), ("last", F.max(name)))
    ]
    rows = _between(events, start, end).withColumn("day", F.col("occurred_at").cast("date").cast("timestamp_ntz"))
    table = to_pandas(named(rows).groupBy("customer_id", "day").agg(*named_values))
    for name in ("device", "context"):
        table[name] = table[f"{name}_first"].where(table[f"{name}_first"] == table[f"{name}_last"])
    return table.sort_values(["customer_id", "day"], ignore_index=True)[["customer_id", "day", "device", "context"]]


def _between(events: DataFrame, start: date, end: date) -> DataFrame:
    at = F.col("occurred_at")
    inside = (at >= day_literal(start)) & (at < day_literal(end + timedelta(days=1)))
    return events.where(F.col("customer_id").isNotNull() & inside)
