"""The charts of unmet needs, category trends and contexts of orders: marks with their intervals, a row each."""

from collections.abc import Mapping
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, PAPER
from analysis.charts.style import Width, bare, direct_label, heading, new_figure, second_label, small_size, zero_line
from analysis.text import Text, change, decimal, money, name, share
from analysis.text.names_wants import category_value, context_value

TOTAL, UNKNOWN = "(all)", "(unknown)"
LINE = {"full": 30, "narrow": 15}  # signs of a row's name in one line
ROOM = {"full": 0.42, "narrow": 0.95}  # of the axis, for the figures at the right


def plot_need_gaps(gaps: pd.DataFrame, *, text: Text, width: Width, labels: Mapping[str, str]) -> Figure:
    """Importance and satisfaction of each need joined by a line; or, where it is derived, the gap with its interval."""
    asked = gaps[gaps["basis"] == "asked"]
    rows = asked if len(asked) else gaps
    with new_figure(width, 0.55 + 0.36 * len(rows), language=text.language, figure_id="need_gaps") as figure:
        axes = figure.subplots()
        columns = ["importance", "satisfaction"] if len(asked) else ["low", "high"]
        low, high = float(rows[columns].min().min()), float(rows[columns].max().max())
        low, high = (low, high) if len(asked) else (min(low, 0.0), max(high, 0.0))
        span = max(high - low, 1e-9)
        for y, row in enumerate(rows.itertuples()):
            (_pair if len(asked) else _gap)(axes, y, row, text, high + 0.06 * span)
        _rows(axes, [fill(str(labels.get(item, item)), LINE[width]) for item in rows["item"]])
        axes.set_xlim(low - 0.05 * span, high + (ROOM[width] + 0.1) * span)
        ticks = [tick for tick in MaxNLocator(4).tick_values(low, high) if low - 0.05 * span <= tick <= high + 0.05 * span]
        axes.set_xticks(ticks, [text.show(decimal(tick, 1)) for tick in ticks])
        if len(asked):
            heading(axes, text("filled: importance; hollow: satisfaction"))
        else:
            zero_line(axes)
            heading(axes, text("points below the satisfaction of the others"))
    return figure


def _pair(axes: Axes, y: int, row, text: Text, at: float) -> None:
    short = row.gap > 0
    axes.plot([row.importance, row.satisfaction], [y, y], color=ACCENT if short else CONTEXT, linewidth=2.2, zorder=1)
    axes.plot([row.satisfaction], [y], "o", color=ACCENT if short else MUTED, markerfacecolor=PAPER, markeredgewidth=1.5)
    axes.plot([row.importance], [y], "o", color=ACCENT if short else MUTED)
    ends = [text.show(decimal(value, 1)) for value in (row.gap, row.low, row.high)]
    direct_label(axes, text("gap {value} ({low} to {high})").format(value=ends[0], low=ends[1], high=ends[2]), at, y, dx=2, dy=5)
    second_label(axes, text("opportunity {value}").format(value=text.show(decimal(row.opportunity, 1))), at, y, dx=2, dy=-6)


def _gap(axes: Axes, y: int, row, text: Text, at: float) -> None:
    colour = ACCENT if row.low > 0 else MUTED
    axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.8)
    axes.plot([row.gap], [y], "o", color=colour)
    ends = [text.show(decimal(value, 2)) for value in (row.gap, row.low, row.high)]
    second_label(axes, text("{value} ({low} to {high})").format(value=ends[0], low=ends[1], high=ends[2]), at, y, dx=2, color=INK)


def plot_category_trends(trends: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Change in money of each category as a bar with its interval; grey where it could be chance."""
    rows = trends[trends["category"] != TOTAL]
    with new_figure(width, 0.25 + 0.36 * len(rows), language=text.language, figure_id="category_trends") as figure:
        axes = figure.subplots()
        bare(axes)
        low, high = min(0.0, rows["change_low"].min()), max(0.0, rows["change_high"].max())
        span = max(high - low, 1e-9)
        colours = [CONTEXT if row.direction == "unclear" else ACCENT for row in rows.itertuples()]
        axes.barh(np.arange(len(rows)), rows["change"], height=0.5, color=colours)
        for y, row in enumerate(rows.itertuples()):
            axes.plot([row.change_low, row.change_high], [y, y], color=INK, linewidth=1.0)
            direct_label(axes, f"{'+' if row.change > 0 else ''}{text.show(money(row.change))}", high + 0.04 * span, y, dx=2, dy=5)
            if row.relative == row.relative and row.category != UNKNOWN:
                ends = [text.show(change(value)) for value in (row.relative, row.relative_low, row.relative_high)]
                known = row.relative_low == row.relative_low
                label = text("{value} ({low} to {high})").format(value=ends[0], low=ends[1], high=ends[2]) if known else ends[0]
                second_label(axes, label, high + 0.04 * span, y, dx=2, dy=-6)
        _rows(axes, [fill(text.show(category_value(key)), LINE[width]) for key in rows["category"]])
        axes.set_xlim(low - 0.03 * span, high + (ROOM[width] + 0.15) * span)
        zero_line(axes)
    return figure


def plot_context_baskets(baskets: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Money per order at each level of each context with its interval; the share of orders at the right."""
    first = baskets["trait"].ne(baskets["trait"].shift())
    place = np.arange(len(baskets)) + first.cumsum().to_numpy() * 0.9
    with new_figure(width, 0.5 + 0.245 * float(place[-1] + 1), language=text.language, figure_id="context_baskets") as figure:
        axes = figure.subplots()
        axes.grid(False)
        low, high = float(baskets["low"].min()), float(baskets["high"].max())
        span = max(high - low, 1e-9)
        for y, row in zip(place, baskets.itertuples(), strict=True):
            colour = ACCENT if row.p_adjusted < 0.05 and row.ratio > 1 else MUTED
            axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.8)
            axes.plot([row.mean_order], [y], "o", color=colour)
            label = text("{money}; {share} of orders").format(
                money=text.show(money(row.mean_order)), share=text.show(share(row.order_share))
            )
            second_label(axes, label, high + 0.05 * span, y, dx=2, color=INK)
        names = [
            (y, text.show(context_value(row.trait, row.level)), 400) for y, row in zip(place, baskets.itertuples(), strict=True)
        ]
        names += [
            (y - 0.95, text.show(name("context_trait", trait)), 600)
            for y, trait in zip(place[first], baskets.loc[first, "trait"], strict=True)
        ]
        axes.set_yticks([y for y, _, _ in names], [fill(label, LINE[width]) for _, label, _ in names])
        for label, (_, _, weight) in zip(axes.get_yticklabels(), names, strict=True):
            label.set(fontweight=weight, color=INK)
        axes.set_ylim(place[-1] + 0.6, place[0] - 1.6)
        axes.set_xlim(low - 0.05 * span, high + (ROOM[width] + 0.1) * span)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        ticks = [tick for tick in MaxNLocator(4).tick_values(low, high) if low - 0.05 * span <= tick <= high + 0.05 * span]
        axes.set_xticks(ticks)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
        axes.set_xlabel(text("money per order"), loc="left", fontsize=small_size())
    return figure


def _rows(axes: Axes, names: list[str]) -> None:
    axes.grid(False)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(names) - 0.4, -0.6)
