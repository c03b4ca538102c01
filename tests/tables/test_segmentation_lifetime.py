"""The tables about lifetimes."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.segmentations import clv
from analysis.tables import segmentation_lifetime as tables
from analysis.tables.html import Muted
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NAN = np.nan


def cells(html):
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def test_each_condition_with_its_limit_and_what_stands_in_its_place():
    gates = pd.DataFrame(
        [("repeaters", 1139.0, 100.0, NAN, "pass", ""), ("regular_cycle", 0.05, 0.2, NAN, "fail", "own_cycle"), ("holdout", 0.892, 0.7, 1.3, "pass", ""),
         ("contract", 0.0, NAN, 0.0, "pass", ""), ("value_tail", NAN, 1.0, NAN, "untested", "")],
        columns=["gate", "value", "low", "high", "verdict", "fallback"],
    )  # fmt: skip
    shown = cells(tables.gates_table(gates, text=ENGLISH))[1:]

    assert ["Repeat buyers", "1,139", "≥ 100", "passed", ""] == shown[0]
    assert ["0.05", "≥ 0.20", "not passed"] == shown[1][1:4]
    assert "each customer’s own interval" in shown[1][4]
    assert ["89%", "70%–130%"] == shown[2][1:3]
    assert ["0", "≤ 0"] == shown[3][1:3]
    assert ["–", "≥ 1.00", "not tested"] == shown[4][1:4]


@pytest.mark.parametrize(("language", "instead"), [("en", "Instead"), ("zh", "替代做法")])
def test_where_every_condition_holds_nothing_stands_instead(language, instead):
    """One condition passed: four columns; one more that fails brings the fifth."""
    columns = ["gate", "value", "low", "high", "verdict", "fallback"]
    held, failed = ("repeaters", 1139.0, 100.0, NAN, "pass", ""), ("regular_cycle", 0.05, 0.2, NAN, "fail", "own_cycle")
    alone, both = (
        cells(tables.gates_table(pd.DataFrame(rows, columns=columns), text=Text(language))) for rows in ([held], [held, failed])
    )

    assert [4, 4] == [len(row) for row in alone]
    assert instead not in alone[0]
    assert instead == both[0][4]


def test_the_model_beside_the_simple_rules():
    holdout = pd.DataFrame(
        [("model", 1679.1, 0.892, 0.794, 60795.0, 0.857, 30.68, 0.425, 0.663), ("past_spend", NAN, NAN, NAN, 173116.0, 2.439, 61.65, 0.393, 0.663)],
        columns=["predictor", "predicted_orders", "orders_ratio", "orders_error", "predicted_value", "value_ratio", "value_error", "rank_correlation", "capture"],
    )  # fmt: skip
    shown = cells(tables.holdout_table(holdout, text=ENGLISH))[1:]

    assert ["Model, as used here", "1,679", "89%", "0.79", "£60.8k", "86%", "£31", "0.43", "66%"] == shown[0]
    assert ["Past spend continues", "–", "–", "–", "£173k", "244%", "£62", "0.39", "66%"] == shown[1]


def test_the_limits_of_the_tiers():
    record = pd.DataFrame({"customer_id": [f"c{i}" for i in range(200)], "state": "buyer", "lifetime.clv": np.arange(1.0, 201.0)})
    heads, rows = tables.clv_rules(clv.describe(clv.fit(record)), text=ENGLISH)

    assert ["Predicted value", "Limit at"] == [head.text for head in heads]
    assert ["£199.00 and more", Muted("1.0% of customers")] == rows["clv_platinum"]
    assert ["under £101.00", Muted("the rest")] == rows["clv_low"]
    assert [Muted(""), Muted("")] == rows["clv_unknown"]
