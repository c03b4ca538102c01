"""What a delivery changed in months that were read before."""

from datetime import date

import pandas as pd

from analysis.features import analysed_lines
from analysis.quality import delivery_name, month_totals, restatements
from tests.stories import line

FIRST = [line("ana", "2024-05-03", 40, "A1"), line("ana", "2024-06-03", 100, "A2"), line("ben", "2024-06-20", 60, "B1")]
# July's file: a refund of June arrives late, June goes on after the 20th, July begins.
LATER = [line("ana", "2024-06-12", -25, "A2"), line("cho", "2024-06-25", 80, "C1"), line("cho", "2024-07-02", 30, "C2")]


def booked(make_lines, *rows):
    return analysed_lines(make_lines(*rows), as_of=date(2024, 12, 31), refunds="net")


def test_the_months_of_a_reading(make_lines):
    table = month_totals(booked(make_lines, *FIRST, *LATER))

    assert [pd.Timestamp(2024, month, 1) for month in (5, 6, 7)] == table["month"].tolist()
    assert [1, 4, 1] == table["lines"].tolist()
    assert [40.0, 240.0, 30.0] == table["sold"].tolist()
    assert [0.0, 25.0, 0.0] == table["refunds"].tolist()
    assert [40.0, 215.0, 30.0] == table["revenue"].tolist()


def test_a_late_refund_restates_june_and_new_days_do_not(make_lines):
    """The first reading ended on 20 June: the sale of the 25th and July are news."""
    before = month_totals(booked(make_lines, *FIRST))
    after = month_totals(booked(make_lines, *FIRST, *LATER), until=date(2024, 6, 20))
    table = restatements(before, after, reading=2, delivery="july.csv")

    assert [("lines", 2, 3, 1), ("refunds", 0, 25, 25), ("revenue", 160, 135, -25)] == list(
        table[["figure", "before", "after", "change"]].itertuples(index=False, name=None)
    )
    assert {pd.Timestamp("2024-06-01")} == set(table["month"])
    assert {(2, "july.csv")} == set(zip(table["reading"], table["delivery"], strict=True))


def test_a_month_that_is_gone_is_restated_to_nothing_and_older_history_is_not(make_lines):
    before = month_totals(booked(make_lines, *FIRST))
    after = month_totals(booked(make_lines, line("ana", "2023-01-01", 9), *FIRST[1:]), until=date(2024, 6, 20))
    table = restatements(before, after, reading=3, delivery="all.csv")

    assert [("lines", -1), ("sold", -40), ("revenue", -40)] == list(zip(table["figure"], table["change"], strict=True))
    assert {pd.Timestamp("2024-05-01")} == set(table["month"])


def test_equal_readings_restate_nothing(make_lines):
    months = month_totals(booked(make_lines, *FIRST))

    assert restatements(months, months, reading=2, delivery="").empty
    assert restatements(months.iloc[:0], months, reading=2, delivery="").empty


def test_a_delivery_is_named_by_the_files_that_changed():
    assert "b.csv, c.csv" == delivery_name({"a.csv": "1", "b.csv": "2"}, {"a.csv": "1", "b.csv": "3", "c.csv": "4"})
    assert "b.csv" == delivery_name({"a.csv": "1", "b.csv": "2"}, {"a.csv": "1"})
    assert "1, 2, 3, …" == delivery_name({}, {str(n): "x" for n in range(1, 6)})
