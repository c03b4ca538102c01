"""Risk, room to grow, groups, rules, combinations and changes by hand in sentences."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.findings import Basis, segmentation_own, segmentation_risk
from analysis.findings.segmentation import Followed
from analysis.text import Text

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2024, 12, 31), date(2023, 1, 1), date(2024, 10, 1), date(2022, 5, 1), 100)
FACTS = {"basis": BASIS, "followed": Followed(date(2024, 9, 30), date(2024, 12, 31))}
CELLS = pd.DataFrame(
    [("a", "risk_low", 20, 600.0), ("a", "risk_high", 10, 200.0), ("b", "risk_low", 40, 150.0), ("b", "risk_very_high", 30, 50.0)],
    columns=["tier", "segment", "customers", "revenue"],
)
SCORES = pd.DataFrame({"measure": ["probability_alive"] * 60 + ["cycle"] * 40})


def said(words) -> str:
    return ENGLISH.say_all(words.answer)


def sizes(method, **segments):
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["customers", "revenue"]).rename_axis("segment").reset_index()
    return table.assign(method=method, revenue_share=table["revenue"] / table["revenue"].sum())


def returns(method, **segments):
    """Segments with (n, share, low, high)."""
    table = pd.DataFrame.from_dict(segments, orient="index", columns=["n", "share", "low", "high"])
    return table.rename_axis("segment").reset_index().assign(method=method)


def test_forty_of_a_hundred_buyers_at_risk_brought_a_quarter():
    words = segmentation_risk.risk(CELLS, SCORES, None, **FACTS)

    assert (
        "40 customers, 40% of buyers, are at high or very high risk of not ordering again. They brought £250 in the window, 25% of revenue. "
        "10 of them stand in the first tier, “A”, and brought £200."
    ) == said(words)
    note = ENGLISH.say_all(words.note)
    assert "For 60 with two orders or more: the model’s chance that they are still active." in note
    assert "For 40: the time since the last order against the usual interval." in note
    assert [250.0] == [finding.money for finding in words.findings]
    assert not words.findings[0].by_definition


def test_what_came_of_the_bands_is_said_where_enough_were_in_each():
    bands = {"risk_low": (100, 0.5, 0.4, 0.6), "risk_high": (50, 0.2, 0.1, 0.3), "risk_very_high": (40, 0.05, 0.01, 0.2)}
    words = segmentation_risk.risk(CELLS, SCORES, returns("risk", **bands), **FACTS)

    assert (
        "Of those at high risk on 30 Sept 2024, 20% (10% to 30%) ordered within 92 days, at very high risk 5.0% (1.0% to 20%), at low risk 50%."
        in said(words)
    )
    few = returns("risk", **(bands | {"risk_high": (29, 0.2, 0.1, 0.3)}))
    assert "ordered within" not in said(segmentation_risk.risk(CELLS, SCORES, few, **FACTS))


def test_nobody_at_risk_is_no_section():
    assert segmentation_risk.risk(CELLS[CELLS["segment"] == "risk_low"], SCORES, None, **FACTS) is None


def test_room_to_grow_names_the_levers_and_is_no_finding():
    held = sizes(
        "growth",
        growth_both=(10, 5.0),
        growth_orders=(20, 10.0),
        growth_categories=(5, 5.0),
        growth_none=(65, 80.0),
        no_order=(50, 0.0),
    )
    words = segmentation_risk.growth(held, None, **FACTS)

    assert said(words).startswith("20 customers have room for more orders, 5 for more categories, 10 for both:")
    assert "35% of buyers order or choose far less than comparable customers" == ENGLISH.say(words.title)
    assert () == words.findings
    assert "no forecast" in ENGLISH.say_all(words.so)


def test_groups_say_their_size_and_between_which_rates_they_lie():
    held = sizes("groups", group_high_value=(20, 60.0), group_growable=(50, 30.0), group_dormant=(30, 10.0), prospect=(9, 0.0))
    back = returns(
        "groups", group_high_value=(40, 0.6, 0.5, 0.7), group_growable=(50, 0.4, 0.3, 0.5), group_dormant=(60, 0.1, 0.05, 0.2)
    )

    assert (
        "High-value customers: 20 customers, 20% of buyers, with 60% of revenue in the window. "
        "Of “High-value customers” on 30 Sept 2024, 60% ordered within 92 days, of “Dormant customers” 10%."
    ) == said(segmentation_own.groups(held, back, **FACTS))


def test_groups_whose_ranges_touch_are_not_told_apart():
    held = sizes("groups", group_core=(20, 60.0), group_ordinary=(80, 40.0))
    back = returns("groups", group_core=(40, 0.30, 0.2, 0.4), group_ordinary=(50, 0.25, 0.2, 0.35))

    assert "tells these groups not clearly apart: “Core customers” 30%, “Ordinary customers” 25%." in said(
        segmentation_own.groups(held, back, **FACTS)
    )


def test_combinations_are_counted_as_made_and_as_shown():
    definition = pd.DataFrame({"combination": ["value=a|lifecycle=loyal", "value=b|lifecycle=new", "value=c|lifecycle=new"],
                               "segment": ["value=a|lifecycle=loyal", "(other combinations)", "(other combinations)"]})  # fmt: skip
    held = sizes("combined", **{"value=a|lifecycle=loyal": (80, 90.0), "(other combinations)": (20, 10.0)})
    words = segmentation_own.combined(held, None, definition, **FACTS)

    assert (
        "Of the 3 combinations that customers have, 1 are shown; “A × Loyal” brings most: 80 customers and 90% of revenue."
        == said(words)
    )
    assert "2 combinations of too few customers" in ENGLISH.say_all(words.note)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_combinations_of_the_rest_or_the_unknown_bring_most_of_nothing(language):
    """The rest and those without a clear preference bring more than A × Loyal, and are not named as the extreme."""
    unclear = "value=a|preference.category=no_clear_preference"
    held = sizes("combined", **{"value=a|lifecycle=loyal": (20, 10.0), unclear: (40, 40.0), "(other combinations)": (40, 50.0)})
    definition = pd.DataFrame({"combination": list(held["segment"]), "segment": list(held["segment"])})
    words = segmentation_own.combined(held, None, definition, **FACTS)
    named = Text(language).name("segment", "value=a|lifecycle=loyal")

    assert Text(language).say(words.title).startswith(named)
    assert f"“{named}”" in Text(language).say_all(words.answer)
    assert segmentation_own.combined(held[held["segment"] != "value=a|lifecycle=loyal"], None, definition, **FACTS) is None


def test_rules_say_whom_they_leave():
    held = sizes("rules", VIP=(30, 90.0), unmatched=(70, 10.0))

    assert "30 of the customers known, 30%, fall under a rule; 70 under none." == said(segmentation_own.rules(held, None, **FACTS))
    assert "Every customer known falls under a rule." == said(segmentation_own.rules(held[held["segment"] == "VIP"], None, **FACTS))


def test_changes_by_hand_are_counted_and_idle_lines_named():
    applied = pd.DataFrame({"customers": [3, 4], "until": ["2025-01-31", ""]})
    problems = pd.DataFrame({"line": [9, 2, 3, 4, 5, 6, 7], "problem": ["ended"] + ["unknown_customer"] * 6})

    assert (
        "By hand, against the rule: 7 customers in 2 changes, each with its reason; not every one has an end. "
        "Lines of overrides.csv that change nothing at the end of the period, because its last day has passed: 9. "
        "Lines of overrides.csv that change nothing at the end of the period, because the customer is not known: 2, 3, 4, 5, 6…."
    ) == said(segmentation_own.overrides(applied, problems, minimum=1))
    assert segmentation_own.overrides(applied.iloc[:0], problems.iloc[:0], minimum=1) is None


def test_merges_are_counted():
    assert "2 segments stand together with others, as the client works with them: 12 customers." == said(
        segmentation_own.merges(pd.DataFrame({"customers": [5, 7]}), minimum=1)
    )
    assert segmentation_own.merges(pd.DataFrame({"customers": np.array([], dtype="int64")}), minimum=1) is None
