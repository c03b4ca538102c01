"""The chart of why segments grew or shrank: customers, the ruler, who came and went."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, ARM2, CONTEXT, DIVERGING, INK, PAPER, SEQUENTIAL
from analysis.charts.style import Width, heading, new_figure, second_label, zero_line
from analysis.text import Text, count, money
from analysis.text.names_evaluation import place_value

PARTS = ("moved", "spending", "ruler", "mix", "rest")
COLOURS = {
    "moved": ACCENT,
    "spending": DIVERGING[1][0],
    "ruler": ARM2,
    "mix": SEQUENTIAL[2][0],
    "rest": CONTEXT,
}
PANELS = {"customers": ("", count), "revenue": ("_revenue", money)}


def plot_segment_split(shown: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Bars to either side of nothing by segment: what was added and what was taken away; a mark at the sum.

    Left (above, on a phone) customers, right their revenue in the window.
    """
    rows, full = len(shown), width == "full"
    used = [part for part in PARTS if any((_values(shown, part, suffix) != 0).any() for suffix, _ in PANELS.values())]
    height = (0.95 + 0.27 * rows) if full else (1.5 + 0.54 * rows)
    with new_figure(width, height, language=text.language, figure_id="segment_split") as figure:
        panels = figure.subplots(1, 2, sharey=True) if full else figure.subplots(2, 1)
        for axes, (unit, (suffix, form)) in zip(panels, PANELS.items(), strict=True):
            _bars(axes, shown, used, suffix, form, text)
            axes.set_yticks(np.arange(rows), [text.show(place_value(key)) for key in shown["segment"]])
            axes.tick_params(axis="y", labelcolor=INK)
            axes.set_ylim(rows - 0.45, -0.55)
            heading(axes, text.name("change_panel", unit))
        _legend(figure, used, text, width)
    return figure


def _values(shown: pd.DataFrame, part: str, suffix: str) -> np.ndarray:
    """What a part added to each segment; money alone has spending."""
    if part == "spending":
        return shown["spending"].to_numpy(dtype=float) if suffix else np.zeros(len(shown))
    return shown[f"{part}{suffix}"].fillna(0.0).to_numpy(dtype=float)


def _bars(axes: Axes, shown: pd.DataFrame, used: list[str], suffix: str, form, text: Text) -> None:
    up, down = np.zeros(len(shown)), np.zeros(len(shown))
    places = np.arange(len(shown))
    for part in used:
        values = _values(shown, part, suffix)
        left = np.where(values >= 0, up, down)
        axes.barh(places, values, left=left, height=0.6, color=COLOURS[part], edgecolor=PAPER, linewidth=0.6, zorder=2)
        up, down = up + values.clip(min=0), down + values.clip(max=0)
    net = shown[f"change{suffix}"].to_numpy(dtype=float)
    axes.plot(net, places, "D", color=INK, markersize=4.2, markeredgecolor=PAPER, markeredgewidth=0.8, zorder=5)
    most = max(up.max(), -down.min(), 1e-9)
    for place, value, end in zip(places, net, up, strict=True):
        sign = "+" if value > 0 else ""
        second_label(axes, f"{sign}{text.show(form(value))}", max(end, 0.0), place, dx=5, color=INK)
    axes.set_xlim(min(down.min(), -0.1 * most) * 1.05, max(up.max(), 0.1 * most) + 0.4 * most)
    axes.xaxis.set_major_locator(MaxNLocator(3))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(form(value))))
    zero_line(axes)


def _legend(figure: Figure, used: list[str], text: Text, width: Width) -> None:
    marks = [Patch(color=COLOURS[part], label=text.name("split_part", part)) for part in used]
    marks.append(Line2D([], [], color=INK, marker="D", linestyle="", markersize=4.2, label=text.name("split_part", "sum")))
    figure.legend(
        handles=marks, loc="outside upper left", ncols=len(marks) if width == "full" else 2,
        handlelength=0.9, handleheight=0.9, columnspacing=1.2, borderpad=0, borderaxespad=0.2,
    )  # fmt: skip
