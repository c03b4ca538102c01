"""Amounts far beyond what is usual: counted with their money, never removed."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.engine import F, to_pandas
from analysis.quality.rules.examples import figure
from analysis.quality.rules.model import Found, Scope

BIN = "decimal(10,1)"  # of the logarithm: a tenth is ten per cent
LIMIT = 5.0  # robust standard deviations above the median: one of 3.5 million where logarithms are normal
NARROWEST = 0.25  # of the standard deviation: where most values are equal, a third more is no outlier
ENOUGH = 100  # values


def outliers(scope: Scope) -> Iterator[Found]:
    """Values beyond a robust limit on the logarithmic scale, in size: median and median deviation (times 1.4826).

    Both are read off a histogram of the logarithms, which is small whatever the number of rows.  Source:
    Iglewicz and Hoaglin 1993, with a wider limit because what customers spend is skewed even in logarithms.
    """
    if scope.raw:
        return
    for column in scope.of_kind("number", "money"):
        limit = _limit(_histogram(scope, column))
        if limit is not None:
            yield from _beyond(scope, column, limit)


def _size(column: str):
    value = F.col(column).cast("double")
    return F.when(value < F.lit(0.0), -value).otherwise(value)


def _histogram(scope: Scope, column: str) -> pd.DataFrame:
    sizes = scope.frame.select(_size(column).alias("size")).where(F.col("size") > F.lit(0.0))
    bins = sizes.select(F.log("size").cast(BIN).alias("bin")).groupBy("bin").agg(F.count(F.lit(1)).alias("rows"))
    table = to_pandas(bins)
    return table.assign(bin=table["bin"].astype(float)).sort_values("bin", ignore_index=True)


def _limit(histogram: pd.DataFrame) -> float | None:
    """The largest size that is no outlier; None where there are too few values."""
    if histogram["rows"].sum() < ENOUGH:
        return None
    middle = _median(histogram["bin"], histogram["rows"])
    spread = 1.4826 * _median((histogram["bin"] - middle).abs(), histogram["rows"])
    return math.exp(middle + LIMIT * max(spread, NARROWEST))


def _median(values: pd.Series, rows: pd.Series) -> float:
    order = np.argsort(values.to_numpy(), kind="stable")
    reached = np.cumsum(rows.to_numpy()[order])
    return float(values.to_numpy()[order][np.searchsorted(reached, reached[-1] / 2)])


def _beyond(scope: Scope, column: str, limit: float) -> Iterator[Found]:
    held = [column] if scope.money in (None, column) else [column, scope.money]
    far = scope.frame.where(_size(column) > F.lit(limit)).select(*held)
    sums = [F.count(F.lit(1)).alias("rows"), F.max(_size(column)).alias("most")]
    if scope.money:
        sums.append(F.sum(scope.money).cast("double").alias("amount"))
    row = to_pandas(far.agg(*sums)).iloc[0]
    if row["rows"]:
        amount = float(row["amount"]) if scope.money else float("nan")
        yield Found("outlier", scope.label(column), int(row["rows"]), amount, figure(float(row["most"])), "kept")
