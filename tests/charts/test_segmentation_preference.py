"""The charts of preferences, dues and occasions draw in both widths and languages, in known colours."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import segmentation_due, segmentation_preference
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = np.nan
OVERVIEW = pd.DataFrame(
    [("category", 2267, 0.802, 0.785, 0.818, 0.197), ("channel", 1049, 0.647, 0.618, 0.676, 0.524), ("price", 1049, 0.0, 0.0, 0.004, 0.0), ("daypart", 0, NAN, NAN, NAN, NAN)],
    columns=["by", "n", "share", "low", "high", "chance"],
)  # fmt: skip
DUE = pd.DataFrame(
    [(category, status, 100.0 * place + k, 1000.0 * k) for place, category in enumerate(["Tea", "Freestanding baths", "Cups"], start=1) for k, status in enumerate(["not_due", "due", "overdue", "lapsed"])],
    columns=["category", "status", "customers", "value"],
)  # fmt: skip
DUE.loc[5, ["customers", "value"]] = NAN
MONTHS = pd.DataFrame(
    [(month, kind, 10 + 5 * k, 100.0) for month in pd.date_range("2022-01-01", "2024-12-01", freq="MS") for k, kind in enumerate(["self_use", "gift", "bulk", "banquet", "unclassified"])],
    columns=["month", "occasion", "orders", "revenue"],
)  # fmt: skip
CHARTS = {
    "preferences": (segmentation_preference.plot_preferences, OVERVIEW),
    "due": (segmentation_due.plot_due, DUE),
    "occasions": (segmentation_preference.plot_occasions, MONTHS),
    "own_use_alone": (segmentation_preference.plot_occasions, MONTHS[MONTHS["occasion"].isin(["self_use", "unclassified"])]),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_charts_draw(name, width, language, overlapping_labels):
    draw, table = CHARTS[name]
    figure = draw(table, text=Text(language, "GBP"), width=width)
    svg = figure_svg(figure, figure_id=name, language=language)

    assert figure.get_figwidth() == pytest.approx(INCHES[width])
    assert set() == strange_colours(svg)
    assert [] == overlapping_labels(figure)


def test_numbers_stand_beside_their_bars():
    svg = figure_svg(segmentation_due.plot_due(DUE, text=Text("en", "GBP"), width="full"), figure_id="due", language="en")

    assert "Freestanding baths" in svg
    assert "£2,000" in svg  # three categories overdue at 2,000
    assert "–" in svg  # what is too small to show


def test_chance_is_written_out():
    svg = figure_svg(
        segmentation_preference.plot_preferences(OVERVIEW, text=Text("en", "GBP"), width="full"), figure_id="p", language="en"
    )

    assert "n = 2,267; chance 20%" in svg
    assert "Time of day" not in svg  # nobody has enough choices
