"""What a client knows about its customers (or respondents): groups with their size, figures with their spread."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

BIRTH_YEAR = "birth_year"  # a figure in the file, an age to the reader
OTHER = "(other)"
MISSING = "(missing)"
AGES = ((0, 18), (18, 25), (25, 35), (35, 45), (45, 55), (55, 65), (65, 120))  # bands in years, upper bound excluded


def attribute_values(
    people: pd.DataFrame, kinds: Mapping[str, str], *, table: str, as_of: date, minimum: int = 10, most: int = 7
) -> pd.DataFrame:
    """Groups of every attribute that is no figure: see `attribute_values` of schema.py; largest first, missing last.

    `people` holds one row per customer or respondent, `kinds` what each column is (demographic, …, metric, consent).
    Birth dates become ages at `as_of` in bands, other dates years.  The `most` largest groups keep their name;
    the rest are one row, and none of the rows but the missing stands for fewer than `minimum` people.
    """
    rows = []
    for column, kind in kinds.items():
        if column not in people or (kind == "metric" and column != BIRTH_YEAR):
            continue
        groups = _grouped(people[column], column, as_of)
        counts = groups.dropna().value_counts(sort=True)
        counts = counts[sorted(counts.index, key=lambda value: (-counts[value], str(value)))]
        in_order = len(counts) <= most and (
            column == BIRTH_YEAR or _is_dated(people[column])
        )  # ages and years read in their own order
        counts = counts.sort_index() if in_order else counts
        known = int(counts.sum())
        if not known or (len(counts) > most and int(counts.iloc[0]) < minimum):
            continue  # a name, a number or a free text: nothing to group by
        for value, n in [*_shown(counts, minimum, most), *_missing(len(people) - known)]:
            rows.append((table, column, kind, str(value), n, n / len(people), known))
    return pd.DataFrame(rows, columns=["table", "column", "kind", "value", "rows", "share", "known"])


def attribute_numbers(people: pd.DataFrame, kinds: Mapping[str, str], *, table: str, minimum: int = 10) -> pd.DataFrame:
    """Figures of every attribute that is one: see `attribute_numbers` of schema.py.

    The spread is told by the 5th and the 95th percentile: the largest value of all is one person's.
    """
    rows = []
    for column, kind in kinds.items():
        if column not in people or kind != "metric" or column == BIRTH_YEAR:
            continue
        numbers = pd.to_numeric(people[column], errors="coerce").dropna().astype(float)
        if len(numbers) < minimum:
            continue
        low, median, high = numbers.quantile([0.05, 0.5, 0.95])
        rows.append((table, column, len(numbers), 1 - len(numbers) / len(people), numbers.mean(), median, low, high, numbers.sum()))
    return pd.DataFrame(rows, columns=["table", "column", "n", "missing_share", "mean", "median", "low", "high", "total"])


def _is_dated(values: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(values) or bool(values.map(lambda one: isinstance(one, date)).any())


def _grouped(values: pd.Series, column: str, as_of: date) -> pd.Series:
    if column == BIRTH_YEAR:
        return _age_bands(as_of.year - pd.to_numeric(values, errors="coerce"))
    if not _is_dated(values):
        return values.astype("string").str.strip().replace("", pd.NA)
    moments = pd.to_datetime(values)
    if "birth" not in column:
        return moments.dt.year.astype("Int64").astype("string")
    return _age_bands(as_of.year - moments.dt.year)


def _age_bands(age: pd.Series) -> pd.Series:
    return pd.cut(age.astype(float), [low for low, _ in AGES] + [120], right=False, labels=[_band(*band) for band in AGES]).astype(
        "string"
    )


def _band(low: int, high: int) -> str:
    return f"{low}+" if high == 120 else f"{low}–{high - 1}"


def _shown(counts: pd.Series, minimum: int, most: int) -> list[tuple[str, int]]:
    """The groups that may be named, and the others together."""
    named = [(value, int(n)) for value, n in counts.head(most).items() if n >= minimum]
    rest = int(counts.sum()) - sum(n for _, n in named)
    while named and 0 < rest < minimum:  # a few left over would be told by subtraction
        rest += named.pop()[1]
    return named + ([(OTHER, rest)] if rest else [])


def _missing(n: int) -> list[tuple[str, int]]:
    return [(MISSING, n)] if n else []
