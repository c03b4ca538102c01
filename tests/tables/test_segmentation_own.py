"""The tables that define risk, room to grow, groups, rules and combinations, and list what was changed by hand."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.segmentations import combined, groups, risk, rules
from analysis.tables import segmentation_own, segmentation_risk
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NAN = np.nan


def cells(html):
    """The words of every row, first the head."""
    found = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in found]


def sizes(method, *segments):
    return pd.DataFrame({"method": method, "segment": list(segments), "customers": 20, "revenue_share": 0.25})


def buyers(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], "state": "buyer", **columns})


def test_bands_of_risk_are_defined_by_chance_and_by_days():
    rule = risk.describe(risk.fit(buyers(recency_days=[1.0], lifetime_order_count=[1])))
    rows = cells(segmentation_risk.risk_table(rule, sizes("risk", *risk.SEGMENTS), None, text=ENGLISH))

    assert [
        ["Low risk", "≥ 80%", "≤ 90"], ["Medium risk", "50%–80%", "91–180"], ["High risk", "20%–50%", "181–365"],
        ["Very high risk", "&lt; 20%", "&gt; 365"], ["Refunds only", "", ""], ["No order yet", "", ""],
    ] == [row[:3] for row in rows[1:]]  # fmt: skip


def test_room_to_grow_is_defined_by_the_numbers_that_leave_room():
    rule = pd.DataFrame(
        [("growth_orders", 0.5, 4.5, NAN, NAN), ("growth_categories", NAN, NAN, 2.0, 2.0)],
        columns=["segment", "orders_low", "orders_high", "categories_low", "categories_high"],
    )
    rows = cells(segmentation_risk.growth_table(rule, sizes("growth", "growth_orders", "growth_categories"), None, text=ENGLISH))

    assert [["0.5 to 4.5", ""], ["", "2"]] == [row[1:3] for row in rows[1:]]


def test_groups_are_defined_in_the_words_of_their_lenses():
    record = buyers(**{"segment.value": ["a", "b"], "segment.lifecycle": ["loyal", "dormant"]})
    rows = cells(
        segmentation_own.groups_table(
            groups.fit(record), sizes("groups", "group_high_value", "group_growable", "group_dormant"), None, text=ENGLISH
        )
    )

    assert ["2. Value tiers = A", "3. everybody else", "1. Life cycle = Dormant"] == [row[-1] for row in rows[1:]]


def test_rules_are_said_in_words_and_escaped():
    record = buyers(revenue=[5.0], **{"attribute.level": ["<b>gold</b>"]})
    own = [
        {
            "name": "VIP",
            "when": {"revenue": {">=": 1000}, "any": [{"attribute.level": "<b>gold</b>"}, {"attribute.level": {"missing": True}}]},
        },
        {"name": "Rest", "when": {"attribute.level": {"not": ["x", "y"]}}},
    ]
    html = segmentation_own.rules_table(
        rules.fit(record, rules=own), sizes("rules", "VIP", "Rest", "unmatched"), None, text=ENGLISH
    )
    rows = cells(html)

    assert (
        "1. Revenue in the window ≥ 1,000 and Membership level = &lt;b&gt;gold&lt;/b&gt; or Revenue in the window ≥ 1,000 and Membership level: not known"
        == rows[1][-1]
    )
    assert "2. Membership level ≠ x, y" == rows[2][-1]
    assert ["No rule holds", ""] == [rows[3][0], rows[3][-1]]
    assert "<b>gold" not in html


def test_combinations_say_how_many_they_hold():
    record = buyers(**{"segment.value": ["a"] * 5, "segment.lifecycle": ["loyal"] * 3 + ["new", "dormant"]})
    rule = combined.describe(combined.fit(record, minimum=2))
    rows = cells(segmentation_own.combined_table(rule, sizes("combined", *rule["segment"]), None, text=ENGLISH))

    assert [["A × Loyal", "1"], ["A × Others", "2"], ["Other combinations", ""]] == [row[:2] for row in rows[1:4]]


def test_changes_by_hand_are_listed_with_small_numbers_as_a_dash():
    """Three alone could be told from the sum of all: the next smallest is a dash, too."""
    applied = pd.DataFrame(
        [
            ("rfm", "lost", "champions", "<i>new contract</i>", "Li", "2025-06-30", 12),
            ("value", "b", "a", "agreed", "Li", "", 3),
            ("value", "c", "a", "agreed", "Li", "", 11),
        ],
        columns=["method", "from_segment", "segment", "reason", "by", "until", "customers"],
    )
    html = segmentation_own.overrides_table(applied, text=ENGLISH, minimum=10)

    assert ["Recency, frequency, money", "Lost", "Champions", "12", "&lt;i&gt;new contract&lt;/i&gt;", "Li", "2025-06-30"] == cells(
        html
    )[1]
    assert ["Value tiers", "B", "A", "–", "agreed", "Li", "open"] == cells(html)[2]
    assert "<i>" not in html


def test_merges_are_listed():
    applied = pd.DataFrame([("rfm", "loyal", "champions", 40)], columns=["method", "from_segment", "segment", "customers"])

    assert ["Recency, frequency, money", "Loyal", "Champions", "40"] == cells(
        segmentation_own.merges_table(applied, text=ENGLISH, minimum=10)
    )[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_rule_on_years_and_postal_codes_writes_them_as_they_are(language):
    """Born 1950 or later, not 1,950; the revenue beside it keeps its separator."""
    record = buyers(revenue=[5.0], **{"attribute.birth_year": [1960.0], "attribute.postal_code": [310000.0]})
    own = [
        {"name": "VIP", "when": {"attribute.birth_year": {">=": 1950}, "attribute.postal_code": 310000, "revenue": {">=": 1950}}}
    ]
    found = segmentation_own.rules_in_words(rules.fit(record, rules=own), Text(language))["VIP"]

    assert ["≥ 1950", "= 310000", "≥ 1,950"] == re.findall(r"[≥=] [\d,]+", found)
