"""Control totals: figures of the client's finance that the order lines must meet before any chapter runs.

Finance counts every sale, so lines without a customer number and of roles outside the base count
here too; lines that are excluded, repeated, replaced, unreadable or without a rate do not.  A line
counts in the period of its own day, as it is booked.

    lines, revenue      after the client's refund policy
    sold, refunds       before refunds; what went back (whatever the policy)
    orders, customers   orders that stand, by the day of the order, and the customers who placed them
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd

from analysis.engine import DataFrame, F, named, to_pandas
from analysis.errors import SourceError

COUNTED_FATES = ("ok", "no_customer", "other_role")
MONEY = ("sold", "refunds", "revenue")
COLUMNS = ["period", "figure", "expected", "found", "difference", "tolerance", "status", "source"]


def all_sales(lines: DataFrame) -> DataFrame:
    """Transactions in which everything that finance counts has the fate ok."""
    counted = F.when(F.col("fate").isin(*COUNTED_FATES), F.lit("ok")).otherwise(F.col("fate"))
    return named(lines.withColumn("fate", counted))


def line_figures(booked: DataFrame, analysed: DataFrame, *, start: date, end: date) -> dict[str, float]:
    """lines, sold, refunds and revenue of the days from `start` to `end`.

    `booked` are the lines under the policy net (columns sold, refunded), `analysed` under the
    client's (column net); for both every line that finance counts.
    """
    sums = [F.sum("sold").cast("double").alias("sold"), F.sum("refunded").cast("double").alias("refunds")]
    money = to_pandas(_between(booked, start, end).agg(*sums)).fillna(0.0).iloc[0]
    kept = [F.count(F.lit(1)).cast("double").alias("lines"), F.sum("net").cast("double").alias("revenue")]
    return {**money.to_dict(), **to_pandas(_between(analysed, start, end).agg(*kept)).fillna(0.0).iloc[0].to_dict()}


def order_figures(orders: DataFrame, *, start: date, end: date) -> dict[str, float]:
    """orders and customers of the days, from the orders of all lines that finance counts.

    Lines with neither an order number nor a customer are no order that could be counted.
    """
    standing = _between(orders.where(F.col("is_order") & F.col("order_id").isNotNull()), start, end)
    counts = [F.count(F.lit(1)).alias("orders"), F.countDistinct("customer_id").alias("customers")]
    return {name: float(value) for name, value in to_pandas(standing.agg(*counts)).iloc[0].items()}


def _between(rows: DataFrame, start: date, end: date) -> DataFrame:
    first, after = (F.lit(f"{day} 00:00:00").cast("timestamp_ntz") for day in (start, end + timedelta(days=1)))
    return rows.where((F.col("ordered_at") >= first) & (F.col("ordered_at") < after))


def reconciled(declared: pd.DataFrame, found: Mapping[tuple[str, str], float]) -> pd.DataFrame:
    """The table `control_totals`: what finance declares (period, figure, expected, tolerance, source) beside what was found."""
    values = [round(found[row.period, row.figure], 4) for row in declared.itertuples()]
    table = declared.assign(found=pd.Series(values, index=declared.index, dtype=float))
    table = table.assign(difference=(table["found"] - table["expected"]).round(4))
    # Half a penny more than the tolerance, so that a difference that is exactly as large passes.
    met = table["difference"].abs() <= table["tolerance"] * table["expected"].abs() + 0.005
    return table.assign(status=met.map({True: "met", False: "missed"}))[COLUMNS]


def check_controls(table: pd.DataFrame, *, currency: str) -> None:
    """Raise SourceError for the control total that is missed by most, as a share; nothing where all are met."""
    missed = table[table["status"] == "missed"]
    if missed.empty:
        return
    off = (missed["difference"] / missed["expected"].abs()).where(missed["expected"] != 0, float("inf"))
    row = missed.loc[off.abs().idxmax()]
    shown = {name: _shown(row["figure"], row[name], currency) for name in ("expected", "found")}
    raise SourceError(
        "Control total {figure} of {period} is missed: {source} has {expected}, the order lines give {found}, a difference of "
        "{difference} ({percent}) where {tolerance} is allowed.{more} Look for missing or doubled files, and at refresh, "
        "duplicates, refunds and currency in client.yaml, or correct control_totals there. No chapter was run.",
        figure=row["figure"],
        period=row["period"],
        source=row["source"] or "the client's finance",
        **shown,
        difference=_shown(row["figure"], row["difference"], currency, sign="+"),
        percent=f"{row['difference'] / abs(row['expected']):+.2%}" if row["expected"] else "–",
        tolerance=f"{row['tolerance']:.2%}",
        more=f" {len(missed) - 1} more of {len(table)} are missed." if len(missed) > 1 else "",
    )


def _shown(figure: str, value: float, currency: str, *, sign: str = "") -> str:
    return f"{value:{sign},.2f} {currency}" if figure in MONEY else f"{value:{sign},.0f}"
