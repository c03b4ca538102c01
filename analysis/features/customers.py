"""The customer table: one row per customer ever known, the portrait that all lenses look at."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.features.gaps import gap_measures, gap_table
from analysis.features.habits import category_habits, favourites, last_city, order_habits, window_orders
from analysis.features.window import history, window_totals
from analysis.schema import DERIVED

_COUNTS = (
    "lifetime_order_count", "order_day_count", "order_count", "gap_count", "category_count", "channel_count", "period_order_count",
)  # fmt: skip
_SUMS = ("lifetime_revenue", "revenue", "gross_revenue", "refund_amount", "unit_count", "period_revenue")


def customer_features(
    orders: DataFrame, order_categories: DataFrame, known: DataFrame, *, as_of: date, window_start: date, period_start: date
) -> pd.DataFrame:
    """Features of every known customer as of a day.

    From `orders` and `order_categories` (see schema.py) and `known` (customer_id, has_line: one
    row per customer ever known) to the table `features`, sorted by customer_id.
    Orders after `as_of` are ignored.
    """
    recent = named(window_orders(orders, as_of=as_of, window_start=window_start))
    parts = [
        known,
        history(orders, as_of=as_of),
        window_totals(orders, as_of=as_of, window_start=window_start, period_start=period_start),
        gap_measures(named(gap_table(orders, as_of=as_of))),
        category_habits(order_categories, as_of=as_of, window_start=window_start),
        order_habits(recent),
        last_city(orders, as_of=as_of),
    ]
    # One row per customer each: joined here, where a join costs nothing to plan.
    tables = [to_pandas(part).set_index("customer_id") for part in parts]
    joined = tables[0].join([*tables[1:], _wide(to_pandas(favourites(_habits(recent, order_categories))))], how="left")
    return _finished(joined.reset_index())


def _habits(recent: DataFrame, order_categories: DataFrame) -> dict[str, DataFrame]:
    bought = named(recent.select("customer_id", "order_id").join(order_categories, ["customer_id", "order_id"], "inner"))
    text = {name: F.col(name).cast("string") for name in ("category", "channel", "store", "weekday", "daypart")}
    return {
        name: (bought if name == "category" else recent).select("customer_id", value.alias("value")) for name, value in text.items()
    }


def _wide(favourite: pd.DataFrame) -> pd.DataFrame:
    """Favourites as columns: top_<habit>, top_<habit>_share, <habit>_count."""
    names = {"value": "top_{}", "share": "top_{}_share", "values": "{}_count"}
    wide = {
        pattern.format(habit): favourite[favourite["habit"] == habit].set_index("customer_id")[column]
        for habit in ("category", "channel", "store", "weekday", "daypart")
        for column, pattern in names.items()
    }
    return pd.DataFrame(wide)


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
        **{name: table[name].fillna(0).astype("int64") for name in (*_COUNTS[:4], "period_order_count")},
        **{name: table[name].fillna(0.0) for name in _SUMS},
        category_count=table["category_count"].fillna(0).astype("int64"),
        channel_count=table["channel_count"].fillna(0).astype("int64"),
        store=table["top_store"],
        state=np.select(
            [table["lifetime_order_count"].fillna(0) > 0, table["has_line"] > 0], ["buyer", "refund_only"], default="prospect"
        ),
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
        top_weekday=pd.to_numeric(table["top_weekday"]).astype("float64"),
    )
    names = list(DERIVED["features"].names)
    return table[names].sort_values("customer_id", kind="stable").reset_index(drop=True)


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    """part / whole, missing where the whole is not above zero."""
    return (part / whole.where(whole > 0)).astype("float64")
