"""Effect sizes against answers known from elsewhere."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.profiles.effects import COHEN_W, cliffs_delta, eta_squared, ranks_by_group, strength


@pytest.fixture
def three_groups():
    random = np.random.default_rng(0)
    groups = pd.Series(random.choice(["a", "b", "c"], 300))
    return pd.Series(random.integers(0, 8, 300) + 2.0 * (groups == "b")), groups


def test_delta_is_the_share_of_pairs_won_less_that_lost():
    """Of 3 × 3 pairs the group wins all but one: 8/9 - 1/9."""
    ranks = ranks_by_group(pd.Series([3.0, 5.0, 6.0, 1.0, 2.0, 4.0]), pd.Series(list("aaabbb")))

    assert 7 / 9 == pytest.approx(cliffs_delta(ranks).loc["a", "delta"])
    assert -7 / 9 == pytest.approx(cliffs_delta(ranks).loc["b", "delta"])


def test_delta_and_its_p_value_agree_with_mann_whitney(three_groups):
    values, groups = three_groups
    expected = stats.mannwhitneyu(values[groups == "b"], values[groups != "b"], use_continuity=False, method="asymptotic")

    found = cliffs_delta(ranks_by_group(values, groups)).loc["b"]

    n1, n2 = (groups == "b").sum(), (groups != "b").sum()
    assert 2 * expected.statistic / (n1 * n2) - 1 == pytest.approx(found["delta"])
    assert expected.pvalue == pytest.approx(found["p"])


def test_eta_squared_agrees_with_kruskal_wallis(three_groups):
    values, groups = three_groups
    expected = stats.kruskal(*(values[groups == name] for name in "abc"))

    effect, p = eta_squared(ranks_by_group(values, groups))

    assert (expected.statistic - 2) / (300 - 3) == pytest.approx(effect)
    assert expected.pvalue == pytest.approx(p)


@pytest.mark.parametrize(("effect", "word"), [(0.05, "negligible"), (0.1, "small"), (-0.3, "medium"), (0.9, "large")])
def test_strength_reads_the_size_without_its_sign(effect, word):
    assert word == strength(effect, COHEN_W)
