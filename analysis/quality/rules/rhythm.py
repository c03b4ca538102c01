"""The days and hours of order lines: silent days, gaps in what was delivered, clocks of another zone, jumps of unit."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.engine import DataFrame, F, Window, named, to_pandas
from analysis.quality.rules.examples import figure
from analysis.quality.rules.model import Found, Scope

NIGHT, DAY = range(1, 5), range(9, 21)  # hours
ENOUGH_DAYS, ENOUGH_LINES = 60, 500
USUAL = 0.8  # of the open days hold a line where a silent one means something
LONG = 5  # open days in a row, at the least, that make a gap
STEPS = ((8.0, 12.5), (80.0, 125.0), (800.0, 1250.0))  # a jump of unit: tenfold, hundredfold, thousandfold
PRODUCT_LINES, MONTH_LINES = 5, 30  # lines in each of the two months


def silent_days(scope: Scope) -> Iterator[Found]:
    """Days without a line, and runs of them that the usual rhythm does not explain; both are counted in days.

    A weekday that is hardly ever open is closed, not silent.  The example is the longest run.
    """
    if scope.table != "transactions" or scope.raw:
        return
    days = _open_days(_lines_by_day(scope))
    silent = days[days["lines"] == 0]
    if len(days) < ENOUGH_DAYS or silent.empty or 1 - len(silent) / len(days) < USUAL:
        return
    runs = _runs(days)
    longest = runs.loc[runs["days"].idxmax()]
    yield Found("days_without_orders", "ordered_at", len(silent), example=_span(longest), share=len(silent) / len(days))
    # Silence that comes by chance is short: so long a run would be seen once in a hundred such histories.
    chance = (len(silent) - runs["days"].max()) / len(days)
    odd = runs[(runs["days"] >= LONG) & (len(days) * chance ** runs["days"].astype(float) < 0.01)]
    if len(odd):
        yield Found("gap", "ordered_at", int(odd["days"].sum()), example=_span(longest), share=float(odd["days"].sum()) / len(days))


def _lines_by_day(scope: Scope) -> pd.Series:
    sold = scope.frame.where(F.col("fate").isin("ok", "no_customer") & F.col("ordered_at").isNotNull())
    table = to_pandas(
        sold.select(F.col("ordered_at").cast("date").alias("day")).groupBy("day").agg(F.count(F.lit(1)).alias("lines"))
    )
    lines = table.set_index(pd.to_datetime(table["day"]))["lines"].sort_index()
    lines = lines[(lines.index >= pd.Timestamp(scope.first)) & (lines.index <= pd.Timestamp(scope.last))]
    return lines.asfreq("D", fill_value=0) if len(lines) else lines


def _open_days(lines: pd.Series) -> pd.DataFrame:
    if lines.empty:
        return pd.DataFrame({"day": [], "lines": []})
    weekday = pd.Series(lines.index.day_of_week, index=lines.index)
    active = (lines > 0).groupby(weekday).mean()
    closed = set(active.index[active < 0.1])
    kept = lines[~weekday.isin(closed)]
    return pd.DataFrame({"day": kept.index, "lines": kept.to_numpy()})


def _runs(days: pd.DataFrame) -> pd.DataFrame:
    """Runs of silent open days: first, last, days."""
    silent = days["lines"] == 0
    number = (silent != silent.shift()).cumsum()
    return (
        days[silent].groupby(number[silent]).agg(first=("day", "min"), last=("day", "max"), days=("day", "size"))
    ).reset_index(drop=True)  # fmt: skip


def _span(run: pd.Series) -> str:
    return f"{run['first']:%Y-%m-%d} – {run['last']:%Y-%m-%d}"


def shifted_clock(scope: Scope) -> Iterator[Found]:
    """Lines of the small hours, where an hour from 1 to 5 at night is busier than one from 9 to 21: a clock of another zone."""
    if scope.table != "transactions" or scope.raw:
        return
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & F.col("ordered_at").isNotNull())
    table = to_pandas(sold.select(F.hour("ordered_at").alias("hour")).groupBy("hour").agg(F.count(F.lit(1)).alias("lines")))
    lines = table.set_index("hour")["lines"].reindex(range(24), fill_value=0)
    if lines.sum() < ENOUGH_LINES or (lines > 0).sum() < 8:  # days alone, or too few hours to tell
        return
    night = lines.loc[list(NIGHT)]
    if night.mean() > lines.loc[list(DAY)].mean():
        yield Found("shifted_clock", "ordered_at", int(night.sum()), example=f"{int(lines.idxmax()):02d}:00")


def price_jumps(scope: Scope) -> Iterator[Found]:
    """Lines of months in which a product's mean price per unit jumped about ten-, a hundred- or a thousandfold.

    From one month to the next with a line, either way, with five lines in each.  A change of unit in
    quantities (pieces for boxes) shows as well, because it moves the price per unit the other way.
    """
    if scope.table != "transactions" or scope.raw or not scope.holds("product", "quantity"):
        return
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & (F.col("amount") > F.lit(0)) & (F.col("quantity") > F.lit(0)))
    month = F.date_trunc("month", F.col("ordered_at")).cast("date")
    monthly = sold.withColumn("month", month).groupBy("product", "month").agg(
        F.count(F.lit(1)).alias("lines"),
        F.sum("amount").alias("amount"),
        # A sum of doubles would depend on the order of rows.
        F.sum(F.col("quantity").cast("decimal(18,4)")).alias("units"),
    )  # fmt: skip
    priced = named(monthly).withColumn("price", F.col("amount").cast("double") / F.col("units").cast("double"))
    table = to_pandas(_jumps(priced, Window.partitionBy("product").orderBy("month"), least=PRODUCT_LINES))
    if len(table):
        top = table.sort_values(["lines", "ratio", "month"], kind="stable").iloc[-1]
        yield Found("price_jump", "product", int(table["lines"].sum()), _money(table), f"× {figure(float(top['ratio']))}", "kept")


def amount_jumps(scope: Scope) -> Iterator[Found]:
    """Lines of months in which the mean amount of all lines jumped about ten-, a hundred- or a thousandfold: pence for pounds,
    or another currency."""
    if scope.table != "transactions" or scope.raw:
        return
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & (F.col("amount") > F.lit(0)))
    monthly = sold.withColumn("month", F.date_trunc("month", F.col("ordered_at")).cast("date")).groupBy("month").agg(
        F.count(F.lit(1)).alias("lines"), F.sum("amount").alias("amount")
    )  # fmt: skip
    priced = named(monthly).withColumn("price", F.col("amount").cast("double") / F.col("lines").cast("double"))
    one = priced.withColumn("everything", F.lit(1))
    table = to_pandas(_jumps(one, Window.partitionBy("everything").orderBy("month"), least=MONTH_LINES))
    if len(table):
        top = table.sort_values(["month"], kind="stable").iloc[0]
        example = f"{top['month']:%Y-%m} × {figure(float(top['ratio']))}"
        yield Found("amount_jump", "amount", int(table["lines"].sum()), _money(table), example, "kept")


def _jumps(monthly: DataFrame, window, *, least: int) -> DataFrame:
    """The months after which the price per unit is another by a power of ten: lines and money of the month that follows."""
    following = monthly.withColumn("next_price", F.lead("price").over(window))
    following = following.withColumn("next_lines", F.lead("lines").over(window))
    following = following.withColumn("next_amount", F.lead("amount").over(window))
    following = named(following.withColumn("next_month", F.lead("month").over(window)))
    both = following.where((F.col("lines") >= F.lit(least)) & (F.col("next_lines") >= F.lit(least)))
    up = F.col("next_price") / F.col("price")
    size = F.when(up < F.lit(1.0), F.col("price") / F.col("next_price")).otherwise(up)
    sized = both.select(
        up.alias("ratio"),
        size.alias("size"),
        F.col("next_lines").alias("lines"),
        F.col("next_amount").cast("double").alias("amount"),
        F.col("next_month").alias("month"),
    )
    jump = F.lit(False)
    for low, high in STEPS:
        jump = jump | ((F.col("size") >= F.lit(low)) & (F.col("size") <= F.lit(high)))
    return sized.where(jump)


def _money(table: pd.DataFrame) -> float:
    return round(float(np.sort(table["amount"].to_numpy()).sum()), 4)


def several_currencies(scope: Scope) -> Iterator[Found]:
    """Lines in another currency than the commonest."""
    if not scope.holds("currency") or scope.raw:
        return
    table = to_pandas(scope.frame.where(F.col("currency").isNotNull()).groupBy("currency").agg(F.count(F.lit(1)).alias("rows")))
    table = table.sort_values(["rows", "currency"], ascending=[False, True], kind="stable")
    if len(table) > 1:
        yield Found(
            "several_currencies", "currency", int(table["rows"].iloc[1:].sum()), example=", ".join(table["currency"].head(6))
        )


def last_credible(frame: DataFrame, column: str, *, today: date | None) -> date | None:
    """The last day that is credible: `today`, or without it a year after the day up to which 99.5% of all rows go."""
    if today is not None:
        return today
    days = frame.select(F.col(column).cast("date").alias("day")).where(F.col("day").isNotNull())
    table = to_pandas(days.groupBy("day").agg(F.count(F.lit(1)).alias("rows")))
    if table.empty:
        return None
    table = table.sort_values("day", kind="stable")
    reached = table["rows"].cumsum() >= 0.995 * table["rows"].sum()
    return pd.Timestamp(table.loc[reached, "day"].iloc[0]).date() + timedelta(days=366)
