"""What to offer next in sentences: offered, not offered, too few; and the ideas of chapter 03 in short."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import strategy_next
from analysis.findings.notes import Basis
from analysis.findings.segment_profile_unmet import NO_ANSWER, NO_NEEDS, labelled
from analysis.findings.strategy_missing import missing_products
from analysis.strategies.next_best_grade import GRADE, Graded
from analysis.text import Skip, Text

EN = Text("en")
CUT, AS_OF = date(2025, 8, 17), date(2025, 12, 31)
BASIS = Basis(AS_OF, date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 5000)


def row(kind: str, model: str, at: int, hits: int, base: int, *, n: int = 100, weight: float = 0.0, offered: bool = False) -> dict:
    difference = (hits - base) / n
    ends = {"difference_low": difference - 0.08, "difference_high": difference + 0.08}
    facts = {"n": n, "hits": hits, "share": hits / n, "low": 0.0, "high": 1.0, "baseline": "popular", "baseline_hits": base}
    return {"kind": kind, "model": model, "at": at, **facts, "difference": difference, **ends, "weight": weight, "offered": offered}


def graded(*, new: bool = True, three: bool = False, again: str = "habit", n: int = 100) -> Graded:
    rows = [
        row("new", "popular", 1, 30, 30, n=n),
        row("new", "cosine", 1, 42, 30, n=n, weight=0.5, offered=new),
        row("new", "cosine", 3, 75, 68, n=n, weight=0.5, offered=three),
        row("repurchase", "habit", 1, 70, 55, n=n, offered=again == "habit"),
        row("repurchase", "cosine", 1, 72, 55, n=n, weight=0.25, offered=again == "cosine"),
    ]
    hits = pd.DataFrame(columns=["customer_id", "kind", "at", "hit", "baseline_hit"])
    return Graded(pd.DataFrame(rows)[GRADE], hits, {"new": ("cosine", 0.5), "repurchase": ("cosine", 0.25)})


def told(**changes: object):
    return strategy_next.rates(graded(**changes), cut=CUT, as_of=AS_OF, level="category", looked=True)


def said(**changes: object) -> str:
    return EN.say_all(told(**changes).answer)


def test_what_is_offered_is_said_with_its_baseline_and_interval():
    words = told()

    assert "right for 42%; naming what most customers buy, for 30%: +12.0 pts (4.0 to 20.0)." in EN.say_all(words.answer)
    assert "The next new category was foreseen for 42% of customers, by popularity for 30%" == EN.say(words.title)
    assert "rests to 50% on what was looked at" in EN.say_all(words.note)
    assert 1 == len(words.findings)


def test_three_are_named_only_where_three_were_better():
    assert "75% against 68%; there a simple rule does about as well" in said()
    assert "75% against 68%, which is more than chance as well" in said(three=True)


def test_what_does_not_beat_the_simple_rules_is_not_offered():
    words = told(new=False, again="")

    assert "so nothing new is suggested" in EN.say_all(words.answer)
    assert "nothing beats naming what is most popular of what they had (55%)" in EN.say_all(words.answer)
    assert "Nothing does better than naming what most customers buy, right for 30%" == EN.say(words.title)
    assert "anything finer would be guessing" in EN.say_all(words.so)
    assert () == words.findings


def test_the_habit_and_what_is_learned_are_told_apart():
    assert "Nothing learned from others beats that habit beyond chance." in said()
    assert "It beats each customer’s own habit too." in said(again="cosine")


def test_few_customers_say_that_the_data_cannot_say():
    words = strategy_next.rates(graded(n=100), cut=CUT, as_of=AS_OF, level="product", looked=False)
    small = graded()
    small.grade.loc[small.grade["kind"] == "new", "n"] = 12

    assert "a product new to them" in EN.say_all(words.answer)
    assert "Fewer than 30 customers chose a category new to them after 17 Aug 2025: the data cannot say" in EN.say_all(
        strategy_next.rates(small, cut=CUT, as_of=AS_OF, level="category", looked=False).answer
    )


@pytest.mark.parametrize(
    "skip",
    [
        strategy_next.NO_ORDERS,
        strategy_next.NO_CATEGORY,
        strategy_next.too_short(days=224),
        strategy_next.too_few(CUT, level="category"),
    ],
)
def test_a_skipped_section_says_why_what_to_send_and_what_for(skip):
    assert all(EN.say(part) for part in (skip.reason, skip.send, skip.unlocks))
    assert "this version" not in EN.say(skip.reason).lower()


PAIRS = pd.DataFrame(
    [
        ("category", "Cups", "Tea", 120, 2.0, 1.6, 2.4, 0.001, True),
        ("category", "Pots", "Tea", 60, 1.1, 0.9, 1.3, 0.4, True),
        ("category", "Clocks", "Tea", 4, 9.0, 4.0, 14.0, 0.001, False),
        ("product", "Lid", "Pan", 90, 5.0, 4.0, 6.0, 0.001, True),
    ],
    columns=["level", "item", "other", "both", "lift", "low", "high", "p_adjusted", "shown"],
)


def test_only_pairs_beyond_chance_that_may_be_shown_are_named():
    certain = strategy_next.certain_pairs(PAIRS)
    words = strategy_next.pairs(certain, levels={"category"}, minimum=10, cut_off=3)

    assert [("Cups", "Tea"), ("Lid", "Pan")] == list(zip(certain["item"], certain["other"], strict=True))
    assert "Cups and Tea go together most: 120 customers have both, 2.00 times (1.60 to 2.40) as many as by chance." == EN.say_all(
        words.answer
    )
    assert "3 that fewer customers bought were not counted." in EN.say_all(words.note)
    assert strategy_next.pairs(certain.iloc[:0], levels={"category"}, minimum=10, cut_off=0) is None


def test_the_segments_say_to_whom_what_is_named_and_what_is_left_out():
    rows = pd.DataFrame([{"kind": "new", "segment": "loyal", "category": "Tea", "first": 400, "share": 0.4}])
    words = strategy_next.segments(rows, lens="lifecycle", level="category", left_out=1, visits=True, basis=BASIS)

    assert "Tea is named first to 400 loyal customers, 40% of them." == EN.say_all(words.answer)
    assert "One segment is left out: there popularity was right as often." in EN.say_all(words.note)
    assert "by the visits on record" in EN.say_all(words.note)
    assert strategy_next.segments(rows.iloc[:0], lens="lifecycle", level="category", left_out=0, visits=False, basis=BASIS) is None


IDEA = {
    "evidence": "not_held", "subject": "Pets", "customers": 70, "unmet": 70, "share": 1.0, "usual": 0.0, "reach": 0.2, "rank": 1,
    "segment": np.nan, "segment_share": np.nan, "rest_share": np.nan,
}  # fmt: skip


def test_ideas_of_chapter_03_are_repeated_with_their_evidence():
    needs = pd.DataFrame([IDEA])
    words = missing_products(labelled(needs, {}), needs)

    assert "70 customers searched for Pets, 20% of all who searched." in EN.say_all(words.answer)
    assert "Chapter 03 shows what stands behind each idea" in EN.say_all(words.note)


def test_no_need_beyond_chance_is_no_skip_and_nothing_held_is_one():
    needs = pd.DataFrame([IDEA])

    assert (NO_ANSWER,) == missing_products(labelled(needs.iloc[:0], {}), needs).answer
    assert isinstance(missing_products(labelled(needs.iloc[:0], {}), needs.iloc[:0]), Skip)
    assert NO_NEEDS == missing_products(labelled(needs.iloc[:0], {}), needs.iloc[:0])
