"""The digest of a scheduled run, line by line."""

from datetime import date

import pandas as pd
import pytest

from analysis.config import LikeForLike
from analysis.findings import digest
from analysis.findings.evaluation_alerts import alert_words
from analysis.findings.notes import Basis
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NONE = float("nan")
REFERENCE = LikeForLike(date(2024, 10, 1), date(2024, 12, 31), "calendar")


def said(messages) -> list[str]:
    return [ENGLISH.say(message) for message in messages]


def test_sales_are_told_like_for_like():
    kpis = pd.DataFrame(
        {"kpi": ["revenue", "customers"], "value": [110.0, 11.0], "reference": [100.0, 10.0], "change": [0.1, 0.1], "n": 11}
    )

    assert said(digest.sales(kpis, REFERENCE)) == [
        "Revenue £110 (+10.0%), customers who ordered 11 (+10.0%), against the same period a year before."
    ]
    assert said(digest.sales(kpis.assign(reference=NONE), REFERENCE)) == [
        "Revenue £110, customers who ordered 11; no earlier year is held to compare with."
    ]


def test_only_segments_beyond_chance_are_named_the_largest_change_first():
    rows = [("gold", 100, 150, "grown"), ("iron", 90, 60, "shrunk"), ("tin", 50, 52, "as_chance"), ("new", 10, 100, "grown")]
    sizes = pd.DataFrame(rows, columns=["segment", "before", "after", "verdict"])

    assert said(digest.segments(sizes)) == [
        "“New” grew beyond chance, from 10 to 100 customers.",
        "“gold” grew beyond chance, from 100 to 150 customers.",
        "“iron” shrank beyond chance, from 90 to 60 customers.",
    ]
    assert said(digest.segments(sizes[sizes["verdict"] == "as_chance"])) == ["No segment grew or shrank beyond chance."]
    assert digest.segments(None) == ()


ALERTS = pd.DataFrame(
    [
        (1, "average_order", "", "", "below", 300.0, 280.0, "within_chance"),
        (2, "retention", "rfm", "champions", "below", 0.7, 0.65, "crossed"),
        (3, "customers", "rfm", "lost", "change_above", 0.02, 0.10, "crossed"),
        (4, "revenue", "", "", "change_below", -0.1, 0.05, "kept"),
    ],
    columns=["rule", "kpi", "lens", "segment", "bound", "limit", "value", "status"],
).assign(low=NONE, high=NONE, n=100)


def test_rules_beyond_chance_come_first():
    assert said(digest.alerts(ALERTS, text=ENGLISH)) == [
        "Attention: “Champions”, Ordered in the period: 65%, below 70%.",
        "Attention: Customers of “Lost”: +10.0% since the start of the period, above +2.0%.",
        "Crossed, but within chance: Average order value: £280, below £300.",
    ]
    assert said(digest.alerts(ALERTS[ALERTS["status"] == "kept"], text=ENGLISH)) == ["No rule is crossed, of 1."]
    assert digest.alerts(None, text=ENGLISH) == ()


def test_each_rule_beyond_chance_is_something_to_look_into():
    words = alert_words(ALERTS, basis=Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300))

    assert ENGLISH.say(words.title) == "Rules crossed beyond chance: 2 of 4"
    assert [ENGLISH.say(one.title) for one in words.decisions] == [
        "Find the reason: Ordered in the period, “Champions”",
        "Find the reason: customers of “Lost”",
    ]


def test_a_model_has_the_worst_grade_of_its_measures():
    now = pd.DataFrame({"model": ["a", "a", "b"], "grade": ["good", "poor", "fair"]})
    before = pd.DataFrame({"model": ["a", "b"], "grade": ["good", "fair"]})

    assert said(digest.models(now, before)) == ["Model “a”: poor, before good.", "Model “b”: fair."]
    assert digest.models(None, before) == ()


@pytest.mark.parametrize(("now", "told"), [("warn", 1), ("fail", 1), ("pass", 0)])
def test_data_that_carry_less_than_before_are_told(now, told):
    before = pd.DataFrame({"analysis": ["rfm"], "status": ["pass"]})

    assert len(digest.readiness(pd.DataFrame({"analysis": ["rfm"], "status": [now]}), before)) == told


def test_whose_limits_were_used():
    assert said([digest.ruler("refit"), digest.ruler("2025-Q1"), digest.ruler({"rfm": "2025-Q1", "value": "2025-Q2"})]) == [
        "Definitions fitted on the data of this period.",
        "Definitions as in 2025-Q1.",
        "Definitions as in 2025-Q1, 2025-Q2.",
    ]


def test_a_step_that_repeats_a_rule_is_not_told_twice():
    steps = pd.DataFrame({"title": ["Find the reason: customers of “Lost”", "Agree on targets, and store them"]})

    assert said(digest.steps(steps, ALERTS, text=ENGLISH)) == ["Next step: Agree on targets, and store them"]
    assert digest.steps(None, ALERTS, text=ENGLISH) == ()
