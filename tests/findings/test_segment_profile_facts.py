"""What each segment is worth, and which are the same people, in sentences from tables one can check in one's head."""

import numpy as np
import pandas as pd

from analysis.findings.segment_profile_facts import fact_rows, hollow_facts, worth
from analysis.findings.segment_profile_lens import Lens
from analysis.findings.segment_profile_overlap import NO_OTHER_LENS, overlap, overlap_cells
from analysis.tables.segment_profile_facts import facts_table
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NAN = np.nan


def lens(*, money: bool = True) -> Lens:
    """Loyal: 40 customers with 6,000; lost: 60 with 4,000."""
    sizes = pd.DataFrame(
        {"method": "lifecycle", "segment": ["loyal", "lost"], "customers": [40, 60], "customer_share": [0.4, 0.6], "orders": [90, 60] if money else NAN}
    ).assign(revenue=[6000.0, 4000.0] if money else NAN, revenue_share=[0.6, 0.4] if money else NAN)  # fmt: skip
    shown = sizes[["method", "segment"]].assign(shown=True, shown_then=True)
    return Lens.of(sizes, shown, method="lifecycle")


def facts(*rows: tuple) -> pd.DataFrame:
    """(segment, measure, n, value, low, high, base)."""
    table = pd.DataFrame(rows, columns=["segment", "measure", "n", "value", "low", "high", "base"])
    return table.assign(method="lifecycle", certain=False)


FACTS = facts(
    ("(all)", "returned", 100, 0.5, 0.4, 0.6, 0.5), ("loyal", "returned", 40, 0.75, 0.6, 0.86, 0.5), ("lost", "returned", 60, 0.33, 0.22, 0.46, 0.5),
    ("(all)", "clv", 100, 50.0, 40.0, 60.0, 50.0), ("loyal", "clv", 40, 80.0, 70.0, 90.0, 50.0), ("lost", "clv", 60, 30.0, 20.0, 40.0, 50.0),
    ("(all)", "revenue_per_customer", 100, 100.0, 90.0, 110.0, 100.0), ("loyal", "revenue_per_customer", 40, 150.0, 120.0, 180.0, 100.0),
    ("lost", "revenue_per_customer", 60, 66.67, 60.0, 75.0, 100.0), ("loyal", "nps", 3, NAN, NAN, NAN, NAN), ("lost", "nps", 4, NAN, NAN, NAN, NAN),
)  # fmt: skip


def said(words) -> str:
    return ENGLISH.say_all(words.answer)


def test_money_future_and_returns_with_their_intervals():
    words = worth(FACTS, lens=lens(), makers=("recency_days",), note=())

    assert "bring 60% of revenue: £150 each (£120 to £180), all customers £100." in said(words)
    assert "are expected to bring £80 each in the time ahead (£70 to £90), all customers £50." in said(words)
    assert "75.0% ordered in the period (60.0% to 86.0%), of Lost customers 33%; of all customers 50.0%." in said(words)
    assert "£80 for Loyal customers, £30 for Lost customers" in ENGLISH.say_all(words.so)


def test_who_did_not_come_back_is_the_finding_weighed_by_the_money():
    """A quarter of 40 did not; of all, half.  6,000 x .25."""
    found = worth(FACTS, lens=lens(), makers=(), note=()).findings[0]

    assert ("25%", 1500.0) == (ENGLISH.show(found.figure), found.money)
    assert "of the 40 customers who were Loyal customers at the start" in ENGLISH.say(found.sentence)


def test_a_return_that_chance_explains_is_no_headline():
    """.75 with .4 to .9 around the .5 of all: neither a title nor a difference."""
    wide = FACTS.assign(low=FACTS["low"].mask((FACTS["segment"] == "loyal") & (FACTS["measure"] == "returned"), 0.4))

    words = worth(wide, lens=lens(), makers=(), note=())

    assert "ordered in the period" in ENGLISH.say(worth(FACTS, lens=lens(), makers=(), note=()).title)
    assert "of revenue" in ENGLISH.say(words.title)
    assert "than chance allows against all customers (50%)" in ENGLISH.say(words.findings[0].sentence)


def test_what_follows_from_the_rule_is_said_to():
    words = worth(FACTS, lens=lens(), makers=("revenue",), note=())

    assert "that they bring more follows from how they are chosen" in said(words)
    assert "Hollow marks follow" in ENGLISH.say_all(words.note)
    assert ["revenue_share", "revenue_per_customer"] == hollow_facts(("revenue",))


def test_without_money_the_largest_segment_leads():
    shares = facts(("loyal", "customer_share", 40, 0.4, 0.31, 0.5, NAN), ("lost", "customer_share", 60, 0.6, 0.5, 0.69, NAN))
    words = worth(shares, lens=lens(money=False), makers=(), note=())

    assert said(words).startswith("Lost customers are the largest segment: 60 customers, 60% of all (50.0% to 69.0%).")
    assert "no segment can be said to be worth more" in said(words)


def test_a_figure_that_no_segment_has_is_not_drawn_but_stands_in_the_table():
    assert {"revenue_per_customer", "clv", "returned"} == set(fact_rows(FACTS, lens())["measure"])
    assert "NPS" in facts_table(FACTS, ["loyal", "lost"], text=ENGLISH)


CELLS = pd.DataFrame(
    [
        ("loyal", "value", "a", 40, 30, 0.75, 0.375, True), ("loyal", "value", "b", 40, 10, 0.25, 0.625, True),
        ("loyal", "demographic.sex", "f", 40, 28, 0.7, 0.5, False), ("loyal", "demographic.sex", "m", 40, 12, 0.3, 0.5, False),
    ],
    columns=["segment", "other", "other_segment", "n", "customers", "share", "base_share", "same_figures"],
).assign(method="lifecycle", shown=True, p_adjusted=0.001, cramers_v=[0.6, 0.6, 0.2, 0.2])  # fmt: skip
CELLS["index"] = CELLS["share"] / CELLS["base_share"] * 100


def test_a_lens_of_the_same_figures_adds_nothing_across():
    """The tiers go with the segments most, weakly, and are made of the same money: sex is what tells customers apart beside them."""
    weak = CELLS.assign(cramers_v=[0.4, 0.4, 0.2, 0.2])

    crossed = overlap(weak, lens=lens(), note=())
    alone = overlap(weak[weak["same_figures"]], lens=lens(), note=())

    assert "laid across them, Sex tells customers apart" in ENGLISH.say_all(crossed.so)
    assert "No other lens repeats these segments." == ENGLISH.say_all(alone.so)


def test_the_same_people_under_another_name():
    words = overlap(CELLS, lens=lens(), note=())

    assert (
        "Of Loyal customers, 75% stand in “A: the customers behind 80% of revenue” (Value tiers), 2.0 times the share among all."
        in said(words)
    )
    assert (
        "Of the lenses made of other figures, Sex goes with it most: 70% of Loyal customers are “f”, of all customers 50%."
        in said(words)
    )
    assert "plan by one of the two" in ENGLISH.say_all(words.so)
    assert "Value tiers is made of the same figures" in ENGLISH.say_all(words.note)


def test_cells_of_the_heat_map_are_certain_beyond_chance_only():
    drawn = overlap_cells(CELLS.assign(p_adjusted=[0.001, 0.2, 0.001, NAN]), lens())

    assert [True, False, True, False] == drawn["certain"].tolist()
    assert ["value", "value", "demographic.sex", "demographic.sex"] == drawn["trait"].tolist()


def test_without_another_lens_the_section_says_so():
    assert NO_OTHER_LENS is overlap(CELLS.iloc[:0], lens=lens(), note=())
