"""The charts of chapter 05 on figures, cohorts and the change in revenue draw in both widths and languages."""

import numpy as np
import pandas as pd
import pytest

from analysis.charts import evaluation_change as changing
from analysis.charts import evaluation_cohorts as cohorts
from analysis.charts import evaluation_kpis as kpis
from analysis.text import Text

NAN = float("nan")
BULLETS = pd.DataFrame(
    [
        ("revenue", 900.0, NAN, NAN, 1000.0, 950.0, "missed"), ("repeat_rate", 0.3, 0.2, 0.4, NAN, 0.35, "near"),
        ("orders", 40.0, NAN, NAN, 30.0, NAN, "open"), ("new_customers", NAN, NAN, NAN, NAN, NAN, "open"),
    ],
    columns=["kpi", "value", "low", "high", "reference", "target", "status"],
)  # fmt: skip
SEGMENTS = pd.DataFrame(
    [
        (segment, kpi, value, value * 0.5, value * 1.5, target, before)
        for segment, target, before in (("champions", 0.7, 0.5), ("lost", NAN, NAN))
        for kpi, value in (("retention", 0.6), ("revenue_per_customer", 40.0))
    ],
    columns=["segment", "kpi", "value", "low", "high", "target", "reference"],
)
SEGMENTS.loc[SEGMENTS["kpi"] != "retention", ["target", "reference"]] = NAN
CHANGE = pd.DataFrame(
    [("customers", 100.0, 120.0, 2000.0), ("frequency", 1.5, 1.4, -900.0), ("basket", 50.0, 49.0, -2500.0), ("total", 7500.0, 6100.0, -1400.0)],
    columns=["factor", "before", "after", "effect"],
)  # fmt: skip
BY_SEGMENT = pd.DataFrame(
    [("champions", "size", 10.0, 12.0, 300.0), ("champions", "total", 1000.0, 1300.0, 300.0), ("(new)", "total", 500.0, 400.0, -100.0), ("(all)", "total", 1500.0, 1700.0, 200.0)],
    columns=["segment", "part", "before", "after", "effect"],
)  # fmt: skip
MONTHS = pd.DataFrame(
    [(pd.Timestamp("2024-01-01"), month, 40, share, True) for month, share in enumerate((1.0, 0.3, 0.2))]
    + [(pd.Timestamp("2024-02-01"), month, 1234, share, False) for month, share in enumerate((1.0, 0.1))],
    columns=["cohort", "month", "size", "share", "run_in"],
)
DAYS = np.arange(0, 301)
CURVE = pd.concat(
    [pd.DataFrame({"group": group, "day": DAYS, "share": DAYS * top, "low": DAYS * top * 0.8, "high": DAYS * top * 1.2}) for group, top in (("newer", 0.001), ("before", 0.00101))]
)  # fmt: skip
AGES = pd.DataFrame([(1, 300.0, 310.0), (12, 900.0, 500.0)], columns=["age", "revenue", "revenue_before"])
CHARTS = {
    "bullets": (kpis.plot_bullets, BULLETS, {}),
    "segment_kpis": (kpis.plot_segment_kpis, SEGMENTS, {}),
    "revenue_change": (changing.plot_revenue_change, CHANGE, {}),
    "segment_change": (changing.plot_segment_change, BY_SEGMENT, {}),
    "cohort_months": (cohorts.plot_cohort_months, MONTHS, {}),
    "further_orders": (cohorts.plot_further_orders, CURVE, {"compared": AGES}),
}


def draw(name, currency="GBP"):
    plot, table, settings = CHARTS[name]
    return plot(table, text=Text("en", currency), width="full", **settings)


def words(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws(name, width, language, draws_well):
    plot, table, settings = CHARTS[name]

    draws_well(plot, table, settings, name=name, width=width, language=language)


def test_each_bullet_has_a_scale_of_its_own():
    """900 of a scale that ends at last year's 1,000; 0.3 of one that ends with its interval at 0.4."""
    bars = [patch.get_width() for patch in draw("bullets").axes[0].patches if np.isclose(patch.get_height(), kpis.BAR)]

    assert pytest.approx([0.9, 0.75, 1.0]) == bars


def test_a_bullet_says_the_change_and_whether_the_target_is_reached():
    said = words(draw("bullets"))

    assert "−10.0% · missed" in said
    assert "missed, within chance" in said  # no year before
    assert "New customers" not in [label.get_text() for label in draw("bullets").axes[0].get_yticklabels()]  # not known


def test_the_parts_of_a_change_begin_where_the_one_above_ends():
    """2,000 up, then 900 and 2,500 down: the total of -1,400 starts at zero again."""
    bars = [patch for patch in draw("revenue_change").axes[0].patches if patch.get_height() == 0.55]
    ends = [bar.get_x() + bar.get_width() for bar in bars]

    assert [2000.0, 1100.0, -1400.0, -1400.0] == [pytest.approx(end) for end in ends]
    assert [0.0, 2000.0, 1100.0, 0.0] == [bar.get_x() for bar in bars]


def test_segments_stand_with_their_totals_and_newcomers_under_their_name():
    figure = draw("segment_change")

    assert ["Champions", "Newcomers", "Change in revenue"] == [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert "£1,000 → £1,300" in words(figure)


def test_two_sums_in_dollars_are_no_formula():
    figure = draw("revenue_change", "USD")

    assert not any(label.get_parse_math() for axes in figure.axes for label in axes.texts if label.get_text().count("$") > 1)
    assert "US$7,500 → US$6,100" in words(figure)


def test_cohorts_of_the_first_months_have_a_star():
    figure = draw("cohort_months")

    assert ["2024-01*  n = 40", "2024-02  n = 1,234"] == [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert {"30%", "20%", "10%"} == set(words(figure))  # the month of the first order is no news
