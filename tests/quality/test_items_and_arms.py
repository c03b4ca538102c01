"""Survey items and campaign arms, from answers one can count."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.quality import arm_overview, item_overview


def test_yes_and_no_are_a_share_with_wilsons_interval():
    """40 of 100 say yes: .400, .309 to .498 (Wilson 1927; the textbook's example)."""
    answers = pd.DataFrame({"liked": [1.0] * 40 + [0.0] * 60 + [np.nan] * 20})
    row = item_overview(answers, {"liked": ("attitude", None)}).iloc[0]

    assert ("share", 120, 100, 0.4) == tuple(row[["measure", "respondents", "answered", "value"]])
    assert (pytest.approx(0.3094, abs=5e-5), pytest.approx(0.4980, abs=5e-5)) == (row["low"], row["high"])


def test_a_scale_is_a_mean_with_students_interval():
    scores = [1.0, 2.0, 3.0, 4.0, 5.0] * 10
    row = item_overview(pd.DataFrame({"ease": scores}), {"ease": ("satisfaction", (1, 5))}).iloc[0]
    low, high = stats.t.interval(0.95, 49, loc=3.0, scale=np.std(scores, ddof=1) / np.sqrt(50))

    assert ("mean", 3.0, 1, 5) == tuple(row[["measure", "value", "scale_low", "scale_high"]])
    assert (pytest.approx(low), pytest.approx(high)) == (row["low"], row["high"])


def test_nine_answers_and_free_text_give_no_row():
    answers = pd.DataFrame({"few": [1.0] * 9 + [np.nan] * 5, "why": "because"})

    assert item_overview(answers, {"few": ("need", None), "why": ("free_text", None)}).empty


def test_arms_with_their_size_and_the_means_of_the_outcomes():
    contacts = pd.DataFrame({"arm": ["control"] * 10 + ["mailing"] * 30, "bought": [0.0] * 9 + [1.0] + [1.0] * 15 + [0.0] * 15})
    table = arm_overview(contacts, ["bought"]).set_index(["arm", "outcome"])

    assert (10, 0.25) == tuple(table.loc[("control", ""), ["n", "share"]])
    assert (0.1, 0.5) == (table.loc[("control", "bought"), "value"], table.loc[("mailing", "bought"), "value"])
    assert ["(all)"] == table["campaign"].unique().tolist()


def test_an_arm_of_nine_shows_its_size_only():
    contacts = pd.DataFrame({"arm": ["control"] * 9, "bought": 1.0})

    assert [""] == arm_overview(contacts, ["bought"])["outcome"].tolist()
