"""Personas: sentences and advice from tables one can check in one's head, and the cells they stand on."""

import re

import pandas as pd
import pytest

from analysis.findings.segment_profile_answers import ratings_apart
from analysis.findings.segment_profile_cards import _once, portraits, traced
from analysis.findings.segment_profile_evidence import Evidence
from analysis.findings.segment_profile_figures import people, places
from analysis.findings.segment_profile_lens import Lens, widest
from analysis.findings.segment_profile_personas import avoid, do, evidence_of, lead
from analysis.text import Text

ENGLISH, CHINESE = Text("en", "GBP"), Text("zh", "GBP")
CELL = ["trait", "level", "segment", "n", "share", "base_share", "rest_share", "index", "certain"]


def numbers(**medians):
    """trait=(median, median of all) of the segment `loyal`."""
    rows = [("rfm", "loyal", trait, 50, own, own, own, base) for trait, (own, base) in medians.items()]
    return pd.DataFrame(rows, columns=["method", "segment", "trait", "n", "median", "low", "high", "base_median"])


def cells(*rows):
    """(trait, level, share, share of everybody else) of `loyal`, all beyond chance."""
    return pd.DataFrame([(t, level, "loyal", 100, a, b, b, a / b * 100, True) for t, level, a, b in rows], columns=CELL)


def scores(value, base, p):
    rows = [
        ("rfm", "(all)", "satisfaction", 90, base, 3.9, 4.1, None),
        ("rfm", "loyal", "satisfaction", 40, value, value - 0.2, value + 0.2, p),
    ]
    return pd.DataFrame(rows, columns=["method", "segment", "measure", "n", "value", "low", "high", "p_adjusted"])


RHYTHM = numbers(order_count=(4.0, 1.0), gap_median_days=(30.0, 80.0), average_order=(50.0, 40.0), recency_days=(10.0, 200.0))
HABITS = cells(
    ("category", "Garden", 0.4, 0.2),
    ("category", "Toys", 0.1, 0.3),
    ("channel", "app", 0.5, 0.25),
    ("discounted", "yes", 0.02, 0.12),
)
THREE = (("town", "York", 0.5, 0.3), ("town", "Ely", 0.3, 0.3), ("town", "Bath", 0.2, 0.4))
PLAIN = scores(4.0, 4.0, 0.9)


def known(profile=RHYTHM, habits=HABITS, answers=PLAIN, facts=None) -> Evidence:
    return evidence_of(profile, habits, scores=answers, facts=facts)("loyal")


def said(statements, text=ENGLISH):
    return [text.say(one.says) for one in statements]


def test_the_lead_says_rhythm_taste_place_and_feeling():
    assert [
        "Half of them placed 4 orders or more in the window, typically 30 days apart (all customers: 80); a typical order is £50.",
        "40% of their orders hold Garden, 20% of everybody else’s.",
        "50% of their orders come through app, 25% of everybody else’s.",
        "They rate their satisfaction 4.0 (3.8 to 4.2), all respondents 4.0; n = 40.",
    ] == said(lead(known()))


def test_worth_and_staying_come_with_their_intervals():
    facts = pd.DataFrame(
        [("loyal", "clv", 50, 120.0, 100.0, 140.0, 60.0), ("loyal", "returned", 40, 0.5, 0.35, 0.65, 0.2)],
        columns=["segment", "measure", "n", "value", "low", "high", "base"],
    )

    assert [
        "The model expects £120 of each in the coming year (£100 to £140); of all customers £60.",
        "Of the 40 who stood here at the start of the period, 50% ordered in it (35% to 65%); of all customers 20%.",
    ] == [sentence for sentence in said(lead(known(habits=HABITS[:0], facts=facts))) if "model" in sentence or "start" in sentence]


def test_whoever_ordered_once_has_no_rhythm():
    """A gap is known of a few only: it is neither said nor acted on."""
    once = known(
        numbers(order_count=(1.0, 1.0), gap_median_days=(500.0, 80.0), average_order=(50.0, 40.0), recency_days=(10.0, 200.0))
    )

    assert said(lead(once))[0].startswith("At least half of them ordered no more than once in the window; a typical order is £50")
    assert not [line for line in said((*do(once), *avoid(once))) if "500" in line or "win-back" in line]


def test_advice_follows_from_the_figures_in_both_directions():
    assert ["Show Garden first", "Be there in app", "Be in touch before 30 days have passed"] == said(do(known()))
    assert ["Do not open with a discount", "No win-back offer: they have not gone", "Do not lead with Toys"] == said(avoid(known()))
    assert "优先推荐“Garden”" == said(do(known()), CHINESE)[0]


@pytest.mark.parametrize(
    ("share", "rest", "advised"), [(0.24, 0.2, False), (0.26, 0.2, True), (0.97, 0.9, False), (0.04, 0.02, False)]
)
def test_a_narrow_gap_is_no_advice(share, rest, advised):
    """Five points and a sixth more at least, also where chance is out of the question."""
    assert advised == ("Show Garden first" in said(do(known(habits=cells(("category", "Garden", share, rest))))))


def test_the_silent_are_asked_first_and_nobody_is_told_that_they_have_not_gone():
    silent = known(
        numbers(order_count=(4.0, 1.0), gap_median_days=(30.0, 80.0), average_order=(50.0, 40.0), recency_days=(91.0, 200.0))
    )

    assert "Ask why they stayed away before offering anything" in said(do(silent))
    assert "No win-back offer: they have not gone" not in said(avoid(silent))


@pytest.mark.parametrize(("value", "p", "told"), [(3.5, 0.01, True), (3.5, 0.2, False), (4.5, 0.01, False)])
def test_listening_comes_first_only_where_they_are_less_pleased_beyond_chance(value, p, told):
    assert told == ("Do not sell before you have listened" in said(avoid(known(answers=scores(value, 4.0, p)))))


def test_every_figure_of_every_sentence_is_a_cell_of_a_table():
    """Each number that is printed is looked up in the table that `personas` names."""
    sizes = pd.DataFrame(
        {
            "method": ["rfm"],
            "segment": ["loyal"],
            "customers": [50],
            "orders": [200],
            "revenue": [10000.0],
            "customer_share": [1.0],
            "revenue_share": [1.0],
        }
    )
    inside = pd.DataFrame(columns=["method", "segment", "top", "customers", "revenue_share"])
    shown = pd.DataFrame({"method": ["rfm"], "segment": ["loyal"], "shown": [True], "shown_then": [True]})
    made = portraits(Lens.of(sizes, shown, method="rfm"), RHYTHM, HABITS, scores=PLAIN, inside=inside, kinds={})
    table = traced(made, method="rfm")
    sources = {
        "numeric_profile": RHYTHM.assign(level=""),
        "segment_cells": HABITS,
        "survey_scores": PLAIN.rename(columns={"measure": "trait"}).assign(level=""),
    }

    for row in table.itertuples():
        source = sources[row.source]
        segment = "(all)" if row.figure == "base" and row.source == "survey_scores" else row.segment
        column = "value" if segment == "(all)" else row.figure
        cell = source[(source["segment"] == segment) & (source["trait"] == row.trait) & (source["level"] == row.level)]
        assert [row.value] == cell[column].tolist()
    printed = sum(
        len([v for v in one.says.values if v not in ("level", "trait")]) for said_ in made[0].says.values() for one in said_
    )
    assert printed <= len(table)
    for part in made[0].says.values():
        for one in part:
            figures = [value.value for value in one.says.values.values() if value.kind not in ("raw", "name")]
            assert set(figures) <= {cell.value for cell in one.cells}, one.says.template
            assert re.search(r"\d{2,}", one.says.template) is None


def test_a_segment_of_which_nothing_is_known_says_nothing():
    nothing = known(RHYTHM[:0], HABITS[:0], PLAIN[:0])

    assert ((), (), ()) == (lead(nothing), do(nothing), avoid(nothing))


def test_without_orders_traits_money_and_answers_speak():
    """Two traits, what each brought and how many are satisfied; the reason not to sell is the same share."""
    facts = pd.DataFrame(
        [("loyal", "revenue_per_customer", 50, 120.0, 100.0, 140.0, 60.0)],
        columns=["segment", "measure", "n", "value", "low", "high", "base"],
    )
    answers = scores(0.3, 0.6, 0.01).replace({"measure": {"satisfaction": "satisfied"}}).assign(low=0.2, high=0.4)
    listed = known(RHYTHM[:0], cells(("contract", "monthly", 0.8, 0.4), ("partner", "No", 0.7, 0.5)), answers, facts)

    assert [
        "contract is “monthly” for 80% of them, for 40% of everybody else.",
        "partner is “No” for 70% of them, for 50% of everybody else.",
        "Each brought £120 (£100 to £140), all customers £60.",
        "30% are satisfied (20% to 40%), of all respondents 60%; n = 40.",
    ] == said(lead(listed))
    assert "satisfaction 30%, all respondents 60%" == ENGLISH.say(avoid(listed)[0].reason)


def test_yes_goes_without_saying_and_a_band_without_quotes():
    own = cells(("streaming", "Yes", 0.8, 0.4), ("age", "18–24", 0.6, 0.4))

    assert ["streaming: 80% of them, 40% of everybody else.", "Age 18–24: 60% of them, 40% of everybody else."] == said(
        lead(known(RHYTHM[:0], own, PLAIN[:0]))
    )


def test_a_share_of_the_satisfied_two_points_lower_is_no_ground_to_act_on():
    """42 of 100 against 44, sure as it is, forbids nothing; 38 does."""
    answers = {value: scores(value, 0.44, 0.001).replace({"measure": {"satisfaction": "satisfied"}}) for value in (0.42, 0.38)}

    assert [] == said(avoid(known(RHYTHM[:0], HABITS[:0], answers[0.42])))
    assert ["Do not sell before you have listened"] == said(avoid(known(RHYTHM[:0], HABITS[:0], answers[0.38])))


def test_the_same_customers_under_two_names_are_told_once():
    """Whoever has no internet has neither films nor a backup: one sentence, and the next trait after it."""
    own = cells(("films", "No internet", 0.4, 0.1), ("backup", "No internet", 0.4, 0.1), ("contract", "monthly", 0.6, 0.4))

    films, contract = said(lead(known(RHYTHM[:0], own, PLAIN[:0])))

    assert "“No internet” for 40%" in films
    assert contract.startswith("contract is “monthly” for 60%")


def thoughts(*rows, measure="share"):
    """(item, n, value, of all respondents, standard deviations from them) of `loyal`."""
    table = pd.DataFrame(rows, columns=["item", "n", "value", "base", "standard"])
    return table.assign(method="psychographic.answers", segment="loyal", measure=measure)


def test_a_group_made_of_answers_says_first_what_it_thinks():
    """Three answers farthest from all respondents, in either direction; each figure with the cell it was taken from."""
    told = thoughts(("fast", 90, 0.9, 0.89, 0.03), ("cheap", 90, 0.88, 0.6, 0.57), ("healthy", 80, 0.1, 0.4, -0.6), ("greasy", 90, 0.2, 0.5, -0.6))  # fmt: skip

    (first, *_) = lead(evidence_of(RHYTHM, HABITS, scores=PLAIN, facts=None, makers=told)("loyal"))

    assert (
        "By their answers, which make this group, 10% agree with “healthy” (all respondents 40%), "
        "20% with “greasy” (50%) and 88% with “cheap” (60%); at least 80 answers each."
    ) == ENGLISH.say(first.says)
    assert [
        ("healthy", "value", 0.1), ("healthy", "base", 0.4), ("greasy", "value", 0.2), ("greasy", "base", 0.5),
        ("cheap", "value", 0.88), ("cheap", "base", 0.6), ("healthy", "n", 80.0),
    ] == [(cell.trait, cell.figure, cell.value) for cell in first.cells]  # fmt: skip
    assert {"survey_profile"} == {cell.source for cell in first.cells}


def test_means_are_said_as_means_and_a_third_answer_near_all_respondents_is_not():
    told = thoughts(("wifi", 90, 4.4, 2.7, 1.2), ("food", 90, 3.0, 3.2, -0.15), ("gate", 90, 3.0, 2.9, 0.1), measure="mean")

    (first, *_) = lead(evidence_of(RHYTHM, HABITS, scores=PLAIN, facts=None, makers=told)("loyal"))

    assert "该群按回答划分：对“wifi”平均打4.4分（全体受访者2.7分），对“food”打3.0分（3.2分）；每题至少90份回答。" == CHINESE.say(
        first.says
    )


def test_ratings_that_make_no_segment_are_said_by_their_middle():
    """Boarding (3 against 4) and food (2 against 3) set the loyal apart; of seats the middle is the same, like is said as a score."""
    profile = numbers(boarding=(3.0, 4.0), food=(2.0, 3.0), seat=(4.0, 4.0), like=(1.0, 5.0), miles=(9.0, 1.0))
    rows = [("boarding", -0.3, 0.001), ("seat", 0.9, 0.001), ("food", -0.4, 0.001), ("like", -0.9, 0.001), ("miles", 0.9, 0.001)]
    apart = pd.DataFrame(rows, columns=["trait", "effect", "p_adjusted"]).assign(
        segment="loyal", strength="small", direction="lower"
    )
    kinds = {**dict.fromkeys(("boarding", "food", "seat", "like"), "answer"), "miles": "metric"}
    found = ratings_apart(apart, kinds, but=["like"])

    (told,) = lead(evidence_of(profile, HABITS[:0], scores=PLAIN[:0], facts=None, ratings=found)("loyal"))

    assert {"loyal": ("seat", "food", "boarding")} == found
    assert "Their middle rating is 2 for “food” (all customers 3) and 3 for “boarding” (4)." == ENGLISH.say(told.says)
    assert [2.0, 3.0, 3.0, 4.0] == [cell.value for cell in told.cells]
    assert {} == ratings_apart(apart.assign(p_adjusted=0.2), kinds) == ratings_apart(apart.assign(strength="negligible"), kinds)


def test_what_is_too_few_to_show_or_of_another_segment_is_not_said():
    told = thoughts(("wifi", 9, None, 2.7, None), ("food", 90, 3.0, 3.2, -0.5))

    for held in (told, told.assign(segment="lost")):
        (first, *_) = lead(evidence_of(RHYTHM, HABITS, scores=PLAIN, facts=None, makers=held)("loyal"))
        assert ENGLISH.say(first.says).startswith("Half of them placed")


def test_what_is_said_as_a_score_is_no_trait_as_well():
    """“Satisfaction is yes for 30%” and “30% are satisfied” are one sentence."""
    sizes = pd.DataFrame({"customers": [100], "customer_share": [1.0], "revenue": [0.0], "revenue_share": [0.0]}, index=["loyal"])
    own = cells(("like", "yes", 0.3, 0.6), ("contract", "monthly", 0.6, 0.4))
    inside = pd.DataFrame(columns=["segment", "revenue_share", "customers"])
    tables = {"scores": PLAIN, "inside": inside, "kinds": {}, "asked": {"satisfaction": "like"}}

    (card,) = portraits(Lens("rfm", sizes, sizes[:0], money=False), RHYTHM[:0], own, **tables)

    assert not card.less
    assert ["contract: monthly"] == [ENGLISH.say(what) for what, _ in card.more]


def test_many_orders_without_a_known_rhythm_are_not_called_one():
    """A list holds how many orders, not when."""
    listed = known(numbers(order_count=(19.0, 12.0), average_order=(68.0, 30.0)), HABITS[:0])

    assert "Half of them placed 19 orders or more; a typical order is £68 (all customers: £30)." == said(lead(listed))[0]


def test_of_two_levels_one_line_is_listed():
    """Half as many have no garden as elsewhere, so twice as many have one: said once, and of yes and no always the yes."""
    own = cells(("home", "owned", 0.8, 0.6), ("home", "let", 0.2, 0.4), ("app", "no", 0.9, 0.7), ("app", "yes", 0.1, 0.3), *THREE)

    kept = _once(widest(own), own)

    assert {("home", "owned"), ("app", "yes"), *((trait, level) for trait, level, *_ in THREE)} == set(
        zip(kept["trait"], kept["level"], strict=True)
    )


def test_one_point_more_is_no_fact_of_a_card_however_sure():
    """Of the women nothing is said with 50 against 51 of 100; the place is said to be like everybody’s."""
    kinds = {"sex": "demographic", "contract": "status"}
    own = cells(("sex", "Female", 0.51, 0.5), ("contract", "monthly", 0.6, 0.5))

    assert ["contract: monthly"] == [ENGLISH.say(fact.label) for fact in people(numbers()[:0], own, "loyal", kinds)]
    assert ["contract is “monthly” for 60% of them, for 50% of everybody else."] == said(lead(known(RHYTHM[:0], own, PLAIN[:0])))
    (place,) = places(cells(("city", "York", 0.51, 0.5)), {})
    assert "no clear difference from all customers" == ENGLISH.say(place.beside)


def test_what_nobody_has_is_no_fact_of_a_card():
    """York 0 % and the other towns too few to show: no town is told; with 20 % York is."""
    assert [] == list(places(cells(("city", "York", 0.0, 0.1)), {}))
    assert ["20%"] == [ENGLISH.show(fact.figure) for fact in places(cells(("city", "York", 0.2, 0.1)), {})]
