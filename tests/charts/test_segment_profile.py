"""The charts of chapter 03 draw in both widths and languages, in known colours, without a warning."""

import re

import numpy as np
import pandas as pd
import pytest

from analysis.charts import segment_profile as charts
from analysis.charts import segment_profile_facts as facts
from analysis.charts import segment_profile_panels as panels
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = np.nan
SIX = ["champions", "potential_loyalist", "need_attention", "about_to_sleep", "cant_lose", "hibernating"]
LEVELS = [("age", "18–24"), ("age", "65+"), ("city", "Newcastle upon Tyne & <Gateshead>"), ("city", "(other)"), ("weekday", "7")]
CELLS = pd.DataFrame(
    [
        (trait, level, segment, 0.25, NAN if (i + j) % 7 == 0 else 20.0 + 60 * i * j, (i + j) % 2 == 0)
        for i, (trait, level) in enumerate(LEVELS)
        for j, segment in enumerate(SIX)
    ],
    columns=["trait", "level", "segment", "base_share", "index", "certain"],
)
TRAITS = ("recency_days", "order_count", "average_order", "revenue")
PROFILE = pd.DataFrame(
    [(s, t, NAN if (i, j) == (0, 0) else 10.0**j * 0.3 * i, 40.0) for i, s in enumerate(SIX) for j, t in enumerate(TRAITS)],
    columns=["segment", "trait", "median", "base_median"],
)
SCORES = pd.DataFrame(
    [(s, m, 30 + i, 3.0 + i / 9, 2.8 + i / 9, 3.3 + i / 9) for m in ("satisfaction", "nps") for i, s in enumerate(["(all)", *SIX])],
    columns=["segment", "measure", "n", "value", "low", "high"],
)
SCORES.loc[SCORES["segment"] == "cant_lose", ["value", "low", "high"]] = NAN
VALUE = ["a", "b", "c", "none"]
FACTS = pd.DataFrame(
    [
        (s, m, 40, 0.1 * (i + 1), 0.1 * i + 0.05, 0.1 * i + 0.2, NAN if m == "revenue_share" else 0.3)
        for m in ("customer_share", "revenue_share", "revenue_per_customer", "returned", "nps")
        for i, s in enumerate(SIX)
    ],
    columns=["segment", "measure", "n", "value", "low", "high", "base"],
)
FACTS.loc[(FACTS["segment"] == "cant_lose") & (FACTS["measure"] == "returned"), ["value", "low", "high"]] = NAN
OVERLAP = CELLS.assign(
    trait=CELLS["trait"].replace({"city": "value", "weekday": "demographic.sex"}), share=CELLS["index"].div(1000).to_numpy()
)
CHARTS = {
    "segment_index": (charts.plot_segment_index, CELLS, SIX, {}),
    "order_habits": (charts.plot_order_habits, CELLS.replace(dict(zip(SIX, VALUE, strict=False))), VALUE, {}),
    "numeric_profile": (panels.plot_numeric_profile, PROFILE, SIX, {"hollow": ["revenue"]}),
    "numeric_profile_of_three": (panels.plot_numeric_profile, PROFILE, SIX[:3], {}),
    "segment_facts": (facts.plot_segment_facts, FACTS, SIX, {"hollow": ["revenue_share"]}),
    "segment_overlap": (charts.plot_segment_overlap, OVERLAP, SIX, {}),
    "survey_scores": (panels.plot_survey_scores, SCORES, SIX, {}),
    "survey_scores_of_one_measure": (panels.plot_survey_scores, SCORES[SCORES["measure"] == "nps"], [*SIX, "lost"], {}),
}


def texts(svg: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.DOTALL)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws_at_its_width_in_known_colours(name, width, language, overlapping_labels):
    """Exactly as wide as the column, every colour with a dark value."""
    plot, table, segments, settings = CHARTS[name]

    figure = plot(table, text=Text(language, "GBP"), width=width, segments=segments, **settings)
    svg = figure_svg(figure, figure_id=f"{name}-{width}", language=language)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert set() == strange_colours(svg)


def test_the_heat_map_has_a_number_or_a_dash_in_every_cell():
    figure = charts.plot_segment_index(CELLS, text=Text("en", "GBP"), width="full", segments=SIX)

    shown = texts(figure_svg(figure, figure_id="x", language="en"))
    assert int(CELLS["index"].isna().sum()) == shown.count("–")
    assert {"Age", "Place", "65+", "Sunday", "Others", "all"} <= set(shown)


def test_what_chance_explains_keeps_the_middle_colour():
    one = CELLS.head(6).assign(index=300.0, certain=False)

    figure = charts.plot_segment_index(one, text=Text("en", "GBP"), width="full", segments=SIX)

    colours = {light for light, _ in charts.DIVERGING} & set(
        re.findall(r"fill: (#[0-9a-f]{6})", figure_svg(figure, figure_id="x", language="en"))
    )
    assert {charts.DIVERGING[charts.MIDDLE][0]} == colours


def test_a_hidden_score_is_a_dash_and_its_n_stays():
    figure = panels.plot_survey_scores(SCORES, text=Text("en", "GBP"), width="full", segments=SIX)

    shown = texts(figure_svg(figure, figure_id="x", language="en"))
    assert 2 == shown.count("–")
    assert "Can’t Lose  n = 35" in shown
    assert "3.1 (2.9 to 3.4)" in shown
