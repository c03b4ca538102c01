"""Control totals: what finance counts, and what happens where the order lines do not meet it."""

from datetime import date

import pandas as pd
import pytest

from analysis.config import Period
from analysis.errors import SourceError
from analysis.quality import check_controls, reconciled
from analysis.reporting.deliveries import control_figures
from tests.stories import line

JUNE = Period(date(2024, 6, 1), date(2024, 6, 30), "2024-06")


@pytest.fixture(scope="module")
def june(make_lines):
    """June: 100 + 40 sold, 60 by a guest, 30 to staff, 50 refunded at once and 20 back from May; July brings 10 back."""
    return make_lines(
        line("ana", "2024-05-30 09:00", 70, "A0"),
        line("ana", "2024-06-01 00:00", 100, "A1"),
        line("ana", "2024-06-30 23:59", 40, "A1"),
        line(None, "2024-06-10 12:00", 60, "G1", fate="no_customer"),
        line("staff", "2024-06-11 12:00", 30, "S1", fate="other_role"),
        line("ben", "2024-06-12 12:00", 50, "B1", status="refunded"),
        line("ana", "2024-06-13 12:00", -20, "RA0"),
        line("ana", "2024-07-01 00:00", -10, "A1"),
        line("ana", "2024-06-14 12:00", 999, "A1", fate="superseded"),
        line("ana", "2024-06-14 12:00", 999, "A2", fate="duplicate"),
        line("ana", "2024-06-14 12:00", 999, "A3", fate="excluded"),
        line("ana", "2024-06-14 12:00", None, "A4", fate="no_rate"),
        line("ana", "2024-06-15 12:00", 500, "A5", status="pending"),
        line("ana", "2024-06-15 12:00", 400, "A6", status="cancelled"),
    )


@pytest.mark.parametrize(
    ("refunds", "lines", "revenue", "orders"),
    [("net", 6, 210, 3), ("gross", 5, 280, 4), ("drop", 4, 230, 3)],
)
def test_june_as_finance_counts_it(june, refunds, lines, revenue, orders):
    """280 sold, guest and staff included; 70 went back. Ben's order stands under gross alone."""
    figures = control_figures(june, JUNE, refunds=refunds)

    assert {"sold": 280, "refunds": 70} == {key: figures[key] for key in ("sold", "refunds")}
    assert (lines, revenue, orders) == (figures["lines"], figures["revenue"], figures["orders"])
    assert {"net": 2, "gross": 3, "drop": 2}[refunds] == figures["customers"]  # the guest is nobody's customer


def test_a_period_without_lines_is_zero(june):
    assert {0.0} == set(control_figures(june, Period(date(2020, 1, 1), date(2020, 1, 31), "2020-01"), refunds="net").values())


def declared(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["period", "figure", "expected", "tolerance", "source"])


def test_a_total_that_is_met_and_one_that_is_missed_by_six_thousandths():
    table = reconciled(
        declared(("2024-06", "revenue", 1000.0, 0.005, "ledger"), ("2024-06", "sold", 1000.0, 0.005, "")),
        {("2024-06", "revenue"): 1005.0, ("2024-06", "sold"): 1006.0},
    )

    assert ["met", "missed"] == table["status"].tolist()
    assert [5.0, 6.0] == table["difference"].tolist()
    with pytest.raises(SourceError) as error:
        check_controls(table, currency="GBP")
    assert (
        "Control total sold of 2024-06 is missed: the client's finance has 1,000.00 GBP, the order lines give 1,006.00 GBP, "
        "a difference of +6.00 GBP (+0.60%) where 0.50% is allowed. Look for missing or doubled files"
    ) in str(error.value)
    check_controls(table.iloc[:1], currency="GBP")


def test_the_total_that_is_missed_by_most_is_named_and_the_others_are_counted():
    table = reconciled(
        declared(
            ("2024-06", "revenue", 1000.0, 0.0, "ledger"),
            ("2024-06", "orders", 10.0, 0.0, "ledger"),
            ("2024-06", "lines", 12.0, 0.0, ""),
        ),
        {("2024-06", "revenue"): 990.0, ("2024-06", "orders"): 8.0, ("2024-06", "lines"): 12.0},
    )

    with pytest.raises(
        SourceError,
        match=r"orders of 2024-06 is missed: ledger has 10, the order lines give 8, a difference of -2 \(-20.00%\) where 0.00% is allowed. 1 more of 3",
    ):
        check_controls(table, currency="GBP")


@pytest.mark.parametrize(("found", "status"), [(0.0, "met"), (0.004, "met"), (1.0, "missed")])
def test_nothing_expected_means_nothing(found, status):
    table = reconciled(declared(("2024-06", "refunds", 0.0, 0.5, "")), {("2024-06", "refunds"): found})

    assert [status] == table["status"].tolist()
    if status == "missed":
        with pytest.raises(SourceError, match=r"\(–\)"):
            check_controls(table, currency="GBP")


def test_a_total_without_tolerance_holds_to_the_penny():
    found = {("2024-06", "revenue"): 0.1 + 0.2}

    assert ["met"] == reconciled(declared(("2024-06", "revenue", 0.3, 0.0, "")), found)["status"].tolist()
