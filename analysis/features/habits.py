"""Tastes and habits in the window: categories, channels, days, hours, places.

A "top" value is the one on most orders; ties go to the first in order, so that a rerun gives
the same answer.  Its share says how strong the habit is.
"""

from datetime import date, timedelta

from analysis.engine import Column, DataFrame, F, Window, first_of, named
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


def clock() -> dict[str, Column]:
    """Orders in the window by weekday and by part of the day: aggregates of `window.placed`.

    Columns `weekday 1` … `weekday 7` and `daypart <name>`, each in the order in which ties are broken.
    """
    day, part = weekday(F.col("bought_at")), daypart(F.hour("bought_at"))
    bought = F.col("bought_at")
    days = {f"weekday {number}": F.when(day == F.lit(number), bought) for number in range(1, 8)}
    parts = {f"daypart {name}": F.when(part == F.lit(name), bought) for name in sorted(name for _, name in DAYPARTS)}
    return {name: F.count(value) for name, value in (days | parts).items()}


def bought_orders(orders: DataFrame, *, as_of: date, window_start: date) -> DataFrame:
    """Orders that stand, in the window."""
    return until(orders, as_of).where(F.col("is_order") & (F.col("ordered_at") >= day_literal(window_start)))


def favourite(bought: DataFrame, habit: str) -> DataFrame:
    """The value on most orders: customer_id, top_<habit>, top_<habit>_share, <habit>_count.

    From `bought_orders`; an order without a value has no vote.
    """
    votes = bought.where(F.col(habit).isNotNull()).groupBy("customer_id", habit).agg(F.count(F.lit(1)).alias("votes"))
    return named(votes).groupBy("customer_id").agg(*(column.alias(name) for name, column in most_votes(habit).items()))


def most_votes(habit: str) -> dict[str, Column]:
    """Winner, its share and the number of values: aggregates of a customer's rows of (habit, votes)."""
    voted = F.col("votes") > F.lit(0)
    share = F.max("votes").cast("double") / F.sum("votes").cast("double")
    top = first_of(habit, -F.col("votes"), F.col(habit))
    return {
        f"top_{habit}": F.when(F.max("votes") > F.lit(0), top),
        f"top_{habit}_share": F.when(F.max("votes") > F.lit(0), share),
        f"{habit}_count": F.count(F.when(voted, F.col(habit))),
    }


def last_city(orders: DataFrame, *, as_of: date) -> DataFrame:
    """City of the last order that names one."""
    order = Window.partitionBy("customer_id").orderBy(F.col("ordered_at").desc(), F.col("order_id"))
    known = until(orders, as_of).where(F.col("city").isNotNull()).select("customer_id", "ordered_at", "order_id", "city")
    ranked = known.withColumn("rank", F.row_number().over(order))
    return ranked.where(F.col("rank") == F.lit(1)).select("customer_id", "city")


def category_habits(order_categories: DataFrame, bought: DataFrame, *, as_of: date, window_start: date) -> DataFrame:
    """Favourite category, spread over categories and the share of purchases in a category new to the customer.

    `bought` are the `bought_orders`: they vote for the favourite.  A category is new once, on the
    first purchase of all.  `category_logs` is Σ n·ln n over the categories; with the total it
    gives the entropy.
    """
    votes = named(bought.select("customer_id", "order_id", F.lit(1).alias("vote")))
    at, start, end = F.col("ordered_at"), day_literal(window_start), day_literal(as_of + timedelta(days=1))
    purchases = order_categories.join(votes, ["customer_id", "order_id"], "left")
    per_category = (
        named(purchases.select("customer_id", "category", "ordered_at", "vote"))
        .groupBy("customer_id", "category")
        .agg(
            F.count(F.when((at >= start) & (at < end), at)).alias("times"),
            F.min(at).alias("first_at"),
            F.count("vote").alias("votes"),
        )
    )
    times = F.when(F.col("times") > F.lit(0), F.col("times"))
    # In decimals, so that the sum does not depend on the order of rows.
    logs = (times.cast("double") * F.log(times.cast("double"))).cast("decimal(28,12)")
    return (
        named(per_category)
        .groupBy("customer_id")
        .agg(
            F.sum(times).alias("category_purchases"),
            F.count(F.when(F.col("first_at") >= start, times)).alias("category_firsts"),
            F.sum(logs).cast("double").alias("category_logs"),
            *(column.alias(name) for name, column in most_votes("category").items()),
        )
    )
