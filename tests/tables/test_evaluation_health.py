"""The tables of model and segmentation health."""

import pandas as pd

from analysis.tables import evaluation_health as health
from analysis.tables import evaluation_models as models
from analysis.text import Text
from tests.tables.test_evaluation import cells

ENGLISH, NAN = Text("en", "GBP"), float("nan")
MEASURES = pd.DataFrame(
    {
        "model": ["orders", "risk"], "measure": ["total", "auc"], "value": [1.2, 0.75], "low": [1.1, 0.7], "high": [1.3, 0.8],
        "baseline": ["", "recency"], "baseline_value": [NAN, 0.7], "n": [400, 400], "grade": ["fair", "good"], "source": ["stored", "back_test"],
    }
)  # fmt: skip


def test_a_figure_stands_beside_what_one_knows_without_the_model():
    held = cells(models.models_table(MEASURES, text=ENGLISH))

    assert ["Orders expected", "forecast over what came", "1.20", "1.10 to 1.30", "–", "400", "fair", "last report"] == held[1]
    assert ["75%", "70% to 80%", "70% by days since the last order"] == held[2][2:5]


def test_the_history_marks_what_was_a_back_test_and_leaves_blank_what_was_not_measured():
    table = pd.concat([MEASURES.assign(period="2025-Q3"), MEASURES.iloc[:1].assign(period="2025-Q4")], ignore_index=True)
    held = cells(models.history_table(table, text=ENGLISH))

    assert ["Forecast", "Measure", "2025-Q3", "2025-Q4"] == held[0]
    assert ["75% good*", "–"] == held[2][2:]


def test_the_parts_of_the_bins_are_added_up():
    bins = pd.DataFrame(
        {"feature": "revenue", "known": [True, True, False], "low": [NAN, 50.0, NAN], "high": [50.0, NAN, NAN], "share_then": [0.5, 0.4, 0.1], "share_now": [0.6, 0.3, 0.1], "part": [0.02, 0.03, 0.0]}
    )  # fmt: skip
    held = cells(health.bins_table(bins, text=ENGLISH))

    assert ["up to 50", "above 50", "not known", "Together"] == [row[1] for row in held[1:]]
    assert ["100%", "100%", "0.050"] == held[-1][2:]


def test_few_customers_moved_are_not_counted_out():
    limits = pd.DataFrame(
        [("first_cut_days", "key", "(all)", 80.0, 90.5, 25), ("low", "measure", "revenue", 10.0, 12.0, 3)],
        columns=["column", "of", "key", "before", "after", "moved"],
    )
    held = cells(health.limits_table(limits, text=ENGLISH, minimum=10))

    assert ["Days until silent", "all customers", "80", "90.50", "25"] == held[1]
    assert ["Revenue in the window", "&lt; 10"] == [held[2][1], held[2][4]]
