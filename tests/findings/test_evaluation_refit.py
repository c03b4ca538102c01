"""Refit or keep, in words."""

from datetime import date

import pandas as pd
import pytest

from analysis.evaluation import Verdict, mix_verdict, segment_mix
from analysis.findings import Basis
from analysis.findings import evaluation_drift as drift
from analysis.findings import evaluation_refit as refit
from analysis.text import Text, Words

ENGLISH, NAN = Text("en", "GBP"), float("nan")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300)
STABLE = pd.DataFrame({"feature": ["revenue"], "psi": [0.02], "verdict": ["stable"], "defines": [True]})
SEPARATION = pd.DataFrame(
    {
        "ruler": ["segments", "recency"], "outcome": "ordered", "value": [0.60, 0.70], "low": [0.58, 0.68], "high": [0.62, 0.72],
        "difference": [-0.1, NAN], "difference_low": [-0.12, NAN], "difference_high": [-0.08, NAN], "n": 900,
    }
)  # fmt: skip


def remade(share: float = 0.98, luck: float = 0.03, steady: float = 0.97, basis: str = "frozen") -> refit.Remade:
    return refit.Remade(share, 0.9, 1000, basis, "2025-Q3", luck, steady)


def recommended(found: Verdict, made: refit.Remade | None, *, shifted: bool = False) -> Words:
    table = STABLE.assign(psi=0.4, verdict="shifted") if shifted else STABLE
    return refit.recommended(drift.holds(table, frozen_from="", label="2025-Q4", basis=BASIS), found, made, SEPARATION)


def said(words: Words) -> str:
    return ENGLISH.say_all(words.answer)


def titles(words: Words) -> list[str]:
    return [ENGLISH.say(one.title) for one in words.decisions]


def test_a_stable_crowd_keeps_its_definitions():
    words = recommended(Verdict((), False), remade())

    assert said(words).startswith("Keep: ")
    assert "Old and new limits place 2.0% of the customers differently" in said(words)
    assert ["Keep these definitions for the next period"] == titles(words)


def test_a_shifted_figure_refits_and_says_why():
    words = recommended(Verdict(("drift",), False), remade(), shifted=True)

    assert said(words).startswith("Refit: ")
    assert "0.40" in said(words)
    assert ["Cut the segments anew next period"] == titles(words)


def test_limits_that_moved_refit_although_no_figure_shifted():
    """And nobody is told to keep the definitions beside it."""
    words = recommended(Verdict(("limits",), False), remade(share=0.80))

    assert said(words).startswith("Refit: limits learned on today’s customers put 20% of them elsewhere (limit 10%)")
    assert ["Cut the segments anew next period"] == titles(words)


def test_a_report_that_has_refitted_keeps_its_new_limits():
    words = recommended(Verdict(("limits",), False), remade(share=0.80, basis="last_report"))

    assert said(words).startswith("Refit, as this report has done: by the limits of before, 20%")
    assert ["Keep these definitions for the next period"] == titles(words)


def test_segments_that_tell_less_than_days_ask_for_another_lens():
    words = recommended(Verdict(("separation",), False), remade())

    assert "60% of pairs, certainly less than tenths of days since the last order (70%)" in said(words)
    assert "Change the lens, or judge by days since the last order" in titles(words)


def test_unsteady_segments_are_too_many():
    assert "Work with fewer segments: these are not steady" in titles(recommended(Verdict((), True), remade(steady=0.7)))


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [("frozen", "in force are those of 2025-Q3"), ("last_report", "By those of 2025-Q3"), ("eve", "Learned at the start")],
)
def test_where_the_earlier_limits_come_from_is_said(basis, sentence):
    words = refit.limits(remade(basis=basis), None, minimum=10)

    assert sentence in said(words)
    assert "may be luck" in said(words)


def test_a_limit_that_moves_a_few_is_not_counted_out():
    table = pd.DataFrame([{"column": "limit", "of": "segment", "key": "a", "before": 1.0, "after": 2.0, "moved": 3}])

    assert "3" not in ENGLISH.say(refit.limits(remade(), table, minimum=10).title)
    assert "12" in ENGLISH.say(refit.limits(remade(), table.assign(moved=12), minimum=10).title)


def test_a_mix_within_sampling_is_not_called_changed():
    people = pd.DataFrame({"customer_id": [f"c{at}" for at in range(200)], "method": "value", "segment": ["a"] * 100 + ["b"] * 100})
    mix = segment_mix(people, people.iloc[:199], method="value")
    words = refit.mix(mix, mix, mix_verdict(mix), start=date(2025, 9, 30), basis=BASIS)

    assert "has not changed beyond sampling" in said(words)
    assert refit.mix(mix, mix.iloc[:0], mix_verdict(mix), start=date(2025, 9, 30), basis=BASIS) is None


def test_what_chapter_02_found_of_natural_groups_is_said_again():
    table = pd.DataFrame(
        {
            "kind": ["group", "choice", "choice"],
            "stability": [NAN, 0.7, 0.906],
            "stability_low": [NAN, 0.6, 0.829],
            "chosen": [0, 0, 1],
        }
    )

    assert "0.91 in the middle, 0.83 in the worst draw" in ENGLISH.say(refit.redrawn_before(table))
    assert refit.redrawn_before(table[["kind"]]) is None
