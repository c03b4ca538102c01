"""The rules of NES, activity, engagement and AIPL as the reader sees them."""

import re

import numpy as np
import pandas as pd

from analysis.segmentations import activity, aipl, engagement, nes
from analysis.tables import segmentation_engagement as tables
from analysis.text import Text
from tests.segmentations.test_activity import buyer as active
from tests.segmentations.test_aipl import customer
from tests.segmentations.test_engagement import record
from tests.segmentations.test_nes import buyer

ENGLISH = Text("en", "GBP")


def cells(html):
    """The words of every row by its first cell."""
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL) for row in re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)]
    rows = [[re.sub(r"<[^>]+>", "", cell).replace("&gt;", ">").replace("&lt;", "<") for cell in row] for row in rows]
    return {row[0]: row[1:] for row in rows}


def sizes(method, keys):
    return pd.DataFrame({"method": method, "segment": list(keys), "customers": 50, "revenue_share": 0.25})


def test_tiers_are_cycles_and_days():
    rule = nes.describe(nes.fit(buyer(1.0), cycle_days=30))
    shown = cells(tables.nes_table(rule, sizes("nes", nes.SEGMENTS), None, text=ENGLISH))

    assert ["≤ 1", "≤ 30", "1", "50", "25%"] == shown["N: new, one order"]
    assert ["> 1–2", "31–60", "1+", "50", "25%"] == shown["S1: drowsy"]
    assert ["> 3", "91+", "1+"] == shown["S3: asleep"][:3]
    assert ["", "", ""] == shown["No order yet"][:3]


def test_activity_shows_what_its_scheme_asks():
    def shown(scheme):
        rule = activity.describe(activity.fit(active(), scheme=scheme))
        return cells(tables.activity_table(rule, sizes("activity", activity.SCHEMES[scheme]), None, text=ENGLISH))

    days, odds, halves = shown("fixed_days"), shown("amperity"), shown("nlr")
    assert ["≤ 90", "≤ 90, after a silence of over 90", "91–365", "366+"] == [
        days[name][0] for name in ("New by days", "Returning", "Sleeping", "Lost by rule")
    ]
    assert [["> 60%", "≤ 60"], ["50%–60%", "61–120"], ["20%–35%", "181–240"], ["< 20%", "241+"]] == [
        odds[name][:2] for name in ("Active", "Cooling down", "Highly at risk", "Lost by rule")
    ]
    assert ["50", "25%"] == halves["Spent in both halves"]


def test_engagement_shows_days_and_browsing():
    table = record(recency_days=[5.0])
    rule = engagement.describe(engagement.fit(table))
    shown = cells(tables.engagement_table(rule, sizes("engagement.state", rule["segment"]), None, text=ENGLISH))

    assert ["31–90", ""] == shown["Cooling off online"][:2]
    assert (
        "browsed on 1 or more of the last 30 days; no order for more than 90 days, or never" == shown["Browsing without buying"][1]
    )
    rule, lens = engagement.describe(engagement.fit(table, by="frequency", usage_limits=(1, 4))), "engagement.frequency"
    used = cells(tables.engagement_table(rule, sizes(lens, rule["segment"]), None, text=ENGLISH, lens=lens))
    assert ["5+", "2–4", "1", "0"] == [used[name][0] for name in ("Heavy use", "Medium use", "Light use", "No use in 90 days")]
    rule, lens = engagement.describe(engagement.fit(table, by="category", minimum_customers=1)), "engagement.category"
    assert ["50", "25%"] == cells(tables.engagement_table(rule, sizes(lens, rule["segment"]), None, text=ENGLISH, lens=lens))[
        "Books"
    ]


def test_stages_say_what_leads_there():
    rule = aipl.describe(aipl.fit(customer(), interest_kinds=("search", "cart"), interest_events=2))
    shown = cells(tables.aipl_table(rule, sizes("aipl", aipl.SEGMENTS), None, text=ENGLISH))

    assert ["2 or more of: search, cart", "90"] == shown["I: interested"][:2]
    assert ["2 orders or more; or an order with a positive review or one of: share", "365"] == shown["L: loyal"][:2]
    assert ["none of these", ""] == shown["No recent contact"][:2]


def test_limits_of_categories_are_escaped_and_in_order():
    limits = pd.DataFrame(
        [("<b>Tea</b>", 20.0, 60.0, 1200, 900), ("Sofas", 300.0, np.nan, 300, 150)],
        columns=["key", "first_cut_days", "second_cut_days", "gaps", "closed_gaps"],
    )
    html = tables.category_limits_table(limits, text=ENGLISH)

    assert "<b>" not in html
    assert ["300", "–", "300", "150"] == cells(html)["Sofas"]
