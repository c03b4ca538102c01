"""The charts of chapter 05 after movement and figures: effects, parts of a change, drift."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, PAPER
from analysis.charts.style import (
    PANELS,
    Width,
    direct_label,
    new_figure,
    second_label,
    zero_line,
)  # fmt: skip
from analysis.text import Text, decimal
from analysis.text.names_evaluation import feature_value

WATCH, SHIFTED = 0.10, 0.25
SMALL = 100  # an order below this is shown to the penny
CROWDED = 0.75  # an axis so long that the two limits would stand on each other


def plot_effects(effects: pd.DataFrame, *, text: Text, width: Width, most: int = 6) -> Figure:
    """Difference against the held-out customers with its interval; hollow: the same difference before the contact."""
    shown = effects.head(most)
    with new_figure(width, 0.75 + 0.62 * len(shown), language=text.language, figure_id="effects") as figure:
        axes = figure.subplots()
        ends = shown[["low", "high", "check_low", "check_high"]].to_numpy(dtype=float)
        low, high = min(np.nanmin(ends), 0.0), max(np.nanmax(ends), 0.0)
        pad, at = (high - low) * 0.06, 26 if width == "full" else 22
        for y, row in enumerate(shown.itertuples()):
            axes.plot([row.low, row.high], [y - 0.17] * 2, color=ACCENT, linewidth=2.6)
            axes.plot([row.difference], [y - 0.17], "o", color=ACCENT, markersize=7)
            direct_label(axes, _bare_points(row.difference, text), high + pad, y - 0.17, dx=at + 14, ha="right")
            second_label(axes, _span(row.low, row.high, text), high + pad, y - 0.17, dx=at + 22)
            if np.isfinite(row.check):
                axes.plot([row.check_low, row.check_high], [y + 0.2] * 2, color=MUTED, linewidth=1.4)
                axes.plot([row.check], [y + 0.2], "o", color=MUTED, markerfacecolor=PAPER, markeredgewidth=1.3)
                second_label(axes, _bare_points(row.check, text), high + pad, y + 0.2, dx=at + 14, ha="right")
                second_label(axes, _span(row.check_low, row.check_high, text), high + pad, y + 0.2, dx=at + 22)
            if np.isfinite(row.break_even) and low <= row.break_even <= high:
                axes.plot([row.break_even] * 2, [y - 0.48, y + 0.05], color=INK, linewidth=1, dashes=(3, 2))
                second_label(axes, text("pays from here"), row.break_even, y - 0.46, dx=4)
        _effect_rows(axes, shown, text, width)
        axes.set_xlim(low - pad, high + pad)
        axes.set_ylim(len(shown) - 0.45, -0.6)
        axes.xaxis.set_major_locator(MaxNLocator(5 if width == "full" else 3))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _bare_points(value, text)))
        axes.set_xlabel(text("percentage points above those held out"), loc="left")
        zero_line(axes, width=1.0)
    return figure


def _effect_rows(axes: Axes, shown: pd.DataFrame, text: Text, width: Width) -> None:
    """Campaign and arm beside the effect, the check before the contact below it."""
    places, names = [], []
    for y, row in enumerate(shown.itertuples()):
        arm = text.name("arm", row.arm)
        places += [y - 0.17, y + 0.2]
        names += [fill(f"{row.campaign}, {arm}", 30 if width == "full" else 15), text("before the contact")]
    axes.set_yticks(places, names)
    for label, strong in zip(axes.get_yticklabels(), [True, False] * len(shown), strict=True):
        label.set(color=INK if strong else MUTED, parse_math=False)
        label.set_fontweight(600 if strong else 400)


def _span(low: float, high: float, text: Text) -> str:
    return f"{_bare_points(low, text)} – {_bare_points(high, text)}"


def _bare_points(value: float, text: Text) -> str:
    shown = text.show(decimal(abs(value) * 100, 1))
    return f"+{shown}" if value > 0.0005 else f"−{shown}" if value < -0.0005 else "0"


def plot_drift(drift: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Stability index by feature with the limits of custom; those that make the segments in the accent and in bold."""
    top = max(float(drift["psi"].max()), SHIFTED) * (1.25 if width == "full" else 1.45)
    with new_figure(width, max(0.5 + 0.24 * len(drift), PANELS / 2), language=text.language, figure_id="drift") as figure:
        axes = figure.subplots()
        axes.grid(False)
        place = np.arange(len(drift))
        axes.barh(place, drift["psi"], height=0.55, color=np.where(drift["defines"], ACCENT, CONTEXT))
        for limit in (WATCH, SHIFTED) if top < CROWDED else (SHIFTED,):
            axes.axvline(limit, color=MUTED, linewidth=1, dashes=(3, 2), zorder=0.5)
            words = text("watch from {limit}") if limit == WATCH else text("shifted from {limit}")
            align = "center" if top < CROWDED else "left"
            second_label(axes, words.format(limit=text.show(decimal(limit, 2))), limit, -0.75, dx=0, ha=align, va="bottom")
        for y, row in enumerate(drift.itertuples()):
            words = text.show(decimal(row.psi, 2))
            if row.verdict != "stable" and width == "full":
                words = f"{words}  {text.name('drift_verdict', row.verdict)}"
            label = direct_label if row.defines else second_label
            label(axes, words, row.psi, y, dx=5, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0})
        axes.set_yticks(place, [text.show(feature_value(key)) for key in drift["feature"]])
        for label, makes in zip(axes.get_yticklabels(), drift["defines"], strict=True):
            label.set_color(INK)
            label.set_fontweight(600 if makes else 400)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.set_ylim(len(drift) - 0.5, -0.7)
        axes.set_xlim(0, top)
        zero_line(axes)
    return figure
