"""The charts of chapter 05 about models: forecasts by tenth against what came, and who fell silent by band of risk."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, PAPER, segment_colours
from analysis.charts.style import Width, direct_label, heading, new_figure, second_label, zero_line
from analysis.text import Text, count, decimal, money, share

ROW = 0.235  # inches of a tenth


def plot_forecast_bands(bands: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Orders and money of a customer by tenth of the forecast: bar expected, dot what came with its range."""
    measures, full = list(dict.fromkeys(bands["measure"])), width == "full"
    rows = int(bands["band"].max())
    height = (0.75 + ROW * rows) * (1 if full else len(measures))
    with new_figure(width, height, language=text.language, figure_id="forecast_bands") as figure:
        shape = (1, len(measures)) if full else (len(measures), 1)
        for axes, measure in zip(np.ravel(figure.subplots(*shape)), measures, strict=True):
            _bands(axes, bands[bands["measure"] == measure], measure, text)
    return figure


def _bands(axes: Axes, table: pd.DataFrame, measure: str, text: Text) -> None:
    form = (lambda value: text.show(decimal(value, 2))) if measure == "orders" else (lambda value: text.show(money(value)))
    place = table["band"].to_numpy()
    axes.barh(place, table["predicted"], height=0.62, color=CONTEXT)
    axes.hlines(place, table["low"].clip(lower=0.0), table["high"], color=ACCENT, linewidth=1.8)
    axes.plot(table["actual"], place, "o", color=ACCENT, markersize=4.5, markeredgecolor=PAPER, markeredgewidth=0.5)
    top = float(np.nanmax(table[["high", "predicted"]].to_numpy(dtype=float)))
    for at in (place.max(),):
        row = table[table["band"] == at].iloc[0]
        second_label(axes, form(row["actual"]), max(row["high"], row["predicted"]), at, dx=5, color=INK)
    axes.set_xlim(0, top * 1.2)
    axes.set_ylim(place.min() - 0.7, place.max() + 0.7)
    ends = {place.min(): text("least expected"), place.max(): text("most expected")}
    axes.set_yticks(place, [ends.get(at, text.show(count(at))) for at in place])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: text.show(decimal(value, 1) if measure == "orders" else money(value)))
    )
    heading(axes, text("orders of a customer") if measure == "orders" else text("revenue of a customer"))
    zero_line(axes)


def plot_risk_outcome(bands: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of each risk band that fell silent, with its range; the number of customers beside it."""
    names, full = list(bands["band"]), width == "full"
    colours = segment_colours(names)
    with new_figure(width, 0.55 + 0.34 * len(names), language=text.language, figure_id="risk_outcome") as figure:
        axes = figure.subplots()
        for y, row in enumerate(bands.itertuples()):
            axes.plot([row.low, row.high], [y, y], color=colours[row.band], linewidth=2.2)
            axes.plot([row.share], [y], "o", color=colours[row.band], markersize=6.5)
            left = row.high > 0.72
            at, dx, align = (row.low, -6, "right") if left else (row.high, 6, "left")
            told = {"share": text.show(share(row.share)), "n": text.show(count(row.customers))}
            label = text("{share} of {n}").format(**told) if full else told["share"]
            direct_label(axes, label, at, y, dx=dx, ha=align)
        axes.set_yticks(np.arange(len(names)), [text.name("segment", key) for key in names])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.set_ylim(len(names) - 0.5, -0.6)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        heading(axes, text("share that fell silent"))
        axes.axvline(0, color=MUTED, linewidth=0.8)
    return figure
