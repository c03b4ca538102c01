"""The tables of schemes with other scores and of further value tiers."""

import re

import numpy as np
import pandas as pd

from analysis.segmentations import rfm, value
from analysis.tables import segmentation as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
PEOPLE = pd.DataFrame(
    {"customer_id": ["a", "b", "c", "d"], "state": "buyer", "recency_days": [10.0, 20.0, 30.0, 40.0], "order_count": [2, 1, 2, 1],
     "revenue": [50.0, 30.0, 10.0, 10.0], "lifetime_order_count": [2, 1, 2, 1]}
)  # fmt: skip


def cells(html):
    """The words of every row, first the head."""
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def bands(**settings):
    return rfm.score_bands(rfm.fit(PEOPLE, **settings)).assign(customers=2)


def sizes(method, keys):
    return pd.DataFrame({"method": method, "segment": keys, "customers": 10, "revenue_share": 0.25})


def test_two_scores_are_letters_and_a_reference_belongs_to_high():
    rows = cells(tables.bands_table(bands(scheme="chinese_8"), text=ENGLISH))

    assert ["H", "≤ 25", "2", "2+", "2", "£25.00 and more", "2"] == rows[1]
    assert ["L", "26+", "2", "≤ 1", "2", "below £25.00", "2"] == rows[2]


def test_three_scores_by_days():
    rows = cells(
        tables.bands_table(
            bands(scheme="klaviyo_6", cuts={"recency": [15, 35], "frequency": [1, 2], "monetary": [10, 50]}), text=ENGLISH
        )
    )

    assert ["3", "≤ 15", "2", "2+", "2", "£50.00 and more", "2"] == rows[1]
    assert ["2", "16–35", "2", "1", "2", "below £50.00", "2"] == rows[2]
    assert ["1", "36+", "2", "0", "2", "below £10.00", "2"] == rows[3]


def test_mean_spend_is_called_so():
    head = cells(tables.bands_table(bands(scheme="pymc_quartiles"), text=ENGLISH))[0]

    assert "Revenue per order in the window" in head
    assert "Revenue in the window" not in head


def test_boxes_are_defined_by_letters():
    rule = rfm.describe(rfm.fit(PEOPLE, scheme="chinese_8"))
    html = tables.rfm_table(rule, sizes("rfm", ["important_value", "general_win_back", "no_order"]), None, text=ENGLISH)

    assert ["HHH", "LLL", ""] == [row[-1] for row in cells(html)[1:]]
    assert "var(--c-champions)" in html


def test_percentile_tiers_begin_at_money_and_are_shares_of_payers():
    definition = value.fit(PEOPLE.assign(revenue=[1000.0, 100.0, 10.0, np.nextafter(0, 1)]), scheme="percentile")
    html = tables.value_table(value.describe(definition), sizes("value", list(definition["segment"])), None, text=ENGLISH)
    rows = {row[0]: row for row in cells(html)[1:]}

    assert "£1,000.00 and more" in rows["Top 1%"]
    assert "1.0% of payers" in rows["Top 1%"]
    assert "50% of payers" in rows["Next 25%"]
    assert "the rest" in rows["Lower half"]


def test_high_value_is_a_share_of_revenue():
    definition = value.fit(PEOPLE, scheme="pareto_80")
    html = tables.value_table(value.describe(definition), sizes("value", list(definition["segment"])), None, text=ENGLISH)

    assert "80% of revenue" in cells(html)[1]
