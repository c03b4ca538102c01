"""Fiscal years in months and weeks, and a client's own calendar file."""

from datetime import date
from itertools import pairwise

import pytest

from analysis.config import expand_periods, load_client, parse_period
from analysis.config.calendar import Calendar, read_calendar
from analysis.errors import ConfigError

RETAIL = Calendar(fiscal_start=2, pattern="4-5-4", week_start="sunday", named_by="start")


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        # The calendar that the National Retail Federation publishes: 2023 has 53 weeks.
        ("FY2022", date(2022, 1, 30), date(2023, 1, 28)),
        ("FY2023", date(2023, 1, 29), date(2024, 2, 3)),
        ("FY2024", date(2024, 2, 4), date(2025, 2, 1)),
        ("FY2024-P01", date(2024, 2, 4), date(2024, 3, 2)),
        ("FY2024-P02", date(2024, 3, 3), date(2024, 4, 6)),
        ("FY2024-Q1", date(2024, 2, 4), date(2024, 5, 4)),
        ("FY2024-H1", date(2024, 2, 4), date(2024, 8, 3)),
        ("FY2023-P12", date(2023, 12, 31), date(2024, 2, 3)),
    ],
)
def test_weeks_of_a_retail_year(label, start, end):
    period = parse_period(label, calendar=RETAIL)

    assert (start, end) == (period.start, period.end)


@pytest.mark.parametrize(
    ("named_by", "label", "start", "end"),
    [
        ("end", "FY2025", date(2024, 7, 1), date(2025, 6, 30)),
        ("start", "FY2025", date(2025, 7, 1), date(2026, 6, 30)),
        ("end", "FY2025-Q3", date(2025, 1, 1), date(2025, 3, 31)),
        ("end", "FY2025-P08", date(2025, 2, 1), date(2025, 2, 28)),
        ("end", "FY2025-H2", date(2025, 1, 1), date(2025, 6, 30)),
    ],
)
def test_months_of_a_fiscal_year(named_by, label, start, end):
    period = parse_period(label, calendar=Calendar(fiscal_start=7, named_by=named_by))

    assert (start, end) == (period.start, period.end)


def _days(label, calendar):
    period = parse_period(label, calendar=calendar)
    return period.start, period.end


def test_a_fiscal_year_from_january_is_the_calendar_year():
    assert (date(2025, 1, 1), date(2025, 12, 31)) == _days("FY2025", Calendar())


def test_every_day_of_many_years_lies_in_one_period():
    for calendar in (RETAIL, Calendar(fiscal_start=7), Calendar(pattern="4-4-5"), Calendar(fiscal_start=10, pattern="5-4-4")):
        periods = expand_periods("FY2015-P01..FY2034-P12", calendar=calendar)

        assert 240 == len(periods)
        assert all((after.start - before.end).days == 1 for before, after in pairwise(periods))
        if calendar.in_weeks:
            weeks = [period.days // 7 for period in periods]
            pattern = [int(part) for part in calendar.pattern.split("-")] * 4
            years = [weeks[first : first + 12] for first in range(0, 240, 12)]
            assert {0} == {period.days % 7 for period in periods}
            assert all(year in (pattern, [*pattern[:-1], pattern[-1] + 1]) for year in years)
            assert {3, 4} >= {sum(sum(year) == 53 for year in years)}  # a leap week in every five or six years


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FY2025-P13", "is not a fiscal period"),
        ("FY2025-Q1..FY2025-P03", "does not join two fiscal periods"),
        ("FY2025-Q1..2025-Q4", "does not join two fiscal periods"),
        ("FY2026-Q1..FY2025-Q4", "runs backwards"),
    ],
)
def test_what_is_no_fiscal_period_is_refused(text, said):
    with pytest.raises(ConfigError, match=said):
        expand_periods(text, calendar=Calendar(fiscal_start=4))


@pytest.fixture
def own_file(tmp_path):
    """Two periods of two years: the second year's first period is one day longer."""

    def write(encoding="utf-8", extra=""):
        rows = ["date,fiscal_year,fiscal_period,holiday"]
        for year, parts in ((2024, (("甲", 1, 10), ("乙", 11, 20))), (2025, (("甲", 1, 11), ("乙", 12, 20)))):
            rows += [
                f"{year}-03-{day:02d},{year},{name},{'店庆' if day == 5 else ''}"
                for name, first, last in parts
                for day in range(first, last + 1)
            ]
        path = tmp_path / "calendar.csv"
        path.write_bytes(("\n".join(rows) + extra).encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_clients_own_periods(own_file, encoding):
    calendar = Calendar(days=read_calendar(own_file(encoding)))

    assert (date(2025, 3, 1), date(2025, 3, 11)) == _days("FY2025-甲", calendar)
    assert (date(2024, 3, 1), date(2024, 3, 20)) == _days("FY2024", calendar)
    assert {date(2024, 3, 5), date(2025, 3, 5)} == {day.date for day in calendar.days if day.holiday == "店庆"}


def test_a_period_that_the_file_does_not_hold_is_refused_with_those_it_does(own_file):
    with pytest.raises(ConfigError, match=r"FY2023-甲.*Its periods: FY2024-乙, FY2024-甲, FY2025-乙, FY2025-甲"):
        parse_period("FY2023-甲", calendar=Calendar(days=read_calendar(own_file())))


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("\n2025-03-05,2025,甲,", "line 42: 2025-03-05 is given twice"),
        ("\n5 March,2025,甲,", "line 42: date or fiscal_year cannot be read"),
        ("\n2025-04-01,year,甲,", "line 42: date or fiscal_year cannot be read"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(own_file, extra, said):
    with pytest.raises(ConfigError, match=said):
        read_calendar(own_file(extra=extra))


def test_another_header_is_refused(tmp_path):
    (tmp_path / "calendar.csv").write_text("day,holiday\n2025-01-01,x\n")

    with pytest.raises(ConfigError, match=r"the header is day, holiday. Write date, fiscal_year, fiscal_period, holiday"):
        read_calendar(tmp_path / "calendar.csv")


def test_the_file_is_read_with_client_yaml(tmp_path, own_file):
    own_file()
    yaml = "name: A\ncurrency: CNY\nsource: {transactions: {files: x.csv, columns: {customer_id: a, ordered_at: b, amount: c}}}\n"
    (tmp_path / "client.yaml").write_text(yaml + "calendar: {file: calendar.csv}\n")

    assert 40 == len(load_client(tmp_path / "client.yaml").calendar.days)
    (tmp_path / "calendar.csv").unlink()
    with pytest.raises(ConfigError, match=r"calendar.file: there is no .*calendar.csv"):
        load_client(tmp_path / "client.yaml")
