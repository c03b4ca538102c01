"""Refit or keep: a planted drift, a planted stable crowd, and what stands between."""

import numpy as np
import pandas as pd
import pytest

from analysis.evaluation import drift, verdict

NOTHING = pd.DataFrame({"feature": ["revenue"], "psi": [0.02], "verdict": ["stable"], "defines": [True]})


def draws(*shares: float) -> pd.DataFrame:
    return pd.DataFrame({"draw": range(1, len(shares) + 1), "share": shares, "rand": shares})


def told(low: float, high: float) -> pd.DataFrame:
    """The difference of the segments from the plain rule."""
    return pd.DataFrame(
        {"ruler": ["segments", "recency"], "outcome": "ordered", "difference": [(low + high) / 2, np.nan], "difference_low": [low, np.nan], "difference_high": [high, np.nan]}
    )  # fmt: skip


@pytest.mark.parametrize(("times", "triggers"), [(1.0, ()), (3.0, ("drift",))])
def test_a_planted_drift_calls_for_new_limits_and_a_stable_crowd_does_not(times, triggers):
    random = np.random.default_rng(0)
    then, now = (pd.DataFrame({"revenue": random.gamma(2.0, 50.0, 2000) * by}) for by in (1.0, times))
    table = drift(then, now, features=["revenue"]).assign(defines=True)

    assert triggers == verdict(table).triggers
    assert bool(triggers) == verdict(table).refit


def test_a_drift_of_what_does_not_make_the_segments_calls_for_nothing():
    assert () == verdict(NOTHING.assign(verdict="shifted", defines=False)).triggers


def test_new_limits_are_called_for_beyond_a_tenth_and_beyond_luck():
    steady, shaky = draws(*[0.98] * 20), draws(*[0.80] * 20)

    assert ("limits",) == verdict(NOTHING, moved=0.12, draws=steady).triggers
    assert () == verdict(NOTHING, moved=0.08, draws=steady).triggers
    assert () == verdict(NOTHING, moved=0.12, draws=shaky).triggers
    assert () == verdict(NOTHING, moved=0.12).triggers


def test_segments_that_tell_less_than_days_are_no_case_for_new_limits():
    found = verdict(NOTHING, separation=told(-0.08, -0.02))

    assert ("separation",) == found.triggers
    assert not found.refit
    assert () == verdict(NOTHING, separation=told(-0.05, 0.01)).triggers
    assert () == verdict(NOTHING.assign(defines=False), separation=told(-0.08, -0.02)).triggers


def test_segments_that_do_not_stand_are_called_unsteady():
    assert verdict(NOTHING, moved=0.0, draws=draws(0.7, 0.75, 0.78)).unsteady
    assert not verdict(NOTHING, moved=0.0, draws=draws(0.9, 0.95)).unsteady
