"""The charts of chapter 05 draw in both widths and languages, in known colours, without a warning."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.charts import evaluation as charts
from analysis.charts import evaluation_effects as forests
from analysis.charts import evaluation_moves as moving
from analysis.charts import evaluation_ruler as ruling
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = float("nan")
ORDER = ("champions", "loyal", "at_risk", "lost", "no_order")
HOSTILE = "<b>Spring & co</b>"
FLOWS = pd.DataFrame(
    [("keep", "keep", 60, True), ("keep", "gone", 4, True), ("gone", "gone", 90, False), ("gone", "keep", 12, False), ("not_yet", "keep", 30, False)],
    columns=["start", "end", "customers", "focus"],
).assign(revenue=1.0, shown=True)  # fmt: skip
RANKS = {"keep": 0, "gone": 1, "not_yet": 2}
FLOWS = FLOWS.assign(start_rank=FLOWS["start"].map(RANKS), end_rank=FLOWS["end"].map(RANKS))
MOVES = pd.DataFrame(
    [("champions", "champions", 60, 0.6), ("champions", "at_risk", 36, 0.36), ("champions", "lost", 4, 0.04), ("at_risk", "at_risk", 20, 1.0), ("(new)", "champions", 40, 1.0)],
    columns=["from_segment", "to_segment", "customers", "share"],
).assign(shown=True)  # fmt: skip
STAYS = pd.DataFrame(
    {
        "segment": ["champions", "lost", "at_risk", "(all)"], "n": [100, 300, 9, 409], "share": [0.6, 0.97, 0.5, 0.8],
        "low": [0.5, 0.9, 0.1, 0.75], "high": [0.7, 0.95, 0.9, 0.79], "reading": ["as_chance", "more_stayed", "", "more_stayed"],
    }
)  # fmt: skip
EFFECTS = pd.DataFrame(
    {
        "campaign": [HOSTILE, HOSTILE, "Summer"], "arm": ["mailing", "mailing", "call"], "outcome": ["ordered", "revenue", "ordered"],
        "n": 2000, "difference": [0.05, 4.2, -0.01], "low": [0.02, -1.0, -0.03], "high": [0.07, 9.4, 0.02],
        "adjusted": [0.04, 4.0, NAN], "adjusted_low": [0.02, 0.0, NAN], "adjusted_high": [0.06, 8.0, NAN],
    }
)  # fmt: skip
PARTS = pd.DataFrame(
    {
        "campaign": HOSTILE, "arm": ["mailing", "call"] * 3, "outcome": "ordered", "n": 200,
        "dimension": ["lifecycle"] * 4 + ["attribute.newbie"] * 2, "segment": ["loyal", "loyal", "(others)", "(others)", "1", "1"],
        "difference": [0.05, 0.0, -0.02, 0.01, 0.03, 0.02], "drawn": 0.02, "drawn_low": -0.01, "drawn_high": 0.05, "whole": 0.02,
    }
)  # fmt: skip
DRIFT = pd.DataFrame(
    [("recency_days", 1.9, "shifted", True), ("revenue", 0.12, "watch", False), ("category_count", 0.0, "stable", False)],
    columns=["feature", "psi", "verdict", "defines"],
)
SPLIT = pd.DataFrame(
    [
        ("champions", 100, 30.0, 40.0, 0.0, 0, 170),
        ("loyal", 130, 20.0, NAN, NAN, 10, 160),
        ("(few)", 220, -50.0, -30.0, 12.0, 0, 152),
    ],
    columns=["segment", "start", "moved", "ruler", "mix", "rest", "end"],
).assign(change=[70, 30, -68], spending=[900.0, -200.0, 0.0])
SPLIT = SPLIT.assign(**{f"{part}_revenue": SPLIT[part] * 21.5 for part in ("moved", "ruler", "mix", "rest", "change")})
CHARTS = {
    "flows": (moving.plot_flows, FLOWS, {"eve": date(2025, 9, 30), "as_of": date(2025, 12, 31), "minimum": 10}),
    "migration": (moving.plot_migration, MOVES, {"order": ORDER, "minimum": 10}),
    "stays": (moving.plot_stays, STAYS, {}),
    "effects": (forests.plot_effects, EFFECTS, {}),
    "effect_segments": (forests.plot_effect_segments, PARTS, {}),
    "segment_split": (ruling.plot_segment_split, SPLIT, {}),
    "drift": (charts.plot_drift, DRIFT, {}),
}


def draw(name, width="full", language="en"):
    plot, table, settings = CHARTS[name]
    return plot(table, text=Text(language), width=width, **settings)


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws(name, width, language, overlapping_labels):
    before = CHARTS[name][1].copy()
    figure = draw(name, width, language)
    svg = figure_svg(figure, figure_id=name, language=language)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert set() == strange_colours(svg)
    assert HOSTILE not in svg
    pd.testing.assert_frame_equal(before, CHARTS[name][1])


def test_a_place_keeps_its_height_on_the_way():
    """Bands that leave a place are together as high as the place; small ones are left out, not squeezed."""
    order = ["keep", "gone", "not_yet"]
    left = moving._stacked(FLOWS.groupby("start")["customers"].sum(), order, 196)
    bands = moving._bands(
        FLOWS, left, moving._stacked(FLOWS.groupby("end")["customers"].sum(), order, 196), order, left["height"].sum() / 196
    )

    assert left.loc["keep", "height"] == pytest.approx(bands.loc[bands["start"] == "keep", "size"].sum())
    assert 4 == len(
        [
            patch
            for patch in draw("flows").axes[0].patches
            if hasattr(patch.get_path(), "codes") and patch.get_path().codes is not None and len(patch.get_path().codes) == 9
        ]
    )


def test_small_moves_are_blank_and_small_starts_are_left_out():
    """Four customers are too few to show; twenty at the start too few for a row."""
    figure = draw("migration")

    assert {"60%", "36%", "100%"} == set(words(figure))
    assert ["1  Champions  n = 100", "Not yet known  n = 40"] == [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_segments_too_small_to_judge_are_not_drawn():
    figure = draw("stays")

    assert ["All customers", "Champions", "Lost"] == [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert np.isclose(0.0, figure.axes[0].get_xlim()[0])


def test_far_drift_leaves_one_limit():
    """The two limits would stand on each other under an index of 1.9."""
    assert "shifted from 0.25" in words(draw("drift"))
    assert "watch from 0.10" not in words(draw("drift"))
    assert "watch from 0.10" in words(charts.plot_drift(DRIFT.iloc[1:], text=Text("en"), width="narrow"))
