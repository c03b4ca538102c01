"""The budget and learned effects in sentences, from tables one can check in one's head."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.findings import strategy_allocation as words
from analysis.findings import strategy_settings
from analysis.findings.strategy_settings import Terms
from analysis.findings.strategy_targets import targets
from analysis.strategies import allocation, load_playbook, spending
from analysis.strategies.allocation import Limits
from analysis.text import Text

ENGLISH = Text("en", "GBP")
TERMS = Terms("value", 0.5, 1000.0, 0.2, True, {"letter": "A letter", "call": "A call"})
# 500 of a at 1 each, .1 × 20 = 2 a contact; 100 of b at 1, nothing comes of it.
OPTIONS = pd.DataFrame(
    {
        "play": ["letter", "call"], "method": "value", "segment": ["a", "b"], "customers": [600, 200], "revenue": [9000.0, 1000.0],
        "reach": [500.0, 100.0], "unit_cost": 1.0, "minutes": [0.0, 2.0], "owner": ["marketing", "adviser"], "touches": 1, "worth": 20.0,
        "low": [0.08, -0.02], "base": [0.1, 0.0], "high": [0.12, 0.02], "evidence": "tested",
    }
)  # fmt: skip


ENOUGH = Limits(1000.0)


def told(limits=ENOUGH, terms=TERMS, options=OPTIONS, better=0.0):
    contacts = allocation.allocated(options, limits, first_better=better)
    spent = allocation.outcome(options, contacts, first_better=better)
    curve = spending.budget_curve(options, limits, np.linspace(0, 600, 7), first_better=better)
    checks = spending.hangs_on_beliefs(options, limits, first_better=better)
    prices = allocation.price(options, limits, contacts, step=100.0, first_better=better)
    return words.allocation(spent, curve, checks, prices, terms=terms, step=100.0, limits=limits, first_better=better)


def test_the_answer_says_what_is_spent_and_what_it_brings():
    """500 contacts at 1 bring 50 orders of 20 less 500: 500, 300 to 700; half of the budget is not needed."""
    said = ENGLISH.say_all(told()["allocation"].answer)

    assert "Of the budget of £1,000, £500 is allotted" in said
    assert "500 customers contacted, £500 of margin expected after that cost (£300 to £700)" in said
    assert "the other £500 of the budget buys tests first, or stays unspent" in said
    assert "hangs little on the exact effects" in said


def test_a_budget_that_binds_has_a_price():
    """At 200 every further pound brings one: the next 100 bring 100."""
    said = ENGLISH.say_all(told(Limits(200.0), replace(TERMS, budget=200.0))["allocation"].answer)

    assert "The next £100 would bring about £100 of margin after cost." in said


def test_the_time_of_the_staff_has_a_price():
    """Half a minute of marketing a contact that brings 1: another 100 minutes bring 200."""
    said = ENGLISH.say_all(
        told(Limits(None, {"marketing": 100.0}), replace(TERMS, budget=None), OPTIONS.assign(minutes=0.5))["allocation"].answer
    )

    assert "No budget is given in client.yaml. Up to £200 would pay" in said
    assert "The time of marketing is the limit: another 100 minutes would bring about £200." in said


def test_what_hangs_on_belief_is_said():
    """At the low end a contact brings .5 less than it costs: all of the money stays."""
    assert "100% of the money would go elsewhere or stay unspent" in ENGLISH.say_all(
        told(options=OPTIONS.assign(low=[0.02, -0.02]))["allocation"].answer
    )
    assert "100% of the money rests on effects that a source reports" in ENGLISH.say_all(
        told(options=OPTIONS.assign(evidence="sourced"))["allocation"].answer
    )


def test_where_nothing_pays_nothing_is_allotted_and_nothing_to_decide():
    story = told(options=OPTIONS.assign(base=0.0, low=-0.01, high=0.01))["allocation"]

    assert "nothing is allotted" in ENGLISH.say_all(story.answer)
    assert () == story.findings == story.decisions


def test_the_finding_is_the_margin_and_the_curve_names_the_gap():
    story = told(Limits(300.0), replace(TERMS, budget=300.0))

    assert 300 == pytest.approx(story["allocation"].findings[0].money)
    assert "this allocation brings" in ENGLISH.say(story["curve"].title)


def test_a_round_step_of_the_budget():
    assert [1000, 1000, 10, 1] == [
        words.step_of(20_000.0, 0),
        words.step_of(60_000.0, 0),
        words.step_of(None, 368.0),
        words.step_of(None, 0.4),
    ]


def effects(*rows):
    columns = ["play", "method", "segment", "n", "control_n", "own", "own_low", "own_high", "low", "base", "high"]
    return pd.DataFrame(rows, columns=columns).assign(prior_base=np.nan)


def test_an_effect_and_its_absence_are_said():
    """One campaign of two plays is told once; a range with nothing in it is no effect; a harm is one."""
    said = lambda *rows: ENGLISH.say_all(words.effects(effects(*rows), TERMS).answer)  # noqa: E731
    works = ("letter", "(all)", "(all)", 900, 300, 0.05, 0.03, 0.07, 0.03, 0.05, 0.07)

    assert "“A letter” / “A call” was tested on 900 customers against 300 left alone and brought 5.0 extra orders per hundred (3.0 to 7.0)." in said(works, ("call", *works[1:]))  # fmt: skip
    assert "no effect can be seen. Stop it" in said(("call", "(all)", "(all)", 900, 300, 0.0, -0.02, 0.02, -0.02, 0.0, 0.02))
    assert "cost orders: −5.0 per hundred" in said(("call", "(all)", "(all)", 900, 300, -0.05, -0.07, -0.03, -0.07, -0.05, -0.03))


def test_targets_say_what_they_rest_on():
    table = pd.DataFrame({"source": ["evidence", "holding", "holding", "given"]})

    assert "2 of 4 targets rest on a test or on the client’s word" == ENGLISH.say(targets(table, TERMS).title)
    assert "For 2 segments nothing proves that more can be had" in ENGLISH.say_all(targets(table, TERMS).answer)
    assert "Hold what is there" in ENGLISH.say(targets(table.iloc[1:3], TERMS).title)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"experiments": {"spring": ("lettre",)}}, "strategy.experiments"),
        ({"experiments": {"spring": ("cross_category",)}}, "moves the basket or the margin"),
        ({"capacity": {"advisers": 100.0}}, "strategy.capacity"),
    ],
)
def test_a_play_or_an_owner_that_cannot_be_is_told(settings, message):
    with pytest.raises(ConfigError, match=message):
        strategy_settings.adapted(load_playbook("general"), approvals={}, currency="GBP", **settings)
