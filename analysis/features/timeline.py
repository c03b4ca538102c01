"""How sales ran over time: by month, by week, by weekday and hour, and the span of the data."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, to_pandas
from analysis.errors import ConfigError
from analysis.features.habits import weekday
from analysis.features.window import day_literal, until


@dataclass(frozen=True)
class Dates:
    """The days that a run rests on; each day is included."""

    first: date  # first order line held
    last: date  # last order line held
    start: date  # first day of the period
    as_of: date  # last day of the period, or of the data where they end earlier
    window_start: date  # first day of the window

    @property
    def complete(self) -> bool:
        """True where the whole period is covered by data (to the day)."""
        return self.first <= self.start and self.as_of <= self.last


def data_span(lines: DataFrame) -> tuple[date, date]:
    """First and last day with a line that can be analysed.  Raises ConfigError where there is none."""
    span = to_pandas(
        lines.where(F.col("fate") == F.lit("ok"))
        .select("ordered_at")
        .agg(F.min("ordered_at").alias("first"), F.max("ordered_at").alias("last"))
    )
    if span["first"].isna().all():
        raise ConfigError(
            "No order line can be analysed: each lacks a readable date, an amount or a customer number. "
            "Check source.transactions.columns in client.yaml."
        )
    return span["first"][0].date(), span["last"][0].date()


def monthly_sales(orders: DataFrame, *, as_of: date) -> pd.DataFrame:
    """One row per calendar month up to `as_of`: see `monthly` of schema.py.  Months without orders are rows of zeros."""
    firsts = orders.where(F.col("is_order")).groupBy("customer_id").agg(F.min("ordered_at").alias("first_order_at"))
    dated = until(orders, as_of).join(firsts, "customer_id", "left").select(
        F.date_trunc("month", F.col("ordered_at")).cast("date").alias("month"),
        (F.date_trunc("month", F.col("ordered_at")) == F.date_trunc("month", F.col("first_order_at"))).alias("is_new"),
        "customer_id", "amount", "refunded", "is_order",
    )  # fmt: skip
    one = F.when(F.col("is_order"), F.lit(1)).otherwise(F.lit(0))
    totals = to_pandas(
        dated.groupBy("month").agg(
            F.sum(one).alias("orders"),
            F.countDistinct(F.when(F.col("is_order"), F.col("customer_id"))).alias("customers"),
            F.countDistinct(F.when(F.col("is_order") & F.col("is_new"), F.col("customer_id"))).alias("new_customers"),
            F.sum("amount").cast("double").alias("revenue"),
            F.coalesce(F.sum(F.when(F.col("is_new"), F.col("amount"))).cast("double"), F.lit(0).cast("double")).alias(
                "new_revenue"
            ),
            F.sum("refunded").cast("double").alias("refunds"),
        )
    )
    return _every(totals, "month", "MS", as_of)


def weekly_sales(orders: DataFrame, *, as_of: date) -> pd.DataFrame:
    """One row per week (Monday) up to `as_of`: see `weekly` of schema.py.  Empty weeks are rows of zeros."""
    one = F.when(F.col("is_order"), F.lit(1)).otherwise(F.lit(0))
    totals = to_pandas(
        until(orders, as_of)
        .select(
            F.date_trunc("week", F.col("ordered_at")).cast("date").alias("week"),
            F.col("ordered_at").cast("date").alias("day"),
            "amount",
            "refunded",
            "is_order",
        )
        .groupBy("week")
        .agg(
            F.sum(one).alias("orders"),
            F.sum("amount").cast("double").alias("revenue"),
            F.sum("refunded").cast("double").alias("refunds"),
            F.countDistinct(F.when(F.col("is_order"), F.col("day"))).alias("days_with_orders"),
        )
    )
    return _every(totals, "week", "W-MON", as_of)


def _every(totals: pd.DataFrame, column: str, frequency: str, as_of: date) -> pd.DataFrame:
    """The totals in order of time up to `as_of`, with rows of zeros for the stretches without any."""
    if totals.empty:
        return totals
    days = pd.date_range(totals[column].min(), pd.Timestamp(as_of), freq=frequency, unit="us")
    counts = [name for name in totals.columns if pd.api.types.is_integer_dtype(totals[name])]
    filled = totals.set_index(column).reindex(days).fillna(0).rename_axis(column).reset_index()
    return filled.astype(dict.fromkeys(counts, "int64"))


def rhythm(orders: DataFrame, *, as_of: date, window_start: date) -> pd.DataFrame:
    """Orders by weekday (Monday = 1) and hour in the window, all 168 cells."""
    inside = until(orders, as_of).where(F.col("is_order") & (F.col("ordered_at") >= day_literal(window_start)))
    counted = to_pandas(
        inside.select(weekday(F.col("ordered_at")).alias("weekday"), F.hour("ordered_at").alias("hour"))
        .groupBy("weekday", "hour")
        .agg(F.count(F.lit(1)).alias("orders"))
    )
    cells = pd.MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"])
    return counted.set_index(["weekday", "hour"]).reindex(cells, fill_value=0).reset_index().astype("int64")


def has_hours(rhythm_table: pd.DataFrame) -> bool:
    """False where every order carries the same hour: the file holds days only."""
    return int((rhythm_table.groupby("hour")["orders"].sum() > 0).sum()) > 1


def breakdown(lines: DataFrame, dimensions: tuple[str, ...], *, start: date, as_of: date) -> pd.DataFrame:
    """Customers, orders and revenue of the period by category, channel, place …: see `breakdown` of schema.py.

    From analysed lines with an order number.  A line that is a refund, or was paid back, is no
    order, though its money counts.  A dimension that the client does not hold gives no rows.
    """
    sale = F.col("refunded") == F.lit(0)
    order = F.concat(F.col("customer_id"), F.lit("|"), F.col("order_id"))
    inside = lines.where(
        (F.col("ordered_at") >= day_literal(start)) & (F.col("ordered_at") < day_literal(as_of + timedelta(days=1)))
    )
    parts = [
        to_pandas(
            inside.groupBy(dimension).agg(
                F.countDistinct(F.when(sale, F.col("customer_id"))).alias("customers"),
                F.countDistinct(F.when(sale, order)).alias("orders"),
                F.sum("net").cast("double").alias("revenue"),
            )
        ).rename(columns={dimension: "value"}).assign(dimension=dimension)
        for dimension in dimensions
    ]  # fmt: skip
    held = [part for part in parts if part["value"].notna().any()]
    if not held:
        return pd.DataFrame(columns=["dimension", "value", "customers", "orders", "revenue", "share"])
    table = pd.concat(held, ignore_index=True)
    total = table.groupby("dimension")["revenue"].transform("sum")
    table = table.assign(value=table["value"].fillna("(missing)"), share=table["revenue"] / total)
    order = table.sort_values(["dimension", "revenue", "value"], ascending=[True, False, True], kind="stable")
    return order[["dimension", "value", "customers", "orders", "revenue", "share"]].reset_index(drop=True)


def cohorts(orders: DataFrame, *, as_of: date) -> pd.DataFrame:
    """Quarter of the first order × quarters since: how many ordered again.  See `cohorts` of schema.py.

    A quarter that is not over at `as_of` is left out, because its share could only look low.
    """
    placed = until(orders, as_of).where(F.col("is_order"))
    quarter = F.date_trunc("quarter", F.col("ordered_at")).cast("date")
    seen = to_pandas(
        placed.select("customer_id", quarter.alias("quarter"))
        .groupBy("customer_id", "quarter")
        .agg(F.count(F.lit(1)).alias("orders"))
    )
    number = seen["quarter"].dt.year * 4 + seen["quarter"].dt.quarter
    first = number.groupby(seen["customer_id"]).transform("min")
    cohort = seen.groupby("customer_id")["quarter"].transform("min")
    counted = (
        seen.assign(cohort=cohort, quarters_since=(number - first).astype("int64"))
        .groupby(["cohort", "quarters_since"])["customer_id"]
        .nunique()
        .rename("active")
    )
    full = _complete_cells(counted, as_of)
    size = counted.xs(0, level="quarters_since").rename("cohort_size")
    table = full.reset_index().merge(size.reset_index(), on="cohort", validate="many_to_one")
    return table.assign(share=table["active"] / table["cohort_size"])[
        ["cohort", "quarters_since", "cohort_size", "active", "share"]
    ]


def _complete_cells(counted: pd.Series, as_of: date) -> pd.Series:
    """All cells whose quarter had ended by `as_of`, zeros included."""
    after = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    ended = after.to_period("Q") - 1
    cells = [
        (cohort, since)
        for cohort in counted.index.get_level_values("cohort").unique().sort_values()
        for since in range((ended - cohort.to_period("Q")).n + 1)
    ]
    index = pd.MultiIndex.from_tuples(cells, names=["cohort", "quarters_since"]) if cells else counted.index[:0]
    return counted.reindex(index, fill_value=0)
