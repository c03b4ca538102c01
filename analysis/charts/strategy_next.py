"""The chart of what to offer next: how often each way to name one thing was right, with its interval."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, INK, MUTED
from analysis.charts.style import Width, new_figure, second_label, small_size
from analysis.text import Text, count, share

LINE = {"full": 44, "narrow": 20}  # signs of a row's name in one line
ROOM = {"full": 0.34, "narrow": 0.75}  # of the axis, for the figures at the right


def plot_hit_rates(rates: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share right of each way, those of one kind under its name; what is suggested in colour, best last."""
    rows = rates.assign(last=rates["offered"].astype(bool)).sort_values(["kind", "last", "share"], kind="stable", ignore_index=True)
    first = rows["kind"].ne(rows["kind"].shift())
    place = np.arange(len(rows)) + first.cumsum().to_numpy() * 0.9
    step = 0.27 if width == "full" else 0.36
    with new_figure(width, 0.5 + step * float(place[-1] + 1), language=text.language, figure_id="hit_rates") as figure:
        axes = figure.subplots()
        axes.grid(False)
        high = float(rows["high"].max())
        for y, row in zip(place, rows.itertuples(), strict=True):
            colour = ACCENT if row.offered else MUTED
            axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.8)
            axes.plot([row.share], [y], "o", color=colour)
            label = text("{share} ({low} to {high})").format(
                **{key: text.show(share(getattr(row, key))) for key in ("share", "low", "high")}
            )
            second_label(axes, label, high + 0.04, y, dx=2, color=INK)
        names = [(y, text.name("next_model", row.model), 400) for y, row in zip(place, rows.itertuples(), strict=True)]
        names += [
            (y - 0.95, text("{kind}, n = {n}").format(kind=text.name("next_kind", row.kind), n=text.show(count(row.n))), 600)
            for y, row in zip(place[first], rows[first].itertuples(), strict=True)
        ]
        axes.set_yticks([y for y, _, _ in names], [fill(label, LINE[width]) for _, label, _ in names])
        for label, (_, _, weight) in zip(axes.get_yticklabels(), names, strict=True):
            label.set(fontweight=weight, color=INK)
        axes.set_ylim(place[-1] + 0.6, place[0] - 1.6)
        axes.set_xlim(0, high * (1 + ROOM[width]) + 0.04)
        axes.set_xticks(
            [tick for tick in MaxNLocator(4 if width == "full" else 2).tick_values(0, high) if 0 <= tick <= min(high + 0.05, 1.0)]
        )
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value))))
        axes.set_xlabel(text("share of customers for whom it was right"), loc="left", fontsize=small_size())
    return figure
