"""The sentences about campaigns: warnings first, then effects, then what they were worth."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import experiment_effects, trial_design, trial_people
from analysis.findings import evaluation_actions as actions
from analysis.findings import evaluation_effects as whom
from analysis.findings import evaluation_trials as trials
from analysis.text import Skip, Text

ENGLISH = Text("en", "GBP")


def said(messages):
    return [ENGLISH.say(message) for message in messages]


def contacts(rate=0.30, control=400, **columns):
    """400 mailed at 50 pence, so many of them ordered for 10 pounds; of those left alone one in ten."""
    arms = np.repeat(["mail", "control"], [400, control])
    ordered = np.concatenate([np.arange(400) < 400 * rate, np.arange(control) < control * 0.1]).astype(float)
    table = pd.DataFrame({"campaign": "Spring", "arm": arms, "ordered": ordered, "revenue": ordered * 10})
    return table.assign(cost=np.where(arms == "mail", 0.5, 0.0), **columns)


def words_of(table, *, margin=0.5, given=(), dimensions=(), **design):
    people = trial_people(table, days=30, given=(*given, *dimensions))
    judged = trial_design(people, given=given, candidates=["store"], **design)
    effects = experiment_effects(people, judged, days=30, dimensions={f"attribute.{name}": name for name in dimensions})
    told = trials.overall(effects)
    spread = {"days": 30, "first": date(2024, 1, 1), "last": date(2025, 12, 2)}
    return actions.campaigns(told, judged, trials.worth(told, margin=margin), **spread), effects


def test_an_effect_is_told_with_its_interval_and_what_is_left_of_it():
    """30 % against 10 %: 2 pounds more each, half of it margin, 50 pence spent: 50 pence left, times 400."""
    words, _ = words_of(contacts())

    assert said(words.answer)[0].startswith(
        "“Spring”, mail (n = 400): share who ordered 30.0%, of those left alone 10.0%. The difference of +20.0 pts ("
    )
    assert said(words.answer)[0].endswith("is more than chance.")
    assert said(words.so)[0].startswith("Over all 400 customers of mail revenue is £800 above what would have come anyway")
    assert said(words.so)[1].startswith("After the cost of goods and of the contacts £200 is left")
    assert "A contact costs £0.50 and pays from £1 more revenue per customer." == said(words.so)[2]
    assert "It paid, even at the low end of the range." == said(words.so)[3]
    assert 800 == pytest.approx(words.findings[0].money)
    assert ["Repeat “Spring” (mail), again with a hold-out"] == said([words.decisions[0].title])


def test_an_effect_that_costs_more_than_it_brings_is_not_repeated():
    words, _ = words_of(contacts().assign(cost=lambda table: (table["arm"] == "mail") * 9.0))

    assert "It did not pay on the best estimate." == said(words.so)[-1]
    assert ["Stop “Spring” (mail) in its present form"] == said([words.decisions[0].title])


def test_no_proof_comes_with_the_difference_that_could_have_been_shown():
    words, _ = words_of(contacts(rate=0.105).assign(cost=0.0))

    assert "may be chance; this test could have shown one of +6.0 pts" in said(words.answer)[0]
    assert "“Spring” shows no effect beyond chance on the share who ordered" in ENGLISH.say(words.title)
    assert () == words.findings
    assert ["Test “Spring” (mail) once more on a larger group"] == said([words.decisions[0].title])


@pytest.mark.parametrize(
    ("table", "design", "warning"),
    [
        (contacts(control=300), {"planned": {"Spring": {"mail": 1, "control": 1}}}, "Warning: the groups of “Spring” are not as large as planned (p < 0.001)."),
        (contacts(control=0), {}, "Warning: observed, no experiment. “Spring” had no group left alone by lot"),
        (contacts(), {"chosen": ["Spring"]}, "Warning: observed, no experiment. The customers of “Spring” were chosen, not drawn by lot"),
        (contacts(member=np.repeat(["yes", "no"], 400)), {"given": ["member"]}, "Warning: the groups of “Spring” were not alike before the contact"),
        (contacts(store=["x"] * 400 + ["y", "z"] * 200), {"units": {"Spring": "store"}, "given": ["store"]}, "Warning: “Spring” was given out by stores, and a group had a single one."),
    ],
)  # fmt: skip
def test_what_is_no_experiment_is_said_first_and_no_effect_is_told(table, design, warning):
    words, effects = words_of(table, **design)

    assert said(words.answer)[0].startswith(warning)
    assert "No effect can be told" == ENGLISH.say(words.title)
    assert () == words.findings == words.decisions == words.so
    assert trials.overall(effects).empty
    assert 0.30 == trials.plain(effects).set_index("arm").loc["mail", "ordered"]


def test_a_lot_by_store_is_said_first_and_still_judged():
    words, _ = words_of(contacts(store=[f"s{place // 40}" for place in range(800)]), given=["store"])

    assert said(words.answer)[0].startswith("Warning: “Spring” was not given out by customer but by stores: 20 of them.")
    assert "“Spring”, mail (n = 400)" in said(words.answer)[1]


def test_without_a_margin_nothing_is_said_to_be_left():
    words, _ = words_of(contacts(), margin=None)

    assert "client.yaml has no margin" in said(words.so)[-1]


def test_segments_that_do_not_differ_are_warned_of():
    _, effects = words_of(contacts(colour=["red", "blue"] * 400), dimensions=["colour"])
    parts = trials.by_segment(effects, campaign="Spring", lens=None, places=())

    assert (
        "By none do effects differ beyond chance, so take the overall effect for every segment." in said(whom.whom(parts).answer)[0]
    )
    assert "jumps by chance" in said(whom.whom(parts).answer)[1]
    assert {0.2} == set(parts["whole"].round(9))


def test_a_segment_that_differs_is_named():
    """All that ordered were of kind a."""
    kind = ["a"] * 200 + ["b"] * 200
    _, effects = words_of(contacts(kind=kind * 2), dimensions=["kind"])
    words = whom.whom(trials.by_segment(effects, campaign="Spring", lens=None, places=()))

    assert "Effects differ beyond chance in 1 of 1 comparisons of segments" in said(words.answer)[0]
    assert ENGLISH.say(words.title).startswith("“Spring”, mail, by kind: +")


def test_without_segments_the_section_says_why():
    _, effects = words_of(contacts())

    assert isinstance(whom.whom(trials.by_segment(effects, campaign="Spring", lens=None, places=())), Skip)


def test_a_level_that_few_have_is_not_in_the_balance():
    """Three members among 400 would be told by their share."""
    balance = pd.DataFrame(
        {
            "campaign": "Spring",
            "arm": "mail",
            "feature": ["member", "age"],
            "level": ["yes", ""],
            "value": [3 / 400, 40.0],
            "control_value": [0.1, 41.0],
        }
    )
    arms = pd.DataFrame({"campaign": "Spring", "arm": ["mail", "control"], "n": [400, 400]})

    assert ["age"] == trials.shown_balance(balance, arms, minimum=10)["feature"].tolist()


def test_of_two_campaigns_the_one_that_worked_is_the_title_however_small():
    """A large one without effect and a small one with one: each has its sentence and its step."""
    null = pd.concat([contacts(rate=0.1)] * 2).assign(campaign="Large", cost=0.0)
    words, _ = words_of(pd.concat([null, contacts()]))

    assert ["“Large”, mail (n = 800)", "“Spring”, mail (n = 400)"] == [line.split(":")[0] for line in said(words.answer)]
    assert ENGLISH.say(words.title).startswith("“Spring”, mail, raised the share who ordered")
    assert ["Test “Large” (mail) once more on a larger group", "Repeat “Spring” (mail), again with a hold-out"] == [
        ENGLISH.say(step.title) for step in words.decisions
    ]
    assert said(words.so)[0].startswith("Over all 400 customers")


def test_money_that_may_be_chance_is_not_said_to_have_paid():
    words, _ = words_of(contacts(rate=0.105))

    assert [True] == ["that may be chance, so whether it paid cannot be told." in line for line in said(words.so)]


def test_a_group_of_twenty_tells_no_effect():
    words, _ = words_of(contacts(control=20))

    assert ["A group with fewer than thirty customers tells no effect."] == said(words.answer)
