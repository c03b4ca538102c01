"""Do segments tell what comes: some that know, and some dealt out by lot."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import separation, tenths


@pytest.fixture(scope="module")
def outcome() -> pd.DataFrame:
    """Of 600 customers the first 200 order with 60 %, the others with 10 %; an order brings 10."""
    random = np.random.default_rng(0)
    ordered = random.random(600) < np.repeat([0.6, 0.1], [200, 400])
    return pd.DataFrame({"ordered": ordered, "revenue": ordered * 10.0}, index=[f"c{at:03d}" for at in range(600)])


def test_segments_that_know_tell_more_than_lots(outcome, fits_schema):
    knowing = pd.Series(np.repeat(["x", "y"], [200, 400]), index=outcome.index)
    lots = pd.Series(np.random.default_rng(1).choice(list("abc"), 600), index=outcome.index)
    table = separation({"segments": knowing, "recency": lots}, outcome, against="recency", seed=0)
    rows = table.set_index(["ruler", "outcome"])

    fits_schema(table, "separation")
    assert 0.70 < rows.loc[("segments", "ordered"), "value"] < 0.85
    assert rows.loc[("recency", "ordered"), "value"] < 0.56
    assert abs(rows.loc[("recency", "revenue"), "value"]) < 0.02
    assert rows.loc[("segments", "ordered"), "difference_low"] > 0


def test_a_perfect_way_of_dividing_leaves_nothing_over(outcome):
    perfect = outcome["ordered"].map({True: "came", False: "stayed"})
    table = separation({"segments": perfect}, outcome, against="segments", seed=0, draws=3)

    assert [1.0, 1.0] == pytest.approx(list(table["value"]))
    assert [0.0, 0.0] == list(table["difference"])


def test_tenths_hold_as_many_each_and_keep_equal_values_together():
    assert [10] * 10 == list(tenths(pd.Series(range(100))).value_counts())
    assert 1 == tenths(pd.Series([5.0] * 8)).nunique()
    assert ["none"] == list(tenths(pd.Series([1.0, np.nan])).iloc[1:])
