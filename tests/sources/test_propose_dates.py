"""How dates of a file are read: by evidence where a value gives it, by the rows' order, else as a guess said aloud."""

import datetime

import pytest

from analysis.config import load_client
from analysis.sources.propose import propose_client
from analysis.sources.propose.date_reading import order_of_rows, read_dates

TWELVE = [f"{day:02d}" for day in range(1, 13)]


def proposed(tmp_path, **files):
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    proposal = propose_client("acme", paths, tmp_path / "acme")
    return proposal, load_client(proposal.path).source.transactions.columns["ordered_at"]


def orders(days, *, amount="5.50"):
    return "Customer ID,Order Date,Amount\n" + "".join(f"c{i % 7},{day},{amount}\n" for i, day in enumerate(days))


def warned(proposal):
    return [str(remark) for remark in proposal.remarks if remark.kind == "warning" and "AMBIGUOUS" in str(remark)]


@pytest.mark.parametrize(
    ("values", "format_", "decisive"),
    [
        (["13/01/2024", "01/02/2024"], "%d/%m/%Y", 1),
        (["01/13/2024", "02/01/2024", "12/31/2024"], "%m/%d/%Y", 2),
        (["2024-01-13", "2024-02-01"], "%Y-%m-%d", 2),
        (["20240113", "20240201"], "%Y%m%d", 2),
        (["2024年1月13日", "2024年2月1日"], "%Y年%m月%d日", 2),
        (["13.01.2024 08:30", "14.01.2024 09:00"], "%d.%m.%Y %H:%M", 2),
    ],
)
def test_a_value_above_twelve_tells_the_day(values, format_, decisive):
    reading = read_dates(values)
    assert (format_, None, decisive) == (reading.format, reading.other, decisive)


def test_where_no_value_tells_both_readings_are_named():
    reading = read_dates(["01/02/2024", "03/04/2024"])
    assert {"%d/%m/%Y", "%m/%d/%Y"} == {reading.format, reading.other}
    assert reading.other == reading.turned().format


@pytest.mark.parametrize("values", [["17850", "17851"], ["SF2024000123"], ["10-20", "20-30"], ["99999999", "12345678"], []])
def test_numbers_and_codes_are_no_dates(values):
    assert read_dates(values) is None


def test_the_days_span_what_was_read():
    reading = read_dates(["2024-01-13 08:30", "2023-12-31 23:59"])
    assert (datetime.date(2023, 12, 31), datetime.date(2024, 1, 13), True) == (
        reading.first.date(),
        reading.last.date(),
        reading.timed,
    )


def test_rows_in_the_order_of_time_tell_the_day():
    """The 1st to the 12th of January and of February: month first they would jump back and forth."""
    rows = [f"{day}/{month}/2024" for month in ("01", "02") for day in TWELVE]
    reading = read_dates(rows)
    rising = order_of_rows(rows, reading)
    assert "%d/%m/%Y" == (reading if rising else reading.turned()).format
    assert order_of_rows(rows[:1], reading) is None


def test_day_first_is_said_with_its_evidence(tmp_path):
    proposal, how = proposed(tmp_path, a=orders(["13/01/2024", "01/02/2024", "25/02/2024"]))
    assert "%d/%m/%Y" == how.format
    assert "a.csv, Order Date: day first (%d/%m/%Y); 2 days can be read in no other way." in [str(one) for one in proposal.remarks]


def test_an_iso_date_needs_no_format(tmp_path):
    assert proposed(tmp_path, a=orders(["2024-01-13", "2024-02-01"]))[1].format is None


MIXED = ["01/02/2024", "03/01/2024", "02/05/2024", "04/03/2024", "01/01/2024"]


def test_dates_that_nothing_tells_apart_are_a_guess_said_aloud(tmp_path):
    """Without any sign of America the day comes first; the file and the user are told."""
    proposal, how = proposed(tmp_path, a=orders(MIXED))
    assert "%d/%m/%Y" == how.format
    assert 1 == len(warned(proposal))
    assert "day and month cannot be told apart" in proposal.path.read_text(encoding="utf-8")


def test_dollars_make_the_month_likelier_to_come_first(tmp_path):
    proposal, how = proposed(tmp_path, a=orders(MIXED, amount="$5.50"))
    assert "%m/%d/%Y" == how.format
    assert 1 == len(warned(proposal))


def test_another_export_with_the_same_columns_tells(tmp_path):
    """The second file holds the 25th of a month, so the first is read in the same way."""
    proposal, how = proposed(tmp_path, a=orders(MIXED), b=orders(["25/03/2024", "26/03/2024", "27/03/2024"]))
    assert "%d/%m/%Y" == how.format
    assert [] == warned(proposal)


def test_other_dates_of_the_same_file_tell(tmp_path):
    text = "Customer ID,Order Date,Ship Date,Amount\n" + "".join(
        f"c{i},{day},{ship},5\n" for i, (day, ship) in enumerate(zip(MIXED, ["02/15/2024"] * 5, strict=True))
    )
    proposal, how = proposed(tmp_path, a=text)
    assert "%m/%d/%Y" == how.format
    assert [] == warned(proposal)


def test_dates_that_one_format_reads_only_in_part_are_said(tmp_path):
    """Nine of ten days can be read: 0000-00-00 will be missing, and reading does not stop at it."""
    proposal, how = proposed(tmp_path, a=orders([f"2024-01-{day}" for day in range(10, 19)] + ["0000-00-00"]))
    assert "%Y-%m-%d" == how.format
    assert any("reads 90 % of the dates" in str(one) for one in proposal.remarks)
