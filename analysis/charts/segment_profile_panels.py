"""Side by side, a panel each: the numbers of every segment against all customers, and what the survey says."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from analysis.charts.palette import CONTEXT, INK, MUTED, PAPER, segment_colours
from analysis.charts.style import Width, direct_label, heading, new_figure, second_label, small_size
from analysis.text import Text, count, decimal
from analysis.text.formats import MISSING
from analysis.text.names_segment_profile import figure_value, segment_value, trait_value

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
    height = lines * (0.36 + 0.235 * len(traits)) + 0.22
    with new_figure(width, height, language=text.language, figure_id="numeric_profile") as figure:
        grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
        for axes, (key, colour) in zip(grid.flat, segment_colours(segments).items(), strict=False):
            own = profile[profile["segment"] == key].set_index("trait").reindex(traits)
            _panel(axes, own, colour, text, hollow)
            axes.set_title(text.show(segment_value(key)), loc="left", color=INK, fontweight=600, pad=4)
        for axes in grid.flat[len(segments) :]:
            axes.set_visible(False)
        first = grid[0, 0]
        first.set_yticks(range(len(traits)), [text.show(trait_value(trait)) for trait in traits])
        first.set_ylim(len(traits) - 0.5, -0.5)
        for axes in grid.flat:
            axes.tick_params(axis="y", labelcolor=INK)
        grid[-1, 0].set_xlabel(text("times the median of all customers"), loc="left", fontsize=small_size())
    return figure


def _panel(axes: Axes, own: pd.DataFrame, colour: str, text: Text, hollow: Sequence[str]) -> None:
    ratio = (own["median"] / own["base_median"]).clip(1 / FARTHEST, FARTHEST).to_numpy(dtype=float)
    place = np.arange(len(own))
    axes.set_xscale("log", base=2)
    axes.set_xlim(1 / FARTHEST / 1.35, FARTHEST * 4.2)  # room for the figures at the right
    axes.xaxis.set_major_locator(FixedLocator([0.25, 1, 4]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticklabels(["¼", "1", "4"])
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.hlines(place, 1 / FARTHEST, FARTHEST, color="#e6e9ed", linewidth=0.7, zorder=0)
    axes.axvline(1, color=MUTED, linewidth=0.8, zorder=1)
    axes.plot(ratio, place, color=colour, linewidth=1.3, zorder=2)
    filled = [trait not in hollow for trait in own.index]
    axes.scatter(ratio, place, s=26, color=[colour if full else PAPER for full in filled], edgecolors=colour, linewidths=1.3, zorder=3)
    for i, (trait, row) in enumerate(own.iterrows()):
        shown = text.show(figure_value(trait, row["median"])) if np.isfinite(row["median"]) else MISSING
        axes.text(FARTHEST * 4.2, i, shown, ha="right", va="center", color=INK, fontsize=small_size())


def plot_survey_scores(scores: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Satisfaction and net promoter score of each segment with their intervals; the line is all respondents."""
    measures = list(scores["measure"].drop_duplicates())
    beside = width == "full"
    rows = len(segments)
    height = (0.62 + 0.27 * rows) * (1 if beside else len(measures))
    shape = (1, len(measures)) if beside else (len(measures), 1)
    with new_figure(width, height, language=text.language, figure_id="survey_scores") as figure:
        grid = figure.subplots(*shape, sharey=True, squeeze=False)
        for axes, measure in zip(grid.flat, measures, strict=True):
            own = scores[scores["measure"] == measure].set_index("segment")
            _intervals(axes, own, segments, text, digits=1 if measure == "satisfaction" else 0)
            heading(axes, text.name("survey_measure", measure))
        n = scores[scores["measure"] == measures[0]].set_index("segment")["n"].reindex(segments).fillna(0)
        names = [f"{text.show(segment_value(key))}  {text('n = {n}').format(n=text.show(count(n[key])))}" for key in segments]
        grid.flat[0].set_yticks(range(rows), names)
        grid.flat[0].set_ylim(rows - 0.4, -0.6)
        for axes in grid.flat:
            axes.tick_params(axis="y", labelcolor=INK)
    return figure


def _intervals(axes: Axes, own: pd.DataFrame, segments: Sequence[str], text: Text, *, digits: int) -> None:
    shown = own.reindex(segments)
    if TOTAL in own.index:
        axes.axvline(own.loc[TOTAL, "value"], color=CONTEXT, linewidth=1.4, zorder=0)
    axes.grid(False)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    for i, (key, colour) in enumerate(segment_colours(segments).items()):
        row = shown.loc[key]
        if not np.isfinite(row["value"]):
            continue
        axes.plot([row["low"], row["high"]], [i, i], color=colour, linewidth=1.8)
        axes.plot([row["value"]], [i], "o", color=colour)
        direct_label(axes, text.show(decimal(row["value"], digits)), row["value"], i, dx=0, dy=8.5, ha="center", fontsize=small_size())
    low, high = shown["low"].min(), shown["high"].max()
    room = (high - low) * 0.06 if np.isfinite(high - low) and high > low else 1.0
    axes.set_xlim(low - room, high + room) if np.isfinite(low) else None
    for i, key in enumerate(segments):
        if not np.isfinite(shown.loc[key, "value"]):
            second_label(axes, MISSING, sum(axes.get_xlim()) / 2, i, dx=0, ha="center")
