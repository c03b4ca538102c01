"""The charts of chapter 04 about order and time: where to begin, and what goes out in which week."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.charts.palette import CONTEXT, INK, MUTED, lone_colour
from analysis.charts.strategy_plays import ROW, put_names
from analysis.charts.style import Width, bare, direct_label, new_figure, small_size, zero_line
from analysis.strategies.play import EFFORTS
from analysis.text import Text, day, money

HEAD = 0.9  # rows taken by the heading of a level of effort


def plot_priorities(rows: pd.DataFrame, *, text: Text, width: Width, titles: dict[str, str]) -> Figure:
    """What each play reaches, by the effort it asks for: bars, most first within little, some and much effort.

    `rows` (play, method, segment, effort, within) are finished figures; a play that reaches nothing has no bar.
    """
    table = rows.assign(rank=rows["effort"].map({key: i for i, key in enumerate(EFFORTS)}))
    table = table.sort_values(["rank", "within"], ascending=[True, False], kind="stable", ignore_index=True)
    groups = table["effort"].ne(table["effort"].shift()).cumsum()
    place = np.arange(len(table)) + HEAD * groups.to_numpy() * 0.75
    with new_figure(width, 0.2 + ROW[width] * (place[-1] + 1), language=text.language, figure_id="priorities") as figure:
        axes = figure.subplots()
        bare(axes)
        values = table["within"].clip(lower=0)
        axes.barh(place, values, height=0.52, color=[lone_colour(key) for key in table["segment"]])
        for at, value in zip(place, table["within"], strict=True):
            direct_label(axes, text.show(money(value)), max(value, 0), at)
        put_names(axes, table, titles, text, width, place=place)
        for effort, at in table.assign(at=place).groupby("effort", sort=False)["at"].min().items():
            axes.text(
                0,
                at - 0.72,
                text.name("effort", effort),
                ha="left",
                va="center",
                color=MUTED,
                fontsize=small_size(),
                fontweight=600,
            )
        axes.set_ylim(place[-1] + 0.55, place[0] - 1.05)
        axes.set_xlim(0, max(values.max(), 1e-9) * (1.25 if width == "full" else 1.5))
        zero_line(axes)
    return figure


def plot_calendar(
    table: pd.DataFrame,
    *,
    text: Text,
    width: Width,
    titles: dict[str, str],
    start: date,
    weeks: int,
    blocked: Sequence[tuple[date, date]] = (),
) -> Figure:
    """Plays as rows, weeks as columns, a dot for each contact; a dotted line for what runs all the time.

    `table` is `contact_calendar`; `blocked` weeks are grey.
    """
    plays = table.drop_duplicates(["play", "method", "segment"])
    plays = plays.sort_values(["day", "play"], na_position="last", kind="stable", ignore_index=True)
    with new_figure(width, 0.55 + ROW[width] * len(plays), language=text.language, figure_id="calendar") as figure:
        axes = figure.subplots()
        axes.grid(visible=True, axis="x")
        for first, last in blocked:
            axes.axvspan(_week(first, start), _week(last, start) + 1 / 7, color=CONTEXT, alpha=0.55, linewidth=0)
        for i, row in plays.iterrows():
            _touches(axes, table[(table["play"] == row["play"]) & (table["segment"] == row["segment"])], i, start, weeks)
        put_names(axes, plays, titles, text, width)
        axes.set_xlim(-0.35, weeks)
        shown = range(0, weeks, 2 if width == "full" else 4)
        axes.set_xticks(list(shown), [text.show(day(start + timedelta(weeks=week))) for week in shown])
        axes.tick_params(axis="x", labelsize=small_size(), labelcolor=MUTED, length=0)
        axes.xaxis.tick_top()
        axes.spines["bottom"].set_visible(False)
    return figure


def _week(when: date, start: date) -> float:
    return (when - start).days / 7


def _touches(axes: Axes, rows: pd.DataFrame, at: int, start: date, weeks: int) -> None:
    colour, days = lone_colour(rows["segment"].iloc[0]), rows["day"].dropna()
    if days.empty:
        if rows["starts"].iloc[0] == "trigger":
            axes.plot([0, weeks], [at, at], color=colour, linewidth=1.6, linestyle=(0, (1, 2.2)))
        else:
            axes.text(0, at, "–", color=INK, va="center")
        return
    place = [_week(when.date(), start) for when in days]
    axes.plot([place[0], min(place[-1], weeks)], [at, at], color=CONTEXT, linewidth=1.6, zorder=1)
    axes.plot([x for x in place if x < weeks], [at] * sum(x < weeks for x in place), "o", color=colour, markersize=6.5)
