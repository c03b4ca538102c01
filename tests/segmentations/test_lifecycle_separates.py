"""The first row of the traps: stages must mean something about who comes back.

A life cycle cut at multiples of the median gap calls 12 % of buyers who never leave churned, and
on CDNOW its stages return alike.  Here: a crowd that never leaves, a crowd that does, and CDNOW.
"""

import pandas as pd
import pytest

from analysis.segmentations import lifecycle

BEFORE_FIRST_CUT = ("loyal", "developing", "new", "won_back")


def return_shares(segments: pd.DataFrame, orders: pd.DataFrame, as_of: pd.Timestamp, days: int) -> pd.Series:
    """Share that ordered in the days after `as_of`: before the first cut, dormant, churned."""
    later = orders["ordered_at"].between(as_of, as_of + pd.Timedelta(days=days), inclusive="right")
    back = segments["customer_id"].isin(orders.loc[later, "customer_id"])
    return back.groupby(segments["segment"].replace(dict.fromkeys(BEFORE_FIRST_CUT, "active"))).mean()


def test_few_of_those_who_never_leave_are_called_churned(simulate, make_features, make_gaps):
    """2,000 Poisson buyers of one rate over two years: 5 % should be past a 95 % cut, 12 % past three medians."""
    orders = simulate(11, 2000, rate=(1e6, 3e7), dropout=None, days=730)
    as_of = pd.Timestamp("2025-12-30")
    features, gaps = make_features(orders, as_of), make_gaps(orders, as_of)
    definition = lifecycle.fit(features, gaps=gaps)
    share = lifecycle.assign(features, definition)["segment"].value_counts(normalize=True)

    assert "absolute" == definition.loc[0, "basis"]
    assert (48, 90) == pytest.approx(tuple(definition.loc[0, ["first_cut_days", "second_cut_days"]]), abs=3)
    assert share["churned"] < 0.07
    assert share["dormant"] < 0.18
    three_medians = 3 * gaps.loc[gaps["closed"], "gap_days"].median()
    assert (features["recency_days"] > three_medians).mean() > 0.10


def test_few_are_called_churned_when_rhythms_differ(simulate, make_features, make_gaps):
    """Slow buyers are not gone: with gamma rates own cuts churn fewer than the client's alone."""
    orders = simulate(12, 3000, rate=(2.0, 60.0), dropout=None, days=730)
    as_of = pd.Timestamp("2025-12-30")
    features, gaps = make_features(orders, as_of), make_gaps(orders, as_of)

    def churned(**settings) -> float:
        definition = lifecycle.fit(features, gaps=gaps, **settings)
        return (lifecycle.assign(features, definition)["segment"] == "churned").mean()

    assert churned() < 0.10
    assert churned() < 0.75 * churned(personal_gaps=10_000)


def test_stages_separate_where_customers_leave(simulate, make_features, make_gaps):
    orders = simulate(13, 4000, rate=(2.0, 60.0), dropout=(0.9, 6.0), days=730)
    as_of = pd.Timestamp("2025-07-01")
    features, gaps = make_features(orders, as_of), make_gaps(orders, as_of)
    segments = lifecycle.assign(features, lifecycle.fit(features, gaps=gaps))
    shares = return_shares(segments, orders, as_of, 180)

    assert shares["active"] > 0.75
    assert 0.35 < shares["dormant"] < shares["active"] - 0.15
    assert shares["churned"] < 0.10


@pytest.fixture(scope="session")
def cdnow_orders(shared_data) -> pd.DataFrame:
    path = shared_data / "cdnow" / "CDNOW_master.txt"
    if not path.exists():
        pytest.skip("CDNOW is not here")
    columns = ["customer_id", "ordered_at", "units", "amount"]
    orders = pd.read_csv(path, sep=r"\s+", header=0, names=columns, dtype={"customer_id": "str"})
    return orders.assign(ordered_at=pd.to_datetime(orders["ordered_at"].astype(str), format="%Y%m%d"))


@pytest.fixture
def cdnow(cdnow_orders, make_features, make_gaps):
    """All 23,570 customers on 30 September 1997, the published split; 273 days of outcome follow.

    Customers with at least three purchase days are those the reference measures.
    """
    as_of = pd.Timestamp("1997-09-30")
    features = make_features(cdnow_orders, as_of)
    return cdnow_orders, as_of, features, make_gaps(cdnow_orders, as_of), features["gap_count"] >= 2


def test_cdnow_returns_by_stage_as_in_the_reference(cdnow):
    """Curve of the gaps of customers with three purchase days and more, one ruler for all: 75 / 46 / 31 %."""
    orders, as_of, features, gaps, three_days = cdnow
    chosen = features[three_days]
    own_gaps = gaps[gaps["customer_id"].isin(chosen["customer_id"])]
    definition = lifecycle.fit(chosen, gaps=own_gaps, personal_gaps=10_000)
    shares = return_shares(lifecycle.assign(chosen, definition), orders, as_of, 273)

    assert ("absolute", 105.0, 220.0) == tuple(definition.loc[0, ["basis", "first_cut_days", "second_cut_days"]])
    assert (0.75, 0.46, 0.31) == pytest.approx((shares["active"], shares["dormant"], shares["churned"]), abs=0.01)


def test_cdnow_returns_by_stage_with_the_kit_as_it_comes(cdnow):
    """All gaps, plateau, own cuts: still well apart; three medians of one's own give 76 / 71 / 51 %."""
    orders, as_of, features, gaps, three_days = cdnow
    definition = lifecycle.fit(features, gaps=gaps)
    segments = lifecycle.assign(features, definition)
    shares = return_shares(segments[three_days], orders, as_of, 273)

    assert "plateau" == definition.loc[0, "basis"]
    assert shares["active"] > shares["dormant"] + 0.15 > shares["churned"] + 0.25
    assert (0.76, 0.52, 0.38) == pytest.approx((shares["active"], shares["dormant"], shares["churned"]), abs=0.02)
    everybody = return_shares(segments, orders, as_of, 273)
    assert everybody["active"] > everybody["dormant"] + 0.25 > everybody["churned"] + 0.40
