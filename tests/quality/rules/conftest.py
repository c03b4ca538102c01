"""Small tables under the rules: canonical ones from rows, raw ones from columns of text."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.quality import RawFile, RawTable, quality_checks
from analysis.quality.checks import table_scope
from analysis.quality.rules import PASSES, Found

TODAY = date(2024, 12, 31)


@pytest.fixture(scope="session")
def found(make_lines) -> Callable[..., pd.DataFrame]:
    """What the rules find in order lines given as rows of `stories.line`, by check and column."""

    def look(rows: list[dict], *, refunds: str = "net") -> pd.DataFrame:
        return by_check(quality_checks(make_lines(*rows), rejects=0, refunds=refunds, today=TODAY))

    return look


@pytest.fixture(scope="session")
def passed(make_lines) -> Callable[..., pd.DataFrame]:
    """What the named rules of `PASSES` find in order lines, by check and column: those under test, and not all thirty."""

    def look(rows: list[dict], *names: str) -> pd.DataFrame:
        scope = table_scope("transactions", make_lines(*rows), today=TODAY)
        found = [one for name in names for one in PASSES[name](scope)]
        return by_check(pd.DataFrame(found, columns=[one.name for one in fields(Found)]))

    return look


@pytest.fixture
def found_in(tmp_path) -> Callable[..., pd.DataFrame]:
    """What the rules find in another canonical table, given by its columns."""

    def look(table: str, columns: Mapping[str, list]) -> pd.DataFrame:
        return by_check(
            quality_checks(None, rejects=0, refunds="net", tables={table: canonical(tmp_path, table, columns)}, today=TODAY)
        )

    return look


@pytest.fixture
def found_raw(tmp_path) -> Callable[..., pd.DataFrame]:
    """What the rules find in files of text, each given by its columns."""

    def look(*files: Mapping[str, list], table: str = "transactions", **settings) -> pd.DataFrame:
        raw = RawTable(tuple(raw_file(tmp_path, f"file_{i}.csv", columns) for i, columns in enumerate(files)), **settings)
        return by_check(quality_checks(None, rejects=0, refunds="net", raw={table: raw}, today=TODAY))

    return look


def by_check(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index(["check", "column"]).sort_index()


def canonical(folder: Path, table: str, columns: Mapping[str, list]) -> Path:
    """A canonical table on disk."""
    rows = len(next(iter(columns.values())))
    content = pd.DataFrame({**columns, "source_file": "a.csv", "source_row": range(1, rows + 1)})
    path = folder / f"{table}.parquet"
    pq.write_table(pa.Table.from_pandas(content, preserve_index=False), path, coerce_timestamps="us")
    return path


def raw_file(folder: Path, name: str, columns: Mapping[str, list]) -> RawFile:
    """The cached text of a file."""
    rows = len(next(iter(columns.values())))
    own = {"source_file": pa.array([name] * rows), "source_row": pa.array(range(1, rows + 1), pa.int64())}
    parquet = folder / f"{name}.parquet"
    typed = {key: values if isinstance(values, pa.Array) else pa.array(values, pa.string()) for key, values in columns.items()}
    pq.write_table(pa.table(own | typed), parquet)
    return RawFile(parquet, name, rows)
