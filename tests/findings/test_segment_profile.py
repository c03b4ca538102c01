"""Chapter 03 in sentences, from tables one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.config.segments import OwnLens, OwnSegments
from analysis.errors import ConfigError
from analysis.findings import Basis, segment_profile
from analysis.findings.segment_profile_apart import apart, differences, how_little, ranking, standing_out, told_once
from analysis.findings.segment_profile_cards import portraits, words
from analysis.findings.segment_profile_index import buying, habit_rows, heat_rows, traits
from analysis.findings.segment_profile_lens import OTHERS, Lens, in_order, kinds_held, reconciliation, widest
from analysis.text import Text
from analysis.text.names_segment_profile import people_value, segment_value

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
NAN = np.nan
CELL = ["trait", "level", "segment", "n", "share", "base_share", "rest_share", "index", "certain"]
KINDS = {"household": "demographic", "level": "membership", "city": "geographic"}


def sizes(**segments):
    """Segments with (customers, revenue, orders)."""
    table = (
        pd.DataFrame.from_dict(segments, orient="index", columns=["customers", "revenue", "orders"])
        .rename_axis("segment")
        .reset_index()
    )
    return table.assign(
        method="rfm",
        customer_share=table["customers"] / table["customers"].sum(),
        revenue_share=table["revenue"] / table["revenue"].sum(),
    )


def cells(*rows):
    """(trait, level, segment, share, rest, certain) -> cells, 100 orders or customers each."""
    return pd.DataFrame([(t, level, s, 100, a, b, b, a / b * 100, sure) for t, level, s, a, b, sure in rows], columns=CELL)


def said(message):
    return ENGLISH.say(message)


ALL_SHOWN = pd.DataFrame(columns=["method", "segment", "shown", "shown_then"]).astype({"shown": bool})
TINY = pd.DataFrame({"method": "rfm", "segment": ["s8", "tiny"], "shown": False, "shown_then": True})
LOST = pd.DataFrame({"method": "rfm", "segment": ["lost"], "shown": False, "shown_then": True})
LENS = Lens.of(sizes(champions=(40, 6000.0, 90), at_risk=(40, 3000.0, 60), lost=(20, 1000.0, 10)), ALL_SHOWN, method="rfm")
TRAITS = cells(
    ("household", "family", "champions", 0.6, 0.4, True), ("household", "couple", "champions", 0.2, 0.4, True),
    ("household", "one", "champions", 0.2, 0.2, False), ("household", "family", "at_risk", 0.4, 0.5, False),
    ("level", "Gold", "champions", 0.9, 0.1, True), ("level", "Blue", "champions", 0.1, 0.9, True),
    ("city", "York", "champions", 0.5, 0.5, False), ("city", "Leeds", "champions", 0.5, 0.5, False),
)  # fmt: skip
HABITS = cells(
    ("category", "Garden", "at_risk", 0.3, 0.2, True), ("category", "Garden", "champions", 0.2, 0.25, False),
    ("category", "Lamps", "champions", 0.32, 0.25, True), ("channel", "web", "champions", 0.5, 0.55, False),
    ("weekday", "7", "champions", 0.1, 0.2, True), ("returned", "yes", "champions", 0.9, 0.1, True),
)  # fmt: skip


def test_the_segments_with_most_revenue_are_shown_and_the_rest_is_counted():
    names = [f"s{i}" for i in range(9)]
    lens = Lens.of(sizes(**{name: (20, 100.0 - i, 5) for i, name in enumerate(names)}, tiny=(9, 9999.0, 9)), TINY, method="rfm")

    assert names[:6] == lens.shown
    assert 189 == lens.customers
    assert said(lens.note()).endswith("The other 69 customers count among all customers.")


def test_seven_segments_are_all_shown_and_those_without_an_order_never():
    seven = sizes(**{f"s{i}": (20, 100.0 - i, 5) for i in range(7)}, no_order=(500, 0.0, 0))

    assert [f"s{i}" for i in range(7)] == Lens.of(seven, ALL_SHOWN, method="rfm").shown


def test_an_unknown_method_is_named():
    with pytest.raises(ConfigError, match="Unknown segment_by 'rfn'"):
        Lens.of(sizes(champions=(20, 10.0, 5)), ALL_SHOWN, method="rfn")


def test_segments_not_shown_are_one_group():
    lens = Lens.of(sizes(champions=(20, 10.0, 5), lost=(5, 1.0, 5)), LOST, method="rfm")
    segments = pd.DataFrame(
        {"customer_id": ["a", "b", "b"], "method": ["rfm", "rfm", "value"], "segment": ["champions", "lost", "c"]}
    )

    assert ["champions", OTHERS] == lens.grouped(segments)["segment"].tolist()


def test_what_stands_out_leaves_out_membership_and_refunds():
    """Widest first: family and couple 20 points each, Garden and Sunday 10; a level named once."""
    rows = standing_out(TRAITS, HABITS, kinds=KINDS)

    names = list(rows[["trait", "level"]].drop_duplicates().itertuples(index=False, name=None))
    assert {("household", "family"), ("household", "couple")} == set(names[:2])
    assert not {"level", "returned", "city"} & set(rows["trait"])


def test_the_answer_says_how_little_it_is():
    found = pd.DataFrame(
        {
            "trait": ["household", "city", "category"],
            "earned": False,
            "segment": ["champions", None, "at_risk"],
            "strength": "negligible",
        }
    )

    told = apart(standing_out(TRAITS, HABITS, kinds=KINDS), found, lens=LENS, note=())

    assert (
        "Who customers are and how they buy barely tell the segments apart: every segment holds customers of every kind."
        == said(told.answer[0])
    )
    assert "Household is “family” for 60% of Champions, for 40% of everybody else." == said(told.answer[1])
    assert "Champions: household “family” is 1.5 times as common as on average" == said(told.title)
    assert "of 3 traits and habits compared tell the segments apart more than barely." == said(how_little(found)[0].sentence)
    assert () == how_little(found.assign(strength="medium"))
    assert how_little(found)[0].last


def test_levels_of_the_same_customers_are_said_to_be_told_once():
    held = pd.DataFrame(
        [("films", "none", "net", "No", 9, 1.0), ("backup", "none", "net", "No", 9, 1.0)],
        columns=["trait", "level", "first_trait", "first_level", "n", "overlap"],
    )

    assert () == told_once(None) == told_once(held[:0])
    assert "Told once: films “none” are the same customers as net “No”." == said(told_once(held[:1])[0])
    assert said(told_once(held)[0]).startswith(
        "Told once: 2 levels hold the same customers as a level of another trait; films “none”"
    )


def test_differences_name_one_segment_per_trait_and_put_membership_last():
    table = pd.DataFrame(
        [
            ("rfm", "champions", "level", "cliffs_delta", 0.8, "large", 0.0, "Gold", 100),
            ("rfm", "champions", "household", "cliffs_delta", 0.2, "small", 0.0, "family", 100),
            ("rfm", "at_risk", "household", "cliffs_delta", -0.1, "negligible", 0.01, "family", 100),
            ("rfm", "champions", "city", "cliffs_delta", 0.3, "small", 0.5, "York", 100),
            ("rfm", "champions", "age", "cliffs_delta", -0.15, "small", 0.0, "lower", 90),
            ("rfm", OTHERS, "age", "cliffs_delta", 0.9, "large", 0.0, "higher", 90),
        ],
        columns=["method", "segment", "trait", "measure", "effect", "strength", "p_adjusted", "direction", "n"],
    )
    profile = pd.DataFrame({"trait": ["age"], "segment": ["champions"], "median": [40.0], "base_median": [45.0]})

    found = differences(table, TRAITS, HABITS, profile, lens=LENS, kinds=KINDS)

    assert ["household", "age", "city", "level"] == found["trait"].tolist()
    assert (0.6, 0.4) == tuple(found.loc[0, ["own", "other"]])
    assert (40.0, 45.0) == tuple(found.loc[1, ["own", "other"]])
    assert pd.isna(found.loc[2, "segment"])
    told = ranking(found, lens=LENS, note=())
    assert "Beside what defines the segments, household sets one apart most: Champions" == said(told.title)
    assert any("earned by buying" in said(line) for line in told.note)


@pytest.mark.parametrize(
    ("level", "answer", "title", "finding"),
    [
        (
            "Yes",
            "Household: 60% of Champions, 40% of everybody else.",
            "Champions: household is 1.5 times as common as on average",
            "of Champions have “household”, against 40% of everybody else.",
        ),
        (
            "2–4",
            "Household 2–4: 60% of Champions, 40% of everybody else.",
            "Champions: household 2–4 is 1.5 times as common as on average",
            "of Champions have household 2–4, against 40% of everybody else.",
        ),
    ],
)
def test_yes_goes_without_saying_and_a_band_without_quotes(level, answer, title, finding):
    told = traits(TRAITS.replace({"level": {"family": level}}), lens=LENS, kinds=KINDS, note=())

    assert (answer, title, finding) == (said(told.answer[0]), said(told.title), said(told.findings[0].sentence))


def test_traits_say_what_is_narrow_and_what_is_not_drawn():
    told = traits(TRAITS, lens=LENS, kinds=KINDS, note=())

    notes = [said(line) for line in told.note]
    assert "Place: no difference beyond chance, not drawn." in notes
    assert "Membership level is earned by buying: it repeats the segment." in notes
    assert ["of Champions have household “family”, against 40% of everybody else."] == [said(one.sentence) for one in told.findings]
    assert 0.2 * 6000 == pytest.approx(told.findings[0].money)
    narrow = traits(TRAITS.assign(share=TRAITS["rest_share"] + 0.05), lens=LENS, kinds=KINDS, note=())
    assert not narrow.findings
    assert narrow.so


def test_what_is_said_as_a_score_leads_only_where_nothing_else_can():
    """“86 % are not satisfied” is the other half of “14 % are satisfied”."""
    held = cells(("like", "no", "champions", 0.86, 0.39, True), ("city", "York", "champions", 0.6, 0.4, True))

    led = [said(traits(part, lens=LENS, kinds={}, note=(), scored=["like"]).answer[0]) for part in (held, held[:1])]

    assert ["Place is “York” for 60% of Champions, for 40% of everybody else."] == led[:1]
    assert led[1].startswith("like is “no” for 86%")


def test_traits_without_a_difference_are_said_not_drawn():
    same = TRAITS.assign(certain=False)

    assert [
        "Household does not tell the segments apart beyond chance.",
        "Place does not tell the segments apart beyond chance.",
    ] == [said(line) for line in traits(same, lens=LENS, kinds=KINDS, note=()).answer]
    assert heat_rows(same, kinds=KINDS).empty


def test_heat_rows_keep_levels_in_their_order():
    ages = cells(*[("age", level, "champions", 0.3, 0.2, level == "65+") for level in ("65+", "(other)", "18–24", "25–64")])

    assert ["18–24", "25–64", "65+", "(other)"] == in_order(ages)["level"].tolist()
    often = ages.assign(level=ages["level"].replace({"65+": "Daily", "18–24": "Never + Once a year", "25–64": "Once a month"}))
    assert ["Never + Once a year", "Once a month", "Daily", "(other)"] == in_order(often)["level"].tolist()
    assert ["category", "weekday"] == habit_rows(HABITS)["trait"].drop_duplicates().tolist()


def test_buying_leads_with_the_category_with_most_money_behind_it():
    """Garden: 10 points of 3,000; lamps: 7 points of 6,000."""
    told = buying(HABITS, lens=LENS, note=())

    assert "Garden is in 30% of the orders of At Risk customers, against 20% of everybody else’s in the same months." == said(
        told.answer[0]
    )
    assert "of the orders of Champions hold Lamps, against 25% of everybody else’s in the same months." == said(
        told.findings[0].sentence
    )
    assert 420 == pytest.approx(told.findings[0].money)
    assert "Show Champions Lamps first" == said(told.decisions[0].title)


def test_buying_without_a_difference_claims_nothing():
    told = buying(HABITS.assign(certain=False), lens=LENS, note=())

    assert ["What, where and when customers buy does not differ between the segments beyond chance."] == [
        said(line) for line in told.answer
    ]
    assert not told.findings
    assert habit_rows(HABITS.assign(certain=False)).empty


def scores(value=3.5, p=0.5, difference=-0.3):
    rows = [
        ("(all)", 90, 3.8, 3.7, 3.9, NAN, NAN),
        ("champions", 40, value, value - 0.2, value + 0.2, difference, p),
        ("at_risk", 4, *[NAN] * 5),
    ]
    table = pd.DataFrame(rows, columns=["segment", "n", "value", "low", "high", "difference", "p_adjusted"])
    return table.assign(measure="satisfaction")


def test_satisfaction_says_when_nobody_stands_out():
    told = segment_profile.satisfied(scores(), lens=LENS, asked=BASIS, reach=(1, 5))

    assert "No segment is more or less satisfied than the others beyond chance." == said(told.answer[0])
    assert "Champions, who bring 60% of revenue, give 3.5 (3.3 to 3.7)." == said(told.answer[1])
    assert "is the satisfaction of Champions, who bring 60% of revenue: no better than that of all respondents, 3.8." == said(
        told.findings[0].sentence
    )
    assert any("from 1 to 5" in said(line) for line in told.note)


def test_satisfaction_names_who_stands_out():
    told = segment_profile.satisfied(scores(4.4, p=0.01, difference=0.9), lens=LENS, asked=BASIS, reach=None)

    assert "Champions stand out beyond chance: 4.4, all respondents 3.8." == said(told.answer[0])
    assert not told.findings
    assert segment_profile.satisfied(scores().iloc[[0, 2]], lens=LENS, asked=BASIS, reach=None).title is None


def profile(**medians):
    """trait -> (median, base) of Champions."""
    rows = [("champions", trait, 40, a, a / 2, a * 2, b) for trait, (a, b) in medians.items()]
    return pd.DataFrame(rows, columns=["segment", "trait", "n", "median", "low", "high", "base_median"])


def test_the_numbers_leave_out_what_has_no_base_and_mark_what_defines():
    rows = segment_profile.snake_rows(profile(average_order=(50.0, 25.0), order_count=(8.0, 2.0), revenue=(10.0, 0.0)), LENS)

    assert ["order_count", "average_order"] == rows["trait"].tolist()
    assert "Champions: £50 a typical order, all customers £25" == said(segment_profile.numbers(rows, LENS, ()).title)
    assert ["recency_days", "gap_median_days", "order_count"] == segment_profile.defining(
        ("recency_days", "lifetime_order_count", "gap_count")
    )


def test_a_portrait_is_made_of_cells_only():
    inside = pd.DataFrame({"method": ["rfm"], "segment": ["champions"], "top": [0.1], "customers": [4], "revenue_share": [0.5]})
    both = pd.concat([TRAITS, HABITS], ignore_index=True)

    made = portraits(LENS, profile(recency_days=(10.0, 90.0)), both, scores=scores(), inside=inside, kinds=KINDS)

    champions = made[0]
    assert ["champions", "at_risk", "lost"] == [one.segment for one in made]
    assert "40 customers, 40% of all; £6,000, 60% of revenue" == said(champions.sub)
    facts = {said(fact.label): (ENGLISH.show(fact.figure), said(fact.beside)) for fact in champions.facts}
    assert ("10", "half lie between 5 and 20") == facts["Days since the last order"]
    assert ("32%", "all orders: 25%") == facts["Orders with Lamps"]
    assert ("60%", "all customers: 40%") == facts["Household: family"]
    assert ("50%", "of its revenue, 4 customers") == facts["Brought by the top tenth"]
    assert "Membership level: Gold" not in [said(what) for what, _ in champions.more]
    assert ["Household: family", "Category: Lamps"] == [said(what) for what, _ in champions.more]


def test_the_top_tenth_is_a_finding_and_a_decision_while_it_can_be_known_by_name():
    inside = pd.DataFrame({"segment": ["champions"], "customers": [4], "revenue_share": [0.5]})

    told = words(LENS, inside, note=())

    assert "came from 4 customers, the top tenth of Champions: 30% of all revenue." == said(told.findings[0].sentence)
    assert "They bring £3,000, 30% of all revenue, and £750 each." == said(told.decisions[0].reason)
    assert not words(LENS, inside.assign(customers=400), note=()).decisions


@pytest.mark.parametrize(("language", "own"), [("en", "Regulars"), ("zh", "熟客")])
def test_the_clients_own_name_of_a_segment_stands_in_its_sentences(language, own):
    """Champions are Regulars to this client: as people in a sentence, and over the card."""
    named = OwnLens.model_validate({"names": {"champions": {"en": "Regulars", "zh": "熟客"}}})
    text = Text(language, "GBP", own=OwnSegments({"rfm": named}).words())
    inside = pd.DataFrame({"segment": ["champions"], "customers": [4], "revenue_share": [0.5]})
    told = words(LENS, inside, note=())

    assert own in text.say(told.findings[0].sentence)
    assert Text(language).name("segment_people", "champions") not in text.say(told.findings[0].sentence)
    assert [own] * 2 == [text.show(value("champions")) for value in (people_value, segment_value)]
    assert Text(language).name("segment_people", "lost") == text.show(people_value("lost"))


def test_the_profile_adds_up_or_says_so():
    lens = Lens.of(sizes(champions=(20, 10.0, 5), lost=(5, 1.0, 5)), LOST, method="rfm")
    features = pd.DataFrame({"revenue": [11.0] + [0.0] * 24, "order_count": [10] + [0] * 24})
    segments = pd.DataFrame({"segment": ["champions"] * 20 + [OTHERS] * 5})
    counted = pd.DataFrame({"trait": "order_count", "n": [20, 5]})
    bought = pd.DataFrame({"trait": "weekday", "segment": ["champions", "champions", OTHERS], "n": [5, 5, 5]})

    sums = reconciliation(lens, features, segments, counted, bought)

    assert sums["files"].tolist() == sums["report"].tolist() == [20, 5, 25, 11.0, 10]
    assert said(segment_profile.adds_up(sums).answer[0]).startswith("Yes.")
    assert said(segment_profile.adds_up(sums.assign(files=0.0)).answer[0]).startswith("No: ")


def test_attributes_are_those_declared_and_held():
    assert {"sex": "demographic"} == kinds_held(pd.DataFrame({"sex": ["f"]}), {"sex": "demographic", "income": "demographic"})
    assert {} == kinds_held(None, {"sex": "demographic"})


def test_all_others_together_are_no_trait():
    """Six in ten are of some other town: nobody can act on that."""
    told = widest(cells(("city", "(other)", "champions", 0.6, 0.2, True), ("city", "York", "champions", 0.3, 0.2, True)))

    assert ["York"] == told["level"].tolist()


def test_where_nothing_but_a_rush_tells_when_it_says_so():
    told = buying(HABITS[HABITS["trait"].eq("returned")], lens=LENS, note=())

    assert "Single days brought a rush of orders." in ENGLISH.say_all(told.answer)
    assert not told.findings


def test_a_trait_without_a_test_is_left_out_and_a_hidden_one_stays():
    """Weekdays have shares and no test; every cell of the channels is hidden."""
    rows = HABITS[HABITS["segment"].isin(LENS.shown)].head(2).drop(columns="certain")
    day = rows.assign(trait="weekday", share=0.5, p_adjusted=float("nan"))
    channel = rows.assign(trait="channel", share=float("nan"), p_adjusted=float("nan"))

    assert {"channel"} == set(LENS.cells(pd.concat([day, channel]).reset_index(drop=True))["trait"])
