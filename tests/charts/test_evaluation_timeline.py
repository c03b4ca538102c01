"""Periods side by side: panels with gaps, with a new ruler, in both widths and languages."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import evaluation_timeline as charts
from analysis.text import Text

PERIODS = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
STARTS = pd.to_datetime(["2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01"])


def rows(figure: str, values: list[float], *, segment: str = "", ruler: tuple = (1, 1, 1, 1), wide: float = np.nan) -> pd.DataFrame:
    table = pd.DataFrame(
        {"period": PERIODS, "starts": STARTS, "figure": figure, "segment": segment, "value": values, "ruler": ruler}
    )
    return table.assign(low=table["value"] - wide, high=table["value"] + wide, n=100).dropna(subset="value")


OVERALL = pd.concat(
    [
        rows("revenue", [463e3, 611e3, 540e3, 573e3]),
        rows("customers", [1104, 1200, 1150, 1623]),
        rows("repeat_rate", [0.30, 0.35, 0.31, 0.33]),
    ]
)
NEW_RULER = (1, 1, 2, 2)
SEGMENTS = pd.concat(
    [
        rows("size", [741, 760, np.nan, 801], segment="champions", ruler=NEW_RULER),
        rows("size", [36, np.nan, np.nan, 77], segment="cant_lose", ruler=NEW_RULER),
        rows("money", [2.1e6, 2.2e6, 2.2e6, 2.24e6], segment="champions", ruler=NEW_RULER),
        rows("retention", [0.6, 0.62, 0.61, 0.65], segment="champions", ruler=NEW_RULER, wide=0.05),
    ]
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize(
    ("plot", "table"), [(charts.plot_timeline, OVERALL), (charts.plot_segment_timeline, SEGMENTS)], ids=["overall", "segments"]
)
def test_a_chart_draws(draws_well, plot, table, width, language):
    draws_well(plot, table.reset_index(drop=True), {}, name=plot.__name__, width=width, language=language)


def test_this_period_alone_is_in_colour():
    figure = charts.plot_timeline(OVERALL, text=Text("en"), width="full")

    bars = [bar.get_facecolor() for bar in figure.axes[0].patches]
    assert len(set(bars[:-1])) == 1
    assert bars[-1] != bars[0]


def test_a_segment_that_was_kept_back_leaves_a_gap():
    figure = charts.plot_segment_timeline(SEGMENTS, text=Text("en"), width="full")

    line = figure.axes[0].lines[0].get_ydata()
    assert [741, 760, 801] == [value for value in line if np.isfinite(value)]
    assert np.isnan(line[2])
