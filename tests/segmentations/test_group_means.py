"""What groups bring, with intervals that fit skewed money, and whether they differ beyond chance."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.segmentations.group_means import group_differences, group_means, mean_revenue, skewed_interval, strongest


def tables(method="demographic.sex", **groups):
    """The record and the segments of one lens: a list of revenues by group."""
    rows = [(f"{key}-{i}", key, money) for key, given in groups.items() for i, money in enumerate(given)]
    record = pd.DataFrame(rows, columns=["customer_id", "segment", "revenue"])
    return record[["customer_id", "revenue"]], record[["customer_id", "segment"]].assign(method=method)


def test_means_and_index_in_the_order_given():
    """40 bring 30 each, 40 bring 10 each: 20 on average, index 150 and 50."""
    record, segments = tables(a=[29.0, 31.0] * 20, b=[9.0, 11.0] * 20, few=[500.0] * 3)
    table = group_means(record, segments, method="demographic.sex", order=("few", "b", "a")).set_index("segment")

    assert ["few", "b", "a"] == list(table.index)
    assert [30.0, 10.0] == [table.loc[key, "revenue_per_customer"] for key in "ab"]
    assert table.loc["a", "index"] == pytest.approx(100 * 30 / mean_revenue(record))
    assert pd.isna(table.loc["few", "revenue_per_customer"])
    assert 1500.0 == table.loc["few", "revenue"]


def test_without_skewness_the_interval_is_students():
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0] * 8)
    expected = stats.t.interval(0.95, 39, values.mean(), stats.sem(values))

    assert skewed_interval(values) == pytest.approx(expected)


def test_a_skewed_interval_reaches_further_up_and_covers_better():
    """Money with 40 % of customers at nothing: of 400 samples of 60, Student's interval misses 14 %, this one half as many."""
    rng = np.random.default_rng(5)
    true = 0.6 * np.exp(0.72)
    draws = [rng.lognormal(0, 1.2, 60) * (rng.random(60) < 0.6) for _ in range(400)]
    ours = np.array([skewed_interval(draw) for draw in draws])
    student = np.array([stats.t.interval(0.95, 59, draw.mean(), stats.sem(draw)) for draw in draws])
    covered = [((low <= true) & (true <= high)).mean() for low, high in (ours.T, student.T)]

    assert covered[0] > 0.89 > covered[1]
    assert all(
        high - draw.mean() > draw.mean() - low for (low, high), draw in zip(ours, draws, strict=True) if stats.skew(draw) > 1
    )


def test_an_interval_needs_three_values_that_differ():
    assert np.isnan(skewed_interval(np.array([1.0, 2.0]))).all()
    assert (7.0, 7.0) == skewed_interval(np.full(40, 7.0))


def test_groups_that_differ_groups_that_do_not_and_groups_too_small():
    rng = np.random.default_rng(1)
    same = tables("demographic.sex", a=rng.lognormal(3, 1, 200), b=rng.lognormal(3, 1, 200))
    apart = tables("demographic.age", a=rng.lognormal(3, 1, 200), b=rng.lognormal(5, 1, 200))
    small = tables("geographic.city", a=rng.lognormal(3, 1, 200), b=rng.lognormal(5, 1, 20))
    record = pd.concat(
        [part[0].assign(customer_id=part[0]["customer_id"] + name) for name, part in zip("xyz", (same, apart, small), strict=True)]
    )
    segments = pd.concat(
        [part[1].assign(customer_id=part[1]["customer_id"] + name) for name, part in zip("xyz", (same, apart, small), strict=True)]
    )
    table = group_differences(record, segments, methods=["demographic.sex", "demographic.age", "geographic.city"]).set_index(
        "method"
    )

    assert ["chance", "clear", "few"] == table["verdict"].tolist()
    assert table.loc["demographic.age", "eta_squared"] > 0.3
    assert table["p_adjusted"].iloc[1] == pytest.approx(2 * table["p"].iloc[1])
    assert ["demographic.age"] == strongest(table.reset_index())


def test_a_sure_difference_can_be_too_slight_to_act_on():
    """Two groups of 30,000 whose money differs by 5 %: beyond chance, and under 1 % of the differences."""
    rng = np.random.default_rng(2)
    record, segments = tables(a=rng.lognormal(3, 1, 30_000), b=1.05 * rng.lognormal(3, 1, 30_000))
    row = group_differences(record, segments, methods=["demographic.sex"]).iloc[0]

    assert "slight" == row["verdict"]
    assert row["p"] < 0.001 < 0.01


def test_who_told_nothing_is_shown_and_not_compared():
    record, segments = tables(**{"a": [1.0, 2.0] * 20, "b": [1.0, 2.0] * 20, "(missing)": [900.0, 901.0] * 20})
    row = group_differences(record, segments, methods=["demographic.sex"]).iloc[0]

    assert ("chance", 2, 80) == (row["verdict"], row["groups"], row["n"])
    assert 2 / 3 == pytest.approx(row["known_share"])
    assert "(missing)" in set(group_means(record, segments, method="demographic.sex")["segment"])


def test_the_order_of_rows_changes_nothing():
    rng = np.random.default_rng(4)
    record, segments = tables(a=rng.lognormal(3, 1, 50), b=rng.lognormal(3, 1, 60))
    shuffled = record.sample(frac=1, random_state=1), segments.sample(frac=1, random_state=2)

    pd.testing.assert_frame_equal(
        group_means(record, segments, method="demographic.sex"), group_means(*shuffled, method="demographic.sex"), check_exact=True
    )
    pd.testing.assert_frame_equal(
        group_differences(record, segments, methods=["demographic.sex"]),
        group_differences(*shuffled, methods=["demographic.sex"]),
        check_exact=True,
    )
