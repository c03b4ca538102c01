"""The history of each customer as lifetime models want it: purchase days, their span, their money."""

from datetime import date

from analysis.engine import DataFrame, F, first_of, named
from analysis.features.window import until


def purchase_histories(orders: DataFrame, *, as_of: date) -> DataFrame:
    """One row per customer with an order that stands, up to and including the day `as_of`.

    repeat_count       days with an order after the first such day: orders of one day are one purchase
    last_order_age     days from the first such day to the last
    customer_age       days from the first such day to `as_of`
    mean_repeat_value  money of a repeat day, after the refund policy; missing without one
    first_value        money of the first such day
    """
    standing = until(orders, as_of).where(F.col("is_order"))
    by_day = standing.select("customer_id", F.col("ordered_at").cast("date").alias("day"), "amount")
    days = named(by_day.groupBy("customer_id", "day").agg(F.sum("amount").alias("money")))
    each = days.groupBy("customer_id").agg(
        F.count(F.lit(1)).alias("days"),
        F.min("day").alias("first_day"),
        F.max("day").alias("last_day"),
        F.sum("money").cast("double").alias("money"),
        first_of("money", F.col("day")).cast("double").alias("first_money"),
    )
    repeats = (F.col("days") - F.lit(1)).cast("double")
    return named(each).select(
        "customer_id",
        (F.col("days") - F.lit(1)).cast("bigint").alias("repeat_count"),
        F.datediff(F.col("last_day"), F.col("first_day")).cast("double").alias("last_order_age"),
        F.datediff(F.lit(str(as_of)).cast("date"), F.col("first_day")).cast("double").alias("customer_age"),
        F.when(repeats > F.lit(0), (F.col("money") - F.col("first_money")) / repeats).alias("mean_repeat_value"),
        F.col("first_money").alias("first_value"),
    )
