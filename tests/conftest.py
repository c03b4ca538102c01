"""Fixtures that many tests share; what they hold is told in stories.py."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.config import load_client
from analysis.engine import DataFrame, named, read_parquet, to_pandas
from analysis.features import transactions
from analysis.sources import read_inputs
from tests import stories


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes come first, so that no worker is left with one of them at the end."""
    items.sort(key=lambda item: not ("full" in item.path.parts or item.path.name == "test_engine.py"))


@pytest.fixture(scope="session")
def story(tmp_path_factory) -> stories.Story:
    """The six customers, read from their files by the kit (ids left as they are)."""
    folder = stories.write_story(tmp_path_factory.mktemp("data") / "story")
    config = load_client(folder / "client.yaml")
    return stories.Story(folder, read_inputs(config.source, folder=folder, pseudonymise=config.privacy.pseudonymise))


@pytest.fixture(scope="session")
def story_lines(story) -> DataFrame:
    """The canonical transactions of the six, optional columns filled in."""
    return named(transactions(story.inputs["transactions"].path))


@pytest.fixture(scope="session")
def crowd(tmp_path_factory) -> DataFrame:
    """The canonical transactions of the seeded crowd."""
    path = stories.write_lines(stories.crowd(), tmp_path_factory.mktemp("crowd") / "transactions.parquet")
    return named(transactions(path))


@pytest.fixture(scope="session")
def make_lines(tmp_path_factory) -> Callable[..., DataFrame]:
    """Makes canonical transactions from rows of `stories.line`."""

    def make(*rows: dict) -> DataFrame:
        return named(transactions(stories.write_lines(rows, tmp_path_factory.mktemp("lines") / "transactions.parquet")))

    return make


@pytest.fixture
def canonical(tmp_path) -> Callable[..., pd.DataFrame]:
    """Reads files as a table of client.yaml (its part under source.<name>) and returns the canonical table."""

    def read(files: dict[str, str | bytes], table: str, *, name: str = "transactions", extra: str = "") -> pd.DataFrame:
        folder = client_folder(tmp_path / "client", files, table, name=name, extra=extra)
        config = load_client(folder / "client.yaml")
        return to_pandas_sorted(read_inputs(config.source, folder=folder, pseudonymise=False)[name].path)

    return read


def client_folder(folder: Path, files: dict[str, str | bytes], table: str, *, name: str = "transactions", extra: str = "") -> Path:
    """A client with one table, whose YAML is given without indentation."""
    body = "".join(f"    {row}\n" for row in table.strip("\n").split("\n"))
    more = "".join(f"  {row}\n" for row in extra.strip("\n").split("\n")) if extra else ""
    return stories.write_client(folder, f"name: Client\ncurrency: GBP\nsource:\n{more}  {name}:\n{body}", files)


def to_pandas_sorted(path: Path) -> pd.DataFrame:
    """A canonical table as pandas, money as float."""
    return to_pandas(read_parquet(path)).sort_values(["source_file", "source_row"], ignore_index=True)
