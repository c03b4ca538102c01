"""Side by side, a panel each: the numbers of every segment against all customers, and what the survey says."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from analysis.charts.palette import CONTEXT, GRID, INK, MUTED, PAPER
from analysis.charts.segment_profile import colours_of
from analysis.charts.style import Width, heading, new_figure, small_size
from analysis.text import Text, count
from analysis.text.formats import MISSING
from analysis.text.names_segment_profile import figure_value, head_value, score_value, trait_value

PANEL = {"full": 2.0, "narrow": 1.2}  # inches of one panel, about
CHARACTER = 0.075  # inches
FARTHEST = 8.0  # times the median of all customers; marks beyond stand at the edge
TOTAL = "(all)"


def plot_numeric_profile(
    profile: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str], hollow: Sequence[str] = ()
) -> Figure:
    """The median customer of each segment as a multiple of the median of all, a panel per segment; its own figure beside.

    `hollow` traits define the segments.
    """
    traits = list(profile["trait"].drop_duplicates())
    columns = min(3 if width == "full" else 2, len(segments))
    lines = -(-len(segments) // columns)
    room = _room(profile, text, PANEL[width])
    height = lines * (0.44 + 0.235 * len(traits)) + 0.22
    with new_figure(width, height, language=text.language, figure_id="numeric_profile") as figure:
        grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
        figure.get_layout_engine().set(h_pad=0.07)
        for axes, (key, colour) in zip(grid.flat, zip(segments, colours_of(segments), strict=True), strict=False):
            own = profile[profile["segment"] == key].set_index("trait").reindex(traits)
            _panel(axes, own, colour, text, hollow, room)
            axes.set_title(text.show(head_value(key)), loc="left", color=INK, fontweight=600, pad=4)
        for axes in grid.flat[len(segments) :]:
            axes.set_visible(False)
        first = grid[0, 0]
        first.set_yticks(range(len(traits)), [text.show(trait_value(trait)) for trait in traits])
        first.set_ylim(len(traits) - 0.5, -0.5)
        for axes in grid.flat:
            axes.tick_params(axis="y", labelcolor=INK)
        grid[-1, 0].set_xlabel(text("times the median of all customers"), loc="left", fontsize=small_size())
    return figure


def _room(profile: pd.DataFrame, text: Text, inches: float) -> float:
    """How many times farther the axis must reach so that the longest figure stands beside the marks."""
    figures = [text.show(figure_value(row.trait, row.median)) for row in profile.itertuples()]
    longest = max(sum(1.8 if ord(sign) > 0x2E80 else 1.0 for sign in figure) for figure in figures)
    part = min((longest * CHARACTER + 0.08) / inches, 0.6)
    return 2 ** (part / (1 - part) * np.log2(FARTHEST**2 * 1.35))


def _panel(axes: Axes, own: pd.DataFrame, colour: str, text: Text, hollow: Sequence[str], room: float) -> None:
    ratio = (own["median"] / own["base_median"]).clip(1 / FARTHEST, FARTHEST).to_numpy(dtype=float)
    place = np.arange(len(own))
    axes.set_xscale("log", base=2)
    axes.set_xlim(1 / FARTHEST / 1.35, FARTHEST * room)
    axes.xaxis.set_major_locator(FixedLocator([0.25, 1, 4]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels(["¼", "1", "4"])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.hlines(place, 1 / FARTHEST, FARTHEST, color=GRID, linewidth=0.7, zorder=0)
    axes.axvline(1, color=MUTED, linewidth=0.8, zorder=1)
    axes.plot(ratio, place, color=colour, linewidth=1.3, zorder=2)
    filled = [trait not in hollow for trait in own.index]
    axes.scatter(
        ratio, place, s=26, color=[colour if full else PAPER for full in filled], edgecolors=colour, linewidths=1.3, zorder=3
    )
    for i, (trait, row) in enumerate(own.iterrows()):
        shown = text.show(figure_value(trait, row["median"])) if np.isfinite(row["median"]) else MISSING
        axes.text(FARTHEST * room, i, shown, ha="right", va="center", color=INK, fontsize=small_size())


def plot_survey_scores(scores: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Satisfaction and net promoter score of each segment with their intervals; the line is all respondents."""
    measures = list(scores["measure"].drop_duplicates())
    beside = width == "full"
    rows = len(segments)
    height = (0.62 + 0.27 * rows) * (1 if beside else len(measures))
    shape = (1, len(measures)) if beside else (len(measures), 1)
    with new_figure(width, height, language=text.language, figure_id="survey_scores") as figure:
        figure.get_layout_engine().set(h_pad=0.07)
        grid = figure.subplots(*shape, sharey=True, squeeze=False)
        for axes, measure in zip(grid.flat, measures, strict=True):
            own = scores[scores["measure"] == measure].set_index("segment")
            _intervals(axes, own, segments, text, measure)
            heading(axes, text.name("survey_measure", measure))
        n = scores[scores["measure"] == measures[0]].set_index("segment")["n"].reindex(segments).fillna(0)
        names = [f"{text.show(head_value(key))}  {text('n = {n}').format(n=text.show(count(n[key])))}" for key in segments]
        grid.flat[0].set_yticks(range(rows), names)
        grid.flat[0].set_ylim(rows - 0.4, -0.6)
        for axes in grid.flat:
            axes.tick_params(axis="y", labelcolor=INK)
    return figure


def _intervals(axes: Axes, own: pd.DataFrame, segments: Sequence[str], text: Text, measure: str) -> None:
    shown = own.reindex(segments)
    low, high = shown["low"].min(), shown["high"].max()
    span = high - low if np.isfinite(high - low) and high > low else 1.0
    edge = high + 0.72 * span  # the figures stand in a column at the right
    axes.grid(False)
    axes.set_xlim(low - 0.04 * span, edge)
    axes.plot([own.loc[TOTAL, "value"]] * 2, [-0.6, len(segments) - 0.4], color=CONTEXT, linewidth=1.4, zorder=0)
    ticks = [tick for tick in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(low, high) if low - 0.04 * span <= tick <= high]
    axes.set_xticks(ticks, [text.show(score_value(measure, tick)) for tick in ticks])
    axes.spines["bottom"].set_bounds(low - 0.04 * span, high + 0.02 * span)
    for i, (key, colour) in enumerate(zip(segments, colours_of(segments), strict=True)):
        row = shown.loc[key]
        known = np.isfinite(row["value"])
        figures = [text.show(score_value(measure, row[name])) for name in ("value", "low", "high")]
        label = text("{value} ({low} to {high})").format(value=figures[0], low=figures[1], high=figures[2]) if known else MISSING
        axes.text(edge, i, label, ha="right", va="center", color=INK, fontsize=small_size())
        if known:
            axes.plot([row["low"], row["high"]], [i, i], color=colour, linewidth=1.8)
            axes.plot([row["value"]], [i], "o", color=colour)
