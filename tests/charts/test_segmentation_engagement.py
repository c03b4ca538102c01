"""The charts of engagement draw in both widths and languages, in known colours, without overlaps."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import segmentation_engagement as charts
from analysis.segmentations.aipl import SEGMENTS
from analysis.segmentations.engagement_rules import STAGES, USAGE
from analysis.text import Text

NAN = np.nan


def sizes(*segments):
    share = np.linspace(0.4, 0.05, len(segments))
    return pd.DataFrame({"segment": segments, "customers": share * 12345, "customer_share": share})


def rates(*segments):
    table = pd.DataFrame({"segment": segments, "n": 100.0, "share": 0.5, "low": 0.4, "high": 0.6})
    table.loc[0, ["share", "low", "high"]] = NAN
    return table


SMALL = sizes("Books", "Toys & Games", "(other)", "(missing)")
SMALL.loc[1, ["customers", "customer_share"]] = NAN
CHARTS = {
    "state": (charts.plot_engagement, sizes(*STAGES), {"returns": rates(*STAGES)}),
    "frequency": (charts.plot_engagement, sizes(*USAGE), {"returns": rates(*USAGE)}),
    "category": (charts.plot_engagement, SMALL, {"returns": rates(*SMALL["segment"])}),
    "without_rates": (charts.plot_engagement, sizes(*STAGES), {"returns": pd.DataFrame()}),
    "no_rate_at_all": (charts.plot_engagement, sizes("online_active"), {"returns": rates("online_active")}),
    "funnel": (charts.plot_funnel, sizes(*SEGMENTS), {"moves": rates(*reversed(SEGMENTS))}),
    "funnel_without_moves": (charts.plot_funnel, sizes(*SEGMENTS), {"moves": pd.DataFrame()}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws(name, width, language, draws_well):
    draws_well(*CHARTS[name], name=name, width=width, language=language)


def test_a_number_that_is_not_shown_is_a_dash():
    figure = charts.plot_engagement(SMALL, text=Text("en"), width="full", returns=rates(*SMALL["segment"]))
    left, right = ([text.get_text() for text in axes.texts] for axes in figure.axes)

    assert 1 == left.count("–")
    assert 1 == right.count("–")
    assert "4,938" in left


def test_the_funnel_begins_with_those_who_are_furthest_away():
    figure = charts.plot_funnel(sizes(*SEGMENTS), text=Text("en"), width="full", moves=rates(*SEGMENTS))
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]

    assert ["No recent contact", "A: aware", "I: interested", "P: bought", "L: loyal"] == names
