"""The charts of visits and balances: the funnel from booking to treatment, and the three sums by month."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED
from analysis.charts.style import Width, bare, direct_label, heading, new_figure, second_label, zero_line
from analysis.text import Text, count, money, share
from analysis.text.formats import month

LOST = ("no_show", "cancelled")


def plot_visit_funnel(funnel: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Visits by how far they got as bars; lost bookings in grey below."""
    rows = funnel[(funnel["visits"] > 0) | ~funnel["stage"].isin(LOST)].reset_index(drop=True)
    with new_figure(width, 0.3 + 0.33 * len(rows), language=text.language, figure_id="visit_funnel") as figure:
        axes = figure.subplots()
        bare(axes)
        place = np.arange(len(rows))
        colours = [CONTEXT if stage in LOST else ACCENT for stage in rows["stage"]]
        axes.barh(place, rows["visits"], height=0.56, color=colours)
        axes.set_yticks(place, [text.name("visit_stage", stage) for stage in rows["stage"]])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.invert_yaxis()
        for i, row in enumerate(rows.itertuples()):
            direct_label(axes, text.show(count(row.visits)), row.visits, i)
            base = text("{share} of bookings") if row.stage in LOST else text("{share} of visits")
            part = base.format(share=text.show(share(row.share)))
            if row.stage not in ("booked", "arrived"):
                second_label(axes, part, row.visits, i, dx=44)
        zero_line(axes)
        axes.set_xlim(0, rows["visits"].max() * (1.12 if width == "full" else 1.25))
    return figure


def plot_money_flows(flows: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Receipts and consumption by month as two lines, and below, on an axis of its own, what is owed."""
    shown = flows.tail(36 if width == "full" else 24)
    owed = shown.dropna(subset="owed")
    with new_figure(width, 3.6, language=text.language, figure_id="money_flows") as figure:
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
        for name, colour, up in (("receipts", ACCENT, 1), ("consumed", MUTED, -1)):
            line = shown.dropna(subset=name)
            upper.plot(line["month"], line[name], color=colour, linewidth=1.5)
            if len(line):
                direct_label(
                    upper, text.name("flow", name), line["month"].iloc[-1], line[name].iloc[-1], dx=6, dy=up * 5, color=colour
                )
        lower.vlines(owed["month"], 0, owed["owed"], color=CONTEXT, linewidth=3)
        lower.plot(owed["month"], owed["owed"], "o", color=INK, markersize=3.5)
        if len(owed):
            direct_label(lower, text.show(money(owed["owed"].iloc[-1])), owed["month"].iloc[-1], owed["owed"].iloc[-1], dx=6)
        heading(lower, text.name("flow", "owed"))
        for axes in (upper, lower):
            axes.grid(visible=True, axis="y")
            axes.grid(visible=False, axis="x")
            axes.set_ylim(bottom=0)
            axes.yaxis.set_major_locator(MaxNLocator(3))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
            zero_line(axes, "y")
        months = pd.date_range(shown["month"].min(), shown["month"].max(), freq="MS")
        ticks = months[:: max(1, -(-len(months) // (4 if width == "narrow" else 8)))]
        lower.set_xticks(ticks, [month(one, text.locale) for one in ticks])
        lower.tick_params(axis="x", labelcolor=MUTED)
    return figure
