"""The chart of what is due: customers by category, with the money of one usual purchase each."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.palette import INK, segment_colour
from analysis.charts.style import BAR_PAIR, Width, bare, direct_label, heading, new_figure, second_label, zero_line
from analysis.text import Text, count, money

SHOWN = (("overdue", "at_risk"), ("due", "potential_loyalist"), ("lapsed", "lost"))
MOST = 8  # categories


def plot_due(due: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Categories in the order of the money overdue; customers overdue, due and lapsed side by side.

    `due` is `presentable_due` of the table `replenishment_due`: a blanked number is a dash.
    """
    by_money = due[due["status"] == "overdue"].assign(value=lambda t: t["value"].fillna(0.0))
    names = list(by_money.sort_values(["value", "category"], ascending=[False, True])["category"].head(MOST))
    table = due[due["category"].isin(names)].pivot(index="category", columns="status").reindex(names)
    full = width == "full"
    height = (0.45 + BAR_PAIR * len(names)) if full else (0.35 + 0.30 * len(names)) * len(SHOWN) + 0.2
    with new_figure(width, height, language=text.language, figure_id="due") as figure:
        panels = figure.subplots(1, len(SHOWN), sharey=True) if full else figure.subplots(len(SHOWN), 1)
        longest = max(float(table["customers"][[key for key, _ in SHOWN]].max().max()), 1.0)
        for axes, (status, colour) in zip(panels, SHOWN, strict=True):
            _panel(axes, table, names, status, segment_colour(colour), text)
            axes.set_xlim(0, longest * (2.15 if full else 1.75))
    return figure


def _panel(axes: Axes, table: pd.DataFrame, names: list[str], status: str, colour: str, text: Text) -> None:
    """One status: a bar of customers per category, their number and the money beside it."""
    bare(axes)
    place = np.arange(len(names))
    customers, value = table["customers"][status], table["value"][status]
    axes.barh(place, customers.fillna(0.0), height=0.5, color=colour)
    for i, (people, worth) in enumerate(zip(customers, value, strict=True)):
        length = people if people == people else 0.0
        shown = direct_label(axes, text.show(count(people)), length, i)
        if people == people and people:
            second_label(axes, text.show(money(worth)), length, i, dx=8 + 5.2 * len(shown.get_text()))
    axes.set_yticks(place, names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(names) - 0.45, -0.55)
    heading(axes, text.name("due_status", status))
    zero_line(axes)
