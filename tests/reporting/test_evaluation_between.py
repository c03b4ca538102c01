"""Any two dates: what `compare_with` may name, and which reports the history of segments is made of."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.features import Dates
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_between import between, compared_day
from analysis.reporting.evaluation_ruler import history
from analysis.store import Run, write_json
from tests.stories import write_client

CLIENT = """\
name: Corner Shop
currency: GBP
source: {transactions: {files: raw/orders.csv, columns: {customer_id: Id, ordered_at: Day, amount: Sum}}}
periods: {spring-fair: [2025-03-10, 2025-03-21]}
"""
DATES = Dates(date(2024, 1, 1), date(2025, 12, 31), date(2025, 10, 1), date(2025, 12, 31), date(2024, 1, 1))


@pytest.fixture
def opened(tmp_path):
    data = write_client(tmp_path / "data" / "shop", CLIENT, {"orders.csv": "Id,Day,Sum\na,2024-01-01,5\n"}).parent
    return lambda period: Run.open("shop", period, data=data, reports=tmp_path / "reports")


def base_of(run: Run) -> Base:
    nothing = dict.fromkeys(["lens", "basis", "features", "orders", "ended", "started", "then", "no_start"])
    return Base(page=SimpleNamespace(run=run), dates=DATES, **nothing)


@pytest.mark.parametrize(
    ("given", "day"),
    [("", None), ("2025-03-31", date(2025, 3, 31)), ("2025-Q1", date(2025, 3, 31)), ("2024", date(2024, 12, 31)), ("spring-fair", date(2025, 3, 21))],
)  # fmt: skip
def test_a_day_or_the_last_day_of_a_period(opened, given, day):
    assert day == compared_day(opened("2025-Q4"), given)


def test_what_is_neither_day_nor_period_is_named(opened):
    with pytest.raises(ConfigError, match="'last spring' is not a period"):
        compared_day(opened("2025-Q4"), "last spring")


@pytest.mark.parametrize("given", ["", "2025-Q3", "2025-09-30"])
def test_the_eve_of_the_period_is_what_is_compared_anyway(opened, given):
    base = base_of(opened("2025-Q4"))

    assert base is between(base, given)


@pytest.mark.parametrize("given", ["2025-Q4", "2026-01-31", "2023-12-31"])
def test_a_day_before_the_first_order_or_not_before_the_end_is_refused(opened, given):
    with pytest.raises(ConfigError, match=r"Choose a day before that, from 2024-01-01 on"):
        between(base_of(opened("2025-Q4")), given)


def reported(run: Run, **segments: str) -> None:
    """A report that saw customers in segments at the end of its period, by a definition of its own."""
    table = pd.DataFrame({"customer_id": list(segments), "method": "value", "segment": list(segments.values())})
    run.write_table("segments", table)
    run.write_table("shown_segments", pd.DataFrame({"method": "value", "segment": ["x"], "shown": True, "shown_then": True}))
    pd.DataFrame({"limit": [run.period.label]}).to_parquet(run.path("definition_value"))
    days = {
        "first": "2024-01-01",
        "last": "2025-12-31",
        "start": run.period.start,
        "as_of": run.period.end,
        "window_start": "2024-01-01",
    }
    write_json(run.folder / "dates.json", {key: str(day) for key, day in days.items()})


def test_history_holds_every_report_up_to_this_one(opened):
    for period, ana in (("2025-Q1", "gold"), ("2025-Q2", "iron"), ("2025-Q3", "iron"), ("2025-Q4", "gold")):
        reported(opened(period), ana=ana)
    opened("2025-Q2").write_table("segments-start", pd.DataFrame({"customer_id": ["ana"], "method": "value", "segment": "tin"}))
    opened("2025-Q1").write_table("segments-start", pd.DataFrame({"customer_id": ["ana"], "method": "value", "segment": "tin"}))
    spells = history(opened("2025-Q3"))

    assert [("tin", date(2024, 12, 31)), ("gold", date(2025, 3, 31)), ("iron", date(2025, 6, 30))] == list(
        spells[["segment", "since"]].itertuples(index=False, name=None)
    )
    assert [False, False, True] == spells["refitted"].tolist()
    assert opened("2025-Q3").has_table("segment_history")
