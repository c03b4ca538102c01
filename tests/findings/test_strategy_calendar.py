"""When plays go out, and where to begin: sentences with their figures, in both languages."""

from datetime import date

import pandas as pd
import pytest

from analysis.findings.strategy_calendar import NO_CALENDAR, calendar_words, owners_words, send_times
from analysis.findings.strategy_figures import priorities
from analysis.findings.strategy_priorities import priorities_words
from analysis.findings.strategy_settings import Terms
from analysis.findings.strategy_triggers import trigger_words
from analysis.strategies import load_playbook
from analysis.strategies.calendar import COLUMNS
from analysis.strategies.play import Condition
from analysis.text import Text

TITLES = {"early_access": "First to know", "dormant_reminder": "A reminder", "win_back_with_question": "Ask first"}
DAYS = {"start": date(2026, 1, 5), "weeks": 13, "blocked": ()}
PLAYS = pd.DataFrame(
    {
        "play": list(TITLES), "method": "lifecycle", "segment": ["loyal", "dormant", "churned"], "customers": [1000, 400, 800],
        "reachable": pd.array([500, 400, 800], dtype="Int64"), "revenue": [100_000.0, 40_000.0, 8_000.0], "cost": [175.0, 140.0, 280.0], "unit_cost": 0.35,
        "evidence": ["to_be_tested", "tested", "to_be_tested"], "margin_at_stake": [None, 900.0, None], "margin_low": [None, 200.0, None],
        "margin_high": [None, 1600.0, None],
    }
)  # fmt: skip


def terms(*, consent: bool = True) -> Terms:
    return Terms("lifecycle", 0.5, None, 0.2, consent, TITLES)


def rows(*given) -> pd.DataFrame:
    names = ["play", "segment", "touch", "day", "week", "starts", "contacts", "minutes", "waited_for"]
    table = pd.DataFrame(given, columns=names).assign(method="lifecycle", owner="service", channel="email")
    return table.assign(day=pd.to_datetime(table["day"]))[COLUMNS]


CALENDAR = rows(
    ("early_access", "loyal", 0, "2026-01-05", 1.0, "campaign", 500, 0.0, ""),
    ("win_back_with_question", "churned", 0, "2026-01-19", 3.0, "campaign", 800, 4800.0, "blocked_week"),
    ("dormant_reminder", "dormant", 0, None, None, "trigger", 400, 0.0, ""),
)


def said(words, language="en") -> str:
    return Text(language, "GBP").say_all((*words.answer, *filter(None, (words.title,))))


def test_the_weeks_are_told_with_what_had_to_wait():
    told = said(calendar_words(CALENDAR, terms(), **DAYS))

    assert "In the 13 weeks from 5 Jan 2026 2 plays begin for everybody at once; 1 run all the time" in told
    assert "1 had to wait; “Ask first” begins in week 3: weeks before it are blocked." in told
    assert "The first week reaches 500 customers with one play" in told


def test_without_consent_nobody_is_said_to_be_reached():
    told = said(calendar_words(CALENDAR, terms(consent=False), **DAYS))

    assert "No consent is on record yet" in told
    assert "With consent, the first week would reach up to 500 customers" in told


def test_nothing_to_plan_is_said():
    assert calendar_words(CALENDAR.iloc[:0], terms(), **DAYS) is NO_CALENDAR


def test_the_hours_are_those_of_the_minutes():
    assert "Most work falls to customer service: 80 hours" in said(owners_words(CALENDAR, consent=True, times={}))


def test_a_time_that_differs_for_certain_goes_before_the_commonest():
    parts = pd.DataFrame(
        {
            "segment": ["loyal", "loyal", "new", "new"], "level": ["morning", "evening"] * 2, "share": [0.6, 0.2, 0.7, 0.3],
            "rest_share": [0.6, 0.1, 0.7, 0.3], "p_adjusted": [0.9, 0.01, 0.9, 0.9], "shown": True,
        }
    )  # fmt: skip
    times = {segment: Text("en").say(told) for segment, told in send_times(parts).items()}

    assert {"loyal": "evening: 20% of orders", "new": "morning: 70% of orders"} == {k: v.lower() for k, v in times.items()}


def test_what_is_within_reach_is_margin_of_those_who_may_be_contacted():
    """Half of loyal customers agreed: 100,000 × .5 × .5 − 175; a reminder asks for little effort, so it goes first."""
    ranked = priorities(PLAYS, load_playbook("general"), margin=0.5).set_index("play")

    assert 24_825 == ranked.loc["early_access", "within"]
    assert ["medium", "low", "medium"] == list(ranked["effort"])
    told = said(priorities_words(ranked.reset_index(), terms()))
    assert "Where to begin: “A reminder” reaches dormant customers with £19.9k and asks for little effort." in told
    assert "“A reminder” adds £900 of margin (£200 to £1,600), before its cost of £140.00." in told
    assert "41% of the margin within reach asks for little effort" in told


def test_without_consent_the_contacts_of_all_are_paid():
    """100,000 × .5 − 1,000 × .35: what the card of the play says that its contacts cost."""
    unknown = PLAYS.assign(reachable=pd.array([pd.NA] * 3, dtype="Int64"), cost=float("nan"))

    assert 49_650 == priorities(unknown, load_playbook("general"), margin=0.5)["within"].iloc[0]


@pytest.mark.parametrize(
    ("condition", "value", "sentence"),
    [
        ({"table": "segment_facts", "match": {"measure": "satisfaction"}, "column": "value", "at_most": 3.5}, 3.2, "Satisfaction: 3.2 (n = 60); the play asks for 3.5 or less."),
        ({"table": "segment_index", "match": {"trait": "age", "level": "18–24"}, "column": "index", "at_least": 120.0}, 131.4, "Age 18–24: 131, where all customers are 100 (n = 60); the play asks for 120 or more."),
        ({"table": "segment_sizes", "column": "average_order", "at_least": 50.0, "at_most": 80.0}, 64.0, "Average order: £64 (n = 60); the play asks for £50 to £80."),
    ],
)  # fmt: skip
def test_the_figure_that_triggered_a_play_is_told_with_its_bound(condition, value, sentence):
    plays = {play.key: play for play in load_playbook("general").plays}
    asked = plays["early_access"].model_copy(update={"where": [Condition(**condition)]})
    found = pd.DataFrame(
        [
            {
                "play": "early_access",
                "method": "lifecycle",
                "segment": "loyal",
                "condition": 0,
                "about": "",
                "value": value,
                "n": 60,
                "met": True,
            }
        ]
    )
    told = trigger_words(found, PLAYS.iloc[:1], {"early_access": asked})

    assert [sentence] == [Text("en", "GBP").say(message) for message in told["early_access"]]
