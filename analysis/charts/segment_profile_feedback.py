"""The chart of what customers say: the share of negative comments by segment."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis.charts.palette import CONTEXT, INK
from analysis.charts.segmentation_stages import share_points
from analysis.charts.style import Width, new_figure
from analysis.profiles.suppression import TOTAL
from analysis.profiles.voices import NOBODY
from analysis.text import Text, count
from analysis.text.formats import is_missing
from analysis.text.names_segment_profile import segment_value

ROW = 0.27  # inches


def plot_negative_comments(table: pd.DataFrame, *, text: Text, width: Width, segments: Sequence[str]) -> Figure:
    """The share of negative comments of each segment with its interval, the unjoined ones last; the line is all comments."""
    held = table.set_index("segment")
    keys = [*(key for key in segments if key in held.index), *([NOBODY] if NOBODY in held.index else [])]
    rows = held.loc[keys].reset_index()
    with new_figure(width, 0.55 + ROW * len(rows), language=text.language, figure_id="negative_comments") as figure:
        axes = figure.subplots()
        share_points(axes, rows, text=text, room=1.3)
        axes.axvline(held.loc[TOTAL, "share"], color=CONTEXT, linewidth=1.4, zorder=0)
        names = [_name(row.segment, text) + _n(row, text) for row in rows.itertuples()]
        axes.set_yticks(range(len(rows)), names)
        axes.tick_params(axis="y", labelcolor=INK)
        axes.set_ylim(len(rows) - 0.45, -0.55)
    return figure


def _name(key: str, text: Text) -> str:
    return text.name("voice", key) if key == NOBODY else text.show(segment_value(key))


def _n(row, text: Text) -> str:
    """The number of comments beside the name; none where it is too small to show."""
    return "" if is_missing(row.share) else f"  {text('n = {n}').format(n=text.show(count(row.n)))}"
