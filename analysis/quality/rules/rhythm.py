"""The days and hours of order lines: silent days, gaps in what was delivered, clocks of another zone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, to_pandas
from analysis.quality.rules.model import Found, Scope

NIGHT, DAY = range(1, 5), range(9, 21)  # hours
BUSIER = 1.25  # an hour of the night, where the clock is doubted: even hours all round are a shop of the world
ENOUGH_DAYS, ENOUGH_LINES = 60, 500
USUAL = 0.9  # of the open days hold a line where a silent one means something
LONG = 5  # open days in a row, at the least, that make a gap


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
