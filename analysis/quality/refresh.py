"""What a later delivery changed in months that were read before.

The months of a reading are kept with the last day it held.  The next reading is cut at that day
before the two are compared: what is new since then is news, not a restatement.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, to_pandas
from analysis.schema.derived.money import MONTH_FIGURES

FIGURES = MONTH_FIGURES
COLUMNS = ["reading", "month", "figure", "before", "after", "change", "delivery"]
MOST = 3  # files named as a delivery


def month_totals(lines: DataFrame, *, until: date | None = None) -> pd.DataFrame:
    """The table `month_totals` from lines with sold and refunded (policy net), up to the day `until`."""
    if until is not None:
        lines = lines.where(F.col("ordered_at") < F.lit(f"{until + timedelta(days=1)} 00:00:00").cast("timestamp_ntz"))
    totals = to_pandas(
        lines.select(F.date_trunc("month", F.col("ordered_at")).cast("date").alias("month"), "sold", "refunded")
        .groupBy("month")
        .agg(
            F.count(F.lit(1)).alias("lines"),
            F.sum("sold").cast("double").alias("sold"),
            F.sum("refunded").cast("double").alias("refunds"),
            (F.sum("sold") - F.sum("refunded")).cast("double").alias("revenue"),
        )
    )
    return totals.astype({"month": "datetime64[us]"}).sort_values("month", ignore_index=True)


def restatements(before: pd.DataFrame, after: pd.DataFrame, *, reading: int, delivery: str) -> pd.DataFrame:
    """The figures of months that differ between two readings of the same days: see `restatements` of schema.py.

    Months before the first of `before` are history delivered later and are left out.
    """
    if before.empty:
        return pd.DataFrame(columns=COLUMNS)
    after = after[after["month"] >= before["month"].min()]
    pairs = pd.merge(_long(before), _long(after), on=["month", "figure"], how="outer", suffixes=("_before", "_after")).fillna(0.0)
    table = pairs.rename(columns={"value_before": "before", "value_after": "after"})
    table = table.assign(change=(table["after"] - table["before"]).round(4), reading=reading, delivery=delivery)
    order = table["figure"].map({figure: place for place, figure in enumerate(FIGURES)})
    changed = table.assign(order=order)[table["change"].abs() > 0.005].sort_values(["month", "order"], ignore_index=True)
    return changed[COLUMNS]


def _long(months: pd.DataFrame) -> pd.DataFrame:
    return months.melt("month", value_vars=list(FIGURES), var_name="figure", value_name="value").astype({"value": float})


def delivery_name(before: dict[str, str], now: dict[str, str]) -> str:
    """The files of `now` (name -> fingerprint) that are new or other than `before`, at most three; else those that are gone."""
    changed = [name for name, print_ in now.items() if before.get(name) != print_] or [name for name in before if name not in now]
    return _named(sorted(changed))


def _named(files: Sequence[str]) -> str:
    return ", ".join([*files[:MOST], "…"] if len(files) > MOST else files)
