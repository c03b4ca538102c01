"""What an order was for: a gift, a banquet, bulk, or the customer's own use; and what cannot be told.

Read from quantity, whole cases, nearness to a festival and a place other than the customer's own.
One sign of a gift is not enough (before a festival people also buy for themselves), so an order
with a single one is unclassified rather than guessed at.  Rules and limits are the kit's own; set
them with the client.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.engine import Column, DataFrame, F, median, named, to_pandas
from analysis.errors import ConfigError
from analysis.features.window import day_literal, until
from analysis.schema.derived.preferences import OCCASIONS

OWN_RHYTHM = ("self_use", "unclassified")  # orders that say something about when a customer comes back
LEAST = {"banquet": 12.0, "bulk": 48.0}  # units below which no order is one, unless the client sets its own limit
TIMES = {"banquet": 5.0, "bulk": 20.0}  # how many times the usual order


@dataclass(frozen=True)
class OccasionRule:
    """The limits in force: units, and days around a festival."""

    banquet_units: float
    bulk_units: float
    case: int
    days_before: int
    days_after: int
    gift_signs: int


def occasion_rule(
    orders: DataFrame,
    *,
    as_of: date,
    banquet_units: float | None = None,
    bulk_units: float | None = None,
    case: int = 6,
    days_before: int = 21,
    days_after: int = 0,
    gift_signs: int = 2,
) -> OccasionRule:
    """The rule with the client's limits, or with limits from the usual (median) order.

    A banquet begins at 5 times the usual units and at least 12, bulk at 20 times and at least 48.  `case` is the
    number of units in a case, `gift_signs` how many of the two signs make a gift.  Raises ConfigError for settings
    out of range.
    """
    standing = until(orders, as_of).where(F.col("is_order") & F.col("unit_count").isNotNull())
    usual = to_pandas(standing.select("unit_count").agg(median("unit_count").alias("usual")))["usual"].iloc[0]
    usual = 1.0 if pd.isna(usual) else float(usual)
    banquet, bulk = (
        float(given) if given is not None else max(LEAST[key], TIMES[key] * usual)
        for key, given in (("banquet", banquet_units), ("bulk", bulk_units))
    )
    wrong = {
        "banquet_units": (banquet, not banquet > 0, "a number above 0"),
        "bulk_units": (bulk, not bulk > banquet, f"a number above banquet_units ({banquet:g})"),
        "case": (case, case < 1, "1 or more"),
        "days_before": (days_before, days_before < 0, "0 or more"),
        "days_after": (days_after, days_after < 0, "0 or more"),
        "gift_signs": (gift_signs, gift_signs not in (1, 2), "1 or 2"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
    return OccasionRule(banquet, bulk, case, days_before, days_after, gift_signs)


def order_occasions(
    orders: DataFrame, rule: OccasionRule, *, as_of: date, festivals: Sequence[date] = (), home: DataFrame | None = None
) -> DataFrame:
    """The table `order_occasions`: every order up to `as_of` that stands, with its signs and its occasion.

    From `orders`, the first days of festivals, and customers' own places (customer_id, city) where held; without
    one, the place of more than half of a customer's orders, two at least.  An order collected in a store has the
    store's place, which says nothing.  In this order, the first that holds:

        bulk          units of `bulk_units` and more
        banquet       units of `banquet_units` and more, in whole cases
        unclassified  so many units, not in whole cases
        gift          `gift_signs` of: before a festival, to another place
        unclassified  fewer signs but one, or no quantity held
        self_use      otherwise
    """
    standing = named(until(orders, as_of).where(F.col("is_order")))
    joined = standing.join(named(_home(standing, home)), ["customer_id"], "left")
    away = F.col("city").isNotNull() & F.col("store").isNull() & (F.col("city") != F.col("home"))
    flagged = joined.select(
        "customer_id", "order_id", "ordered_at", "amount",
        F.col("unit_count").alias("units"),
        _near(festivals, rule).alias("near_festival"),
        F.coalesce(away, F.lit(False)).alias("other_place"),
    )  # fmt: skip
    return named(flagged).withColumn("occasion", _occasion(rule)).select(*OCCASIONS.names)


def _home(standing: DataFrame, home: DataFrame | None) -> DataFrame:
    """customer_id, home: the place on file, else where most of the orders went."""
    sent = standing.where(F.col("city").isNotNull() & F.col("store").isNull())
    by_city = named(sent.groupBy("customer_id", "city").agg(F.count(F.lit(1)).alias("sent")))
    most = by_city.groupBy("customer_id").agg(F.max("sent").alias("most"), F.sum("sent").alias("all"))
    often = by_city.join(named(most), ["customer_id"], "inner")
    clear = (F.col("sent") == F.col("most")) & (F.col("most") + F.col("most") > F.col("all")) & (F.col("most") >= F.lit(2))
    usual = often.where(clear).select("customer_id", F.col("city").alias("usual"))
    if home is None:
        return usual.select("customer_id", F.col("usual").alias("home"))
    given = home.where(F.col("city").isNotNull()).groupBy("customer_id").agg(F.max("city").alias("given"))
    everybody = named(standing.groupBy("customer_id").agg(F.count(F.lit(1)).alias("rows")))
    found = everybody.join(named(usual), ["customer_id"], "left").join(named(given), ["customer_id"], "left")
    return found.select("customer_id", F.coalesce(F.col("given"), F.col("usual")).alias("home"))


def _near(festivals: Sequence[date], rule: OccasionRule) -> Column:
    """True in the days before a festival (and after it, where the rule says so)."""
    at, near = F.col("ordered_at"), F.lit(False)
    for day in sorted(festivals):
        start, end = day - timedelta(days=rule.days_before), day + timedelta(days=rule.days_after + 1)
        near = F.when((at >= day_literal(start)) & (at < day_literal(end)), F.lit(True)).otherwise(near)
    return near


def _occasion(rule: OccasionRule) -> Column:
    units = F.col("units")
    cases = units % F.lit(float(rule.case)) == F.lit(0.0)
    signs = F.when(F.col("near_festival"), F.lit(1)).otherwise(F.lit(0)) + F.when(F.col("other_place"), F.lit(1)).otherwise(
        F.lit(0)
    )
    return (
        F.when(units >= F.lit(rule.bulk_units), F.lit("bulk"))
        .when((units >= F.lit(rule.banquet_units)) & cases, F.lit("banquet"))
        .when(units >= F.lit(rule.banquet_units), F.lit("unclassified"))
        .when(signs >= F.lit(rule.gift_signs), F.lit("gift"))
        .when((signs > F.lit(0)) | units.isNull(), F.lit("unclassified"))
        .otherwise(F.lit("self_use"))
    )


def occasion_counts(occasions: DataFrame, *, as_of: date, window_start: date) -> pd.DataFrame:
    """The table `occasion`: orders of each customer in the window by occasion, from `order_occasions`."""
    inside = until(occasions, as_of).where(F.col("ordered_at") >= day_literal(window_start))
    kinds = OCCASIONS.column("occasion").values
    counts = [F.count(F.when(F.col("occasion") == F.lit(kind), F.lit(1))).alias(kind) for kind in kinds]
    table = to_pandas(inside.groupBy("customer_id").agg(F.count(F.lit(1)).alias("orders"), *counts))
    return table.sort_values("customer_id", ignore_index=True)


def occasion_months(occasions: DataFrame, *, as_of: date) -> pd.DataFrame:
    """The table `occasion_months`: orders and money by month and occasion, from `order_occasions`."""
    month = F.date_trunc("month", F.col("ordered_at")).cast("date").cast("timestamp_ntz")
    rows = until(occasions, as_of).select(month.alias("month"), "occasion", "amount")
    table = to_pandas(
        named(rows)
        .groupBy("month", "occasion")
        .agg(F.count(F.lit(1)).alias("orders"), F.sum("amount").cast("double").alias("revenue"))
    )
    return table.sort_values(["month", "occasion"], ignore_index=True)


def cycle_orders(orders: DataFrame, occasions: DataFrame) -> DataFrame:
    """The orders without gifts, banquets and bulk, in the columns of `orders`: those whose rhythm is the customer's own.

    For the gaps behind the life cycle: a gift in December is no sign that the giver needs something in January.
    Rows that are no order stay.
    """
    apart = occasions.where(~F.col("occasion").isin(*OWN_RHYTHM)).select("customer_id", "order_id", F.lit(1).alias("apart"))
    kept = orders.join(named(apart), ["customer_id", "order_id"], "left").where(F.col("apart").isNull())
    return kept.select(*orders.columns)
