"""Parquet files in, parquet with two more columns out."""

import datetime
import decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import SourceError
from analysis.sources.files.parquet import group_rows, parquet_to_parquet, write_rows

ORDERS = pa.table(
    {
        "id": pa.array([7, 3, None], pa.int32()),
        "day": pa.array([datetime.date(2024, 1, 1), None, datetime.date(2024, 3, 1)]),
        "amount": pa.array([decimal.Decimal("1.50"), decimal.Decimal("2.00"), None], pa.decimal128(18, 4)),
        "tags": pa.array([["a"], [], None], pa.list_(pa.string())),
    }
)


def test_types_and_order_are_kept(tmp_path):
    pq.write_table(ORDERS, tmp_path / "orders.parquet", row_group_size=2)
    report = parquet_to_parquet(tmp_path / "orders.parquet", tmp_path / "out.parquet")
    copy = pq.read_table(tmp_path / "out.parquet")

    assert ORDERS.equals(copy.drop_columns(["source_file", "source_row"]))
    assert ["orders.parquet"] * 3 == copy["source_file"].to_pylist()
    assert [1, 2, 3] == copy["source_row"].to_pylist()
    assert (3, (), None, ("id", "day", "amount", "tags")) == (report.rows, report.rejects, report.format, report.columns)


def test_a_parquet_without_rows(tmp_path):
    pq.write_table(ORDERS.slice(0, 0), tmp_path / "orders.parquet")
    report = parquet_to_parquet(tmp_path / "orders.parquet", tmp_path / "out.parquet")

    assert 0 == report.rows
    assert ["source_file", "source_row", *ORDERS.column_names] == pq.read_schema(tmp_path / "out.parquet").names


def test_columns_that_are_there_already_are_renamed(tmp_path):
    """Our own output may come back as an input; SQL could not tell id from ID."""
    table = pa.Table.from_arrays([pa.array(["x"]), pa.array([1]), pa.array([2])], names=["source_file", "id", "ID"])
    pq.write_table(table, tmp_path / "orders.parquet")

    assert ("source_file (2)", "id", "ID (2)") == parquet_to_parquet(tmp_path / "orders.parquet", tmp_path / "o.parquet").columns


@pytest.mark.parametrize("content", [b"", b"PAR1", b"id,name\n1,Ana\n"])
def test_what_is_no_parquet_is_an_error(tmp_path, content):
    (tmp_path / "orders.parquet").write_bytes(content)
    with pytest.raises(SourceError, match=r"orders\.parquet is not a complete parquet file\. Copy it again"):
        parquet_to_parquet(tmp_path / "orders.parquet", tmp_path / "out.parquet")

    assert not (tmp_path / "out.parquet").exists()


def test_a_parquet_cut_off_or_damaged_inside_is_an_error(tmp_path):
    noise = pa.table({"x": np.random.default_rng(1).random(50_000)})
    pq.write_table(noise, tmp_path / "whole.parquet", row_group_size=10_000, write_page_checksum=True)
    content = (tmp_path / "whole.parquet").read_bytes()
    (tmp_path / "cut.parquet").write_bytes(content[: len(content) // 2])
    (tmp_path / "holed.parquet").write_bytes(content[:200_000] + bytes(4000) + content[204_000:])
    for name in ("cut", "holed"):
        with pytest.raises(SourceError, match=rf"{name}\.parquet is not a complete parquet file"):
            parquet_to_parquet(tmp_path / f"{name}.parquet", tmp_path / "out.parquet")
        assert not (tmp_path / "out.parquet").exists()


def test_row_numbers_leave_out_the_rejected(tmp_path):
    """Records 1, 4 and 5 of seven were rejects."""
    batches = [pa.record_batch([pa.array(["b", "c", "f"])], names=["x"]), pa.record_batch([pa.array(["g"])], names=["x"])]
    rows = write_rows(batches, tmp_path / "o.parquet", schema=batches[0].schema, source="f.csv", rejected=[1, 4, 5])
    table = pq.read_table(tmp_path / "o.parquet")

    assert 4 == rows
    assert [2, 3, 6, 7] == table["source_row"].to_pylist()
    assert ["b", "c", "f", "g"] == table["x"].to_pylist()


def test_row_groups_are_smaller_where_rows_are_long():
    assert 122_880 == group_rows(10_000_000, 800_000_000)
    assert 12_288 == group_rows(1000, 1000 * 10_000)
    assert 2048 == group_rows(10, 10 * 50_000_000)
    assert 2048 == group_rows(0, 0)
