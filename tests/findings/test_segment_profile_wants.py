"""The sentences and tables of unmet needs, trends and contexts, in both languages."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.config import LikeForLike
from analysis.findings import Basis
from analysis.findings import segment_profile_occasions as occasions
from analysis.findings import segment_profile_trends as trends
from analysis.findings import segment_profile_unmet as unmet
from analysis.tables import segment_profile_wants as listed
from analysis.text import Text
from tests.profiles.test_category_trends import crowd as buyers
from tests.profiles.test_category_trends import trends as trends_of

NAN = np.nan
TEXT = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 1000)
YEAR = LikeForLike(date(2024, 10, 1), date(2024, 12, 31), "calendar")
EVIDENCE = ("survey", "derived", "not_held", "search", "wish", "hours", "place", "booking", "booking_site", "waiting")
SUBJECTS = {"wish": "hours", "hours": "evening", "survey": "delivery", "derived": "delivery"}


def ideas(*evidence: str) -> pd.DataFrame:
    rows = [
        {"evidence": one, "subject": SUBJECTS.get(one, "Tea"), "customers": 200, "unmet": 100, "base": 1000, "share": 0.5, "usual": 0.2,
         "difference": 0.3, "low": 0.25, "high": 0.35, "p_adjusted": 0.001, "reach": 0.06, "rank": rank, "segment": None,
         "segment_n": NAN, "segment_unmet": NAN, "segment_share": NAN, "rest_share": NAN}
        for rank, one in enumerate(evidence, 1)
    ]  # fmt: skip
    return unmet.labelled(pd.DataFrame(rows), {"delivery": "On-time delivery"})


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("evidence", EVIDENCE)
def test_every_evidence_has_an_idea_and_its_numbers(evidence, language):
    text, row = Text(language, "GBP"), ideas(evidence).iloc[0]
    words = unmet.missing(ideas(evidence), ideas(evidence), money={1: 500.0}, basis=BASIS)

    for message in (unmet.shows(row), unmet.idea(row), words.title, words.findings[0].sentence, words.findings[0].headline):
        assert "{" not in text.say(message)
    assert "hours" != text.show(row["label"])


def test_the_first_need_leads_and_its_segment_is_named_with_n():
    table = ideas("survey", "not_held")
    table.loc[0, ["segment", "segment_n", "segment_unmet", "segment_share", "rest_share"]] = ["loyal", 40, 30, 0.75, 0.45]
    words = unmet.missing(table, table, money={1: 900.0, 2: 100.0}, basis=BASIS)

    assert "2 needs go unmet" in TEXT.say_all(words.answer)
    assert "50% of 200 respondents call On-time delivery important" in TEXT.say_all(words.answer)
    assert "Loyal customers: 75% of 40, 45% of everybody else" in TEXT.say_all(words.answer)
    assert [900.0, 100.0] == [finding.money for finding in words.findings]
    assert "Do better at On-time delivery" == TEXT.say(words.decisions[0].title)


def test_what_is_not_held_has_nothing_usual_beside_it():
    html = listed.ideas_table(ideas("not_held"), text=TEXT)

    assert "6.0% of all who searched" in html
    assert "20%" not in html


def test_searches_behind_which_few_bought_show_no_share():
    table = ideas("search").assign(customers=100, unmet=95)

    assert "50%" in listed.searched_table(table, text=TEXT, minimum=5)
    assert "50%" not in listed.searched_table(table, text=TEXT, minimum=10)


def test_without_an_idea_the_data_cannot_say():
    words = unmet.missing(ideas().reindex(columns=ideas("survey").columns), ideas("survey"), money={}, basis=BASIS)

    assert "no proof that nothing is missing" in TEXT.say_all(words.answer)
    assert () == words.findings


def test_a_derived_gap_says_that_it_is():
    table = pd.DataFrame([("price", "derived", 600, 0.6, 3.9, 0.2, 0.1, 0.3, 0.01)], columns=["item", "basis", "n", "importance", "satisfaction", "gap", "low", "high", "p_adjusted"])  # fmt: skip

    assert "derived" in TEXT.say_all(unmet.gaps(table, {}).answer)
    assert "Other reasons may lie behind it" in TEXT.say_all(unmet.gaps(table, {}).answer)
    assert "they are not" in TEXT.say_all(unmet.gaps(table.assign(p_adjusted=0.2), {}).answer)
    assert unmet.gaps(table.iloc[:0], {}) is None


def test_a_rise_is_told_with_the_market_set_apart():
    words = trends.trends(trends_of(buyers(tea=1.8, soap=1.0)).reset_index(), reference=YEAR, basis=BASIS)

    assert "Tea rises beyond chance" in TEXT.say_all(words.answer)
    assert "do not say how the market moved" in TEXT.say_all(words.answer)
    assert ["trends"] == [finding.section for finding in words.findings]


def test_noise_is_called_noise():
    words = trends.trends(trends_of(buyers(tea=1.0, soap=1.0)).reset_index(), reference=YEAR, basis=BASIS)

    assert "may be noise" in TEXT.say_all(words.answer)
    assert () == words.findings == words.so


def test_the_table_of_trends_ends_with_the_total():
    html = listed.trends_table(trends_of(buyers(tea=1.8, soap=1.0)).reset_index(), text=TEXT)

    assert html.rindex("rising") < html.index('class="total"')
    assert 1 == html.count('class="total"')


BASKETS = pd.DataFrame(
    [("daytype", "weekend", 500, 300, 0.3, 0.4, 90.0, 85.0, 95.0, 60.0, 1.5, 0.001), ("daytype", "working_day", 900, 400, 0.7, 0.6, 60.0, 58.0, 62.0, 90.0, 0.67, 0.001)],
    columns=["trait", "level", "orders", "customers", "order_share", "revenue_share", "mean_order", "low", "high", "rest_order", "ratio", "p_adjusted"],
)  # fmt: skip
LEANING = pd.DataFrame(
    [("daytype", "weekend", "loyal", 200, 60, 0.5, 0.3, 160.0, 0.001), ("daytype", "weekend", "lost", 200, 60, 0.9, 0.3, 300.0, 0.001)],
    columns=["trait", "level", "segment", "n", "customers", "share", "rest_share", "index", "p_adjusted"],
)  # fmt: skip


def test_the_larger_order_and_the_leaning_segment_are_named():
    words = occasions.contexts(BASKETS, LEANING, shown=["loyal"], basis=BASIS)

    assert "Saturday and Sunday: an order is worth £90, otherwise £60; 30% of the orders, n = 500." in TEXT.say_all(words.answer)
    assert "Loyal customers lean to one context: Saturday and Sunday, 50%" in TEXT.say_all(words.answer)  # lost is not shown
    assert 30.0 * 500 == words.findings[0].money


def test_what_is_not_held_is_named():
    told = TEXT.say_all(occasions.contexts(BASKETS, LEANING, shown=["loyal"], basis=BASIS).note)

    assert "No festivals are set" in told
    assert "No scene or mood is recorded" in told


def test_contexts_that_are_alike_say_so():
    words = occasions.contexts(BASKETS.assign(p_adjusted=0.5), LEANING.iloc[:0], shown=["loyal"], basis=BASIS)

    assert "No context goes with larger or smaller orders beyond chance." in TEXT.say_all(words.answer)
    assert "No segment orders more" in TEXT.say_all(words.answer)
    assert () == words.findings
