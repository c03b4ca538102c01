"""The charts of chapter 05 on the change in revenue: by factor, and by the segment of the start."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED
from analysis.charts.style import Width, bare, direct_label, new_figure, second_label, zero_line
from analysis.text import Text, money, money_exact
from analysis.text.names_evaluation import kpi_value, start_value

SMALL = 100  # an order below this is shown to the penny


def plot_revenue_change(change: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """The parts of a change in revenue, each beginning where the one above ends; the total from zero."""
    names = [text.name("factor", key) for key in change["factor"]]
    asides = [_from_to(row, text) for row in change.itertuples()]
    return _waterfall(change["effect"], names, asides, text=text, width=width, figure_id="revenue_change")


def plot_segment_change(change: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """The change in revenue of each segment, each beginning where the one above ends; then the whole change from zero.

    Of the table `segment_change` with a last row '(all)' for every part; its totals are drawn.
    """
    totals = change[change["part"] == "total"]
    names = [text.name("change_part", "total") if key == "(all)" else text.show(start_value(key)) for key in totals["segment"]]
    asides = [f"{text.show(money(row.before))} → {text.show(money(row.after))}" for row in totals.itertuples()]
    return _waterfall(totals["effect"], names, asides, text=text, width=width, figure_id="segment_change")


def _waterfall(
    effects: pd.Series, names: Sequence[str], asides: Sequence[str], *, text: Text, width: Width, figure_id: str
) -> Figure:
    """Bars that begin where the one above ends; the last one is the total, from zero."""
    effect = effects.to_numpy(dtype=float)
    total = np.arange(len(effect)) == len(effect) - 1
    begin = np.where(total, 0.0, np.cumsum(effect) - effect)
    end = begin + effect
    low, high = min(0.0, begin.min(), end.min()), max(0.0, begin.max(), end.max())
    with new_figure(width, 0.25 + 0.46 * len(effect), language=text.language, figure_id=figure_id) as figure:
        axes = figure.subplots()
        bare(axes)
        colours = [INK if one else ACCENT if e >= 0 else CONTEXT for one, e in zip(total, effect, strict=True)]
        axes.barh(np.arange(len(effect)), effect, left=begin, height=0.55, color=colours)
        for y in range(len(effect) - 1):
            axes.plot([end[y]] * 2, [y + 0.275, y + 0.725], color=MUTED, linewidth=0.8)
        for y, aside in enumerate(asides):
            label = f"{'+' if effect[y] > 0 else ''}{text.show(money(effect[y]))}"
            direct_label(axes, label, max(begin[y], end[y]), y, dx=5, dy=5)
            second_label(axes, aside, max(begin[y], end[y]), y, dx=5, dy=-6, parse_math=False)
        axes.set_yticks(np.arange(len(effect)), names)
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
