"""The chart of risk by value draws in both widths and languages, in known colours."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts.own_colours import BAR, own_colours
from analysis.charts.palette import DARK, brand, contrast, css_variables, segment_colour, segment_colours
from analysis.charts.segmentation_risk import plot_risk_by_value
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.errors import ConfigError
from analysis.segmentations import groups, growth, risk
from analysis.text import Text

CELLS = pd.DataFrame(
    [(tier, band, 100.0 + x, 10.0, 0.1 * x, True) for tier in ("a", "b", "c", "none") for x, band in enumerate(risk.BANDS)],
    columns=["tier", "segment", "customers", "revenue", "revenue_share", "shown"],
)
CELLS.loc[1, ["customers", "revenue", "revenue_share"]] = np.nan
CELLS.loc[1, "shown"] = False
CELLS = CELLS.drop(index=7)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
def test_the_chart_draws(width, language, overlapping_labels):
    before = CELLS.copy()
    figure = plot_risk_by_value(CELLS, text=Text(language), width=width)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert set() == strange_colours(figure_svg(figure, figure_id="risk", language=language))
    pd.testing.assert_frame_equal(before, CELLS)


def test_a_small_cell_is_a_dash_and_an_empty_one_is_blank():
    texts = [text.get_text() for text in plot_risk_by_value(CELLS, text=Text("en"), width="full").axes[0].texts]

    assert 1 == texts.count("–")
    assert 14 == sum(text.endswith("cust.") for text in texts)  # 16 cells, one small, one empty


@pytest.mark.parametrize("method", [risk, growth, groups])
def test_every_fixed_segment_has_a_colour(method):
    for key in method.SEGMENTS:
        assert segment_colour(key)


def test_the_clients_colour_takes_the_place_of_the_standing_one_in_the_drawing_and_on_the_page():
    own = brand(segments=own_colours({"risk_high": "#aa3355"}))
    light, dark = own.segments["risk_high"]
    svg = figure_svg(plot_risk_by_value(CELLS, text=Text("en"), width="full"), figure_id="risk", language="en", brand=own)

    assert "#aa3355" == light
    assert light in svg
    assert segment_colour("risk_high") not in svg
    assert dark in svg
    assert set() == strange_colours(svg, own)
    assert (light, dark) == css_variables(own)["--c-risk_high"]
    assert BAR <= contrast(dark, DARK["#ffffff"])


def test_a_word_of_the_client_can_have_a_colour():
    own = own_colours({"VIP": "#aa3355"})

    assert "#aa3355" == segment_colours(["Others", "VIP"], own)["VIP"]
    assert "#aa3355" not in segment_colours(["Others", "VIP"]).values()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"loyal": "#ffee88"},
            r"a bar in the colour '#ffee88' of 'loyal' has a contrast of 1\.2 to 1 .* Nearest that can be seen: '#",
        ),
        ({"prospect": "#aa3355"}, "'prospect' has the grey of the background"),
        ({"loyal": "#aa3355", "risk_low": "#225577"}, "'loyal' and 'risk_low' have one colour in the report"),
    ],
)
def test_a_colour_that_cannot_be_is_told(given, said):
    with pytest.raises(ConfigError, match=said):
        own_colours(given)
