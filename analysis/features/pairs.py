"""What is bought together and what comes after what: counts of pairs of items, and of items by customer.

An item is a category or a product.  `baskets` are rows customer_id, basket_id, item, at: one for each item of a
basket, which is an order that stands or, for clients counted by visits, a day.  All counting of lines happens in
the engine and streams: what comes back has a row per pair, or per customer and item.  Products have a long tail,
and pairs grow with its square, so only those bought by most customers are counted; `chosen_items` says what is cut.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.engine import Column, DataFrame, F, create_frame, named, to_pandas
from analysis.features.engagement import BROWSING
from analysis.features.window import day_literal, until


def category_baskets(orders: DataFrame, order_categories: DataFrame, *, as_of: date) -> DataFrame:
    """Baskets of categories up to `as_of`, from the tables `orders` and `order_categories`; orders that stand."""
    standing = until(orders, as_of).where(F.col("is_order")).select("customer_id", "order_id")
    rows = order_categories.join(named(standing), ["customer_id", "order_id"], "inner").where(F.col("category").isNotNull())
    return named(
        rows.select(
            "customer_id", F.col("order_id").alias("basket_id"), F.col("category").alias("item"), F.col("ordered_at").alias("at")
        )
    )


def product_baskets(orders: DataFrame, lines: DataFrame, *, as_of: date) -> DataFrame:
    """Baskets of products up to `as_of`, from `orders` and the `numbered` analysed lines; lines that were sold."""
    standing = until(orders, as_of).where(F.col("is_order")).select("customer_id", "order_id")
    sold = lines.where(F.col("product").isNotNull() & (F.col("sold") > F.lit(0)))
    grouped = named(sold.select("customer_id", "order_id", "product", "ordered_at")).groupBy("customer_id", "order_id", "product")
    joined = named(grouped.agg(F.min("ordered_at").alias("at"))).join(named(standing), ["customer_id", "order_id"], "inner")
    return named(joined.select("customer_id", F.col("order_id").alias("basket_id"), F.col("product").alias("item"), "at"))


def visit_baskets(visits: DataFrame, *, as_of: date) -> DataFrame:
    """Baskets of categories from `purchases.category_visits`: what a customer came for on one day."""
    day = F.col("ordered_at").cast("date")
    rows = until(visits, as_of).select(
        "customer_id",
        day.cast("string").alias("basket_id"),
        F.col("category").alias("item"),
        day.cast("timestamp_ntz").alias("at"),
    )
    return named(named(rows).groupBy("customer_id", "basket_id", "item").agg(F.min("at").alias("at")))


def chosen_items(baskets: DataFrame, *, most: int, least: int = 1) -> pd.DataFrame:
    """Which items are counted, and under what name: written, item, customers, baskets, kept; one row per writing.

    Writings that differ in capitals and outer blanks alone are one item, under the commonest of them: who bought
    "KITCHEN" has nothing new in "Kitchen".  Kept are the `most` items that most customers bought, each with at
    least `least` (a customer who bought two writings counts twice there); ties by name.
    """
    counted = named(_held(baskets)).groupBy("item").agg(F.count(F.lit(1)).alias("customers"), F.sum("n").alias("baskets"))
    table = to_pandas(counted).rename(columns={"item": "written"})
    table = table.sort_values(["customers", "written"], ascending=[False, True], ignore_index=True)
    key = folded(table["written"])
    table = table.assign(item=table["written"].groupby(key).transform("first"), baskets=table["baskets"].astype("int64"))
    held = table.groupby("item", sort=True)["customers"].sum().sort_values(ascending=False, kind="stable")
    kept = held[held >= least].index[:most]
    return table.assign(kept=table["item"].isin(kept))[["written", "item", "customers", "baskets", "kept"]]


def folded(written: pd.Series) -> pd.Series:
    """What two writings of one item share."""
    return written.str.strip().str.casefold()


def of_items(baskets: DataFrame, items: pd.DataFrame) -> DataFrame:
    """The baskets with the items that `chosen_items` keeps, each once a basket and under its name."""
    names = create_frame(items.loc[items["kept"], ["written", "item"]].rename(columns={"item": "name"}))
    rows = named(baskets.withColumn("written", F.col("item"))).join(names, ["written"], "inner")
    rows = named(rows.select("customer_id", "basket_id", F.col("name").alias("item"), "at"))
    return named(rows.groupBy("customer_id", "basket_id", "item").agg(F.min("at").alias("at")))


def item_widths(baskets: DataFrame) -> pd.DataFrame:
    """How many customers hold each item, by how many items they hold at all: item, width, customers.

    What `pair_lift` needs to know how often two items would meet by chance.
    """
    held = named(_held(baskets).select("customer_id", "item"))
    wide = held.groupBy("customer_id").agg(F.count(F.lit(1)).alias("width"))
    counted = (
        named(held.join(named(wide), ["customer_id"], "inner")).groupBy("item", "width").agg(F.count(F.lit(1)).alias("customers"))
    )
    return to_pandas(counted).sort_values(["item", "width"], ignore_index=True)


def pair_counts(baskets: DataFrame) -> pd.DataFrame:
    """One row per pair that any customer holds, once each (item before other by name), in their order:

    both          int  customers with both, ever
    other_later   int  of these, those whose first `other` came in a later basket than their first `item`
    item_later    int  the other way round; the rest began with both at once
    baskets       int  baskets with both
    """
    held = named(_held(baskets).select("customer_id", "item", "first_at"))
    right = named(held.select("customer_id", F.col("item").alias("other"), F.col("first_at").alias("other_at")))
    met = named(held.join(right, ["customer_id"], "inner").where(F.col("item") < F.col("other")))
    later, earlier = F.col("other_at") > F.col("first_at"), F.col("first_at") > F.col("other_at")
    customers = to_pandas(
        met.groupBy("item", "other").agg(
            F.count(F.lit(1)).alias("both"),
            F.count(F.when(later, F.lit(1))).alias("other_later"),
            F.count(F.when(earlier, F.lit(1))).alias("item_later"),
        )
    )
    table = customers.merge(_together(baskets), on=["item", "other"], how="left", validate="1:1")
    table = table.assign(baskets=table["baskets"].fillna(0).astype("int64"))
    return table.sort_values(["item", "other"], ignore_index=True)


def customer_items(baskets: DataFrame, *, cuts: Sequence[date] = ()) -> pd.DataFrame:
    """What each customer bought, by stretch of time: customer_id, item, phase, n (baskets), last_at.

    `cuts` are days in their order; phase 0 runs up to and including the first of them, phase 1 to the second, …
    """
    rows = baskets.select("customer_id", "item", "at", _phase("at", cuts).alias("phase"))
    counted = named(rows).groupBy("customer_id", "item", "phase").agg(F.count(F.lit(1)).alias("n"), F.max("at").alias("last_at"))
    return to_pandas(counted).sort_values(["customer_id", "item", "phase"], ignore_index=True)


def browsed_items(events: DataFrame, *, as_of: date, cuts: Sequence[date] = ()) -> pd.DataFrame:
    """What each customer looked at, by stretch of time: customer_id, item, phase, n (events); see `customer_items`.

    From `engagement.event_lines`; events that show interest and name a category, up to `as_of`.
    """
    known = F.col("customer_id").isNotNull() & F.col("category").isNotNull() & F.col("kind").isin(*BROWSING)
    rows = events.where(known).withColumn("ordered_at", F.col("occurred_at"))
    rows = until(named(rows), as_of).select(
        "customer_id", F.col("category").alias("item"), _phase("ordered_at", cuts).alias("phase")
    )
    counted = named(rows).groupBy("customer_id", "item", "phase").agg(F.count(F.lit(1)).alias("n"))
    return to_pandas(counted).sort_values(["customer_id", "item", "phase"], ignore_index=True)


def _phase(at: str, cuts: Sequence[date]) -> Column:
    """Number of the stretch that a time lies in."""
    found = F.lit(len(cuts))
    for number, cut in reversed(list(enumerate(cuts))):
        found = F.when(F.col(at) < day_literal(date.fromordinal(cut.toordinal() + 1)), F.lit(number)).otherwise(found)
    return found


def _held(baskets: DataFrame) -> DataFrame:
    """One row per customer and item: its first basket, and how many."""
    return baskets.groupBy("customer_id", "item").agg(F.min("at").alias("first_at"), F.count(F.lit(1)).alias("n"))


def _together(baskets: DataFrame) -> pd.DataFrame:
    """Baskets with both items of a pair: item, other, baskets."""
    right = named(baskets.select("customer_id", "basket_id", F.col("item").alias("other")))
    met = baskets.select("customer_id", "basket_id", "item").join(right, ["customer_id", "basket_id"], "inner")
    counted = named(met.where(F.col("item") < F.col("other"))).groupBy("item", "other").agg(F.count(F.lit(1)).alias("baskets"))
    return to_pandas(counted)
