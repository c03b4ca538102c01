"""Rhythm of visits: recency and gaps are those of the days on which somebody came."""

from datetime import date

import pandas as pd
import pytest

from analysis.engine import named, to_pandas
from analysis.features import gap_table, visit_days, visit_rhythm, with_visit_rhythm

AS_OF = date(2025, 6, 30)


@pytest.fixture
def days(tmp_path):
    """Customer a came on days 1, 11 and 31 of May; b booked and stayed away; c came once, without a booking."""
    rows = [
        ("a", "2025-05-01", "2025-05-01", "performed"), ("a", None, "2025-05-11 09:00", "arrived"), ("a", None, "2025-05-11 15:00", "paid"),
        ("a", "2025-05-20", "2025-05-31", "consulted"), ("a", "2025-06-20", None, "cancelled"),
        ("b", "2025-05-02", None, "no_show"), ("c", None, "2025-06-28", "performed"), (None, None, "2025-06-29", "performed"),
        ("c", None, "2025-07-01", "performed"),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["customer_id", "booked_at", "arrived_at", "stage"])
    for column in ("booked_at", "arrived_at"):
        table[column] = pd.to_datetime(table[column], format="mixed")
    path = tmp_path / "visits.parquet"
    table.to_parquet(path)
    return named(visit_days(path))


def test_who_did_not_come_has_no_rhythm(days):
    table = visit_rhythm(days, as_of=AS_OF).set_index("customer_id")

    assert ["a", "c"] == list(table.index)
    assert (30, 2) == (table.loc["a", "recency_days"], table.loc["c", "recency_days"])


def test_gaps_lie_between_days(days):
    a = visit_rhythm(days, as_of=AS_OF).set_index("customer_id").loc["a"]

    assert (2, 15, 15, 20) == (a["gap_count"], a["gap_mean_days"], a["gap_median_days"], a["last_gap_days"])
    assert pd.isna(a["gap_variation"])
    gaps = to_pandas(gap_table(days, as_of=AS_OF)).query("customer_id == 'a'").sort_values("gap_number")
    assert ([10, 20, 30], [True, True, False]) == (list(gaps["gap_days"]), list(gaps["closed"]))


def test_only_buyers_who_came_are_changed(days):
    features = pd.DataFrame(
        {
            "customer_id": ["a", "c", "d"], "state": ["buyer", "prospect", "buyer"], "recency_days": [300.0, None, 7.0],
            "gap_count": [5, 0, 1], "gap_mean_days": [1.0, None, 2.0], "gap_median_days": [1.0, None, 2.0],
            "gap_variation": [0.5, None, None], "last_gap_days": [1.0, None, 2.0],
        }
    )  # fmt: skip
    table = with_visit_rhythm(features, visit_rhythm(days, as_of=AS_OF)).set_index("customer_id")

    assert (30, 2) == (table.loc["a", "recency_days"], table.loc["a", "gap_count"])
    assert pd.isna(table.loc["c", "recency_days"])
    assert (7, 1) == (table.loc["d", "recency_days"], table.loc["d", "gap_count"])
