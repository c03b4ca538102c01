"""From order lines to orders, in the engine.

An order is (order number, customer): the same number under two customers is two orders.  Where
the client gives no number, the lines of a customer on one day are one order.  Refund policy:

    net    every line counts; a line paid back in full counts nothing
    gross  what was sold, before refunds
    drop   lines that were paid and stand, with an amount above zero

A refund booked under its own number is kept as a row with is_order false: its money counts
for its customer, but it is no order.  Neither is an order refunded in full.  A sale that was
cancelled before it was paid counts nowhere.
"""

from datetime import date, timedelta
from pathlib import Path

from analysis.engine import Column, DataFrame, F, column_names, first_of, named, read_parquet
from analysis.errors import ConfigError
from analysis.features.window import exact
from analysis.schema.model import ENGINE_TYPES

POLICIES = ("net", "gross", "drop")
_TEXTS = ("category", "channel", "store", "city", "product")
_MONEY = ("list_amount", "discount", "cost")
_ORDER_MONEY = ("amount", "gross", "refunded", "list_amount", "discount", "cost")


def transactions(path: Path) -> DataFrame:
    """The canonical transactions with every optional column present (missing where not held)."""
    held = column_names(path)
    frame = read_parquet(path)
    for name, type_ in {
        "order_id": "string", "quantity": "float", "status": "string",
        **dict.fromkeys(_TEXTS, "string"), **dict.fromkeys(_MONEY, "money"),
    }.items():  # fmt: skip
        if name not in held:
            frame = frame.withColumn(name, F.lit(None).cast(ENGINE_TYPES[type_]))
    return frame


def analysed_lines(lines: DataFrame, *, as_of: date, refunds: str) -> DataFrame:
    """The lines that the analysis rests on: readable, of a known customer, up to `as_of`, after the refund policy.

    Adds money columns: sold (before refunds), refunded (positive), net (after the policy).
    Raises ConfigError for an unknown policy.
    """
    if refunds not in POLICIES:
        raise ConfigError("refunds is '{given}'. Choose one of: {choices}.", given=refunds, choices=", ".join(POLICIES))
    end = F.lit(f"{as_of + timedelta(days=1)} 00:00:00").cast("timestamp_ntz")
    kept = lines.where((F.col("fate") == F.lit("ok")) & (F.col("ordered_at") < end))
    kept = kept.where(F.coalesce(F.col("status"), F.lit("paid")) != F.lit("pending"))
    money = with_money(kept.where(~never_paid()))
    if refunds == "drop":
        return money.where(stands()).withColumn("net", F.col("sold"))
    if refunds == "gross":
        return money.where((F.col("sold") > F.lit(0)) | (F.col("refunded") == F.lit(0))).withColumn("net", F.col("sold"))
    return money.withColumn("net", (F.col("sold") - F.col("refunded")).cast(ENGINE_TYPES["money"]))


def is_back() -> Column:
    """True for a line that was refunded or cancelled."""
    return F.coalesce(F.col("status"), F.lit("paid")).isin("refunded", "cancelled")


def never_paid() -> Column:
    """True for a sale that was cancelled.  (A cancelled line with a negative amount is a refund.)"""
    cancelled = F.coalesce(F.col("status"), F.lit("paid")) == F.lit("cancelled")
    return cancelled & (F.col("amount") >= F.lit(0))


def stands() -> Column:
    """True for a line that was paid and stands, with an amount above zero."""
    return ~is_back() & (F.col("amount") > F.lit(0))


def with_money(lines: DataFrame) -> DataFrame:
    """Lines with `sold` and `refunded`, both at least zero.

    A negative line is a refund.  A refunded line with a positive amount is a sale whose money
    went back: sold and refunded at once.
    """
    zero = F.lit(0).cast(ENGINE_TYPES["money"])
    amount = F.col("amount")
    sold = F.when(amount > zero, amount).otherwise(zero)
    refunded = F.when(amount < zero, -amount).when(is_back(), amount).otherwise(zero)
    return lines.withColumn("sold", sold.cast(ENGINE_TYPES["money"])).withColumn("refunded", refunded.cast(ENGINE_TYPES["money"]))


def numbered(lines: DataFrame) -> DataFrame:
    """Lines with an order number: the client's own, else customer and day."""
    day = F.concat(F.col("customer_id"), F.lit("@"), F.col("ordered_at").cast("date").cast("string"))
    return lines.withColumn("order_id", F.coalesce(F.col("order_id"), day))


def order_table(lines: DataFrame) -> DataFrame:
    """One row per order from `analysed_lines`: see the table `orders` of schema.py."""
    lines = named(numbered(lines))
    sale = F.col("sold") > F.lit(0)
    paid_back = sale & (F.col("net") == F.lit(0))
    totals = lines.groupBy("customer_id", "order_id").agg(
        F.min("ordered_at").alias("ordered_at"),
        F.sum("net").alias("amount"),
        F.sum("sold").alias("gross"),
        F.sum("refunded").alias("refunded"),
        F.sum(F.when(sale, F.col("list_amount"))).alias("list_amount"),
        F.sum(F.when(sale, F.col("discount"))).alias("discount"),
        F.sum(F.when(~paid_back, F.col("cost"))).alias("cost"),
        F.count(F.lit(1)).alias("line_count"),
        F.sum(F.when(sale, exact(F.col("quantity")))).cast("double").alias("unit_count"),
        F.max("channel").alias("channel"),
        F.max("store").alias("store"),
        F.max("city").alias("city"),
    )
    joined = named(totals).join(named(main_category(lines)), ["customer_id", "order_id"], "left")
    # Net of refunds something must be left, or the order was free to begin with.
    stands_up = (F.col("amount") > F.lit(0)) | ((F.col("gross") == F.lit(0)) & (F.col("refunded") == F.lit(0)))
    return joined.select(
        "customer_id", "order_id", "ordered_at",
        *(F.col(name).cast(ENGINE_TYPES["money"]).alias(name) for name in _ORDER_MONEY),
        "line_count", "unit_count", "category", "channel", "store", "city",
        stands_up.alias("is_order"),
    )  # fmt: skip


def order_category_table(lines: DataFrame) -> DataFrame:
    """One row per order × category from `analysed_lines`: see `order_categories` of schema.py."""
    return (
        numbered(lines)
        .where(F.col("category").isNotNull() & (F.col("sold") > F.lit(0)))
        .groupBy("customer_id", "order_id", "category")
        .agg(F.min("ordered_at").alias("ordered_at"), F.sum("net").cast(ENGINE_TYPES["money"]).alias("amount"))
    )


def main_category(lines: DataFrame) -> DataFrame:
    """The category with most money on each order; ties go to the first name."""
    sums = (
        lines.where(F.col("category").isNotNull())
        .groupBy("customer_id", "order_id", "category")
        .agg(F.sum("sold").cast(ENGINE_TYPES["money"]).alias("category_sold"))
    )
    most = first_of("category", -F.col("category_sold"), F.col("category"))
    return sums.groupBy("customer_id", "order_id").agg(most.alias("category"))
