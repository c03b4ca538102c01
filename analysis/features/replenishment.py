"""How customers come back to a category: the last purchase of each, and the gaps between purchases.

Purchases of a category on one day are one, so a gap is at least one day.  `purchases` are those of
`purchases.category_purchases`, or visits by category.
"""

from datetime import date

import pandas as pd

from analysis.engine import DataFrame, F, Window, named, to_pandas
from analysis.features.window import until


def category_rhythm(purchases: DataFrame, *, as_of: date) -> pd.DataFrame:
    """One row per customer and category bought up to `as_of`, in their order:

    purchases        int    days on which it was bought
    last_age_days    float  from the last of them to as_of
    mean_gap_days    float  between them; missing with one
    purchase_value   float  mean money of a purchase, in the client's currency; missing where no money is held
    """
    day, today = F.col("day"), F.lit(str(as_of)).cast("date")
    rows = (
        named(_purchase_days(purchases, as_of=as_of))
        .groupBy("customer_id", "category")
        .agg(
            F.count(F.lit(1)).alias("purchases"),
            F.datediff(today, F.max(day)).cast("double").alias("last_age_days"),
            F.datediff(F.max(day), F.min(day)).cast("double").alias("span"),
            F.sum("amount").cast("double").alias("money"),
            F.count("amount").alias("valued"),
        )
    )
    table = to_pandas(rows)
    again = table["purchases"] - 1
    table = table.assign(
        mean_gap_days=(table["span"] / again.where(again > 0)).astype("float64"),
        purchase_value=(table["money"] / table["valued"].where(table["valued"] > 0)).astype("float64"),
    )
    return table.drop(columns=["span", "money", "valued"]).sort_values(["customer_id", "category"], ignore_index=True)


def category_gaps(purchases: DataFrame, *, as_of: date) -> pd.DataFrame:
    """How long it took until a category was bought again: category, gap_days, closed, n; one row per length.

    The gap from the last purchase to `as_of` is open: not yet, which is not never.
    """
    by_day = Window.partitionBy("customer_id", "category").orderBy("day")
    days = named(_purchase_days(purchases, as_of=as_of)).select("category", "day", F.lead("day").over(by_day).alias("next_day"))
    end = F.coalesce(F.col("next_day"), F.lit(str(as_of)).cast("date"))
    gaps = days.select(
        "category",
        F.datediff(end, F.col("day")).cast("double").alias("gap_days"),
        F.col("next_day").isNotNull().alias("closed"),
    )
    counted = to_pandas(named(gaps).groupBy("category", "gap_days", "closed").agg(F.count(F.lit(1)).alias("n")))
    return counted.sort_values(["category", "gap_days", "closed"], ignore_index=True)


def _purchase_days(purchases: DataFrame, *, as_of: date) -> DataFrame:
    """One row per customer, category and day: its money."""
    rows = until(purchases, as_of).where(F.col("category").isNotNull())
    dated = rows.select("customer_id", "category", F.col("ordered_at").cast("date").alias("day"), "amount")
    return named(dated).groupBy("customer_id", "category", "day").agg(F.sum("amount").alias("amount"))
