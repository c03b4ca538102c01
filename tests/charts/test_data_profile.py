"""The charts of chapter 01 draw in both widths and languages, in known colours, without a warning."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import data_profile, data_profile_orders
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

WEEKS = pd.date_range("2024-01-01", periods=60, freq="W-MON")
MONTHS = pd.date_range("2023-01-01", periods=26, freq="MS")
QUARTERS = pd.date_range("2023-01-01", periods=6, freq="QS")
HOSTILE = "<b>Gärten & “Höfe”</b>"
TABLES = {
    "weekly_sales": pd.DataFrame({"week": WEEKS, "revenue": np.arange(60) * 1e3, "refunds": 50.0, "days_with_orders": [0] + [5] * 59}),
    "monthly_customers": pd.DataFrame({"month": MONTHS, "customers": range(10, 36), "new_customers": range(1, 27)}),
    "order_distribution": pd.DataFrame({"low": [1, 2, 5, 20], "high": [1, 2, 9, np.nan], "customer_share": [0.5, 0.3, 0.15, 0.05], "revenue_share": [0.1, 0.2, 0.3, 0.4]}),
    "gap_curve": pd.DataFrame({"day": range(1, 200), "at_risk": 100, "events": 1, "returned": np.linspace(0, 0.8, 199)}),
    "rhythm": pd.DataFrame([(d, h, d * h % 7) for d in range(1, 8) for h in range(24)], columns=["weekday", "hour", "orders"]),
    "revenue_concentration": pd.DataFrame({"customer_share": np.linspace(0, 1, 101), "revenue_share": np.linspace(0, 1, 101) ** 0.3, "customers": range(101)}),
    "breakdown": pd.DataFrame({"value": [HOSTILE, *"abcdefghijkl"], "share": np.linspace(0.2, 0.01, 13), "revenue": np.linspace(2e5, 1e3, 13)}),
    "basket": pd.DataFrame({"low": np.arange(13) * 25.0, "high": [*(np.arange(1, 13) * 25.0), np.nan], "orders": 10, "share": np.linspace(0.15, 0.01, 13), "revenue_share": 0.05}),
    "new_revenue": pd.DataFrame({"month": MONTHS, "revenue": np.linspace(8e3, 9e3, 26), "new_revenue": np.linspace(3e3, 100, 26)}),
    "cohorts": pd.DataFrame([(q, s, 100, 50 - 5 * s, 0.5 - s / 20) for i, q in enumerate(QUARTERS) for s in range(6 - i)], columns=["cohort", "quarters_since", "cohort_size", "active", "share"]),
}  # fmt: skip


charts = {
    name: getattr(part, f"plot_{name}")
    for part in (data_profile, data_profile_orders)
    for name in TABLES
    if hasattr(part, f"plot_{name}")
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", TABLES)
def test_a_chart_draws(name, width, language, overlapping_labels):
    figure = charts[name](TABLES[name], text=Text(language), width=width)
    svg = figure_svg(figure, figure_id=name, language=language)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert set() == strange_colours(svg)
    assert "<b>" not in svg


def test_the_cuts_are_named():
    figure = charts["gap_curve"](TABLES["gap_curve"], text=Text("en"), width="full", cuts=(30.0, 90.0))

    assert {"30 days", "90 days"} <= {text.get_text() for text in figure.axes[0].texts}
