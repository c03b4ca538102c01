"""The charts of survey groups: what they answer, what they buy, the dimensions behind, and who can be placed."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.charts.palette import ACCENT, CONTEXT, DIVERGING, INK, MUTED, ON_DIVERGING, PAPER, segment_colours
from analysis.charts.style import Width, bare, direct_label, heading, new_figure, second_label, small_size, steps, zero_line
from analysis.text import Text, count, decimal, money, share
from analysis.text.formats import MISSING
from analysis.text.names_survey import item_label

EDGES = (-99.0, -0.8, -0.5, -0.2, 0.2, 0.5, 0.8, 99.0)  # standard deviations; small, middle and large after Cohen (1988)
ROW, HEAD = 0.32, 0.46  # inches
ALL = "(all)"
LONGEST = {"full": 26, "narrow": 12}  # letters of an item before it is cut
FORMS = {"revenue": money, "order_count": decimal}


def plot_survey_profile(
    profile: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str], labels: Mapping[str, str]
) -> Figure:
    """Mean answer, or share who agree, per item and group; colour is the distance from all respondents.

    `profile` is `survey_profile` of one lens, `segments` its groups in display order, `labels` the items as asked.
    """
    items = list(profile["item"].drop_duplicates())
    by_cell = profile.set_index(["item", "segment"])
    with new_figure(width, HEAD + ROW * len(items) + 0.1, language=text.language, figure_id="survey_profile") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.set_xlim(-0.75, len(segments))
        axes.set_ylim(len(items), -HEAD / ROW)
        for row, item in enumerate(items):
            base = profile.loc[profile["item"] == item].iloc[0]
            axes.text(-0.12, row + 0.5, _shown(base["base"], base["measure"], text), ha="right", va="center", color=MUTED)
            for column, segment in enumerate(segments):
                _cell(axes, column, row, by_cell.loc[(item, segment)], text)
        axes.text(-0.12, -0.18, text("all"), ha="right", va="bottom", color=MUTED, fontsize=small_size())
        colours = segment_colours(segments)
        for column, segment in enumerate(segments):
            axes.plot([column + 0.06, column + 0.94], [-0.09] * 2, color=colours[segment], linewidth=2.4, solid_capstyle="butt")
            axes.text(
                column + 0.5, -0.22, _head(segment, text, width), ha="center", va="bottom", fontsize=small_size(), linespacing=1.0
            )
        axes.set_yticks(np.arange(len(items)) + 0.5, [_cut(item_label(item, labels), width) for item in items])
        axes.tick_params(axis="y", labelcolor=INK)
    return figure


def plot_survey_behaviour(link: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """Revenue, orders and return of each group: a point, its interval, and a line at the mean of all respondents."""
    outcomes = list(link["outcome"].drop_duplicates())
    full = width == "full"
    rows = 1 if full else len(outcomes)
    height = (0.55 + 0.30 * len(segments)) * rows
    with new_figure(width, height, language=text.language, figure_id="survey_behaviour") as figure:
        panels = np.atleast_1d(figure.subplots(rows, len(outcomes) if full else 1, sharey=full))
        for axes, outcome in zip(panels, outcomes, strict=True):
            own = link[link["outcome"] == outcome].set_index("segment")
            _points(axes, own, segments, FORMS.get(outcome, share), text)
            heading(axes, text.name("survey_outcome", outcome))
            axes.set_yticks(np.arange(len(segments)), [text.name("segment", key) for key in segments])
            axes.tick_params(axis="y", labelcolor=INK)
            axes.set_ylim(len(segments) - 0.45, -0.55)
    return figure


def plot_survey_components(components: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Share of the differences that each component holds; a tick where shuffled answers would stand.

    `components`: component, share, sd, chance_sd, kept; one row per component.
    """
    total = (components["sd"] ** 2).sum()
    chance = components["chance_sd"] ** 2 / total
    with new_figure(width, 0.35 + 0.27 * len(components), language=text.language, figure_id="survey_components") as figure:
        axes = figure.subplots()
        bare(axes)
        place = np.arange(len(components))
        colours = [ACCENT if kept else CONTEXT for kept in components["kept"]]
        axes.barh(place, components["share"], height=0.62, color=colours)
        axes.vlines(chance, place - 0.42, place + 0.42, color=INK, linewidth=1.2)
        axes.set_yticks(place, [text.show(count(number)) for number in components["component"]])
        axes.set_ylim(len(components) - 0.4, -0.6)
        for i, (value, limit) in enumerate(zip(components["share"], chance, strict=True)):
            direct_label(axes, text.show(share(value, 1)), max(value, limit), i)
        end = components["share"].iloc[0]
        second_label(axes, text("line: by chance"), max(end, chance.iloc[0]), 0, dx=42)
        axes.set_xlim(0, max(end, chance.iloc[0]) * (1.35 if width == "full" else 1.8))
        axes.set_ylabel(text("dimension"))
        zero_line(axes)
    return figure


def plot_survey_fidelity(fidelity: pd.DataFrame, *, text: Text, width: Width, least: float, gain: float) -> Figure:
    """How many respondents a rule places rightly, beside what lot would give; a line from where it is used."""
    rows = fidelity.dropna(subset="fidelity").reset_index(drop=True)
    with new_figure(width, 0.75 + 0.5 * len(rows), language=text.language, figure_id="survey_fidelity") as figure:
        axes = figure.subplots()
        axes.set_xlim(0, 1)
        axes.set_ylim(len(rows) - 0.4, -0.75)
        for i, row in enumerate(rows.itertuples()):
            limit = max(least, row.chance + gain)
            axes.barh([i], [row.chance], height=0.34, color=CONTEXT)
            axes.vlines([limit], i - 0.3, i + 0.3, color=INK, linewidth=1.2)
            axes.plot([row.low, row.high], [i, i], color=ACCENT, linewidth=2.2)
            axes.plot([row.fidelity], [i], "o", color=ACCENT)
            axes.annotate(
                text.show(share(row.fidelity)), (row.fidelity, i), xytext=(0, 6), textcoords="offset points", ha="center", va="bottom",
                fontweight=600, color=INK,
            )  # fmt: skip
            second_label(axes, text("used from {limit}").format(limit=text.show(share(limit))), max(limit, row.high), i, dx=6)
            second_label(axes, text("by lot {chance}").format(chance=text.show(share(row.chance))), 0, i, dx=4, color=INK)
        axes.set_yticks(np.arange(len(rows)), [text.name("method", key.partition(".")[0]) for key in rows["method"]])
        axes.tick_params(axis="y", labelcolor=INK)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(share(value, 0))))
        zero_line(axes)
    return figure


def _cell(axes: Axes, column: int, row: int, cell: pd.Series, text: Text) -> None:
    colours, norm = steps(DIVERGING, EDGES)
    known = cell["value"] == cell["value"]
    level = int(np.clip(norm(cell["standard"]), 0, len(DIVERGING) - 1)) if known else len(DIVERGING) // 2
    axes.add_patch(Rectangle((column + 0.015, row + 0.03), 0.97, 0.94, facecolor=colours(level)))
    shown = _shown(cell["value"], cell["measure"], text) if known else MISSING
    axes.text(column + 0.5, row + 0.5, shown, ha="center", va="center", color=ON_DIVERGING[level] if known else MUTED)


def _points(axes: Axes, own: pd.DataFrame, segments: Sequence[str], form, text: Text) -> None:
    colours = segment_colours(segments)
    top = own["high"].max()
    if ALL in own.index and own.loc[ALL, "value"] == own.loc[ALL, "value"]:
        axes.axvline(own.loc[ALL, "value"], color=MUTED, linewidth=0.8, dashes=(3, 2))
    for i, segment in enumerate(segments):
        row = own.loc[segment]
        if row["value"] != row["value"]:
            direct_label(axes, MISSING, 0, i, dx=6, color=MUTED)
            continue
        axes.plot([row["low"], row["high"]], [i, i], color=colours[segment], linewidth=1.8)
        axes.plot([row["value"]], [i], "o", color=colours[segment])
        direct_label(
            axes, text.show(form(row["value"])), row["high"], i, dx=5, bbox={"facecolor": PAPER, "pad": 0.6}
        )  # over the line of the mean
    axes.set_xlim(min(0, own["low"].min()), top * 1.45 if top == top and top > 0 else 1)
    axes.xaxis.set_major_locator(MaxNLocator(2, steps=[1, 2, 2.5, 5, 10], prune="upper"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: text.show(form(value) if form is not share else share(value, 0))))


def _shown(value: float, measure: str, text: Text) -> str:
    return text.show(share(value, 0) if measure == "share" else decimal(value, 1))


def _head(segment: str, text: Text, width: Width) -> str:
    """The group's name, on a phone its short one, over two lines where there is a blank."""
    return text.name("segment" if width == "full" else "segment_short", segment).replace(" ", "\n" if width == "narrow" else " ")


def _cut(words: str, width: Width) -> str:
    """A long question cut at the width of its column; Chinese signs count twice."""
    room, kept = LONGEST[width], ""
    for sign in words:
        room -= 2 if sign > "\u2e80" else 1
        if room < 0:
            return f"{kept.rstrip()}…"
        kept += sign
    return kept
