"""The charts of movement: flows between two dates, the matrix of moves, who stayed beside chance."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import CONTEXT, INK, MUTED, ON_SEQUENTIAL, SEQUENTIAL, segment_colour, segment_colours
from analysis.charts.style import FLOW, Width, direct_label, new_figure, second_label, small_size, steps, zero_line
from analysis.text import Text, count, day, share
from analysis.text.names_evaluation import place_value

ALL, NEW, NOT_YET, NOT_KNOWN = "(all)", "(new)", "not_yet", "not_known"
ENOUGH = 30  # customers below which no share is given
EDGES = (0.0, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
FAMILY = {
    "keep": "champions",
    "grow": "potential_loyalist",
    "nudge": "need_attention",
    "win_back": "at_risk",
    "gone": "hibernating",
}
_GAP = 0.035  # between two places, of the height
_NODE = 0.02  # width of a place's bar


def plot_flows(flows: pd.DataFrame, *, text: Text, width: Width, eve: date, as_of: date, minimum: int) -> Figure:
    """Customers by segment at two dates: bands from where they started to where they ended."""
    ranks = dict(zip(flows["start"], flows["start_rank"], strict=True)) | dict(zip(flows["end"], flows["end_rank"], strict=True))
    order = sorted(ranks, key=ranks.get)
    colours = _colours(order)
    left, right = (_stacked(flows.groupby(side)["customers"].sum(), order, flows["customers"].sum()) for side in ("start", "end"))
    scale = _height(left) / flows["customers"].sum()
    with new_figure(width, FLOW, language=text.language, figure_id="flows") as figure:
        axes = figure.subplots()
        axes.set_axis_off()
        bands = _bands(flows, left, right, order, scale)
        for row in bands[bands["shown"] & (bands["customers"] >= minimum)].itertuples():
            shape = _band(row.start_top, row.end_top, row.size)
            axes.add_patch(
                PathPatch(shape, facecolor=colours[row.start], alpha=0.92 if row.focus else 0.45, zorder=2 if row.focus else 1)
            )
        for side, places in ((0, left), (1, right)):
            _places(axes, places, side, colours, text)
        heads = (text.show(day(eve)), text.show(day(as_of)))
        for x, words, align in ((0, heads[0], "left"), (1, heads[1], "right")):
            second_label(axes, words, x, 1.02, dx=0, ha=align, va="bottom")
        margin = 0.22 if width == "full" else 0.42
        axes.set(xlim=(-margin, 1 + margin), ylim=(-0.01, 1.07))
    return figure


def _colours(order: Sequence[str]) -> dict[str, str]:
    known = {key: segment_colour(FAMILY[key]) for key in order if key in FAMILY}
    own = segment_colours([key for key in order if key not in FAMILY and key not in (NOT_YET, NOT_KNOWN)])
    return known | own | {NOT_YET: CONTEXT, NOT_KNOWN: CONTEXT}


def _stacked(sizes: pd.Series, order: Sequence[str], total: float) -> pd.DataFrame:
    """Top and height of each place, from the top down, with gaps between them."""
    sizes = sizes.reindex([place for place in order if place in sizes.index])
    scale = 1 - _GAP * (len(order) - 1)
    heights = sizes / total * scale
    tops = 1 - (heights.cumsum() - heights) - _GAP * np.arange(len(sizes))
    return pd.DataFrame({"customers": sizes, "height": heights, "top": tops})


def _height(places: pd.DataFrame) -> float:
    return float(places["height"].sum())


def _bands(flows: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, order: Sequence[str], scale: float) -> pd.DataFrame:
    """Where each band begins and ends; those of one place lie below each other in the order of the other side."""
    rank = {place: n for n, place in enumerate(order)}
    table = flows.assign(size=flows["customers"] * scale)
    for side, other, places in (("start", "end", left), ("end", "start", right)):
        table = table.sort_values([side, other], key=lambda keys: keys.map(rank))
        above = table.groupby(side)["size"].cumsum() - table["size"]
        table[f"{side}_top"] = table[side].map(places["top"]) - above
    return table


def _band(start: float, end: float, size: float) -> Path:
    x0, x1, mid = _NODE, 1 - _NODE, 0.5
    points = [
        (x0, start), (mid, start), (mid, end), (x1, end), (x1, end - size), (mid, end - size), (mid, start - size), (x0, start - size), (x0, start),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(points, codes)


def _places(axes: Axes, places: pd.DataFrame, side: int, colours: dict[str, str], text: Text) -> None:
    for place in places.itertuples():
        x = 0 if side == 0 else 1 - _NODE
        axes.add_patch(Rectangle((x, place.top - place.height), _NODE, place.height, facecolor=colours[place.Index], zorder=3))
        middle, align, dx = place.top - place.height / 2, "right" if side == 0 else "left", -5 if side == 0 else 5
        words, n = place_words(place.Index, text), text.show(count(place.customers))
        at = side
        if place.height < 0.07:
            direct_label(axes, f"{words}  {n}", at, middle, dx=dx, ha=align)
            continue
        direct_label(axes, words, at, middle, dx=dx, dy=5, ha=align)
        second_label(axes, n, at, middle, dx=dx, dy=-6, ha=align)


def place_words(key: str, text: Text) -> str:
    """The name of a place on either side of the flows."""
    if key in (NOT_YET, NOT_KNOWN):
        return text("New buyers") if key == NOT_YET else text("Newly known")
    return text.show(place_value(key))


def plot_migration(moves: pd.DataFrame, *, order: Sequence[str], minimum: int, text: Text, width: Width) -> Figure:
    """Share of each segment at the start that stood in each segment at the end: heat map, stayers outlined."""
    n = moves.groupby("from_segment")["customers"].sum()
    rows = [key for key in (*order, NEW) if n.get(key, 0) >= ENOUGH]
    cells = moves[moves["shown"] & (moves["customers"] >= minimum) & moves["from_segment"].isin(rows)]
    cells = cells[cells["to_segment"].isin(order)]
    columns = [key for key in order if key in set(cells["to_segment"]) | set(rows)]
    values = cells.pivot(index="from_segment", columns="to_segment", values="share").reindex(index=rows, columns=columns).to_numpy()
    colours, norm = steps(SEQUENTIAL, EDGES)
    numbers = {key: str(number) for number, key in enumerate(columns, 1)}
    with new_figure(width, 0.4 + 0.29 * len(rows), language=text.language, figure_id="migration") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.pcolormesh(np.ma.masked_invalid(values), cmap=colours, norm=norm, edgecolors="#ffffff", linewidth=0.8)
        axes.invert_yaxis()
        axes.spines["bottom"].set_visible(False)
        axes.set_yticks(np.arange(len(rows)) + 0.5, [_row_words(key, numbers, n[key], text, width) for key in rows])
        axes.set_xticks(np.arange(len(columns)) + 0.5, [numbers[key] for key in columns])
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelcolor=INK)
        for (row, column), value in np.ndenumerate(values):
            if rows[row] == columns[column]:
                axes.add_patch(
                    Rectangle((column + 0.03, row + 0.03), 0.94, 0.94, fill=False, edgecolor=INK, linewidth=1.1, zorder=4)
                )
            if np.isfinite(value):
                ink = ON_SEQUENTIAL[min(int(norm(value)), 5)]
                shown = "<1" if value < 0.005 else f"{value * 100:.0f}"
                shown = f"{shown}%" if width == "full" else shown
                axes.text(column + 0.5, row + 0.5, shown, ha="center", va="center", color=ink, fontsize=small_size())
    return figure


def _row_words(key: str, numbers: dict[str, str], n: int, text: Text, width: Width) -> str:
    name = text.show(place_value(key))
    name = f"{numbers[key]}  {name}" if key in numbers else name
    return f"{name}  {text('n = {n}').format(n=text.show(count(n)))}" if width == "full" else name


def plot_stays(stays: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of each segment that stayed (dot) and the range that unchanged customers would show (grey bar)."""
    shown = stays[~stays["reading"].isin(["", "by_rule"])]
    shown = pd.concat([shown[shown["segment"] == ALL], shown[shown["segment"] != ALL]])
    colours = segment_colours([key for key in shown["segment"] if key != ALL]) | {ALL: INK}
    with new_figure(width, 0.55 + 0.27 * len(shown), language=text.language, figure_id="stays") as figure:
        axes = figure.subplots()
        top = min(1.0, max(shown["share"].max(), shown["high"].max()) * 1.05)
        for y, row in enumerate(shown.itertuples()):
            inside = row.reading == "as_chance"
            axes.barh(y, row.high - row.low, left=row.low, height=0.42, color=CONTEXT, zorder=2)
            axes.plot([row.share], [y], "o", color=colours[row.segment], markersize=6.5, zorder=4)
            label = direct_label if not inside else second_label
            digits = 1 if row.segment == ALL else None
            label(axes, text.show(share(row.share, digits)), top, y, dx=30, ha="right")
            words = f"{text.show(share(row.low, digits))} – {text.show(share(row.high, digits))}"
            second_label(axes, words, top, y, dx=42)
        _named_rows(axes, [text.show(place_value(key)) for key in shown["segment"]])
        axes.set_xlim(0, top)
        axes.xaxis.set_major_locator(MaxNLocator(5 if width == "full" else 3))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        second_label(axes, text("stayed"), top, -0.75, dx=30, ha="right")
        second_label(axes, text("by chance"), top, -0.75, dx=42)
        zero_line(axes)
    return figure


def _named_rows(axes: Axes, names: Sequence[str]) -> None:
    """Row names in ink, the first row apart from the others."""
    axes.set_yticks(np.arange(len(names)), names)
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(names) - 0.5, -1.0)
    if len(names) > 1:
        axes.axhline(0.5, color=MUTED, linewidth=0.7)
