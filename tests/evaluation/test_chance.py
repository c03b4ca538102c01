"""Movement by chance where no third date is held: history replayed."""

from copy import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import expected_by_resampling, migration
from analysis.evaluation.histories import REPLAYED, Histories

START, END = pd.Timestamp("2024-07-01"), pd.Timestamp("2024-12-30")


def replayed(crowd, *, seed: int = 1, draws: int = 60, observed_until: str = "2024-12-30") -> pd.DataFrame:
    before, after = crowd.features("2024-06-30"), crowd.features(observed_until)
    start = crowd.assign(before)
    moves = migration(start, crowd.assign(after), before, method="value")
    return expected_by_resampling(
        moves,
        crowd.orders,
        start,
        method="value",
        assign=crowd.assign,
        start=START,
        end=END,
        window=crowd.window,
        seed=seed,
        draws=draws,
    )


def test_an_unchanged_crowd_moves_as_expected_by_chance(crowds, fits_schema):
    """Nobody changes: nine in ten shares lie within the range, and most leave or stay as predicted."""
    tables = [replayed(crowd) for crowd in crowds]

    for table in tables:
        fits_schema(table, "migration")
    known = pd.concat(tables).query("from_segment != '(new)'")
    inside = known["share"].between(known["expected_low"], known["expected_high"])
    assert inside.mean() >= 0.8
    staying = known[known["from_segment"].eq(known["to_segment"])]
    assert (staying["share"] - staying["expected"]).abs().max() < 0.06


def test_a_real_exodus_is_more_than_chance(crowds):
    """All orders after the start are taken away: far fewer stay on top than chance would leave there."""
    crowd = crowds[0]
    left = copy(crowd)
    left.orders = crowd.orders[crowd.orders["ordered_at"] < START]

    table = replayed(left).set_index(["from_segment", "to_segment"])

    assert table.loc[("top", "top"), "share"] < table.loc[("top", "top"), "expected_low"]


def test_expected_shares_add_up_to_one(crowds):
    table = replayed(crowds[0], draws=20)

    assert table.query("from_segment != '(new)'").groupby("from_segment")["expected"].sum().to_numpy() == pytest.approx(1.0)


def test_new_customers_have_no_expectation(crowds):
    table = replayed(crowds[0], draws=5)

    assert table.loc[table["from_segment"].eq("(new)"), "expected"].isna().all()


def test_the_same_seed_gives_the_same_table(crowds):
    pd.testing.assert_frame_equal(replayed(crowds[0], draws=5), replayed(crowds[0], draws=5))
    assert not replayed(crowds[0], draws=5).equals(replayed(crowds[0], draws=5, seed=2))


def test_a_short_history_is_shrunken_towards_everyones(make_orders):
    """Two orders in ten days are no twenty-weekly habit: the rate moves towards the others'."""
    days = pd.date_range("2024-01-05", periods=12, freq="30D").strftime("%Y-%m-%d")
    steady = [(f"c{i}", day, 50.0) for i in range(20) for day in days]
    orders = make_orders(*steady, ("hasty", "2024-12-20", 50.0), ("hasty", "2024-12-22", 50.0))

    history = Histories.of(
        orders,
        pd.Index(orders["customer_id"].unique()),
        start=pd.Timestamp("2025-01-01"),
        end=pd.Timestamp("2025-04-01"),
        window=pd.Timedelta(days=365),
    )
    rate = history.rate["shape"] / history.rate["rate"]

    assert rate["c0"] == pytest.approx(1 / 30, rel=0.1)
    assert rate["hasty"] < 1 / 20


def test_simulated_features_keep_what_is_past(make_orders):
    """Ana's order of October still counts at the end of March with a window of a year; that of February a year before does not."""
    orders = make_orders(("ana", "2024-02-01", 40.0), ("ana", "2024-10-01", 60.0), ("ben", "2024-10-05", 20.0))
    history = Histories.of(
        orders,
        pd.Index(["ana", "ben"]),
        start=pd.Timestamp("2025-01-01"),
        end=pd.Timestamp("2025-04-01"),
        window=pd.DateOffset(years=1),
    )

    features = history.simulated_features(np.random.default_rng(0))
    assert list(REPLAYED) == list(features.columns)
    features = features.set_index("customer_id")

    ana = features.loc["ana"]
    assert 1 + ana["period_order_count"] == ana["order_count"]
    assert 60.0 + ana["period_revenue"] == pytest.approx(ana["revenue"])
    assert 100.0 + ana["period_revenue"] == pytest.approx(ana["lifetime_revenue"])
    assert (features["recency_days"] >= 0).all()


def test_who_does_not_order_grows_older(make_orders):
    """A replay in which ana stays away: 181 days since 1 October, one gap of 243 days before that."""
    orders = make_orders(("ana", "2024-02-01", 40.0), ("ana", "2024-10-01", 60.0))
    dates = {"start": pd.Timestamp("2025-01-01"), "end": pd.Timestamp("2025-04-01"), "window": pd.DateOffset(years=1)}
    history = replace(
        Histories.of(orders, pd.Index(["ana"]), **dates), rate=pd.DataFrame({"shape": [1e-9], "rate": [1.0]}, index=["ana"])
    )

    ana = history.simulated_features(np.random.default_rng(0)).iloc[0]

    assert (0, 181.0, 1, 243.0, 243.0) == tuple(
        ana[["period_order_count", "recency_days", "gap_count", "gap_mean_days", "last_gap_days"]]
    )


def test_who_orders_closes_a_gap(make_orders):
    """Many replays of a frequent buyer: the last gap ends with the last order, within the period or across its start."""
    orders = make_orders(*(("ana", day, 10.0) for day in ("2024-11-01", "2024-12-01", "2024-12-31")))
    dates = {"start": pd.Timestamp("2025-01-01"), "end": pd.Timestamp("2025-04-01"), "window": pd.DateOffset(years=1)}
    history, random = Histories.of(orders, pd.Index(["ana"]), **dates), np.random.default_rng(0)

    replays = pd.concat([history.simulated_features(random) for _ in range(50)])

    back = replays[replays["period_order_count"] > 0]
    assert (back["last_gap_days"] >= 1).all()
    assert (back["last_gap_days"] + back["recency_days"] <= 90 + 1).all()
    assert (replays["gap_count"] == 2 + replays["period_order_count"]).all()
