"""The charts of chapter 02: the stages of the life cycle, and the value tiers on the curve of revenue."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import INK, MUTED, segment_colour, segment_colours
from analysis.charts.segmentation import STATES, share_bars
from analysis.charts.style import (
    BAR_PAIR,
    FOREST,
    Width,
    direct_label,
    heading,
    new_figure,
    second_label,
    zero_line,
)  # fmt: skip
from analysis.text import Text, share

LETTERS = {"full": 34, "narrow": 20}  # of a name on one line


def plot_stages(sizes: pd.DataFrame, *, text: Text, width: Width, returns: pd.DataFrame) -> Figure:
    """Stages in their order: customers and revenue as bars, the share that came back with its interval.

    `sizes` and `returns` hold one method each; `returns` may be empty, then there is one panel.  A missing rate is a dash.
    """
    rows = sizes.reset_index(drop=True)
    names = [_fitted(text.name("segment", key), width) for key in rows["segment"]]
    two, full = len(returns) > 0, width == "full"
    height = 0.35 + BAR_PAIR * len(rows)
    height = height if full or not two else height + 0.5 + 0.26 * len(rows)
    with new_figure(width, height, language=text.language, figure_id="stages") as figure:
        if not two:
            left, right = figure.subplots(), None
        elif full:
            left, right = figure.subplots(1, 2, width_ratios=[1.25, 1], sharey=True)
        else:
            left, right = figure.subplots(2, 1, height_ratios=[BAR_PAIR, 0.26])
        share_bars(left, rows, names, text=text)
        longest = rows[["customer_share", "revenue_share"]].max().max()
        left.set_xlim(0, longest * (1.45 if full and two else 1.5 if not full else 1.2))
        if right is not None:
            share_points(right, rows.merge(returns, on="segment", how="left", suffixes=("", "_next")), text=text)
            if not full:
                right.set_yticks(np.arange(len(rows)), names)
                right.tick_params(axis="y", labelcolor=INK)
                right.set_ylim(len(rows) - 0.45, -0.55)
            heading(right, text("came back"))
    return figure


def _fitted(name: str, width: Width) -> str:
    """A name on two lines at most, cut off where it is longer: names found in the data have no limit."""
    most = LETTERS[width]
    most = most if name.isascii() else round(0.6 * most)  # a Chinese character takes the room of two letters
    lines = textwrap.wrap(name, most, break_on_hyphens=False)
    return "\n".join(lines) if len(lines) <= 2 else f"{lines[0]}\n{lines[1][: most - 1].rstrip()}…"


def share_points(axes: Axes, rows: pd.DataFrame, *, text: Text, least: float = 0.1, room: float = 1.22, most: float = 1.15) -> None:
    """A share (segment, share, low, high) a row: a point, its interval, and the number beside it; a missing one is a dash.

    The axis ends `room` times beyond the highest of the intervals (or `least`), at `most` at the furthest.
    """
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    colours = segment_colours(rows["segment"])
    for i, row in enumerate(rows.itertuples()):
        if row.share != row.share:
            direct_label(axes, "–", 0, i, dx=6, color=MUTED)
            continue
        colour = colours[row.segment]
        axes.plot([row.low, row.high], [i, i], color=colour, linewidth=1.8)
        axes.plot([row.share], [i], "o", color=colour)
        direct_label(axes, text.show(share(row.share)), row.high, i, dx=6)
    top = rows["high"].max()
    axes.set_xlim(0, min(max(top, least) * room, most) if top == top else 1)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0)) if value <= 1 else ""))
    zero_line(axes)


def plot_value_tiers(concentration: pd.DataFrame, *, text: Text, width: Width, tiers: pd.DataFrame) -> Figure:
    """The curve of revenue from the top, its parts coloured by tier; `tiers` are the sizes of the value segments."""
    held = tiers[~tiers["segment"].isin(STATES)]
    x, y = concentration["customer_share"].to_numpy(), concentration["revenue_share"].to_numpy()
    people = (held["customers"] / held["customers"].sum()).to_numpy()
    ends = np.cumsum(people)
    with new_figure(width, FOREST, language=text.language, figure_id="value_tiers") as figure:
        axes = figure.subplots()
        axes.grid(visible=False)
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, dashes=(3, 2))
        before = 0.0
        for key, end, part in zip(held["segment"], ends, people, strict=True):
            span = np.unique(np.concatenate([[before, end], x[(x > before) & (x < end)]]))
            reached = np.interp(span, x, y)
            colour = segment_colour("no_order" if key == "none" else key)
            axes.fill_between(span, 0, reached, color=colour, linewidth=0)
            _tier_label(axes, key, part, (before + end) / 2, reached, text, width)
            before = end
        axes.plot(x, y, color=INK, linewidth=1.3)
        form = FuncFormatter(lambda value, _: text.show(share(value, 0)))
        axes.xaxis.set_major_formatter(form)
        axes.yaxis.set_major_formatter(form)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(1.0, y.max()) * 1.14)
        axes.set_yticks(np.linspace(0, 1, 6))
        axes.set_xlabel(text("share of buyers, highest revenue first"), loc="left")
        heading(axes, text("share of revenue"))
        zero_line(axes, "y")
    return figure


def _tier_label(axes: Axes, key: str, part: float, middle: float, reached: np.ndarray, text: Text, width: Width) -> None:
    """The tier's name over its part, its share of buyers and of revenue below."""
    if part < 0.04:
        return
    brought = reached[-1] - reached[0]
    top = max(float(reached.max()), 0.02)
    direct_label(axes, text.name("tier", key), middle, top, dx=0, dy=15, ha="center", va="bottom")
    words = text("{people} bring {money}") if width == "full" and part > 0.15 else "{people}: {money}"
    shown = words.format(people=text.show(share(part)), money=text.show(share(brought)))
    second_label(axes, shown, middle, top, dx=0, dy=5, ha="center", va="bottom")
