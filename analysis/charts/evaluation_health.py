"""The charts of chapter 05 about the segmentation: the mix at both ends of the period, and what segments told."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, INK, MUTED, PAPER, segment_colours
from analysis.charts.style import Width, heading, new_figure, second_label, zero_line
from analysis.text import Text, share
from analysis.text.names_evaluation import place_value

CHANCE = {"ordered": 0.5, "revenue": 0.0}


def plot_mix(mix: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of each segment at the start (hollow) and at the end (filled)."""
    names, colours = list(mix["segment"]), segment_colours(list(mix["segment"]))
    top = float(mix[["share_then", "share_now"]].to_numpy().max())
    with new_figure(width, 0.5 + 0.27 * len(names), language=text.language, figure_id="mix") as figure:
        axes = figure.subplots()
        for y, row in enumerate(mix.itertuples()):
            colour = colours[row.segment]
            axes.plot([row.share_then, row.share_now], [y, y], color=colour, linewidth=1.6)
            axes.plot([row.share_then], [y], "o", color=colour, markerfacecolor=PAPER, markeredgewidth=1.4, markersize=6)
            axes.plot([row.share_now], [y], "o", color=colour, markersize=6)
            words = f"{text.show(share(row.share_then))} → {text.show(share(row.share_now))}"
            second_label(axes, words, max(row.share_then, row.share_now), y, dx=8, color=INK)
        axes.set_yticks(np.arange(len(names)), [text.show(place_value(key)) for key in names])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.set_ylim(len(names) - 0.5, -0.6)
        axes.set_xlim(0, top * (1.22 if width == "full" else 1.5))
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        zero_line(axes)
    return figure


def plot_separation(table: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """What each way of dividing told of the period: a dot with its range, by outcome; the dashed line is chance."""
    outcomes, full = list(dict.fromkeys(table["outcome"])), width == "full"
    rulers = list(dict.fromkeys(table["ruler"]))
    height = (0.7 + 0.32 * len(rulers)) * (1 if full else len(outcomes))
    with new_figure(width, height, language=text.language, figure_id="separation") as figure:
        grid = figure.subplots(1, len(outcomes), sharey=True) if full else figure.subplots(len(outcomes), 1)
        for axes, outcome in zip(np.ravel(grid), outcomes, strict=True):
            _rulers(axes, table[table["outcome"] == outcome].set_index("ruler").reindex(rulers), outcome, text)
    return figure


def _rulers(axes: Axes, table: pd.DataFrame, outcome: str, text: Text) -> None:
    chance = CHANCE[outcome]
    for y, row in enumerate(table.itertuples()):
        if not np.isfinite(row.value):
            continue
        colour = ACCENT if row.Index == "segments" else MUTED
        axes.plot([row.low, row.high], [y, y], color=colour, linewidth=2)
        axes.plot([row.value], [y], "o", color=colour, markersize=6)
        second_label(axes, text.show(share(row.value)), row.high, y, dx=6, color=INK)
    low, high = float(np.nanmin(table["low"])), float(np.nanmax(table["high"]))
    axes.axvline(chance, color=MUTED, linewidth=0.9, dashes=(4, 3))
    axes.set_xlim(min(chance, low) - 0.01, high + 0.22 * (high - min(chance, low)))
    axes.set_ylim(len(table) - 0.5, -0.6)
    axes.set_yticks(np.arange(len(table)), [text.name("ruler", key) for key in table.index])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
    heading(axes, text("who ordered: pairs in order") if outcome == "ordered" else text("how much they spent: part explained"))
