"""What must hold of the labels of every chart."""

import pytest
from matplotlib.figure import Figure


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
