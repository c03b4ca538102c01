"""Demographic groups: who are the customers, by what the client's own file says of them?

One lens per attribute: age, sex, income, education, occupation, household, or whatever else is declared
as demographic.  Words stay the client's own, numbers are put into bands, and who told nothing is a
group of its own.  Ages that cannot be true are not known.

These groups describe; they do not explain.  Two groups may differ because they live elsewhere, came
through another channel or have been customers for longer.  They are no ground for prices of their own.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, unknown_choice
from analysis.schema.number_labels import is_label
from analysis.segmentations.attributes import PREFIX, attribute, check_people, check_somebody, first_held, of_kind, segments_of_all
from analysis.segmentations.bands import ADULT, AGE_EDGES, BIRTHS, ages, band_table, in_bands, numbers, quarters
from analysis.segmentations.levels import KEPT, MISSING, OTHER, as_levels, level_table, words
from analysis.segmentations.population import check_table

SEGMENTS: tuple[str, ...] = ()
DIVIDES = "customers"

USUAL = (
    *BIRTHS, "age_group", "sex", "gender", "income", "income_group", "education", "occupation", "marital_status",
    "household", "household_size", "children", "kidhome", "teenhome",
)  # fmt: skip
FEW_VALUES = 8  # a number with so few different values is read as words
RARE = 0.005  # share of those who told, below which a word joins '(other)'
COLUMNS = ("demographic", "column", "held_as", "as_of", "segment", "low", "high", "customers")

Kinds = Mapping[str, str] | None
Bands = Mapping[str, Sequence[float]] | None


def variants(
    features: pd.DataFrame, *, kinds: Kinds = None, as_of: str | date | None = None, bands: Bands = None, kept: int = KEPT
) -> tuple[str, ...]:
    """What the record can be divided by: `age` and the names of demographic attributes.

    An attribute is one where two groups or more are filled and '(other)' holds less than half of those who
    told (a street or a free text divides nobody), and where it is no date.
    """
    del kept
    names = of_kind(features, kinds, "demographic", usual=USUAL)
    given = [name for name in names if name not in BIRTHS and not pd.api.types.is_datetime64_any_dtype(features[attribute(name)])]
    able = [name for name in given if _divides(features, name, bands)]
    born = first_held(features, [attribute(name) for name in BIRTHS if name in names])
    by_age = born is not None and (as_of is not None or born == attribute("age"))
    return ("age", *able) if by_age else tuple(able)


def lacking(
    features: pd.DataFrame, *, kinds: Kinds = None, as_of: str | date | None = None, bands: Bands = None, kept: int = KEPT
) -> str:
    """Why nobody can be divided by who they are: a reason's key, empty where somebody can."""
    return "" if variants(features, kinds=kinds, as_of=as_of, bands=bands, kept=kept) else "no_demographic_attributes"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    by: str = "",
    kinds: Kinds = None,
    as_of: str | date | None = None,
    bands: Bands = None,
    kept: int = KEPT,
) -> pd.DataFrame:
    """The groups of one attribute.

    From one row per customer (customer_id, attribute.<name>) to one row per group, in display order:

        demographic  str    what is divided by: age, sex, income …
        column       str    column of the record
        held_as      str    birth_date | birth_year | age | number | words
        as_of        str    day at which ages are completed, YYYY-MM-DD; empty without ages
        segment      str    band, word, '(other)' or '(missing)'
        low, high    float  the band is low <= value < high, in years or the attribute's unit; missing = open, or words
        customers    int    customers when fitted

    Ages: <18, 18–24, then bands of ten years to 65+, or the lower limits in `bands["age"]`, to which 18 is
    always added.  Other numbers: `bands[name]`, else rounded quarters, or words where there are eight values
    at most.  Words: the `kept` most frequent that at least 0.5 % of those who told have.  `gaps` is not used;
    `kinds` (kind by attribute) only tells `variants` what there is.

    Raises ConfigError for limits that do not rise, or without `as_of` where ages need it; SchemaError if the
    column is missing or there is nobody.
    """
    del gaps, kinds
    column = _column(features, by)
    check_people(features, column)
    check_somebody(features, "demographic")
    name, values, edges = column.removeprefix(PREFIX), features[column], _edges(by, bands)
    held_as = name if by == "age" else "number" if edges or _is_number(values) else "words"
    day = _day(as_of, name) if held_as in ("birth_date", "birth_year") else ""
    if held_as == "words":
        table = level_table(words(values), kept=kept, rare=RARE).assign(low=np.nan, high=np.nan)
    else:
        found = _numbers(values, held_as, day)
        edges = edges or (AGE_EDGES if by == "age" else _quarters(found[~np.isnan(found)], name))
        table = band_table(edges, whole=by == "age", column=name)
        table = _counted(table, in_bands(found, table, missing=MISSING))
    return table.assign(demographic=by, column=column, held_as=held_as, as_of=day)[list(COLUMNS)]


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Ages are those on the definition's day, so that the same customer is in the same band whenever asked;
    `dated` moves the day.  A word that the definition does not hold is '(other)'.
    Raises SchemaError if a column is missing.
    """
    check_table(definition, "demographic definition", COLUMNS)
    rule = definition.iloc[0]
    check_people(features, rule["column"])
    values = features[rule["column"]]
    if rule["held_as"] == "words":
        return segments_of_all(features, as_levels(words(values), definition["segment"]))
    bands = definition[definition["segment"] != MISSING]
    return segments_of_all(features, in_bands(_numbers(values, rule["held_as"], rule["as_of"]), bands, missing=MISSING))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per group: segment, low, high (band in years or the attribute's unit; missing = open, or words)."""
    return definition[["segment", "low", "high"]].reset_index(drop=True)


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The column of the record that makes the groups."""
    return (str(definition["column"].iloc[0]),)


def dated(definition: pd.DataFrame, *, as_of: str | date) -> pd.DataFrame:
    """The same bands, with ages completed on another day: the ruler of last period, the customers a year older."""
    check_table(definition, "demographic definition", COLUMNS)
    held_as = definition["held_as"].iloc[0]
    return definition.assign(as_of=_day(as_of, held_as) if held_as in ("birth_date", "birth_year") else "")


def _column(features: pd.DataFrame, by: str) -> str:
    if not by:
        held = [column.removeprefix(PREFIX) for column in features.columns if column.startswith(PREFIX)]
        raise unknown_choice("demographic attribute", by, ("age", *held))
    if by == "age":
        return first_held(features, map(attribute, BIRTHS)) or attribute("age")
    return attribute(by)


def _edges(by: str, bands: Bands) -> tuple[float, ...]:
    """The limits given for an attribute, rising; 18 is always one of those of age."""
    given = tuple((bands or {}).get(by, ()))
    wrong = any(isinstance(edge, bool) or not isinstance(edge, int | float) or not np.isfinite(edge) for edge in given)
    if wrong or any(low >= high for low, high in pairwise(given)):
        raise ConfigError("'bands' of '{name}' are {given}. Give the lower limits as rising numbers.", name=by, given=list(given))
    edges = {float(edge) for edge in given}
    return tuple(sorted(edges | {ADULT} if by == "age" and edges else edges))


def _day(as_of: str | date | None, name: str) -> str:
    """The day as YYYY-MM-DD."""
    if as_of is None:
        raise ConfigError(
            "'as_of' is not given, and ages cannot be told from '{name}' without it. Write the day as 2025-12-31.", name=name
        )
    try:
        return pd.Timestamp(as_of).strftime("%Y-%m-%d")
    except ValueError:
        raise ConfigError("'as_of' is '{given}'. Write the day as 2025-12-31.", given=str(as_of)) from None


def _numbers(values: pd.Series, held_as: str, day: str) -> np.ndarray:
    if held_as == "number":
        return numbers(values)
    return ages(values, held_as, pd.Timestamp(day or "1970-01-01"))  # an age as given needs no day


def _quarters(known: np.ndarray, name: str) -> tuple[float, ...]:
    """The quarters of a number; of a year to the year, since two figures of it are a century."""
    return quarters(known, figures=4 if is_label(name, float(np.median(known))) else 2)


def _is_number(values: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(values) or values.isna().all():
        return False
    known = values.dropna()
    found = numbers(known)
    return bool(np.isfinite(found).mean() > 0.95) and len(np.unique(found[np.isfinite(found)])) > FEW_VALUES


def _divides(features: pd.DataFrame, name: str, bands: Bands) -> bool:
    values = features[attribute(name)]
    if (bands or {}).get(name) or _is_number(values):
        return True
    table = level_table(words(values), rare=RARE).set_index("segment")["customers"]
    known = table.drop(MISSING)
    return int((known > 0).sum()) >= 2 and known[OTHER] < known.sum() / 2


def _counted(bands: pd.DataFrame, segments: np.ndarray) -> pd.DataFrame:
    """The bands and '(missing)', each with its customers."""
    missing = pd.DataFrame({"segment": pd.Series([MISSING], dtype="str"), "low": [np.nan], "high": [np.nan]})
    table = pd.concat([bands, missing], ignore_index=True)
    sizes = pd.Series(segments, dtype="str").value_counts()
    return table.assign(customers=sizes.reindex(table["segment"]).fillna(0).to_numpy(dtype="int64"))
