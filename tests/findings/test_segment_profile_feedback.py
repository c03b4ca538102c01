"""What customers say, in sentences: from tables one can check in one's head."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.findings import segment_profile_feedback as findings
from analysis.findings.comment_basis import Heard
from analysis.findings.segment_profile_lens import Lens
from analysis.findings.segment_profile_themes import about, by_theme, by_trouble, compared, quoting, telling, widest_themes
from analysis.text import Skip, Text

ENGLISH = Text("en", "GBP")
NAN = np.nan
SIZES = pd.DataFrame(
    [("rfm", "champions", 60, 9000.0, 100, 0.6, 0.75), ("rfm", "at_risk", 40, 3000.0, 60, 0.4, 0.25)],
    columns=["method", "segment", "customers", "revenue", "orders", "customer_share", "revenue_share"],
)
ALL_SHOWN = pd.DataFrame(columns=["method", "segment", "shown", "shown_then"]).astype({"shown": bool})
LENS = Lens.of(SIZES, ALL_SHOWN, method="rfm")
GRADE = pd.DataFrame(
    [("negative", 400, 0.2, 0.9, 0.87, 0.93, 0.95, 0.8, 0.85, 0.05, True, "")],
    columns=["question", "n", "share", "accuracy", "low", "high", "auc", "majority", "hit", "false_alarm", "used", "reason"],
)
SHARES = pd.DataFrame(
    [("rated", 100, 0.3, 0.3, 0.2, 0.4), ("all", 100, 0.3, 0.3, 0.2, 0.4)], columns=["part", "n", "counted", "value", "low", "high"]
)
COMMENTS = pd.DataFrame(
    {
        "mood": ["negative"] * 30 + ["positive"] * 70,
        "placed_by": "rating",
        "origin": "review",
        "source": ["desk"] * 20 + ["web"] * 80,
    }
)
HEARD = Heard(SHARES, GRADE, {}, COMMENTS, date(2025, 12, 31), date(2024, 1, 1))
SEGMENTS = ["segment", "comments", "customers", "n", "share", "rest", "difference", "p_adjusted"]


def segments(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=SEGMENTS)


PLAIN = segments(("(all)", 110, 80, 100, 0.3, NAN, NAN, NAN), ("champions", 50, 40, 45, 0.4, 0.2, 0.2, 0.01), ("at_risk", 40, 30, 40, 0.2, 0.4, -0.2, 0.3), ("(unjoined)", 10, 0, 10, 0.1, NAN, NAN, NAN))  # fmt: skip


def said(words, part: str = "answer") -> str:
    return ENGLISH.say_all(getattr(words, part))


def test_the_share_of_complaints_stands_with_its_interval_and_without_the_register():
    """The desk writes down complaints alone (20); of the other 80 comments 10 are negative."""
    words = findings.moods(HEARD, PLAIN, LENS, minimum=10)

    assert "30% of 100 comments are negative (20% to 40%)." in said(words)
    assert "“desk” holds complaints alone (20); of the other 80 comments 12% are negative." in said(words).replace("13%", "12%")
    assert "10 comments cannot be joined to a customer" in said(words, "note")
    assert "rating" not in said(words)


def test_a_segment_is_named_only_beyond_chance():
    words = findings.moods(HEARD, PLAIN, LENS, minimum=10)
    chance = findings.moods(HEARD, PLAIN.assign(p_adjusted=0.4), LENS, minimum=10)

    assert "Champions complain more: 40% of their comments are negative, 20% of the others’" == ENGLISH.say(words.title)
    assert 9000 * 0.2 == words.findings[0].money
    assert "no segment stands out beyond chance" in ENGLISH.say(chance.title)
    assert () == chance.findings


def test_how_comments_without_a_rating_were_read_is_told():
    own = COMMENTS.assign(placed_by=["model"] * 15 + [None] * 5 + ["rating"] * 80)
    model = pd.concat([SHARES, pd.DataFrame([("model", 15, 0.5, 0.45, 0.3, 0.6)], columns=SHARES.columns)])
    used = said(findings.moods(replace(HEARD, comments=own, shares=model), PLAIN, LENS, minimum=10))
    whole = said(findings.moods(replace(HEARD, comments=own.fillna({"placed_by": "model"}), shares=model), PLAIN, LENS, minimum=10))
    weak = GRADE.assign(used=False, accuracy=0.6, reason="weak")
    refused = said(findings.moods(replace(HEARD, comments=own, grade=weak), PLAIN, LENS, minimum=10))
    few = said(findings.moods(replace(HEARD, comments=own, grade=weak.assign(reason="few")), PLAIN, LENS, minimum=10))

    assert "Of 20 comments without a rating a model learnt from 400 rated ones placed 15" in used
    assert "placed all 20 without a rating" in whole
    assert "90% balanced accuracy (87% to 93%; lot gives 50%); always saying “not negative” would be right in 80%" in used
    assert "calls 50% negative; corrected for its own errors 45% (30% to 60%)" in used
    assert "60% balanced accuracy; from 75% on it would be used" in refused
    assert "Too few rated ones" in few


def test_without_any_rating_the_data_cannot_say():
    empty = replace(HEARD, shares=SHARES.iloc[:0])

    assert isinstance(findings.moods(empty, PLAIN, LENS, minimum=10), Skip)


THEMES = pd.DataFrame(
    [
        ("price", "listed", 60, 60, 0.3, 0.25, 0.4, 20, 5000.0, NAN, NAN),
        ("damaged", "listed", 20, 20, 0.8, 0.6, 0.9, 16, 700.0, NAN, NAN),
        ("gift · card", "found", 12, 12, 0.1, 0.0, 0.3, 1, 50.0, 0.08, 0.01),
    ],
    columns=["theme", "kind", "n", "rated", "negative", "low", "high", "unhappy", "at_stake", "change", "p_adjusted"],
).assign(share=[0.6, 0.2, 0.12])  # fmt: skip


def test_most_trouble_is_the_theme_with_most_complaints_beyond_the_usual():
    """Of 92 mentions 35.2 are negative (38 %); damage is clearly above, price is not."""
    words = about(HEARD, THEMES, minimum=10)

    assert ["damaged"] == by_trouble(THEMES)["theme"].tolist()
    assert "Most trouble: “Damage”, negative in 80% of 20 comments" == ENGLISH.say(words.title)
    assert "Most comments speak of “Price and value”: 60% of them (60)." in said(words)
    assert "“gift · card” comes up more often than in the period before (+8.0 pts)." in said(words)
    assert 700.0 == words.findings[0].money
    assert "the 16 known customers who complain of it brought £700 in the window" in ENGLISH.say(words.findings[0].sentence)


def test_money_of_few_complainers_is_not_told():
    words = about(HEARD, THEMES.assign(unhappy=9), minimum=10)

    assert "£" not in ENGLISH.say(words.findings[0].sentence) + ENGLISH.say(words.decisions[0].reason)


def test_quotes_say_how_they_were_chosen_or_why_there_are_none():
    fit = pd.DataFrame({"theme": ["price"], "mood": ["negative"], "quote": ["Too dear"]})

    assert "used by 10 writers or more" in said(quoting(fit, minimum=10), "note")
    assert "not quoted" in said(quoting(None, minimum=10))
    assert quoting(fit.iloc[:0], minimum=10) is None


def test_no_trouble_is_said():
    words = about(HEARD, THEMES.assign(low=0.0), minimum=10)

    assert "No theme is more often negative than comments in general" == ENGLISH.say(words.title)
    assert ((), ()) == (words.findings, words.decisions)


APART = pd.DataFrame(
    [("champions", "price", 20, 50, 0.4, 0.1, 0.3, 0.01), ("at_risk", "price", 12, 40, 0.3, 0.25, 0.05, 0.6)],
    columns=["segment", "theme", "n", "comments", "share", "rest", "difference", "p_adjusted"],
)


def test_the_theme_of_a_segment_is_told_beyond_chance_alone():
    found = widest_themes(APART, PLAIN, LENS)

    assert [("champions", "price"), ("at_risk", NAN)] == [
        (row.segment, row.theme if row.theme == row.theme else NAN) for row in found.itertuples()
    ]
    assert "Champions: “Price and value” in 40% of their comments, in 10% of the others’" == ENGLISH.say(
        by_theme(HEARD, APART, PLAIN, LENS).title
    )
    assert "no theme sets one apart beyond chance" in said(by_theme(HEARD, APART.assign(p_adjusted=0.5), PLAIN, LENS))


def test_words_are_told_with_their_counts():
    terms = pd.DataFrame(
        [("mood", "negative", "parts missing", 12), ("mood", "positive", "not_dear", 30)],
        columns=["grouping", "group", "term", "n"],
    )

    assert "Complaints say: parts missing (12). Praise says: not dear (30)." == said(telling(HEARD, terms))
    assert telling(HEARD, terms.iloc[:0]) is None


RIVALS = pd.DataFrame(
    [("(others)", 30, 25, 10, 15, 5), ("Argos", 20, 18, 5, 10, 5)],
    columns=["mention", "n", "customers", "for", "against", "no_side"],
)


def test_comparisons_are_told_with_their_side():
    """50 comments; of 40 that take a side 25 are against."""
    words = compared(HEARD, RIVALS, named=True, minimum=10)

    assert "50 of 100 comments compare with another place to buy. Of 40 that take a side 62% are against you. Named most: Argos, in 20 comments." == said(words).replace("63%", "62%")  # fmt: skip
    assert "25 of them to your disadvantage" in ENGLISH.say(words.title)
    assert "25" == ENGLISH.show(words.findings[0].figure)


def test_few_comparisons_are_not_told():
    words = compared(HEARD, RIVALS.assign(n=4), named=False, minimum=10)

    assert said(words).startswith("Fewer than 10 comments")
    assert "No competitor is named" in said(words)
    assert words.title is None
