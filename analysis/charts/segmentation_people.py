"""The chart of people and places: what a customer of each group brings, with its range."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, INK, MUTED
from analysis.charts.style import Width, bare, direct_label, new_figure, second_label, small_size, zero_line
from analysis.text import Text, count, money, share

ROW, HEADING = 0.27, 1.15  # inches of a row; rows that a lens's heading takes
COUNTS = 34  # points left of the axis for the number of customers
LONGEST = {"full": 26, "narrow": 15}  # letters of a group's name


def plot_groups(groups: pd.DataFrame, *, text: Text, width: Width, mean: float | None = None) -> Figure:
    """Revenue per customer of each group as a point with its interval, lens below lens; the line is the mean of all.

    `groups` is the presentable `group_means` of the lenses to show.  Groups whose range clears the mean are in
    colour, others grey; a group too small for a mean is a dash.  Where no revenue is held `groups` are presentable
    `segment_sizes`, and bars say how many of all customers stand in each.
    """
    places, y = _places(groups)
    if "revenue_per_customer" not in groups.columns:
        return _plot_shares(groups, places, y, text=text, width=width)
    with new_figure(width, 0.45 + ROW * y, language=text.language, figure_id="groups") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="x")
        top = max(groups["high"].clip(upper=3 * groups["revenue_per_customer"].max()).max(), mean)
        axes.set_xlim(min(0.0, groups["low"].min()), top * (1.22 if width == "full" else 1.6))
        axes.set_ylim(y - 0.3, -0.1)
        for place, row in zip(places, groups.itertuples(), strict=True):
            _group(axes, place, row, mean, text)
        _names(axes, groups, places, text, width)
        axes.axvline(mean, color=MUTED, linewidth=0.9, dashes=(3, 2), zorder=1)
        second_label(axes, text("all: {money}").format(money=text.show(money(mean))), mean, 0.25, dx=3)
        axes.xaxis.set_major_locator(MaxNLocator(5 if width == "full" else 3, steps=[1, 2, 2.5, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(money(value))))
        zero_line(axes)
    return figure


def _places(groups: pd.DataFrame) -> tuple[list[float], float]:
    """Where each group stands, a gap above the first of each lens; and how far down the last one reaches."""
    places, y = [], 0.0
    for _, part in groups.groupby("method", sort=False):
        y += HEADING
        places += [y + number for number in range(len(part))]
        y += len(part)
    return places, y


def _plot_shares(groups: pd.DataFrame, places: list[float], y: float, *, text: Text, width: Width) -> Figure:
    """The share of all customers in each group, lens below lens."""
    with new_figure(width, 0.3 + ROW * y, language=text.language, figure_id="groups") as figure:
        axes = figure.subplots()
        bare(axes)
        shares = groups["customer_share"].fillna(0.0)
        told = ~groups["segment"].str.startswith("(")
        axes.barh(places, shares, height=0.62, color=[ACCENT if known else CONTEXT for known in told])
        axes.set_xlim(0, shares.max() * (1.18 if width == "full" else 1.35))
        axes.set_ylim(y - 0.3, -0.1)
        for place, end, held in zip(places, shares, groups["customer_share"], strict=True):
            direct_label(axes, text.show(share(held)), end, place, dx=5)
        _names(axes, groups, places, text, width)
        zero_line(axes)
    return figure


def _group(axes: Axes, place: float, row, mean: float, text: Text) -> None:
    """One group: its interval, its mean, and the number beside it."""
    if row.revenue_per_customer != row.revenue_per_customer:
        direct_label(axes, "–", 0, place, dx=6, color=MUTED)
        return
    apart = (row.low > mean or row.high < mean) and not row.segment.startswith("(")
    colour, end = ACCENT if apart else MUTED, min(row.high, axes.get_xlim()[1])
    axes.plot([max(row.low, axes.get_xlim()[0]), end], [place, place], color=colour, linewidth=1.8)
    axes.plot([row.revenue_per_customer], [place], "o", color=colour)
    label = direct_label if apart else second_label
    label(axes, text.show(money(row.revenue_per_customer)), axes.get_xlim()[1], place, dx=0, ha="right")


def _names(axes: Axes, groups: pd.DataFrame, places: list[float], text: Text, width: Width) -> None:
    """The groups' names with their customers at the left, the lens above its first group."""
    keys = [("segment_short" if key.startswith("(") else "segment", key) for key in groups["segment"]]
    axes.set_yticks(places, [_short(text.name(*key), width) for key in keys])
    for place, people in zip(places, groups["customers"], strict=True):
        axes.annotate(
            text.show(count(people)), (0, place), xycoords=("axes fraction", "data"), xytext=(-4, 0), textcoords="offset points",
            ha="right", va="center", color=MUTED, fontsize=small_size(), annotation_clip=False,
        )  # fmt: skip
    axes.tick_params(axis="y", labelcolor=INK, pad=COUNTS)
    first = groups.reset_index(drop=True).drop_duplicates("method")
    for number, row in first.iterrows():
        axes.annotate(
            text("{lens}, customers").format(lens=text.name("lens", row["method"])),
            (0, places[number] - 0.95), xycoords=("axes fraction", "data"), xytext=(-4, 0), textcoords="offset points",
            ha="right", va="center", color=MUTED, annotation_clip=False,
        )  # fmt: skip


def _short(name: str, width: Width) -> str:
    most = LONGEST[width]
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
