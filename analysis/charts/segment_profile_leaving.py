"""The chart of leaving: how much more often each sign stood before it, with its interval."""

from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MultipleLocator

from analysis.charts.palette import ACCENT, INK, MUTED
from analysis.charts.style import Width, direct_label, new_figure, second_label, zero_line
from analysis.text import Text, decimal
from analysis.text.names_segment_profile import level_value

ROW = 0.34  # inches
CERTAIN = ("more", "less")
MOST = 14  # traits in one drawing
LETTERS = {"full": 42, "narrow": 20}


def plot_leaving_signs(signs: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """Difference of the shares in percentage points, one sign a row; in the accent what is beyond chance.

    `signs` are leaving_signs, or leaving_outcome: of each trait the level in which most left.  What too few customers show
    is not drawn.
    """
    by_trait = "level" in signs
    shown = signs[signs["verdict"] != "too_few"]
    shown = (_one_level(shown) if by_trait else shown).reset_index(drop=True)
    labels = _levels(shown, text) if by_trait else [text.name("leaving_sign", key) for key in shown["sign"]]
    full = width == "full"
    with new_figure(
        width, 0.75 + (ROW if full else ROW * 1.35) * len(shown), language=text.language, figure_id="leaving_signs"
    ) as figure:
        axes = figure.subplots()
        axes.grid(visible=False)
        low, high = min(float(shown["low"].min()), 0.0), max(float(shown["high"].max()), 0.0)
        room = (high - low) * 0.05
        for y, row in enumerate(shown.itertuples()):
            certain = row.verdict in CERTAIN
            axes.plot([row.low, row.high], [y, y], color=ACCENT if certain else MUTED, linewidth=2.4 if certain else 1.4)
            axes.plot([row.difference], [y], "o", color=ACCENT if certain else MUTED, markersize=6.5 if certain else 5)
            label = direct_label if certain else second_label
            label(axes, _points(row.difference, text), high + room, y, dx=34, ha="right")
            if full:
                second_label(axes, f"{_points(row.low, text)} – {_points(row.high, text)}", high + room, y, dx=42)
        names = [fill(label, _letters(label, width)) for label in labels]
        axes.set_yticks(np.arange(len(shown)), names)
        for label, verdict in zip(axes.get_yticklabels(), shown["verdict"], strict=True):
            label.set(color=INK, fontweight=600 if verdict in CERTAIN else 400)
        axes.set_ylim(len(shown) - 0.45, -0.6)
        axes.set_xlim(low - room, high + room)
        axes.xaxis.set_major_locator(MultipleLocator(_step(high - low + 2 * room, 5 if full else 3)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _points(value, text, digits=0)))
        more_left = text("percentage points more that left than of all others")
        axes.set_xlabel(more_left if by_trait else text("percentage points more often before leaving"), loc="left")
        zero_line(axes, width=1.0)
    return figure


def _one_level(shares: pd.DataFrame) -> pd.DataFrame:
    """The widest traits, each by the level in which most left beyond chance, in order; where none is, all by their first one.

    Tenure itself is not among them where the others are compared within it.
    """
    others = shares[shares["adjusted"].astype(bool)] if shares["adjusted"].any() else shares
    more = others[(others["verdict"] == "more") & (others["share"] > others["others_share"])]
    return (more if len(more) else others).drop_duplicates("trait").head(MOST)


def _levels(shares: pd.DataFrame, text: Text) -> list[str]:
    """Trait and level of each row."""
    said = [(text.name("trait", row.trait), text.show(level_value(row.trait, row.level))) for row in shares.itertuples()]
    return [text("{trait}: {level}").format(trait=trait, level=level) for trait, level in said]


def _letters(label: str, width: Width) -> int:
    """Letters to a line: a Chinese one takes the room of nearly two, whatever the language around it."""
    wide = sum(letter >= "\u2e80" for letter in label)
    return LETTERS[width] if 2 * wide < len(label) else round(0.6 * LETTERS[width])


def _step(span: float, most: int) -> float:
    """Whole points between two ticks, so that there are at most so many."""
    return next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if span / step <= most), 0.25)


def _points(value: float, text: Text, *, digits: int = 1) -> str:
    shown = text.show(decimal(abs(value) * 100, digits))
    return f"+{shown}" if value > 0.0005 else f"−{shown}" if value < -0.0005 else "0"
