"""Money given back, matched to the order that it belongs to."""

from collections.abc import Iterator

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.quality.rules.model import Found, Scope

_PREFIX = r"^[A-Za-z]{1,3}[-_ ]?([0-9].*)$"  # R1000123, T-1000123: the number of the order follows
_LEFT_OUT = ("excluded", "duplicate", "superseded", "unreadable_amount", "unreadable_date")


def matched(scope: Scope) -> Iterator[Found]:
    """Lines that give money back, with and without the sale they belong to.

    A sale is found by its order number, by its number behind a prefix of up to three letters, or as an
    earlier purchase by the same customer (of the same product, where products are held) of at least that
    much.  A line that is marked as refunded and holds what was paid is its own sale.  The example says how
    many of all were matched.
    """
    if scope.table != "transactions" or scope.raw or not scope.holds("order_id"):
        return
    held = named(scope.frame.where(~F.col("fate").isin(*_LEFT_OUT)))
    back = named(_given_back(held))
    sold = named(_sold(held))
    either = F.coalesce(F.col("by_number"), F.col("by_prefix"), F.col("by_purchase")).isNotNull()
    looked_up = _by_purchase(_by_prefix(_by_number(back, sold), sold), sold, product=scope.holds("product"))
    flagged = looked_up.select("amount", F.when(either, F.lit(1)).otherwise(F.lit(0)).alias("known"))
    sums = [F.count(F.lit(1)).alias("rows"), F.sum("known").alias("known"), F.sum("amount").cast("double").alias("amount")]
    sums.append(F.sum(F.when(F.col("known") == F.lit(0), F.col("amount"))).cast("double").alias("lost"))
    row = to_pandas(flagged.agg(*sums)).fillna(0).iloc[0]
    rows, known = int(row["rows"]), int(row["known"])
    if known:
        yield Found("refund_matched", "amount", known, round(row["amount"] - row["lost"], 4), f"{known:,} / {rows:,}", "kept")
    if rows > known:
        yield Found("refund_unmatched", "amount", rows - known, float(row["lost"]), f"{rows - known:,} / {rows:,}")


def _given_back(lines: DataFrame) -> DataFrame:
    negative = lines.where(F.col("amount") < F.lit(0))
    digits = F.regexp_extract(F.coalesce(F.col("order_id"), F.lit("")), _PREFIX, 1)
    product = F.coalesce(F.col("product"), F.lit(""))
    return negative.select("customer_id", "order_id", "amount", "ordered_at", product.alias("product"), digits.alias("bare_id"))


def _sold(lines: DataFrame) -> DataFrame:
    positive = lines.where(F.col("amount") > F.lit(0))
    product = F.coalesce(F.col("product"), F.lit(""))
    return positive.select("customer_id", "order_id", "amount", "ordered_at", product.alias("product"))


def _by_number(back: DataFrame, sold: DataFrame) -> DataFrame:
    numbers = sold.groupBy("order_id").agg(F.count(F.lit(1)).alias("by_number"))
    return named(back.join(numbers, "order_id", "left"))


def _by_prefix(back: DataFrame, sold: DataFrame) -> DataFrame:
    numbers = sold.groupBy(F.col("order_id").alias("bare_id")).agg(F.count(F.lit(1)).alias("by_prefix"))
    return named(back.join(numbers, "bare_id", "left"))


def _by_purchase(back: DataFrame, sold: DataFrame, *, product: bool) -> DataFrame:
    """The first day on which the customer had bought, and what was bought in all."""
    keys = ["customer_id", "product"] if product else ["customer_id"]
    bought = sold.where(F.col("customer_id").isNotNull()).groupBy(*keys).agg(
        F.min("ordered_at").alias("first_bought"), F.sum("amount").alias("bought")
    )  # fmt: skip
    both = named(back.join(bought, keys, "left"))
    enough = (F.col("first_bought") <= F.col("ordered_at")) & (F.col("bought") >= -F.col("amount"))
    return both.withColumn("by_purchase", F.when(enough, F.lit(1)))
