"""Loyalty tiers: points for four parts, cut on values, and one-time buyers apart."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ConfigError, SchemaError
from analysis.segmentations import loyalty

NAN = np.nan


def record(*rows) -> pd.DataFrame:
    """order_count, lifetime_order_count, tenure_days, recency_days, gap_variation, category_count of buyers."""
    table = pd.DataFrame(rows, columns=list(loyalty.DEFINED_BY), dtype="float64")
    return table.assign(customer_id=[f"p{i}" for i in range(len(table))], state="buyer")


THREE = record((2, 2, 110, 10, NAN, 1), (5, 5, 210, 10, 0.9, 2), (9, 9, 310, 10, 0.3, 3), (1, 1, 10, 10, NAN, 1))


def test_the_thirds_of_three_repeat_buyers_are_they_themselves():
    """4, 8 or 9 and 12 of 12 points; the irregular one of two has two points for regularity, for the upper third is empty."""
    definition = loyalty.fit(THREE)

    assert ["loyalty_low", "loyalty_middle", "loyalty_high", "loyalty_one_time"] == loyalty.assign(THREE, definition)[
        "segment"
    ].tolist()
    limits = loyalty.point_limits(definition).set_index(["component", "loyalty_points"])
    assert (5.0, 100.0) == (limits.loc[("frequency", 2), "high"], limits.loc[("tenure", 1), "high"])


def test_time_after_the_last_order_earns_nothing():
    """Both came first 400 days ago; who stopped after 20 days has less of a history than who came last week."""
    gone = THREE.assign(tenure_days=400.0, recency_days=[380.0, 200.0, 7.0, 400.0])

    limits = loyalty.point_limits(loyalty.fit(gone)).set_index(["component", "loyalty_points"])
    assert [20.0, 200.0] == [limits.loc[("tenure", points), "high"] for points in (1, 2)]


def test_regularity_that_is_not_shown_earns_one_point():
    points = loyalty.point_limits(loyalty.fit(THREE))
    regular = points[points["component"] == "regularity"].set_index("loyalty_points")["customers"]

    assert 1 == regular[3]
    assert 3 == regular.sum()


def test_where_thirds_collapse_fixed_limits_apply():
    """Nine of ten repeat buyers ordered twice, one six times: two orders earn two points, six earn three."""
    rows = [(2, 2, 100 + i, 0, 0.5 + i / 100, 1 + i % 2) for i in range(9)] + [(6, 6, 200, 0, 0.2, 2)]
    limits = loyalty.point_limits(loyalty.fit(record(*rows)))
    frequency = limits[limits["component"] == "frequency"].set_index("loyalty_points")

    assert {"fixed"} == set(frequency["rule"])
    assert [0, 9, 1] == [frequency.loc[points, "customers"] for points in (1, 2, 3)]


def test_a_part_that_is_not_held_is_left_out():
    """Without categories and gaps six points are the most; five make the top tier."""
    bare = THREE.drop(columns=["gap_variation", "category_count"])
    definition = loyalty.fit(bare)

    assert {"frequency", "tenure"} == set(loyalty.point_limits(definition)["component"])
    assert [5.0, 4.0, 2.0] == loyalty.describe(definition)["points_low"].tolist()[:3]
    assert 6.0 == loyalty.describe(definition)["points_high"].iloc[0]


def test_more_of_anything_never_lowers_the_tier():
    rng = np.random.default_rng(3)
    n = 200
    crowd = record(*zip(rng.integers(1, 9, n), rng.integers(2, 20, n), rng.integers(200, 900, n), rng.integers(0, 200, n), rng.uniform(0.1, 2, n), rng.integers(1, 6, n), strict=True))  # fmt: skip
    definition = loyalty.fit(crowd)
    rank = {key: -place for place, key in enumerate(loyalty.SEGMENTS)}
    before = loyalty.assign(crowd, definition)["segment"].map(rank)
    for column, step in (("order_count", 3), ("tenure_days", 300), ("category_count", 2), ("gap_variation", -0.5)):
        after = loyalty.assign(crowd.assign(**{column: crowd[column] + step}), definition)["segment"].map(rank)
        assert (after >= before).all()
        assert (after > before).any()


def test_too_few_repeat_buyers_are_a_reason():
    assert "few_repeat_buyers" == loyalty.lacking(THREE)
    assert "no_order_lines_for_loyalty" == loyalty.lacking(THREE.drop(columns="order_count"))
    assert "" == loyalty.lacking(pd.concat([THREE] * 10))
    with pytest.raises(SchemaError, match="No two repeat buyers differ"):
        loyalty.fit(record((2, 2, 100, 0, 0.5, 1), (2, 2, 100, 0, 0.5, 1)))


@pytest.mark.parametrize("settings", [{"high": 3.5}, {"middle": 1.0}, {"high": 2.0, "middle": 2.0}])
def test_tiers_must_rise(settings):
    with pytest.raises(ConfigError, match="rising means of points"):
        loyalty.fit(THREE, **settings)
