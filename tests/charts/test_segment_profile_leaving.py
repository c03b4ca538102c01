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


SHARES = pd.DataFrame(
    [
        ("contract", "Monthly", "more", 0.43, 0.07, 0.267, 0.244, 0.291, True),
        ("contract", "Two years", "less", 0.03, 0.34, -0.195, -0.214, -0.175, True),
        ("senior", "yes", "more", 0.42, 0.24, 0.191, 0.162, 0.219, True),
        ("backup", "Yes", "more", 0.22, 0.29, 0.05, 0.029, 0.07, True),
        ("sex", "f", "chance", 0.27, 0.26, 0.008, -0.011, 0.027, True),
        ("city", "Ulm", "too_few", *[NAN] * 5, True),
        ("tenure_days", "<270", "more", 0.5, 0.19, 0.319, 0.293, 0.344, False),
    ],
    columns=["trait", "level", "verdict", "share", "others_share", "difference", "low", "high", "adjusted"],
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
def test_of_each_trait_the_level_in_which_most_left_is_drawn(width, language, overlapping_labels):
    """Neither what is fewer as it stands nor tenure itself, within which the others are compared."""
    figure = plot_leaving_signs(SHARES, text=Text(language), width=width)
    names = " ".join(label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels())

    assert [] == overlapping_labels(figure)
    assert set() == strange_colours(figure_svg(figure, figure_id="leaving", language=language))
    assert 2 == len(figure.axes[0].get_yticklabels())
    assert "Monthly" in names
    assert "Two years" not in names


def test_where_nothing_is_beyond_chance_what_was_compared_is_drawn():
    axes = plot_leaving_signs(SHARES[SHARES["verdict"].isin(["chance", "too_few"])], text=Text("en"), width="full").axes[0]

    assert ["sex: female"] == [label.get_text().lower() for label in axes.get_yticklabels()]
