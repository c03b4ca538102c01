"""Evidence of taste: what each customer chose in the window, how often, and what came second.

Counts only.  Whether a count is a preference is decided in `segmentations.preference`, which
needs to know how many choices stand behind it and how near the runner-up is.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, Window, named, side_by_side, to_pandas
from analysis.features.habits import bought_orders, daypart, weekday
from analysis.features.window import day_literal, discount_given, until
from analysis.schema.derived.preferences import HABITS

NO_PROMOTION = ("", "-", "0", "no", "none", "n/a", "无", "否")  # how clients write that a line was sold under none


def habit_counts(
    orders: DataFrame,
    purchases: DataFrame,
    *,
    as_of: date,
    window_start: date,
    promoted: DataFrame | None = None,
    discount_from: float = 0.02,
    full_price_from: float = 0.10,
    enough_orders: int = 10,
    sales: Sequence[tuple[date, date]] = (),
) -> pd.DataFrame:
    """The table `habits`: one row per customer with an order or a category purchase in the window.

    From `orders`, category purchases (`purchases.category_purchases` or `category_visits`) and, where promotions
    are held, `promoted_orders`.  Only orders that stand, from `window_start` to `as_of`, both included.

    An order is on discount when the discount is at least `discount_from` of the list price.  It is evidence of what
    a customer makes of prices only where full price was on offer too: orders of a week (Monday to Sunday) in which
    fewer than `full_price_from` of the orders were at full price are left out, if the week has `enough_orders`.
    So are orders on the days of `sales` (first and last day, both included), when everything was reduced.
    """
    bought = named(bought_orders(orders, as_of=as_of, window_start=window_start))
    bought_in = purchases.where(F.col("category").isNotNull() & (F.col("ordered_at") >= day_literal(window_start)))
    clocked = bought.withColumn("daypart", daypart(F.hour("ordered_at")))
    everybody = named(bought.select("customer_id").unionByName(bought_in.select("customer_id")))
    parts = [
        _choices(until(bought_in, as_of), "category"),
        _choices(bought.where(F.col("channel").isNotNull()), "channel"),
        _choices(named(clocked), "daypart"),
        _weekends(bought),
        _prices(_outside(bought, sales), discount_from=discount_from, full_price_from=full_price_from, enough_orders=enough_orders),
    ]
    if promoted is not None:
        parts.append(_promotions(bought, promoted))
    known = everybody.groupBy("customer_id").agg(F.count(F.lit(1)).alias("rows"))
    return _finished(to_pandas(side_by_side(named(known), *(named(part) for part in parts), on="customer_id")))


def promoted_orders(lines: DataFrame, *, none: Sequence[str] = NO_PROMOTION) -> DataFrame:
    """customer_id, order_id, promoted: whether an order has a line sold under a promotion.

    From `numbered` lines with the column promotion; `none` are the words that mean there was none, in small letters.
    """
    word = F.coalesce(F.col("promotion"), F.lit(""))
    given = F.when(F.lower(word).isin(*none), F.lit(0)).otherwise(F.lit(1))
    return lines.groupBy("customer_id", "order_id").agg(F.max(given).alias("promoted"))


def _choices(rows: DataFrame, habit: str) -> DataFrame:
    """Number of choices, the first two values with their counts, and Σ count² over the values."""
    votes = named(rows.groupBy("customer_id", habit).agg(F.count(F.lit(1)).alias("votes")))
    order = Window.partitionBy("customer_id").orderBy(F.col("votes").desc(), F.col(habit))
    ranked = named(votes.withColumn("rank", F.row_number().over(order)))
    first, second = F.col("rank") == F.lit(1), F.col("rank") == F.lit(2)
    return ranked.groupBy("customer_id").agg(
        F.sum("votes").alias(f"{habit}_n"),
        F.max(F.when(first, F.col(habit))).alias(f"{habit}_top"),
        F.max(F.when(first, F.col("votes"))).alias(f"{habit}_top_n"),
        F.max(F.when(second, F.col(habit))).alias(f"{habit}_second"),
        F.max(F.when(second, F.col("votes"))).alias(f"{habit}_second_n"),
        F.sum(F.col("votes") * F.col("votes")).alias(f"{habit}_squares"),
    )


def _weekends(bought: DataFrame) -> DataFrame:
    late = weekday(F.col("ordered_at")) >= F.lit(6)
    return bought.groupBy("customer_id").agg(F.count(F.lit(1)).alias("order_n"), F.count(F.when(late, F.lit(1))).alias("weekend_n"))


def _outside(bought: DataFrame, sales: Sequence[tuple[date, date]]) -> DataFrame:
    """The orders of days on which not everything was reduced."""
    for first, last in sales:
        within = (F.col("ordered_at") >= day_literal(first)) & (F.col("ordered_at") < day_literal(last + timedelta(days=1)))
        bought = bought.where(~within)
    return named(bought) if sales else bought


def _prices(bought: DataFrame, *, discount_from: float, full_price_from: float, enough_orders: int) -> DataFrame:
    """Orders whose discount is known, and those on discount, in weeks in which full price was on offer."""
    listed = F.col("list_amount").cast("double")
    off = F.when(discount_given().cast("double") >= listed * F.lit(discount_from), F.lit(1)).otherwise(F.lit(0))
    week = F.date_trunc("week", F.col("ordered_at")).cast("date")
    known = bought.where(F.col("list_amount") > F.lit(0).cast("decimal(18,4)"))
    priced = named(known.select("customer_id", week.alias("week"), off.alias("off")))
    weeks = priced.groupBy("week").agg(F.count(F.lit(1)).alias("in_week"), F.sum("off").alias("off_in_week"))
    full = (F.col("in_week") - F.col("off_in_week")).cast("double") >= F.col("in_week").cast("double") * F.lit(full_price_from)
    on_offer = named(weeks).where(full | (F.col("in_week") < F.lit(enough_orders))).select("week")
    return (
        priced.join(named(on_offer), ["week"], "inner")
        .groupBy("customer_id")
        .agg(F.count(F.lit(1)).alias("priced_n"), F.sum("off").alias("discount_n"))
    )


def _promotions(bought: DataFrame, promoted: DataFrame) -> DataFrame:
    joined = bought.select("customer_id", "order_id").join(named(promoted), ["customer_id", "order_id"], "inner")
    return joined.groupBy("customer_id").agg(F.sum("promoted").alias("promotion_n"))


def _finished(table: pd.DataFrame) -> pd.DataFrame:
    """Columns, types and order as declared; no choice counts 0.  Promotions that are not held stay missing."""
    held = "promotion_n" in table
    table = table if held else table.assign(promotion_n=float("nan"))
    counts = {column.name: table[column.name].fillna(0).astype("int64") for column in HABITS.columns if column.type == "int"}
    table = table.assign(**counts)
    if held:
        table["promotion_n"] = table["promotion_n"].fillna(0).astype("float64")
    return table[list(HABITS.names)].sort_values("customer_id", ignore_index=True)
