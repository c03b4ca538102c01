"""The charts of chapter 05 on figures: bullets of the period, and the leading ones by segment."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, PAPER, segment_colours
from analysis.charts.style import Width, bare, direct_label, heading, new_figure, second_label, zero_line
from analysis.text import Text, money, share
from analysis.text.names_evaluation import kpi_change, kpi_value, place_value

PANEL_KPIS = ("retention", "revenue_per_customer")
BAR, TALL = 0.30, 0.52  # heights of the bar and of the marks over it, in rows


def plot_bullets(kpis: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """The figures of a period, each on its own scale: bar now, hollow mark a year before, upright stroke target, line interval."""
    rows = kpis[kpis["value"].notna()].reset_index(drop=True)
    marks = rows[["value", "reference", "target", "high"]].to_numpy(dtype=float)
    top = np.maximum(np.nanmax(np.abs(marks), axis=1), 1e-12)
    with new_figure(width, 0.2 + 0.38 * len(rows), language=text.language, figure_id="bullets") as figure:
        axes = figure.subplots()
        bare(axes)
        for y, row in enumerate(rows.itertuples()):
            _bullet(axes, y, row, top[y])
            words = text.show(kpi_value(row.kpi, row.value))
            direct_label(axes, words, 1.0, y, dx=10, dy=5)
            second_label(axes, _aside(row, text), 1.0, y, dx=10, dy=-6)
        axes.set_yticks(np.arange(len(rows)), [text.name("kpi_bullet", key) for key in rows["kpi"]])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.set_ylim(len(rows) - 0.5, -0.55)
        axes.set_xlim(0, 1.26 if width == "full" else 1.75)
        zero_line(axes)
    return figure


def _bullet(axes: Axes, y: int, row, top: float) -> None:
    """One row: lengths are shares of the largest mark of that row."""
    good = row.status in ("reached", "open")
    axes.barh([y], [max(row.value, 0.0) / top], height=BAR, color=ACCENT if good else CONTEXT)
    if np.isfinite(row.low) and np.isfinite(row.high):
        axes.plot([max(row.low, 0.0) / top, row.high / top], [y, y], color=INK, linewidth=1.1)
    if np.isfinite(row.reference):
        axes.plot([row.reference / top], [y], "D", color=MUTED, markerfacecolor=PAPER, markeredgewidth=1.1, markersize=5, zorder=4)
    if np.isfinite(row.target):
        axes.plot([row.target / top] * 2, [y - TALL / 2, y + TALL / 2], color=INK, linewidth=2.4, solid_capstyle="butt", zorder=4)


def _aside(row, text: Text) -> str:
    """The change against a year before, and where a target is stored whether it is reached."""
    change = text.show(kpi_change(row.kpi, row.value, row.reference)) if np.isfinite(row.reference) else ""
    status = text.name("target_status", row.status) if row.status != "open" else ""
    return " · ".join(filter(None, (change, status)))


def plot_segment_kpis(by_segment: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share who ordered and revenue per customer by segment: bar, interval, a stroke at the target, a hollow mark a year before."""
    names = list(dict.fromkeys(by_segment["segment"]))
    colours = segment_colours(names)
    rows, full = len(names), width == "full"
    with new_figure(width, (0.6 + 0.28 * rows) * (1 if full else 2), language=text.language, figure_id="segment_kpis") as figure:
        panels = figure.subplots(1, 2, sharey=True) if full else figure.subplots(2, 1)
        for axes, kpi in zip(panels, PANEL_KPIS, strict=True):
            table = by_segment[by_segment["kpi"] == kpi].set_index("segment").reindex(names)
            _panel(axes, table, [colours[name] for name in names], kpi, text)
            axes.set_yticks(np.arange(rows), [text.show(place_value(name)) for name in names])
            axes.tick_params(axis="y", labelcolor=INK)
            axes.set_ylim(rows - 0.4, -0.6)
            heading(axes, text.name("kpi", kpi))
    return figure


def _panel(axes: Axes, table: pd.DataFrame, colours: list[str], kpi: str, text: Text) -> None:
    top = float(np.nanmax(table[["value", "high", "target", "reference"]].to_numpy(dtype=float)))
    for y, (row, colour) in enumerate(zip(table.itertuples(), colours, strict=True)):
        if not np.isfinite(row.value):
            continue
        axes.barh([y], [max(row.value, 0.0)], height=BAR, color=colour)
        axes.plot([max(row.low, 0.0), row.high], [y, y], color=INK, linewidth=1.1)
        if np.isfinite(row.reference):
            axes.plot([row.reference], [y], "D", color=MUTED, markerfacecolor=PAPER, markeredgewidth=1.1, markersize=5, zorder=4)
        if np.isfinite(row.target):
            axes.plot([row.target] * 2, [y - 0.36, y + 0.36], color=INK, linewidth=2.0, solid_capstyle="butt", zorder=4)
        end = np.nanmax([row.high, row.reference, row.target])
        second_label(axes, text.show(kpi_value(kpi, row.value)), end, y, dx=6, color=INK)
    axes.set_xlim(0, top * 1.24)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    form = share if kpi == "retention" else money
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(form(value, 0) if form is share else form(value))))
    zero_line(axes)
