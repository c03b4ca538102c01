"""What experiments teach: known answers, and what shrinkage promises on simulated clients."""

import numpy as np
import pandas as pd
import pytest

from analysis.strategies import evidence


def cell(segment="(all)", ordered=300, n=1000, control=100, control_n=500, campaign="spring", method="(all)"):
    return {
        "campaign": campaign, "method": method, "segment": segment, "n": n, "ordered": ordered,
        "control_n": control_n, "control_ordered": control,
    }  # fmt: skip


def learned(cells, prior=None, experiments=None):
    return evidence.learned_effects(pd.DataFrame(cells), {"letter": prior}, experiments or {"spring": ["letter"]})


def test_without_a_prior_the_clients_own_estimate_stands(fits_schema):
    """30 % of 1,000 against 20 % of 500: ten points, give or take 1.96 × √(.3 × .7 / 1000 + .2 × .8 / 500)."""
    row = learned([cell()]).iloc[0]

    fits_schema(learned([cell()]), "play_effects")
    assert 0.10 == pytest.approx(row["own"]) == pytest.approx(row["base"])
    assert 1.96 * np.sqrt(0.21 / 1000 + 0.16 / 500) == pytest.approx(row["high"] - row["base"], rel=0.01)


def test_prior_and_own_estimate_meet_by_their_precision():
    """A prior as wide as the own estimate meets it half way, and both together are √2 narrower."""
    alone = learned([cell()]).iloc[0]
    half = alone["own_high"] - alone["own"]
    row = learned([cell()], prior=(0.02 - half, 0.02, 0.02 + half)).iloc[0]

    assert (0.10 + 0.02) / 2 == pytest.approx(row["base"])
    assert half / np.sqrt(2) == pytest.approx(row["high"] - row["base"])
    assert (0.02, 0.02 - half) == pytest.approx((row["prior_base"], row["prior_low"]))


def test_segments_that_do_not_differ_beyond_chance_share_one_effect():
    """Three segments of ten points each: no variance between them, so each is known as well as all together."""
    table = learned([cell(name, method="value") for name in "abc"])

    assert {0.0} == set(table["between"])
    assert [0.10] * 3 == pytest.approx(table["base"].tolist())
    assert (table["high"] - table["low"] < (table["own_high"] - table["own_low"]) / 1.7).all()


def test_a_small_segment_is_drawn_to_the_others_more_than_a_large_one():
    table = learned(
        [
            cell("large", method="value", ordered=3000, n=10_000, control=1000, control_n=5000),
            cell("middle", method="value", ordered=400, n=2000, control=200, control_n=1000),
            cell("small", method="value", ordered=20, n=100, control=20, control_n=50),
        ]
    ).set_index("segment")
    pulled = (table["base"] - table["own"]).abs()

    assert table["between"].iloc[0] > 0
    assert pulled["small"] > 5 * pulled["large"]
    assert table.loc["small", "own"] < table.loc["small", "base"] < table.loc["large", "own"]


def test_too_few_in_an_arm_teach_nothing():
    assert learned([cell(n=29, ordered=3)]).empty


def test_a_play_without_a_campaign_of_its_own_learns_nothing():
    assert learned([cell()], experiments={"autumn": ["letter"]}).empty


def test_two_campaigns_of_a_play_are_put_together():
    table = learned([cell(), cell(campaign="summer", ordered=200)], experiments={"spring": ["letter"], "summer": ["letter"]})

    assert (2, 2000) == (table.loc[0, "campaigns"], table.loc[0, "n"])
    assert 0.05 == pytest.approx(table.loc[0, "base"], abs=0.002)


def stored(arm="letter", n=60, value=0.2, difference=0.1, **columns):
    row = {
        "campaign": "spring", "arm": arm, "outcome": "ordered", "dimension": "(all)", "segment": "(all)", "unit": "customer",
        "n": n, "control_n": 50, "value": value, "control_value": 0.1, "difference": difference, "error": 0.05,
    }  # fmt: skip
    return row | columns


def test_arms_are_put_together_and_only_effects_that_may_be_told_teach():
    effects = pd.DataFrame(
        [stored(), stored("call", 40), stored("letter", outcome="revenue"), stored(campaign="loose", difference=np.nan)]
    )
    cells = evidence.cells_of(effects)

    assert [["spring", "(all)", "(all)", 100, 20, 50, 5]] == cells.drop(columns="v").to_numpy().tolist()
    assert np.isnan(cells.loc[0, "v"])


def test_a_lot_by_store_is_as_uncertain_as_its_stores():
    """An error of five points, where the counts alone would say three."""
    by_store = evidence.cells_of(pd.DataFrame([stored(n=600, unit="store")]))
    table = evidence.learned_effects(by_store, {"letter": None}, {"spring": ["letter"]})

    assert 2 * 1.96 * 0.05 == pytest.approx(table.loc[0, "own_high"] - table.loc[0, "own_low"], rel=1e-3)


def test_plays_take_the_effect_of_their_segment_else_of_everybody():
    """a was in the campaign, b was not; the stages of life were not known then."""
    plays = pd.DataFrame(
        {
            "play": ["letter", "letter", "letter", "other"], "method": ["value", "value", "lifecycle", "value"],
            "segment": ["a", "b", "loyal", "a"], "reachable": pd.array([100] * 4, dtype="Int64"),
            "effect_low": np.nan, "effect_base": np.nan, "effect_high": np.nan, "evidence": "to_be_tested", "margin_at_stake": np.nan,
            "margin_low": np.nan, "margin_high": np.nan,
        }
    )  # fmt: skip
    effects = learned([cell(), cell("a", method="value", ordered=400)])
    worth = pd.Series(20.0, index=pd.MultiIndex.from_frame(plays[["method", "segment"]].drop_duplicates()))
    table = evidence.with_effects(plays, effects, worth=worth)

    assert ["tested", "to_be_tested", "tested", "to_be_tested"] == table["evidence"].tolist()
    assert [0.2, 0.1] == pytest.approx(table["effect_base"].dropna().tolist())
    assert [0.2 * 100 * 20, 0.1 * 100 * 20] == pytest.approx(table["margin_at_stake"].dropna().tolist())
    stakes = table.dropna(subset="margin_at_stake")
    assert ((stakes["margin_low"] < stakes["margin_at_stake"]) & (stakes["margin_at_stake"] < stakes["margin_high"])).all()
    assert plays["effect_base"].isna().all()


def test_intervals_cover_and_shrinking_errs_less_than_own_numbers():
    """200 clients of six segments whose true effects differ: 95 % ranges hold about 95 %, and errors shrink."""
    random, covered, own, combined = np.random.default_rng(5), [], [], []
    for _ in range(200):
        true = random.normal(0.04, 0.03, 6)
        n = random.integers(60, 800, 6)
        base = random.uniform(0.1, 0.4, 6)
        cells = [
            cell(str(i), int(random.binomial(n[i], np.clip(base[i] + true[i], 0, 1))), int(n[i]),
                 int(random.binomial(n[i] // 2, base[i])), int(n[i] // 2), method="value")
            for i in range(6)
        ]  # fmt: skip
        table = learned(cells)
        covered += list((table["low"] <= true) & (true <= table["high"]))
        own += list((table["own"] - true) ** 2)
        combined += list((table["base"] - true) ** 2)

    assert np.mean(covered) > 0.85
    assert np.mean(combined) < 0.6 * np.mean(own)
