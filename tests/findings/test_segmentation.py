"""Chapter 02 in sentences, from tables one can check in one's head."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import (
    Basis,
    segmentation_choice,
    segmentation_rfm,
    segmentation_rules,
    segmentation_stages,
)
from analysis.findings.segmentation import Followed
from analysis.findings.segmentation_agreement import cross_words
from analysis.segmentations import lenses, small_cells
from analysis.segmentations.lenses import UNTOLD
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
FOLLOWED = Followed(date(2024, 9, 30), date(2024, 12, 31))


def sizes(method, **segments):
    """Segments with (customers, revenue)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["customers", "revenue"]).rename_axis("segment").reset_index()
    shares = {
        f"{one}_share": table[column] / table[column].sum() for one, column in (("customer", "customers"), ("revenue", "revenue"))
    }
    return table.assign(method=method, **shares)


def returns(method, **segments):
    """Segments with (n, returned, low, high, revenue)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["n", "returned", "low", "high", "revenue"])
    return table.rename_axis("segment").reset_index().assign(method=method, share=lambda t: t["returned"] / t["n"])


def bands(recency=(10.0, 20.0, 30.0, 40.0), frequency=(1.0, 2.0, 3.0, 4.0), rule="quantile", customers=20):
    rows = []
    for name, limits in (("recency", recency[::-1]), ("frequency", frequency)):
        low, high = [np.nan, *limits], [*limits, np.nan]
        pairs = (
            list(zip(low, high, strict=True))
            if name == "frequency"
            else list(zip([*limits, np.nan], [np.nan, *limits], strict=True))
        )
        rows += [(name, score, *pairs[score - 1], rule, 5, customers) for score in range(1, 6)]
    return pd.DataFrame(rows, columns=["score_name", "score", "low", "high", "rule", "effective_bins", "customers"])


def test_the_corner_of_the_grid_is_said_in_orders_and_days():
    """Twelve of 100 buyers with five orders and more and the last within ten days bring 600 of 1,000."""
    cells = pd.DataFrame(
        [(5, 5, 12, 600.0, 0.6, True), (1, 1, 88, 400.0, 0.4, True)],
        columns=["recency_score", "frequency_score", "customers", "revenue", "revenue_share", "shown"],
    )
    words = segmentation_rfm.grid(cells, bands(), BASIS)

    assert (
        "12 customers ordered 5 times or more and were back within the last 10 days. They are 12% of all buyers and 60% of revenue."
        == ENGLISH.say_all(words.answer)
    )
    assert "12 frequent, recent buyers bring 60% of revenue" == ENGLISH.say(words.findings[0].headline)
    assert not words.findings[0].by_definition
    assert 600.0 == words.findings[0].money


def test_a_best_cell_that_is_no_corner_is_not_called_one():
    cells = pd.DataFrame(
        [(1, 1, 88, 700.0, 0.7, True), (5, 5, 12, 300.0, 0.3, False)],
        columns=["recency_score", "frequency_score", "customers", "revenue", "revenue_share", "shown"],
    )
    words = segmentation_rfm.grid(cells, bands(), BASIS)

    assert "One cell of the grid holds 70% of revenue" == ENGLISH.say(words.title)
    assert "A dash stands for cells" in ENGLISH.say_all(words.note)


SEGMENTS = sizes("rfm", champions=(20, 700.0), loyal=(10, 100.0), hibernating=(30, 120.0), lost=(40, 80.0))


@pytest.mark.parametrize("money_in_rule", [True, False])
def test_revenue_of_segments_made_by_revenue_is_so_by_definition(money_in_rule):
    words = segmentation_rfm.segments(
        SEGMENTS, None, bands(), money_in_rule=money_in_rule, churned_after=90.0, basis=BASIS, followed=FOLLOWED
    )
    said = ENGLISH.say_all(words.answer)

    assert "Champions and Loyal are 30% of customers and 80% of revenue." in said
    assert money_in_rule == ("so by definition" in said)
    assert () == words.findings
    assert () == words.so


def test_names_of_the_recent_are_doubted_where_nobody_is():
    """The middle score of recency reaches to 500 days; the life cycle calls customers churned after 300."""
    words = segmentation_rfm.segments(
        SEGMENTS, None, bands(recency=(100.0, 400.0, 500.0, 600.0)), money_in_rule=True, churned_after=300.0, basis=BASIS, followed=FOLLOWED
    )  # fmt: skip

    assert "reaches to 500 days of silence, so read New and Promising with care" in ENGLISH.say_all(words.answer)


STAGES = sizes("lifecycle", loyal=(50, 800.0), dormant=(40, 150.0), churned=(60, 50.0), prospect=(50, 0.0))


def test_the_quiet_are_a_finding_with_what_comes_back_by_itself():
    then = returns(
        "lifecycle", loyal=(100, 60, 0.5, 0.7, 500.0), dormant=(100, 20, 0.13, 0.29, 90.0), churned=(100, 5, 0.02, 0.11, 9.0)
    )
    words = segmentation_stages.lifecycle(STAGES, then, basis=BASIS, followed=FOLLOWED)

    assert "60% of the loyal came back, 20% of the dormant, 5.0% of the churned" == ENGLISH.say(words.title)
    assert "40 customers have gone quiet" == ENGLISH.say(words.findings[0].headline)
    assert "Of such customers on 30 Sept 2024, 20% (13% to 29%) ordered within 92 days." in ENGLISH.say(words.findings[0].sentence)
    assert 150.0 == words.findings[0].money == words.decisions[0].weight
    assert "no clear difference" not in ENGLISH.say_all(words.answer)


def test_overlapping_stages_are_not_told_apart():
    then = returns(
        "lifecycle", loyal=(100, 60, 0.5, 0.7, 500.0), dormant=(100, 20, 0.13, 0.29, 90.0), churned=(100, 18, 0.12, 0.27, 9.0)
    )
    words = segmentation_stages.lifecycle(STAGES, then, basis=BASIS, followed=FOLLOWED)

    assert "Between dormant and churned the data show no clear difference" in ENGLISH.say_all(words.answer)


@pytest.mark.parametrize("then", [None, returns("lifecycle", loyal=(9, 6, 0.4, 0.9, 5.0), dormant=(8, 2, 0.1, 0.6, 1.0))])
def test_without_enough_customers_at_the_start_no_rate_is_said(then):
    words = segmentation_stages.lifecycle(STAGES, then, basis=BASIS, followed=FOLLOWED)

    assert "25% of known customers are within their usual time between orders" == ENGLISH.say(words.title)
    assert () == words.findings == words.decisions


def test_the_top_tier_is_a_definition_and_what_it_brought_next_a_finding():
    """20 of 100 buyers make up A; those in A at the start brought 300 of the period's 500, known buyers 400 in all."""
    tiers = sizes("value", a=(20, 800.0), b=(30, 150.0), c=(50, 50.0), no_order=(25, 0.0))
    then = returns("value", a=(25, 20, 0.6, 0.9, 300.0), c=(75, 10, 0.1, 0.2, 100.0), no_order=(25, 5, 0.1, 0.4, 50.0))
    rule = pd.DataFrame({"scheme": "abc", "segment": ["a", "b", "c"], "share": [0.8, 0.95, 1.0]})
    words = segmentation_stages.value(tiers, then, rule, period_revenue=500.0, basis=BASIS, followed=FOLLOWED)

    assert "It takes 20% of buyers to bring 80% of revenue" == ENGLISH.say(words.title)
    assert "brought 60% of what the following 92 days brought; customers who had never ordered before, 20%." in ENGLISH.say_all(
        words.answer
    )
    assert "its definition" in ENGLISH.say_all(words.note)
    assert "of the period’s revenue came from the 25 customers, 20% of those known" in ENGLISH.say(words.findings[0].sentence)
    assert 300.0 == words.findings[0].money


def life_rule(basis, **changed):
    return pd.DataFrame(
        [{"level": "client", "basis": basis, "first_cut_days": 90.0, "second_cut_days": 200.0, "first_share": 0.8, "second_share": 0.95,
          "plateau": 0.7, "reliable_days": 500, "personal_gaps": 3, "gaps": 900, "closed_gaps": 600} | changed]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (life_rule("plateau"), "An estimated 70% of orders are followed by another within 500 days"),
        (life_rule("absolute"), "80% of all orders are followed by another within 90 days, 95% within 200"),
        (life_rule("fixed", plateau=np.nan), "Too few orders were followed by another to draw the curve"),
        (life_rule("plateau", reliable_days=60), "both limits may come too early"),
    ],
)
def test_what_the_limits_rest_on_is_said_aloud(rule, said):
    cuts = pd.DataFrame({"level": ["client"] * 5, "first_cut_days": 90.0})
    words = segmentation_stages.intervals(rule, cuts, BASIS)

    assert said in ENGLISH.say_all(words.answer)
    assert "After 90 days of silence a customer counts as dormant, after 200 as churned" == ENGLISH.say(words.title)


@pytest.mark.parametrize(("frozen_from", "said"), [("", "fitted on the customers known on 31 Dec 2024"), ("2023-Q4", "those of 2023-Q4, unchanged")])  # fmt: skip
def test_reused_limits_are_said_to_be(frozen_from, said):
    then = returns("rfm", champions=(100, 60, 0.5, 0.7, 1.0), lost=(100, 5, 0.0, 0.1, 1.0), cant_lose=(9, 9, 0.7, 1.0, 1.0))
    words = segmentation_rules.defined("rfm", then, frozen_from=frozen_from, opening=True, basis=BASIS, followed=FOLLOWED)

    assert said in ENGLISH.say_all(words.answer)
    assert "Recency, frequency, money: 60% of “Champions” came back, 5.0% of “Lost”" == ENGLISH.say(words.title)


@pytest.mark.parametrize("key", UNTOLD)
@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ENGLISH, "Life cycle: 60% of “Loyal” came back, 20% of “Dormant”"),
        (Text("zh", "CNY"), "生命周期：“忠诚客户”的期内下单率为60.0%，“沉睡客户”为20.0%"),
    ],
)
def test_segments_that_say_too_little_is_known_are_no_extreme_of_a_definition(text, title, key):
    """Ninety per cent and one per cent of those of whom nothing is known came back: neither is best nor worst."""
    for share in (0.9, 0.01):
        then = returns(
            "lifecycle",
            loyal=(100, 60, 0.5, 0.7, 1.0),
            dormant=(100, 20, 0.1, 0.3, 1.0),
            **{key: (100, 100 * share, share, share, 1.0)},
        )
        words = segmentation_rules.defined("lifecycle", then, frozen_from="", opening=False, basis=BASIS, followed=FOLLOWED)

        assert title == text.say(words.title)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENGLISH, "Of “Loyal”, 60% (60 customers) are in “A: the customers behind 80% of revenue”."),
        (Text("zh"), "“忠诚客户”中，60.0%（60位客户）属于“"),
    ],
)
def test_a_cross_names_no_group_of_the_unknown(text, said):
    """Nine in ten of those without an answer are of tier C: that says nothing of the two lenses."""
    rows = [("loyal", "a", 60, 0.6), ("loyal", "c", 40, 0.4), ("(missing)", "c", 90, 0.9), ("dormant", "b", 45, 0.45)]
    cross = pd.DataFrame(rows, columns=["segment", "other_segment", "customers", "share"]).assign(method="lifecycle", other="value")

    assert text.say_all(cross_words(cross).answer).startswith(said)
    nobody = cross_words(cross[cross["segment"] == "(missing)"])
    assert () == nobody.answer
    assert nobody.title == nobody.alt


def compared(**lenses):
    """Lenses with (segments, separation, able)."""
    table = (
        pd.DataFrame.from_dict(lenses, orient="index", columns=["segments", "separation", "able"])
        .rename_axis("method")
        .reset_index()
    )
    return table.assign(
        low=table["separation"] - 0.02, high=table["separation"] + 0.02, chance=0.001, stability=0.7, smallest_share=0.02, n=1000
    )


def gaps(lenses, error):
    """Differences between all pairs, each plus and minus the error."""
    pairs = lenses.merge(lenses, how="cross", suffixes=("", "_other")).query("method != method_other")
    gap = pairs["separation"] - pairs["separation_other"]
    return pd.DataFrame(
        {"method": pairs["method"], "other": pairs["method_other"], "difference": gap, "low": gap - error, "high": gap + error}
    )


def test_the_lens_that_tells_most_among_those_a_team_can_use():
    """Eleven segments tell 25 %, six groups 20 %, four tiers 10 %: the six groups, clearly."""
    lenses = compared(rfm=(11, 0.25, False), lifecycle=(6, 0.20, True), value=(4, 0.10, True))
    words = segmentation_choice.lens(lenses, gaps(lenses, 0.01), period_revenue=1000.0, followed=FOLLOWED)
    said = ENGLISH.say_all(words.answer)

    assert "The lens to work with: Life cycle. Its groups account for 20% (18% to 22%)" in said
    assert "Value tiers comes next with 10%; the 10.0 points between them (9.0 to 11.0) are more than chance." in said
    assert (
        "The 11 segments of Recency, frequency, money tell 5.0 points more (4.0 to 6.0), but are more than a team can act on."
        in said
    )
    assert 1 == len(words.decisions)


def test_where_it_could_be_chance_fewer_groups_are_preferred():
    lenses = compared(lifecycle=(6, 0.20, True), value=(4, 0.19, True))
    words = segmentation_choice.lens(lenses, gaps(lenses, 0.03), period_revenue=1000.0, followed=FOLLOWED)

    assert ("value", "lifecycle") == segmentation_choice.recommended(lenses, gaps(lenses, 0.03))
    assert (
        "Life cycle tells 20%, but that could be chance, so the lens with fewer or larger groups is preferred."
        in ENGLISH.say_all(words.answer)
    )


def test_where_no_lens_tells_anything_none_is_recommended():
    """Half a percent at best; and three percent whose range reaches to what lot would give."""
    little = compared(rfm=(10, 0.002, False), lifecycle=(5, 0.005, True))
    unsure = compared(lifecycle=(5, 0.02, True), value=(4, 0.01, True))
    words = [segmentation_choice.lens(one, gaps(one, 0.01), period_revenue=1000.0, followed=FOLLOWED) for one in (little, unsure)]

    assert [(), ()] == [one.decisions for one in words]
    assert "No lens tells what came next: 0.5% at most" == ENGLISH.say(words[0].title)
    assert "even Life cycle accounts for 2.0% of the differences (0% to 4.0%), groups drawn by lot for 0.1%" in ENGLISH.say_all(
        words[1].answer
    )


def test_one_lens_alone_is_recommended_to_nobody():
    lenses = compared(value=(4, 0.10, True))
    words = segmentation_choice.lens(lenses, gaps(lenses, 0.01), period_revenue=1000.0, followed=FOLLOWED)

    assert "Only one lens was chosen, so there is none to compare it with." == ENGLISH.say_all(words.answer)
    assert () == words.decisions


def test_segments_that_lose_a_customer_do_not_add_up():
    features = pd.DataFrame({"revenue": [10.0, 20.0, 30.0]})
    right, short = sizes("rfm", champions=(2, 50.0), lost=(1, 10.0)), sizes("rfm", champions=(2, 50.0))

    assert ENGLISH.say_all(segmentation_rules.adds_up(lenses.reconciliation(features, right)).answer).startswith("Yes.")
    assert ENGLISH.say_all(segmentation_rules.adds_up(lenses.reconciliation(features, short)).answer).startswith("No: £10.00")


def test_one_small_segment_takes_the_next_with_it():
    """Four customers could be told from the total, so the next smallest is not shown either."""
    table = sizes("rfm", champions=(50, 1.0), cant_lose=(4, 1.0), lost=(20, 1.0))
    people = [segment for segment, n in zip(table["segment"], table["customers"], strict=True) for _ in range(n)]
    segments = pd.DataFrame({"customer_id": [f"c{i:02d}" for i in range(74)], "method": "rfm", "segment": people})
    shown = small_cells.blanked(table, small_cells.shown_segments(segments, None, minimum=10))

    assert [50.0] == shown["customers"].dropna().tolist()
    assert [True, False, False] == shown["shown"].tolist()


def test_groups_that_foretell_everything_and_nothing():
    """Ten spend nothing, ten spend 10: one lens knows, one has drawn lots."""
    people = [f"c{i:02d}" for i in range(20)]
    groups = {"knows": ["lost"] * 10 + ["champions"] * 10, "lots": ["lost", "champions"] * 10}
    at_start = pd.concat([pd.DataFrame({"customer_id": people, "method": m, "segment": s}) for m, s in groups.items()])
    features = pd.DataFrame({"customer_id": people, "period_revenue": [0.0] * 10 + [10.0] * 10})
    sure = lenses.separation_intervals(at_start, features).set_index("method")
    apart = lenses.separation_differences(at_start, features).set_index(["method", "other"])

    assert (1.0, 1.0) == pytest.approx((sure.loc["knows", "low"], sure.loc["knows", "high"]))
    assert 0.0 == pytest.approx(sure.loc["lots", ["low", "high"]].mean())
    assert 1 / 19 == pytest.approx(sure.loc["lots", "chance"])
    assert 1.0 == pytest.approx(apart.loc[("knows", "lots"), "difference"])


def test_what_the_notebook_gives_goes_before_client_yaml_and_blanks_give_nothing():
    settings = lenses.chosen(
        ["rfm", "lifecycle"], {"rfm": {"scheme": "rf_map"}, "lifecycle": {"loyal_orders": 5}}, {"rfm": {"scheme": ""}, "lifecycle": {"loyal_orders": 6}}
    )  # fmt: skip

    assert {"rfm": {"scheme": "rf_map"}, "lifecycle": {"loyal_orders": 6}} == settings
