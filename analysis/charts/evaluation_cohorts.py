"""The charts of chapter 05 on cohorts: who ordered in which month after the first order, and newer beside older ones."""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, INK, MUTED, ON_SEQUENTIAL, PAPER, SEQUENTIAL
from analysis.charts.style import Width, direct_label, heading, new_figure, second_label, small_size, steps
from analysis.text import Text, count, money, share

MOST = {"full": (18, 12), "narrow": (18, 6)}  # cohorts and months since
LOOK = {"newer": (ACCENT, "-"), "before": (MUTED, "--")}


def plot_cohort_months(cohorts: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of each month's new customers who ordered in the months that followed: heat map, newest cohorts last."""
    rows, months = MOST[width]
    shown = cohorts[cohorts["month"].between(1, months)]
    table = shown.pivot(index="cohort", columns="month", values="share").tail(rows)
    first = cohorts.drop_duplicates("cohort").set_index("cohort")
    values = table.to_numpy(dtype=float)
    colours, norm = steps(SEQUENTIAL, np.linspace(0, np.nanmax(values) + 1e-9, 7))
    with new_figure(width, 0.5 + 0.23 * len(table), language=text.language, figure_id="cohort_months") as figure:
        axes = figure.subplots()
        axes.grid(False)
        sns.heatmap(values, ax=axes, cmap=colours, norm=norm, cbar=False, linewidths=0.8, linecolor=PAPER, mask=np.isnan(values))
        names = [f"{one:%Y-%m}{'*' if first.at[one, 'run_in'] else ''}" for one in table.index]
        if width == "full":
            sizes = [text("n = {n}").format(n=text.show(count(first.at[one, "size"]))) for one in table.index]
            names = [f"{name}  {size}" for name, size in zip(names, sizes, strict=True)]
        axes.set_yticks(np.arange(len(table)) + 0.5, names, rotation=0)
        axes.set_xticks(np.arange(table.shape[1]) + 0.5, [f"+{month}" for month in table.columns])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set(xlabel="", ylabel="")
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                ink = ON_SEQUENTIAL[min(int(norm(value)), 5)]
                axes.text(
                    column + 0.5, row + 0.5, f"{value * 100:.0f}%", ha="center", va="center", color=ink, fontsize=small_size()
                )
    return figure


def plot_further_orders(curve: pd.DataFrame, *, compared: pd.DataFrame, text: Text, width: Width) -> Figure:
    """Share with a further order by days since the first, newer customers beside those before; revenue of both at the same age."""
    full = width == "full"
    with new_figure(width, 2.6 if full else 4.9, language=text.language, figure_id="further_orders") as figure:
        first, second = figure.subplots(1, 2) if full else figure.subplots(2, 1)
        _curves(first, curve, text)
        _revenues(second, compared, text)
    return figure


def _curves(axes: Axes, curve: pd.DataFrame, text: Text) -> None:
    ends = []
    for group, (colour, dash) in LOOK.items():
        own = curve[curve["group"] == group]
        if own.empty:
            continue
        axes.plot(own["day"], own["share"], dash, color=colour)
        axes.fill_between(own["day"], own["low"], own["high"], color=colour, alpha=0.15, linewidth=0)
        last = own.iloc[-1]
        ends.append(
            (
                float(last["share"]),
                float(last["day"]),
                f"{text.name('cohort_group', group)} {text.show(share(last['share'], 0))}",
                colour,
            )
        )
    lift = _apart([end[0] for end in ends])
    for (height, day, words, colour), dy in zip(ends, lift, strict=True):
        direct_label(axes, words, day, height, dx=4, dy=dy, color=colour)
    axes.set_ylim(0, None)
    axes.set_xlim(0, float(curve["day"].max()) * 1.55)
    axes.set_xticks([day for day in (0, 90, 180, 270, 365) if day <= curve["day"].max()])
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
    axes.grid(True, axis="y")
    axes.grid(False, axis="x")
    axes.set_xlabel(text("days since the first order"), loc="left")
    heading(axes, text("With a further order"))


def _apart(heights: list[float]) -> list[float]:
    """Points by which two labels that lie close are moved apart."""
    if len(heights) < 2 or abs(heights[0] - heights[1]) > 0.12 * max(*heights, 1e-9):
        return [0.0] * len(heights)
    up = 6.0 if heights[0] >= heights[1] else -6.0
    return [up, -up]


def _revenues(axes: Axes, compared: pd.DataFrame, text: Text) -> None:
    place = np.arange(len(compared))
    for y, row in enumerate(compared.itertuples()):
        axes.plot([row.revenue_before, row.revenue], [y, y], color=MUTED, linewidth=1.0)
        axes.plot([row.revenue_before], [y], "D", color=MUTED, markerfacecolor=PAPER, markeredgewidth=1.1, markersize=5)
        axes.plot([row.revenue], [y], "o", color=ACCENT, markersize=6)
        second_label(axes, text.show(money(row.revenue)), max(row.revenue, row.revenue_before), y, dx=7, color=INK)
    names = [
        text("after {n} months").format(n=text.show(count(age))) if age > 1 else text("after 1 month") for age in compared["age"]
    ]
    axes.set_yticks(place, names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(compared) - 0.4, -0.6)
    axes.set_xlim(0, float(compared[["revenue", "revenue_before"]].to_numpy().max()) * 1.3)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
    heading(axes, text("Revenue per new customer"))
