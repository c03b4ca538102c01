"""What became of the customers of each month: cohorts by the calendar month of the first order.

The age of a cohort is counted in calendar months: month 0 is the one of the first order.  A month that is not over
is left out, because its figures could only look low.  Who ordered first in the months in which the history begins may
be an old customer whose earlier orders are not held: the cohorts of the first `run_in` months are flagged and compared
with nothing.  The run-in should last until nearly all who come back have done so.

A newer cohort is held against the cohort of the same month a year before, at the same age: so neither the season nor
the time they had differs (`cohorts_compared`).
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.evaluation.period import Day
from analysis.intervals import newcombe, wilson

AGES = (1, 3, 6, 12)
YEAR = 12
COLUMNS = ["cohort", "month", "size", "active", "share", "low", "high", "again", "revenue", "revenue_low", "revenue_high", "run_in"]  # fmt: skip
COMPARED = [
    "age", "cohorts", "n", "n_before", "again", "again_before", "again_change", "again_low", "again_high",
    "revenue", "revenue_before", "revenue_change", "revenue_low", "revenue_high",
]  # fmt: skip


def cohort_months(orders: pd.DataFrame, *, as_of: Day, run_in: int) -> pd.DataFrame:
    """One row per cohort (first day of the month of the first order) × months since, up to the last month that is over.

    From orders (customer_id, ordered_at, amount, is_order) over the full history:

        size          customers whose first order lies in the month
        active        of these, with an order in that later month; in month 0 all of them
        share         active / size, with its 95 % Wilson interval
        again         share of them with a further order by the end of that month
        revenue       revenue per customer of the cohort from the first month to the end of that one, refunds taken
                      off, in currency, with its 95 % t interval
    """
    placed, last = _placed(orders, as_of)
    if placed.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat([_life(rows, int(cohort), last) for cohort, rows in placed.groupby("cohort")], ignore_index=True)
    begun = table["cohort"].min()
    day = pd.PeriodIndex.from_ordinals(table["cohort"], freq="M").to_timestamp()
    return table.assign(run_in=table["cohort"] < begun + run_in, cohort=day)[COLUMNS]


def _placed(orders: pd.DataFrame, as_of: Day) -> tuple[pd.DataFrame, int]:
    """Rows of customers with an order: customer_id, month, cohort (both numbers of months), amount, is_order, further; the last month over."""
    last = (pd.Timestamp(as_of) + pd.Timedelta(days=1)).to_period("M").ordinal - 1
    month = (orders["ordered_at"].dt.year - 1970) * 12 + orders["ordered_at"].dt.month - 1  # as Period counts them
    rows = orders.assign(month=month, amount=orders["amount"].astype(float), is_order=orders["is_order"].astype(bool))
    rows = rows.loc[rows["month"] <= last, ["customer_id", "ordered_at", "month", "amount", "is_order"]]
    rows = rows.sort_values("ordered_at", kind="stable", ignore_index=True)
    first = rows[rows["is_order"]].groupby("customer_id")["month"].min()
    rows = rows.assign(cohort=rows["customer_id"].map(first)).dropna(subset=["cohort"]).astype({"cohort": "int64"})
    further = rows["is_order"] & (rows["is_order"].astype(int).groupby(rows["customer_id"]).cumsum() > 1)
    return rows.assign(further=further), last


def _life(rows: pd.DataFrame, cohort: int, last: int) -> pd.DataFrame:
    """The rows of one cohort, month by month; money from before the first order stands in month 0."""
    who, people = pd.factorize(rows["customer_id"])
    months, size = last - cohort + 1, len(people)
    place = who * months + (rows["month"] - cohort).clip(lower=0).to_numpy()

    def by_month(column: str) -> np.ndarray:
        """Sum of a column per customer (rows) and month (columns)."""
        return np.bincount(place, weights=rows[column].astype(float), minlength=size * months).reshape(size, months)

    spent, active = by_month("amount").cumsum(axis=1), (by_month("is_order") > 0).sum(axis=0)
    again = (by_month("further").cumsum(axis=1) > 0).mean(axis=0)
    low, high = wilson(active, size)
    spread = spent.std(axis=0, ddof=1) / np.sqrt(size) if size > 1 else np.full(months, np.nan)
    half = stats.t.isf(0.025, max(size - 1, 1)) * spread
    mean = spent.mean(axis=0)
    return pd.DataFrame(
        {
            "cohort": cohort, "month": np.arange(months), "size": size, "active": active, "share": active / size, "low": low, "high": high,
            "again": again, "revenue": mean, "revenue_low": mean - half, "revenue_high": mean + half,
        }
    )  # fmt: skip


def cohorts_compared(orders: pd.DataFrame, *, as_of: Day, run_in: int, ages: tuple[int, ...] = AGES) -> pd.DataFrame:
    """Newer cohorts beside those of the same months a year before, at the same age: one row per age that can be told.

    For each age the newest twelve cohorts or fewer that have reached it, as far as the cohort of the same month a year
    before is held and outside the run-in:

        again     share with a further order by the end of the age-th month after the first; the change with
                  Newcombe's interval
        revenue   revenue per customer until then, in currency; the change with Welch's interval
    """
    placed, last = _placed(orders, as_of)
    if placed.empty:
        return pd.DataFrame(columns=COMPARED)
    held = set(placed["cohort"])
    begun = min(held) + run_in
    rows = []
    for age in ages:
        newest = last - age
        pairs = [one for one in range(newest - YEAR + 1, newest + 1) if one - YEAR >= begun and {one, one - YEAR} <= held]
        if pairs:
            now, then = (_at_age(placed, [one - back for one in pairs], age) for back in (0, YEAR))
            if min(len(now), len(then)) > 1:
                rows.append((age, len(pairs), *_beside(now, then)))
    return pd.DataFrame(rows, columns=COMPARED)


def first_waits(orders: pd.DataFrame, *, as_of: Day, run_in: int) -> pd.DataFrame:
    """How long each new customer of the last two years waited for a further order: customer_id, group, days, ended.

    group   newer: first order in the last twelve months up to `as_of`; before: in the twelve before these, as far
            as they lie outside the run-in
    days    from the first order to the second, or to the end of `as_of` where there is none (ended False)
    """
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    bought = orders.loc[orders["is_order"].astype(bool) & (orders["ordered_at"] < end), ["customer_id", "ordered_at"]]
    if bought.empty:
        return pd.DataFrame(columns=["customer_id", "group", "days", "ended"])
    bought = bought.sort_values("ordered_at", kind="stable")
    by = bought.groupby("customer_id")["ordered_at"]
    first, second = by.first(), by.nth(1)
    second = second.set_axis(bought.loc[second.index, "customer_id"]).reindex(first.index)
    begun = (bought["ordered_at"].min().to_period("M") + run_in).to_timestamp()
    year, two = (end - pd.DateOffset(months=back) for back in (YEAR, 2 * YEAR))
    since = max(two, begun)
    group = np.select(
        [first >= max(year, since + pd.DateOffset(months=YEAR)), (first >= since) & (first < year)], ["newer", "before"], default=""
    )
    days = (second.fillna(end) - first).dt.days.astype(float)
    table = pd.DataFrame({"group": group, "days": days, "ended": second.notna()}).reset_index()
    return table[table["group"] != ""].reset_index(drop=True)


def _at_age(placed: pd.DataFrame, cohorts: list[int], age: int) -> pd.DataFrame:
    """again (0 or 1) and revenue of each customer of these cohorts at the end of the age-th month."""
    rows = placed[placed["cohort"].isin(cohorts)]
    inside = rows[rows["month"] - rows["cohort"] <= age]
    return inside.groupby("customer_id").agg(again=("further", "any"), revenue=("amount", "sum"))


def _beside(now: pd.DataFrame, then: pd.DataFrame) -> tuple:
    hits, hits_then = int(now["again"].sum()), int(then["again"].sum())
    share, share_then = hits / len(now), hits_then / len(then)
    money, money_then = now["revenue"].mean(), then["revenue"].mean()
    ends = _welch(now["revenue"].to_numpy(), then["revenue"].to_numpy())
    return (
        len(now), len(then), share, share_then, share - share_then, *newcombe(hits, len(now), hits_then, len(then)),
        money, money_then, money - money_then, *ends,
    )  # fmt: skip


def _welch(first: np.ndarray, second: np.ndarray, *, level: float = 0.95) -> tuple[float, float]:
    """Welch's interval of the difference of two means."""
    own = [values.var(ddof=1) / len(values) for values in (first, second)]
    difference, variance = first.mean() - second.mean(), sum(own)
    if variance == 0:
        return float(difference), float(difference)
    freedom = variance**2 / sum(one**2 / (len(values) - 1) for one, values in zip(own, (first, second), strict=True))
    half = stats.t.isf((1 - level) / 2, freedom) * np.sqrt(variance)
    return float(difference - half), float(difference + half)
