"""What is due: intervals, statuses and the most pressing category, with figures to be checked by head."""

import inspect

import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.schema import DERIVED
from analysis.segmentations import replenishment
from analysis.segmentations.due import (
    category_intervals,
    customer_replenishment,
    presentable_due,
    replenishment_due,
    replenishment_status,
)


def gaps_of(category: str, closed: dict[int, int], still_open: dict[int, int]) -> list[tuple]:
    return [(category, float(days), done, n) for table, done in ((closed, True), (still_open, False)) for days, n in table.items()]


@pytest.fixture
def gaps() -> pd.DataFrame:
    """Tea: of 100 purchases 50 come again after 10 days, 30 after 20, 15 after 40, 5 not in 100 days.  A bath: 2 in 100.  Cups: few."""
    rows = (
        gaps_of("Tea", {10: 50, 20: 30, 40: 15}, {100: 5})
        + gaps_of("Bath", {30: 32}, {400: 1568})
        + gaps_of("Cups", {30: 3}, {60: 9})
    )
    return pd.DataFrame(rows, columns=["category", "gap_days", "closed", "n"])


def rhythm(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "category", "purchases", "last_age_days", "mean_gap_days", "purchase_value"])


def row(intervals: pd.DataFrame, category: str) -> pd.Series:
    return intervals.set_index("category").loc[category]


def test_limits_are_read_off_the_curve(gaps):
    """Half are back after 10 days, 80 % after 20, 95 % after 40; of the half that is not, 45 of 50 come by day 40."""
    tea = row(category_intervals(gaps, enough_gaps=5), "Tea")

    assert ("measured", 10.0, 20.0, 40.0) == tuple(tea[["basis", "due_days", "overdue_days", "lapsed_days"]])
    assert (100, 95) == tuple(tea[["purchases", "repeated"]])
    assert tea["repeat_share"] == pytest.approx(0.95)
    assert tea["mean_gap_days"] == pytest.approx((500 + 600 + 600) / 95)
    assert tea["back_from_due"] == pytest.approx(0.45 / 0.50)
    assert tea["back_from_overdue"] == pytest.approx(0.15 / 0.20)


def test_what_hardly_anybody_buys_again_is_one_off(gaps):
    intervals = category_intervals(gaps)

    assert "one_off" == row(intervals, "Bath")["basis"]  # 2 % come back
    assert "too_few" == row(intervals, "Cups")["basis"]  # three of them say nothing yet
    assert 0.02 == pytest.approx(row(intervals, "Bath")["repeat_share"])
    assert "measured" == row(category_intervals(gaps, repeat_from=0.01), "Bath")["basis"]


def test_of_what_the_client_names_as_one_off_no_return_is_expected(gaps):
    """Tea is bought again by 95 %; named as one-off it has no interval and no share, only its counts."""
    tea = row(category_intervals(gaps, one_off=["Tea"]), "Tea")

    assert "one_off" == tea["basis"]
    assert pd.isna(tea["repeat_share"])
    assert tea["repeated"] > 0


def test_an_interval_of_the_client_goes_before_what_is_measured(gaps):
    tea = row(category_intervals(gaps, intervals={"Tea": 40, "Cups": 20}), "Tea")

    assert ("given", 40.0, 36.0, 50.0, 100.0) == tuple(tea[["basis", "interval_days", "due_days", "overdue_days", "lapsed_days"]])
    assert "given" == row(category_intervals(gaps, intervals={"Cups": 20}), "Cups")["basis"]


@pytest.mark.parametrize(
    ("age", "phase", "status"),
    [(0, 0.0, "not_due"), (5, 0.5, "not_due"), (10, 1.0, "due"), (15, 1.5, "due"), (20, 2.0, "overdue"), (30, 2.5, "overdue"), (40, 3.0, "lapsed"), (80, 4.0, "lapsed")],
)  # fmt: skip
def test_the_phase_runs_from_purchase_to_lapse(gaps, age, phase, status):
    found = replenishment_status(rhythm(("a", "Tea", 2, float(age), 12.0, 5.0)), category_intervals(gaps, enough_gaps=5)).iloc[0]

    assert (phase, status) == (pytest.approx(found["phase"]), found["status"])


def test_three_own_gaps_make_an_own_rhythm(gaps):
    """Twice as slow as others with three gaps: half the way (3 / (3 + 3)) to twice the limits."""
    intervals = category_intervals(gaps, enough_gaps=5)
    slow = 2 * row(intervals, "Tea")["mean_gap_days"]
    table = replenishment_status(rhythm(("a", "Tea", 4, 12.0, slow, 5.0), ("b", "Tea", 3, 12.0, slow, 5.0)), intervals)

    assert [15.0, 10.0] == list(table["due_days"].round(9))
    assert ["not_due", "due"] == list(table["status"])
    given = category_intervals(gaps, intervals={"Tea": 10}, enough_gaps=5)  # a doctor's cycle is the doctor's
    assert 9.0 == replenishment_status(rhythm(("a", "Tea", 4, 12.0, slow, 5.0)), given)["due_days"].iloc[0]


@pytest.fixture
def status(gaps) -> pd.DataFrame:
    """Tea every 40 days, cups every 20.  Ann's tea is overdue and cups due; Bob's tea lapsed but cups not due; Cem's lapsed."""
    intervals = category_intervals(gaps, intervals={"Tea": 40, "Cups": 20})
    rows = [("ann", "Tea", 2, 60.0, 40.0, 8.0), ("ann", "Cups", 1, 19.0, None, 3.0), ("bob", "Tea", 1, 200.0, None, 8.0),
            ("bob", "Cups", 1, 2.0, None, 5.0), ("cem", "Tea", 1, 110.0, None, 8.0), ("dee", "Bath", 1, 9.0, None, 900.0)]  # fmt: skip
    return replenishment_status(rhythm(*rows), intervals)


def test_the_most_pressing_category_speaks_for_the_customer(status):
    found = customer_replenishment(status).set_index("customer_id")

    assert {"ann": "Tea", "bob": "Cups", "cem": "Tea"} == found["category"].to_dict()
    assert (1, 1, 0) == tuple(found.loc["ann", ["overdue_n", "due_n", "lapsed_n"]])
    assert list(DERIVED["replenishment"].names) == list(found.reset_index().columns)


def test_customers_are_placed_by_it(status):
    part = customer_replenishment(status).set_index("customer_id")["phase"]
    people = pd.DataFrame({"customer_id": ["ann", "bob", "cem", "dee", "eve"], "state": ["buyer"] * 4 + ["prospect"]})
    people["replenishment.phase"] = people["customer_id"].map(part)
    definition = replenishment.fit(people)
    segments = replenishment.assign(people, definition)["segment"]

    assert ["replenish_overdue", "replenish_not_due", "replenish_lapsed", "replenish_none", "no_order"] == list(segments)
    assert "" == replenishment.lacking(people)
    assert "no_intervals" == replenishment.lacking(people.assign(**{"replenishment.phase": float("nan")}))


def test_money_is_one_purchase_of_each(status, gaps):
    intervals = category_intervals(gaps, intervals={"Tea": 40, "Cups": 20})
    due = replenishment_due(status, intervals).set_index(["category", "status"])

    assert (1, 8.0) == tuple(due.loc[("Tea", "overdue"), ["customers", "value"]])
    assert (2, 16.0) == tuple(due.loc[("Tea", "lapsed"), ["customers", "value"]])
    assert (0, 0.0) == tuple(due.loc[("Tea", "due"), ["customers", "value"]])
    assert 4 * 2 == len(due)
    assert list(DERIVED["replenishment_due"].names) == list(due.reset_index().columns)
    assert list(DERIVED["replenishment_intervals"].names) == list(intervals.columns)
    assert list(DERIVED["replenishment_status"].names) == list(status.columns)


def test_small_cells_are_not_shown():
    due = pd.DataFrame(
        {
            "category": "Tea",
            "status": ["not_due", "due", "overdue", "lapsed"],
            "customers": [50, 4, 30, 20],
            "value": 1.0,
            "back_share": 0.5,
        }
    )
    shown = presentable_due(due, minimum=10)

    assert [True, False, True, False] == list(shown["customers"].notna())  # a second one, or the first could be told


def test_a_saved_ruler_is_used_as_it_is(gaps, tmp_path):
    intervals = category_intervals(gaps, enough_gaps=5)
    intervals.to_parquet(tmp_path / "intervals.parquet")
    people = rhythm(("a", "Tea", 1, 15.0, None, 5.0), ("a", "New", 1, 15.0, None, 5.0))

    assert ["due"] == list(replenishment_status(people, pd.read_parquet(tmp_path / "intervals.parquet"))["status"])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"intervals": {"Coffee": 20}},
            "'intervals' names 'Coffee', which no purchase has as its category. Categories found: Bath, Cups, Tea",
        ),
        ({"one_off": ["Coffee"]}, "'one_off' names 'Coffee'"),
        ({"intervals": {"Tea": 0}}, "'intervals' is 0. Choose numbers of days above 0"),
        ({"due_from": 2.0}, "'due_from, overdue_from, lapsed_from' is 2.0, 1.25, 2.5. Choose three rising numbers"),
        ({"repeat_from": 1.0}, "'repeat_from' is 1.0"),
        ({"enough_gaps": 0}, "'enough_gaps' is 0"),
    ],
)
def test_settings_out_of_range_are_refused(gaps, settings, words):
    with pytest.raises(ConfigError, match=words):
        category_intervals(gaps, **settings)


def test_a_missing_column_is_named(gaps):
    with pytest.raises(SchemaError, match="no column 'n'"):
        category_intervals(gaps.drop(columns="n"))


def test_nothing_with_an_interval_is_an_empty_list_and_no_crash(gaps):
    """A short history: all categories have too few repeats."""
    intervals = category_intervals(gaps, enough_gaps=1000)
    status = replenishment_status(rhythm(("a", "Tea", 2, 5.0, 12.0, 5.0)), intervals)
    part = customer_replenishment(status)

    assert 0 == len(status) == len(part) == len(replenishment_due(status, intervals))
    assert list(DERIVED["replenishment"].names) == list(part.columns)
    assert 0 == len(presentable_due(replenishment_due(status, intervals), minimum=10))


def test_the_method_names_the_settings_of_its_intervals():
    """client.yaml is held against `fit`, and `category_intervals` is what uses them."""
    known, used = (set(inspect.signature(one).parameters) for one in (replenishment.fit, category_intervals))

    assert used - {"gaps"} == known - {"features", "gaps"}
