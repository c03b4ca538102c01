"""What can be analysed: the verdict of each analysis, and the exit code of `strata check`."""

import pandas as pd
import pytest

from analysis.quality import exit_code, readiness
from analysis.quality.readiness import NEEDS

ALL = {(need.analysis, need.measure): need.enough for need in NEEDS}


def verdict(**figures: float) -> pd.DataFrame:
    """Readiness with everything sufficient but the figures named analysis__measure."""
    return readiness(ALL | {tuple(name.split("__")): value for name, value in figures.items()}).set_index("analysis")


@pytest.mark.parametrize(("customers", "status"), [(300, "pass"), (299, "warn"), (100, "warn"), (99, "fail"), (0, "fail")])
def test_a_figure_passes_warns_or_fails(customers, status):
    table = verdict(rfm__customers=customers)

    assert (status, float(customers), 300.0) == (
        table.loc["rfm", "status"],
        table.loc["rfm", "actual"],
        table.loc["rfm", "minimum"],
    )


def test_the_worst_need_decides_and_is_shown():
    """Enough gaps, but half a year of history."""
    table = verdict(lifecycle__history_days=200)

    assert ("history_days", "warn") == tuple(table.loc["lifecycle", ["measure", "status"]])
    assert ("history_days", "fail") == tuple(
        verdict(lifecycle__history_days=10, lifecycle__closed_gaps=150).loc["lifecycle", ["measure", "status"]]
    )


def test_every_analysis_has_one_row_and_only_the_core_fails_where_nothing_is_held():
    table = readiness({})
    core = {need.analysis for need in NEEDS if need.core}

    assert table["analysis"].is_unique
    assert {need.analysis for need in NEEDS} - {"customer_figures"} == set(table["analysis"])
    assert {need.analysis for need in NEEDS} == set(readiness({}, has_orders=False)["analysis"])
    assert {"fail"} == set(table.loc[table["analysis"].isin(core), "status"])
    assert {"absent"} == set(table.loc[~table["analysis"].isin(core), "status"])


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({}, 0),
        ({"rfm__customers": 200}, 1),  # usable with care
        ({"events__rows": 0}, 1),  # a section closes, the report stands
        ({"rfm__customers": 50}, 2),
        ({"value__customers": 50, "events__rows": 0}, 2),
        ({"freshness__days_behind": 400}, 1),
    ],
)
def test_the_exit_code_is_that_of_the_core(figures, code):
    assert code == exit_code(verdict(**figures).reset_index())


@pytest.mark.parametrize(("days", "status"), [(0, "pass"), (7, "pass"), (8, "warn"), (31, "warn"), (32, "fail")])
def test_the_age_of_the_last_order_must_not_be_above_its_limit(days, status):
    assert status == verdict(freshness__days_behind=days).loc["freshness", "status"]


def test_without_order_lines_one_analysis_that_can_be_done_is_enough():
    """A survey of 200 is something to report on; nothing at all is not."""
    survey = readiness({("survey", "respondents"): 200, ("survey", "answered_share"): 0.9}, has_orders=False)

    assert 0 == exit_code(survey, has_orders=False)
    assert 1 == exit_code(
        readiness({("survey", "respondents"): 40, ("survey", "answered_share"): 0.9}, has_orders=False), has_orders=False
    )
    assert 2 == exit_code(readiness({("survey", "respondents"): 200, ("survey", "answered_share"): 0.9}))
    assert 2 == exit_code(readiness({}, has_orders=False), has_orders=False)


def test_what_was_never_delivered_is_no_fault():
    """Order lines alone, all of them sound: ready."""
    alone = {key: value for key, value in ALL.items() if key[0] not in ("events", "survey", "visits", "balances", "consent")}

    assert 0 == exit_code(readiness(alone))
    assert 1 == exit_code(readiness(alone | {("visits", "rows"): 5}))
