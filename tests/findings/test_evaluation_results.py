"""The sentences of chapter 05 on figures by segment, on the segments' parts of a change, and on cohorts."""

from datetime import date

import pandas as pd
import pytest

from analysis.config import LikeForLike
from analysis.findings import Basis
from analysis.findings import evaluation_cohorts as cohorts
from analysis.findings import evaluation_kpis as kpis
from analysis.findings import evaluation_segment_change as change
from analysis.findings.evaluation_formulas import definitions
from analysis.findings.evaluation_targets import against_targets, presentable
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NAN = float("nan")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 300)
YEAR = LikeForLike(date(2024, 10, 1), date(2024, 12, 31), "calendar")


def said(messages):
    return [ENGLISH.say(message) for message in messages]


def figure(segment, value, n, reference=NAN, low=NAN, high=NAN, kpi="retention", then=200.0):
    return {
        "method": "rfm", "segment": segment, "kpi": kpi, "value": value, "low": value - 0.1, "high": value + 0.1, "n": n,
        "reference": reference, "reference_n": then, "change": value - reference, "change_low": low, "change_high": high,
    }  # fmt: skip


def shown(*rows, targets=None, order=("gold", "iron", "tin")):
    return presentable(pd.DataFrame(rows), targets or {}, order=order, minimum=10)


def test_a_target_within_the_interval_is_missed_by_chance_only():
    """30 % against 35 %, with an interval from 25 to 36 %; revenue has none and is missed."""
    table = pd.DataFrame({"kpi": ["repeat_rate", "revenue"], "value": [0.3, 90.0], "low": [0.25, NAN], "high": [0.36, NAN]})

    assert ["near", "missed"] == against_targets(table, {"repeat_rate": 0.35, "revenue": 100})["status"].tolist()


def test_few_customers_are_not_shown_and_a_target_of_the_segment_goes_first():
    table = shown(
        figure("tin", 0.2, 40), figure("gold", 0.5, 90), figure("iron", 0.3, 29), targets={"retention": 0.4, "gold.retention": 0.6}
    )

    assert [("gold", 0.6), ("tin", 0.4)] == list(zip(table["segment"], table["target"], strict=True))


def test_one_small_segment_alone_takes_the_next_smallest_with_it():
    """Four answers in iron: with gold and tin and the total, they could be worked out."""
    alone = shown(figure("gold", 0.5, 90), figure("tin", 0.2, 40), figure("iron", 0.3, 4))
    two = shown(figure("gold", 0.5, 90), figure("tin", 0.2, 25), figure("iron", 0.3, 4))

    assert ["gold"] == alone["segment"].tolist()
    assert ["gold"] == two["segment"].tolist()


def test_a_comparison_with_few_is_left_out():
    table = shown(figure("gold", 0.5, 90, 0.7, -0.3, -0.1), figure("tin", 0.2, 40, 0.7, -0.6, -0.4, then=29.0))

    assert ["lower", ""] == table["reading"].tolist()
    assert pd.isna(table.loc[1, "reference"])


def test_a_range_that_ends_at_nought_in_print_is_chance():
    assert ["as_chance"] == shown(figure("gold", 0.5, 90, 0.6, -0.2, -0.0004))["reading"].tolist()


KPIS = pd.DataFrame({"kpi": ["revenue"], "value": [1000.0]})


def told(table, **settings):
    known = {"why": None, "short": 0, "reference": YEAR, "days": 30, "basis": BASIS} | settings
    return kpis.segment_words(table, KPIS, definitions(table, table, days=30), **known)


def test_what_changed_beyond_chance_is_told_with_its_range():
    table = shown(
        figure("gold", 0.5, 90, 0.6, -0.2, -0.02), figure("iron", 0.4, 80, 0.1, 0.2, 0.4), figure("tin", 0.2, 40, 0.21, -0.1, 0.08),
        figure("gold", 5.0, 90, kpi="revenue_per_customer"),
    )  # fmt: skip
    words = told(table)["segments"]

    assert [
        "Against the same period a year before, the share who ordered changed by more than chance in 2 of 3 segments.",
        "Most in “iron”: 40% instead of 10% (+30.0 pts, +20.0 pts to +40.0 pts).",
    ] == said(words.answer)
    assert "+30.0 pts" == ENGLISH.show(words.findings[0].figure)


def test_a_change_against_a_shorter_history_is_doubted_and_no_finding():
    words = told(shown(figure("gold", 0.5, 90, 0.6, -0.2, -0.02)), short=92)["segments"]

    assert said(words.answer)[-1] == "For the year before the history is shorter than the window, so part of such a change may come from that."  # fmt: skip
    assert () == words.findings
    assert any("its window is 92 days shorter than today’s" in note for note in said(words.note))


def test_no_change_beyond_chance_is_no_finding():
    words = told(shown(figure("gold", 0.5, 90, 0.52, -0.1, 0.06)))["segments"]

    assert "changed in none of 1 segments by more than chance" in said(words.answer)[0]
    assert () == words.findings


def test_without_a_year_before_the_reason_stands_in_the_note():
    words = told(shown(figure("gold", 0.5, 90)), why=kpis.NOT_TOLD_THEN)["segments"]

    assert () == words.answer
    assert ENGLISH.say(kpis.NOT_TOLD_THEN) in said(words.note)


def test_extra_revenue_by_segment_is_read_with_a_warning():
    plain, extra = (told(shown(figure("gold", 0.5, 90), figure("gold", 3.0, 90, kpi=kpi)))["figures"].note for kpi in ("clv", "incremental_return"))  # fmt: skip

    assert [ENGLISH.say(kpis.EXTRA)] == [note for note in said(extra) if note not in said(plain)]


def test_nothing_to_show_has_no_words():
    assert {} == told(shown(figure("gold", 0.5, 12)))


def changed(**effects):
    rows = [(key, "size", 10.0, 12.0, 0.0) for key in effects] + [
        (key, "basket", 10.0, 9.0, effect) for key, effect in effects.items()
    ]
    rows += [(key, "total", 1000.0, 1000.0 + effect, effect) for key, effect in effects.items()]
    return pd.DataFrame(rows, columns=["segment", "part", "before", "after", "effect"])


def test_the_row_for_all_adds_up_and_newcomers_come_last():
    table = change.with_all(changed(**{"(new)": 30.0, "iron": -50.0, "gold": 80.0}), order=("gold", "iron"))

    assert ["gold", "iron", "(new)", "(all)"] == list(dict.fromkeys(table["segment"]))
    whole = table.set_index(["segment", "part"]).loc["(all)"]
    assert (60.0, 3000.0, 3060.0) == tuple(whole.loc["total", ["effect", "before", "after"]])
    assert pd.isna(whole.loc["basket", "before"])  # orders of different segments have no common worth


def test_the_largest_change_is_told_with_what_made_it():
    table = change.with_all(changed(gold=80.0, iron=-50.0), order=("gold", "iron"))
    words = change.segment_words(table, short=0, reference=YEAR, basis=BASIS)["change_segments"]

    assert ["“gold” brought £80 more, mostly because their orders were larger.", "“iron” brought £50 less, mostly because their orders were smaller."] == said(words.answer)  # fmt: skip
    assert "“gold” added most: £80, of a change of £30 in all" == ENGLISH.say(words.title)


def test_a_history_that_began_late_is_part_of_the_mix():
    table = change.with_all(changed(gold=80.0), order=("gold",))
    early, late = (change.segment_words(table, short=days, reference=YEAR, basis=BASIS)["change_segments"] for days in (0, 92))

    assert (1, 0) == (len(early.findings), len(late.findings))
    assert len(late.note) == len(early.note) + 1
    assert said(late.note)[-1].startswith("The order lines begin on 1 Jan 2023, so fewer customers were known a year before")


def ages(low=-0.1, high=0.05, money=(-9.0, 5.0), cohorts_=4):
    row = {
        "age": 3, "cohorts": cohorts_, "n": 400, "n_before": 500, "again": 0.3, "again_before": 0.35, "again_change": -0.05, "again_low": low,
        "again_high": high, "revenue": 100.0, "revenue_before": 102.0, "revenue_change": -2.0, "revenue_low": money[0], "revenue_high": money[1],
    }  # fmt: skip
    return pd.DataFrame([row, row | {"age": 12, "cohorts": 1}])


MONTHS = pd.DataFrame(
    {
        "cohort": pd.Timestamp("2024-01-01"),
        "month": [0, 1, 2],
        "size": 40,
        "active": [40, 10, 8],
        "share": [1.0, 0.25, 0.2],
        "run_in": False,
    }
)


@pytest.mark.parametrize(
    ("compared", "start", "findings"),
    [
        (ages(), "Newer customers come back as those a year before, as far as chance lets one tell: 3 months", 0),
        (ages(0.01, 0.09), "Newer customers come back more: 3 months", 1),
        (ages(-0.09, -0.01), "Newer customers come back less: 3 months", 1),
    ],
)
def test_newer_customers_are_better_worse_or_alike(compared, start, findings):
    words = cohorts.cohort_words(MONTHS, compared, run_in=6, basis=BASIS)["cohorts_compared"]

    assert said(words.answer)[0].startswith(start)
    assert findings == len(words.findings)


def test_alike_in_returning_they_may_still_spend_less():
    words = cohorts.cohort_words(MONTHS, ages(money=(-9.0, -1.0)), run_in=6, basis=BASIS)["cohorts_compared"]

    assert "Newer customers come back alike but spend less: £100 within 3 months, a year before £102" == ENGLISH.say(words.title)


def test_a_short_history_compares_nothing_and_says_so():
    words = cohorts.cohort_words(MONTHS, ages().iloc[:0], run_in=16, basis=BASIS)

    assert "the first 16 months of the history are left out" in said(words["cohorts_compared"].answer)[0]
    assert "compared_table" not in words
    assert "Of new customers, 25% ordered in month 1 after that of the first order, 20% in month 2" == ENGLISH.say(
        words["cohorts"].title
    )


def test_small_cohorts_are_not_shown():
    assert cohorts.shown_cohorts(MONTHS.assign(size=29)).empty
    assert not cohorts.any_cohorts(MONTHS.iloc[:1])  # no month behind it yet
