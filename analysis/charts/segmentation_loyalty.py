"""The chart of membership: how the customers of each level behave."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.charts.palette import INK, INK_ON_HIGH, INK_ON_LOW, PAPER, TINT, contrast, segment_colour
from analysis.charts.style import Width, bare, new_figure, small_size
from analysis.text import Text, count, share

ROW = 0.42  # inches of a level's bar
READABLE = {"full": 0.055, "narrow": 0.12}  # share of a bar from which its figure stands inside


def plot_membership(mismatch: pd.DataFrame, *, text: Text, width: Width) -> Figure:
    """One bar per level, divided by tier of behaviour; what is too small to show is left pale.

    `mismatch` is the presentable `membership_mismatch`.  Levels stand highest first, the customers of each behind its name.
    """
    shares = mismatch.pivot(index="level", columns="tier", values="level_share").reindex(
        index=mismatch["level"].unique(), columns=mismatch["tier"].unique()
    )
    shares = shares[shares.notna().any(axis="columns") & (shares.sum(axis="columns") > 0)]
    tall = 0.45 if width == "full" else 0.75
    with new_figure(width, tall + ROW * len(shares), language=text.language, figure_id="membership") as figure:
        axes = figure.subplots()
        bare(axes)
        for place, (_, parts) in enumerate(shares.iterrows()):
            _bar(axes, place, parts, text, width)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(shares) - 0.5, -0.5)
        axes.set_yticks(np.arange(len(shares)), _names(mismatch, shares.index, text, width))
        axes.tick_params(axis="y", labelcolor=INK)
        _legend(figure, shares, text, width)
    return figure


def _bar(axes: Axes, place: int, parts: pd.Series, text: Text, width: Width) -> None:
    """The parts of one level from the best tier on, the figure inside where it fits."""
    start = 0.0
    for tier, part in parts.items():
        if not part > 0:
            continue
        colour = segment_colour(tier)
        axes.barh(place, part, left=start, height=0.72, color=colour, edgecolor=PAPER, linewidth=0.8)
        if part >= READABLE[width]:
            ink = max((INK_ON_LOW, INK_ON_HIGH), key=lambda one, on=colour: contrast(one, on))
            axes.text(
                start + part / 2, place, text.show(share(part, 0)), ha="center", va="center", fontsize=small_size(), color=ink
            )
        start += part
    if parts.isna().any() and start < 0.999:
        axes.barh(place, 1 - start, left=start, height=0.72, color=TINT, edgecolor=PAPER, linewidth=0.8)


def _names(mismatch: pd.DataFrame, levels: pd.Index, text: Text, width: Width) -> list[str]:
    """Each level with its customers, where all of them may be shown."""
    totals = mismatch.groupby("level")["customers"].sum(min_count=1).where(mismatch.groupby("level")["shown"].all())
    names = [text.name("membership_level", level) for level in levels]
    if width == "narrow":
        return [name if len(name) <= 14 else name[:13].rstrip() + "…" for name in names]
    return [
        name if totals[level] != totals[level] else f"{name}  {text.show(count(totals[level]))}"
        for name, level in zip(names, levels, strict=True)
    ]


def _legend(figure: Figure, shares: pd.DataFrame, text: Text, width: Width) -> None:
    """The tiers by colour, above the bars."""
    marks = [Patch(color=segment_colour(tier), label=text.name("segment_short", tier)) for tier in shares.columns]
    if shares.isna().any(axis=None):
        marks.append(Patch(color=TINT, label=text("not shown")))
    figure.legend(
        handles=marks, loc="outside upper left", ncols=len(marks) if width == "full" else 3,
        handlelength=0.9, handleheight=0.9, columnspacing=1.2, borderpad=0, borderaxespad=0.2,
    )  # fmt: skip
