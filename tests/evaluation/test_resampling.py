"""Segments when customers are drawn anew: limits that stand, and limits that hang on a few."""

import numpy as np
import pandas as pd

from analysis.evaluation import agreement, by_luck, resampled

RECORD = pd.DataFrame(
    {"customer_id": [f"c{at:03d}" for at in range(500)], "revenue": np.random.default_rng(0).gamma(1.0, 50.0, 500)}
)


def at_limit(definition: pd.DataFrame) -> pd.Series:
    values = RECORD.set_index("customer_id")["revenue"]
    return pd.Series(np.where(values > definition["limit"].iloc[0], "above", "below"), index=values.index)


def median(record: pd.DataFrame, gaps: pd.DataFrame | None) -> pd.DataFrame:
    del gaps
    return pd.DataFrame({"limit": [record["revenue"].median()]})


def test_a_fixed_limit_keeps_everybody():
    draws, kept = resampled(RECORD, None, fit=lambda *_: pd.DataFrame({"limit": [40.0]}), assign=at_limit, draws=5)

    assert [1.0] * 5 == list(draws["share"]) == list(draws["rand"])
    assert [1.0, 1.0] == list(kept["kept"])
    assert 500 == kept["customers"].sum()


def test_a_median_moves_a_few_and_a_limit_from_the_maximum_one_way_only():
    """A median of 500 hangs on the customers about it; the maximum of a draw is never above that of all."""
    draws, _ = resampled(RECORD, None, fit=median, assign=at_limit, draws=20)
    _, kept = resampled(
        RECORD, None, fit=lambda record, _: pd.DataFrame({"limit": [record["revenue"].max() / 3]}), assign=at_limit, draws=20
    )

    assert 0.93 < draws["share"].median() < 1
    assert 0 < by_luck(draws) < 0.10
    assert [True, False] == list(kept.set_index("segment").loc[["above", "below"], "kept"] == 1)


def test_gaps_follow_the_customers_who_are_drawn():
    gaps = pd.DataFrame({"customer_id": ["c000", "c000", "c001"], "gap_days": [1.0, 2.0, 3.0]})
    seen = []

    def fit(record: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
        seen.append((set(own["customer_id"]) <= set(record["customer_id"]), record["customer_id"].is_unique))
        return pd.DataFrame({"limit": [40.0]})

    resampled(RECORD, gaps, fit=fit, assign=at_limit, draws=3)

    assert {(True, True)} == set(seen)


def test_the_same_seed_draws_the_same():
    one, other = (resampled(RECORD, None, fit=median, assign=at_limit, draws=3, seed=4)[0] for _ in range(2))

    pd.testing.assert_frame_equal(one, other)


def test_agreement_is_counted():
    one = pd.Series(["a", "a", "b", "b"], index=list("wxyz"))

    assert (1.0, 1.0) == agreement(one, one)
    assert 0.75 == agreement(one, pd.Series(["a", "b", "b", "b"], index=list("wxyz")))[0]
