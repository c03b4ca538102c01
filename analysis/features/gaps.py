"""The rhythm of each customer: gaps between order days, the open one included.

Orders on the same day are one visit, so a gap is at least one day.  The gap from the last
order day to `as_of` is open: it says "not yet", and leaving it out would make every customer
look quicker than they are.
"""

from datetime import date

from analysis.engine import DataFrame, F, Window, first_of, median, named
from analysis.features.window import until


def order_days(orders: DataFrame, *, as_of: date) -> DataFrame:
    """One row per customer and day with an order that stands: customer_id, day, orders."""
    standing = until(orders, as_of).where(F.col("is_order")).select("customer_id", F.col("ordered_at").cast("date").alias("day"))
    return standing.groupBy("customer_id", "day").agg(F.count(F.lit(1)).alias("orders"))


def gap_table(orders: DataFrame, *, as_of: date) -> DataFrame:
    """One row per gap: customer_id, gap_number, gap_days, closed.  See `gaps` of schema.py."""
    by_day = Window.partitionBy("customer_id").orderBy("day")
    days = named(order_days(orders, as_of=as_of)).select(
        "customer_id", "day", F.row_number().over(by_day).alias("gap_number"), F.lead("day").over(by_day).alias("next_day")
    )
    end = F.coalesce(F.col("next_day"), F.lit(str(as_of)).cast("date"))
    return days.select(
        "customer_id",
        "gap_number",
        F.datediff(end, F.col("day")).cast("double").alias("gap_days"),
        F.col("next_day").isNotNull().alias("closed"),
    )


def gap_measures(gaps: DataFrame) -> DataFrame:
    """Number, mean, median, squares and last of each customer's closed gaps."""
    return (
        gaps.where(F.col("closed"))
        .groupBy("customer_id")
        .agg(
            F.count(F.lit(1)).alias("gap_count"),
            F.avg("gap_days").alias("gap_mean_days"),
            median("gap_days").alias("gap_median_days"),
            F.sum((F.col("gap_days") * F.col("gap_days")).cast("bigint")).cast("double").alias("gap_squares"),
            first_of("gap_days", -F.col("gap_number")).alias("last_gap_days"),
        )
    )
