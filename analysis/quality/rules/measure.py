"""Many conditions on one table, counted in one pass."""

from collections.abc import Sequence

import pandas as pd

from analysis.engine import F, to_pandas
from analysis.quality.rules.examples import shown
from analysis.quality.rules.model import Fault, Found, Scope


def measured(scope: Scope, faults: Sequence[Fault]) -> tuple[int, list[Found]]:
    """All rows of the table, and rows, money and an example of every fault that was met (in the order given)."""
    sums = [F.count(F.lit(1)).alias("all_rows")]
    for i, fault in enumerate(faults):
        sums.append(F.sum(F.when(fault.condition, F.lit(1)).otherwise(F.lit(0))).alias(f"rows_{i}"))
        if scope.money:
            sums.append(F.sum(F.when(fault.condition, F.col(scope.money))).cast("double").alias(f"amount_{i}"))
        if fault.example is not None:
            extreme = F.max if fault.largest else F.min
            sums.append(extreme(F.when(fault.condition, fault.example)).alias(f"example_{i}"))
    row = to_pandas(scope.frame.agg(*sums)).iloc[0]
    rows = int(row["all_rows"])
    enough = [_times(row, i) >= max(fault.least, fault.least_share * rows) for i, fault in enumerate(faults)]
    return rows, [_found(scope, fault, row, i) for i, fault in enumerate(faults) if enough[i]]


def _times(row: pd.Series, i: int) -> int:
    return 0 if pd.isna(row[f"rows_{i}"]) else int(row[f"rows_{i}"])


def _found(scope: Scope, fault: Fault, row: pd.Series, i: int) -> Found:
    amount = float("nan")
    if scope.money:
        amount = 0.0 if pd.isna(row[f"amount_{i}"]) else float(row[f"amount_{i}"])
    example = "" if fault.example is None else shown(row[f"example_{i}"], masked=fault.masked)
    return Found(fault.check, scope.label(fault.column), _times(row, i), amount, example, fault.action)
