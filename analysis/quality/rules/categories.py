"""The values of category columns: spellings to be merged, and values that a handful of rows hold."""

from collections.abc import Iterator

import pandas as pd

from analysis.engine import F, to_pandas
from analysis.quality.rules.examples import clipped
from analysis.quality.rules.kinds import MOST
from analysis.quality.rules.model import Found, Scope
from analysis.quality.rules.spelling import Proposal, proposals, rare_values
from analysis.quality.rules.values import NOTHING

_FIXED = ("status", "currency", "kind", "stage", "state", "arm", "role", "source")  # keys of the kit, or few by nature
_SHOWN = 3


def value_counts(scope: Scope, column: str) -> dict[str, int]:
    """The values of a column and their rows, commonest first; nothing where there are more than 2,000."""
    counts = scope.frame.where(F.col(column).isNotNull()).groupBy(F.col(column).alias("value")).agg(F.count(F.lit(1)).alias("rows"))
    # A sample took the column for a category; where it is none after all, only this table of counts is large.
    table = to_pandas(counts)
    if len(table) > MOST:
        return {}
    table = table.sort_values(["rows", "value"], ascending=[False, True], kind="stable")
    return dict(zip(table["value"], table["rows"].astype(int), strict=True))


def columns_of(scope: Scope) -> list[str]:
    """The columns whose spellings are looked at; raw ones only where no canonical column is made of them."""
    found = scope.of_kind("category", "product")
    return [name for name in found if name not in _FIXED and not (scope.raw and name in scope.mapped)]


def proposals_of(scope: Scope, column: str) -> tuple[dict[str, int], list[Proposal]]:
    """The values of a column with their rows, and what some of them should be called."""
    counts = {value: rows for value, rows in value_counts(scope, column).items() if value.strip().lower() not in NOTHING}
    # Names of products differ by as little as a typing error (size, colour): only capitals and blanks are judged.
    return counts, proposals(counts, alike_only=scope.kinds[column] == "product")


def spellings(scope: Scope) -> Iterator[Found]:
    """Rows under a spelling that should be merged with another."""
    for column in columns_of(scope):
        counts, found = proposals_of(scope, column)
        if found:
            rows = sum(counts[one.value] for one in found)
            told = sorted(found, key=lambda one: (-counts[one.value], one.value))[:_SHOWN]
            example = ", ".join(f"{clipped(one.value)} → {clipped(one.proposed)}" for one in told)
            yield Found(
                "spelling", scope.label(column), rows, _amount(scope, column, [one.value for one in found]), example, "proposed"
            )
        rare = rare_values(counts)
        if rare:
            amount = _amount(scope, column, rare)
            example = ", ".join(map(clipped, rare[:5]))
            yield Found("rare_value", scope.label(column), sum(counts[one] for one in rare), amount, example)


def _amount(scope: Scope, column: str, values: list[str]) -> float:
    if not scope.money:
        return float("nan")
    total = to_pandas(scope.frame.where(F.col(column).isin(*values)).agg(F.sum(scope.money).cast("double").alias("amount")))[
        "amount"
    ][0]
    return 0.0 if pd.isna(total) else float(total)
