"""Visits: how far they went and what they became, on a handful of bookings."""

from datetime import date

import pandas as pd
import pytest

from analysis.evaluation import visit_funnel, visit_kpis

QUARTER = {"start": date(2025, 4, 1), "end": date(2025, 6, 30)}


def visits(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["customer_id", "booked_at", "arrived_at", "stage", "consumed"])
    return table.assign(booked_at=pd.to_datetime(table["booked_at"]), arrived_at=pd.to_datetime(table["arrived_at"]))


@pytest.fixture
def quarter() -> pd.DataFrame:
    """Ten bookings: two missed, one cancelled, one still open; six visits, of which four went on to a payment."""
    day = "2025-04-10"
    return visits(
        ("a", day, day, "performed", 100.0), ("b", day, day, "performed", 50.0), ("c", day, day, "performed", None),
        ("d", day, day, "paid", None), ("e", day, day, "consulted", None), ("f", None, day, "arrived", None),
        ("g", day, None, "no_show", None), ("g", day, None, "no_show", None), ("h", day, None, "cancelled", None),
        ("i", day, None, "booked", None),
        ("z", "2025-03-31", "2025-03-31", "performed", 999.0),
    )  # fmt: skip


def test_each_stage_holds_those_that_follow(quarter):
    table = visit_funnel(quarter, **QUARTER).set_index("stage")

    # f came without a booking
    assert {"booked": 9, "arrived": 6, "consulted": 5, "paid": 4, "performed": 3, "no_show": 2, "cancelled": 1} == dict(
        table["visits"]
    )
    assert 1 == table.loc["no_show", "customers"]
    assert pd.isna(table.loc["booked", "share"])
    assert (1, 5 / 6, 2 / 9) == tuple(table.loc[["arrived", "consulted", "no_show"], "share"])


def test_the_rates_stand_on_what_they_say(quarter):
    table = visit_kpis(quarter, **QUARTER).set_index("kpi")

    assert (6, 5 / 9, 2 / 9) == tuple(table.loc[["arrivals", "arrival_rate", "no_show_rate"], "value"])
    assert (pytest.approx(4 / 6), 6) == (table.loc["deal_rate", "value"], table.loc["deal_rate", "n"])
    assert 150 == table.loc["consumed", "value"]
    assert (table["reference"].isna() & table["change"].isna()).all()
    assert table.loc["arrival_rate", "low"] < 5 / 9 < table.loc["arrival_rate", "high"]


def first_and_second(*gaps: int | None) -> pd.DataFrame:
    """A regular of years, and newcomers whose first visit lies 40 days before the quarter and whose second so many days later."""
    rows = [("regular", None, "2024-01-05", "performed", None)]
    for number, gap in enumerate(gaps):
        first = pd.Timestamp("2025-02-20")
        rows.append((f"n{number}", None, first, "performed", None))
        if gap is not None:
            rows.append((f"n{number}", None, first + pd.Timedelta(days=gap), "arrived", None))
    return visits(*rows)


def test_newcomers_are_given_ninety_days():
    """Of four, one came on day 10, one on day 90, one on day 91, one not at all."""
    table = visit_kpis(first_and_second(10, 90, 91, None), **QUARTER).set_index("kpi")

    assert (0.5, 4) == (table.loc["second_visit_rate", "value"], table.loc["second_visit_rate", "n"])


def test_two_arrivals_on_one_day_are_one_visit():
    table = visit_kpis(first_and_second(0), **QUARTER).set_index("kpi")

    assert 0.0 == table.loc["second_visit_rate", "value"]


def test_a_history_that_only_begins_knows_no_newcomers():
    short = first_and_second(10, 20)
    table = visit_kpis(short[short["customer_id"] != "regular"], **QUARTER).set_index("kpi")

    assert 0 == table.loc["second_visit_rate", "n"]
    assert pd.isna(table.loc["second_visit_rate", "value"])


def test_a_year_before_stands_beside_where_it_is_held(quarter):
    earlier = quarter.assign(
        arrived_at=quarter["arrived_at"] - pd.DateOffset(years=1), booked_at=quarter["booked_at"] - pd.DateOffset(years=1)
    )
    both = pd.concat([earlier[earlier["stage"] != "no_show"], quarter])
    table = visit_kpis(both, **QUARTER, reference=(date(2024, 4, 1), date(2024, 6, 30))).set_index("kpi")

    assert (6, 0.0) == tuple(table.loc["arrivals", ["reference", "change"]])
    assert pytest.approx(5 / 9 - 5 / 7) == table.loc["arrival_rate", "change"]


def test_a_file_without_bookings_knows_all_visits_as_kept(quarter):
    table = visit_kpis(quarter[quarter["arrived_at"].notna()].drop(columns="booked_at"), **QUARTER).set_index("kpi")

    assert 1 == table.loc["arrival_rate", "value"]
