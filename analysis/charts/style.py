"""The drawing style of every chart, and the few marks that all charts share.

A chart is drawn twice, `full` (the text column, 704 px) and `narrow` (a phone, 350 px), with text
at its true size on both.  Titles and sources are HTML; inside the figure are only axis labels,
direct labels and numbers.  Usage:

    with new_figure("full", 3.35, language="en", figure_id="effects") as figure:
        axes = figure.subplots()
        ...
    return figure

The settings hold inside the block only, so neither pyplot nor another notebook sees them;
`svg.figure_svg` brings them back while it saves.  Never save with bbox_inches="tight": it breaks
the exact width.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from analysis.charts import fonts
from analysis.charts.palette import GRID, INK, MUTED, PAPER, RULE

Width = Literal["full", "narrow"]
INCHES = {"full": 7.33, "narrow": 3.65}
_BASE = {"full": 9.0, "narrow": 8.5}
_CHINESE = -0.25  # Noto's glyphs are larger at the same size
_SMALLEST = 7.0

# Height of one part in inches: height follows content.
BAR_PAIR, HEAT_ROW, FOREST, FLOW, PANELS, PANELS_STACKED = 0.385, 0.83, 3.35, 3.7, 2.75, 5.0


def settings(width: Width, *, language: str, figure_id: str) -> dict[str, object]:
    """All matplotlib settings of a chart of this width and language."""
    base = _BASE[width] + (_CHINESE if language == "zh" else 0)
    sizes = dict.fromkeys(
        (
            "font.size",
            "axes.labelsize",
            "axes.titlesize",
            "xtick.labelsize",
            "ytick.labelsize",
            "legend.fontsize",
            "legend.title_fontsize",
        ),
        base,
    )
    return sizes | {
        "font.family": fonts.FAMILIES[language],
        "font.weight": 400,
        "axes.labelweight": 400,
        "axes.titleweight": 400,
        "text.color": INK,
        "axes.labelcolor": MUTED,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "axes.edgecolor": RULE,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.grid": True,
        "axes.grid.axis": "x",
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.7,
        "xtick.bottom": False,
        "ytick.left": False,
        "xtick.major.pad": 3,
        "ytick.major.pad": 5,
        "lines.linewidth": 1.8,
        "lines.markersize": 5.5,
        "lines.solid_capstyle": "round",
        "patch.linewidth": 0,
        "patch.facecolor": MUTED,
        "figure.facecolor": PAPER,
        "figure.edgecolor": PAPER,
        "axes.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "legend.frameon": False,
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.w_pad": 0.02,
        "figure.constrained_layout.h_pad": 0.03,
        "savefig.bbox": None,
        "svg.fonttype": "none",
        "svg.hashsalt": figure_id,
        "svg.image_inline": True,
        "axes.unicode_minus": True,
        "text.parse_math": False,  # two sums in $ would become a formula
    }


@contextmanager
def style(width: Width, *, language: str, figure_id: str) -> Iterator[None]:
    """The chart settings for the length of a block."""
    fonts.register()
    with mpl.rc_context(settings(width, language=language, figure_id=figure_id)):
        yield


@contextmanager
def new_figure(width: Width, height: float, *, language: str, figure_id: str) -> Iterator[Figure]:
    """An empty figure of exactly this width, and the style for as long as it is being drawn on."""
    with style(width, language=language, figure_id=figure_id):
        yield Figure(figsize=(INCHES[width], height))


def width_of(figure: Figure) -> Width:
    """Which of the two widths a figure has."""
    return "narrow" if figure.get_figwidth() < 5 else "full"


def small_size() -> float:
    """Size of secondary labels inside the style: 1.3 pt under the base, never under 7 pt."""
    return max(_SMALLEST, mpl.rcParams["font.size"] - 1.3)


def direct_label(axes: Axes, text: str, x: float, y: float, *, dx: float = 4, dy: float = 0, **look: object) -> Annotation:
    """The name or number beside its mark: 600, ink; `dx`, `dy` in points from the data point."""
    look = {"ha": "left", "va": "center", "fontweight": 600, "color": INK} | look
    return axes.annotate(text, (x, y), xytext=(dx, dy), textcoords="offset points", annotation_clip=False, **look)


def second_label(axes: Axes, text: str, x: float, y: float, *, dx: float = 4, dy: float = 0, **look: object) -> Annotation:
    """A smaller, muted label for what is only there to compare with."""
    look = {"fontweight": 400, "color": MUTED, "fontsize": small_size()} | look
    return direct_label(axes, text, x, y, dx=dx, dy=dy, **look)


def zero_line(axes: Axes, axis: Literal["x", "y"] = "x", *, at: float = 0.0, width: float = 0.8) -> None:
    """The line that bars start from or that an effect must clear, at a value of `axis`."""
    draw = axes.axvline if axis == "x" else axes.axhline
    draw(at, color=MUTED, linewidth=width, zorder=3)


def bare(axes: Axes) -> None:
    """No grid, no value axis, no box: for bars that carry their numbers."""
    axes.grid(False)
    axes.xaxis.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def heading(axes: Axes, text: str) -> None:
    """A small heading above an axis, instead of a rotated label."""
    axes.set_title(text, loc="left", color=MUTED, pad=6)


def steps(colours: Sequence[tuple[str, str]], edges: Sequence[float]) -> tuple[ListedColormap, BoundaryNorm]:
    """Colour map and norm for a heat map of named classes; `edges` has one value more than classes.

    The ink of a cell is `palette.ON_SEQUENTIAL[norm(value)]` or `palette.ON_DIVERGING[norm(value)]`.
    """
    return ListedColormap([light for light, _ in colours[: len(edges) - 1]]), BoundaryNorm(edges, len(edges) - 1)
