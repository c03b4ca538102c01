"""Targets: given, earned by evidence, or to hold what is there."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies import targets

RETURNS = pd.DataFrame({"method": "value", "segment": ["a", "b", "c"], "n": [400, 200, 20], "share": [0.5, 0.2, 0.1]})
SIZES = pd.DataFrame({"method": "value", "segment": ["a", "b", "c"], "customers": [400, 250, 30]})
NONE = pd.DataFrame(columns=["method", "segment", "contacts", "extra_low", "extra_base", "extra_high"])
PLAN = pd.DataFrame([("value", "b", 100, 5.0, 10.0, 15.0)], columns=NONE.columns)
KPIS = pd.DataFrame({"kpi": ["revenue", "orders"], "value": [1000.0, 50.0], "n": [40, 40]})


def made(allocation=NONE, given=None):
    return targets.kpi_targets(RETURNS, SIZES, allocation, KPIS, given or {}, method="value").set_index("segment")


def test_without_evidence_holding_is_the_target(fits_schema):
    """Half of 400 twice: ± 1.96 × √(.25 × 2 / 400) = 6.9 points; 20 customers are too few for a target."""
    table = made()

    fits_schema(table.reset_index(), "kpi_targets")
    assert {"holding"} == set(table["source"])
    assert ["a", "b"] == list(table.index)
    assert (0.5, 0.5 - 0.0693) == pytest.approx(tuple(table.loc["a", ["target", "low"]]), abs=1e-4)


def test_a_tested_effect_raises_the_target():
    """Ten extra orders among 250 customers: four points, give or take two, and the 7.5 of chance."""
    row, chance = made(PLAN).loc["b"], made().loc["b"]
    half = np.hypot(0.02, 0.2 - chance["low"])

    assert "evidence" == row["source"]
    assert [0.24 - half, 0.24, 0.24 + half] == pytest.approx(list(row[["low", "target", "high"]]))


def test_the_clients_own_target_goes_before_both():
    table = made(PLAN, {"b.retention": 0.3, "retention": 0.55, "revenue": 1200.0, "unknown": 1.0})

    assert (0.3, "given") == tuple(table.loc["b", ["target", "source"]])
    assert 0.55 == table.loc["a", "target"]
    assert ("(all)", "revenue", 1000.0, 1200.0) == tuple(table.loc["(all)", ["method", "kpi", "baseline", "target"]])
    assert 3 == len(table)


def test_a_null_effect_is_no_target():
    assert "holding" == made(PLAN.assign(extra_base=0.0)).loc["b", "source"]


def test_chance_keeps_within_its_range():
    """2,000 pairs of samples of the same 300 and 200 customers: about 5 in 100 lie outside."""
    random = np.random.default_rng(1)
    first = random.binomial(300, 0.2, 2000) / 300
    second = random.binomial(200, 0.2, 2000) / 200
    inside = [low <= x <= high for x, (low, high) in zip(second, (targets.chance_range(p, 300, 200) for p in first), strict=True)]

    assert 0.93 < np.mean(inside) < 0.97
    assert targets.chance_range(0.0, 50, 50)[1] > 0.05


def test_customers_who_sent_everything_back_have_no_target():
    returns = RETURNS.assign(segment=["a", "refund_only", "c"])
    table = targets.kpi_targets(returns, SIZES.assign(segment=["a", "refund_only", "c"]), NONE, KPIS, {}, method="value")

    assert ["a"] == list(table["segment"])
