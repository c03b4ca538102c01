"""The charts of chapter 04 about the budget: what each option brings, and what each budget would."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED
from analysis.charts.strategy_plays import ROW, put_names
from analysis.charts.style import Width, direct_label, new_figure, second_label, zero_line
from analysis.text import Text, count, money

LINES = (
    ("margin", ACCENT, "-", 2.2),
    ("proportional", INK, "--", 1.2),
    ("customers", MUTED, ":", 1.6),
    ("top_value", MUTED, "-.", 1.2),
)
MOST = 10  # options drawn


def plot_allocation(table: pd.DataFrame, *, text: Text, width: Width, titles: dict[str, str]) -> Figure:
    """Margin after cost of each option, with its range; beside it the contacts and what they cost."""
    rows = table.sort_values(["margin_base", "play", "segment"], ascending=[False, True, True]).head(MOST).reset_index(drop=True)
    with new_figure(width, 0.5 + ROW[width] * len(rows), language=text.language, figure_id="allocation") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="x")
        place = np.arange(len(rows))
        axes.barh(place, rows["margin_base"], height=0.42, color=[ACCENT if one > 0.5 else CONTEXT for one in rows["contacts"]])
        axes.hlines(place, rows["margin_low"], rows["margin_high"], color=INK, linewidth=1.1)
        low, high = min(rows["margin_low"].min(), 0.0), max(rows["margin_high"].max(), 1.0)
        for y, row in enumerate(rows.itertuples()):
            label = direct_label(axes, text.show(money(row.margin_base)), row.margin_high, y, dx=7)
            facts = {"n": text.show(count(row.contacts)), "cost": text.show(money(row.cost))}
            beside = text("{n} contacts; {cost}").format(**facts) if width == "full" else facts["cost"]
            axes.annotate(
                beside, (1, 0.5), xycoords=label, xytext=(6, 0), textcoords="offset points", ha="left", va="center", color=MUTED,
                annotation_clip=False, fontsize=max(7.0, label.get_fontsize() - 1.3),
            )  # fmt: skip
        put_names(axes, rows, titles, text, width)
        axes.set_xlim(low * 1.05, low + (high - low) * (1.55 if width == "full" else 1.8))
        axes.xaxis.set_major_locator(MaxNLocator(4 if width == "full" else 2))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
        axes.set_xlabel(text("margin after the cost of the contacts"), loc="left")
        zero_line(axes)
    return figure


def plot_budget_curve(curve: pd.DataFrame, *, text: Text, width: Width, budget: float | None) -> Figure:
    """Margin by budget: allotted, with its range, and by simpler rules; the budget of the client where it lies on the axis."""
    with new_figure(width, 2.9 if width == "full" else 2.7, language=text.language, figure_id="budget_curve") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="both")
        x = curve["budget"]
        axes.fill_between(x, curve["margin_low"], curve["margin_high"], color=CONTEXT, alpha=0.35, linewidth=0)
        for name, colour, dashes, thick in reversed(LINES):
            axes.plot(x, curve[name], color=colour, linestyle=dashes, linewidth=thick, label=text.name("spending_rule", name))
        if budget is not None and budget <= x.max():
            axes.axvline(budget, color=INK, linewidth=0.9)
            second_label(axes, text("the budget"), budget, axes.get_ylim()[1], dx=4, dy=-8)
        handles, labels = axes.get_legend_handles_labels()
        axes.legend(handles[::-1], labels[::-1], loc="lower right")
        for axis, most in ((axes.xaxis, 5 if width == "full" else 3), (axes.yaxis, 4)):
            axis.set_major_locator(MaxNLocator(most))
            axis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
        axes.set_xlim(0, x.max())
        axes.set_xlabel(text("budget"), loc="left")
        axes.set_ylabel(text("margin after cost"))
    return figure
