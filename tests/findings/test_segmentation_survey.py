"""What is said of survey groups, from a definition one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import segmentation_survey as findings
from analysis.findings import segmentation_survey_link as linked
from analysis.findings.notes import Basis
from analysis.segmentations import survey_definition as form
from analysis.segmentations.survey_checks import BIAS_COLUMNS
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 900)
NOBODY = pd.DataFrame(columns=BIAS_COLUMNS)


def definition(*, stability=0.93, reason="chosen", undivided=False, centre=0.0, kept=1):
    """100 respondents, two items; two groups of 60 and 40, or none."""
    numbers = {"centre": centre, "respondents": 100.0, "left_out": 0.0, "typed": 0.0}
    names = ["survey_undivided"] if undivided else ["need_1", "need_2"]
    traits = [""] if undivided else ["survey.need.price+; survey.need.advice-", "survey.need.advice+"]
    sizes = [100] if undivided else [60, 40]
    segments = pd.DataFrame({"segment": names, "n": sizes, "value": np.array(sizes) / 100, "text": traits, "kind": "segment"})
    items = pd.DataFrame({"item": ["survey.need.price", "survey.need.advice"], "value": 3.0, "spread": 1.0, "kind": "item"})
    centres = pd.DataFrame(
        [(name, item, 0.0, 3.0) for name in names for item in items["item"]], columns=["segment", "item", "value", "spread"]
    )
    choice = pd.DataFrame(
        {"place": [3, 4], "value": [stability, 0.5], "low": 0.4, "spread": 0.3, "text": [reason, "unstable"], "kind": "choice"}
    )
    part = pd.DataFrame(
        {
            "place": [1, 1, 2, 2],
            "item": list(items["item"]) * 2,
            "spread": [2.0, 2.0, 1.0, 1.0],
            "low": [0.8, 0.8, 0.2, 0.2],
            "n": [kept, kept, 0, 0],
            "kind": "component",
        }
    )
    return form.packed([form.settings_part("needs", numbers), items, segments, centres.assign(kind="centre"), choice, part])


PROFILE = pd.DataFrame(
    [("needs", "need_1", "price", "mean", 60, 4.5, 4.3, 4.7, 3.9, 0.6, 0.7), ("needs", "need_2", "price", "mean", 40, 3.0, 2.8, 3.2, 3.9, -0.9, -1.1)],
    columns=["method", "segment", "item", "measure", "n", "value", "low", "high", "base", "difference", "standard"],
)  # fmt: skip
RESPONSE = pd.DataFrame(
    [("response", 100, 1000, 0.1, 0.08, 0.12, np.nan), ("one_answer", 20, 100, 0.2, 0.13, 0.29, 0.01)],
    columns=["measure", "n", "of", "value", "low", "high", "by_chance"],
)  # fmt: skip


def profile(**settings):
    return findings.profile(
        definition(**settings), PROFILE, RESPONSE, method="needs", labels={"advice": "good advice"}, basis=BASIS
    )


def test_who_answered_how_many_groups_and_what_they_want():
    said = ENGLISH.say_all(profile().answer)

    assert "100 of 1,000 customers known answered, 10%." in said
    assert "20 of them, 20%, gave one and the same answer to everything; by chance it would be 1.0%." in said
    assert "Their answers fall into 2 groups, from 40% to 60% of respondents." in said
    assert "Other samples bring the same groups back: agreement 0.93" in said
    assert "Needs group 1, 60% of respondents: price ↑, good advice ↓." in said


def test_the_title_names_the_item_that_is_farthest_apart():
    assert "Needs group 2 stands farthest from all respondents: price 3.0 against 3.9" == ENGLISH.say(profile().title)


def test_what_follows_from_the_way_groups_are_made_is_said():
    assert "follows from how they were made" in ENGLISH.say_all(profile().note)
    assert "respondents answer alike" in ENGLISH.say(profile().findings[0].sentence)


def test_a_number_that_was_set_and_does_not_come_back_is_said():
    assert "Their number was set, and other samples bring back only part of them: agreement 0.55" in ENGLISH.say_all(
        profile(stability=0.55, reason="ordered").answer
    )


def test_centring_is_said_with_its_reason():
    assert "Some people rate everything high" in ENGLISH.say_all(profile(centre=1.0).note)
    assert "Some people rate everything high" not in ENGLISH.say_all(profile().note)


def test_no_groups_is_an_answer():
    words = profile(undivided=True, stability=0.6, reason="unstable")

    assert "Needs: the answers form no groups that another sample would find again" == ENGLISH.say(words.title)
    assert "3 groups, comes back with an agreement of 0.60" in ENGLISH.say_all(words.answer)


def link(clear):
    rows = [("(all)", 100, 20.0, 18.0, 22.0), ("need_1", 60, 10.0, 8.0, 12.0), ("need_2", 40, 35.0, 30.0, 40.0)]
    table = pd.DataFrame(rows, columns=["segment", "n", "value", "low", "high"])
    return table.assign(method="needs", outcome="revenue", effect=0.09, p_adjusted=0.001, clear=clear)


def test_a_clear_link_is_a_finding_with_the_money_behind_it():
    words = linked.behaviour(definition(), link(1), NOBODY, labels={}, basis=BASIS)

    assert "Needs group 2 spent £35 per head in the window, Needs group 1 £10" == ENGLISH.say(words.title)
    assert 1400.0 == words.findings[0].money
    assert "by Needs group 2 (advice ↑; 40 respondents); by Needs group 1 (price ↑, advice ↓) £10." in ENGLISH.say(
        words.findings[0].sentence
    )
    assert "explain 9.0% of the differences" in ENGLISH.say_all(words.answer)


def test_no_clear_link_is_said_and_is_no_finding():
    words = linked.behaviour(definition(), link(0), NOBODY, labels={}, basis=BASIS)

    assert "No clear link between what respondents say and what they buy" == ENGLISH.say(words.title)
    assert not words.findings


def test_respondents_are_no_sample_of_all():
    who = pd.DataFrame([("revenue", 100, 50.0, 45.0, 55.0, 900, 20.0, 19.0, 21.0, True)], columns=BIAS_COLUMNS)
    words = linked.behaviour(definition(), link(0), who, labels={}, basis=BASIS)

    assert "respondents spent £50 per head in the window, other buyers £20" in ENGLISH.say_all(words.note)


PLACEMENT = pd.DataFrame(
    {
        "method": "needs",
        "segment": ["need_1", "need_2", "not_surveyed"],
        "answered": [60, 40, 0],
        "placed": [0, 0, 0],
        "customers": [60, 40, 900],
    }
)


def fidelity(value, typed):
    return pd.DataFrame([("needs", 2, 100, value, value - 0.05, value + 0.05, 0.5, typed)], columns=["method", "segments", "n", "fidelity", "low", "high", "chance", "typed"])  # fmt: skip


def test_who_was_not_asked_is_not_placed_by_a_weak_rule():
    """Two groups: lot is right for half, so .65 is needed."""
    words = linked.typing(fidelity(0.58, 0), PLACEMENT, basis=BASIS)

    assert "Behaviour does not tell what people need: 900 customers stay without a group" == ENGLISH.say(words.title)
    assert "From 65% on it would be used." in ENGLISH.say_all(words.answer)


def test_a_good_rule_is_said_with_what_it_places():
    placed = PLACEMENT.assign(placed=[300, 500, 0])
    words = linked.typing(fidelity(0.8, 1), placed, basis=BASIS)

    assert "A rule on behaviour places 80% of respondents rightly; 800 others are placed by it" == ENGLISH.say(words.title)
    assert "Tried on respondents it had not seen: 80% (75% to 85%)" in ENGLISH.say_all(words.answer)


@pytest.mark.parametrize(
    ("kept", "said"), [(1, "1 of 2 dimensions exceed chance; the first holds 80.0%"), (0, "No dimension behind the answers")]
)
def test_dimensions_are_held_against_chance(kept, said):
    assert said in ENGLISH.say(linked.components(definition(kept=kept), basis=BASIS).title)
