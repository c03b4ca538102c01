"""What a spreadsheet's cells become as text."""

from datetime import date, datetime, time, timedelta

import pytest

from analysis.sources.files.cells import DAY, FRACTION, SECOND, day_of_serial, fineness, number_text, text_of_cell, texts


def column(*cells, fine=None, format_=None):
    kinds = set(map(type, cells))
    return texts(cells, kinds, fine=fineness(kinds, cells) if fine is None else fine, format_=format_).to_pylist()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (17850.0, "17850"),
        (0.1 + 0.2, "0.3"),  # 0.30000000000000004 in the file, 0.3 on the screen
        (-60.70400000000001, "-60.704"),
        (0.155, "0.155"),  # 15.5 %
        (1e16, "10000000000000000"),
        (123456789012345680.0, "123456789012345680"),  # an order number beyond fifteen digits; no 1.2E+17
        (-0.0, "0"),
        (7, "7"),
    ],
)
def test_numbers_are_written_as_they_are_seen(number, text):
    assert text == number_text(number)
    assert [text, None] == column(number, "")


def test_a_column_of_words_and_numbers_keeps_both():
    assert ["A-1", "1001", "TRUE", None] == column("A-1", 1001.0, True, "")


def test_durations_and_times_of_day_read_as_clocks():
    assert ["36:00:00", "09:30:00"] == column(timedelta(hours=36), time(9, 30))
    assert "-01:30:00" == text_of_cell(timedelta(hours=-1.5))


def test_midnight_is_written_like_the_other_times_of_its_column():
    """The reader hands out a time at midnight as a date; one format must read the whole column."""
    at = datetime(2024, 1, 6, 10, 5)

    assert ["2024-01-05 00:00:00", "2024-01-06 10:05:00", None] == column(date(2024, 1, 5), at, "")
    assert ["2024-01-05"] == column(date(2024, 1, 5))
    assert ["2024-01-06 10:05:00.000000"] == column(at, fine=FRACTION)
    assert ["2024-01-05 00:00:00", "unknown"] == column(date(2024, 1, 5), "unknown", fine=SECOND)
    assert (DAY, FRACTION) == (fineness({date}, [date(2024, 1, 5)]), fineness({datetime}, [at.replace(microsecond=250_000)]))


def test_dates_are_written_in_a_declared_format():
    """So that a workbook may stand beside text files for which the format was declared."""
    assert ["05/01/2024", "13/01/2024", None] == column(date(2024, 1, 5), datetime(2024, 1, 13, 9), "", format_="%d/%m/%Y")


@pytest.mark.parametrize(
    ("cell", "base", "day"),
    [
        (45_306.0, 1900, date(2024, 1, 15)),
        (43_844.0, 1904, date(2024, 1, 15)),  # 1,462 days less: 1904 began so much later
        (45_306.5, 1900, datetime(2024, 1, 15, 12)),
        (45_306 + 1 / 3, 1900, datetime(2024, 1, 15, 8)),
        (20_240_115.0, 1900, 20_240_115.0),  # a day written as a number: for a date format to read
        (2024.0, 1900, 2024.0),
        ("45306", 1900, "45306"),
        (True, 1900, True),
    ],
)
def test_numbers_that_can_be_days_become_days(cell, base, day):
    assert day == day_of_serial(cell, base)
    assert type(day) is type(day_of_serial(cell, base))
