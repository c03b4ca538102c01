"""The tables of chapter 04 about money and proof."""

import re

import numpy as np
import pandas as pd

from analysis.tables import strategy_money as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
TITLES = {"letter": "<b>A letter</b>"}
NAN = np.nan


def cells(html):
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def test_the_allocation_adds_up():
    table = pd.DataFrame(
        {
            "play": "letter", "method": "lifecycle", "segment": ["loyal", "dormant"], "contacts": [100.0, 50.0], "cost": [200.0, 100.0],
            "minutes": [300.0, 0.0], "extra_base": [5.0, 2.5], "margin_base": [50.0, 75.0], "margin_low": [-10.0, 20.0],
            "margin_high": [110.0, 130.0], "evidence": ["tested", "sourced"],
        }
    )  # fmt: skip
    html = tables.allocation_table(table, text=ENGLISH, titles=TITLES)

    assert "<b>" not in html
    assert [
        "Dormant",
        "&lt;b&gt;A letter&lt;/b&gt;",
        "50",
        "£100",
        "0",
        "2.5",
        "£75",
        "£20 to £130",
        "Effect from a source",
    ] == cells(html)[1]
    assert ["Together", "", "150", "£300", "300", "7.5", "£125", "£10 to £240", ""] == cells(html)[3]


def test_effects_stand_per_hundred_with_their_ranges():
    table = pd.DataFrame(
        [("letter", "(all)", "(all)", 900, 300, NAN, 0.05, 0.03, 0.07, 0.03, 0.05, 0.07), ("letter", "lifecycle", "loyal", 90, 30, 0.02, -0.01, -0.1, 0.08, 0.01, 0.03, 0.05)],
        columns=["play", "method", "segment", "n", "control_n", "prior_base", "own", "own_low", "own_high", "low", "base", "high"],
    )  # fmt: skip
    rows = cells(tables.effects_table(table, text=ENGLISH, titles=TITLES))

    assert ["All contacted", "900", "300", "–", "5.0", "3.0 to 7.0", "5.0", "3.0 to 7.0"] == rows[1][1:]
    assert ["Loyal", "90", "30", "2.0", "−1.0", "−10.0 to 8.0", "3.0", "1.0 to 5.0"] == rows[2][1:]


def test_targets_are_shown_in_the_unit_of_their_figure():
    table = pd.DataFrame(
        [("lifecycle", "loyal", "retention", 0.5, 400, 0.54, 0.5, 0.58, "evidence"), ("(all)", "(all)", "revenue", 1000.0, 40, 1200.0, NAN, NAN, "given")],
        columns=["method", "segment", "kpi", "baseline", "n", "target", "low", "high", "source"],
    )  # fmt: skip
    rows = cells(tables.targets_table(table, text=ENGLISH))

    assert ["Loyal", "50%", "400", "54%", "50% to 58%", "Tested effect"] == [rows[1][i] for i in (0, 2, 3, 4, 5, 6)]
    assert ["All customers", "£1,000", "40", "£1,200", "–", "Set by the client"] == [rows[2][i] for i in (0, 2, 3, 4, 5, 6)]
