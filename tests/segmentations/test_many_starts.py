"""k-means from many starts: groups in plain sight, weights for repeated rows, and no worse than the library."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from analysis.segmentations.many_starts import agreement_of, best_centres
from analysis.segmentations.survey_clusters import nearest


def left(points: np.ndarray, weights: np.ndarray, centres: np.ndarray) -> float:
    """The squared distance of every point to its nearest centre, summed with the weights."""
    return float((((points[:, None] - centres) ** 2).sum(axis=2).min(axis=1) * weights).sum())


def test_two_pairs_of_points_have_their_middles():
    """0 and 2 weigh alike, 10 weighs three times as much as 14: 1 and 11."""
    points, weights = np.array([[0.0], [2.0], [10.0], [14.0]]), np.array([1.0, 1.0, 3.0, 1.0])

    assert [1.0, 11.0] == sorted(best_centres(points, weights, 2, starts=3, seed=0).ravel())


def test_as_many_groups_as_points_leave_nothing():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0]])

    assert 0.0 == pytest.approx(left(points, np.ones(3), best_centres(points, np.ones(3), 3, starts=5, seed=1)))


@pytest.mark.parametrize("groups", [2, 3, 6])
def test_a_cloud_is_cut_no_worse_than_by_scikit_learn(groups):
    """Nothing to find, many ways to cut: each has fifty starts, and every row counts one to four times."""
    rng = np.random.default_rng(7)
    points, weights = rng.normal(0, 1, (400, 4)), rng.integers(1, 5, 400).astype(float)
    with threadpool_limits(1):
        theirs = KMeans(groups, n_init=50, random_state=0).fit(points, sample_weight=weights)

    assert left(points, weights, best_centres(points, weights, groups, starts=50, seed=0)) < 1.003 * theirs.inertia_


def test_the_same_seed_gives_the_same_centres_and_batches_do_not_lose_any_start(monkeypatch):
    points = np.random.default_rng(3).normal(0, 1, (200, 3))
    one, again = (best_centres(points, np.ones(200), 4, starts=20, seed=5) for _ in range(2))
    monkeypatch.setattr("analysis.segmentations.many_starts.AT_ONCE", 200 * 3)

    np.testing.assert_array_equal(one, again)
    assert left(points, np.ones(200), best_centres(points, np.ones(200), 4, starts=20, seed=5)) < 1.01 * left(
        points, np.ones(200), one
    )


def test_agreement_is_the_adjusted_rand_index():
    rng = np.random.default_rng(2)
    one, other, times = rng.integers(0, 3, 60), rng.integers(0, 4, 60), rng.integers(1, 6, 60)

    assert adjusted_rand_score(np.repeat(one, times), np.repeat(other, times)) == pytest.approx(agreement_of(one, other, times))
    assert adjusted_rand_score(one, other) == pytest.approx(agreement_of(one, other))
    assert 1.0 == agreement_of(one, (one + 1) % 3, times) == agreement_of(one * 0, one * 0, times)


def test_groups_of_a_sample_are_those_of_all_where_they_stand_apart():
    rng = np.random.default_rng(1)
    truth = np.repeat([0, 1, 2], 50)
    points = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])[truth] + rng.normal(0, 0.5, (150, 2))

    assert 1.0 == adjusted_rand_score(truth, nearest(points, best_centres(points[::2], np.ones(75), 3, starts=5, seed=0)))
