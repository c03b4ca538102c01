"""The charts of chapter 04 about segments: what is at stake, channel and part of the day, who can be reached."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, ON_SEQUENTIAL, PAPER, SEQUENTIAL, lone_colour
from analysis.charts.style import (
    BAR_PAIR,
    Width,
    bare,
    direct_label,
    heading,
    new_figure,
    second_label,
    small_size,
    steps,
    zero_line,
)  # fmt: skip
from analysis.text import Text, count, money, share
from analysis.text.formats import MISSING
from analysis.text.names_strategy import NAMES, segment_value

DAYPARTS = tuple(NAMES["play_daypart"])
HELD_OUT = SEQUENTIAL[2][0]
ROW = 0.29  # inches


def plot_stake(stakes: pd.DataFrame, *, text: Text, width: Width, margin: bool = True) -> Figure:
    """Share of revenue and of what is to come by segment as paired bars; the share that came back with its interval."""
    rows, full = stakes.reset_index(drop=True), width == "full"
    names = [text.show(segment_value(row.method, row.segment)) for row in rows.itertuples()]
    height = 0.4 + BAR_PAIR * len(rows)
    with new_figure(
        width, height if full else height + 0.5 + 0.26 * len(rows), language=text.language, figure_id="stake"
    ) as figure:
        panels = figure.subplots(1, 2, width_ratios=[1.5, 1]) if full else figure.subplots(2, 1, height_ratios=[BAR_PAIR, 0.26])
        left, right = panels
        _stake_bars(left, rows, text, width, margin=margin)
        left.set_xlim(0, rows[["revenue_share", "forward_share"]].max().max() * (1.62 if full else 1.75))
        _rates(right, rows, text)
        for axes in (left,) if full else (left, right):
            axes.set_yticks(np.arange(len(rows)), names)
            axes.tick_params(axis="y", labelcolor=INK)
        if full:
            right.set_yticks([])
        heading(right, text("ordered in the period"))
        if full:
            heading(left, " ")
    return figure


def _stake_bars(axes: Axes, rows: pd.DataFrame, text: Text, width: Width, *, margin: bool) -> None:
    bare(axes)
    place = np.arange(len(rows))
    past, coming = rows["revenue_share"].fillna(0.0).clip(lower=0), rows["forward_share"].fillna(0.0)
    axes.barh(place - 0.20, past, height=0.26, color=CONTEXT)
    axes.barh(place + 0.13, coming, height=0.40, color=[lone_colour(key) for key in rows["segment"]])
    axes.set_ylim(len(rows) - 0.45, -0.55)
    for i, row in enumerate(rows.itertuples()):
        shown = text.show(share(row.revenue_share))
        second_label(axes, text("{share} of revenue so far").format(share=shown) if i == 0 else shown, past[i], i - 0.20)
        if row.forward != row.forward:
            direct_label(axes, MISSING, 0, i + 0.13, color=MUTED)
            continue
        facts = {"share": text.show(share(row.forward_share)), "money": text.show(money(row.forward))}
        first = text("{share}, {money} of margin to come") if margin else text("{share}, {money} of revenue to come")
        first = first if width == "full" else text("{share}, {money} to come")
        direct_label(axes, (first if i == 0 else "{share}, {money}").format(**facts), coming[i], i + 0.13)
    zero_line(axes)


def _rates(axes: Axes, rows: pd.DataFrame, text: Text) -> None:
    axes.grid(visible=True, axis="x")
    axes.set_ylim(len(rows) - 0.45, -0.55)
    for i, row in enumerate(rows.itertuples()):
        if row.share != row.share:
            direct_label(axes, MISSING, 0, i, dx=6, color=MUTED)
            continue
        colour = lone_colour(row.segment)
        axes.plot([row.low, row.high], [i, i], color=colour, linewidth=1.8)
        axes.plot([row.share], [i], "o", color=colour)
        direct_label(axes, text.show(share(row.share)), row.high, i, dx=6)
    top = rows["high"].max()
    axes.set_xlim(0, min(max(top, 0.1) * 1.25, 1.2) if top == top else 1)
    axes.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0)) if value <= 1 else ""))
    zero_line(axes)


def plot_order_shares(cells: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Share of each segment's orders by channel or part of the day: heat map; bold where chance does not explain it.

    `cells` hold one trait (method, segment, level, n, share, base_share, p_adjusted, shown).
    """
    by_time = set(cells["level"]) <= set(DAYPARTS)
    levels = [key for key in DAYPARTS if key in set(cells["level"])] if by_time else list(_by_size(cells))
    levels = levels[: 7 if width == "full" else 5]
    rows = [key for key in segments if key in set(cells["segment"])]
    values = cells.pivot(index="segment", columns="level", values="share").reindex(rows, columns=levels).to_numpy(dtype=float)
    certain = cells.assign(sure=cells["p_adjusted"].lt(0.05) & cells["shown"]).pivot(
        index="segment", columns="level", values="sure"
    )
    certain = certain.reindex(rows, columns=levels).eq(True).to_numpy()
    orders = cells.drop_duplicates("segment").set_index("segment")["n"]
    colours, norm = steps(SEQUENTIAL, np.linspace(0, max(np.nanmax(values), 1e-9), 7))
    row_height = ROW if width == "full" else 0.36
    with new_figure(width, 0.5 + row_height * len(rows), language=text.language, figure_id="order_shares") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
        axes.pcolormesh(np.ma.masked_invalid(values), cmap=colours, norm=norm, edgecolors=PAPER, linewidth=0.8)
        axes.set_ylim(len(rows), 0)
        method = cells["method"].iloc[0]
        place = np.arange(len(rows)) + 0.5
        names = [text.show(segment_value(method, key)) for key in rows]
        based = [text("n = {n}").format(n=text.show(count(orders[key]))) for key in rows]
        if width == "full":
            axes.set_yticks(place, [f"{name}  {n}" for name, n in zip(names, based, strict=True)])
        else:
            axes.set_yticks(place - 0.18, names)
            axes.tick_params(axis="y", pad=5)
            axes.set_yticks(place + 0.25, based, minor=True)
            axes.tick_params(axis="y", which="minor", labelcolor=MUTED, labelsize=small_size(), length=0, pad=5)
        context = "play_daypart" if by_time else "level"
        axes.set_xticks(np.arange(len(levels)) + 0.5, [_short(text.name(context, key), width) for key in levels])
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelcolor=INK)
        for (row, column), value in np.ndenumerate(values):
            _cell(axes, column, row, value, certain[row, column], int(np.clip(norm(np.nan_to_num(value)), 0, 5)), text)
    return figure


def _cell(axes: Axes, x: int, y: int, value: float, sure: bool, step: int, text: Text) -> None:
    known = np.isfinite(value)
    axes.text(
        x + 0.5, y + 0.5, text.show(share(value, 0)) if known else MISSING, ha="center", va="center",
        color=ON_SEQUENTIAL[step] if known else MUTED, fontweight=600 if sure else 400,
    )  # fmt: skip


def _by_size(cells: pd.DataFrame) -> pd.Series:
    return cells.drop_duplicates("level").sort_values("base_share", ascending=False, kind="stable")["level"]


def _short(label: str, width: Width, most: int = 12) -> str:
    """A client's own word, cut for a phone."""
    return label if width == "full" or len(label) <= most else label[: most - 1] + "…"


def plot_reach(reached: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Customers by segment: to be contacted, held out, without consent; stacked bars and the numbers in columns.

    A segment whose parts must not be shown is one grey bar with dashes; one that is not listed is left out.
    """
    rows = reached[reached["listed"] & (reached["customers"] > 0)].reset_index(drop=True)
    parts = {"contacted": ACCENT, "held_out": HELD_OUT, "without": CONTEXT}
    words = {"contacted": text("contact"), "held_out": text("hold out"), "without": text("no consent")}
    place = np.arange(len(rows))
    with new_figure(width, 0.42 + ROW * len(rows), language=text.language, figure_id="reach") as figure:
        axes, numbers = figure.subplots(1, 2, width_ratios=[2.4, 1.5] if width == "full" else [1, 1.45])
        bare(axes)
        axes.barh(place, rows["customers"].where(~rows["shown"], 0), height=0.62, color=CONTEXT)
        start = np.zeros(len(rows))
        for key, colour in parts.items():
            axes.barh(place, rows[key].where(rows["shown"], 0), left=start, height=0.62, color=colour)
            start = start + rows[key].to_numpy()
        axes.set_yticks(place, [text.show(segment_value(row.method, row.segment)) for row in rows.itertuples()])
        axes.tick_params(axis="y", labelcolor=INK)
        zero_line(axes)
        bare(numbers)
        numbers.set_yticks([])
        numbers.set_xlim(0, 3)
        for column, (key, colour) in enumerate(parts.items()):
            _column(numbers, column, rows[key].where(rows["shown"]), words[key], colour, text)
        for one in (axes, numbers):
            one.set_ylim(len(rows) - 0.5, -1.15)
    return figure


def _column(axes: Axes, column: int, values: pd.Series, word: str, colour: str, text: Text) -> None:
    """A column of numbers under its name and colour."""
    axes.add_patch(Rectangle((column + 0.12, -0.56), 0.86, 0.07, facecolor=colour))
    axes.text(column + 0.98, -0.66, word, ha="right", va="bottom", fontsize=small_size(), color=MUTED)
    for i, value in enumerate(values):
        axes.text(column + 0.98, i, text.show(count(value)), ha="right", va="center", color=INK)
