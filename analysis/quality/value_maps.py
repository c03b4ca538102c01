"""Spellings that should be one: a proposal for client.yaml, for the client to confirm."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import yaml

from analysis.engine import read_parquet
from analysis.quality.checks import TIMES, table_scope
from analysis.quality.rules.categories import columns_of, proposals_of

COLUMNS = ["table", "column", "value", "proposed", "rows", "why"]


def value_maps(tables: Mapping[str, Path]) -> pd.DataFrame:
    """Values of category columns that should be called otherwise: see `value_maps` of schema.py; most rows first in each column."""
    found = []
    for name, path in tables.items():
        if name not in TIMES:
            continue
        scope = table_scope(name, read_parquet(path))
        for column in columns_of(scope):
            counts, told = proposals_of(scope, column)
            found += [(name, column, one.value, one.proposed, counts[one.value], one.why) for one in told]
    table = pd.DataFrame(found, columns=COLUMNS).astype({"rows": "int64"})
    return table.sort_values(["table", "column", "rows", "value"], ascending=[True, True, False, True], ignore_index=True)


def value_maps_yaml(maps: pd.DataFrame) -> str:
    """The proposals as the part of client.yaml that they would be; '' where there are none.

    Put each under the `source` of the file at hand; what is wrong is struck out before.
    """
    source: dict = {}
    for (table, column, proposed), rows in maps.groupby(["table", "column", "proposed"], sort=False):
        values = source.setdefault(table, {}).setdefault("values", {}).setdefault(column, {})
        values[proposed] = rows["value"].tolist()
    if not source:
        return ""
    return yaml.safe_dump({"source": source}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=130)
