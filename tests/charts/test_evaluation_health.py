"""The charts of model and segmentation health draw in both widths and languages, in known colours."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import evaluation_health as health
from analysis.charts import evaluation_models as models
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = float("nan")
BANDS = pd.concat(
    [
        pd.DataFrame({"measure": measure, "band": range(1, 11), "customers": 50, "predicted": grows, "actual": grows * 1.1, "low": grows, "high": grows * 1.3})
        for measure, grows in (("orders", np.linspace(0.02, 1.5, 10)), ("value", np.linspace(5, 500, 10)))
    ],
    ignore_index=True,
)  # fmt: skip
RISK = pd.DataFrame(
    {
        "band": ["risk_low", "risk_very_high"],
        "customers": [1711, 40],
        "share": [0.5, 0.95],
        "low": [0.48, 0.8],
        "high": [0.52, 0.99],
    }
)
MIX = pd.DataFrame({"segment": ["champions", "lost", "no_order"], "share_then": [0.2, 0.7, 0.1], "share_now": [0.3, 0.6, 0.1]})
SEPARATION = pd.DataFrame(
    [("segments", "ordered", 0.76, 0.74, 0.78), ("recency", "ordered", 0.7, 0.6, 0.8), ("segments", "revenue", 0.2, 0.1, 0.3), ("recency", "revenue", NAN, NAN, NAN)],
    columns=["ruler", "outcome", "value", "low", "high"],
)  # fmt: skip
CHARTS = {
    "forecast_bands": (models.plot_forecast_bands, BANDS),
    "few_bands": (models.plot_forecast_bands, BANDS[(BANDS["band"] == 1) & (BANDS["measure"] == "orders")]),
    "risk_outcome": (models.plot_risk_outcome, RISK),
    "mix": (health.plot_mix, MIX),
    "separation": (health.plot_separation, SEPARATION),
}


@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_draws(chart, language, width, overlapping_labels):
    plot, table = CHARTS[chart]
    text = Text(language, "GBP")
    figure = plot(table, text=text, width=width)
    svg = figure_svg(figure, figure_id=chart, language=language)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert not strange_colours(svg)
