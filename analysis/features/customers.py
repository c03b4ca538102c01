"""The customer table: one row per customer ever known, the portrait that all lenses look at."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.engine import DataFrame, F, named, side_by_side, to_pandas
from analysis.features.gaps import gap_measures, gap_table
from analysis.features.habits import bought_orders, category_habits, clock, favourite, last_city
from analysis.features.window import history, placed, window_totals
from analysis.schema import DERIVED

_COUNTS = ("gap_count", "category_count", "channel_count", "lifetime_order_count", "order_count", "period_order_count")
_SUMS = ("lifetime_revenue", "revenue", "late_revenue", "gross_revenue", "refund_amount", "unit_count", "period_revenue")


def customer_features(
    orders: DataFrame, order_categories: DataFrame, known: DataFrame, *, as_of: date, window_start: date, period_start: date
) -> pd.DataFrame:
    """Features of every known customer as of a day.

    From `orders` and `order_categories` (see schema.py) and `known` (customer_id, has_line: one
    row per customer ever known) to the table `features`, sorted by customer_id.
    Orders after `as_of` are ignored.
    """
    bought = named(bought_orders(orders, as_of=as_of, window_start=window_start))
    measures = history(as_of) | window_totals() | clock()
    parts = [
        named(placed(orders, as_of=as_of, window_start=window_start, period_start=period_start))
        .groupBy("customer_id")
        .agg(*(measure.alias(name) for name, measure in measures.items())),
        gap_measures(named(gap_table(orders, as_of=as_of))),
        category_habits(order_categories, bought, as_of=as_of, window_start=window_start),
        favourite(bought, "channel"),
        favourite(bought, "store"),
        last_city(orders, as_of=as_of),
    ]
    return _finished(_with_clock(to_pandas(side_by_side(known, *parts, on="customer_id"))))


def _with_clock(table: pd.DataFrame) -> pd.DataFrame:
    """The favourite weekday and part of the day, and the share of the weekend, from the counts of each."""
    days, parts = (table[[name for name in table.columns if name.startswith(f"{habit} ")]] for habit in ("weekday", "daypart"))
    held = table["order_count"].fillna(0).to_numpy() > 0
    total = days.sum(axis=1).where(held)
    top_day, top_part = (counts.fillna(0).to_numpy().argmax(axis=1) for counts in (days, parts))  # the first of equals
    names = np.array([name.removeprefix("daypart ") for name in parts.columns])
    return table.drop(columns=[*days.columns, *parts.columns]).assign(
        top_weekday=pd.Series(top_day + 1.0).where(held),
        weekend_share=(days["weekday 6"] + days["weekday 7"]) / total,
        top_daypart=pd.Series(names[top_part], dtype="str").where(held),
        top_daypart_share=parts.max(axis=1) / total,
    )


def known_customers(lines: DataFrame, customers: DataFrame | None, *, as_of: date) -> DataFrame:
    """customer_id, has_line: customers of the order lines up to `as_of`, and of the customer file.

    A customer who joined after `as_of` is not yet known.  Lines that are not yet paid make a
    customer known, but has_line stays 0.
    """
    seen = lines.where(F.col("customer_id").isNotNull() & (F.col("ordered_at").cast("date") <= F.lit(str(as_of)).cast("date")))
    paid = F.coalesce(F.col("status"), F.lit("paid")) != F.lit("pending") if "status" in lines.columns else F.lit(True)
    ids = seen.select("customer_id", F.when(paid, F.lit(1)).otherwise(F.lit(0)).alias("line"))
    if customers is not None:
        there = customers.where(F.col("customer_id").isNotNull())
        if "joined_at" in customers.columns:
            joined = F.coalesce(F.col("joined_at"), F.lit(str(as_of)).cast("date"))
            there = there.where(joined <= F.lit(str(as_of)).cast("date"))
        ids = ids.unionByName(there.select("customer_id", F.lit(0).alias("line")))
    return ids.groupBy("customer_id").agg(F.max("line").alias("has_line"))


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """Ratios, states and types, in the order of schema.py."""
    table = table.assign(
        **{name: table[name].fillna(0).astype("int64") for name in _COUNTS},
        **{name: table[name].fillna(0.0) for name in _SUMS},
        store=table["top_store"],
    )
    buyer = table["lifetime_order_count"] > 0
    table = table.assign(
        order_day_count=(table["gap_count"] + 1).where(buyer, 0),
        state=np.select([buyer, table["has_line"] > 0], ["buyer", "refund_only"], default="prospect"),
    )
    purchases = table["category_purchases"]
    variance = table["gap_squares"] / table["gap_count"] - table["gap_mean_days"] ** 2
    spread = np.sqrt((variance * table["gap_count"] / (table["gap_count"] - 1)).clip(lower=0))
    late = table["late_revenue"]
    moved = late.abs() + (table["revenue"] - late).abs()
    table = table.assign(
        average_order=_ratio(table["revenue"], table["order_count"]),
        gap_variation=_ratio(spread, table["gap_mean_days"]).where(table["gap_count"] >= 3).round(9),
        category_entropy=(np.log(purchases) - table["category_logs"] / purchases).clip(lower=0).round(9),
        first_time_share=_ratio(table["category_firsts"], purchases),
        discount_share=_ratio(table["window_discount"], table["window_list"]),
        refund_share=_ratio(table["refund_amount"], table["gross_revenue"]),
        trend=_ratio(2 * late - table["revenue"], moved),
    )
    names = list(DERIVED["features"].names)
    return table[names].sort_values("customer_id", kind="stable").reset_index(drop=True)


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    """part / whole, missing where the whole is not above zero."""
    return (part / whole.where(whole > 0)).astype("float64")
