"""Recency, frequency, money in sentences, for every scheme; and the value tiers of the further schemes."""

from datetime import date

import pandas as pd
import pytest

from analysis.findings import Basis, segmentation_rfm, segmentation_rfm_limits, segmentation_stages
from analysis.findings.segmentation import Followed
from analysis.profiles import hidden_cells
from analysis.segmentations import lenses, rfm, value
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
FOLLOWED = Followed(date(2024, 9, 30), date(2024, 12, 31))


def sizes(**segments):
    """Segments with (customers, revenue)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["customers", "revenue"]).rename_axis("segment").reset_index()
    return table.assign(
        method="rfm",
        customer_share=table["customers"] / table["customers"].sum(),
        revenue_share=table["revenue"] / table["revenue"].sum(),
    )


def returns(**segments):
    """Segments with (n, returned)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["n", "returned"]).rename_axis("segment").reset_index()
    return table.assign(method="rfm", share=table["returned"] / table["n"], revenue=0.0)


def people(order_count, recency_days=None, revenue=None) -> pd.DataFrame:
    n = len(order_count)
    return pd.DataFrame(
        {
            "customer_id": [f"c{number:04d}" for number in range(n)],
            "state": "buyer",
            "recency_days": [float(number) for number in range(n)] if recency_days is None else recency_days,
            "order_count": order_count,
            "revenue": [float(number) for number in range(n)] if revenue is None else revenue,
            "lifetime_order_count": order_count,
        }
    )


def bands_of(features, **settings) -> pd.DataFrame:
    definition = rfm.fit(features, **settings)
    return lenses.band_sizes(rfm.score_bands(definition), rfm.rfm_scores(features, definition), minimum=1)


# Recency 10 to 40 days, mean 25; revenue 10 to 50, mean 25.
FOUR = people([2, 1, 2, 1], [10.0, 20.0, 30.0, 40.0], [50.0, 30.0, 10.0, 10.0])
BOXES = sizes(important_value=(20, 600.0), important_keep=(5, 150.0), important_win_back=(5, 50.0), general_develop=(40, 150.0),
              general_win_back=(30, 50.0), no_order=(25, 0.0))  # fmt: skip


def told(table, bands, then=None, churned_after=None):
    return segmentation_rfm.segments(
        table, then, bands, money_in_rule=True, churned_after=churned_after, basis=BASIS, followed=FOLLOWED
    )


def test_the_eight_boxes_say_who_is_important_and_by_which_reference():
    """30 of 100 buyers are high in money and bring 800 of 1,000; 10 of them are quiet and spent 200."""
    words = told(BOXES, bands_of(FOUR, scheme="chinese_8"))
    said = ENGLISH.say_all(words.answer)

    assert "30 customers, 30% of buyers, are called important because they spent £25 or more in the window (the mean)." in said
    assert "They bring 80% of revenue." in said
    assert "10 of them have not ordered for more than 25 days (the mean). They spent £200." in said
    assert "33% of the important customers have been silent for more than 25 days" == ENGLISH.say(words.title)
    assert "what the four important groups bring follows from the rule" in ENGLISH.say_all(words.note)
    assert (
        "High means: last order at most 25 days ago (the mean), 2 orders or more in the window (set), £25 or more (the mean)."
        in ENGLISH.say_all(words.note)
    )
    assert () == words.findings == words.so


def test_what_came_after_the_boxes_is_no_definition():
    """Of 40 in the best box 30 came back, of all 110 others 22; of 50 quiet important ones 10."""
    then = returns(
        important_value=(40, 30), important_keep=(30, 9), important_win_back=(20, 1), general_develop=(60, 12), no_order=(9, 9)
    )
    said = ENGLISH.say_all(told(BOXES, bands_of(FOUR, scheme="chinese_8"), then).so)

    assert (
        "those who were in “Important: value” on 30 Sept 2024, 75% ordered in the 92 days that followed; of all other buyers, 20%"
        in said
    )
    assert "Of the 50 important customers who had gone quiet by 30 Sept 2024, 20% ordered within 92 days as things stood" in said


def test_a_reference_beyond_the_life_cycle_is_doubted():
    bands = bands_of(FOUR, scheme="chinese_8")

    assert "recent is a wide word here" in ENGLISH.say_all(told(BOXES, bands, churned_after=24.0).answer)
    assert "recent is a wide word here" not in ENGLISH.say_all(told(BOXES, bands, churned_after=25.0).answer)


def test_nobody_important_is_said():
    words = told(sizes(general_win_back=(30, 50.0)), bands_of(FOUR, scheme="chinese_8"))

    assert "Nobody reaches the reference for money" == ENGLISH.say_all(words.answer)


def test_a_corner_of_two_scores_is_no_finding():
    """Of three scores it is one: nine cells, of which the best holds a few."""
    for scheme, found in (("chinese_8", 0), ("klaviyo_6", 1)):
        features = people(range(1, 91), [float(day) for day in range(90, 0, -1)])
        settings = {"scheme": scheme, "cuts": {"recency": 30 if scheme == "chinese_8" else [30, 60]}}
        bands, definition = bands_of(features, **settings), rfm.fit(features, **settings)
        segments = rfm.assign(features, definition).assign(method="rfm")
        scores = rfm.rfm_scores(features, definition)
        cells = lenses.grid_cells(rfm.recency_frequency_grid(features, definition), scores, segments, minimum=1, hide=hidden_cells)

        assert found == len(segmentation_rfm.grid(cells, bands, BASIS).findings)


@pytest.mark.parametrize(
    ("segments", "sentence"),
    [
        ({"champions": (20, 70.0), "loyal": (10, 10.0), "lost": (70, 20.0)},
         "Champions and Loyal are 30% of customers and 80% of revenue. Lost are 70% of customers and 20%."),
        ({"champions": (20, 70.0), "loyal": (10, 10.0), "rfm_inactive": (70, 20.0)},
         "Champions and Loyal are 30% of customers and 80% of revenue. Inactive are 70% of customers and 20%."),
        ({"premium": (20, 70.0), "repeat_buyer": (10, 10.0), "rfm_inactive": (70, 20.0)},
         "Premium are 20% of customers and 70% of revenue. Inactive are 70% of customers and 20%."),
        ({"老客": (30, 80.0), "新客": (20, 10.0), "静默": (25, 10.0), "no_order": (25, 0.0)},
         "老客 are 30% of customers and 80% of revenue. 静默 are 25% of customers and 10%."),
        ({"premium": (100, 70.0)}, "Premium are 100% of customers and 100% of revenue."),
    ],
)  # fmt: skip
def test_every_scheme_has_its_ends(segments, sentence):
    words = told(sizes(**segments), bands_of(people(range(1, 31)), scheme="klaviyo_6"))

    assert ENGLISH.say_all(words.answer).startswith(sentence)
    assert "so by definition" in ENGLISH.say_all(words.answer)


def test_what_came_after_another_scheme_names_its_best():
    then = returns(premium=(40, 30), rfm_inactive=(60, 6))
    words = told(sizes(premium=(40, 90.0), rfm_inactive=(60, 10.0)), bands_of(people(range(1, 31)), scheme="pymc_quartiles"), then)

    assert "of those who were in “Premium” on 30 Sept 2024, 75% ordered" in ENGLISH.say_all(words.so)


def title(bands, buyers):
    return ENGLISH.say(segmentation_rfm_limits.limits(bands, Basis(*[date(2024, 1, 1)] * 4, buyers)).title)


@pytest.mark.parametrize(
    ("features", "settings", "expected"),
    [
        (people(range(1, 101)), {}, "Each score holds about 20% of buyers"),
        (people(range(1, 100)), {"scheme": "klaviyo_6", "cuts": {"recency": "quantile"}}, "Each score holds about 33% of buyers"),
        (people([1] * 93 + [2] * 4 + [3, 4, 5]), {},
         "Equal parts by number of orders would fill 2 of 5 scores, so fixed limits apply: 1, 2, 3, 4, 5 orders and more"),
        (people([1] * 30 + [2] * 30 + list(range(3, 43))), {}, "Equal numbers of orders get equal scores, so orders fill 4 scores, not 5"),
        (people(range(1, 101), revenue=[0.0] * 30 + list(range(70))), {},
         "Revenue in the window: score 1 holds 31% of buyers, because equal values stay together"),
        (people(range(1, 101), recency_days=[3.0] * 100), {}, "Days since the last order: one score holds all buyers, so it divides nobody"),
        (people(range(1, 100)), {"scheme": "klaviyo_6", "cuts": {"recency": [10, 20]}},
         "Days since the last order: the limits are set, not read from the data"),
        (FOUR, {"scheme": "chinese_8"}, "High in recency are 50% of buyers, in frequency 50%, in money 50%"),
    ],
)  # fmt: skip
def test_what_the_limits_leave_of_the_scores(features, settings, expected):
    assert expected == title(bands_of(features, **settings), len(features))


def test_the_note_names_the_scheme_and_counts_the_scores_that_are_filled():
    once = people([1] * 93 + [2] * 4 + [3, 4, 5])
    said = ENGLISH.say_all(segmentation_rfm_limits.limits(bands_of(once, scheme="putler_11"), BASIS).note)

    assert "Scheme: Putler’s eleven segments, overlaps resolved. Of 5 scores, recency fills 5, frequency 5, money 5." in said


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("rfm_125", "Scheme: the list of 125 codes. A code is the scores for recency, frequency and, where there is a third digit, money; 5 is best. "
                    "A customer with one order ever is never in Can’t Lose."),
        ("klaviyo_6", "Scheme: Klaviyo’s six groups. A code is the scores for recency, frequency and, where there is a third digit, money; 3 is best."),
        ("chinese_8", "Scheme: the eight boxes. A code is the letters for recency, frequency and, where there is a third, money: "
                      "H reaches the reference, L does not."),
    ],
)  # fmt: skip
def test_how_codes_are_read(scheme, said):
    assert said == ENGLISH.say_all(segmentation_rfm_limits.code_notes(rfm.fit(people(range(1, 31)), scheme=scheme)))


def paying(*revenue):
    return pd.DataFrame({"customer_id": [f"c{number}" for number in range(len(revenue))], "state": "buyer", "revenue": revenue})


def tiers_of(features, **settings):
    definition = value.fit(features, **settings)
    held = definition[definition["customers"] > 0]
    table = sizes(**{row.segment: (row.customers, row.revenue) for row in held.itertuples()}).assign(method="value")
    return segmentation_stages.value(table, None, definition, period_revenue=1.0, basis=BASIS, followed=FOLLOWED)


def test_percentile_tiers_are_shares_of_payers():
    """The first of a hundred spends 901 of 1,000."""
    words = tiers_of(paying(901.0, *[1.0] * 99), scheme="percentile")

    assert "1 customers, 1.0% of buyers, make up the first tier, “Top 1%”, and bring 90% of revenue." == ENGLISH.say_all(
        words.answer
    )
    assert "The 1.0% of buyers who spend most bring 90% of revenue" == ENGLISH.say(words.title)
    assert "the first 1.0% of paying customers is its definition" in ENGLISH.say_all(words.note)


def test_high_value_by_revenue_is_a_definition_and_the_head_count_the_news():
    words = tiers_of(paying(80.0, 15.0, 5.0, 0.0), scheme="pareto_80")

    assert "It takes 25% of buyers to bring 80% of revenue" == ENGLISH.say(words.title)
    assert "That tier “High value” brings about 80% is its definition" in ENGLISH.say_all(words.note)


def test_without_revenue_there_are_no_tiers():
    assert "no customer has revenue left" in ENGLISH.say_all(tiers_of(paying(0.0, -1.0), scheme="percentile").answer)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("en", ["Top 1%", "Next 4%", "Next 5%", "Next 15%", "Next 25%", "Lower half"], "{} of payers"),
        ("zh", ["前1%", "前1%–5%", "前5%–10%", "前10%–25%", "前25%–50%", "后50%"], "付费客户{}"),
    ],
)
def test_tiers_by_percentile_say_what_they_are(language, short, long):
    """In every place that names them: the next 4 % after the top 1 %, not "1–5%" or a key."""
    text, keys = Text(language), list(value.SHARES["percentile"])

    for context in ("tier", "segment_short"):
        assert short == [text.name(context, key) for key in keys]
    assert [long.format(name) for name in short] == [text.name("segment", key) for key in keys]


@pytest.mark.parametrize(("text", "said"), [(ENGLISH, "the first tier, “Top 1%”"), (Text("zh", "GBP"), "第一层“前1%”")])
def test_a_tier_by_percentile_stands_in_quotation_marks_in_a_sentence(text, said):
    sizes = pd.DataFrame({"segment": ["percentile_1", "percentile_rest"], "customers": [10, 90], "revenue": [60.0, 40.0]}).assign(
        method="value"
    )
    rule = pd.DataFrame({"segment": ["percentile_1", "percentile_rest"], "scheme": "percentile", "share": [0.01, 1.0]})
    words = segmentation_stages.value(sizes, None, rule, period_revenue=100.0, basis=BASIS, followed=FOLLOWED)

    assert said in text.say_all(words.answer)
    assert text.name("tier", "percentile_1") in text.say_all(words.note)
