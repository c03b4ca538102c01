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


def placed(orders: DataFrame, *, as_of: date, window_start: date, period_start: date) -> DataFrame:
    """Orders up to `as_of` with what the measures below ask of each.

    stands_at   time of an order that stands, else missing
    bought_at   the same, in the window only
    in_window   in the window, standing or not; late: in its second half; in_period: in the period
    """
    at = F.col("ordered_at")
    middle = window_start + (as_of + timedelta(days=1) - window_start) / 2
    in_window = at >= day_literal(window_start)
    return until(orders, as_of).select(
        "customer_id", "amount", "gross", "refunded", "list_amount", "cost",
        exact(F.col("unit_count")).alias("units"),
        discount_given().alias("discount"),
        F.when(F.col("is_order"), at).alias("stands_at"),
        F.when(F.col("is_order") & in_window, at).alias("bought_at"),
        in_window.alias("in_window"),
        (at >= day_literal(middle)).alias("late"),
        (at >= day_literal(period_start)).alias("in_period"),
    )  # fmt: skip


def history(as_of: date) -> dict[str, Column]:
    """First and last order, their number and money, over the whole history: aggregates of `placed`."""
    first, last, today = F.min("stands_at"), F.max("stands_at"), F.lit(str(as_of)).cast("date")
    return {
        "first_order_at": first,
        "last_order_at": last,
        "recency_days": F.datediff(today, last.cast("date")).cast("double"),
        "tenure_days": F.datediff(today, first.cast("date")).cast("double"),
        "lifetime_order_count": F.count("stands_at"),
        "lifetime_revenue": F.sum("amount").cast("double"),
    }


def window_totals() -> dict[str, Column]:
    """Orders and money in the window and in the period: aggregates of `placed`."""
    amount, inside = F.col("amount"), F.col("in_window")
    margin = (amount - F.col("cost")).cast(ENGINE_TYPES["money"])
    sums = {
        "revenue": F.when(inside, amount),
        "gross_revenue": F.when(inside, F.col("gross")),
        "refund_amount": F.when(inside, F.col("refunded")),
        "unit_count": F.when(inside, F.col("units")),
        "margin": F.when(inside, margin),
        "window_list": F.when(inside, F.col("list_amount")),
        "window_discount": F.when(inside, F.col("discount")),
        "late_revenue": F.when(F.col("late"), amount),
        "period_revenue": F.when(F.col("in_window") & F.col("in_period"), amount),
    }
    return {
        "order_count": F.count("bought_at"),
        "period_order_count": F.count(F.when(F.col("in_period"), F.col("bought_at"))),
        **{name: F.sum(value).cast("double") for name, value in sums.items()},
    }


def discount_given() -> Column:
    """Discount on an order: as booked, else list price less what was sold, never below zero."""
    zero = F.lit(0).cast(ENGINE_TYPES["money"])
    gap = (F.col("list_amount") - F.col("gross")).cast(ENGINE_TYPES["money"])
    return F.coalesce(F.col("discount"), F.when(gap > zero, gap).otherwise(F.when(F.col("list_amount").isNotNull(), zero)))
