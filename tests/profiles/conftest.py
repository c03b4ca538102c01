"""What the tests of the profiles share."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.schema import DERIVED, check_columns


@pytest.fixture
def fits_schema() -> Callable[[pd.DataFrame, str], None]:
    """Columns as declared, key unique, values among the declared ones."""

    def check(table: pd.DataFrame, name: str) -> None:
        declared = DERIVED[name]
        check_columns(declared, table.columns)
        assert not table.duplicated(list(declared.key)).any()
        for column in declared.columns:
            assert not column.values or set(table[column.name].dropna()) <= set(column.values)

    return check


@pytest.fixture
def make_segments() -> Callable[..., pd.DataFrame]:
    """The table `segments` of one method from the sizes of its segments: customers c0, c1, … in order."""

    def make(method: str, **sizes: int) -> pd.DataFrame:
        names = [name for name, size in sizes.items() for _ in range(size)]
        return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(names))], "method": method, "segment": names})

    return make
