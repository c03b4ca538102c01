"""The chart of chapter 05 on drift."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

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
CROWDED = 0.75  # an axis so long that the two limits would stand on each other


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
