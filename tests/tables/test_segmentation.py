"""The tables of chapter 02."""

import re

import numpy as np
import pandas as pd

from analysis.segmentations import lifecycle, rfm, value
from analysis.segmentations.lenses import told_once
from analysis.tables import segmentation as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
NAN = np.nan
HOSTILE = "<b>Lost & found</b>"


def cells(html):
    """The words of every row, first the head."""
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def sizes(method, **customers):
    return pd.DataFrame(
        {"method": method, "segment": list(customers), "customers": list(customers.values()), "revenue_share": 0.25}
    )


def test_rfm_is_defined_by_codes_and_judged_by_what_came_after():
    """Eight customers are too few to show; nine at the start too few for a rate."""
    rule = pd.DataFrame({"segment": ["champions", "lost", HOSTILE], "code_list": ["555 554", "111", "112"]})
    held = sizes("rfm", **{"champions": 20, "lost": NAN, HOSTILE: 30})
    later = pd.DataFrame(
        {"method": "rfm", "segment": ["champions", "lost", HOSTILE], "share": [0.6, NAN, 0.1], "n": [100.0, NAN, 50.0]}
    )
    html = tables.rfm_table(rule, held, later, text=ENGLISH)

    assert ["Champions", "20", "25%", "60%", "100", "555 554"] == cells(html)[1]
    assert ["Lost", "–", "25%", "–", "–", "111"] == cells(html)[2]
    assert "<b>" not in html


def test_stages_are_defined_by_days_and_orders():
    rule = pd.DataFrame([{"level": "client", "first_cut_days": 90.0, "second_cut_days": 200.0, "personal_gaps": 3, "mean_gap_days": 30.0,
                          "loyal_orders": 4, "new_days": 60.0}])  # fmt: skip
    keys = ("loyal", "developing", "new", "won_back", "dormant", "churned", "prospect")
    html = tables.lifecycle_table(lifecycle.describe(rule), sizes("lifecycle", **dict.fromkeys(keys, 50)), None, text=ENGLISH)
    rows = {row[0]: row[1:3] for row in cells(html)[1:]}

    assert ["≤ 90", "4+"] == rows["Loyal"]
    assert ["≤ 90; first order ≤ 60", "1"] == rows["New"]
    assert ["≤ 90, after a silence of over 200", "2+"] == rows["Won back"]
    assert ["91–200", ""] == rows["Dormant"]
    assert ["201+", ""] == rows["Churned"]
    assert ["", ""] == rows["Prospect"]


def test_tiers_begin_at_money():
    rule = pd.DataFrame(
        {"scheme": "abc", "segment": ["a", "b", "c", "none"], "share": [0.8, 0.95, 1.0, NAN], "limit": [922.36, 303.65, 0.0, NAN]}
    )
    html = tables.value_table(value.describe(rule), sizes("value", a=10, b=20, c=30, none=40, no_order=50), None, text=ENGLISH)

    assert [
        ["A", "£922.36 and more", "80% of revenue"],
        ["B", "£303.65 and more", "95% of revenue"],
        ["C", "above 0", "the rest"],
        ["No revenue left", "0 or less", ""],
        ["No order yet", "", ""],
    ] == [row[:3] for row in cells(html)[1:]]


def test_limits_behind_the_scores_name_the_band_that_ties_have_emptied():
    people = pd.DataFrame(
        {"customer_id": [f"c{i}" for i in range(10)], "state": "buyer", "recency_days": np.arange(10.0) * 10,
         "order_count": [1.0] * 4 + [2.0, 2.0, 3.0, 3.0, 6.0, 9.0], "revenue": np.arange(1.0, 11.0), "lifetime_order_count": 2.0}
    )  # fmt: skip
    bands = rfm.score_bands(rfm.fit(people)).assign(customers=2)
    rows = cells(tables.bands_table(bands, text=ENGLISH))

    assert ["5", "≤ 10", "2", "4+", "2", "above £8.00", "2"] == rows[1]
    assert "nobody" in rows[4]
    assert ["1", "71+", "2", "≤ 1", "2", "up to £2.00", "2"] == rows[5]


def test_the_lens_that_tells_most_stands_first_and_the_unworkable_are_grey():
    lenses = pd.DataFrame(
        [("value", 4, 0.1, 0.08, 0.12, 0.001, 0.8, 0.02, True), ("rfm", 11, 0.2, 0.18, 0.22, 0.003, 0.5, 0.004, False)],
        columns=["method", "segments", "separation", "low", "high", "chance", "stability", "smallest_share", "able"],
    )
    html = tables.lens_table(lenses, text=ENGLISH)

    assert ["Recency, frequency, money", "11", "20.0%", "18.0% to 22.0%", "0.3%", "50%", "0.4%"] == cells(html)[1]
    assert 1 == html.count('<th scope="row" class="muted">')


def test_the_reconciliation_shows_the_difference():
    sums = pd.DataFrame(
        [
            ("rfm", "segments", "count", 10, 9),
            ("rfm", "segment_money", "money", 100.0, 90.5),
            ("value", "segments", "count", 10, 10),
            ("lifecycle", "segments", "count", 10, 10),
        ],
        columns=["method", "what", "unit", "files", "report"],
    )
    shown = cells(tables.reconciliation_table(told_once(sums), text=ENGLISH))

    assert ["Customers in the segments", "all 2 lenses", "10", "10", "0"] == shown[1]
    assert ["Recency, frequency, money", "10", "9", "−1"] == shown[2][1:]
    assert ["£100.00", "£90.50", "−£9.50"] == shown[3][2:]
