"""Which limits a refit moves, and how many customers each of them carries into another segment.

Two definitions of one method are laid beside each other cell by cell.  Cells that differ and hold the same pair of old
and new value are one limit (the end of a band is the beginning of the next).  Each limit is then moved alone and
everybody divided again; customers moved by several limits at once count with each, so the counts do not add up.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

LIMITS = (
    "low", "high", "limit", "first_cut_days", "second_cut_days", "new_days", "loyal_orders", "tenure_high",
    "orders_mark", "categories_mark", "seen_age_high", "browsing_days_low", "order_age_low", "active_days_low", "active_days_high",
)  # fmt: skip
NAMED_BY = ("measure", "component", "score_name", "category", "key", "segment")  # what tells of which row a limit is
MOST = 24  # limits that are moved alone: those that change most in proportion
COLUMNS = ["column", "of", "key", "before", "after", "moved"]


def comparable(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Whether two definitions have the same rows but for their numbers, so that limits can be laid beside each other."""
    if list(before.columns) != list(after.columns) or len(before) != len(after):
        return False
    words = [column for column in before if not is_numeric_dtype(before[column])]
    return before[words].reset_index(drop=True).equals(after[words].reset_index(drop=True))


def cut_points(before: pd.DataFrame, after: pd.DataFrame, *, assign: Callable[[pd.DataFrame], pd.Series]) -> pd.DataFrame:
    """The limits that differ: one row per limit, most customers moved first.

    column, of, key  the column of the definition; the measure, category or segment it belongs to, and of which kind
                     that is (`of`: one of NAMED_BY, '' for none)
    before, after    its value
    moved            customers whom this limit alone carries into another segment

    `assign` divides everybody by a definition, indexed by customer_id.  At most MOST limits are told.  Empty where the definitions are not `comparable`.
    """
    if not comparable(before, after):
        return pd.DataFrame(columns=COLUMNS)
    before, after = before.reset_index(drop=True), after.reset_index(drop=True)
    start, rows = assign(before), []
    for cells in _limits(before, after):
        moved = before.copy()
        for row, column in cells:
            moved[column] = moved[column].astype(float) if after[column].dtype.kind == "f" else moved[column]
            moved.loc[row, column] = after.loc[row, column]
        row, column = cells[0]
        kind, key = _name(before.loc[row])
        changed = int((assign(moved).reindex(start.index) != start).sum())
        rows.append((column, kind, key, float(before.loc[row, column]), float(after.loc[row, column]), changed))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["moved", "column", "key", "before"], ascending=[False, True, True, True], ignore_index=True)


def _limits(before: pd.DataFrame, after: pd.DataFrame) -> list[list[tuple[int, str]]]:
    """Cells that differ, those of one limit together: same kind of row, same old and new value."""
    found: dict[tuple, list[tuple[int, str]]] = {}
    for column in (column for column in LIMITS if column in before):
        old, new = before[column].to_numpy(dtype=float), after[column].to_numpy(dtype=float)
        for row in np.flatnonzero((old != new) & ~np.isnan(old) & ~np.isnan(new)):
            own = "low/high" if column in ("low", "high") else column
            of = _name(before.loc[row])
            same = of if of[0] != "segment" else ("segment", "")
            found.setdefault((own, same, old[row], new[row]), []).append((int(row), column))
    largest = sorted(found, key=lambda limit: -abs(limit[3] - limit[2]) / max(abs(limit[2]), 1.0))[:MOST]
    return [found[limit] for limit in largest]


def _name(row: pd.Series) -> tuple[str, str]:
    """Of which measure, category or segment a row of a definition is."""
    named: Sequence[str] = [column for column in NAMED_BY if column in row.index and str(row[column]) not in ("", "nan")]
    return (named[0], str(row[named[0]])) if named else ("", "")
