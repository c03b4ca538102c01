"""Periods side by side: a small panel per figure, and per segment."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, RULE, segment_colours
from analysis.charts.style import Width, direct_label, heading, new_figure, second_label
from analysis.text import Text, Value, count, money, share
from analysis.text.names_evaluation import kpi_value, place_value

COLUMNS = {"full": 3, "narrow": 2}
ALONG = ("size", "money", "retention")  # figures of segments, in the order of the columns


def plot_timeline(table: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """A panel of bars per figure of all customers: each period, this one in colour, its number above it."""
    figures = list(dict.fromkeys(table["figure"]))
    periods = list(table.sort_values("starts")["period"].drop_duplicates())
    across = min(COLUMNS[width], len(figures))
    down = -(-len(figures) // across)
    with new_figure(width, 1.45 * down, language=text.language, figure_id="timeline") as figure:
        figure.get_layout_engine().set(h_pad=0.06, w_pad=0.06)
        panels = figure.subplots(down, across, squeeze=False).flat
        for axes, key in zip(panels, figures, strict=False):
            values = table[table["figure"] == key].set_index("period")["value"].reindex(periods)
            _bars(axes, values, key, text)
            heading(axes, text.name("kpi", key))
        for axes in figure.axes[len(figures) :]:
            axes.set_axis_off()
    return figure


def _bars(axes: Axes, values: pd.Series, key: str, text: Text) -> None:
    places, last = np.arange(len(values)), len(values) - 1
    axes.bar(places, values.fillna(0), width=0.62, color=[ACCENT if place == last else CONTEXT for place in places])
    top = float(values.max()) or 1.0
    for place in sorted({0, last} | {int(np.nanargmax(values))}):
        if np.isfinite(values.iloc[place]):
            write = direct_label if place == last else second_label
            write(axes, text.show(kpi_value(key, values.iloc[place])), place, values.iloc[place], dx=0, dy=6, ha="center")
    axes.grid(False)
    axes.set_ylim(0, top * 1.25)
    axes.set_xlim(-0.7, last + 0.7)
    axes.yaxis.set_visible(False)
    axes.set_xticks([0, last], [values.index[0], values.index[-1]])


def plot_segment_timeline(table: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """A row per segment, a line per figure: customers, revenue, share who ordered; a gap where a report kept it back."""
    segments = list(dict.fromkeys(table["segment"]))
    figures = [key for key in ALONG if (table["figure"] == key).any()]
    periods = list(table.sort_values("starts")["period"].drop_duplicates())
    rulers = table.drop_duplicates("period").set_index("period")["ruler"].reindex(periods)
    colours = segment_colours(segments)
    full = width == "full"
    with new_figure(
        width, 0.5 + (0.52 if full else 0.66) * len(segments), language=text.language, figure_id="segment_timeline"
    ) as figure:
        figure.get_layout_engine().set(h_pad=0.035, w_pad=0.04)
        panels = figure.subplots(len(segments), len(figures), squeeze=False)
        for row, segment in enumerate(segments):
            for column, key in enumerate(figures):
                axes = panels[row, column]
                own = table[(table["segment"] == segment) & (table["figure"] == key)].set_index("period").reindex(periods)
                _line(axes, own, colours[segment], key, text)
                _rulers(axes, rulers)
                if row == 0:
                    name = text.name("kpi" if key == "retention" else "timeline_figure", key)
                    axes.set_title(name, loc="left", color=MUTED, pad=8 if full else 20)  # on a phone above the segment's name
            _name(panels[row, 0], text.show(place_value(segment)), full=full)
        _periods(panels[-1], periods, both=full or len(figures) < 3)
    return figure


def _periods(row: Sequence[Axes], periods: Sequence[str], *, both: bool) -> None:
    """First and last period under each column; where that is too narrow, the first under the first column alone."""
    last = len(periods) - 1
    for column, axes in enumerate(row):
        places = [0, last] if both else [0] if column == 0 else [last]
        axes.set_xticks(places, [periods[place] for place in places])
        for place, label in zip(places, axes.get_xticklabels(), strict=True):
            label.set_ha("right" if place else "left")


def _line(axes: Axes, own: pd.DataFrame, colour: str, key: str, text: Text) -> None:
    values, places = own["value"].to_numpy(dtype=float), np.arange(len(own))
    low, high = (own[end].to_numpy(dtype=float) for end in ("low", "high"))
    if np.isfinite(low).any():
        axes.fill_between(places, low, high, color=colour, alpha=0.18, linewidth=0)
    axes.plot(places, values, "-o", color=colour, linewidth=1.6, markersize=3)
    ends = np.concatenate([values, low, high])
    axes.grid(False)
    axes.yaxis.set_visible(False)
    axes.set_xticks([])
    axes.spines["bottom"].set_color(RULE)
    if not np.isfinite(ends).any():
        return
    held = np.flatnonzero(np.isfinite(values))
    rises = len(held) > 1 and values[held[1]] > values[held[0]]  # the first figure stands on the side that the line leaves free
    bottom, top = np.nanmin(ends), np.nanmax(ends)
    # At least a quarter of the level, so that a small wave does not look like a flood.
    room = max(top - bottom, 0.25 * abs(top)) or 1.0
    below, above = (0.85, 0.3) if rises else (0.3, 0.6)
    axes.set_ylim((bottom + top - room) / 2 - below * room, (bottom + top + room) / 2 + above * room)
    axes.set_xlim(-0.15, len(own) - 1 + 0.95 * max(1, (len(own) - 1) / 3))
    if len(held):
        first, last = held[0], held[-1]
        direct_label(axes, text.show(_value(key, values[last])), last, values[last], dx=6)
        second_label(axes, text.show(_value(key, values[first])), first, values[first], dx=0, dy=-8 if rises else 8, ha="left")


def _value(key: str, value: float) -> Value:
    forms: Mapping[str, Value] = {"size": count(value), "money": money(value), "retention": share(value)}
    return forms[key]


def _rulers(axes: Axes, rulers: pd.Series) -> None:
    """A dotted stroke between two periods whose limits differ."""
    for place in np.flatnonzero(np.diff(rulers.to_numpy())):
        axes.axvline(place + 0.5, color=MUTED, linewidth=1, dashes=(1.5, 2.5))


def _name(axes: Axes, name: str, *, full: bool) -> None:
    """The segment's name: left of its row, above it on a phone."""
    if full:
        axes.text(-0.06, 0.5, name, transform=axes.transAxes, ha="right", va="center", color=INK)
    else:
        axes.text(0, 1.0, name, transform=axes.transAxes, ha="left", va="bottom", color=INK)
