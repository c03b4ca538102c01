"""The charts of natural groups draw in both widths and languages, in known colours."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.charts import segmentation_clusters as charts
from analysis.charts.style import INCHES
from analysis.charts.svg import figure_svg, strange_colours
from analysis.text import Text

CHOICE = pd.DataFrame(
    {"k": [3, 4, 5], "silhouette": [0.3, 0.28, 0.1], "stability": [0.98, 0.95, 0.6], "stability_low": [0.9, 0.5, 0.4],
     "smallest_share": [0.2, 0.1, 0.02], "chosen": [0, 1, 0]}
)  # fmt: skip
COLUMNS = ["recency_days", "lifetime_order_count", "average_order", "discount_share", "tenure_days"]
CENTROIDS = pd.DataFrame(
    [
        (f"cluster_{group}", column, 10.0 * group if place else 0.17, (group - 3.5) * 0.6 - 0.2 * place)
        for group in range(1, 7)
        for place, column in enumerate(COLUMNS)
    ],
    columns=["segment", "feature", "mean", "z"],
)
CHARTS = {
    "choice": (charts.plot_choice, CHOICE),
    "nothing_taken": (charts.plot_choice, CHOICE.assign(chosen=0)),
    "centroids": (charts.plot_centroids, CENTROIDS),
}
LONG = {"en": "Large orders, little on discount", "zh": "客单价高、折扣少、来得较晚"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["full", "narrow"])
@pytest.mark.parametrize("name", CHARTS)
def test_it_draws(name, width, language, overlapping_labels):
    plot, table = CHARTS[name]
    text = replace(Text(language), own={("segment", f"cluster_{i}", language): LONG[language] for i in range(1, 7)})
    figure = plot(table, text=text, width=width)

    assert INCHES[width] == figure.get_figwidth()
    assert [] == overlapping_labels(figure)
    assert not strange_colours(figure_svg(figure, figure_id=name, language=language))


def test_the_number_taken_is_the_one_that_is_named():
    figure = charts.plot_choice(CHOICE, text=Text(), width="full")

    assert ["0.28", "0.95", "10%"] == [label.get_text() for axes in figure.axes for label in axes.texts]


def test_cells_hold_the_means_and_the_names_stand_beside_them():
    figure = charts.plot_centroids(CENTROIDS, text=Text(), width="full")
    axes = figure.axes[0]

    assert "Group 1" == axes.get_yticklabels()[0].get_text()
    assert 30 == len(axes.texts)
    assert "£60" in {label.get_text() for label in axes.texts}
