"""Forest plots of chapter 05: effects of campaigns by outcome, and of one campaign by segment."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, INK, MUTED, PAPER
from analysis.charts.style import Width, direct_label, heading, new_figure, zero_line
from analysis.text import Text, decimal
from analysis.text.names_evaluation import campaign_value, dimension_value, outcome_difference, part_value

MOST = 6  # arms of campaigns
ROW = 0.25  # inches


def plot_effects(effects: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """One panel per outcome, one row per arm: difference and interval; hollow: the same by what was known before."""
    arms = effects.drop_duplicates(["campaign", "arm"]).head(MOST)
    rows = {key: y for y, key in enumerate(zip(arms["campaign"], arms["arm"], strict=True))}
    outcomes = list(dict.fromkeys(effects["outcome"]))[:3]
    full = width == "full"
    tall = 0.75 + 0.5 * len(rows)
    with new_figure(width, tall * (1 if full else len(outcomes)), language=text.language, figure_id="effects") as figure:
        shape = (1, len(outcomes)) if full else (len(outcomes), 1)
        panels = np.atleast_1d(figure.subplots(*shape, sharey=full)).ravel()
        for axes, outcome in zip(panels, outcomes, strict=True):
            table = effects[effects["outcome"] == outcome]
            for row in table.itertuples():
                if (row.campaign, row.arm) in rows:
                    _mark(axes, row, rows[row.campaign, row.arm], text)
            names = [_arm_name(*key, effects["campaign"].nunique(), text, full) for key in rows]
            axes.set_yticks(list(rows.values()), names)
            axes.set_ylim(len(rows) - 0.45, -0.6)
            _value_axis(axes, outcome, text, bins=3 if full or len(outcomes) > 1 else 4)
            heading(axes, text.name("outcome", outcome))
    return figure


def _mark(axes: Axes, row, y: float, text: Text) -> None:
    axes.plot([row.low, row.high], [y, y], color=ACCENT, linewidth=2.4)
    axes.plot([row.difference], [y], "o", color=ACCENT, markersize=6.5)
    label = _signed(text.show(outcome_difference(row.outcome, row.difference, row.n)), row.difference)
    direct_label(
        axes, label, row.difference, y, dx=0, dy=11, ha="center", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
    )
    if np.isfinite(row.adjusted):
        axes.plot([row.adjusted_low, row.adjusted_high], [y + 0.24] * 2, color=MUTED, linewidth=1.2)
        axes.plot([row.adjusted], [y + 0.24], "o", color=MUTED, markerfacecolor=PAPER, markersize=4.5, markeredgewidth=1.2)


def _signed(shown: str, value: float) -> str:
    return f"+{shown}" if value > 0 and not shown.startswith("+") else shown


def _arm_name(campaign: str, arm: str, campaigns: int, text: Text, full: bool) -> str:
    told = text.name("arm", arm)
    if campaigns > 1 or not arm:
        told = text("{campaign}, {arm}").format(campaign=text.show(campaign_value(campaign)), arm=told)
    return fill(told, 24 if full else 16)


def _value_axis(axes: Axes, outcome: str, text: Text, *, bins: int) -> None:
    scale, digits = (1, 2) if outcome == "revenue" else (100, 1)
    top = max(abs(end) for end in axes.get_xlim())
    digits = 0 if top * scale >= 10 else digits
    axes.xaxis.set_major_locator(MaxNLocator(bins))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _bare(value * scale, digits, text)))
    axes.margins(x=0.14)
    axes.set_xlabel(text("per customer") if outcome == "revenue" else text("percentage points"), loc="left")
    axes.tick_params(axis="y", labelcolor=INK)
    for label in axes.get_yticklabels():
        label.set_parse_math(False)
    zero_line(axes, width=1.0)


def _bare(value: float, digits: int, text: Text) -> str:
    shown = text.show(decimal(abs(value), digits))
    return "0" if abs(value) < 10**-digits / 2 else f"+{shown}" if value > 0 else f"−{shown}"


def plot_effect_segments(parts: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """One panel per arm: filled, an effect drawn towards the others; hollow, the segment's own; upright, everybody."""
    arms, full = list(dict.fromkeys(parts.sort_values("whole", ascending=False)["arm"])), width == "full"
    arms = arms[: 3 if full else 2]
    rows, names = _rows(parts, text, 26 if full else 15)
    with new_figure(
        width, 0.7 + (ROW if full else 0.3) * (max(rows.values()) + 1), language=text.language, figure_id="effect_segments"
    ) as figure:
        panels = np.atleast_1d(figure.subplots(1, len(arms), sharey=True, sharex=True)).ravel()
        for axes, arm in zip(panels, arms, strict=True):
            mine = parts[parts["arm"] == arm]
            axes.axvline(mine["whole"].iloc[0], color=ACCENT, linewidth=1, dashes=(3, 2))
            for row in mine.itertuples():
                y = rows[row.dimension, row.segment]
                axes.plot([row.drawn_low, row.drawn_high], [y, y], color=ACCENT, linewidth=2.2)
                axes.plot([row.difference], [y], "o", color=MUTED, markerfacecolor=PAPER, markersize=4.5, markeredgewidth=1.1)
                axes.plot([row.drawn], [y], "o", color=ACCENT, markersize=5)
            axes.set_ylim(max(rows.values()) + 0.7, -0.8)
            _value_axis(axes, parts["outcome"].iloc[0], text, bins=3)
            heading(axes, fill(text.name("arm", arm), 24 if full else 14))
        panels[0].set_yticks(list(names), list(names.values()))
        for label, y in zip(panels[0].get_yticklabels(), names, strict=True):
            strong = y not in set(rows.values())
            label.set(color=INK, parse_math=False, fontweight=600 if strong else 400)
    return figure


def _rows(parts: pd.DataFrame, text: Text, wide: int) -> tuple[dict[tuple[str, str], int], dict[int, str]]:
    """The height of every segment, and the labels by height: a way of dividing stands above its segments."""
    rows, names, y = {}, {}, 0
    for dimension, mine in parts.groupby("dimension", sort=False):
        names[y] = _short(text.show(dimension_value(dimension)), wide)
        y += 1
        for segment in dict.fromkeys(mine["segment"]):
            rows[dimension, segment], names[y] = y, "  " + _short(text.show(part_value(dimension, segment)), wide)
            y += 1
    return rows, names


def _short(words: str, wide: int) -> str:
    return words if len(words) <= wide else words[: wide - 1].rstrip() + "…"
