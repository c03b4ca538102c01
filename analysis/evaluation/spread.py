"""How far chance carries the sums of a period: revenue, orders, customers, and their change against another period.

Who comes in a period is taken as by chance, independently of one another, each with what they then did: a compound
Poisson sum, whose variance is the sum of the squares.  A few large customers make the range of revenue wide, as they
should.  The change is a ratio of two such sums, with the interval of its logarithm; that the same customers come in both
is left out, which makes the range rather too wide than too narrow.  A season, a campaign or a price is not in it.

Bowers et al. (1997), Actuarial Mathematics, chapter 12, for the variance; Cochran (1977), Sampling Techniques, for ratios.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.evaluation.period import Day, Days, is_held, within
from analysis.intervals import ratio_interval

SUMS = ("revenue", "orders", "customers")
COLUMNS = ["kpi", "value", "low", "high", "change", "change_low", "change_high"]


def period_spread(
    orders: pd.DataFrame, *, start: Day, end: Day, reference: Days | None = None, level: float = 0.95
) -> pd.DataFrame:
    """Revenue (currency), orders, customers and money per order of a period with their intervals: one row per kpi.

    From `orders` (customer_id, ordered_at, amount, is_order).  `change` is value / that of `reference` - 1; missing where
    the history does not reach back to it, or where a sum is not above 0.
    """
    z = stats.norm.isf((1 - level) / 2)
    now = _sums(orders, start, end)
    then = _sums(orders, *reference) if reference is not None and is_held(orders, reference[0]) else now * np.nan
    value, deviation = now["sum"], now["deviation"]
    held = (value > 0) & (then["sum"] > 0)
    ratio = (value / then["sum"].where(held)).astype(float)
    half = z * np.hypot(deviation / value.where(held), then["deviation"] / then["sum"].where(held))
    found = {
        "value": value, "low": (value - z * deviation).clip(lower=0), "high": value + z * deviation,
        "change": ratio - 1, "change_low": ratio * np.exp(-half) - 1, "change_high": ratio * np.exp(half) - 1,
    }  # fmt: skip
    sums = pd.DataFrame(found).rename_axis("kpi").reset_index()[COLUMNS]
    return pd.concat([sums, _average_order(orders, start, end, reference, level=level)], ignore_index=True)


def _average_order(orders: pd.DataFrame, start: Day, end: Day, reference: Days | None, *, level: float) -> pd.DataFrame:
    """Money per order over customers, by the delta method; its change by the logarithm of the ratio of the two."""
    now, then = (_ratio(orders, *days, level=level) if days else (np.nan,) * 3 for days in ((start, end), reference))
    value, low, high = now
    held = reference is not None and is_held(orders, reference[0]) and value > 0 and then[0] > 0
    half = np.hypot((high - value) / value, (then[2] - then[0]) / then[0]) if held else np.nan
    ratio = value / then[0] if held else np.nan
    ends = (ratio * np.exp(-half) - 1, ratio * np.exp(half) - 1)
    return pd.DataFrame([("average_order", value, low, high, ratio - 1, *ends)], columns=COLUMNS)


def _ratio(orders: pd.DataFrame, start: Day, end: Day, *, level: float) -> tuple[float, float, float]:
    """Money per order of a period with its interval."""
    rows = within(orders, start, end)
    each = rows.assign(orders=rows["is_order"].astype(float)).groupby("customer_id")[["amount", "orders"]].sum().astype(float)
    total = each["orders"].sum()
    value = each["amount"].sum() / total if total else float("nan")
    return value, *ratio_interval(each["amount"], each["orders"], level=level)


def _sums(orders: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """sum and deviation of each kpi over customers."""
    rows = within(orders, start, end)
    each = rows.assign(orders=rows["is_order"].astype(float)).groupby("customer_id").agg(
        revenue=("amount", "sum"), orders=("orders", "sum")
    )  # fmt: skip
    each = each.astype(float).assign(customers=(each["orders"] > 0).astype(float))[list(SUMS)]
    return pd.DataFrame({"sum": each.sum(), "deviation": np.sqrt((each**2).sum())})
