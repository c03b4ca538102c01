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
MOST = 0.005  # of them: what is commoner is the tail of a skewed column, and no outlier


def outliers(scope: Scope) -> Iterator[Found]:
    """Values beyond a robust limit on the logarithmic scale, in size: median and median deviation (times 1.4826).

    Both are read off a histogram of the logarithms, which is small whatever the number of rows.  Answers
    on a scale have no outliers.  Source: Iglewicz and Hoaglin 1993, with a wider limit because what
    customers spend is skewed even in logarithms.
    """
    if scope.raw or scope.table == "responses":
        return
    for column in scope.of_kind("number", "money"):
        bins = _histogram(scope, column)
        far = bins[bins["bin"] > _limit(bins)]
        if 0 < far["rows"].sum() <= max(1, MOST * bins["rows"].sum()):
            amount = round(float(far["amount"].sum()), 4) if scope.money else float("nan")
            yield Found("outlier", scope.label(column), int(far["rows"].sum()), amount, figure(float(far["most"].max())), "kept")


def _histogram(scope: Scope, column: str) -> pd.DataFrame:
    """Rows, money and greatest size in each tenth of the logarithm: bin, rows, most, amount (where the table has money)."""
    value = F.col(column).cast("double")
    size = F.when(value < F.lit(0.0), -value).otherwise(value)
    held = {"size": size} | ({"amount": F.col(scope.money)} if scope.money else {})
    sizes = scope.frame.where(value != F.lit(0.0)).select(
        F.log(size).cast(BIN).alias("bin"), *(one.alias(name) for name, one in held.items())
    )
    sums = [F.count(F.lit(1)).alias("rows"), F.max("size").alias("most")]
    if scope.money:
        sums.append(F.sum("amount").cast("double").alias("amount"))
    table = to_pandas(sizes.groupBy("bin").agg(*sums))
    return table.assign(bin=table["bin"].astype(float)).sort_values("bin", ignore_index=True)


def _limit(histogram: pd.DataFrame) -> float:
    """The highest bin that holds no outlier; infinite where there are too few values."""
    if histogram["rows"].sum() < ENOUGH:
        return math.inf
    middle = _median(histogram["bin"], histogram["rows"])
    spread = 1.4826 * _median((histogram["bin"] - middle).abs(), histogram["rows"])
    return middle + LIMIT * max(spread, NARROWEST)


def _median(values: pd.Series, rows: pd.Series) -> float:
    order = np.argsort(values.to_numpy(), kind="stable")
    reached = np.cumsum(rows.to_numpy()[order])
    return float(values.to_numpy()[order][np.searchsorted(reached, reached[-1] / 2)])
