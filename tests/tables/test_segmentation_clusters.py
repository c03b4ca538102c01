"""The tables of natural groups."""

import re

import numpy as np
import pandas as pd

from analysis.segmentations.cluster_tables import stacked
from analysis.tables import segmentation_clusters as tables
from analysis.text import Text

ENGLISH = Text("en", "GBP")
RULES = pd.DataFrame(
    [
        ("cluster_1", 1, "recency_days", np.nan, 60.0, 50, 0.94),
        ("cluster_1", 1, "lifetime_order_count", 3.5, np.nan, 50, 0.94),
        ("cluster_2", 2, "discount_share", 0.055, 0.2, 9, 0.5),
    ],
    columns=["segment", "rule", "feature", "low", "high", "customers", "share"],
)
DEFINITION = stacked(
    {
        "segment": pd.DataFrame({"segment": ["cluster_1", "cluster_2"], "customers": [60, 40]}),
        "choice": pd.DataFrame(
            {"k": [3, 4], "silhouette": [0.3, 0.1], "stability": [0.98, 0.5], "stability_low": [0.9, 0.4], "smallest_share": [0.2, 0.1],
             "chosen": [1, 0], "verdict": ["chosen", "no_gaps unstable"]}
        ),
        "rule": RULES,
    }
)  # fmt: skip


def cells(html):
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)] for row in rows]


def test_every_number_of_groups_has_its_reason():
    rows = cells(tables.choice_table(DEFINITION, text=ENGLISH))

    assert ["3", "0.30", "0.98", "0.90", "20%", "taken"] == rows[1]
    assert "groups run into one another; not stable" == rows[2][-1]


def test_rules_are_limits_in_words_and_small_leaves_keep_their_numbers():
    """Nine customers are fewer than ten."""
    rows = cells(tables.rules_table(DEFINITION, text=ENGLISH, minimum=10))

    assert ["Group 1", "Days since the last order ≤ 60; Orders ever &gt; 3.5", "50", "94%"] == rows[1]
    assert ["Group 2", "5.5% &lt; Discount, share of list price ≤ 20.0%", "–", "–"] == rows[2]


def test_the_definition_shows_the_largest_rule():
    rule = pd.DataFrame({"segment": ["cluster_1", "cluster_2"]})
    sizes = pd.DataFrame(
        {"method": "clusters", "segment": ["cluster_1", "cluster_2"], "customers": [60, 40], "revenue_share": [0.8, 0.2]}
    )
    rows = cells(tables.clusters_table(rule, DEFINITION, sizes, None, text=ENGLISH))

    assert ["Group 1", "60", "80%", "Days since the last order ≤ 60; Orders ever &gt; 3.5"] == rows[1]


def test_limits_of_years_are_written_as_years():
    """A tree on the year of birth: 1950, not 1,950; an average order of 1,950 keeps its separator."""
    rules = RULES.assign(
        feature=["attribute.birth_year", "lifetime_revenue", "discount_share"],
        low=[1950.0, 1950.0, 0.055],
        high=[np.nan, np.nan, 0.2],
    )
    leaf = tables._limits(rules.iloc[:2], ENGLISH)

    assert "birth year > 1950; Revenue ever > £1,950" == leaf


def test_a_refit_names_what_each_segment_continues():
    match = pd.DataFrame(
        {"segment": ["cluster_1", "cluster_2", "cluster_3"], "key": ["cluster_2", "cluster_3", "cluster_1"], "previous": ["cluster_2", "", "cluster_1"],
         "customers": [50, 40, 5], "shared": [40, 0, 5]}
    )  # fmt: skip
    rows = cells(tables.refit_table(match, text=ENGLISH, minimum=10))

    assert ["Group 2", "Group 2", "50", "80%"] == rows[1]
    assert ["Group 3", "none of the earlier ones", "40", "–"] == rows[2]
    assert ["Group 1", "Group 1", "–", "–"] == rows[3]
