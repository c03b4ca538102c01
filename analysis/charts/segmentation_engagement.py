"""The charts of engagement: customers by group, and beside them the share that went on to order, or to the next stage."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.palette import INK, MUTED, segment_colours
from analysis.charts.segmentation_stages import share_points
from analysis.charts.style import BAR_PAIR, Width, bare, direct_label, heading, new_figure, small_size, zero_line
from analysis.text import Text, count, share
from analysis.text.names import NAMES

ROW = BAR_PAIR * 0.86  # inches: one bar a row
RATE = 0.26  # inches a row in the lower panel of the narrow drawing


def plot_engagement(sizes: pd.DataFrame, *, text: Text, width: Width, returns: pd.DataFrame) -> Figure:
    """Customers by group in their order, and the share of each that ordered afterwards with its interval.

    `sizes` (segment, customers, customer_share) and `returns` (segment, share, low, high) hold one lens each; without
    `returns` there is one panel.  A missing number is a dash.
    """
    return _drawn(sizes.reset_index(drop=True), returns, text("ordered afterwards"), text, width, "engagement")


def plot_funnel(sizes: pd.DataFrame, *, text: Text, width: Width, moves: pd.DataFrame) -> Figure:
    """The stages from awareness to loyalty: customers in each, and the share of each that has moved up since the start.

    `sizes` as in `plot_engagement`, `moves` (segment, share, low, high) from `aipl.stage_moves`; without them one panel.
    """
    rows = sizes.iloc[::-1].reset_index(drop=True)
    return _drawn(rows, moves, text("moved up since the start"), text, width, "funnel")


def _drawn(rows: pd.DataFrame, rates: pd.DataFrame, over: str, text: Text, width: Width, figure_id: str) -> Figure:
    names = [_name(key, text, width) for key in rows["segment"]]
    two, full = len(rates) > 0, width == "full"
    height = 0.35 + ROW * len(rows) + (0.5 + RATE * len(rows) if two and not full else 0)
    with new_figure(width, height, language=text.language, figure_id=figure_id) as figure:
        if not two:
            left, right = figure.subplots(), None
        elif full:
            left, right = figure.subplots(1, 2, width_ratios=[1.15, 1], sharey=True)
        else:
            left, right = figure.subplots(2, 1, height_ratios=[ROW, RATE])
        _bars(left, rows, names, text)
        if right is not None:
            if not full:
                right.set_yticks(np.arange(len(rows)), names)
                right.tick_params(axis="y", labelcolor=INK)
                right.set_ylim(len(rows) - 0.45, -0.55)
            points = rows[["segment"]].merge(rates, on="segment", how="left")
            share_points(right, points, text=text, least=0.05, room=1.3, most=1.18)
            heading(right, over)
    return figure


def _bars(axes: Axes, rows: pd.DataFrame, names: list[str], text: Text) -> None:
    """One bar a group: customers and their share."""
    bare(axes)
    colours = segment_colours(rows["segment"])
    people = rows["customer_share"].fillna(0.0)
    axes.barh(np.arange(len(rows)), people, height=0.52, color=[colours[key] for key in rows["segment"]])
    axes.set_yticks(np.arange(len(rows)), names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(rows) - 0.45, -0.55)
    for i, row in enumerate(rows.itertuples()):
        if row.customers != row.customers:
            direct_label(axes, "–", 0, i, color=MUTED)
            continue
        label = direct_label(axes, text.show(count(row.customers)), people.iloc[i], i)
        beside = {"xycoords": label, "xytext": (5, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(text.show(share(row.customer_share)), (1, 0.5), color=MUTED, fontsize=small_size(), **beside)
    axes.set_xlim(0, max(people.max(), 0.01) * 1.55)
    heading(axes, text("customers"))
    zero_line(axes)


def _name(key: str, text: Text, width: Width) -> str:
    """The name of a group, or its short one where the drawing is narrow."""
    return text.name("segment_short" if width == "narrow" and key in NAMES["segment_short"] else "segment", key)
