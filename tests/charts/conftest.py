"""What must hold of the labels of every chart."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text


def _overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of neighbouring tick labels of one axis that touch by more than a point."""
    figure.draw_without_rendering()
    pairs = []
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            shown = [label for label in axis.get_ticklabels() if label.get_text().strip() and label.get_visible()]
            boxes = [label.get_window_extent() for label in shown]
            for one, other, a, b in zip(shown, shown[1:], boxes, boxes[1:], strict=False):
                wide = min(a.x1, b.x1) - max(a.x0, b.x0)
                high = min(a.y1, b.y1) - max(a.y0, b.y0)
                if wide > 1 and high > 2:  # a line's box is a little higher than its letters
                    pairs.append((one.get_text(), other.get_text()))
    return pairs


@pytest.fixture
def overlapping_labels():
    """The check as a function of a figure."""
    return _overlapping


def _draws_well(plot, table: pd.DataFrame, settings: dict, *, name: str, width: str, language: str) -> None:
    """A chart draws without a warning: no labels overlap, its width and colours are the kit's, its table stays as it was."""
    before = table.copy()
    figure = plot(table, text=Text(language), width=width, **settings)
    svg = figure_svg(figure, figure_id=name, language=language)

    assert [] == _overlapping(figure)
    assert INCHES[width] == figure.get_figwidth()
    assert set() == strange_colours(svg)
    pd.testing.assert_frame_equal(before, table)


@pytest.fixture
def draws_well():
    """The check of a chart in one width and language, as a function."""
    return _draws_well
