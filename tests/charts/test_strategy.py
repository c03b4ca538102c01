"""The charts of chapter 04 draw in both widths and languages, in known colours, without a warning."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.charts import strategy as charts
from analysis.charts import strategy_calendar as weeks
from analysis.charts import strategy_money as money
from analysis.charts import strategy_plays as plays
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

NAN = np.nan
SEGMENTS = ["loyal", "dormant", "prospect"]
STAKES = pd.DataFrame(
    {
        "method": "lifecycle", "segment": SEGMENTS, "customers": [600, 400, 50], "revenue_share": [0.9, 0.1, 0.0],
        "share": [0.5, 0.2, NAN], "low": [0.44, 0.15, NAN], "high": [0.56, 0.26, NAN],
        "forward": [30_000.0, 2_000.0, NAN], "forward_share": [0.94, 0.06, NAN],
    }
)  # fmt: skip
CHANNELS = pd.DataFrame(
    [
        ("lifecycle", segment, level, 100, share, 0.5, 0.01, share == share)
        for segment, shares in (("loyal", (0.6, 0.4)), ("dormant", (0.9, NAN)))
        for level, share in zip(("<Web> & a very long name of a channel", "Store"), shares, strict=True)
    ],
    columns=["method", "segment", "level", "n", "share", "base_share", "p_adjusted", "shown"],
)
REACHED = pd.DataFrame(
    {
        "method": "lifecycle", "segment": SEGMENTS, "customers": [600, 400, 12], "contacted": [300, 200, 4],
        "held_out": [100, 50, 2], "without": [200, 150, 6], "shown": [True, True, False], "listed": [True, True, True],
    }
)  # fmt: skip
TITLES = {"one": "Recommended by those who know <us>", "two": "贴心提醒", "three": "Ask first"}
NEEDS = pd.DataFrame(
    {
        "play": list(TITLES), "method": "lifecycle", "segment": SEGMENTS, "customers": [600, 400, 50], "contacts": [500, 300, 40],
        "lever": ["retention", "basket", "win_back"], "unit_cost": [0.35, 0.35, NAN], "break_even": [0.004, 0.006, NAN],
        "extra": [2.0, 2.0, NAN], "ceiling": [0.9, 0.5, 0.4],
    }
)  # fmt: skip
TESTS = NEEDS.assign(base_rate=[0.5, 0.05, NAN], detectable=[0.04, 0.2, 0.5], remedy=["testable", "claim_nothing", "claim_nothing"])
RANKED = NEEDS.assign(effort=["low", "medium", "low"], within=[50_000.0, -200.0, 3_000.0])
WEEKS = {"start": date(2026, 1, 5), "weeks": 13}
CALENDAR = pd.DataFrame(
    {
        "play": ["one", "one", "two", "three"], "method": "lifecycle", "segment": ["loyal", "loyal", "dormant", "prospect"],
        "starts": ["campaign", "campaign", "trigger", "campaign"],
        "day": pd.to_datetime(["2026-01-05", "2026-05-05", None, None]),
    }
)  # fmt: skip
ALLOCATION = NEEDS.assign(
    margin_base=[3000.0, 500.0, 0.0], margin_low=[1000.0, -200.0, 0.0], margin_high=[5000.0, 900.0, 0.0], contacts=[400.0, 200.0, 0.0],
    cost=[140.0, 70.0, 0.0],
)  # fmt: skip
CURVE = pd.DataFrame(
    {
        "budget": [0.0, 100.0, 200.0], "spent": [0.0, 100.0, 150.0], "margin_low": [0.0, 50.0, 60.0], "margin": [0.0, 100.0, 130.0],
        "margin_high": [0.0, 160.0, 190.0], "proportional": [0.0, 80.0, 110.0], "customers": [0.0, 70.0, 120.0], "top_value": [0.0, 60.0, 90.0],
    }
)  # fmt: skip
CASES = {
    "priorities": (weeks.plot_priorities, RANKED, {"titles": TITLES}),
    "calendar": (weeks.plot_calendar, CALENDAR, {"titles": TITLES, **WEEKS, "blocked": [(date(2026, 2, 16), date(2026, 2, 22))]}),
    "stake": (charts.plot_stake, STAKES, {}),
    "channels": (charts.plot_order_shares, CHANNELS, {"segments": SEGMENTS}),
    "dayparts": (
        charts.plot_order_shares,
        CHANNELS.assign(level=["morning", "evening"] * 2),
        {"segments": SEGMENTS},
    ),
    "reach": (charts.plot_reach, REACHED, {}),
    "needed": (plays.plot_needed, NEEDS, {"titles": TITLES}),
    "ceilings": (plays.plot_ceilings, NEEDS, {"titles": TITLES}),
    "allocation": (money.plot_allocation, ALLOCATION, {"titles": TITLES}),
    "curve": (money.plot_budget_curve, CURVE, {"budget": 150.0}),
    "curve_without_budget": (money.plot_budget_curve, CURVE, {"budget": None}),
    "plans": (plays.plot_test_plans, TESTS, {"titles": TITLES, "matters": 0.05}),
}


def words(figure):
    return {text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chart_draws(case, width, language, overlapping_labels):
    """At its exact width, in colours that have a dark value, with nothing outside the picture."""
    plot, table, settings = CASES[case]
    figure = plot(table, text=Text(language, "GBP"), width=width, **settings)
    svg = figure_svg(figure, figure_id=case, language=language)

    assert [] == overlapping_labels(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert not strange_colours(svg)
    right = figure.get_window_extent().x1
    beyond = {text.get_text() for axes in figure.axes for text in axes.texts if text.get_window_extent().x1 > right + 1}
    assert set() == beyond


@pytest.mark.parametrize("width", ["full", "narrow"])
def test_hidden_counts_are_dashes(width):
    """Six without consent among twelve prospects are not written anywhere."""
    assert not {"6", "4", "2"} & words(charts.plot_reach(REACHED, text=Text(), width=width))


def test_titles_of_plays_are_never_cut():
    """A long title goes on a second line on a phone."""
    shown = words(plays.plot_test_plans(TESTS, text=Text(), width="narrow", titles=TITLES, matters=0.05))

    assert "Recommended by those\nwho know <us>" in shown


def test_nothing_known_is_a_dash_and_not_a_zero():
    """Too few customers at the start: no rate, nothing to come."""
    assert "–" in words(charts.plot_stake(STAKES, text=Text(), width="full"))


def test_a_contact_beyond_the_last_week_is_not_drawn():
    """The second touch lies in May, after the thirteen weeks: one dot, and the line to the edge."""
    figure = weeks.plot_calendar(CALENDAR, text=Text("en", "GBP"), width="full", titles=TITLES, **WEEKS)
    dots = [list(line.get_xdata()) for line in figure.axes[0].lines if line.get_marker() == "o"]

    assert [[0.0]] == dots


def test_priorities_stand_by_effort_and_then_by_what_is_within_reach():
    figure = weeks.plot_priorities(RANKED, text=Text("en", "GBP"), width="full", titles=TITLES)

    assert [50_000.0, 3_000.0, 0.0] == [bar.get_width() for bar in figure.axes[0].patches]
    assert {"Little effort", "Some effort"} <= words(figure)
