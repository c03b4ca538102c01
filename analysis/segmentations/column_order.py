"""An order of columns that depends on what is in them alone: groups must not change because a column was renamed or moved.

The starts of k-means are drawn along the columns and ties between equally good groups fall by their order, so the same
answers under other headers gave other groups to a few customers.  Columns stand by the number of their different values,
most first, then by the values themselves; columns with the very same values by how they go with the others; only where
that is the same as well does the order given decide.
"""

import numpy as np
import pandas as pd

DIGITS = 9  # of a correlation: sums differ beyond these with the order in which they are made


def by_content(values: pd.DataFrame) -> np.ndarray:
    """The places of the columns of `values` (numbers, missing allowed) in their order by content.

    The order of the rows does not matter.
    """
    table = values.to_numpy(dtype="float64", na_value=np.nan)
    keys = [_key(column) for column in table.T]
    if len(set(keys)) < len(keys):
        keys = [(*key, going) for key, going in zip(keys, _company(table), strict=True)]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)


def _key(column: np.ndarray) -> tuple[int, bytes]:
    """Different values, and the values in their order."""
    held = np.sort(column[np.isfinite(column)]) + 0.0  # -0.0 and 0.0 are one value with two spellings
    return -len(np.unique(held)), held.tobytes()


def _company(table: np.ndarray) -> list[tuple[float, ...]]:
    """Of each column its correlations with the others, the smallest first; a missing value stands for the mean."""
    moved = np.nan_to_num(table - np.nanmean(table, axis=0))
    size = np.sqrt((moved**2).sum(axis=0))
    together = np.round((moved.T @ moved) / np.maximum(np.outer(size, size), np.finfo(float).tiny), DIGITS) + 0.0
    return [tuple(row) for row in np.sort(together, axis=1)]
