"""The chart of parts draws in both widths and languages: a dot and an interval for each part that can be compared."""

import pandas as pd
import pytest

from analysis.charts.segment_profile_parts import plot_parts
from analysis.text import Text

LABELS = {"n": "<b>North</b> & a name that is far too long for one line", "s": "South", "others": ""}
NAN = float("nan")
ROWS = [
    ("n", "revenue_per_customer", 6.0, 2.0, 10.0), ("s", "revenue_per_customer", -1.0, -5.0, 3.0), ("others", "revenue_per_customer", 0.5, -4.0, 5.0),
    ("n", "retention", 0.03, -0.01, 0.07), ("s", "retention", -0.01, -0.05, 0.03), ("others", "retention", NAN, NAN, NAN),
]  # fmt: skip
KPIS = pd.DataFrame(ROWS, columns=["part", "kpi", "shrunk", "shrunk_low", "shrunk_high"])


@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_chart_draws_well(draws_well, width, language):
    draws_well(plot_parts, KPIS, {"labels": LABELS}, name="parts", width=width, language=language)


def test_a_part_that_cannot_be_compared_has_no_dot():
    figure = plot_parts(KPIS, text=Text("en"), width="full", labels=LABELS)

    assert [3, 2] == [sum(line.get_marker() == "o" for line in axes.lines) for axes in figure.axes]
