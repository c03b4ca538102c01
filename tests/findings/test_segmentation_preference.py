"""Preferences, dues and occasions in sentences, from tables one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Basis, segmentation_due, segmentation_preference
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
NAN = np.nan


def overview(*rows):
    table = pd.DataFrame(rows, columns=["by", "n", "clear", "share", "low", "high", "chance"])
    return table.assign(method="preference." + table["by"], minimum=3, confidence=0.9)


def sizes(**segments):
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["customers", "revenue"]).rename_axis("segment").reset_index()
    return table.assign(method="preference.category")


SIZES = sizes(Tea=(60, 3000.0), Cups=(20, 5000.0), no_clear_preference=(20, 900.0))
CATEGORY = ("category", 100, 80, 0.8, 0.7, 0.88, 0.2)
CHANNEL = ("channel", 50, 26, 0.52, 0.38, 0.65, 0.5)


def said(messages) -> str:
    return ENGLISH.say_all(tuple(messages))


def test_a_clear_preference_stands_beside_chance():
    words = segmentation_preference.preferences(overview(CATEGORY, CHANNEL), SIZES, BASIS)

    assert (
        "Category: 80% (70% to 88%) of the 100 customers with enough choices have a clear preference; chance alone would show 20%."
        in said(words.answer)
    )
    assert "Channel: 52% of 50 customers, not clearly more than the 50% that chance would show." in said(words.answer)
    assert 8000.0 == words.findings[0].money  # of those with a clear preference
    assert not words.findings[0].by_definition
    assert "at least 3 choices" in said(words.note)
    assert "90% certain" in said(words.note)


def test_chance_is_no_finding():
    words = segmentation_preference.preferences(overview(CHANNEL), SIZES, BASIS)

    assert "No preferences beyond chance" == ENGLISH.say(words.title)
    assert () == words.findings


def test_nobody_with_enough_choices():
    words = segmentation_preference.preferences(overview(("price", 0, 0, NAN, NAN, NAN, NAN)), SIZES, BASIS)

    assert "Nobody has enough choices" in said(words.answer)


def test_what_is_preferred_leaves_out_those_without_a_preference():
    words = segmentation_preference.preferred(SIZES, overview(CATEGORY, CHANNEL), BASIS)

    assert "Preferred category: most often “Tea”, 60 customers with £3,000 of revenue." == said(words.answer)
    none = segmentation_preference.preferred(SIZES.assign(customers=NAN), overview(CATEGORY), BASIS)
    assert "No preference is shared by enough customers" == ENGLISH.say(none.title)


@pytest.mark.parametrize(("text", "said_so"), [(ENGLISH, "most often “Tea”"), (Text("zh", "GBP"), "以“Tea”最多")])
def test_another_preference_than_those_named_leads_nothing(text, said_so):
    many = pd.concat([SIZES, sizes(other_preference=(90, 100.0), prospect=(500, 0.0))], ignore_index=True)

    assert said_so in text.say_all(segmentation_preference.preferred(many, overview(CATEGORY), BASIS).answer)


def test_what_cannot_be_told_says_why():
    held = segmentation_preference.held({"category": "", "price": "no_price_held"})

    assert (
        "Bargain or full price: No list price or discount on the orders, or all are alike. Send the list price on every line."
        == said(held)
    )


DUE = pd.DataFrame(
    [("Tea", "due", 30, 300.0, 0.5), ("Tea", "overdue", 10, 100.0, 0.2), ("Tea", "lapsed", 5, 50.0, NAN), ("Cups", "due", 5, 0.0, 0.9), ("Cups", "overdue", 20, 600.0, 0.1)],
    columns=["category", "status", "customers", "value", "back_share"],
)  # fmt: skip
INTERVALS = pd.DataFrame(
    {"category": ["Bath", "Cups", "Tea"], "basis": ["one_off", "measured", "given"], "interval_days": [NAN, 90.0, 30.0], "repeat_share": [0.02, 0.6, 0.95]}
)  # fmt: skip


def test_what_is_due_stands_beside_what_comes_by_itself():
    """300 × .5 + 100 × .2 + 600 × .1 = 230 of 1,000."""
    words = segmentation_due.due(DUE, INTERVALS, customers=55, basis=BASIS)

    assert (
        "55 customers have something due or overdue; one purchase of each in these categories, at the usual value, is £1,000."
        in said(words.answer)
    )
    assert "Going by the past, 23% of it comes without any action" in said(words.answer)
    assert "Cups: 20 customers overdue, £600 at their usual value" == ENGLISH.say(words.title)
    assert "1 of 2 categories set by the client" in said(words.note)
    assert 1000.0 == words.findings[0].money
    assert "23% of it comes without any action" in ENGLISH.say(words.findings[0].sentence)


def test_without_history_no_share_is_claimed():
    words = segmentation_due.due(DUE.assign(back_share=NAN), INTERVALS, customers=55, basis=BASIS)

    assert "Going by the past" not in said(words.answer)
    assert "by itself" not in said(words.note).lower()


def test_nothing_due():
    words = segmentation_due.due(DUE.assign(customers=0, value=0.0), INTERVALS, customers=0, basis=BASIS)

    assert "Nothing is due" in said(words.answer)
    assert () == words.findings


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        (["Bath", "Cups", "Tea"], "due soonest in Tea (30 days), latest in Cups (90 days)."),
        (["Cups"], "The next time is due after 90 days in Cups."),
        ([], "No category has an interval"),
    ],
)
def test_the_intervals(kept, sentence):
    words = segmentation_due.intervals(INTERVALS[INTERVALS["category"].isin(kept)], BASIS)

    assert sentence in said(words.answer)
    assert ("Bath" in said(words.answer)) == ("Bath" in kept)


def test_no_return_is_expected_of_what_the_client_names_as_bought_once():
    """The note stands only where there is such a dash; 2 % is a finding and needs none."""
    named = INTERVALS.assign(repeat_share=INTERVALS["repeat_share"].where(INTERVALS["category"] != "Bath"))

    assert "no return is expected of it" in said(segmentation_due.intervals(named, BASIS).note)
    assert "no return is expected" not in said(segmentation_due.intervals(INTERVALS, BASIS).note)
    assert "委托方已指明为一次性" in Text("zh").say_all(segmentation_due.intervals(named, BASIS).note)


def months(*rows):
    table = pd.DataFrame(rows, columns=["month", "occasion", "orders", "revenue"])
    return table.assign(month=pd.to_datetime(table["month"]))


def test_occasions_beside_what_cannot_be_told():
    table = months(("2024-01-01", "self_use", 60, 600.0), ("2024-01-01", "unclassified", 20, 100.0), ("2024-02-01", "gift", 10, 150.0), ("2024-02-01", "bulk", 10, 150.0))  # fmt: skip
    words = segmentation_preference.occasions(table, BASIS)

    assert "20% of 100 orders, with 30% of revenue, were gifts, banquets or bulk; of 20% the occasion cannot be told." == said(
        words.answer
    )
    assert "in the strongest month 100% of orders are" in ENGLISH.say(words.title)
    assert 300.0 == words.findings[0].money


def test_own_use_alone_is_no_finding():
    words = segmentation_preference.occasions(months(("2024-01-01", "self_use", 60, 600.0)), BASIS)

    assert "No order shows that it was for anything but the customer’s own use." == said(words.answer)
    assert () == words.findings


def test_a_client_without_any_interval_is_told_so():
    nothing = DUE[DUE["category"] == "none"]
    words = segmentation_due.due(nothing, INTERVALS[INTERVALS["basis"] == "one_off"], customers=0, basis=BASIS)

    assert "in none of the 0 categories" in said(words.answer)
