"""How sales ran: months, weeks, the clock, quarters, and where they came from."""

from datetime import date

import pandas as pd
import pytest

from analysis.engine import to_pandas
from analysis.errors import ConfigError
from analysis.features import (
    Dates,
    analysed_lines,
    breakdown,
    cohorts,
    data_span,
    has_hours,
    monthly_sales,
    numbered,
    order_distribution,
    rhythm,
    weekly_sales,
)  # fmt: skip
from tests.stories import AS_OF, PERIOD_START, WINDOW_START, line


@pytest.fixture(scope="module")
def orders(story_lines, orders_of):
    """The orders of the six, net of refunds."""
    return orders_of(story_lines)


def test_the_span_is_that_of_lines_that_can_be_analysed(story_lines):
    """Ben's order of January 2025 is in the data; the unreadable lines are not."""
    assert (date(2022, 12, 1), date(2025, 1, 5)) == data_span(story_lines)


def test_data_without_a_single_line_to_analyse_are_an_error(make_lines):
    with pytest.raises(ConfigError, match="No order line can be analysed"):
        data_span(make_lines(line(None, "2024-01-01", 5, fate="no_customer")))


def test_months_run_without_holes_to_the_end_of_the_period(orders):
    """From December 2022 to December 2024 there are 25 months, 20 of them empty."""
    months = monthly_sales(orders, as_of=AS_OF).set_index("month")

    assert 25 == len(months)
    assert 20 == (months == 0).all(axis=1).sum()


@pytest.mark.parametrize(
    ("month", "orders_", "customers", "new", "revenue", "new_revenue", "refunds"),
    [
        ("2022-12-01", 1, 1, 1, 80, 80, 0),  # Eve for the first time
        ("2024-09-01", 1, 1, 1, 10, 10, 0),  # Ana for the first time
        ("2024-10-01", 2, 2, 1, 45, 25, 60),  # Ana again, Fay new; Dan's order came back
        ("2024-11-01", 1, 1, 0, 15, 0, 15),  # Ana's 30, less Cho's refund
        ("2024-12-01", 3, 3, 1, 180, 50, 20),  # Ana, Eve again, Ben new; Eve's second came back
    ],
)
def test_what_a_month_holds(orders, month, orders_, customers, new, revenue, new_revenue, refunds):
    months = monthly_sales(orders, as_of=AS_OF).set_index("month").loc[month]

    assert [orders_, customers, new, revenue, new_revenue, refunds] == months[
        ["orders", "customers", "new_customers", "revenue", "new_revenue", "refunds"]
    ].tolist()


def test_weeks_begin_on_monday_and_empty_ones_are_zeros(orders):
    """1 December 2022 was a Thursday; 31 December 2024 a Tuesday: 110 weeks, the last one without an order."""
    weeks = weekly_sales(orders, as_of=AS_OF)

    assert (pd.Timestamp("2022-11-28"), pd.Timestamp("2024-12-30")) == (weeks["week"].iloc[0], weeks["week"].iloc[-1])
    assert 110 == len(weeks)
    assert {0} == set(weeks["week"].dt.day_of_week)
    assert (8, 330.0) == (weeks["orders"].sum(), weeks["revenue"].sum())
    assert [2, 45.0, 1] == weeks.set_index("week").loc["2024-09-30", ["orders", "revenue", "days_with_orders"]].tolist()
    assert [0, 0.0, 0] == weeks.iloc[-1][["orders", "revenue", "days_with_orders"]].tolist()


def test_the_clock_has_168_hours(orders):
    """In the window: Ana's four, Ben's, Eve's second and Fay's; on Wednesday at noon and at three there was one each."""
    clock = rhythm(orders, as_of=AS_OF, window_start=WINDOW_START)
    cells = clock.set_index(["weekday", "hour"])["orders"]

    assert (168, 7) == (len(clock), cells.sum())
    assert (1, 1, 1) == (cells[3, 12], cells[3, 15], cells[7, 19])
    assert has_hours(clock)


def test_files_with_days_only_have_no_hours(make_lines, orders_of):
    clock = rhythm(
        orders_of(make_lines(line("ana", "2024-03-01", 5, "1"), line("ana", "2024-03-02", 5, "2"))),
        as_of=AS_OF,
        window_start=WINDOW_START,
    )

    assert not has_hours(clock)


def test_cohorts_leave_out_the_running_quarter(make_lines, orders_of):
    """Ana began in the first quarter, came back in the second, was away in the third; Ben began in the third.

    On 15 November the fourth quarter is not over: its orders would look few.
    """
    rows = [
        ("ana", "2024-01-15"),
        ("ana", "2024-02-15"),
        ("ana", "2024-05-15"),
        ("ana", "2024-10-15"),
        ("ben", "2024-08-15"),
        ("cho", "2024-11-01"),
    ]
    placed = orders_of(make_lines(*(line(who, day, 5) for who, day in rows), line("dan", "2024-01-20", 5)))
    table = cohorts(placed, as_of=date(2024, 11, 15))

    assert [
        (pd.Timestamp("2024-01-01"), 0, 2, 2, 1.0),
        (pd.Timestamp("2024-01-01"), 1, 2, 1, 0.5),
        (pd.Timestamp("2024-01-01"), 2, 2, 0, 0.0),
        (pd.Timestamp("2024-07-01"), 0, 1, 1, 1.0),
    ] == list(table.itertuples(index=False, name=None))
    assert [2, 1, 0, 1] == cohorts(placed, as_of=date(2024, 12, 31)).set_index("cohort").loc["2024-01-01", "active"].tolist()


def test_before_the_first_quarter_is_over_there_is_no_cohort(make_lines, orders_of):
    assert cohorts(orders_of(make_lines(line("ana", "2024-01-15", 5))), as_of=date(2024, 3, 30)).empty


def test_the_breakdown_counts_orders_and_takes_refunds_off_the_money(story_lines):
    """Games in the fourth quarter: Ana 40, Ben 50, Fay 25, and Dan's 60 there and back."""
    lines = numbered(analysed_lines(story_lines, as_of=AS_OF, refunds="net"))
    table = breakdown(lines, ("category", "channel", "store"), start=PERIOD_START, as_of=AS_OF)
    category = table[table["dimension"] == "category"].set_index("value")

    assert ["Games", "Music", "Books"] == category.index.tolist()  # most money first
    assert [115.0, 90.0, 35.0] == category["revenue"].tolist()
    assert [4, 2, 1] == category["customers"].tolist()
    assert [4, 2, 2] == category["orders"].tolist()
    assert [115 / 240, 90 / 240, 35 / 240] == pytest.approx(category["share"].tolist())
    assert {"category", "channel"} == set(table["dimension"])  # no store is held


def test_values_that_are_missing_have_a_row_of_their_own(make_lines):
    lines = numbered(
        make_lines_analysed(make_lines, line("ana", "2024-12-01", 30, "1", channel="Web"), line("ana", "2024-12-02", 10, "2"))
    )
    table = breakdown(lines, ("channel",), start=PERIOD_START, as_of=AS_OF)

    assert [("Web", 0.75), ("(missing)", 0.25)] == list(zip(table["value"], table["share"], strict=True))


def make_lines_analysed(make_lines, *rows):
    return analysed_lines(make_lines(*rows), as_of=AS_OF, refunds="net")


def test_without_any_dimension_the_breakdown_is_empty(make_lines):
    lines = numbered(make_lines_analysed(make_lines, line("ana", "2024-12-01", 30, "1")))

    assert breakdown(lines, ("channel", "store"), start=PERIOD_START, as_of=AS_OF).empty


def test_customers_by_number_of_orders():
    """Of five buyers two ordered once, two three times and one twenty-five times; refunds only do not count."""
    features = pd.DataFrame(
        {
            "state": ["buyer"] * 5 + ["refund_only"],
            "lifetime_order_count": [1, 1, 3, 3, 25, 0],
            "lifetime_revenue": [10.0, 10.0, 20.0, 20.0, 40.0, -5.0],
        }
    )
    table = order_distribution(features)

    assert [1, 3, 20] == table["low"].tolist()
    assert [2, 2, 1] == table["customers"].tolist()
    assert [0.4, 0.4, 0.2] == table["customer_share"].tolist()
    assert [0.2, 0.4, 0.4] == table["revenue_share"].tolist()
    assert pd.isna(table["high"].iloc[-1])


def test_a_run_is_complete_where_the_data_cover_its_period():
    first, last = date(2024, 1, 1), date(2024, 12, 31)

    assert Dates(first, last, start=date(2024, 10, 1), as_of=date(2024, 12, 31), window_start=first).complete
    assert not Dates(first, last, start=date(2023, 10, 1), as_of=date(2024, 12, 31), window_start=first).complete


def test_the_input_is_left_unchanged(orders):
    in_order = orders.orderBy("customer_id", "order_id")  # without it rows come as the threads leave them
    before = to_pandas(in_order)
    monthly_sales(orders, as_of=AS_OF)
    cohorts(orders, as_of=AS_OF)

    pd.testing.assert_frame_equal(before, to_pandas(orders.orderBy("customer_id", "order_id")))
