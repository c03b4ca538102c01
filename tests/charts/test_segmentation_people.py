"""The charts of people, places and membership draw in both widths and languages, in known colours."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts.segmentation_loyalty import plot_membership
from analysis.charts.segmentation_people import plot_groups
from analysis.text import Text

NAN = np.nan
GROUPS = pd.DataFrame(
    [
        ("demographic.age", "<18", NAN, NAN, NAN, NAN), ("demographic.age", "18–24", 300.0, 50.0, 40.0, 60.0),
        ("demographic.age", "(missing)", 80.0, 130.0, 90.0, 190.0), ("geographic.city", "Newcastle upon Tyne and the villages", 70.0, 210.0, 150.0, 900.0),
        ("geographic.city", "(other)", 31.0, -5.0, -20.0, 8.0),
    ],
    columns=["method", "segment", "customers", "revenue_per_customer", "low", "high"],
)  # fmt: skip
LEVELS = pd.DataFrame(
    [(level, tier) for level in ("Gold", "Silver of old standing", "(missing)") for tier in ("loyalty_high", "loyalty_low", "no_order")],
    columns=["level", "tier"],
).assign(customers=[60.0, 30.0, 10.0, NAN, NAN, 40.0, 0.0, 0.0, 20.0], level_share=[0.6, 0.3, 0.1, NAN, NAN, 0.5, 0.0, 0.0, 1.0], shown=lambda t: t["customers"].notna())  # fmt: skip
CHARTS = {"groups": (plot_groups, GROUPS, {"mean": 100.0}), "membership": (plot_membership, LEVELS, {})}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws(name, width, language, draws_well):
    draws_well(*CHARTS[name], name=name, width=width, language=language)


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_a_group_without_a_mean_is_a_dash_and_every_lens_is_named_once():
    found = words(plot_groups(GROUPS, text=Text("en"), width="full", mean=100.0))

    assert 2 == found.count("–")  # its customers and its mean
    assert [1, 1] == [found.count(f"{lens}, customers") for lens in ("Age", "Place")]
    assert {"£50", "all: £100"} <= set(found)


def test_hidden_parts_are_pale_and_levels_without_a_total_have_none():
    figure = plot_membership(LEVELS, text=Text("en"), width="full")

    assert ["60%", "30%", "10%", "50%", "100%"] == words(figure)
    assert ["Gold  100", "Silver of old standing", "No level  20"] == [
        label.get_text() for label in figure.axes[0].get_yticklabels()
    ]
    assert "not shown" in [label.get_text() for label in figure.legends[0].get_texts()]
