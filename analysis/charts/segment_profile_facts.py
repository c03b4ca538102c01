"""Side by side, a panel for each figure: what every segment is worth, with its interval, against all customers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.palette import CONTEXT, INK, MUTED, PAPER
from analysis.charts.segment_profile import colours_of
from analysis.charts.style import Width, new_figure, small_size
from analysis.text import Text
from analysis.text.formats import MISSING
from analysis.text.names_segment_profile import fact_value, head_value

COLUMNS = {"full": 4, "narrow": 2}
ROW, HEAD = 0.235, 0.42  # inches
FIGURE = 0.75  # room of the figures at the right, as a part of the intervals' span
SHARES = ("customer_share", "revenue_share")  # with bars from nothing: parts of a whole have no line of all customers


def plot_segment_facts(
    facts: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str], hollow: Sequence[str] = ()
) -> Figure:
    """A panel per measure of `fact_rows`, a row per segment: figure, interval and, grey, the figure of all customers.

    `hollow` measures follow from how the segments are made.
    """
    measures = list(facts["measure"].drop_duplicates())
    columns = min(COLUMNS[width], len(measures))
    lines = -(-len(measures) // columns)
    height = lines * (HEAD + ROW * len(segments)) + 0.1
    with new_figure(width, height, language=text.language, figure_id="segment_facts") as figure:
        grid = figure.subplots(lines, columns, sharey=True, squeeze=False)
        figure.get_layout_engine().set(h_pad=0.06, w_pad=0.06)
        for axes, measure in zip(grid.flat, measures, strict=False):
            own = facts[facts["measure"] == measure].set_index("segment").reindex(segments)
            _panel(axes, own, measure, segments, text, hollow=measure in hollow)
        for axes in grid.flat[len(measures) :]:
            axes.set_visible(False)
        grid[0, 0].set_yticks(range(len(segments)), [text.show(head_value(key)) for key in segments])
        grid[0, 0].set_ylim(len(segments) - 0.45, -0.55)
        for axes in grid.flat:
            axes.tick_params(axis="y", labelcolor=INK)
    return figure


def _panel(axes: Axes, own: pd.DataFrame, measure: str, segments: Sequence[str], text: Text, *, hollow: bool) -> None:
    ends = own[["value", "low", "high", "base"]].to_numpy(dtype=float)
    low, high = np.nanmin(ends), np.nanmax(ends)
    low = min(low, 0.0) if measure in SHARES else low
    span = high - low if high > low else max(abs(high), 1.0)
    edge = high + FIGURE * span
    axes.grid(False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(low - 0.06 * span, edge)
    axes.set_title(text.name("fact", measure), loc="left", color=INK, fontweight=600, pad=4)
    base = own["base"].dropna()
    if len(base):
        axes.plot([base.iloc[0]] * 2, [-0.5, len(segments) - 0.5], color=CONTEXT, linewidth=1.4, zorder=0)
    for place, (key, colour) in enumerate(zip(segments, colours_of(segments), strict=True)):
        row = own.loc[key]
        known = np.isfinite(row["value"])
        shown = text.show(fact_value(measure, row["value"])) if known else MISSING
        axes.text(edge, place, shown, ha="right", va="center", color=INK if known else MUTED, fontsize=small_size())
        if not known:
            continue
        if np.isfinite(row["low"]) and np.isfinite(row["high"]):
            axes.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=1.8)
        axes.plot([row["value"]], [place], "o", markersize=5, color=PAPER if hollow else colour, markeredgecolor=colour)
