"""The chart of chapter 02 that lays one lens across another."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.palette import INK, MUTED, ON_SEQUENTIAL, PAPER, SEQUENTIAL, TINT, segment_colours
from analysis.charts.style import Width, new_figure, small_size, steps
from analysis.text import Text, count, share
from analysis.text.formats import MISSING

EDGES = (0.0, 0.05, 0.15, 0.30, 0.50, 0.75, 1.01)
ROW, HEAD = 0.30, {"full": 0.42, "narrow": 0.62}  # inches


def plot_lens_cross(cross: pd.DataFrame, *, text: Text, width: Width, rows: Sequence[str], columns: Sequence[str]) -> Figure:
    """Share of each row's customers by column; small cells are dashes, the number of customers stands beside a row's name.

    `cross` is the table `lens_cross` with `shown`; rows and columns in display order.
    """
    held = cross.set_index(["segment", "other_segment"])
    rows = [key for key in rows if key in set(cross["segment"])]
    columns = [key for key in columns if key in set(cross["other_segment"])]
    with new_figure(width, HEAD[width] + ROW * len(rows), language=text.language, figure_id="lens_cross") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
        axes.set_xlim(0, len(columns))
        axes.set_ylim(len(rows), 0)
        for y, row in enumerate(rows):
            for x, column in enumerate(columns):
                _cell(axes, x, y, held.loc[(row, column)] if (row, column) in held.index else None, text)
        total = cross.groupby("segment")["customers"].sum()
        names = [f"{text.name('segment', key)} ({text.show(count(total[key]))})" for key in rows]
        axes.set_yticks(np.arange(len(rows)) + 0.5, names)
        axes.tick_params(axis="y", labelcolor=INK)
        axes.xaxis.set_ticks_position("top")
        axes.tick_params(axis="x", length=0)
        short = [two_lines(text.name("segment_short" if _has_short(text, key) else "segment", key), width) for key in columns]
        axes.set_xticks(np.arange(len(columns)) + 0.5, short, fontsize=small_size(), linespacing=1.0)
        for label, colour in zip(axes.get_xticklabels(), segment_colours(columns).values(), strict=True):
            label.set(color=INK)
            place = label.get_position()[0]
            axes.plot([place - 0.44, place + 0.44], [0.02, 0.02], color=colour, linewidth=2.4, solid_capstyle="butt", clip_on=False)
    return figure


def _cell(axes, x: int, y: int, cell: pd.Series | None, text: Text) -> None:
    """One cell: a shade and a share; nothing where nobody is, a dash where too few are."""
    hidden = cell is not None and not cell["shown"]
    value = 0.0 if cell is None or hidden else float(cell["share"])
    colours, norm = steps(SEQUENTIAL, EDGES)
    level = int(np.clip(norm(value), 0, len(SEQUENTIAL) - 1))
    colour = TINT if cell is None or hidden else colours(level)
    axes.fill_between([x + 0.01, x + 0.99], y + 0.02, y + 0.98, color=colour, edgecolor=PAPER, linewidth=0)
    shown = "" if cell is None else MISSING if hidden else text.show(share(value, 0))
    ink = MUTED if cell is None or hidden else ON_SEQUENTIAL[level]
    axes.text(x + 0.5, y + 0.52, shown, ha="center", va="center", color=ink, fontsize=small_size())


def two_lines(name: str, width: Width) -> str:
    """A long name broken at a blank near its middle; a Chinese one in the middle."""
    if len(name) < (11 if width == "full" else 7):
        return name
    if " " in name:
        places = [i for i, sign in enumerate(name) if sign == " "]
        at = min(places, key=lambda i: abs(i - len(name) / 2))
        return f"{name[:at]}\n{name[at + 1 :]}"
    return f"{name[: (len(name) + 1) // 2]}\n{name[(len(name) + 1) // 2 :]}" if name[-1] > "\u2e80" else name


def _has_short(text: Text, key: str) -> bool:
    return text.name("segment_short", key) != str(key).replace("_", " ")
