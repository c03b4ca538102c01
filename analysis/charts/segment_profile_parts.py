"""The chart of chapter 03 that sets the parts of a client side by side, with what chance leaves open."""

from collections.abc import Mapping
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, INK, MUTED, PAPER
from analysis.charts.style import Width, heading, new_figure, zero_line
from analysis.text import Text
from analysis.text.names_parts import gap_value

ROW, FRAME = 0.27, 0.62  # inches
MOST = 24  # parts that are drawn


def plot_parts(kpis: pd.DataFrame, *, text: Text, width: Width, labels: Mapping[str, str]) -> Figure:
    """Difference of each part to all together by figure: a dot and its interval, hollow and grey where it reaches across zero."""
    figures = list(dict.fromkeys(kpis["kpi"]))
    parts = list(dict.fromkeys(kpis["part"]))[:MOST]
    full = width == "full"
    height = (FRAME + ROW * len(parts)) * (1 if full else len(figures))
    with new_figure(width, height, language=text.language, figure_id="parts") as figure:
        panels = np.atleast_1d(figure.subplots(1, len(figures), sharey=True) if full else figure.subplots(len(figures), 1))
        for axes, kpi in zip(panels, figures, strict=True):
            _panel(axes, kpis[kpis["kpi"] == kpi].set_index("part").reindex(parts), kpi, text)
            names = [fill(labels.get(part) or text.name("part", part), 22 if full else 16) for part in parts]
            axes.set_yticks(np.arange(len(parts)), names)
            axes.tick_params(axis="y", labelcolor=INK)
            axes.set_ylim(len(parts) - 0.4, -0.6)
            heading(axes, text.name("kpi", kpi))
    return figure


def _panel(axes: Axes, table: pd.DataFrame, kpi: str, text: Text) -> None:
    for y, row in enumerate(table.itertuples()):
        if not np.isfinite(row.shrunk):
            continue
        clear = row.shrunk_low > 0 or row.shrunk_high < 0
        colour = ACCENT if clear else MUTED
        axes.plot([row.shrunk_low, row.shrunk_high], [y, y], color=colour, linewidth=2.2 if clear else 1.5)
        axes.plot([row.shrunk], [y], "o", color=colour, markerfacecolor=colour if clear else PAPER, markeredgewidth=1.3)
    far = float(np.nanmax(np.abs(table[["shrunk_low", "shrunk_high"]].to_numpy(dtype=float)), initial=1e-9))
    axes.set_xlim(-far * 1.12, far * 1.12)
    axes.xaxis.set_major_locator(MaxNLocator(3, symmetric=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _mark(kpi, value, text)))
    zero_line(axes, width=1.0)


def _mark(kpi: str, value: float, text: Text) -> str:
    if abs(value) < 1e-9:
        return "0"
    shown = text.show(gap_value(kpi, value))
    return f"+{shown}" if value > 0 and kpi != "retention" else shown
