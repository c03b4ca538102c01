"""Conditions: a rule such as {revenue: {">=": 1000}, segment.lifecycle: [loyal, won_back]} as a table of tests.

Nothing that a client writes is run as code.  A rule is read into alternatives, each of them a list of tests
that must all hold, and each test into one row; so a rule can be printed, saved and frozen like any other
definition.  How a client writes them is
read by `condition_forms`.

What is not known meets no test but `missing`: a customer without a birth date is neither under 30 nor "not under 30".
"""

import difflib
import json
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, listed
from analysis.segmentations.condition_forms import ALWAYS
from analysis.segmentations.population import check_table

COLUMNS = ("rule", "alternative", "segment", "column", "test", "kind", "given")


def table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows as a definition: columns COLUMNS, in their order."""
    made = pd.DataFrame(list(rows), columns=list(COLUMNS))
    return made.astype({"rule": "int64", "alternative": "int64"} | dict.fromkeys(COLUMNS[2:], "str"))


def columns_of(tests: pd.DataFrame) -> tuple[str, ...]:
    """The columns that the tests read, each once."""
    return tuple(dict.fromkeys(tests.loc[tests["column"] != "", "column"]))


def first_match(features: pd.DataFrame, tests: pd.DataFrame, *, default: str | None) -> np.ndarray:
    """The segment of the first rule that holds for each row of `features`; `default` where none does.

    Raises SchemaError if a column is missing.
    """
    check_table(features, "features", columns_of(tests))
    segment = np.full(len(features), default, dtype=object)
    open_still = np.ones(len(features), dtype=bool)
    for _, rule in tests.groupby("rule", sort=True):
        holds = np.zeros(len(features), dtype=bool)
        for _, alternative in rule.groupby("alternative", sort=True):
            holds |= np.logical_and.reduce([_holds(features, test) for test in alternative.itertuples()])
        segment[open_still & holds] = rule["segment"].iloc[0]
        open_still &= ~holds
    return segment


def check_against(features: pd.DataFrame, tests: pd.DataFrame, *, places: Mapping[int, str]) -> None:
    """Raise ConfigError where a test reads a column that is not there, or numbers from words; names the place of the rule."""
    known = [column for column in features.columns if column != "customer_id"]
    for test in tests.itertuples():
        if test.test == ALWAYS:
            continue
        place = places[test.rule]
        if test.column not in known:
            close = difflib.get_close_matches(test.column, known, n=1, cutoff=0.5)
            raise ConfigError(
                "{place} reads '{column}', which customers do not have here.{hint} Columns: {known}.",
                place=place,
                column=test.column,
                hint=f" Did you mean '{close[0]}'?" if close else "",
                known=listed(known),
            )
        given, values = listed(json.loads(test.given)), features[test.column].dropna()
        if test.kind == "number" and len(values) and _numbers(values).isna().all():
            raise ConfigError(
                "{place} compares '{column}' with the number {given}, but the column holds words. Put what it holds.",
                place=place,
                column=test.column,
                given=given,
            )
        if test.kind == "text" and test.test in ("in", "not_in") and _is_number(values):
            raise ConfigError(
                "{place} compares '{column}' with the word '{given}', but the column holds numbers. Write a number without quotes.",
                place=place,
                column=test.column,
                given=given,
            )


def _holds(features: pd.DataFrame, test) -> np.ndarray:
    """Which rows a test holds for."""
    if test.test == ALWAYS:
        return np.ones(len(features), dtype=bool)
    values = features[test.column].reset_index(drop=True)
    if test.test in ("missing", "present"):
        return (values.isna() if test.test == "missing" else values.notna()).to_numpy(dtype=bool)
    given = json.loads(test.given)
    if test.kind == "number":
        values = _numbers(values)
    elif test.kind == "date":
        values, given = _days(values), list(pd.to_datetime(given))
    else:
        values = _words(values)
    known = values.notna().to_numpy(dtype=bool)
    match test.test:
        case ">=":
            held = values >= given[0]
        case "<=":
            held = values <= given[0]
        case _:
            held = values.isin(given) if test.test == "in" else ~values.isin(given)
    return held.to_numpy(dtype=bool, na_value=False) & known


def _numbers(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values, errors="coerce").astype("float64")


def _days(values: pd.Series) -> pd.Series:
    """Days, the hour cut off; a text that is none is missing."""
    days = values if pd.api.types.is_datetime64_any_dtype(values) else pd.to_datetime(values, format="ISO8601", errors="coerce")
    return days.dt.normalize()


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _words(values: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "true", False: "false"})
    return values.astype("str")
