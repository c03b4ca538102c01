"""The charts of chapter 02 about tastes: clear preferences beside chance, and what orders are for."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.charts.palette import CONTEXT, INK, MUTED, PAPER, segment_colour
from analysis.charts.style import BAR_PAIR, Width, bare, direct_label, heading, new_figure, second_label, small_size, zero_line
from analysis.text import Text, count, share
from analysis.text.formats import month

# The occasions in the order of the stack, from the axis up: what can be told first.
STACK = ("bulk", "banquet", "gift", "unclassified", "self_use")
COLOURS = {"bulk": "high", "banquet": "at_risk", "gift": "won_back"}


def plot_preferences(overview: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """A bar per kind of preference with its 95 % range; a mark where chance alone would put it.

    `overview` is the table `preference_overview`.
    """
    rows = overview.dropna(subset=["share"]).assign(gain=lambda t: t["share"] - t["chance"])
    rows = rows.sort_values(["gain", "by"], ascending=[False, True]).reset_index(drop=True)
    with new_figure(width, 0.55 + 1.25 * BAR_PAIR * len(rows), language=text.language, figure_id="preferences") as figure:
        axes = figure.subplots()
        bare(axes)
        place = np.arange(len(rows))
        axes.barh(place, rows["share"], height=0.46, color=segment_colour("middle"))
        for i, row in enumerate(rows.itertuples()):
            axes.plot([row.low, row.high], [i, i], color=INK, linewidth=1.0)
            axes.plot([row.chance] * 2, [i - 0.34, i + 0.34], color=segment_colour("at_risk"), linewidth=2.0)
            direct_label(axes, text.show(share(row.share)), max(row.high, row.chance), i - 0.12, dx=6)
            second_label(axes, text("n = {n}; chance {chance}").format(n=text.show(count(row.n)), chance=text.show(share(row.chance))), max(row.high, row.chance), i + 0.2, dx=6)  # fmt: skip
        axes.set_yticks(place, [text.name("preference", by) for by in rows["by"]])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.set_ylim(len(rows) - 0.45, -0.55)
        axes.set_xlim(0, rows[["high", "chance"]].max().max() * (1.35 if width == "full" else 1.9))
        zero_line(axes)
    return figure


def plot_occasions(months: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of each month's orders by what they were for: a stack per month, own use on top.

    `months` is the table `occasion_months`.
    """
    orders = months.pivot_table(index="month", columns="occasion", values="orders", aggfunc="sum", fill_value=0).sort_index()
    orders = orders.tail(36 if width == "full" else 18)
    parts = orders.div(orders.sum(axis=1), axis=0).reindex(columns=list(STACK), fill_value=0.0)
    present = [kind for kind in STACK if parts[kind].sum() > 0 and kind != "self_use"]
    with new_figure(width, 2.9, language=text.language, figure_id="occasions") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="y")
        axes.grid(visible=False, axis="x")
        place, base = np.arange(len(parts)), np.zeros(len(parts))
        for kind in present:
            axes.bar(place, parts[kind], 0.8, bottom=base, color=_colour(kind), edgecolor=PAPER, linewidth=0.4)
            base = base + parts[kind].to_numpy()
        every = -(-len(parts) // (8 if width == "full" else 4))
        axes.set_xticks(place[::every], [month(one, text.locale) for one in parts.index[::every]])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        axes.set_ylim(0, max(base.max() if len(base) else 0.0, 0.02) * 1.08)
        axes.set_xlim(-0.7, len(parts) - 0.3)
        heading(axes, text("share of orders; the rest: own use"))
        _key(figure, axes, present, text)
        zero_line(axes, "y")
    return figure


def _key(figure: Figure, axes: Axes, kinds: list[str], text: Text) -> None:
    """Names of the kinds, below the axis."""
    handles = [axes.bar([0], [0], color=_colour(kind)) for kind in kinds]
    figure.legend(
        handles, [text.name("occasion", kind) for kind in kinds], loc="outside lower left", ncols=len(kinds),
        fontsize=small_size(), labelcolor=MUTED, handlelength=1.0, columnspacing=1.2, borderaxespad=0.2,
    )  # fmt: skip


def _colour(kind: str) -> str:
    return CONTEXT if kind == "unclassified" else segment_colour(COLOURS[kind])
