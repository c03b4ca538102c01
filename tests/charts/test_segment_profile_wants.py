"""The charts of unmet needs, trends and contexts: both widths, both languages, nothing over anything else."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import segment_profile_wants as drawn
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = np.nan
GAP_COLUMNS = ["item", "basis", "n", "importance", "satisfaction", "gap", "low", "high", "opportunity"]
ASKED = pd.DataFrame(
    [("delivery", "asked", 647, 3.76, 2.47, 1.29, 1.18, 1.40, 10.4), ("privacy", "asked", 690, 2.95, 3.83, -0.88, -0.99, -0.77, 3.1)], columns=GAP_COLUMNS
)  # fmt: skip
DERIVED = pd.DataFrame(
    [("price", "derived", 634, 0.67, 3.94, 0.22, 0.09, 0.34, NAN), ("waiting", "derived", 627, 0.69, 4.07, -0.19, -0.33, -0.05, NAN)], columns=GAP_COLUMNS
)  # fmt: skip
TRENDS = pd.DataFrame(
    [("A department with a very long name", 13148.7, 3370.0, 29681.0, 0.19, 0.05, 0.51, "rising"), ("Tea", 900.0, 200.0, 1500.0, NAN, NAN, NAN, "rising"), ("Soap", -8939.0, -22977.0, 4650.0, -0.15, -0.34, 0.10, "unclear"), ("(unknown)", -12311.0, -22044.0, -2790.0, NAN, NAN, NAN, "unclear"), ("(all)", -7200.0, -30000.0, 20000.0, -0.01, -0.1, 0.1, "unclear")],
    columns=["category", "change", "change_low", "change_high", "relative", "relative_low", "relative_high", "direction"],
)  # fmt: skip
BASKETS = pd.DataFrame(
    [("occasion", "gift", 0.1, 120.0, 100.0, 140.0, 1.5, 0.01), ("occasion", "self_use", 0.9, 80.0, 78.0, 82.0, 0.67, 0.01), ("daytype", "working_day", 0.7, 84.0, 80.0, 88.0, 1.0, 0.9), ("daytype", "weekend", 0.3, 85.0, 79.0, 91.0, 1.0, 0.9)],
    columns=["trait", "level", "order_share", "mean_order", "low", "high", "ratio", "p_adjusted"],
)  # fmt: skip
LABELS = {"labels": {"privacy": "Being left alone in the waiting room"}}
CHARTS = {
    "asked": (drawn.plot_need_gaps, ASKED, LABELS),
    "derived": (drawn.plot_need_gaps, DERIVED, LABELS),
    "trends": (drawn.plot_category_trends, TRENDS, {}),
    "baskets": (drawn.plot_context_baskets, BASKETS, {}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_charts_draw(name, width, language, overlapping_labels):
    draw, table, settings = CHARTS[name]
    figure = draw(table, text=Text(language, "GBP"), width=width, **settings)
    svg = figure_svg(figure, figure_id=name, language=language)

    assert figure.get_figwidth() == pytest.approx(INCHES[width])
    assert set() == strange_colours(svg)
    assert [] == overlapping_labels(figure)


def written(name: str) -> str:
    draw, table, settings = CHARTS[name]
    return figure_svg(draw(table, text=Text("en", "GBP"), width="full", **settings), figure_id=name, language="en")


def test_gaps_stand_with_their_interval_and_opportunity():
    assert "gap 1.3 (1.2 to 1.4)" in written("asked")
    assert "opportunity 10.4" in written("asked")
    assert "opportunity" not in written("derived")


def test_the_total_is_told_in_words_and_not_drawn_as_a_bar():
    assert "−£8,939" in written("trends")
    assert "−£7,200" not in written("trends")


def test_a_category_without_a_year_before_has_no_relative_change():
    assert "nan" not in written("trends")


def test_baskets_carry_money_and_share():
    assert "£120; 10% of orders" in written("baskets")
