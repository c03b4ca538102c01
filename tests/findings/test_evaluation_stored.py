"""What a period expected of the next, and what came."""

import pandas as pd

from analysis.findings.evaluation_stored import against_stored
from analysis.text import Text

STORED = pd.DataFrame(
    [("value", "a", "retention", 0.5, 0.45, 0.55), ("value", "b", "retention", 0.2, 0.15, 0.25), ("value", "c", "retention", 0.1, 0.05, 0.15)],
    columns=["method", "segment", "kpi", "target", "low", "high"],
)  # fmt: skip


def came(*values):
    return pd.DataFrame({"segment": ["a", "b", "c"][: len(values)], "kpi": "retention", "value": values})


def test_only_a_figure_beyond_its_range_is_a_change():
    """a lies in its range, b five points below its low end, c above."""
    said = Text("en").say_all(against_stored(STORED, came(0.47, 0.10, 0.30), period="2025-Q3").answer)

    assert "The report of 2025-Q3 said what to expect of 3 segments: 1 of them stayed within that range" in said
    assert "Below it: “B”, 10% ordered against 15% at least." in said
    assert "Above it: “C”, 30% ordered against 15% at most." in said


def test_nothing_is_said_where_no_segment_has_both():
    assert against_stored(STORED, came(), period="2025-Q3") is None
    assert "Below" not in Text("en").say_all(against_stored(STORED, came(0.5), period="2025-Q3").answer)
