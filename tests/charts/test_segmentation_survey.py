"""The charts of survey groups draw in both widths and languages, in known colours, without a warning."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import segmentation_survey as charts
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = np.nan
SEGMENTS = ["need_1", "need_2", "need_3", "need_4"]
ITEMS = {
    "price": "What it costs",
    "advice": "Advice by somebody who knows the products and has the time",
    "range": "可选的款式和颜色足够多",
}
PROFILE = pd.DataFrame(
    [(segment, item, "mean", 1.5 + s, 3.0, (s - 1.5) / 1.5 * (i - 1)) for i, item in enumerate(ITEMS) for s, segment in enumerate(SEGMENTS)],
    columns=["segment", "item", "measure", "value", "base", "standard"],
)  # fmt: skip
HIDDEN = PROFILE.assign(measure="share", value=(PROFILE["value"] / 5).where(PROFILE["segment"] != "need_4"), base=0.4)
LINK = pd.DataFrame(
    [(outcome, segment, scale * (s + 1), scale * (s + 0.8), scale * (s + 1.2)) for outcome, scale in (("revenue", 4000.0), ("order_count", 2.0), ("returned", 0.15)) for s, segment in enumerate(["(all)", *SEGMENTS])],
    columns=["outcome", "segment", "value", "low", "high"],
)  # fmt: skip
COMPONENTS = pd.DataFrame(
    {
        "component": range(1, 8),
        "share": [0.4, 0.2, 0.1, 0.1, 0.1, 0.06, 0.04],
        "sd": np.sqrt([4.0, 2.0, 1.0, 1.0, 1.0, 0.6, 0.4]),
        "chance_sd": 1.2,
        "kept": [1, 1, 0, 0, 0, 0, 0],
    }
)
FIDELITY = pd.DataFrame(
    {
        "method": ["needs", "psychographic.answers"],
        "fidelity": [0.57, 0.81],
        "low": [0.52, 0.76],
        "high": [0.62, 0.86],
        "chance": [0.33, 0.25],
    }
)
CHARTS = {
    "profile": (charts.plot_survey_profile, PROFILE, {"segments": SEGMENTS, "labels": ITEMS}),
    "profile_of_shares": (charts.plot_survey_profile, HIDDEN, {"segments": SEGMENTS, "labels": {}}),
    "behaviour": (charts.plot_survey_behaviour, LINK, {"segments": SEGMENTS}),
    "behaviour_hidden": (charts.plot_survey_behaviour, LINK.assign(value=NAN, low=NAN, high=NAN), {"segments": SEGMENTS}),
    "components": (charts.plot_survey_components, COMPONENTS, {}),
    "fidelity": (charts.plot_survey_fidelity, FIDELITY, {"least": 0.6, "gain": 0.15}),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_it_draws(name, width, language, overlapping_labels):
    plot, table, more = CHARTS[name]
    figure = plot(table, text=Text(language, "CNY"), width=width, **more)

    assert INCHES[width] == figure.get_figwidth()
    assert [] == overlapping_labels(figure)
    svg = figure_svg(figure, figure_id=name, language=language)
    assert not strange_colours(svg)


def test_a_cell_shows_the_answer_and_its_distance_as_colour():
    figure = charts.plot_survey_profile(PROFILE, text=Text("en", "GBP"), width="full", segments=SEGMENTS, labels=ITEMS)
    words = [text.get_text() for text in figure.axes[0].texts]

    assert {"1.5", "2.5", "3.5", "4.5", "3.0"} <= set(words)
    assert "Needs group 1" in words


def test_small_groups_show_a_dash():
    figure = charts.plot_survey_profile(HIDDEN, text=Text("en", "GBP"), width="full", segments=SEGMENTS, labels={})

    assert 3 == [text.get_text() for text in figure.axes[0].texts].count("–")
