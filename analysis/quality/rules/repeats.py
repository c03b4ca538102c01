"""The same thing twice: equal lines, nearly equal lines, an order in two files, a key of two rows."""

from collections.abc import Iterator

import pandas as pd

from analysis.engine import Column, DataFrame, F, named, to_pandas
from analysis.quality.rules.model import Found, Scope

OWN = ("source_file", "source_row", "fate")
MINUTES = 10  # between two orders of the same thing: a button pressed twice
_KEYS = {
    "customers": ("customer_id",),
    "summaries": ("customer_id",),
    "links": ("customer_id",),
    "balances": ("customer_id", "kind", "as_of", "expires_at"),
}


def equal_lines(scope: Scope) -> Iterator[Found]:
    """Order lines that repeat an earlier one in every column, and lines that do but for blanks and capitals.

    Two equal articles on one order may be right.  Lines that were left out as repeats are not counted again.
    """
    if scope.table != "transactions" or scope.raw:
        return
    columns = [name for name in scope.frame.columns if name not in OWN]
    groups = named(_candidates(scope, columns).groupBy(*columns).agg(F.count(F.lit(1)).alias("copies")))
    extra = F.col("copies") - F.lit(1)
    found = _summed(groups.select(extra.alias("rows"), (F.col("amount").cast("double") * extra).alias("amount")))
    if found[0]:
        yield Found("exact_duplicate", "*", *found, action="kept")
    texts = [name for name in scope.of_kind("category", "product", "code", "text", "key") if name in columns]
    folded = groups.select(*(_folded(name).alias(name) if name in texts else F.col(name) for name in columns))
    alike = folded.groupBy(*columns).agg(F.count(F.lit(1)).alias("variants"))
    more = F.col("variants") - F.lit(1)
    found = _summed(alike.select(more.alias("rows"), (F.col("amount").cast("double") * more).alias("amount")))
    if found[0]:
        yield Found("near_duplicate", "*", *found, action="kept")


def _candidates(scope: Scope, columns: list[str]) -> DataFrame:
    """Lines that share customer, time and amount with another: so that only few are compared in every column."""
    held = scope.frame.where(~F.col("fate").isin("duplicate", "excluded", "superseded"))
    # A join finds no missing value equal to another, so the keys have none.
    who = F.coalesce(F.col("customer_id"), F.lit(""))
    when = F.coalesce(F.col("ordered_at"), F.lit("1900-01-01 00:00:00").cast("timestamp_ntz"))
    what = F.coalesce(F.col("amount"), F.lit(0).cast("decimal(18,4)"))
    keyed = named(held.select(*columns, who.alias("key_who"), when.alias("key_when"), what.alias("key_what")))
    keys = ["key_who", "key_when", "key_what"]
    several = keyed.select(*keys).groupBy(*keys).agg(F.count(F.lit(1)).alias("alike")).where(F.col("alike") > F.lit(1))
    return keyed.join(several, keys, "inner").select(*columns)


def _folded(column: str) -> Column:
    return F.translate(F.lower(F.col(column)), " \u00a0\u3000", "")


def _summed(frame: DataFrame) -> tuple[int, float]:
    row = to_pandas(frame.agg(F.sum("rows").alias("rows"), F.sum("amount").alias("amount"))).fillna(0).iloc[0]
    return int(row["rows"]), round(float(row["amount"]), 4)


def ordered_twice(scope: Scope) -> Iterator[Found]:
    """The same customer, product and amount under another order number within ten minutes.

    Only where times of day are held: two equal orders on one day are usual.
    """
    if scope.table != "transactions" or scope.raw or not scope.holds("order_id", "product"):
        return
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & (F.col("amount") > F.lit(0)))
    keys = ["customer_id", "product", "amount", "day"]
    groups = sold.withColumn("day", F.col("ordered_at").cast("date")).groupBy(*keys).agg(
        F.countDistinct("order_id").alias("orders"), F.min("ordered_at").alias("first"), F.max("ordered_at").alias("last")
    )  # fmt: skip
    # Times are all midnight where the file holds days alone.
    several = groups.where((F.col("orders") > F.lit(1)) & (F.col("last") > F.col("day").cast("timestamp_ntz")))
    table = to_pandas(several.select("amount", "orders", "first", "last"))
    table = table[(table["last"] - table["first"]) <= pd.Timedelta(minutes=MINUTES)]
    if len(table):
        again = table["orders"] - 1
        example = table.sort_values(["amount", "first"], kind="stable")["first"].iloc[-1].strftime("%Y-%m-%d %H:%M")
        yield Found(
            "ordered_twice", "order_id", int(again.sum()), round(float((table["amount"] * again).sum()), 4), example, "kept"
        )


def shared_numbers(scope: Scope) -> Iterator[Found]:
    """Order numbers of several customers (such an order is counted once per customer), and orders in two files."""
    if scope.table != "transactions" or scope.raw or not scope.holds("order_id"):
        return
    row = to_pandas(_by_number(scope.frame)).fillna(0).iloc[0]
    if row["shared_rows"]:
        yield Found("shared_order_number", "order_id", int(row["shared_rows"]), float(row["shared_amount"]), action="kept")
    if row["twice_rows"]:
        yield Found("order_in_two_files", "order_id", int(row["twice_rows"]), float(row["twice_amount"]), action="kept")


def _by_number(lines: DataFrame) -> DataFrame:
    known = lines.where((F.col("fate") == F.lit("ok")) & F.col("order_id").isNotNull())
    # What was sold stands in one file; money given back may well come in a later one.
    sold = F.when(F.col("amount") > F.lit(0), F.col("source_file"))
    orders = known.groupBy("order_id", "customer_id").agg(
        F.count(F.lit(1)).alias("rows"), F.sum("amount").alias("amount"), F.min(sold).alias("first"), F.max(sold).alias("last")
    )
    twice = F.col("first") < F.col("last")
    numbers = orders.groupBy("order_id").agg(
        F.count(F.lit(1)).alias("people"),
        F.sum("rows").alias("rows"),
        F.sum("amount").alias("amount"),
        F.sum(F.when(twice, F.col("rows"))).alias("twice_rows"),
        F.sum(F.when(twice, F.col("amount"))).alias("twice_amount"),
    )
    several = F.col("people") > F.lit(1)
    return numbers.agg(
        F.count(F.lit(1)).alias("all"),
        F.sum(F.when(several, F.lit(1)).otherwise(F.lit(0))).alias("shared"),
        F.sum(F.when(several, F.col("rows"))).alias("shared_rows"),
        F.sum(F.when(several, F.col("amount"))).cast("double").alias("shared_amount"),
        F.sum("twice_rows").alias("twice_rows"),
        F.sum("twice_amount").cast("double").alias("twice_amount"),
    )


def shared_order_numbers(lines: DataFrame) -> tuple[int, int]:
    """Order numbers that several customers use, and all order numbers of the lines that can be analysed."""
    row = to_pandas(_by_number(lines)).fillna(0).iloc[0]
    return int(row["shared"]), int(row["all"])


def repeated_keys(scope: Scope) -> Iterator[Found]:
    """Rows beyond the first of one customer in a table that should hold one row for each."""
    key = [name for name in _KEYS.get(scope.table, ()) if name in scope.frame.columns]
    if not key or scope.raw:
        return
    rows = scope.frame.where(F.col(key[0]).isNotNull()).groupBy(*key).agg(F.count(F.lit(1)).alias("rows"))
    several = rows.where(F.col("rows") > F.lit(1)).select((F.col("rows") - F.lit(1)).alias("extra"))
    extra = to_pandas(several.agg(F.sum("extra").alias("extra")))["extra"][0]
    if not pd.isna(extra):
        yield Found("repeated_key", "customer_id", int(extra))
