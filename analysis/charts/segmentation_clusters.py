"""The charts of natural groups: the choice of their number, and what stands out in each."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.charts.palette import ACCENT, CONTEXT, DIVERGING, INK, MUTED, ON_DIVERGING, PAPER, segment_colours
from analysis.charts.style import Width, direct_label, heading, new_figure, small_size, steps
from analysis.segmentations.cluster_choice import SEPARATE, SMALLEST, STABLE
from analysis.text import Text, decimal, share
from analysis.text.names_clusters import column_value
from analysis.text.names_segment_profile import figure_value

EDGES = (-9.0, -1.2, -0.7, -0.3, 0.3, 0.7, 1.2, 9.0)  # standard deviations from the mean of all
CELL, LINE, AROUND, TALL = 0.36, 0.145, 0.10, 1.75  # inches
CALLED = 24  # letters to a line of a name


def plot_choice(choice: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Silhouette, stability and smallest group by number of groups; the one taken in colour, what is asked for as a line."""
    full = width == "full"
    panels = (
        ("silhouette", text("Silhouette"), SEPARATE),
        ("stability", text("Stability"), STABLE),
        ("smallest_share", text("Smallest group"), SMALLEST),
    )
    with new_figure(width, TALL + 0.55 if full else 3 * TALL, language=text.language, figure_id="cluster_choice") as figure:
        shape = (1, 3) if full else (3, 1)
        for axes, (measure, called, limit) in zip(figure.subplots(*shape).ravel(), panels, strict=True):
            _measure(axes, choice, measure, limit, text)
            heading(axes, called)
    return figure


def _measure(axes: Axes, choice: pd.DataFrame, measure: str, limit: float, text: Text) -> None:
    """One measure by k: dots with the number at the one taken, or at the best where none is."""
    k, values = choice["k"].to_numpy(), choice[measure].to_numpy()
    taken = choice["chosen"].to_numpy() == 1
    shown = (
        (lambda value: text.show(share(value, 0))) if measure == "smallest_share" else (lambda value: text.show(decimal(value, 2)))
    )
    axes.grid(visible=False)
    axes.axhline(limit, color=MUTED, linewidth=0.8, linestyle=(0, (3, 3)))
    if measure == "stability":
        axes.vlines(k, choice["stability_low"], values, color=CONTEXT, linewidth=1.6)
    axes.plot(k[~taken], values[~taken], "o", color=CONTEXT)
    axes.plot(k[taken], values[taken], "o", color=ACCENT, markersize=7)
    named = taken if taken.any() else values == values.max()
    for one, value in zip(k[named], values[named], strict=True):
        direct_label(axes, shown(value), one, value, dx=0, dy=9, ha="center")
    low = min(choice["stability_low"].min(), limit) if measure == "stability" else 0.0
    top = max(values.max(), limit)
    axes.set_ylim(low - 0.06 * (top - low), top + 0.22 * (top - low))
    axes.set_xlim(k.min() - 0.6, k.max() + 0.6)
    axes.set_xticks(k)
    axes.set_yticks([limit], [shown(limit)])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axes.set_xlabel(text("number of groups"))


def plot_centroids(centroids: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Mean of every column in every group, coloured by its distance from the mean of all in standard deviations."""
    segments, columns = (list(dict.fromkeys(centroids[name])) for name in ("segment", "feature"))
    z = centroids.pivot(index="segment", columns="feature", values="z").loc[segments, columns].to_numpy()
    means = centroids.pivot(index="segment", columns="feature", values="mean").loc[segments, columns].to_numpy()
    names = [_wrapped(text.name("segment", key), width) for key in segments]
    heads = [_column(one, len(columns), width, text) for one in columns]
    row, head = (LINE * (1 + max(words.count("\n") for words in some)) + AROUND for some in (names, heads))
    height = head + max(CELL, row) * len(segments) + 0.1
    with new_figure(width, height, language=text.language, figure_id="cluster_centroids") as figure:
        axes = figure.subplots()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
        colours, norm = steps(DIVERGING, EDGES)
        axes.pcolormesh(
            np.arange(len(columns) + 1), np.arange(len(segments) + 1), z, cmap=colours, norm=norm, edgecolors=PAPER, linewidth=1
        )
        for y, x in np.ndindex(z.shape):
            ink = ON_DIVERGING[int(np.clip(norm(z[y, x]), 0, len(DIVERGING) - 1))]
            figure_shown = text.show(figure_value(columns[x], means[y, x]))
            axes.text(x + 0.5, y + 0.5, figure_shown, ha="center", va="center", color=ink, fontsize=small_size())
        axes.set_ylim(len(segments), 0)
        axes.set_yticks(np.arange(len(segments)) + 0.5, names)
        axes.tick_params(axis="y", labelcolor=INK)
        for place, colour in enumerate(segment_colours(segments).values()):
            axes.plot(
                [-0.03, -0.03], [place + 0.08, place + 0.92], color=colour, linewidth=2.4, solid_capstyle="butt", clip_on=False
            )
        axes.xaxis.tick_top()
        axes.set_xticks(np.arange(len(columns)) + 0.5, heads)
        axes.set_xlim(0, len(columns))
    return figure


def _wrapped(words: str, width: Width) -> str:
    """A name on as many lines as it needs."""
    if words[-1:] > "\u2e80":
        return words.replace("、", "、\n", 1) if len(words) > (12 if width == "full" else 7) else words
    most = CALLED if width == "full" else CALLED // 2
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _column(column: str, columns: int, width: Width, text: Text) -> str:
    """A column's name over its cells, broken to their width."""
    words = text.show(column_value(column))
    room = max(4, round((78 if width == "full" else 30) / columns) - 1)
    if words[-1:] > "\u2e80":
        room = max(3, round(0.6 * room))
        return "\n".join(words[start : start + room] for start in range(0, len(words), room))
    lines = [""]
    for word in words.split(" "):
        lines = [*lines[:-1], f"{lines[-1]} {word}".strip()] if len(lines[-1]) + len(word) < room else [*lines, word]
    return "\n".join(line for line in lines if line)
