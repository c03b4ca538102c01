"""Reading once."""

import json
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.errors import SourceError
from analysis.sources.files import cache
from analysis.sources.files.cache import cached_parquet


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "raw" / "orders.csv"
    path.parent.mkdir()
    path.write_text("id,name\n1,Ana\n2\n3,Cy\n", encoding="utf-8")
    return path


@pytest.fixture
def never_read(monkeypatch):
    """From here on, reading a file fails the test."""

    def switch_on():
        for reader in ("text_to_parquet", "parquet_to_parquet"):
            monkeypatch.setattr(cache, reader, lambda *_, **__: pytest.fail("the file was read again"))

    return switch_on


def test_the_second_time_comes_from_the_cache(orders, tmp_path, never_read):
    first = cached_parquet(orders, tmp_path / "cache")
    never_read()

    assert first == cached_parquet(orders, tmp_path / "cache")
    assert 2 == first[1].rows == pq.read_metadata(first[0]).num_rows
    assert ((3, "too few fields"),) == first[1].rejects


def test_a_file_that_was_touched_or_moved_is_not_read_again(orders, tmp_path, never_read):
    first = cached_parquet(orders, tmp_path / "cache")
    never_read()
    os.utime(orders, (0, 0))
    elsewhere = tmp_path / "orders.csv"
    elsewhere.write_bytes(orders.read_bytes())

    assert first == cached_parquet(orders, tmp_path / "cache")
    assert first == cached_parquet(elsewhere, tmp_path / "cache")


def test_content_name_and_settings_are_told_apart(orders, tmp_path):
    results = [cached_parquet(orders, tmp_path / "cache"), cached_parquet(orders, tmp_path / "cache", header_row=0)]
    other_name = orders.with_name("orders_2.csv")
    other_name.write_bytes(orders.read_bytes())
    results.append(cached_parquet(other_name, tmp_path / "cache"))
    orders.write_text("id,name\n1,Ana\n2\n3,Di\n", encoding="utf-8")
    results.append(cached_parquet(orders, tmp_path / "cache"))

    assert 4 == len({path for path, _ in results})
    assert ["orders.csv", "orders.csv", "orders_2.csv", "orders.csv"] == [
        pq.read_table(path)["source_file"][0].as_py() for path, _ in results
    ]


def test_parquet_files_are_kept_with_their_types(tmp_path, never_read):
    pq.write_table(pa.table({"id": [1, 2]}), tmp_path / "Orders.PARQUET")
    first = cached_parquet(tmp_path / "Orders.PARQUET", tmp_path / "cache")
    never_read()

    assert first == cached_parquet(tmp_path / "Orders.PARQUET", tmp_path / "cache")
    assert pa.int64() == pq.read_schema(first[0]).field("id").type


def test_nothing_stays_behind_when_reading_fails(tmp_path):
    (tmp_path / "orders.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "orders.parquet").write_bytes(b"PAR1")
    for name in ("orders.csv", "orders.parquet"):
        with pytest.raises(SourceError):
            cached_parquet(tmp_path / name, tmp_path / "cache")

    assert [] == list((tmp_path / "cache").iterdir())


def test_a_cache_that_was_cut_off_is_filled_again(orders, tmp_path):
    """The report is written last: without it, or with half of it, the parquet is not believed."""
    parquet, report = cached_parquet(orders, tmp_path / "cache")
    note = parquet.with_suffix(".json")
    note.write_text(note.read_text(encoding="utf-8")[:40], encoding="utf-8")

    assert (parquet, report) == cached_parquet(orders, tmp_path / "cache")
    assert 2 == json.loads(note.read_text(encoding="utf-8"))["rows"]
    parquet.unlink()

    assert (parquet, report) == cached_parquet(orders, tmp_path / "cache")


def test_two_processes_at_once_end_with_the_same_files(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("id,name\n" + "".join(f"{n},name {n % 70}\n" for n in range(50_000)), encoding="utf-8")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        runs = [pool.submit(cached_parquet, path, tmp_path / "cache") for _ in range(4)]
        results = [run.result() for run in runs]

    assert all(result == results[0] for result in results)
    assert 50_000 == pq.read_metadata(results[0][0]).num_rows
    assert 2 == len(list((tmp_path / "cache").iterdir()))
