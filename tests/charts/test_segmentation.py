"""The charts of chapter 02 draw in both widths and languages, in known colours, without a warning."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import segmentation as charts
from analysis.charts import segmentation_stages as stages
from analysis.text import Text

NAN = np.nan
GRID = [
    ["champions", "champions", "potential_loyalist", "new", "new"],
    ["loyal"] * 5,
    ["need_attention"] * 5,
    ["at_risk"] * 5,
    ["lost"] * 5,
]
CELLS = pd.DataFrame(
    [
        (r, f, 30.0 * f if (r, f) != (1, 5) else 0.0, 10.0, f / 40 if (r, f) != (1, 4) else NAN, GRID[5 - r][5 - f] if (r, f) != (1, 5) else NAN)
        for r in range(1, 6)
        for f in range(1, 6)
    ],
    columns=["recency_score", "frequency_score", "customers", "revenue", "revenue_share", "segment"],
)  # fmt: skip
CELLS.loc[CELLS["revenue_share"].isna(), "customers"] = NAN
BANDS = pd.DataFrame(
    [("recency", 5, NAN, 9.0), ("recency", 4, 9.0, 10.0), ("recency", 3, 10.0, 99.0), ("recency", 2, 99.0, 400.0), ("recency", 1, 400.0, NAN),
     ("frequency", 1, NAN, 1.0), ("frequency", 2, 1.0, 1.0), ("frequency", 3, 1.0, 2.0), ("frequency", 4, 2.0, 5.0), ("frequency", 5, 5.0, NAN)],
    columns=["score_name", "score", "low", "high"],
)  # fmt: skip


def sizes(*segments):
    share = np.linspace(0.6, 0.0, len(segments))
    return pd.DataFrame({"segment": segments, "customers": 100, "customer_share": share[::-1], "revenue_share": share})


SEGMENTS = sizes("champions", "loyal", "at_risk", "cant_lose", "lost", "refund_only", "no_order")
SEGMENTS.loc[3, ["customers", "customer_share", "revenue_share"]] = NAN
STAGES = sizes("loyal", "developing", "new", "won_back", "dormant", "churned", "prospect")
RATES = pd.DataFrame({"segment": STAGES["segment"], "n": 100.0, "share": 0.5, "low": 0.4, "high": 0.6})
RATES.loc[[3, 6], ["n", "share", "low", "high"]] = NAN
CURVE = pd.DataFrame({"customer_share": np.linspace(0, 1, 101), "revenue_share": np.linspace(0, 1, 101) ** 0.3})
CHARTS = {
    "recency_frequency_grid": (charts.plot_recency_frequency_grid, CELLS, {"bands": BANDS}),
    "segment_sizes": (charts.plot_segment_sizes, SEGMENTS, {}),
    "stages": (stages.plot_stages, STAGES, {"returns": RATES}),
    "stages_without_rates": (stages.plot_stages, STAGES, {"returns": pd.DataFrame()}),
    "value_tiers": (stages.plot_value_tiers, CURVE, {"tiers": sizes("a", "b", "c", "none", "no_order")}),
    "value_tiers_by_head": (stages.plot_value_tiers, CURVE, {"tiers": sizes("heavy", "middle", "light")}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws(name, width, language, draws_well):
    draws_well(*CHARTS[name], name=name, width=width, language=language)


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_the_grid_has_no_column_that_ties_have_emptied():
    """Score 2 of orders holds nobody by rule: four columns; names stand once in a patch, small cells are a dash."""
    figure = charts.plot_recency_frequency_grid(CELLS, text=Text("en"), width="full", bands=BANDS)
    axes = figure.axes[0]

    assert ["≤ 1", "2", "3–5", "6+"] == [label.get_text() for label in axes.get_xticklabels()]
    assert ["≤ 9 days", "10", "11–99", "100–400", "401+"] == [label.get_text() for label in axes.get_yticklabels()]
    assert 1 == words(figure).count("Champions") == words(figure).count("Loyal")
    assert "–" in words(figure)


def test_segments_stand_by_revenue_and_those_without_an_order_last():
    figure = charts.plot_segment_sizes(SEGMENTS.iloc[::-1], text=Text("en"), width="full")
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]

    assert ["Champions", "Loyal", "At Risk"] == names[:3]
    assert {"Refunds only", "No order yet"} == set(names[-2:])
    assert "60% of revenue" in words(figure)
