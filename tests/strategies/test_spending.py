"""Simple ways to spend beside the allocation, budgets, and what hangs on belief."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies import spending
from analysis.strategies.allocation import Limits, gains


def options(*rows, **columns):
    """Rows of (segment, reach, unit_cost, base effect, worth, revenue)."""
    table = pd.DataFrame(rows, columns=["segment", "reach", "unit_cost", "base", "worth", "revenue"])
    table = table.assign(play=[f"play{i}" for i in range(len(table))], minutes=0.0, owner="marketing", touches=1, method="value")
    return table.assign(low=table["base"] / 2, high=table["base"] * 2, customers=table["reach"], evidence="tested").assign(
        **columns
    )


TWO = options(("a", 100, 1.0, 0.02, 100.0, 9000.0), ("b", 300, 1.0, 0.05, 100.0, 1000.0))


@pytest.mark.parametrize(("rule", "people"), [("proportional", [90, 10]), ("customers", [25, 75]), ("top_value", [100, 0])])
def test_a_hundred_by_rule(rule, people):
    """a brings 90 of 100 of the revenue with a quarter of the customers."""
    assert people == pytest.approx(spending.spent_by_rule(TWO, Limits(100.0), rule=rule).sum(axis=1).tolist())


def test_rules_keep_to_people_and_minutes():
    """Money for 1,000 finds 400; half the minutes contact half of them."""
    table = TWO.assign(minutes=2.0)

    assert [100, 300] == spending.spent_by_rule(table, Limits(1000.0), rule="customers").sum(axis=1).tolist()
    assert [50, 150] == spending.spent_by_rule(table, Limits(None, {"marketing": 400.0}), rule="customers").sum(axis=1).tolist()


def test_of_two_plays_of_a_segment_a_rule_takes_the_better():
    table = options(("a", 100, 1.0, 0.02, 100.0, 1.0), ("a", 100, 1.0, 0.04, 100.0, 1.0))

    assert [0, 100] == spending.spent_by_rule(table, Limits(500.0), rule="proportional").sum(axis=1).tolist()


def test_no_rule_is_ever_better_than_the_allocation():
    """40 random clients with budgets, minutes and null effects among them."""
    random = np.random.default_rng(6)
    for _ in range(40):
        rows = [
            (s, random.integers(20, 400), random.uniform(0.2, 3), random.uniform(-0.01, 0.08), random.uniform(20, 90), random.uniform(100, 9000))
            for s in "aabcde"
        ]  # fmt: skip
        table = options(*rows, minutes=random.uniform(0, 5, 6))
        curve = spending.budget_curve(table, Limits(None, {"marketing": 1500.0}, 2), np.array([50.0, 200.0, 600.0]))
        assert (curve[list(spending.RULES)].max(axis=1) <= curve["margin"] + 1e-6).all()
        assert curve["margin"].is_monotonic_increasing
        assert (np.diff(np.diff(curve["margin"]) / np.diff(curve["budget"])) <= 1e-6).all()  # each pound brings less than the last


def test_the_curve_ends_where_nothing_more_pays():
    """Both always pay: 400 contacts at 1."""
    assert 400 == pytest.approx(spending.saturation(TWO, first_better=0.0))
    assert 400 == pytest.approx(spending.budget_curve(TWO, Limits(None), np.array([900.0]), first_better=0.0)["spent"][0])


def test_what_rests_on_a_source_alone_moves_when_it_is_left_out():
    """At 100 all goes to b; b is sourced, so with tested effects alone all of it moves to a."""
    checks = spending.hangs_on_beliefs(TWO.assign(evidence=["tested", "sourced"]), Limits(100.0)).set_index("scenario")

    assert 1.0 == pytest.approx(checks.loc["tested_only", "moved"])
    assert 100 == pytest.approx(checks.loc["tested_only", "spent"])
    assert 0.0 == pytest.approx(checks.loc["high", "moved"])


def test_a_low_effect_that_no_longer_pays_is_no_longer_bought():
    """At half the effect a contact brings .9 and costs 1; at first .9 × 1.4."""
    table = options(("a", 100, 1.0, 0.018, 100.0, 1.0))
    low = spending.hangs_on_beliefs(table, Limits(None)).set_index("scenario").loc["low"]

    assert (gains(table, effect="low") > 0).sum() == 2
    assert (40, 1 - 40 / 100) == pytest.approx((low["spent"], low["moved"]))


def test_without_an_option_there_is_nothing_to_spend():
    """Tables with their columns and no rows, so that a report can be written."""
    none = TWO.iloc[:0]

    assert 0 == spending.saturation(none) == len(spending.budget_curve(none, Limits(100.0), np.array([])))
    assert [0.0] * 3 == spending.hangs_on_beliefs(none, Limits(100.0))["moved"].tolist()
