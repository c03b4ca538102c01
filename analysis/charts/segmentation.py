"""The charts of chapter 02: recency by frequency, and the segments' sizes."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.charts.palette import CONTEXT, INK, MUTED, ON_SEQUENTIAL, SEQUENTIAL, TINT, segment_colour, segment_colours
from analysis.charts.style import (
    BAR_PAIR,
    HEAT_ROW,
    Width,
    bare,
    direct_label,
    new_figure,
    second_label,
    small_size,
    steps,
    zero_line,
)  # fmt: skip
from analysis.text import Text, count, share

EDGES = (0.0, 0.01, 0.025, 0.05, 0.10, 0.20, 1.01)  # of the grid's six shades
STATES = ("refund_only", "no_order", "prospect")


def plot_recency_frequency_grid(cells: pd.DataFrame, *, text: Text, width: Width, bands: pd.DataFrame) -> Figure:
    """Share of revenue and customers by recency and frequency; stripes and names tell the segment of a cell.

    `bands` are the limits behind the scores; a score that ties have left without anybody has no row or column.
    """
    held = bands[~(bands["low"] == bands["high"])].sort_values("score")
    rows = held[held["score_name"] == "recency"].iloc[::-1].reset_index(drop=True)
    columns = held[held["score_name"] == "frequency"].reset_index(drop=True)
    row_height = HEAT_ROW if width == "full" else 0.62
    with new_figure(width, 0.5 + row_height * len(rows), language=text.language, figure_id="recency_frequency_grid") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
        table = cells.set_index(["recency_score", "frequency_score"])
        # A cell that is kept back tells no segment: it may be empty, and only hide another one.
        seen = table["segment"].where(table["customers"] > 0, "")
        segment = [[seen[(r, c)] for c in columns["score"]] for r in rows["score"]]
        first = _first_cells(segment)
        for y, r in enumerate(rows["score"]):
            for x, c in enumerate(columns["score"]):
                _cell(axes, x, y, table.loc[(r, c)], (y, x) in first, text, width)
        axes.set_xlim(0, len(columns))
        axes.set_ylim(len(rows), 0)
        unit = text("days") if width == "full" else text("d")
        axes.set_yticks(np.arange(len(rows)) + 0.5, [band_label(row, unit if i == 0 else "") for i, row in rows.iterrows()])
        axes.set_xticks(np.arange(len(columns)) + 0.5, [band_label(row) for _, row in columns.iterrows()])
        axes.set_xlabel(text("Orders in the window"))
        axes.set_ylabel(text("Days since the last order"))
    return figure


def _first_cells(segment: list[list[str]]) -> set[tuple[int, int]]:
    """The first cell of every patch of neighbours of one segment: there its name stands."""
    left = {(y, x) for y, row in enumerate(segment) for x in range(len(row))}
    first = set()
    for start in sorted(left):
        patch = {start} & left
        first |= patch
        while patch:
            y, x = patch.pop()
            left.discard((y, x))
            around = {(y, x - 1), (y, x + 1), (y - 1, x), (y + 1, x)} & left
            patch |= {(b, a) for b, a in around if segment[b][a] == segment[y][x]}
    return first


def _cell(axes: Axes, x: int, y: int, cell: pd.Series, named: bool, text: Text, width: Width) -> None:
    """One cell: shade, stripe, the segment's name where it begins, share of revenue, customers."""
    empty = cell["customers"] == 0
    hidden = cell["customers"] != cell["customers"]
    shade, norm = steps(SEQUENTIAL, EDGES)
    level = 0 if empty or hidden else int(np.clip(norm(max(cell["revenue_share"], 0.0)), 0, 5))
    colour, ink = (TINT, MUTED) if empty else (shade(level), ON_SEQUENTIAL[level])
    axes.add_patch(Rectangle((x + 0.012, y + 0.075), 0.976, 0.905, facecolor=colour))
    if empty:
        return
    small, full = small_size(), width == "full"
    if not hidden:
        axes.add_patch(Rectangle((x + 0.012, y + 0.015), 0.976, 0.045, facecolor=segment_colour(cell["segment"])))
    if named and not hidden:
        word = text.name("segment" if full else "segment_cell", cell["segment"])
        axes.text(x + 0.05, y + 0.13, word, ha="left", va="top", fontsize=small, fontweight=600, color=ink)
    figure = "–" if hidden else text.show(share(cell["revenue_share"]))
    people = "" if hidden else text.show(count(cell["customers"]))
    axes.text(x + 0.5, y + 0.56, figure, ha="center", va="center", fontweight=600, color=ink)
    below = text("{n} cust.").format(n=people) if full and people else people
    axes.text(x + 0.5, y + 0.82, below, ha="center", va="center", fontsize=small, color=ink)


def band_label(band: pd.Series, unit: str = "") -> str:
    """A band of whole days or orders in figures: ≤ 39, 40–154, 700+, or 0."""
    low, high = band["low"], band["high"]
    if low != low:
        return f"≤ {high:,.0f} {unit}".strip() if high > 0 else f"0 {unit}".strip()
    if high != high:
        return f"{low + 1:,.0f}+ {unit}".strip()
    both = f"{low + 1:,.0f}" if low + 1 == high else f"{low + 1:,.0f}–{high:,.0f}"
    return f"{both} {unit}".strip()


def plot_segment_sizes(sizes: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of customers and of revenue by segment: paired bars, most revenue first, no order last."""
    order = sizes.assign(last=sizes["segment"].isin(STATES)).sort_values(["last", "revenue_share"], ascending=[True, False])
    order = order.reset_index(drop=True)
    colours = segment_colours(sizes["segment"])
    with new_figure(width, 0.15 + BAR_PAIR * len(order), language=text.language, figure_id="segment_sizes") as figure:
        axes = figure.subplots()
        share_bars(axes, order, [text.name("segment", key) for key in order["segment"]], text=text, colours=colours)
        longest = order[["customer_share", "revenue_share"]].max().max()
        axes.set_xlim(0, longest * (1.2 if width == "full" else 1.45))
    return figure


def _customer_bars(axes: Axes, sizes: pd.DataFrame, names: list[str], colours: list[str], *, text: Text) -> None:
    """One bar per row where no revenue is held: the share of customers."""
    place = np.arange(len(sizes))
    people = sizes["customer_share"].fillna(0.0)
    axes.barh(place, people, height=0.55, color=colours)
    axes.set_yticks(place, names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(sizes) - 0.45, -0.55)
    for i, held in enumerate(sizes["customer_share"]):
        words = text("{share} of customers") if i == 0 else "{share}"
        direct_label(axes, words.format(share=text.show(share(held))), people.iloc[i], i)
    zero_line(axes)


def share_bars(axes: Axes, sizes: pd.DataFrame, names: list[str], *, text: Text, colours: Mapping[str, str] | None = None) -> None:
    """A grey bar for customers and a coloured one for revenue per row; a dash where they are not shown.

    Where no revenue is held there is one bar, for customers.

    `colours` by segment; without them those that the palette fixes, and the next free ones in the order of rows.
    """
    bare(axes)
    colours = colours or segment_colours(sizes["segment"])
    place = np.arange(len(sizes))
    if sizes["revenue_share"].isna().all() and sizes["customer_share"].notna().any():
        _customer_bars(axes, sizes, names, [colours[key] for key in sizes["segment"]], text=text)
        return
    people, money = sizes["customer_share"].fillna(0.0), sizes["revenue_share"].fillna(0.0).clip(lower=0)
    axes.barh(place - 0.20, people, height=0.26, color=CONTEXT)
    axes.barh(place + 0.13, money, height=0.40, color=[colours[key] for key in sizes["segment"]])
    axes.set_yticks(place, names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(sizes) - 0.45, -0.55)
    for i, row in enumerate(sizes.itertuples()):
        shown = [text.show(share(value)) for value in (row.customer_share, row.revenue_share)]
        words = [text("{share} of customers"), text("{share} of revenue")] if i == 0 else ["{share}", "{share}"]
        second_label(axes, words[0].format(share=shown[0]), people.iloc[i], i - 0.20)
        direct_label(axes, words[1].format(share=shown[1]), money.iloc[i], i + 0.13)
    zero_line(axes)
