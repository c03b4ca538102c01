"""The chart of leaving draws in both widths and languages; what too few customers show is not drawn."""

import pandas as pd
import pytest

from analysis.charts.palette import ACCENT
from analysis.charts.segment_profile_leaving import plot_leaving_signs
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = float("nan")
SIGNS = pd.DataFrame(
    [
        ("refund", "more", 0.098, 0.075, 0.121),
        ("unused_balance", "less", -0.046, -0.068, -0.024),
        ("price_rose", "chance", -0.024, -0.06, 0.013),
        ("gap_growth", "chance", 0.0, -0.04, 0.04),
        ("complaint", "too_few", NAN, NAN, NAN),
    ],
    columns=["sign", "verdict", "difference", "low", "high"],
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
def test_the_chart_draws(width, language, overlapping_labels):
    before = SIGNS.copy()
    figure = plot_leaving_signs(SIGNS, text=Text(language), width=width)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert set() == strange_colours(figure_svg(figure, figure_id="leaving", language=language))
    pd.testing.assert_frame_equal(before, SIGNS)


def test_only_what_is_beyond_chance_is_in_the_accent_and_in_bold():
    axes = plot_leaving_signs(SIGNS, text=Text("en"), width="full").axes[0]

    names = {label.get_text(): label.get_fontweight() for label in axes.get_yticklabels()}
    assert {"Goods or money returned", "Paid balance not used up"} == {name for name, weight in names.items() if weight == 600}
    assert "Complaint made" not in names
    assert 4 == sum(line.get_color() == ACCENT for line in axes.lines)  # an interval and a point each
    assert "+9.8" in [text.get_text() for text in axes.texts]
