"""Times with a zone of their own, told by the client's clocks: summer and winter, text and parquet."""

from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.sources import read_inputs
from analysis.sources.zones import utc_shifts, without_zone
from tests.conftest import client_folder, to_pandas_sorted

ORDERS = "files: raw/*\ncolumns: {customer_id: Who, ordered_at: When, amount: Total}"


@pytest.fixture
def times(tmp_path):
    """The times of order lines as a client in `zone` reads them."""

    def read(values: list[str] | pa.Array, zone: str, table: str = ORDERS) -> list[str]:
        who, total = ["ann"] * len(values), ["1"] * len(values)
        if isinstance(values, pa.Array):
            pq.write_table(pa.table({"Who": who, "When": values, "Total": total}), tmp_path / "orders.parquet")
            files = {"orders.parquet": (tmp_path / "orders.parquet").read_bytes()}
        else:
            files = {"orders.csv": "Who,When,Total\n" + "".join(f"ann,{value},1\n" for value in values)}
        folder = client_folder(tmp_path / "client", files, table)
        source = load_client(folder / "client.yaml").source
        one = read_inputs(source, folder=folder, pseudonymise=False, timezone=zone)["transactions"]
        return [str(time) for time in to_pandas_sorted(one.path)["ordered_at"]]

    return read


def test_london_is_an_hour_ahead_in_summer_only(times):
    """In 2024 the clocks went forward on 31 March at 01:00 UTC and back on 27 October at 01:00 UTC."""
    given = ["2024-01-14T10:00:00Z", "2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"]

    assert [
        "2024-01-14 10:00:00", "2024-03-31 00:59:59", "2024-03-31 02:00:00", "2024-10-27 01:30:00", "2024-10-27 01:30:00",
    ] == times(given, "Europe/London")  # fmt: skip


def test_shanghai_is_eight_hours_ahead_all_year(times):
    assert ["2024-01-15 04:00:00", "2024-07-15 04:00:00"] == times(
        ["2024-01-14T20:00:00Z", "2024-07-14T20:00:00Z"], "Asia/Shanghai"
    )


@pytest.mark.parametrize("mark", ["+08:00", "+0800", "+08", " +08:00"])
def test_an_offset_is_read_in_every_spelling(times, mark):
    assert ["2024-07-14 13:00:00"] == times([f"2024-07-14 20:00:00{mark}"], "Europe/London")


def test_half_hours_and_zones_west_of_greenwich(times):
    given = ["2024-07-14 20:00:00+05:30", "2024-07-14 20:00:00-03:30", "2024-07-14 20:00:00 UTC"]

    assert ["2024-07-14 10:30:00", "2024-07-14 19:30:00", "2024-07-14 16:00:00"] == times(given, "America/New_York")


def test_a_declared_format_means_the_same(times):
    for format_ in ("%d/%m/%Y %H:%M:%SZ", "%d/%m/%Y %H:%M:%S%z", "%d/%m/%Y %H:%M:%S"):
        table = ORDERS.replace("When", f"{{column: When, format: '{format_}'}}")
        assert ["2024-07-14 21:00:00"] == times(["14/07/2024 20:00:00Z"], "Europe/London", table)


def test_times_without_a_zone_are_the_clients_own(times):
    assert ["2024-07-14 21:00:00", "2024-07-14 20:00:00"] == times(["2024-07-14 20:00:00Z", "2024-07-14 20:00:00"], "Europe/London")


def test_days_that_a_program_wrote_as_midnight_in_utc_stay_these_days(times):
    assert ["2024-07-14 00:00:00", "2024-01-14 00:00:00"] == times(
        ["2024-07-14T00:00:00Z", "2024-01-14T00:00:00Z"], "America/New_York"
    )


def test_parquet_with_a_zone_means_moments_and_without_one_the_clients_clock(times):
    moments = [datetime(2024, 1, 14, 10), datetime(2024, 7, 14, 10), None]
    for unit in ("ms", "us", "ns"):
        zoned = pa.array(moments, pa.timestamp(unit, tz="America/New_York"))  # Arrow keeps the moment in UTC
        assert ["2024-01-14 10:00:00", "2024-07-14 11:00:00", "NaT"] == times(zoned, "Europe/London")
        assert ["2024-01-14 10:00:00", "2024-07-14 10:00:00", "NaT"] == times(
            pa.array(moments, pa.timestamp(unit)), "Europe/London"
        )


def test_the_offsets_of_a_zone_and_until_when_they_hold():
    assert (
        (datetime(2024, 3, 31, 1), "+00:00"), (datetime(2024, 10, 27, 1), "+01:00"), (None, "+00:00"),
    ) == utc_shifts("Europe/London", datetime(2024, 1, 1), datetime(2024, 12, 31))  # fmt: skip
    assert ((None, "+08:00"),) == utc_shifts("Asia/Shanghai", datetime(2000, 1, 1), datetime(2024, 12, 31))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2024-01-14T10:00:00+08:00", "2024-01-14T10:00:00"),
        ("2024-01-14 10:00:00.123Z", "2024-01-14 10:00:00.123"),
        ("13-01-2024", "13-01-2024"),
        ("2024-01", "2024-01"),
    ],
)
def test_a_year_is_no_offset(text, plain):
    assert plain == without_zone(text)


def test_a_day_of_joining_is_that_of_the_clients_calendar(tmp_path):
    folder = client_folder(
        tmp_path / "client",
        {"m.csv": "No,Joined\n1,2024-01-14T20:00:00Z\n"},
        "files: raw/m.csv\ncolumns: {customer_id: No, joined_at: Joined}",
        name="customers",
    )
    one = read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False, timezone="Asia/Shanghai")

    assert [pd.Timestamp("2024-01-15")] == to_pandas_sorted(one["customers"].path)["joined_at"].tolist()
