"""What holds for every playbook that is shipped."""

import re
from importlib.resources import files

import pandas as pd
import pytest

from analysis import strategies
from analysis.segmentations import METHODS
from analysis.segmentations.preference_verdict import SHARES
from analysis.strategies import SEGMENT_KEYS, load_playbook

NAMES = sorted(file.name.removesuffix(".yaml") for file in files("analysis.playbooks").iterdir() if file.name.endswith(".yaml"))
WORDS = ("title", "goal", "offer", "message", "content", "cadence", "kpi", "guardrail", "non_personalised_option")
DEMEANING = re.compile(
    r"(?i)\b(poor|worthless|useless|bad customers?|cheap customers?|dead|loser|bottom[- ]feeders?)\b|垃圾|低端|劣质客户|穷|羊毛党|僵尸"
)
CLAIM = re.compile(r"\d+ ?%|提升\s*\d|增长\s*\d")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=NAMES)
def playbook(request):
    return load_playbook(request.param)


def texts(playbook, language: str) -> list[str]:
    return [getattr(getattr(play, name), language) for play in playbook.plays for name in WORDS]


def test_the_general_playbook_is_shipped():
    assert "general" in NAMES


def test_its_name_is_that_of_its_file(playbook):
    assert playbook.name in NAMES


def test_english_is_english_and_chinese_is_chinese(playbook):
    assert [] == [text for text in texts(playbook, "en") if CHINESE.search(text)]
    assert [] == [text for text in texts(playbook, "zh") if len(CHINESE.findall(text)) < len(text) / 2]


def test_chinese_sentences_use_chinese_punctuation(playbook):
    assert [] == [text for text in texts(playbook, "zh") if re.search(r"[\u4e00-\u9fff][,;:?!]", text)]


def test_nobody_is_demeaned(playbook):
    assert [] == [text for language in ("en", "zh") for text in texts(playbook, language) if DEMEANING.search(text)]


def test_no_lift_is_claimed_in_words(playbook):
    assert [] == [text for language in ("en", "zh") for text in texts(playbook, language) if CLAIM.search(text)]


def test_numbers_have_a_source(playbook):
    assert [] == [play.key for play in playbook.plays if play.effect.evidence == "to_be_tested" and play.effect.base is not None]


def test_whoever_said_no_is_left_alone(playbook):
    assert [] == [play.key for play in playbook.plays if not {"no_consent", "opted_out"} <= set(play.exclusions)]


def test_no_two_plays_say_the_same(playbook):
    for language in ("en", "zh"):
        titles = [getattr(play.title, language) for play in playbook.plays]
        assert len(titles) == len(set(titles))


def test_the_lever_of_the_middle_is_named(playbook):
    """The middle tier is frequent with small baskets or the other way round: the play must know which."""
    middle = [play for play in playbook.plays if "middle" in play.segments.get("value", ())]

    assert {("few_orders", "frequency"), ("small_baskets", "basket")} <= {(play.when, play.lever) for play in middle}


@pytest.mark.parametrize("method", [key for key in SEGMENT_KEYS if key != "any"])
def test_segment_keys_are_those_of_the_segmentations(method):
    """Stages do not import one another: the keys are written twice, and this holds them together."""
    base, _, variant = method.partition(".")
    known = set(METHODS[base].SEGMENTS) or set(SHARES["price"])
    assert set(SEGMENT_KEYS[method]) <= known if variant else set(SEGMENT_KEYS[method]) == known


def test_who_does_it_and_when_is_written_down(playbook):
    assert [] == [play.key for play in playbook.plays if not play.touches or not play.owner or not play.source]


def test_what_counsel_must_check_names_a_law(playbook):
    law = re.compile(r"Law|Measures|Rules|Regulation|PIPL|[Ii]nterpretation|Provisions")
    wanting = [play.key for play in playbook.plays if play.legal_review == "required" and not law.search(play.source)]

    assert [] == wanting


def test_what_rests_on_the_trade_alone_says_so(playbook):
    sourced = re.compile(r"Law|Measures|Rules|Regulation|PIPL|[Ii]nterpretation|Provisions|trade knowledge|\(\d{4}\)")

    assert [] == [play.key for play in playbook.plays if not sourced.search(play.source)]


@pytest.mark.parametrize(("orders", "fits"), [(1.2, True), (4.5, False)])
def test_a_second_order_is_proposed_to_those_who_placed_one(orders, fits):
    """New by their last order only: with four orders each the play for the second one stands back."""
    sizes = pd.DataFrame(
        [("rfm", "new", 100, 100 * orders, 5000.0, orders), ("rfm", "loyal", 100, 1000.0, 9000.0, 10.0)],
        columns=["method", "segment", "customers", "orders", "revenue", "orders_per_customer"],
    )
    book = strategies.load_playbook("general")
    triggers = strategies.play_triggers(sizes, book, {"segment_sizes": sizes}, lens="rfm")
    plays = strategies.matched_plays(sizes, book, margin=0.5, triggers=triggers, lens="rfm")

    assert fits == ("second_order_programme" in set(plays["play"]))
