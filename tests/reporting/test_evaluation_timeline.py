"""Which earlier reports stand beside this one, and that nothing they kept back comes back."""

import pandas as pd
import pytest

from analysis.config import parse_period
from analysis.config.calendar import Calendar
from analysis.reporting.evaluation_timeline import _shown, as_long, earlier_periods
from analysis.store import Run

LENS = "value"
CLIENT = "name: Acme\ncurrency: GBP\nsource: {customers: {files: raw/c.csv, columns: {customer_id: Customer}}}\n"


@pytest.fixture
def runs(tmp_path):
    """Runs of acme by period, as far as a timeline reads them; `small` is kept back now, `came` was at the start."""
    folder = tmp_path / "data" / "acme"
    folder.mkdir(parents=True)
    (folder / "client.yaml").write_text(CLIENT)

    def made(label: str) -> Run:
        run = Run.open("acme", label, data=tmp_path / "data", reports=tmp_path / "reports")
        sizes = {"loyal": 60, "small": 4, "came": 40}
        segments = pd.DataFrame({"customer_id": [f"c{n}" for n in range(3)], "method": LENS, "segment": list(sizes)})
        shown = pd.DataFrame(
            {"method": LENS, "segment": list(sizes), "shown": [True, False, True], "shown_then": [True, True, False]}
        )
        figures = dict.fromkeys(["customer_share", "revenue", "revenue_share", "average_order", "orders_per_customer"], 1.0)
        figures |= {"orders": 1, "median_recency_days": 1.0, "median_revenue": 1.0}
        kpis = pd.DataFrame(
            {"method": LENS, "segment": list(sizes), "kpi": "retention", "value": 0.5, "low": 0.4, "high": 0.6, "n": 90}
        )
        run.write_table("segments", segments)
        run.write_table("shown_segments", shown)
        run.write_table("segment_sizes", segments[["method", "segment"]].assign(customers=list(sizes.values()), **figures))
        beside = dict.fromkeys(["reference", "change", "change_low", "change_high"], float("nan")) | {"reference_n": 0}
        run.write_table("segment_kpis", kpis.assign(**beside))
        run.write_table("kpis", pd.DataFrame({"kpi": ["revenue"], "value": [5.0], "reference": [4.0], "change": [0.25], "n": [9]}))
        run.write_table(f"definition_{LENS}", pd.DataFrame({"cut": [30.0]}))
        return run

    return made


def test_what_a_report_kept_back_is_not_taken(runs):
    found = _shown(runs("2025-Q1"), LENS)

    assert set(found.sizes["segment"]) == {"loyal", "came"}
    assert set(found.by_segment["segment"]) == {"loyal"}


def test_reports_of_the_same_length_stand_side_by_side_in_order_of_time(runs):
    for label in ("2025-Q3", "2025-Q1", "2024", "2025-03", "2025-Q2"):
        runs(label)

    assert [one.period.label for one in earlier_periods(runs("2025-Q4"), LENS)] == ["2025-Q1", "2025-Q2", "2025-Q3"]


def test_a_period_that_does_not_know_the_lens_is_left_out(runs):
    runs("2025-Q2").path(f"definition_{LENS}").unlink()
    runs("2025-Q3")

    assert [one.period.label for one in earlier_periods(runs("2025-Q4"), LENS)] == ["2025-Q3"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("2025-02", "2025-03", True), ("2025-Q1", "2025-Q3", True), ("2025-Q1", "2025-H1", False), ("FY2025-P01", "FY2025-P02", True)],
)
def test_months_and_fiscal_periods_differ_in_days_and_are_of_one_length(one, other, alike):
    weeks = Calendar(fiscal_start=2, pattern="4-5-4")

    assert as_long(parse_period(one, calendar=weeks), parse_period(other, calendar=weeks)) is alike
