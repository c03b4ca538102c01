"""The chart of chapter 02 that lays the risk of leaving across the tiers of value."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.charts.palette import INK, MUTED, ON_SEQUENTIAL, SEQUENTIAL, TINT, segment_colour
from analysis.charts.segmentation_cross import two_lines
from analysis.charts.style import Width, new_figure, small_size, steps
from analysis.segmentations.risk import BANDS
from analysis.text import Text, count, share
from analysis.text.formats import MISSING

EDGES = (0.0, 0.01, 0.025, 0.05, 0.10, 0.20, 1.01)  # of the six shades
ROW, HEAD = 0.52, {"full": 0.42, "narrow": 0.58}  # inches


def plot_risk_by_value(cells: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of revenue and customers by tier and band; blank cells are a dash.  `cells` as of `presentable_risk`."""
    tiers = list(dict.fromkeys(cells["tier"]))
    held = cells.set_index(["tier", "segment"])
    with new_figure(width, HEAD[width] + ROW * len(tiers), language=text.language, figure_id="risk_by_value") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
        axes.set_xlim(0, len(BANDS))
        axes.set_ylim(len(tiers), -0.07)
        for x, band in enumerate(BANDS):
            axes.add_patch(Rectangle((x + 0.012, -0.06), 0.976, 0.05, facecolor=segment_colour(band)))
            for y, tier in enumerate(tiers):
                _cell(axes, x, y, held.loc[(tier, band)] if (tier, band) in held.index else None, text, width)
        axes.set_yticks(np.arange(len(tiers)) + 0.5, [text.name("tier", tier) for tier in tiers])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.xaxis.set_ticks_position("top")
        names = [text.name("segment", band) for band in BANDS]
        names = names if width == "full" else [two_lines(name, width) for name in names]
        axes.set_xticks(np.arange(len(BANDS)) + 0.5, names)
        axes.tick_params(axis="x", length=0, labelcolor=INK)
    return figure


def _cell(axes: Axes, x: int, y: int, cell: pd.Series | None, text: Text, width: Width) -> None:
    """One cell: shade, share of revenue, customers below it; nothing where nobody is, a dash where too few are."""
    hidden = cell is not None and not cell["shown"]
    shade, norm = steps(SEQUENTIAL, EDGES)
    part = 0.0 if cell is None or hidden else max(float(cell["revenue_share"]), 0.0)
    level = int(np.clip(norm(part), 0, len(SEQUENTIAL) - 1))
    empty = cell is None or hidden
    axes.add_patch(Rectangle((x + 0.012, y + 0.02), 0.976, 0.96, facecolor=TINT if empty else shade(level)))
    if cell is None:
        return
    ink = MUTED if hidden else ON_SEQUENTIAL[level]
    place, shown = (0.5, MISSING) if hidden else (0.36, text.show(share(part)))
    axes.text(x + 0.5, y + place, shown, ha="center", va="center", fontweight=600, color=ink)
    if not hidden:
        people = text.show(count(cell["customers"]))
        shown = text("{n} cust.").format(n=people) if width == "full" else people
        axes.text(x + 0.5, y + 0.72, shown, ha="center", va="center", fontsize=small_size(), color=ink)
