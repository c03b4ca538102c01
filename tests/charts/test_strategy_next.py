"""The chart of hit rates: both widths, both languages, one row per way, colour for what is suggested."""

import pandas as pd
import pytest

from analysis.charts.strategy_next import plot_hit_rates
from analysis.charts.svg import figure_svg
from analysis.text import Text

RATES = pd.DataFrame(
    [
        ("new", "popular", 615, 0.296, 0.261, 0.333, False),
        ("new", "popular_segment", 615, 0.288, 0.253, 0.325, False),
        ("new", "cosine", 615, 0.418, 0.380, 0.457, True),
        ("repurchase", "popular", 1176, 0.550, 0.522, 0.578, False),
        ("repurchase", "habit", 1176, 0.700, 0.673, 0.725, True),
    ],
    columns=["kind", "model", "n", "share", "low", "high", "offered"],
)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("rows", [RATES, RATES.head(3), RATES.assign(offered=False, high=1.0)], ids=["both", "new", "nothing"])
def test_hit_rates_draw(draws_well, rows, width, language):
    draws_well(plot_hit_rates, rows.reset_index(drop=True), {}, name="hit_rates", width=width, language=language)


def test_each_way_stands_under_its_question_with_its_n():
    svg = figure_svg(plot_hit_rates(RATES, text=Text("en"), width="full"), figure_id="rates", language="en")

    for words in ("New to them, n = 615", "Bought before, n = 1,176", "42% (38% to 46%)", "What each bought most often"):
        assert words in svg
