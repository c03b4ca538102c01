"""The heat maps of chapter 03: the index of traits and of habits by segment, 100 in the middle."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.palette import DIVERGING, INK, MUTED, ON_DIVERGING, PAPER, segment_colour, segment_colours
from analysis.charts.style import Width, new_figure, small_size, steps
from analysis.text import Text, decimal, name, share
from analysis.text.formats import MISSING
from analysis.text.names_segment_profile import head_value, level_value, trait_value

EDGES = (0, 50, 75, 90, 110, 133, 200, 100000)
MIDDLE = len(EDGES) // 2 - 1
LEFT = {"full": 0.5, "narrow": 0.62}  # columns
ROW, HEADING, HEAD = 0.225, 0.30, {"full": 0.10, "narrow": 0.20}  # inches
LIFT = 0.29  # of every other name on a phone, in inches


def plot_segment_index(cells: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Index of each level of the customers' traits in each segment; only what chance does not explain is coloured."""
    return _heat(cells, text=text, width=width, segments=segments, figure_id="segment_index")


def plot_order_habits(cells: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Index of each category, channel, time of day and weekday in the orders of each segment."""
    return _heat(cells, text=text, width=width, segments=segments, figure_id="order_habits")


def plot_segment_overlap(cells: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Share of each segment's customers in each segment of other lenses, coloured by its index.

    From `overlap_cells`: trait (the other lens), level (its segment), segment, share, base_share, index, certain.
    """
    return _heat(cells, text=text, width=width, segments=segments, figure_id="segment_overlap", lenses=True)


def colours_of(segments: Sequence[str]) -> list[str]:
    """A colour per segment; the value tier without revenue shares that of customers without an order."""
    colours = segment_colours(segments)
    return [segment_colour("no_order") if key == "none" else colours[key] for key in segments]


def _heat(
    cells: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str], figure_id: str, lenses: bool = False
) -> Figure:
    """A block of rows per trait: its name, then a row per level with the share among all and a cell per segment.

    `lenses`: traits are other lenses and levels their segments; cells then hold the share instead of the index.
    """
    rows = cells.drop_duplicates(["trait", "level"])[["trait", "level", "base_share"]].reset_index(drop=True)
    first = rows["trait"].ne(rows["trait"].shift())
    top = (first.cumsum() * HEADING + rows.index * ROW).to_numpy()  # upper edge of each row, in inches
    values = _wide(cells, rows, segments, "index")
    certain = cells.pivot(index=["trait", "level"], columns="segment", values="certain")
    certain = certain.reindex(index=pd.MultiIndex.from_frame(rows[["trait", "level"]]), columns=list(segments)).eq(True).to_numpy()
    with new_figure(width, HEAD[width] + top[-1] + ROW + 0.06, language=text.language, figure_id=figure_id) as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.set_xlim(-LEFT[width], len(segments))
        axes.set_ylim(top[-1] + ROW, -HEAD[width])
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        told = _wide(cells, rows, segments, "share") if lenses else values
        for place, shown, sure, own in zip(top, values, certain, told, strict=True):
            _row(axes, place, shown, sure, [_figure(value, text, lenses) for value in own])
        for place, base in zip(top, rows["base_share"], strict=True):
            axes.text(
                -0.10, place + ROW / 2, text.show(share(base, 0)), ha="right", va="center", color=MUTED, fontsize=small_size()
            )
        axes.text(-0.10, top[0] - 0.06, text("all"), ha="right", va="bottom", color=MUTED, fontsize=small_size())
        _head(axes, segments, text, width, floor=top[0] - 0.06)
        _names(axes, rows, first, top, text, lenses)
    return figure


def _wide(cells: pd.DataFrame, rows: pd.DataFrame, segments: Sequence[str], column: str) -> np.ndarray:
    table = cells.pivot(index=["trait", "level"], columns="segment", values=column)
    return table.reindex(index=pd.MultiIndex.from_frame(rows[["trait", "level"]]), columns=list(segments)).to_numpy(dtype=float)


def _figure(value: float, text: Text, lenses: bool) -> str:
    return text.show(share(value, 0) if lenses else decimal(value, 0)) if np.isfinite(value) else MISSING


def _row(axes: Axes, place: float, values: np.ndarray, certain: np.ndarray, figures: Sequence[str]) -> None:
    """One row of cells; what chance could explain keeps the middle colour, what is hidden shows a dash."""
    colours, norm = steps(DIVERGING, EDGES)
    classes = np.where(certain & np.isfinite(values), np.nan_to_num(values, nan=100), 100.0)
    mesh = np.ma.masked_array(classes[None, :], mask=~np.isfinite(values)[None, :])
    axes.pcolormesh(
        np.arange(len(values) + 1), [place, place + ROW], mesh, cmap=colours, norm=norm, edgecolors=PAPER, linewidth=0.8
    )
    for column, value in enumerate(values):
        known = np.isfinite(value)
        class_ = int(np.clip(norm(classes[column]), 0, len(DIVERGING) - 1))
        ink = (ON_DIVERGING[class_] if certain[column] else MUTED) if known else MUTED
        axes.text(column + 0.5, place + ROW / 2, figures[column], ha="center", va="center", color=ink, fontsize=small_size())


def _head(axes: Axes, segments: Sequence[str], text: Text, width: Width, *, floor: float) -> None:
    """The segments' names over their columns, a line in their colour; on a phone in turn high and low."""
    turns = width == "narrow" and len(segments) > 4
    for column, (key, colour) in enumerate(zip(segments, colours_of(segments), strict=True)):
        name, high = text.show(head_value(key)), turns and column % 2 == 0
        label = name if high else _two_lines(name)
        axes.plot([column + 0.06, column + 0.94], [floor + 0.03] * 2, color=colour, linewidth=2.4, solid_capstyle="butt")
        if high:
            axes.plot([column + 0.5] * 2, [floor, floor - LIFT + 0.02], color=colour, linewidth=0.8)
        place = floor - LIFT if high else floor
        axes.text(column + 0.5, place, label, ha="center", va="bottom", color=INK, linespacing=1.0, fontsize=small_size())


def _two_lines(name: str) -> str:
    """A long name broken at its last blank, a Chinese one before its last two signs."""
    if " " not in name and len(name) > 4 and name[-1] > "\u2e80":
        return f"{name[:-2]}\n{name[-2:]}"
    return name if len(name) < 9 else "\n".join(name.rsplit(" ", 1))


def _names(axes: Axes, rows: pd.DataFrame, first: pd.Series, top: np.ndarray, text: Text, lenses: bool) -> None:
    """Level names at the left; the trait's name in 600 above its first level."""
    ticks = [
        (place + ROW / 2, text.show(head_value(row.level) if lenses else level_value(row.trait, row.level)), 400)
        for place, row in zip(top, rows.itertuples(), strict=True)
    ]
    heads = rows[first]
    ticks += [
        (top[i] - 0.085, text.show(name("lens", trait) if lenses else trait_value(trait)), 600)
        for i, trait in heads["trait"].items()
    ]
    axes.set_yticks([place for place, _, _ in ticks], [label for _, label, _ in ticks])
    for label, (_, _, weight) in zip(axes.get_yticklabels(), ticks, strict=True):
        label.set(fontweight=weight, color=INK)
