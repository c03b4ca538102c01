"""Pairs in the right order, and how sure that is."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from analysis.evaluation.discrimination import auc, auc_difference


def test_a_score_that_is_never_wrong_puts_every_pair_in_order():
    happened = np.array([True, True, False, False])

    assert (1.0, 1.0, 1.0) == tuple(auc(np.array([4.0, 3.0, 2.0, 1.0]), happened))
    assert 0.0 == auc(np.array([1.0, 2.0, 3.0, 4.0]), happened).value


def test_equal_scores_count_half():
    """Of four pairs three are in order and one is equal: three and a half of four."""
    assert 0.875 == auc(np.array([2.0, 1.0, 1.0, 0.0]), np.array([True, True, False, False])).value


def test_the_area_is_that_of_the_library_and_covers_it():
    random = np.random.default_rng(0)
    happened = random.random(400) < 0.3
    scores = np.round(random.normal(size=400) + happened, 1)
    found = auc(scores, happened)

    assert roc_auc_score(happened, scores) == pytest.approx(found.value)
    assert found.low < found.value < found.high


def test_a_score_beside_itself_differs_by_nothing():
    happened = np.array([True, False, True, False, False])
    scores = np.array([3.0, 1.0, 2.0, 2.0, 0.0])

    assert (0.0, 0.0, 0.0) == tuple(auc_difference(scores, scores, happened))


def test_the_interval_covers_the_truth_as_often_as_it_says():
    """Scores one standard deviation apart: the area is Phi(1 / sqrt 2) = .7602."""
    random = np.random.default_rng(1)
    happened = np.repeat([True, False], [60, 140])
    found = [auc(random.normal(size=200) + happened, happened) for _ in range(300)]

    assert 0.91 < np.mean([one.low <= 0.7602 <= one.high for one in found]) < 0.98


def test_nothing_is_told_of_one_who_did():
    assert np.isnan(auc(np.array([1.0, 2.0, 3.0]), np.array([True, False, False])).value)
