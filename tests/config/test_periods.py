"""Periods: what labels mean, which come before, and which a year before."""

from datetime import date

import pytest

from analysis.config import expand_periods, parse_period, previous, year_before
from analysis.config.period import following, shift_months
from analysis.errors import ConfigError

NAMED = {"fair": (date(2024, 2, 20), date(2024, 3, 10)), "winter": (date(2023, 12, 1), date(2024, 2, 29))}


@pytest.mark.parametrize(
    ("label", "start", "end", "months", "days"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), 12, 366),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31), 6, 184),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), 3, 91),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), 3, 92),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 1, 29),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), 1, 28),
        ("fair", date(2024, 2, 20), date(2024, 3, 10), None, 20),
        ("winter", date(2023, 12, 1), date(2024, 2, 29), 3, 91),
    ],
)
def test_a_label_stands_for_whole_days(label, start, end, months, days):
    """First and last day are included; a named range that is whole months counts as so many."""
    period = parse_period(label, NAMED)

    assert (start, end, months, days, label) == (period.start, period.end, period.months, period.days, period.label)


@pytest.mark.parametrize(
    "label", ["2024-Q5", "2024-13", "2024-H3", "24-Q1", "2024-1", "Q1-2024", "0000", "２０２４", "", "2024-Q1 "]
)
def test_other_labels_are_refused_with_the_grammar(label):
    with pytest.raises(
        ConfigError,
        match=r"is not a period. Write 2024, 2024-H2, 2024-Q4 or 2024-11, FY2024-Q4 for a fiscal one, or one of: fair, winter\.",
    ):
        parse_period(label, NAMED)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("2024-Q2", ["2024-Q2"]),
        ("2023-Q3..2024-Q2", ["2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2"]),
        ("2023-H2..2024-H1", ["2023-H2", "2024-H1"]),
        ("2023-11 .. 2024-02", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        ("2022..2024", ["2022", "2023", "2024"]),
        ("2024-Q1..2024-Q1", ["2024-Q1"]),
    ],
)
def test_a_range_is_every_period_of_that_length(text, labels):
    assert labels == [period.label for period in expand_periods(text, NAMED)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024-Q1..2024-12", "does not join two periods of the same length"),
        ("winter..2024-Q2", "does not join two periods of the same length"),
        ("fair..fair", "does not join two periods of the same length"),
        ("2024-Q2..2024-Q1", "runs backwards. Write the earlier period first."),
        ("2024-Q1..", "'' is not a period"),
    ],
)
def test_ranges_that_do_not_fit_are_refused(text, said):
    with pytest.raises(ConfigError, match=said):
        expand_periods(text, NAMED)


@pytest.mark.parametrize(
    ("label", "before"),
    [("2024", "2023"), ("2024-H1", "2023-H2"), ("2024-Q1", "2023-Q4"), ("2024-03", "2024-02"), ("2024-01", "2023-12")],
)
def test_the_previous_period_has_the_same_length_and_ends_where_this_one_begins(label, before):
    period = parse_period(label)

    assert parse_period(before) == previous(period)
    assert period == following(previous(period))


def test_before_a_named_range_come_as_many_days():
    """20 February to 10 March 2024 are twenty days; the twenty before begin on 31 January."""
    before = previous(parse_period("fair", NAMED))

    assert (date(2024, 1, 31), date(2024, 2, 19), "fair-previous") == (before.start, before.end, before.label)


@pytest.mark.parametrize(
    ("label", "start", "end", "before"),
    [
        ("2024-Q1", date(2023, 1, 1), date(2023, 3, 31), "2023-Q1"),
        ("2024-02", date(2023, 2, 1), date(2023, 2, 28), "2023-02"),
        ("2025-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        ("fair", date(2023, 2, 20), date(2023, 3, 10), "fair-year-before"),
        ("winter", date(2022, 12, 1), date(2023, 2, 28), "2022-12-01+3m"),
    ],
)
def test_the_year_before_keeps_the_calendar_in_leap_years(label, start, end, before):
    """February 2024 has a day more than the Februaries around it."""
    period = year_before(parse_period(label, NAMED))

    assert (start, end, before) == (period.start, period.end, period.label)


def test_a_range_that_ends_on_the_leap_day_ends_on_the_28th_a_year_before():
    period = year_before(parse_period("leap", {"leap": (date(2024, 2, 10), date(2024, 2, 29))}))

    assert (date(2023, 2, 10), date(2023, 2, 28)) == (period.start, period.end)


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), -2, date(2023, 11, 30)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
    ],
)
def test_months_are_shifted_to_the_same_day_or_the_months_last(day, months, shifted):
    assert shifted == shift_months(day, months)
