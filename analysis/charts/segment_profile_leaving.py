"""The chart of leaving: how much more often each sign stood before it, with its interval."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from analysis.charts.palette import ACCENT, INK, MUTED
from analysis.charts.style import Width, direct_label, new_figure, second_label, zero_line
from analysis.text import Text, decimal

ROW = 0.34  # inches
CERTAIN = ("more", "less")
LETTERS = {"full": 42, "narrow": 20}


def plot_leaving_signs(signs: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Difference of the shares in percentage points, one sign a row; in the accent what is beyond chance.

    `signs` as in schema.py; signs that too few customers show are not drawn.
    """
    shown = signs[signs["verdict"] != "too_few"].reset_index(drop=True)
    full = width == "full"
    with new_figure(
        width, 0.75 + (ROW if full else ROW * 1.35) * len(shown), language=text.language, figure_id="leaving_signs"
    ) as figure:
        axes = figure.subplots()
        axes.grid(visible=False)
        low, high = min(float(shown["low"].min()), 0.0), max(float(shown["high"].max()), 0.0)
        room = (high - low) * 0.05
        for y, row in enumerate(shown.itertuples()):
            certain = row.verdict in CERTAIN
            axes.plot([row.low, row.high], [y, y], color=ACCENT if certain else MUTED, linewidth=2.4 if certain else 1.4)
            axes.plot([row.difference], [y], "o", color=ACCENT if certain else MUTED, markersize=6.5 if certain else 5)
            label = direct_label if certain else second_label
            label(axes, _points(row.difference, text), high + room, y, dx=34, ha="right")
            if full:
                second_label(axes, f"{_points(row.low, text)} – {_points(row.high, text)}", high + room, y, dx=42)
        names = [fill(text.name("leaving_sign", key), _letters(text, width)) for key in shown["sign"]]
        axes.set_yticks(np.arange(len(shown)), names)
        for label, verdict in zip(axes.get_yticklabels(), shown["verdict"], strict=True):
            label.set(color=INK, fontweight=600 if verdict in CERTAIN else 400)
        axes.set_ylim(len(shown) - 0.45, -0.6)
        axes.set_xlim(low - room, high + room)
        axes.xaxis.set_major_locator(MultipleLocator(_step(high - low + 2 * room, 5 if full else 3)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _points(value, text, digits=0)))
        axes.set_xlabel(text("percentage points more often before leaving"), loc="left")
        zero_line(axes, width=1.0)
    return figure


def _letters(text: Text, width: Width) -> int:
    return LETTERS[width] if text.language == "en" else round(0.6 * LETTERS[width])


def _step(span: float, most: int) -> float:
    """Whole points between two ticks, so that there are at most so many."""
    return next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if span / step <= most), 0.25)


def _points(value: float, text: Text, *, digits: int = 1) -> str:
    shown = text.show(decimal(abs(value) * 100, digits))
    return f"+{shown}" if value > 0.0005 else f"−{shown}" if value < -0.0005 else "0"
