"""The charts about lifetimes draw in both widths and languages, in known colours, without a warning."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.transforms import Bbox

from analysis.charts import segmentation_lifetime as charts
from analysis.text import Text

NAN = np.nan
KEYS = ["clv_platinum", "clv_gold", "clv_silver", "clv_bronze", "clv_medium", "clv_low", "(all)"]
TIERS = pd.DataFrame(
    {"segment": KEYS, "clv": [1e5, 2e5, 1.5e5, NAN, 2e5, 1e5, 9e5], "clv_mean": [2e3, 900.0, 500.0, NAN, 100.0, 30.0, 200.0]}
)
TIERS = TIERS.assign(clv_low=TIERS["clv"] * 0.8, clv_high=TIERS["clv"] * [1.3, 1.2, NAN, NAN, 1.2, 1.2, 1.1])
BANDS = pd.DataFrame(
    {"kind": ["orders"] * 10 + ["alive"] * 10, "predicted": [*np.linspace(0.1, 6, 10), *np.linspace(0.1, 0.9, 10)]}
)
BANDS = BANDS.assign(actual=BANDS["predicted"] * 0.9, low=BANDS["predicted"] * 0.8, high=BANDS["predicted"] * 1.1)
RISK = pd.DataFrame(
    [(tier, band, size * part) for tier, size in {"a": 3e6, "b": 6e5, "c": 2e5}.items()
     for band, part in {"alive_low": 0.1, "alive_doubtful": 0.1, "alive_likely": 0.2, "alive_high": 0.5, "bought_once": 0.1}.items()],
    columns=["segment", "band", "revenue"],
)  # fmt: skip
RISK = pd.concat([RISK, pd.DataFrame({"segment": ["none"], "band": ["bought_once"], "revenue": [-5.0]})], ignore_index=True)
RISK.loc[4, "revenue"] = NAN
TIME = np.arange(73)
CURVE = pd.concat(
    [pd.DataFrame({"group": key, "time": TIME, "at_risk": 1000.0, "retained": rate**TIME}) for key, rate in
     {"(all)": 0.99, "Month by month": 0.97, "One year": 0.993, "Two years": 0.994}.items()], ignore_index=True,
)  # fmt: skip
CURVE = CURVE.assign(low=CURVE["retained"] * 0.95, high=CURVE["retained"].mul(1.03).clip(upper=1))
CHARTS = {
    "clv_tiers": (charts.plot_clv_tiers, TIERS, {}),
    "calibration_orders": (charts.plot_calibration, BANDS, {"kind": "orders"}),
    "calibration_alive": (charts.plot_calibration, BANDS, {"kind": "alive"}),
    "money_at_risk": (charts.plot_money_at_risk, RISK, {}),
    "retention": (charts.plot_retention, CURVE, {}),
    "retention_of_all": (charts.plot_retention, CURVE[CURVE["group"] == "(all)"], {}),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws(name, width, language, draws_well):
    draws_well(*CHARTS[name], name=name, width=width, language=language)


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_a_tier_without_figures_is_a_dash_and_the_total_no_bar():
    figure = charts.plot_clv_tiers(TIERS, text=Text("en"), width="full")

    assert ["Platinum tier", "Gold tier", "Silver tier", "Bronze tier", "Medium tier", "Low tier"] == [
        label.get_text() for label in figure.axes[0].get_yticklabels()
    ]
    assert 1 == words(figure).count("–")
    assert "£2,000 each" in words(figure)


def test_a_tier_without_revenue_has_none_at_risk():
    figure = charts.plot_money_at_risk(RISK, text=Text("en"), width="full")

    assert ["A", "B", "C"] == [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "£3.00m" not in words(figure)  # the hidden group is not in the bar
    assert "£2.70m" in words(figure)


def test_contracts_are_counted_in_dozens():
    figure = charts.plot_retention(CURVE, text=Text("en"), width="full")

    assert [0, 12, 24, 36, 48, 60, 72] == figure.axes[0].get_xticks().tolist()
    assert {"Month by month", "One year", "Two years"} <= set(words(figure))


def boxes(artists):
    return [artist.get_window_extent() for artist in artists]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize(
    "predicted",
    [[0.23, 0.34, 0.41, 0.48, 0.54, 0.56, 0.58, 0.59, 0.64, 0.65], [0.05, 0.1, 0.2, 0.5, 0.6, 0.9], [0.6, 0.65, 0.7, 0.8]],
)
def test_the_name_of_the_diagonal_lies_on_no_range(predicted, width, language):
    """Wherever the bands lie, the word stands in the gap between them."""
    bands = pd.DataFrame({"kind": "alive", "predicted": predicted}).assign(actual=predicted)
    bands = bands.assign(low=bands["actual"] - 0.05, high=bands["actual"] + 0.1)
    figure = charts.plot_calibration(bands, text=Text(language), width=width, kind="alive")
    figure.draw_without_rendering()
    (axes,) = figure.axes
    (word,) = boxes(axes.texts)
    ends = [axes.transData.transform([(row.predicted, row.low), (row.predicted, row.high)]) for row in bands.itertuples()]

    assert word.x0 > axes.get_window_extent().x0
    assert not [low for low, high in ends if word.x0 < low[0] < word.x1 and low[1] < word.y1 and high[1] > word.y0]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
def test_the_key_of_the_bands_stands_clear_of_the_axis_and_of_itself(width, language):
    """The line that bars start from ends below the key, whose words do not touch."""
    figure = charts.plot_money_at_risk(RISK, text=Text(language), width=width)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    words = {Text(language).name("alive_band", band) for band in charts.BAND_COLOURS} | {Text(language)("P(alive)")}
    key = boxes(text for text in axes.texts if text.get_text() in words)
    marks = [axes.transData.transform(line.get_xydata()[0]) for line in axes.lines if line.get_marker() == "s"]
    lines = [Bbox(axes.transData.transform(segment)) for part in axes.collections for segment in part.get_segments()]
    lines += boxes(line for line in axes.lines if line.get_marker() != "s")

    assert 6 == len(key)
    assert not [one for one in key for line in lines if one.overlaps(line.padded(0.5))]
    assert not [one for at, one in enumerate(key) for other in key[at + 1 :] if one.overlaps(other)]
    assert not [one for one in key for x, y in marks if one.contains(x, y)]
