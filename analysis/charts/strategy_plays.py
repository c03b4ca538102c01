"""The charts of chapter 04 about plays: from what lift they pay, and what a test could see."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED, PAPER
from analysis.charts.style import Width, direct_label, heading, new_figure, second_label, small_size, zero_line
from analysis.text import Text, count, decimal, money, points, share
from analysis.text.formats import MISSING
from analysis.text.names_strategy import segment_value

ROW = {"full": 0.40, "narrow": 0.53}  # inches: the play's title over its segment
_WRAP = {"full": 44, "narrow": 20}  # letters on a line; half of it in Chinese


def plot_needed(needs: pd.DataFrame, *, text: Text, width: Width, titles: dict[str, str]) -> Figure:
    """The lift from which each play pays for its contacts, lowest first; beside it what that comes to, and the cost."""
    rows = needs.dropna(subset="break_even").sort_values("break_even", kind="stable").reset_index(drop=True)
    with new_figure(width, 0.5 + ROW[width] * len(rows), language=text.language, figure_id="needed") as figure:
        axes = _lollipops(figure, rows, 100 * rows["break_even"], titles, text, width)
        for i, row in enumerate(rows.itertuples()):
            lift = text.show(share(row.break_even, 2) if row.lever == "basket" else decimal(100 * row.break_even, 2))
            _beside(axes, 100 * row.break_even, i, lift, _comes_to(row, text, width))
        digits = 1 if axes.get_xlim()[1] >= 0.4 else 2  # a cheap contact pays from a few hundredths
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(decimal(value, digits))))
        axes.set_xlabel(text("extra orders needed per hundred contacted"), loc="left")
    return figure


def _comes_to(row, text: Text, width: Width) -> str:
    facts = {
        "extra": text.show(count(row.extra)), "n": text.show(count(row.contacts)), "cost": text.show(money(row.unit_cost * row.contacts)),
    }  # fmt: skip
    if row.lever == "basket":
        return text("on the basket of {n}; {cost}").format(**facts) if width == "full" else facts["cost"]
    return text("{extra} extra among {n}; {cost}").format(**facts) if width == "full" else facts["cost"]


def plot_ceilings(needs: pd.DataFrame, *, text: Text, width: Width, titles: dict[str, str]) -> Figure:
    """What a contact may cost if it brings one extra order in a hundred, highest first."""
    rows = needs.dropna(subset="ceiling").sort_values("ceiling", ascending=False, kind="stable").reset_index(drop=True)
    with new_figure(width, 0.5 + ROW[width] * len(rows), language=text.language, figure_id="ceilings") as figure:
        axes = _lollipops(figure, rows, rows["ceiling"], titles, text, width)
        for i, row in enumerate(rows.itertuples()):
            beside = text("{n} customers").format(n=text.show(count(row.customers))) if width == "full" else ""
            _beside(axes, row.ceiling, i, text.show(money(row.ceiling)), beside)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
        axes.set_xlabel(text("highest cost of a contact"), loc="left")
    return figure


def _lollipops(figure: Figure, rows: pd.DataFrame, values: pd.Series, titles: dict[str, str], text: Text, width: Width) -> Axes:
    axes = figure.subplots()
    axes.grid(visible=True, axis="x")
    place = np.arange(len(rows))
    axes.hlines(place, 0, values, color=CONTEXT, linewidth=1.8)
    axes.plot(values, place, "o", color=ACCENT, markersize=6.5)
    put_names(axes, rows, titles, text, width)
    axes.set_xlim(0, values.max() * (1.55 if width == "full" else 1.7))
    axes.xaxis.set_major_locator(MaxNLocator(4 if width == "full" else 3))
    zero_line(axes)
    return axes


def _beside(axes: Axes, x: float, y: float, first: str, second: str) -> None:
    """A number in ink beside its dot, and what it comes to in grey behind it."""
    label = direct_label(axes, first, x, y, dx=8)
    axes.annotate(
        second, (1, 0.5), xycoords=label, xytext=(6, 0), textcoords="offset points", ha="left", va="center", color=MUTED,
        annotation_clip=False, fontsize=max(7.0, label.get_fontsize() - 1.3),
    )  # fmt: skip


def put_names(
    axes: Axes, rows: pd.DataFrame, titles: dict[str, str], text: Text, width: Width, *, place: np.ndarray | None = None
) -> None:
    """The play's title over its segment, at `place` (its number by default)."""
    place = np.arange(len(rows)) if place is None else place
    shown = [_broken(titles[row.play], _WRAP[width] if text.language == "en" else _WRAP[width] // 2) for row in rows.itertuples()]
    low, high = (0.21, 0.17) if width == "full" else (0.30, 0.12)
    axes.set_yticks(place - high, shown)
    axes.set_yticks(place + low, [text.show(segment_value(row.method, row.segment)) for row in rows.itertuples()], minor=True)
    axes.tick_params(axis="y", labelcolor=INK, length=0, pad=5)
    axes.tick_params(axis="y", which="minor", labelcolor=MUTED, labelsize=small_size(), length=0, pad=5)
    axes.set_ylim(len(rows) - 0.45, -0.55)


def _broken(title: str, letters: int) -> str:
    """A title on as many lines as it needs; Chinese may be broken anywhere."""
    return "\n".join(textwrap.wrap(title, letters))


def plot_test_plans(tests: pd.DataFrame, *, text: Text, width: Width, titles: dict[str, str], matters: float) -> Figure:
    """Share that orders anyway and the smallest gain a test could see above it; a stroke at the gain that would matter."""
    rows = tests.reset_index(drop=True)
    with new_figure(width, 0.55 + ROW[width] * len(rows), language=text.language, figure_id="test_plans") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="x")
        for i, row in enumerate(rows.itertuples()):
            _plan(axes, row, i, text, width, matters)
        put_names(axes, rows, titles, text, width)
        reach = (rows["base_rate"].fillna(0.5) + rows["detectable"]).max()
        axes.set_xlim(0, min(max(reach, 0.1) * (1.16 if width == "full" else 1.35), 1.3))
        axes.xaxis.set_major_locator(MaxNLocator(5 if width == "full" else 4, steps=[1, 2, 2.5, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0)) if value <= 1 else ""))
        zero_line(axes)
        heading(axes, text("share ordering: anyway, and the least a test can see") if width == "full" else text("share ordering"))
    return figure


def _plan(axes: Axes, row, i: int, text: Text, width: Width, matters: float) -> None:
    """Base rate in grey, the line up to what can be seen; the end filled where the gain that matters can be seen."""
    if row.base_rate != row.base_rate:
        direct_label(axes, f"{MISSING}  {text('return rate not known')}", 0, i, dx=6, color=MUTED, fontweight=400)
        return
    top, able = row.base_rate + row.detectable, row.remedy == "testable"
    axes.plot([row.base_rate, top], [i, i], color=ACCENT, linewidth=1.4)
    axes.plot([row.base_rate + matters] * 2, [i - 0.17, i + 0.17], color=INK, linewidth=1.2)
    axes.plot([row.base_rate], [i], "o", color=MUTED, markersize=5)
    axes.plot([top], [i], "o", color=ACCENT, markersize=6.5, markerfacecolor=ACCENT if able else PAPER, markeredgewidth=1.4)
    place = {"dx": -5, "ha": "right"} if width == "full" else {"dx": 0, "dy": 9, "ha": "center"}
    second_label(axes, text.show(share(row.base_rate)), row.base_rate, i, **place)
    direct_label(axes, text.show(points(row.detectable)), max(top, row.base_rate + matters), i, dx=7)
