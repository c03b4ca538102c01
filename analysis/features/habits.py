"""Tastes and habits in the window: categories, channels, days, hours, places.

A "top" value is the one on most orders; ties go to the first in order, so that a rerun gives
the same answer.  Its share says how strong the habit is.
"""

from collections.abc import Mapping
from datetime import date
from functools import reduce

from analysis.engine import Column, DataFrame, F, Window
from analysis.features.window import day_literal, until

DAYPARTS = ((6, "night"), (11, "morning"), (14, "midday"), (18, "afternoon"), (24, "evening"))


def daypart(hour: Column) -> Column:
    """night 0-6, morning 6-11, midday 11-14, afternoon 14-18, evening 18-24."""
    result = F.lit(DAYPARTS[-1][1])
    for end, name in reversed(DAYPARTS[:-1]):
        result = F.when(hour < F.lit(end), F.lit(name)).otherwise(result)
    return result


def weekday(time: Column) -> Column:
    """Monday = 1 … Sunday = 7 (the engines count from Sunday = 1)."""
    day = F.dayofweek(time.cast("date"))
    return F.when(day == F.lit(1), F.lit(7)).otherwise(day - F.lit(1))


def window_orders(orders: DataFrame, *, as_of: date, window_start: date) -> DataFrame:
    """Orders that stand, in the window, with weekday and part of the day."""
    inside = until(orders, as_of).where(F.col("is_order") & (F.col("ordered_at") >= day_literal(window_start)))
    return inside.withColumn("weekday", weekday(F.col("ordered_at"))).withColumn("daypart", daypart(F.hour("ordered_at")))


def favourites(rows: Mapping[str, DataFrame]) -> DataFrame:
    """The value on most rows per customer and habit: customer_id, habit, value, share, values.

    `rows` maps the name of a habit to a frame of customer_id and value, one row per order.  All
    habits go through one plan: building a plan costs more than running it.
    """
    stacked = reduce(
        lambda above, below: above.unionByName(below),
        (frame.select("customer_id", "value", F.lit(habit).alias("habit")) for habit, frame in rows.items()),
    )
    counts = (
        stacked.where(F.col("value").isNotNull()).groupBy("customer_id", "habit", "value").agg(F.count(F.lit(1)).alias("times"))
    )
    everyone = Window.partitionBy("customer_id", "habit")
    ranked = (
        counts.withColumn("rank", F.row_number().over(everyone.orderBy(F.col("times").desc(), F.col("value"))))
        .withColumn("total", F.sum("times").over(everyone))
        .withColumn("values", F.count(F.lit(1)).over(everyone))
    )
    return ranked.where(F.col("rank") == F.lit(1)).select(
        "customer_id", "habit", "value",
        (F.col("times").cast("double") / F.col("total").cast("double")).alias("share"),
        "values",
    )  # fmt: skip


def order_habits(orders: DataFrame) -> DataFrame:
    """Share of orders on Saturday and Sunday, per customer, from `window_orders`."""
    at_weekend = F.when(F.col("weekday") >= F.lit(6), F.lit(1)).otherwise(F.lit(0))
    return orders.groupBy("customer_id").agg(
        (F.sum(at_weekend).cast("double") / F.count(F.lit(1)).cast("double")).alias("weekend_share")
    )


def last_city(orders: DataFrame, *, as_of: date) -> DataFrame:
    """City of the last order that names one."""
    order = Window.partitionBy("customer_id").orderBy(F.col("ordered_at").desc(), F.col("order_id"))
    named = until(orders, as_of).where(F.col("city").isNotNull()).withColumn("rank", F.row_number().over(order))
    return named.where(F.col("rank") == F.lit(1)).select("customer_id", "city")


def category_habits(order_categories: DataFrame, *, as_of: date, window_start: date) -> DataFrame:
    """Spread over categories and the share of purchases in a category new to the customer.

    `category_logs` is Σ n·ln n over the categories; with the total it gives the entropy.
    """
    first = Window.partitionBy("customer_id", "category").orderBy("ordered_at", "order_id")
    seen = until(order_categories, as_of).withColumn("turn", F.row_number().over(first))
    inside = seen.where(F.col("ordered_at") >= day_literal(window_start))
    per_category = inside.groupBy("customer_id", "category").agg(
        F.count(F.lit(1)).alias("times"),
        F.sum(F.when(F.col("turn") == F.lit(1), F.lit(1)).otherwise(F.lit(0))).alias("firsts"),
    )
    # In decimals, so that the sum does not depend on the order of rows.
    logs = (F.col("times").cast("double") * F.log(F.col("times").cast("double"))).cast("decimal(28,12)")
    return per_category.groupBy("customer_id").agg(
        F.sum("times").alias("category_purchases"),
        F.sum("firsts").alias("category_firsts"),
        F.sum(logs).cast("double").alias("category_logs"),
    )
