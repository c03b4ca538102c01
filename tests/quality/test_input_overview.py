"""What the client holds: rows, customers, span and join of every table."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.quality import input_overview
from tests.stories import line, write_lines


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("canonical")
    day = pa.array([pd.Timestamp("2024-05-01").date(), None], pa.date32())
    tables = {
        "customers": {"customer_id": ["ana", "gil"], "joined_at": day},
        "events": {
            "customer_id": ["gil", None],
            "occurred_at": pa.array([pd.Timestamp("2024-02-03 04:05")] * 2, pa.timestamp("us")),
        },
        "feedback": {"text": ["good", "bad"]},
        "links": {"customer_id": pa.array([None, None], pa.string()), "entity_id": ["h", "h"]},
    }
    paths = {
        "transactions": write_lines(
            [line("ana", "2024-03-01", 5), line("ben", "2024-04-01", 5), line(None, "2024-05-01", 5)], folder / "t.parquet"
        )
    }
    for name, columns in tables.items():
        paths[name] = folder / f"{name}.parquet"
        pq.write_table(pa.table(columns), paths[name])
    return input_overview(paths, files=dict.fromkeys(paths, 1), rejects=dict.fromkeys(paths, 0)).set_index("table")


@pytest.mark.parametrize(
    ("name", "rows", "customers", "join_share"),
    [
        ("transactions", 3, 2, None),  # it is what the others are joined with
        ("customers", 2, 2, 0.5),  # Ana has an order, Gil has none
        ("events", 2, 1, 0.0),
        ("feedback", 2, 0, None),  # no customer is held
        ("links", 2, 0, None),  # none is known
    ],
)
def test_rows_customers_and_who_of_them_has_an_order(table, name, rows, customers, join_share):
    found = table.loc[name]

    assert (rows, customers) == (found["rows"], found["customers"])
    assert pd.isna(found["join_share"]) if join_share is None else join_share == found["join_share"]


def test_the_span_is_that_of_the_first_time_column(table):
    assert (pd.Timestamp("2024-03-01"), pd.Timestamp("2024-05-01")) == tuple(table.loc["transactions", ["first_at", "last_at"]])
    assert pd.Timestamp("2024-05-01") == table.loc["customers", "last_at"]
    assert table.loc["feedback", ["first_at", "last_at"]].isna().all()
    assert ["datetime64[us]"] * 2 == [str(kind) for kind in table[["first_at", "last_at"]].dtypes]


def test_without_order_lines_nothing_is_joined(tmp_path):
    pq.write_table(pa.table({"customer_id": ["ana"]}), tmp_path / "customers.parquet")
    table = input_overview({"customers": tmp_path / "customers.parquet"}, files={"customers": 1}, rejects={"customers": 0})

    assert pd.isna(table["join_share"][0])
