"""Periods side by side: only what each showed, and where the ruler changed."""

from datetime import date

import pandas as pd

from analysis.evaluation import PeriodTables, timeline


def period(label: str, month: int, *, cut: float, **sizes: int) -> PeriodTables:
    kpis = pd.DataFrame({"kpi": ["revenue", "new_customers"], "value": [100.0 * month, None], "n": [10, 10]})
    shown = pd.DataFrame({"segment": list(sizes), "customers": list(sizes.values()), "revenue": [5.0 * n for n in sizes.values()]})
    back = pd.DataFrame(
        {"segment": list(sizes), "kpi": "retention", "value": 0.5, "low": 0.4, "high": 0.6, "n": list(sizes.values())}
    )
    return PeriodTables(label, date(2025, month, 1), kpis, shown, back, [pd.DataFrame({"cut": [cut], "key": ["loyal"]})])


def test_a_segment_that_a_report_kept_back_has_no_row_there():
    found = timeline([period("2025-01", 1, cut=30, loyal=60, small=12), period("2025-02", 2, cut=30, loyal=70)])

    size = found[found["figure"] == "size"].set_index(["period", "segment"])["value"]
    assert size.to_dict() == {("2025-01", "loyal"): 60, ("2025-01", "small"): 12, ("2025-02", "loyal"): 70}
    assert set(found.loc[found["figure"] == "money", "value"]) == {300.0, 60.0, 350.0}


def test_a_figure_that_is_not_held_has_no_row():
    found = timeline([period("2025-01", 1, cut=30, loyal=60)])

    assert list(found.loc[found["segment"] == "", "figure"]) == ["revenue"]


def test_the_ruler_changes_where_the_limits_do():
    found = timeline(
        [period("2025-01", 1, cut=30, loyal=60), period("2025-02", 2, cut=30, loyal=60), period("2025-03", 3, cut=31, loyal=60)]
    )

    assert found.groupby("period")["ruler"].first().to_dict() == {"2025-01": 1, "2025-02": 1, "2025-03": 2}


def test_only_figures_by_segment_have_an_interval():
    found = timeline([period("2025-01", 1, cut=30, loyal=60)]).set_index("figure")

    assert tuple(found.loc["retention", ["low", "high"]]) == (0.4, 0.6)
    assert found.loc[["revenue", "size", "money"], "low"].isna().all()
