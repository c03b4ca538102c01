"""Levels: words that the client wrote beside a customer, as groups.

The words stay the client's own.  The most frequent keep their name, the rest is '(other)'; who has
none is '(missing)', a group like any other: customers who told nothing differ from those who did.
"""

import math
import re

import numpy as np
import pandas as pd

MISSING = "(missing)"
OTHER = "(other)"
KEPT = 8  # levels that keep their name
NOT_KNOWN = frozenset(
    {
        "", "-", "--", "?", "n/a", "na", "nan", "null", "unknown", "not known", "not given", "not stated", "prefer not to say", "(missing)",
        "未知", "不详", "未填写", "未提供", "保密", "不愿透露",
    }
)  # fmt: skip

_NUMBER = re.compile(r"\d[\d,]*\.?\d*")


def words(values: pd.Series) -> np.ndarray:
    """The values as text without blanks around them, None where nothing is known; 3.0 is written 3."""
    codes, distinct = pd.factorize(values)
    return np.array([*(_word(value) for value in distinct), None], dtype=object)[codes]


def level_counts(found: np.ndarray) -> pd.Series:
    """Customers by word, most frequent first, equal counts by word."""
    counts = pd.Series(found, dtype=object).value_counts()
    place = sorted(counts.index, key=lambda word: (-counts[word], word))
    return counts.reindex(place).astype("int64")


def level_table(found: np.ndarray, *, kept: int = KEPT, rare: float = 0.0) -> pd.DataFrame:
    """One row per group: segment, customers; the words kept, then '(other)' and '(missing)'.

    Kept are the first `kept` words by customers of those that at least the share `rare` of all with a
    word have.  Words that all hold a figure (18-24, 25-34) stand in the order of that figure, others by size.
    """
    counts = level_counts(found)
    least = math.ceil(rare * counts.sum())
    names = [word for word in counts.index[counts >= least] if word != OTHER][:kept]
    if all(_NUMBER.search(word) for word in names):
        names = sorted(names, key=_first_number)
    rest = int(counts.sum() - counts.reindex(names).sum())
    sizes = [*counts.reindex(names), rest, len(found) - int(counts.sum())]
    return pd.DataFrame({"segment": pd.Series([*names, OTHER, MISSING], dtype="str"), "customers": np.array(sizes, dtype="int64")})


def as_levels(found: np.ndarray, names: pd.Series) -> np.ndarray:
    """The group of each word: its own where it is among `names`, else '(other)'; '(missing)' for none."""
    codes, distinct = pd.factorize(pd.Series(found, dtype=object))
    kept = set(names) - {OTHER, MISSING}
    return np.array([*(word if word in kept else OTHER for word in distinct), MISSING], dtype=object)[codes]


def _word(value: object) -> str | None:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return None if text.lower() in NOT_KNOWN else text


def _first_number(word: str) -> tuple[float, bool, str]:
    found = _NUMBER.search(word)
    return float(found[0].replace(",", "")), not word.lstrip().startswith(("<", "≤")), word
