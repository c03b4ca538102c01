"""What each customer did: whole history, the window, and the period, from orders.

`as_of` is a day, its orders included.  Recency and tenure look at the whole history, so that a
customer who left years ago is still known as one who left; `window_start` limits what counts
as present behaviour only.
"""

from datetime import date, timedelta

from analysis.engine import Column, DataFrame, F, try_cast
from analysis.schema.model import ENGINE_TYPES


def day_literal(day: date) -> Column:
    """Midnight at the start of a day."""
    return F.lit(f"{day} 00:00:00").cast("timestamp_ntz")


def exact(value: Column) -> Column:
    """A double as a decimal, so that its sum does not depend on the order of rows."""
    return try_cast(value, "money")


def until(frame: DataFrame, as_of: date) -> DataFrame:
    """Rows up to and including the day `as_of`."""
    return frame.where(F.col("ordered_at") < day_literal(as_of + timedelta(days=1)))


def history(orders: DataFrame, *, as_of: date) -> DataFrame:
    """First and last order, their number and money, over the whole history up to `as_of`."""
    stands = F.col("is_order")
    totals = (
        until(orders, as_of)
        .groupBy("customer_id")
        .agg(
            F.min(F.when(stands, F.col("ordered_at"))).alias("first_order_at"),
            F.max(F.when(stands, F.col("ordered_at"))).alias("last_order_at"),
            F.sum(F.when(stands, F.lit(1)).otherwise(F.lit(0))).alias("lifetime_order_count"),
            F.sum("amount").cast("double").alias("lifetime_revenue"),
            F.countDistinct(F.when(stands, F.col("ordered_at").cast("date"))).alias("order_day_count"),
        )
    )
    today = F.lit(str(as_of)).cast("date")
    return totals.withColumn("recency_days", F.datediff(today, F.col("last_order_at").cast("date")).cast("double")).withColumn(
        "tenure_days", F.datediff(today, F.col("first_order_at").cast("date")).cast("double")
    )


def window_totals(orders: DataFrame, *, as_of: date, window_start: date, period_start: date) -> DataFrame:
    """Orders and money per customer in the window and in the period."""
    inside = until(orders, as_of).where(F.col("ordered_at") >= day_literal(window_start))
    middle = window_start + (as_of + timedelta(days=1) - window_start) / 2
    zero = F.lit(0).cast(ENGINE_TYPES["money"])
    one = F.when(F.col("is_order"), F.lit(1)).otherwise(F.lit(0))
    in_period = F.col("ordered_at") >= day_literal(period_start)
    late = F.col("ordered_at") >= day_literal(middle)
    return inside.groupBy("customer_id").agg(
        F.sum(one).alias("order_count"),
        F.sum("amount").cast("double").alias("revenue"),
        F.sum("gross").cast("double").alias("gross_revenue"),
        F.sum("refunded").cast("double").alias("refund_amount"),
        F.sum(exact(F.col("unit_count"))).cast("double").alias("unit_count"),
        F.sum(F.when(F.col("cost").isNotNull(), (F.col("amount") - F.col("cost")).cast(ENGINE_TYPES["money"])))
        .cast("double")
        .alias("margin"),
        F.sum("list_amount").cast("double").alias("window_list"),
        F.sum(discount_given()).cast("double").alias("window_discount"),
        F.sum(F.when(late, F.col("amount")).otherwise(zero)).cast("double").alias("late_revenue"),
        F.sum(F.when(in_period, one).otherwise(F.lit(0))).alias("period_order_count"),
        F.sum(F.when(in_period, F.col("amount")).otherwise(zero)).cast("double").alias("period_revenue"),
    )


def discount_given() -> Column:
    """Discount on an order: as booked, else list price less what was sold, never below zero."""
    zero = F.lit(0).cast(ENGINE_TYPES["money"])
    gap = (F.col("list_amount") - F.col("gross")).cast(ENGINE_TYPES["money"])
    return F.coalesce(F.col("discount"), F.when(gap > zero, gap).otherwise(F.when(F.col("list_amount").isNotNull(), zero)))
