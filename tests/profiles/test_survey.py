"""Satisfaction and net promoter score by segment."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.profiles.survey import survey_scores

ITEMS = {"satisfaction": "happy", "nps": "recommend"}
END = pd.Timestamp("2025-12-31")


def answers(**columns: list) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], **columns})


def row(table: pd.DataFrame, segment: str, measure: str) -> pd.Series:
    return table.set_index(["segment", "measure"]).loc[(segment, measure)]


def test_the_score_is_promoters_less_detractors(make_segments):
    """Six of ten say 9 or 10, one says 6 or less: 60 - 10 = 50 points; variance (.7 - .25) / 10 of the share."""
    said = answers(happy=[4.0] * 10, recommend=[10, 9, 9, 10, 10, 9, 8, 7, 8, 0])

    nps = row(survey_scores(said, make_segments("rfm", loyal=10), method="rfm", items=ITEMS, as_of=END), "loyal", "nps")

    half = 100 * stats.norm.ppf(0.975) * np.sqrt((0.7 - 0.25) / 10)
    assert (10, 50.0) == (nps["n"], nps["value"])
    assert (pytest.approx(50 - half), pytest.approx(50 + half)) == (nps["low"], nps["high"])


def test_the_mean_has_students_interval(make_segments):
    said = answers(happy=[1.0, 2, 3, 4, 5, 1, 2, 3, 4, 5])

    table = survey_scores(said, make_segments("rfm", loyal=10), method="rfm", items={"satisfaction": "happy"}, as_of=END)

    low, high = stats.t.interval(0.95, 9, loc=3, scale=stats.sem(said["happy"]))
    found = row(table, "loyal", "satisfaction")
    assert (3.0, pytest.approx(low), pytest.approx(high)) == tuple(found[["value", "low", "high"]])


def test_a_segment_is_held_against_the_other_respondents(make_segments):
    """Ten fours against twenty twos and threes: the difference is 1.5, far beyond chance."""
    said = answers(happy=[4.0, 5.0, 3.0, 4.0, 4.0] * 2 + [2.0, 3.0] * 10)

    table = survey_scores(said, make_segments("rfm", loyal=10, new=20), method="rfm", items={"satisfaction": "happy"}, as_of=END)

    loyal = row(table, "loyal", "satisfaction")
    welch = stats.ttest_ind(said["happy"][:10], said["happy"][10:], equal_var=False)
    assert 1.5 == pytest.approx(loyal["difference"])
    assert pytest.approx(welch.pvalue) == loyal["p_adjusted"]
    assert loyal["difference_low"] > 0


def test_below_the_minimum_nothing_but_n_is_shown(make_segments):
    said = answers(happy=[3.0] * 9 + [4.0] * 20)

    table = survey_scores(said, make_segments("rfm", loyal=9, new=20), method="rfm", items={"satisfaction": "happy"}, as_of=END)

    small = row(table, "loyal", "satisfaction")
    assert 9 == small["n"]
    assert small[["value", "low", "high", "difference", "p_adjusted"]].isna().all()
    assert 4.0 == row(table, "new", "satisfaction")["value"]


def test_the_latest_answer_counts_and_later_ones_are_unknown(make_segments):
    """c0 said 1, then 5; what he said after the end of the period is not known yet."""
    said = pd.DataFrame(
        {
            "customer_id": ["c0", "c0", "c0", None, "stranger"],
            "answered_at": pd.to_datetime(["2025-01-01", "2025-06-01", "2026-01-01", "2025-01-01", "2025-01-01"]),
            "happy": [1.0, 5.0, 2.0, 2.0, 2.0],
        }
    )

    table = survey_scores(said, make_segments("rfm", loyal=1), method="rfm", items={"satisfaction": "happy"}, as_of=END, minimum=1)

    assert (1, 5.0) == tuple(row(table, "loyal", "satisfaction")[["n", "value"]])


def test_without_answers_the_table_is_empty(make_segments):
    segments = make_segments("rfm", loyal=10)

    assert survey_scores(None, segments, method="rfm", items=ITEMS, as_of=END).empty
    assert survey_scores(answers(happy=[1.0]), segments, method="rfm", items={}, as_of=END).empty


def test_a_yes_or_no_is_a_share_with_wilsons_interval(make_segments):
    """Six of ten are satisfied; of the others two of ten."""
    said = answers(happy=[1.0] * 6 + [0.0] * 4 + [1.0] * 2 + [0.0] * 8)

    table = survey_scores(said, make_segments("rfm", loyal=10, new=10), method="rfm", items={"satisfied": "happy"}, as_of=END)

    wilson = stats.binomtest(6, 10).proportion_ci(0.95, method="wilson")
    loyal = row(table, "loyal", "satisfied")
    assert (10, 0.6, pytest.approx(wilson.low), pytest.approx(wilson.high)) == tuple(loyal[["n", "value", "low", "high"]])
    assert (pytest.approx(0.4), 0.4) == (loyal["difference"], row(table, "(all)", "satisfied")["value"])


def test_a_survey_that_nobody_had_answered_yet_has_no_scores(make_segments):
    said = answers(happy=[3.0] * 20, answered_at=[pd.Timestamp("2026-02-01")] * 20)

    table = survey_scores(said, make_segments("rfm", loyal=20), method="rfm", items={"satisfaction": "happy"}, as_of=END)

    assert table.empty
