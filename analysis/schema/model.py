"""What a table declaration is, and how a table in hand is held against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import SchemaError, listed

Type = Literal["string", "int", "float", "money", "timestamp", "date", "bool"]

# The engine's type of each: money is an exact decimal until it is aggregated, so that sums do
# not depend on the order of rows; timestamps are naive, in the client's own zone.
ENGINE_TYPES: dict[str, str] = {
    "string": "string",
    "int": "bigint",
    "float": "double",
    "money": "decimal(18,4)",
    "timestamp": "timestamp_ntz",
    "date": "date",
    "bool": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: name, type, meaning, unit, whether it must be there, and its allowed values."""

    name: str
    type: Type
    meaning: str
    unit: str = ""
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: what a row is, which columns it has, and which of them make its key."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    open: bool = False  # True: further columns may follow (attributes, survey items, measures)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def check_columns(table: Table, found: Iterable[str]) -> None:
    """Raise SchemaError when a required column is missing or an unknown one is there."""
    found = list(found)
    missing = [name for name in table.required if name not in found]
    if missing:
        raise SchemaError(
            "Table '{table}' has no column {missing}. Columns found: {found}.",
            table=table.name,
            missing=listed(f"'{name}'" for name in missing),
            found=listed(found),
        )
    unknown = [] if table.open else [name for name in found if name not in table.names]
    if unknown:
        raise SchemaError(
            "Table '{table}' holds {unknown}, which its declaration does not name. Declared: {known}.",
            table=table.name,
            unknown=listed(f"'{name}'" for name in unknown),
            known=listed(table.names),
        )


def data_dictionary(tables: Iterable[Table]) -> pd.DataFrame:
    """One row per column of the given tables: table, column, type, unit, key, meaning."""
    return pd.DataFrame(
        [
            {
                "table": table.name,
                "column": column.name,
                "type": column.type,
                "unit": column.unit,
                "key": column.name in table.key,
                "meaning": column.meaning,
            }
            for table in tables
            for column in table.columns
        ]
    )
