"""The tables of chapter 05."""

import re

import pandas as pd
import pytest

from analysis.tables import evaluation as tables
from analysis.tables import evaluation_effects as effects
from analysis.text import Decision, Message, Text, raw

ENGLISH = Text("en", "GBP")
NAN = float("nan")
HOSTILE = "<b>Spring & co</b>"


def cells(html):
    """The words of every row, first the head."""
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def test_who_stayed_stands_beside_chance_and_small_segments_are_not_read():
    stayed = pd.DataFrame(
        {
            "segment": ["champions", "cant_lose", "(all)"], "n": [100, 9, 109], "share": [0.74, 0.3, 0.7], "expected": [0.76, 0.3, 0.65],
            "low": [0.74, 0.1, 0.62], "high": [0.78, 0.5, 0.68], "then": [NAN, NAN, NAN], "reading": ["as_chance", "", "more_stayed"],
        }
    )  # fmt: skip
    held = cells(tables.stays_table(stayed, text=ENGLISH))

    assert ["Champions", "100", "74.0%", "76.0%", "74.0% to 78.0%", "as chance"] == held[1]
    assert ["Can’t Lose", "9", "–", "–", "–", "too few"] == held[2]
    assert ["All customers", "109", "70.0%", "65.0%", "62.0% to 68.0%", "more stayed"] == held[3]
    assert "Period before" in cells(tables.stays_table(stayed.assign(then=0.7), text=ENGLISH))[0]


def test_a_move_beyond_chance_shows_its_surplus_or_shortfall():
    outside = pd.DataFrame(
        {
            "from_segment": ["at_risk"], "to_segment": ["champions"], "customers": [18], "expected_customers": [61.3], "excess": [-43.3],
            "n": [304], "expected_low": [0.17], "expected_high": [0.23], "revenue": [26100.0],
        }
    )  # fmt: skip

    assert ["At Risk", "Champions", "18", "61", "52 to 70", "−43", "£26.1k"] == cells(tables.beyond_table(outside, text=ENGLISH))[1]


def test_groups_are_escaped_and_small_ones_are_not_told():
    rows = [(HOSTILE, "mailing", 0.136, 42.0, 2237), (HOSTILE, "call", 0.111, 5.0, 9), (HOSTILE, "control", 0.088, 26.0, 958)]
    html = effects.arms_table(pd.DataFrame(rows, columns=["campaign", "arm", "ordered", "revenue", "n"]), text=ENGLISH)

    assert "<b>" not in html
    assert ["mailing", "2,237", "13.6%", "£42.00"] == cells(html)[1][1:]
    assert ["call", "under 30", "–", "–"] == cells(html)[2][1:]
    assert ["held out", "958", "8.8%", "£26.00"] == cells(html)[3][1:]


def test_an_effect_stands_as_difference_and_ratio():
    row = {
        "campaign": HOSTILE, "arm": "mailing", "outcome": "ordered", "n": 2237, "value": 0.136, "control_value": 0.088, "difference": 0.048,
        "low": 0.025, "high": 0.071, "ratio": 1.55, "ratio_low": 1.25, "ratio_high": 1.98, "adjusted": NAN, "adjusted_low": NAN,
        "adjusted_high": NAN, "p_adjusted": 0.001, "detectable": 0.033,
    }  # fmt: skip
    found = cells(effects.effects_table(pd.DataFrame([row]), text=ENGLISH))

    assert ["Ordered", "13.6%", "8.8%", "+4.8 pts", "2.5 to 7.1", "1.55", "1.25 to 1.98", "yes", "3.3 pts"] == found[1][1:]
    assert "More exactly" not in found[0]


def test_steps_are_a_numbered_list_and_escaped():
    html = tables.steps_list(
        [Decision(Message("Repeat “{campaign}”", campaign=raw(HOSTILE)), Message("It paid."), 0.0)], text=ENGLISH
    )

    assert "<li><b>Repeat “&lt;b&gt;Spring &amp; co&lt;/b&gt;”</b><small>It paid.</small></li>" in html


@pytest.mark.parametrize(("unit", "shown"), [("money", ["£10.00", "£12.50", "£2.50"]), ("count", ["10", "12", "2"])])
def test_the_difference_of_two_counts_is_shown(unit, shown):
    sums = pd.DataFrame({"what": ["change"], "unit": [unit], "once": [10.0], "again": [12.5 if unit == "money" else 12]})

    assert ["Change in revenue, and its parts", *shown] == cells(tables.reconciliation_table(sums, text=ENGLISH))[1]
