"""The charts of chapter 05 after movement: figures by segment, effects, parts of a change, drift."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, PAPER, segment_colours
from analysis.charts.style import (
    PANELS,
    Width,
    bare,
    direct_label,
    heading,
    new_figure,
    second_label,
    zero_line,
)  # fmt: skip
from analysis.text import Text, decimal, money, money_exact, share
from analysis.text.names_evaluation import feature_value, kpi_value, place_value

WATCH, SHIFTED = 0.10, 0.25
SMALL = 100  # an order below this is shown to the penny
CROWDED = 0.75  # an axis so long that the two limits would stand on each other
PANEL_KPIS = ("retention", "revenue_per_customer")


def plot_segment_kpis(by_segment: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share who ordered and revenue per customer by segment: a dot, its interval, a stroke at the target."""
    names = list(dict.fromkeys(by_segment["segment"]))
    colours = segment_colours(names)
    rows, full = len(names), width == "full"
    with new_figure(width, (0.6 + 0.25 * rows) * (1 if full else 2), language=text.language, figure_id="segment_kpis") as figure:
        panels = figure.subplots(1, 2, sharey=True) if full else figure.subplots(2, 1)
        for axes, kpi in zip(panels, PANEL_KPIS, strict=True):
            table = by_segment[by_segment["kpi"] == kpi].set_index("segment").loc[names]
            _intervals(axes, table, [colours[name] for name in names], kpi, text)
            axes.set_yticks(np.arange(rows), [text.show(place_value(name)) for name in names])
            axes.tick_params(axis="y", labelcolor=INK)
            axes.set_ylim(rows - 0.4, -0.6)
            heading(axes, text.name("kpi", kpi))
    return figure


def _intervals(axes: Axes, table: pd.DataFrame, colours: list[str], kpi: str, text: Text) -> None:
    top = float(np.nanmax([table["high"].max(), table["target"].max()]))
    for y, (row, colour) in enumerate(zip(table.itertuples(), colours, strict=True)):
        axes.plot([max(row.low, 0.0), row.high], [y, y], color=colour, linewidth=1.8)
        axes.plot([row.value], [y], "o", color=colour)
        if np.isfinite(row.target):
            axes.plot([row.target] * 2, [y - 0.34, y + 0.34], color=INK, linewidth=1.4, solid_capstyle="butt")
        covered = row.high < row.target < row.high + 0.15 * top and row.low > 0.15 * top
        at, dx, align = (row.low, -5, "right") if covered else (row.high, 5, "left")
        second_label(axes, text.show(kpi_value(kpi, row.value)), at, y, dx=dx, ha=align, color=INK)
    axes.set_xlim(0, top * 1.22)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    form = share if kpi == "retention" else money
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(form(value, 0) if form is share else form(value))))
    zero_line(axes)


def plot_revenue_change(change: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """The parts of a change in revenue, each beginning where the one above ends; the total from zero."""
    total = change["factor"].eq("total").to_numpy()
    effect = change["effect"].to_numpy(dtype=float)
    begin = np.where(total, 0.0, np.cumsum(effect) - effect)
    end = begin + effect
    low, high = min(0.0, begin.min(), end.min()), max(0.0, begin.max(), end.max())
    with new_figure(width, 0.25 + 0.46 * len(change), language=text.language, figure_id="revenue_change") as figure:
        axes = figure.subplots()
        bare(axes)
        axes.barh(
            np.arange(len(change)),
            effect,
            left=begin,
            height=0.55,
            color=[INK if one else ACCENT if e >= 0 else CONTEXT for one, e in zip(total, effect, strict=True)],
        )
        for y in range(len(change) - 1):
            axes.plot([end[y]] * 2, [y + 0.275, y + 0.725], color=MUTED, linewidth=0.8)
        for y, row in enumerate(change.itertuples()):
            sign = "+" if row.effect > 0 else ""
            label = f"{sign}{text.show(money(row.effect))}"
            direct_label(axes, label, max(begin[y], end[y]), y, dx=5, dy=5)
            second_label(axes, _from_to(row, text), max(begin[y], end[y]), y, dx=5, dy=-6, parse_math=False)
        axes.set_yticks(np.arange(len(change)), [text.name("factor", key) for key in change["factor"]])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.invert_yaxis()
        axes.set_xlim(low - (high - low) * 0.02, high + (high - low) * (0.3 if width == "full" else 0.75))
        zero_line(axes)
    return figure


def _from_to(row, text: Text) -> str:
    if row.factor == "basket" and max(row.before, row.after) < SMALL:
        return f"{text.show(money_exact(row.before))} → {text.show(money_exact(row.after))}"
    kpi = {"customers": "customers", "frequency": "orders_per_customer"}.get(row.factor, "revenue")
    return f"{text.show(kpi_value(kpi, row.before))} → {text.show(kpi_value(kpi, row.after))}"


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
