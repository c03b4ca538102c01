"""Levels of different traits that hold the very same customers, so that they are told once.

Whoever has no internet has no films, no backup and no protection either: six columns say “no internet service” of the
same people, and a list of what sets a segment apart would say it six times.  The first in the order of the traits is
kept, the others are named beside it.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis.profiles.traits import MISSING, OTHER

SAME = 0.999  # customers of both levels over customers of either
COLUMNS = ["trait", "level", "first_trait", "first_level", "n", "overlap"]


def same_customers(traits: pd.DataFrame) -> pd.DataFrame:
    """The levels that hold the same customers as one of a trait before it.

    From one row per customer (customer_id, one text column per trait) to one row per level that repeats another:
    trait, level; first_trait, first_level; n customers of the level; overlap, the customers of both over those of
    either, SAME or more.  Unknown values and what was put together as '(other)' are no levels.
    """
    codes = {name: pd.factorize(traits[name]) for name in traits.columns.drop("customer_id")}
    sizes = [
        (name, code, level, int(size))
        for name, (held, levels) in codes.items()
        for code, (level, size) in enumerate(zip(levels, np.bincount(held[held >= 0], minlength=len(levels)), strict=True))
        if level not in (MISSING, OTHER)
    ]
    rows: dict[tuple[str, str], tuple] = {}
    for (one, a, first, n), (two, b, level, m) in combinations(sizes, 2):
        if one == two or (one, first) in rows or (two, level) in rows or min(n, m) < SAME * max(n, m):
            continue
        both = int(((codes[one][0] == a) & (codes[two][0] == b)).sum())
        if both >= SAME * (n + m - both):
            rows[two, level] = (two, level, one, first, m, both / (n + m - both))
    return pd.DataFrame(rows.values(), columns=COLUMNS).astype({"n": "int64", "overlap": "float64"})


def once(table: pd.DataFrame, same: pd.DataFrame, *, level: str = "level") -> pd.DataFrame:
    """The rows of a table of traits and levels (in column `level`) less those that repeat another level."""
    repeated = set(zip(same["trait"], same["level"], strict=True))
    kept = [(trait, said) not in repeated for trait, said in zip(table["trait"], table[level], strict=True)]
    return table[np.array(kept, dtype=bool)].reset_index(drop=True)
