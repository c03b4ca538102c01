"""Attributes of a customer in the record: which are held, of which kind, and are they fit to divide by?"""

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from analysis.errors import SchemaError
from analysis.segmentations.population import check_key, check_table

PREFIX = "attribute."


def attribute(name: str) -> str:
    """The record's column of an attribute, with or without its prefix."""
    return name if name.startswith(PREFIX) else PREFIX + name


def of_kind(features: pd.DataFrame, kinds: Mapping[str, str] | None, kind: str, *, usual: Collection[str] = ()) -> list[str]:
    """Names of the attributes held that the client declared as `kind`, in the order of the record.

    An attribute in `usual` counts as well where it is declared as a plain number (`metric`), or where nothing
    is declared at all: a birth year is no measurement, whatever the file calls it.
    """
    held = [
        column.removeprefix(PREFIX) for column in features.columns if column.startswith(PREFIX) and features[column].notna().any()
    ]
    if kinds is None:
        return [name for name in held if name in usual]
    declared = {name.removeprefix(PREFIX): its for name, its in kinds.items()}
    return [name for name in held if declared.get(name) == kind or (name in usual and declared.get(name) == "metric")]


def first_held(features: pd.DataFrame, columns: Iterable[str]) -> str | None:
    """The first of `columns` with a value in it."""
    return next((column for column in columns if column in features and features[column].notna().any()), None)


def check_people(features: pd.DataFrame, column: str) -> None:
    """Raise SchemaError where the record lacks the column or breaks its key."""
    check_table(features, "features", ("customer_id", column))
    check_key(features, "features")


def check_somebody(features: pd.DataFrame, method: str) -> None:
    """Raise SchemaError where there is nobody to divide."""
    if features.empty:
        raise SchemaError(
            "Table 'features' holds no customer, so '{method}' has nobody to divide. "
            "Widen the history, or reuse a definition of an earlier period.",
            method=method,
        )


def segments_of_all(features: pd.DataFrame, segment) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment."""
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": pd.Series(segment, dtype="str")})
