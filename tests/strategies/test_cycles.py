"""How long segments take to come back."""

import numpy as np
import pandas as pd

from analysis.strategies import cycles


def test_a_segment_with_enough_gaps_has_its_own_rhythm_and_others_the_clients():
    """100 gaps of 1 … 100 days in a; b has one of 1,000 and one open."""
    gaps = pd.DataFrame(
        {
            "customer_id": ["ana"] * 100 + ["ben", "ben"], "gap_days": [*map(float, range(1, 101)), 1000.0, 5000.0],
            "closed": [True] * 101 + [False],
        }
    )  # fmt: skip
    segments = pd.DataFrame({"customer_id": ["ana", "ben", "cem"], "method": "value", "segment": ["a", "b", "c"]})
    table = cycles.purchase_cycles(gaps, segments).set_index("segment")

    assert [50.5, 51.0, 51.0] == table["median_days"].tolist()
    assert ["segment", "client", "client"] == table["basis"].tolist()
    assert [100, 101, 101] == table["gaps"].tolist()
    assert np.isclose(80.2, table.loc["a", "late_days"])


def test_without_gaps_nothing_is_known_and_the_period_stands_in():
    gaps = pd.DataFrame({"customer_id": ["ana"], "gap_days": [9.0], "closed": [False]})
    table = cycles.purchase_cycles(gaps, pd.DataFrame({"customer_id": ["ana"], "method": "value", "segment": ["a"]}))

    assert table["late_days"].isna().all()
    assert [98] == cycles.waiting_days(table["median_days"], otherwise=92).tolist()


def test_tests_run_in_whole_weeks_and_neither_days_nor_years():
    assert [14, 84, 182] == cycles.waiting_days(pd.Series([3.0, 80.2, 700.0]), otherwise=92).tolist()
