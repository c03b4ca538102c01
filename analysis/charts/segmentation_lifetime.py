"""The charts about lifetimes: predicted value by tier, predictions against what came, money at risk, retention."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, INK, INK_ON_HIGH, MUTED, PAPER, SEGMENTS, contrast, segment_colour, segment_colours
from analysis.charts.style import (
    BAR_PAIR,
    FOREST,
    Width,
    bare,
    direct_label,
    heading,
    new_figure,
    second_label,
    small_size,
    zero_line,
)  # fmt: skip
from analysis.text import Text, decimal, money, share
from analysis.text.formats import MISSING
from analysis.text.names import NAMES

ALL = "(all)"
BAND_COLOURS = {
    "alive_high": "loyal",
    "alive_likely": "promising",
    "alive_doubtful": "about_to_sleep",
    "alive_low": "at_risk",
    "bought_once": "no_order",
}
GROUPS = 5  # curves in one drawing
KEY = -1.25  # place of the names above the first bar, in bars


def plot_clv_tiers(table: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Expected value of each tier with its 95 % range; the money of one customer beside it.  A missing tier is a dash."""
    rows = table[table["segment"] != ALL].reset_index(drop=True)
    names = [_short(text, key) for key in rows["segment"]]
    colours = segment_colours(list(rows["segment"]))
    full = width == "full"
    with new_figure(width, 0.55 + BAR_PAIR * len(rows), language=text.language, figure_id="clv_tiers") as figure:
        axes = figure.subplots()
        bare(axes)
        place = np.arange(len(rows))
        axes.barh(place, rows["clv"].fillna(0.0), height=0.56, color=[colours[key] for key in rows["segment"]])
        for i, row in rows.iterrows():
            _tier(axes, i, row, text, full)
        top = np.nanmax(rows[["clv", "clv_high"]].to_numpy(dtype=float))
        axes.set_xlim(0, top * (1.42 if full else 1.75))
        axes.set_yticks(place, names)
        axes.tick_params(axis="y", labelcolor=INK)
        axes.set_ylim(len(rows) - 0.45, -0.6)
        heading(axes, text("all together, with its 95% range; per customer"))
        zero_line(axes)
    return figure


def _tier(axes: Axes, place: int, row: pd.Series, text: Text, full: bool) -> None:
    """The range over the bar, and the two sums beside it."""
    if row["clv"] != row["clv"]:
        direct_label(axes, MISSING, 0, place, dx=6, color=MUTED)
        return
    end = row["clv"]
    if row["clv_high"] == row["clv_high"]:
        axes.plot([row["clv_low"], row["clv_high"]], [place, place], color=INK, linewidth=1.3)
        for edge in (row["clv_low"], row["clv_high"]):
            axes.plot([edge, edge], [place - 0.13, place + 0.13], color=INK, linewidth=1.3)
        end = max(end, row["clv_high"])
    each = text("{money} each") if full else "{money}"
    direct_label(axes, text.show(money(row["clv"])), end, place, dx=6, dy=5.5)
    second_label(axes, each.format(money=text.show(money(row["clv_mean"]))), end, place, dx=6, dy=-5.5)


def plot_calibration(bands: pd.DataFrame, *, text: Text, width: Width, kind: str) -> Figure:
    """Predicted against actual by band, with ranges; the diagonal is a perfect prediction.  `kind`: orders or alive."""
    rows = bands[bands["kind"] == kind]
    with new_figure(width, FOREST if width == "full" else 3.1, language=text.language, figure_id=f"calibration_{kind}") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="both")
        top = max(rows["predicted"].max(), rows["high"].max()) * 1.06
        top = min(top, 1.0) if kind == "alive" else top
        axes.plot([0, top], [0, top], color=MUTED, linewidth=0.9, dashes=(4, 3))
        axes.vlines(rows["predicted"], rows["low"], rows["high"], color=ACCENT, linewidth=1.6)
        axes.plot(rows["predicted"], rows["actual"], "o", color=ACCENT, markersize=5)
        axes.set_xlim(0, top)
        axes.set_ylim(0, top)
        form = FuncFormatter(lambda value, _: text.show(share(value, 0) if kind == "alive" else decimal(value, 1)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(5))
            axis.set_major_formatter(form)
        alive = kind == "alive"
        axes.set_xlabel(
            text("predicted: probability of an order") if alive else text("predicted order days per customer"), loc="left"
        )
        heading(axes, text("actual: share that ordered") if alive else text("actual order days per customer"))
        free = _widest_gap(rows["predicted"], top)
        second_label(axes, text("perfect"), free, free, dx=-6, dy=5, ha="right")
    return figure


def _widest_gap(places: pd.Series, top: float) -> float:
    """Where a label left of a place on the diagonal is farthest from every range: late in the widest gap between them."""
    edges = np.array([0.0, *sorted(places), top])
    widest = int(np.diff(edges).argmax())
    return float(edges[widest] + 0.8 * (edges[widest + 1] - edges[widest]))


def plot_money_at_risk(risk: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Revenue of each value tier, parted by the probability of still being a customer; hidden groups are left out."""
    bands = [band for band in BAND_COLOURS if (risk["band"] == band).any()]
    table = risk.pivot(index="segment", columns="band", values="revenue").reindex(columns=bands)
    table = table.loc[list(dict.fromkeys(risk["segment"]))].clip(lower=0.0)
    table = table[table.sum(axis=1) > 0]  # a tier without revenue has none at risk
    totals = table.sum(axis=1)
    with new_figure(width, 0.65 + BAR_PAIR * len(table), language=text.language, figure_id="money_at_risk") as figure:
        axes = figure.subplots()
        bare(axes)
        left = np.zeros(len(table))
        place = np.arange(len(table))
        for band in bands:
            part = table[band].fillna(0.0).to_numpy()
            colour = segment_colour(BAND_COLOURS[band])
            axes.barh(place, part, left=left, height=0.6, color=colour, edgecolor=PAPER, linewidth=0.6)
            _inside(axes, part, left, totals, colour, text, width)
            left = left + part
        axes.set_xlim(0, totals.max() * (1.14 if width == "full" else 1.25))
        axes.set_yticks(place, [_short(text, key) for key in table.index])
        axes.tick_params(axis="y", labelcolor=INK)
        for i, total in enumerate(totals):
            direct_label(axes, text.show(money(total)), total, i, dx=5)
        axes.set_ylim(len(table) - 0.5, KEY - 0.3)
        _key(axes, bands, text, width)
        axes.vlines(0, -0.5, len(table) - 0.5, color=MUTED, linewidth=0.8, zorder=3)  # of the bars alone: the key begins there
    return figure


def _inside(axes: Axes, part: np.ndarray, left: np.ndarray, totals: pd.Series, colour: str, text: Text, width: Width) -> None:
    """The share of the tier inside each part that is wide enough for it."""
    ink = max((INK_ON_HIGH, INK), key=lambda one: contrast(one, colour))
    least = 0.055 if width == "full" else 0.13
    for i, (size, start, total) in enumerate(zip(part, left, totals, strict=True)):
        if size > least * totals.max():
            shown = text.show(share(size / total, 0))
            axes.text(start + size / 2, i, shown, ha="center", va="center", color=ink, fontsize=small_size())


def _key(axes: Axes, bands: list[str], text: Text, width: Width) -> None:
    """The bands' names above the bars, in their colours; on a phone in two lines."""
    span, small, columns = axes.get_xlim()[1], small_size(), len(bands) if width == "full" else 3
    axes.text(0, KEY, text("P(alive)"), ha="left", va="center", color=MUTED, fontsize=small)
    begin = 0.12 if width == "full" else 0.22
    for i, band in enumerate(bands):
        x = (begin + (1.0 - begin) / columns * (i % columns)) * span
        y = KEY + 0.42 * (i // columns)
        axes.plot([x], [y], "s", color=segment_colour(BAND_COLOURS[band]), markersize=5.5, clip_on=False)
        axes.annotate(
            text.name("alive_band", band), (x, y), xytext=(5, 0), textcoords="offset points", va="center", color=INK, fontsize=small
        )


def plot_retention(curve: pd.DataFrame, *, text: Text, width: Width, minimum: int = 30) -> Figure:
    """Share still under contract by time, one line per group with its range, as far as `minimum` customers came."""
    groups = [key for key in dict.fromkeys(curve["group"]) if key != ALL][:GROUPS] or [ALL]
    colours = (
        [ACCENT]
        if groups == [ALL]
        else [SEGMENTS[name][0] for name in ("potential_loyalist", "at_risk", "loyal", "won_back", "about_to_sleep")]
    )
    with new_figure(width, FOREST, language=text.language, figure_id="retention") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="y")
        ends = []
        for key, colour in zip(groups, colours, strict=False):
            rows = curve[(curve["group"] == key) & (curve["at_risk"] >= minimum)]
            if rows.empty:
                continue
            axes.fill_between(rows["time"], rows["low"], rows["high"], step="post", color=colour, alpha=0.16, linewidth=0)
            axes.step(rows["time"], rows["retained"], where="post", color=colour, linewidth=1.6)
            ends.append((rows["retained"].iloc[-1], rows["time"].iloc[-1], key, colour))
        longest = max(end[1] for end in ends)
        axes.set_xlim(0, longest * (1.22 if width == "full" else 1.42))
        axes.xaxis.set_major_locator(FixedLocator(_ticks(longest)))
        axes.set_ylim(0, 1.02)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0)) if value <= 1 else ""))
        _ends(axes, ends, text)
        axes.set_xlabel(text("time since the contract began"), loc="left")
        heading(axes, text("share still there"))
    return figure


def _ticks(longest: float) -> list[float]:
    """Whole units up to `longest`; dozens where there are enough, since contracts run by months more often than not."""
    if longest >= 24:
        return list(range(0, int(longest) + 1, 12 * max(1, round(longest / 12 / 6))))
    return [tick for tick in MaxNLocator(6, integer=True).tick_values(0, longest) if 0 <= tick <= longest]


def _ends(axes: Axes, ends: list[tuple[float, float, str, str]], text: Text) -> None:
    """Each group's name and share at the end of its line, pushed apart where they would touch."""
    place = 2.0
    for retained, at, key, colour in sorted(ends, reverse=True):
        place = min(float(retained), place - 0.11)
        name = text.name("contract_group", key) if key == ALL else str(key)
        direct_label(axes, text.show(share(retained)), at, place, dx=6, dy=4, color=colour if key != ALL else INK)
        second_label(axes, name, at, place, dx=6, dy=-6)


def _short(text: Text, key: str) -> str:
    """A segment's name as it fits beside a bar."""
    return text.name("segment_short" if key in NAMES["segment_short"] else "segment", key)
