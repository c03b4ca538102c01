"""Which earlier reports a decision looks back to, and what it takes from them."""

import pandas as pd
import pytest

from analysis.reporting.earlier import earlier_reports, earlier_tables, shown_before
from analysis.store import Run
from tests.stories import write_client

CLIENT = """\
name: Corner Shop
currency: GBP
source: {transactions: {files: raw/orders.csv, columns: {customer_id: Id, ordered_at: Day, amount: Sum}}}
"""
SEGMENTS = pd.DataFrame({"customer_id": ["a", "b"], "method": "value", "segment": ["top", "rest"]})
SHOWN = pd.DataFrame({"method": "value", "segment": ["rest", "top"], "shown": [True, False], "shown_then": [False, True]})


@pytest.fixture
def data(tmp_path):
    return write_client(tmp_path / "data" / "shop", CLIENT, {"orders.csv": "Id,Day,Sum\na,2024-01-01,5\n"}).parent


def opened(data, period: str) -> Run:
    return Run.open("shop", period, data=data, reports=data.parent / "reports")


def reported(data, *periods: str, start: bool = False) -> None:
    for period in periods:
        run = opened(data, period)
        run.write_table("segments", SEGMENTS)
        run.write_table("shown_segments", SHOWN)
        if start:
            run.write_table("segments-start", SEGMENTS)


def labels(run: Run) -> list[str]:
    return [one.period.label for one in earlier_reports(run)]


def test_nothing_before_the_first_report(data):
    reported(data, "2024-Q4", "2025-Q1")

    assert [] == labels(opened(data, "2024-Q4"))
    assert shown_before(opened(data, "2024-Q4")) is None


def test_the_two_latest_of_the_earlier_periods_oldest_first(data):
    reported(data, "2024-Q4", "2024-Q2", "2024-Q1", "2024-Q3", "2025-Q1")

    assert ["2024-Q2", "2024-Q3"] == labels(opened(data, "2024-Q4"))


def test_of_two_that_end_on_one_day_the_longer_comes_first(data):
    reported(data, "2024", "2024-Q4", "2024-12")

    assert [] == labels(opened(data, "2024"))
    assert ["2024"] == labels(opened(data, "2024-Q4"))
    assert ["2024", "2024-Q4"] == labels(opened(data, "2024-12"))


def test_folders_that_are_no_periods_and_runs_without_segments_are_passed_over(data):
    reported(data, "2024-Q1")
    opened(data, "2024-Q2").write_table("segments", SEGMENTS)
    (data / "shop" / "2024-Q1" / "shown_segments.parquet").rename(data / "shop" / "shown_segments.parquet")
    (data / "shop" / "notes").mkdir()
    (data / "shop" / "shown_segments.parquet").rename(data / "shop" / "notes" / "shown_segments.parquet")

    assert [] == labels(opened(data, "2024-Q4"))


def test_each_day_of_a_report_with_what_it_showed_on_it(data):
    reported(data, "2024-Q3", start=True)
    held = shown_before(opened(data, "2024-Q4")).set_index(["day", "customer_id"])["shown"]

    assert {
        ("2024-Q3 shown", "a"): False, ("2024-Q3 shown", "b"): True,
        ("2024-Q3 shown_then", "a"): True, ("2024-Q3 shown_then", "b"): False,
    } == held.to_dict()  # fmt: skip


def test_the_files_that_make_a_later_report_outdated(data):
    reported(data, "2024-Q3")

    assert {"2024-Q3": ["shown_segments.parquet", "segments.parquet"]} == {
        period: [path.name for path in paths] for period, paths in earlier_tables(opened(data, "2024-Q4")).items()
    }
