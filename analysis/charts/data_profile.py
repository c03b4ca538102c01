"""The charts of chapter 01: sales over time, rhythm, orders per customer, concentration, cohorts."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, ACCENT2, CONTEXT, INK, MUTED, ON_SEQUENTIAL, PAPER, SEQUENTIAL
from analysis.charts.style import (
    BAR_PAIR,
    Width,
    bare,
    direct_label,
    heading,
    new_figure,
    second_label,
    small_size,
    steps,
    zero_line,
)  # fmt: skip
from analysis.text import Text, count, money, share
from analysis.text.formats import month


def _money_axis(axes, text: Text) -> None:
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))


def plot_weekly_sales(weekly: pd.DataFrame, *, text: Text, width: Width, marks: Sequence[tuple[str, date]] = ()) -> Figure:
    """Revenue by week as a line, refunds below; weeks without any order are marked at zero, festivals (key, day) by a line."""
    with new_figure(width, 2.75, language=text.language, figure_id="weekly_sales") as figure:
        axes = figure.subplots()
        axes.grid(axis="y")
        axes.grid(axis="x", visible=False)
        axes.plot(weekly["week"], weekly["revenue"], color=ACCENT, linewidth=1.3)
        axes.fill_between(weekly["week"], 0, -weekly["refunds"], color=CONTEXT, step=None)
        silent = weekly[weekly["days_with_orders"] == 0]
        axes.plot(silent["week"], [0] * len(silent), "o", color=INK, markersize=4, markerfacecolor="none")
        zero_line(axes, "y")
        _money_axis(axes, text)
        _month_axis(axes, weekly["week"], text, width)
        for key, day in marks:
            axes.axvline(pd.Timestamp(day), color=CONTEXT, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0)
            if width == "narrow" and key != "spring_festival":
                continue  # no room for more names
            axes.annotate(
                text.name("festival_short", key), (pd.Timestamp(day), 1.0), xycoords=("data", "axes fraction"),
                xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=small_size(), color=MUTED,
            )  # fmt: skip
        peak = weekly.loc[weekly["revenue"].idxmax()]
        direct_label(axes, text.show(money(peak["revenue"])), peak["week"], peak["revenue"], dx=5, dy=2)
        if weekly["refunds"].sum() > 0:
            second_label(axes, text("refunds"), weekly["week"].iloc[0], -weekly["refunds"].max(), dx=0, dy=-6, va="top")
    return figure


def _month_axis(axes, times: pd.Series, text: Text, width: Width) -> None:
    """A label at the first of every so many months, as many as the width can hold."""
    months = pd.date_range(times.min(), times.max(), freq="MS")
    ticks = months[:: max(1, -(-len(months) // (4 if width == "narrow" else 8)))]
    axes.set_xticks(ticks, [month(one, text.locale) for one in ticks])


def plot_monthly_customers(monthly: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Customers who ordered by month: new ones and returning ones, stacked."""
    shown = monthly.tail(24 if width == "full" else 12)
    returning = shown["customers"] - shown["new_customers"]
    with new_figure(width, 2.75, language=text.language, figure_id="monthly_customers") as figure:
        axes = figure.subplots()
        axes.grid(axis="y")
        axes.grid(axis="x", visible=False)
        place = np.arange(len(shown))
        axes.bar(place, returning, width=0.72, color=ACCENT)
        axes.bar(place, shown["new_customers"], bottom=returning, width=0.72, color=CONTEXT)
        zero_line(axes, "y")
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(count(value))))
        every = 6 if width == "full" else 4
        axes.set_xticks(place[::every], [month(one, text.locale) for one in shown["month"].iloc[::every]])
        last, top = place[-1], float(shown["customers"].iloc[-1])
        direct_label(axes, text("returning"), last + 0.36, float(returning.iloc[-1]) / 2, dx=4, color=ACCENT)
        second_label(axes, text("new"), last + 0.36, (float(returning.iloc[-1]) + top) / 2, dx=4)
        axes.margins(x=0.01)
    return figure


def plot_order_distribution(distribution: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of customers and of revenue by number of orders ever placed: paired bars."""
    rows = len(distribution)
    with new_figure(width, 0.35 + BAR_PAIR * 1.05 * rows, language=text.language, figure_id="order_distribution") as figure:
        axes = figure.subplots()
        bare(axes)
        place = np.arange(rows)
        axes.barh(place - 0.20, distribution["customer_share"], height=0.26, color=CONTEXT)
        axes.barh(place + 0.13, distribution["revenue_share"], height=0.40, color=ACCENT)
        axes.set_yticks(place, [_band(row, text) for row in distribution.itertuples()])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.invert_yaxis()
        for i, row in enumerate(distribution.itertuples()):
            people, sales = text.show(share(row.customer_share)), text.show(share(row.revenue_share))
            first = i == 0
            second_label(axes, text("{share} of customers").format(share=people) if first else people, row.customer_share, i - 0.20)
            direct_label(axes, text("{share} of revenue").format(share=sales) if first else sales, row.revenue_share, i + 0.13)
        zero_line(axes)
        axes.set_xlim(
            0, max(distribution["customer_share"].max(), distribution["revenue_share"].max()) * (1.32 if width == "full" else 1.6)
        )
    return figure


def _band(row, text: Text) -> str:
    if row.high != row.high:
        return text("{low} orders and more").format(low=int(row.low))
    if row.low == row.high:
        return text("1 order") if row.low == 1 else text("{n} orders").format(n=int(row.low))
    return text("{low} to {high} orders").format(low=int(row.low), high=int(row.high))


def plot_gap_curve(gap_curve: pd.DataFrame, *, text: Text, width: Width, cuts: tuple[float, ...] = ()) -> Figure:
    """Share of orders followed by another within so many days (Kaplan–Meier), with the cuts."""
    shown = gap_curve[gap_curve["at_risk"] >= 30]
    with new_figure(width, 2.75, language=text.language, figure_id="gap_curve") as figure:
        axes = figure.subplots()
        axes.grid(axis="y")
        axes.grid(axis="x", visible=False)
        axes.step(shown["day"], shown["returned"], where="post", color=ACCENT)
        axes.set_ylim(0, max(1.0 if shown["returned"].max() > 0.7 else shown["returned"].max() * 1.25, 0.05))
        axes.set_xlim(0, shown["day"].max() * 1.02)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        zero_line(axes, "y")
        axes.set_xlabel(text("days since the last order"), loc="left")
        for cut in cuts:
            axes.axvline(cut, color=MUTED, linewidth=1, dashes=(3, 2))
            second_label(
                axes, text("{days} days").format(days=text.show(count(cut))), cut, 0.02 * axes.get_ylim()[1], dx=4, va="bottom"
            )
    return figure


def plot_rhythm(rhythm: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of orders by weekday and two-hour band: heat map of six classes."""
    band = rhythm["hour"] // 2 * 2
    cells = rhythm.assign(band=band).groupby(["weekday", "band"])["orders"].sum().unstack("band", fill_value=0)
    cells = cells.loc[:, cells.sum() > 0]
    values = (cells / max(cells.to_numpy().sum(), 1)).to_numpy()
    edges = np.linspace(0, max(values.max(), 1e-9), 7)
    colours, norm = steps(SEQUENTIAL, edges)
    with new_figure(width, 2.9, language=text.language, figure_id="rhythm") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.pcolormesh(values, cmap=colours, norm=norm, edgecolors="#ffffff", linewidth=0.8)
        axes.invert_yaxis()
        axes.spines["bottom"].set_visible(False)
        axes.set_yticks(
            np.arange(7) + 0.5,
            [text.name("weekday", str(day)) if width == "full" else text.name("weekday_short", str(day)) for day in cells.index],
        )
        axes.set_xticks(
            np.arange(cells.shape[1]) + 0.5, [f"{hour}–{hour + 2}" if width == "full" else f"{hour}" for hour in cells.columns]
        )
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for (row, column), value in np.ndenumerate(values):
            ink = ON_SEQUENTIAL[min(int(norm(value)), 5)]
            shown = f"{value * 100:.1f}" if width == "full" else f"{value * 100:.0f}"
            axes.text(column + 0.5, row + 0.5, shown, ha="center", va="center", color=ink, fontsize=small_size())
    return figure


def plot_revenue_concentration(concentration: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Lorenz curve from the top: share of revenue by share of customers, the top tenth and fifth named."""
    with new_figure(width, 3.35, language=text.language, figure_id="revenue_concentration") as figure:
        axes = figure.subplots()
        axes.grid(axis="both")
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, dashes=(3, 2))
        axes.fill_between(
            concentration["customer_share"], concentration["revenue_share"], concentration["customer_share"], color=ACCENT2
        )
        axes.plot(concentration["customer_share"], concentration["revenue_share"], color=ACCENT)
        for top in (0.1, 0.2, 0.5):
            reached = float(np.interp(top, concentration["customer_share"], concentration["revenue_share"]))
            axes.plot([top], [reached], "o", color=ACCENT)
            label = text("top {top}: {reached}").format(top=text.show(share(top, 0)), reached=text.show(share(reached)))
            direct_label(axes, label, top, reached, dx=7, dy=-5)
        form = FuncFormatter(lambda value, _: text.show(share(value, 0)))
        axes.xaxis.set_major_formatter(form)
        axes.yaxis.set_major_formatter(form)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(1.0, concentration["revenue_share"].max()) * 1.02)
        axes.set_xlabel(text("share of customers, highest revenue first"), loc="left")
        heading(axes, text("share of revenue"))
        zero_line(axes, "y")
    return figure


def plot_breakdown(breakdown: pd.DataFrame, *, text: Text, width: Width, most: int = 10) -> Figure:
    """Revenue by value of one dimension, largest first; what is left in one grey bar."""
    top, rest = breakdown.head(most), breakdown.iloc[most:]
    names = [text.name("level", value) for value in top["value"]]
    shares, sums = list(top["share"]), list(top["revenue"])
    if len(rest):
        names.append(text("{n} others").format(n=text.show(count(len(rest)))))
        shares.append(rest["share"].sum())
        sums.append(rest["revenue"].sum())
    with new_figure(width, 0.3 + 0.27 * len(names), language=text.language, figure_id="breakdown") as figure:
        axes = figure.subplots()
        bare(axes)
        place = np.arange(len(names))
        axes.barh(place, shares, height=0.62, color=[ACCENT] * len(top) + [CONTEXT] * bool(len(rest)))
        axes.set_yticks(place, names)
        axes.tick_params(axis="y", labelcolor=INK)
        axes.invert_yaxis()
        for i, (part, money_sum) in enumerate(zip(shares, sums, strict=True)):
            direct_label(axes, text.show(share(part)), part, i)
            second_label(axes, text.show(money(money_sum)), part, i, dx=38 if width == "full" else 36)
        zero_line(axes)
        axes.set_xlim(0, max(shares) * (1.18 if width == "full" else 1.45))
    return figure


def plot_cohorts(cohorts: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of each first-order quarter that ordered again, by quarters since: heat map."""
    shown = cohorts[(cohorts["quarters_since"] > 0) & (cohorts["quarters_since"] <= (8 if width == "full" else 4))]
    table = shown.pivot(index="cohort", columns="quarters_since", values="share").tail(10)
    sizes = cohorts.drop_duplicates("cohort").set_index("cohort")["cohort_size"]
    values = table.to_numpy(dtype=float)
    colours, norm = steps(SEQUENTIAL, np.linspace(0, np.nanmax(values) + 1e-9, 7))
    with new_figure(width, 0.55 + 0.27 * len(table), language=text.language, figure_id="cohorts") as figure:
        axes = figure.subplots()
        axes.grid(False)
        sns.heatmap(values, ax=axes, cmap=colours, norm=norm, cbar=False, linewidths=0.8, linecolor=PAPER, mask=np.isnan(values))
        names = [f"{one.year}-Q{one.quarter}" for one in table.index]
        if width == "full":
            names = [
                f"{name}  {text('n = {n}').format(n=text.show(count(sizes[one])))}"
                for name, one in zip(names, table.index, strict=True)
            ]
        axes.set_yticks(np.arange(len(table)) + 0.5, names, rotation=0)  # seaborn turns labels that are close
        axes.set_xticks(np.arange(table.shape[1]) + 0.5, [f"+{q}" for q in table.columns])
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                ink = ON_SEQUENTIAL[min(int(norm(value)), 5)]
                axes.text(
                    column + 0.5, row + 0.5, f"{value * 100:.0f}%", ha="center", va="center", color=ink, fontsize=small_size()
                )
    return figure
