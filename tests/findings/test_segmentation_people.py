"""Chapter 02 in sentences: people, places, loyalty and membership, from tables one can check in one's head."""

from datetime import date

import pandas as pd
import pytest

from analysis.findings import Basis, segmentation_loyalty, segmentation_people
from analysis.findings.segmentation import Followed
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
FOLLOWED = Followed(date(2024, 9, 30), date(2024, 12, 31))


def groups(method="demographic.age", **rows):
    """Groups with (customers, mean, low, high); the mean of all is 100."""
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["customers", "revenue_per_customer", "low", "high"])
    table = table.rename_axis("segment").reset_index()
    revenue = table["customers"] * table["revenue_per_customer"]
    return table.assign(
        method=method, customer_share=table["customers"] / 1000, revenue=revenue, index=table["revenue_per_customer"]
    )


def differences(**verdicts):
    rows = [(f"demographic.{lens}", 3, 900, known, eta, 0.001, 0.002, verdict) for lens, (verdict, eta, known) in verdicts.items()]
    return pd.DataFrame(rows, columns=["method", "groups", "n", "known_share", "eta_squared", "p", "p_adjusted", "verdict"])


AGES = groups(
    **{
        "<18": (12, 20.0, 10.0, 30.0),
        "18–24": (300, 50.0, 40.0, 60.0),
        "25–34": (600, 130.0, 120.0, 140.0),
        "(missing)": (88, 500.0, 400.0, 600.0),
    }
)


def test_the_strongest_lens_is_said_with_its_range_and_the_rest_is_chance():
    told = differences(age=("clear", 0.08, 0.912), sex=("chance", 0.0, 1.0), income=("slight", 0.002, 0.5))
    words = segmentation_people.people(AGES, told, customers=1000, basis=BASIS)
    said = ENGLISH.say_all(words.answer)

    assert "Age: a customer in “25–34” brings £130, in “<18” £20" == ENGLISH.say(words.title)
    assert "Age tells customers apart most: a customer in “25–34” brings £130 (£120 to £140), in “<18” £20." in said
    assert "explains 8.0% of the differences" in said
    assert "Of the other lenses, 2 differ only within what chance leaves open" in said
    assert "12 customers are under 18 on file" in said
    assert "Income is not known of 50% of customers" in said
    assert "no ground for different prices" in ENGLISH.say_all(words.so)
    assert "n = 1,000 customers." in ENGLISH.say_all(words.note)


def test_a_lead_beyond_chance_is_a_finding_and_describes_only():
    words = segmentation_people.people(AGES, differences(age=("clear", 0.08, 0.912)), customers=1000, basis=BASIS)
    (finding,) = words.findings

    assert "Age “25–34”: revenue per customer +30.0% against the mean" == ENGLISH.say(finding.headline)
    assert "600 customers, £120 to £140, against £100 on average" in ENGLISH.say(finding.sentence)
    assert (78_000.0, False) == (finding.money, finding.by_definition)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ENGLISH, "Age: a customer in “Yes” brings £130, in “No” £50"),
        (Text("zh", "GBP"), "年龄：“是”人均贡献130英镑，“否”为50英镑"),
    ],
)
def test_those_who_told_nothing_are_no_extreme_and_words_of_a_file_stand_in_quotation_marks(text, title):
    """Not known brings most and others least; both are named by no sentence."""
    own = groups(
        Yes=(300, 130.0, 120.0, 140.0),
        No=(600, 50.0, 40.0, 60.0),
        **{"(missing)": (50, 500.0, 400.0, 600.0), "(other)": (50, 1.0, 0.5, 2.0)},
    )
    words = segmentation_people.people(own, differences(age=("clear", 0.08, 0.9)), customers=1000, basis=BASIS)
    said = [*words.answer, words.title, words.alt, *(f.sentence for f in words.findings), *(f.headline for f in words.findings)]

    assert title == text.say(words.title)
    assert f"“{text.name('segment', 'Yes')}”" in text.say(words.findings[0].sentence)
    assert not [one for one in said if {value.value for value in one.values.values()} & {"(missing)", "(other)"}]


def test_a_lens_with_one_named_group_has_no_extremes():
    """Some 300 say yes, the rest stands together as others: nobody is best or worst."""
    own = groups(Yes=(300, 130.0, 120.0, 140.0), **{"(other)": (600, 50.0, 40.0, 60.0)})
    words = segmentation_people.people(own, differences(age=("clear", 0.08, 0.9)), customers=1000, basis=BASIS)

    assert "Age tells customers apart by what they bring, but too few of its groups have a name" == ENGLISH.say(words.title)
    assert () == words.findings


def test_a_lead_within_chance_is_no_finding():
    wide = AGES.assign(low=AGES["low"].where(AGES["segment"] != "25–34", 90.0))

    assert () == segmentation_people.people(wide, differences(age=("clear", 0.08, 0.912)), customers=1000, basis=BASIS).findings


def test_where_nothing_differs_that_is_the_answer():
    words = segmentation_people.people(
        AGES, differences(age=("chance", 0.0, 0.9), sex=("slight", 0.001, 1.0)), customers=1000, basis=BASIS
    )

    assert "None of 2 lenses of people and places tells customers apart by what they bring" == ENGLISH.say(words.title)
    assert () == words.findings


SIZES = pd.DataFrame(
    [("loyalty_high", 20, 600.0), ("loyalty_low", 30, 200.0), ("loyalty_one_time", 50, 200.0), ("no_order", 25, 0.0)],
    columns=["segment", "customers", "revenue"],
).assign(method="loyalty")
LIMITS = pd.DataFrame(
    [
        ("points", part, points, 0.0, 1.0, rule, "", 10)
        for part, rule in (("frequency", "fixed"), ("tenure", "thirds"))
        for points in (1, 2, 3)
    ]
    + [
        ("tier", "", least, 0.0, 0.0, "", key, 10)
        for key, least in (("loyalty_high", 5), ("loyalty_middle", 4), ("loyalty_low", 2))
    ],
    columns=["kind", "component", "loyalty_points", "low", "high", "rule", "segment", "customers"],
)


def test_loyalty_is_of_buyers_and_judged_by_what_followed():
    rows = [("loyalty_high", 40, 24, 0.6, 0.45, 0.73), ("loyalty_low", 60, 6, 0.1, 0.05, 0.2)]
    returns = pd.DataFrame(rows, columns=["segment", "n", "returned", "share", "low", "high"]).assign(method="loyalty")
    words = segmentation_loyalty.loyalty(SIZES, returns, LIMITS, basis=BASIS, followed=FOLLOWED)
    said = ENGLISH.say_all(words.answer)

    assert "20 customers, 20% of buyers, are highly loyal by 2 measures taken together. They bring 60% of revenue" in said
    assert "50% of buyers have ordered once so far" in said
    assert "60% of the highly loyal came back, 10% of those of low loyalty" == ENGLISH.say(words.title)
    assert "ordered within 92 days (45% to 73%)" in ENGLISH.say(words.findings[0].sentence)


def test_without_what_followed_loyalty_is_no_finding():
    words = segmentation_loyalty.loyalty(SIZES, None, LIMITS, basis=BASIS, followed=FOLLOWED)

    assert "20 customers, 20% of buyers, are highly loyal" == ENGLISH.say(words.title)
    assert () == words.findings


def test_points_say_where_thirds_collapsed():
    words = segmentation_loyalty.points(LIMITS, basis=BASIS)

    assert "A customer of high loyalty has at least 5 of 6 points" == ENGLISH.say(words.title)
    assert "Thirds of orders collapse" in ENGLISH.say_all(words.note)


def mismatch(fading=40, rising=30, behaviour="loyalty"):
    """Gold: 160 and those who fade; Blue: 500 and those who rise."""
    rows = [
        ("Gold", 1, "upper", "loyalty_high", 160, 1600.0, ""), ("Gold", 1, "upper", "loyalty_low", fading, 50.0, "fading"),
        ("Blue", 2, "lower", "loyalty_high", rising, 300.0, "rising"), ("Blue", 2, "lower", "loyalty_low", 500, 500.0, ""),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["level", "rank", "position", "tier", "customers", "revenue", "mismatch"])
    return table.assign(behaviour=behaviour, level_share=0.5)


GIVEN = pd.DataFrame({"order_from": ["given"]})


def test_both_mismatches_are_counted_with_their_money():
    words = segmentation_loyalty.membership(mismatch(), GIVEN, basis=BASIS, minimum=10)
    said = ENGLISH.say_all(words.answer)

    assert "40 customers of the top levels do not buy like it today, 30 below them do" == ENGLISH.say(words.title)
    assert (
        "40 customers of level Gold, 20% of them, do not buy like it today: low loyalty, one order, or none. They brought £50 in the window."
        in said
    )
    assert "30 customers of a lower level, or of none, are as loyal as the best." in said
    assert "confirm it" not in said
    assert (50.0, 300.0) == (words.findings[0].money, words.decisions[0].weight)


@pytest.mark.parametrize(
    ("fading", "rising", "title"),
    [
        (3, 30, "Level and behaviour of members: some exceptions are too few to be shown"),
        (40, 0, "40 customers of the top levels do not buy like it today"),
        (2, 2, "Level and behaviour of members: some exceptions are too few to be shown"),
    ],
)
def test_a_handful_is_not_counted(fading, rising, title):
    words = segmentation_loyalty.membership(mismatch(fading, rising), GIVEN, basis=BASIS, minimum=10)

    assert title == ENGLISH.say(words.title)
    assert () == (words.findings if fading < 10 else words.decisions)
    assert "Hardly any customer" in ENGLISH.say_all(words.answer)


def test_an_order_that_was_guessed_is_to_be_confirmed():
    words = segmentation_loyalty.membership(
        mismatch(behaviour="value"), pd.DataFrame({"order_from": ["median_revenue"]}), basis=BASIS, minimum=10
    )
    said = ENGLISH.say_all(words.answer)

    assert "read from the data: confirm it" in said
    assert "are in the first value tier" in said


def test_without_revenue_the_largest_groups_are_named():
    sizes = pd.DataFrame(
        {
            "method": ["demographic.age"] * 3 + ["demographic.sex"] * 2,
            "segment": ["<18", "18–24", "(missing)", "F", "M"],
            "customers": [20.0, 30.0, 50.0, 60.0, 40.0],
            "customer_share": [0.2, 0.3, 0.5, 0.6, 0.4],
        }
    )
    words = segmentation_people.described(sizes, customers=100, basis=BASIS)
    said = ENGLISH.say_all(words.answer)

    assert "Age: the largest group is “18–24”, 30 customers, 30%. Sex: the largest group is “F”, 60 customers, 60%." in said
    assert "20 customers are under 18" in said
    assert "of 100 customers stand in the group “18–24” (Age): 30." == ENGLISH.say(words.findings[0].sentence)
