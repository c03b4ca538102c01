"""The days and hours of order lines: silent days, gaps in what was delivered, clocks of another zone, jumps of unit."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, Window, named, to_pandas
from analysis.quality.rules.examples import figure
from analysis.quality.rules.model import Found, Scope

NIGHT, DAY = range(1, 5), range(9, 21)  # hours
BUSIER = 1.25  # an hour of the night, where the clock is doubted: even hours all round are a shop of the world
ENOUGH_DAYS, ENOUGH_LINES = 60, 500
USUAL = 0.9  # of the open days hold a line where a silent one means something
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
    lines = lines[(lines.index >= pd.Timestamp(scope.first)) & (lines.index <= pd.Timestamp(scope.last or date.max))]
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
    """Lines of the small hours, where an hour from 1 to 5 at night is busier by a quarter than one from 9 to 21: a clock of another zone."""
    if scope.table != "transactions" or scope.raw:
        return
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & F.col("ordered_at").isNotNull())
    table = to_pandas(sold.select(F.hour("ordered_at").alias("hour")).groupBy("hour").agg(F.count(F.lit(1)).alias("lines")))
    lines = table.set_index("hour")["lines"].reindex(range(24), fill_value=0)
    if lines.sum() < ENOUGH_LINES or (lines > 0).sum() < 8:  # days alone, or too few hours to tell
        return
    night = lines.loc[list(NIGHT)]
    if night.mean() > BUSIER * lines.loc[list(DAY)].mean():
        yield Found("shifted_clock", "ordered_at", int(night.sum()), example=f"{int(lines.idxmax()):02d}:00")


def price_jumps(scope: Scope) -> Iterator[Found]:
    """Lines of months in which a product's mean price per unit jumped about ten-, a hundred- or a thousandfold.

    From one month to the next with a line, either way, with five lines in each.  A change of unit in
    quantities (pieces for boxes) shows as well, because it moves the price per unit the other way.
    """
    if scope.table != "transactions" or scope.raw or not scope.holds("product", "quantity"):
        return
    sold = _sold(scope).where(F.col("quantity") > F.lit(0))
    monthly = sold.groupBy("product", "month").agg(
        F.count(F.lit(1)).alias("lines"),
        F.sum("amount").cast("double").alias("amount"),
        # A sum of doubles would depend on the order of rows.
        (F.sum("amount").cast("double") / F.sum(F.col("quantity").cast("decimal(18,4)")).cast("double")).alias("price"),
    )
    window = Window.partitionBy("product").orderBy("month")
    ahead = {name: F.lead(name).over(window).alias(f"next_{name}") for name in ("price", "lines", "amount", "month")}
    both = named(monthly.select("price", "lines", *ahead.values()))
    enough = (F.col("lines") >= F.lit(PRODUCT_LINES)) & (F.col("next_lines") >= F.lit(PRODUCT_LINES))
    ratio = F.col("next_price") / F.col("price")
    far = ((ratio >= F.lit(STEPS[0][0])) | (ratio <= F.lit(1 / STEPS[0][0]))) & enough
    table = to_pandas(both.where(far).select(ratio.alias("ratio"), "next_lines", "next_amount", "next_month"))
    yield from _jumps("price_jump", "product", table.set_axis(["ratio", "lines", "amount", "month"], axis=1))


def amount_jumps(scope: Scope) -> Iterator[Found]:
    """Lines of months in which the mean amount of all lines jumped about ten-, a hundred- or a thousandfold.

    Pence for pounds, or another currency; with thirty lines in each of the two months.
    """
    if scope.table != "transactions" or scope.raw:
        return
    monthly = _sold(scope).groupBy("month").agg(F.count(F.lit(1)).alias("lines"), F.sum("amount").cast("double").alias("amount"))
    table = to_pandas(monthly).sort_values("month", ignore_index=True)
    mean = table["amount"] / table["lines"]
    enough = (table["lines"] >= MONTH_LINES) & (table["lines"].shift() >= MONTH_LINES)
    yield from _jumps("amount_jump", "amount", table.assign(ratio=mean / mean.shift())[enough])


def _sold(scope: Scope) -> DataFrame:
    """Lines that brought money, with their month."""
    sold = scope.frame.where((F.col("fate") == F.lit("ok")) & (F.col("amount") > F.lit(0)))
    return sold.withColumn("month", F.date_trunc("month", F.col("ordered_at")).cast("date"))


def _jumps(check: str, column: str, months: pd.DataFrame) -> Iterator[Found]:
    """The months (ratio to the one before, lines, amount, month) whose ratio is about a power of ten."""
    size = months["ratio"].where(months["ratio"] >= 1, 1 / months["ratio"])
    jumped = months[sum(size.between(low, high) for low, high in STEPS) > 0].sort_values(["month", "ratio"], kind="stable")
    if len(jumped):
        first = jumped.iloc[0]
        example = f"{pd.Timestamp(first['month']):%Y-%m} × {_factor(first['ratio'])}"
        yield Found(check, column, int(jumped["lines"].sum()), round(float(jumped["amount"].sum()), 4), example, "kept")


def _factor(ratio: float) -> str:
    return figure(round(ratio, 1)) if ratio >= 1 else f"1/{figure(round(1 / ratio, 1))}"


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
