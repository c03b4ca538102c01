"""Further charts of chapter 01: what an order is worth, and whose money it is."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT
from analysis.charts.style import Width, direct_label, heading, new_figure, second_label, zero_line
from analysis.text import Text, money, share
from analysis.text.formats import month


def plot_basket(basket: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of orders by their value; the last bar holds everything above."""
    with new_figure(width, 2.75, language=text.language, figure_id="basket") as figure:
        axes = figure.subplots()
        axes.grid(axis="y")
        axes.grid(axis="x", visible=False)
        place = np.arange(len(basket))
        last_open = basket["high"].isna()
        axes.bar(place, basket["share"], width=0.86, color=np.where(last_open, CONTEXT, ACCENT), align="edge")
        zero_line(axes, "y")
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        every = -(-len(basket) // (8 if width == "full" else 4))
        ticks = [i for i in range(0, len(basket), every) if len(basket) - i >= every or not last_open.iloc[-1]]
        axes.set_xticks(ticks, [text.show(money(basket["low"].iloc[i])) for i in ticks])
        if last_open.iloc[-1]:
            label = text("{low} and more").format(low=text.show(money(basket["low"].iloc[-1])))
            second_label(
                axes, label, place[-1] + 0.43, basket["share"].iloc[-1], dx=0, dy=6, ha="right" if width == "narrow" else "center"
            )
        heading(axes, text("share of orders"))
        axes.margins(x=0.01)
        axes.set_ylim(0, basket["share"].max() * 1.12)
    return figure


def plot_new_revenue(monthly: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Revenue by month from customers who had bought before (dark) and from new ones (grey)."""
    shown = monthly.tail(24 if width == "full" else 12)
    returning = (shown["revenue"] - shown["new_revenue"]).clip(lower=0)
    with new_figure(width, 2.75, language=text.language, figure_id="new_revenue") as figure:
        axes = figure.subplots()
        axes.grid(axis="y")
        axes.grid(axis="x", visible=False)
        place = np.arange(len(shown))
        axes.bar(place, returning, width=0.72, color=ACCENT)
        axes.bar(place, shown["new_revenue"].clip(lower=0), bottom=returning, width=0.72, color=CONTEXT)
        zero_line(axes, "y")
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
        every = 6 if width == "full" else 4
        axes.set_xticks(place[::every], [month(one, text.locale) for one in shown["month"].iloc[::every]])
        base, top = float(returning.iloc[-1]), float(returning.iloc[-1] + max(shown["new_revenue"].iloc[-1], 0))
        direct_label(axes, text("returning"), place[-1] + 0.36, base / 2, color=ACCENT)
        apart = max((base + top) / 2, base / 2 + 0.09 * axes.get_ylim()[1])  # two names must not touch
        second_label(axes, text("new"), place[-1] + 0.36, apart)
        axes.margins(x=0.01)
    return figure
