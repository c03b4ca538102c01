"""k-means from many starts at once, on weighted points.

Whether groups come back is asked of hundreds of samples, each of which needs many starts to find its best groups.
scikit-learn makes the starts one after the other, two milliseconds each on a survey of a thousand people, most of it
spent on checks and on the first centres.  Here all starts take a step together, in a few matrix products; a sample
drawn with replacement is a weight for each different row.

Lloyd (1982), IEEE Transactions on Information Theory 28, 129-137; Arthur and Vassilvitskii (2007), k-means++.
"""

from collections.abc import Iterator

import numpy as np

ROUNDS = 300
AT_ONCE = 200_000  # points times starts that are held in memory together


def best_centres(points: np.ndarray, weights: np.ndarray, groups: int, *, starts: int, seed: int) -> np.ndarray:
    """The centres, groups x columns, of the start that leaves the least squared distance.

    `points` are at least `groups` different rows x columns without missing values, `weights` above 0 one for each.
    """
    found = list(_in_batches(points, weights, groups, starts, np.random.default_rng(seed)))
    left = np.concatenate([left for _, left in found])
    return np.concatenate([centres for centres, _ in found])[left.argmin()]


def agreement_of(one: np.ndarray, other: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Adjusted Rand index of two divisions of (weighted) rows into numbered groups: 1 the same, 0 as by lot."""
    weights = np.ones(len(one)) if weights is None else weights
    cells = np.bincount(one * (other.max() + 1) + other, weights)
    together = [(table * (table - 1) / 2).sum() for table in (cells, np.bincount(one, weights), np.bincount(other, weights))]
    both, first, second = together
    by_lot = first * second / (weights.sum() * (weights.sum() - 1) / 2)
    most = (first + second) / 2
    return float((both - by_lot) / (most - by_lot)) if most > by_lot else 1.0


def _in_batches(
    points: np.ndarray, weights: np.ndarray, groups: int, starts: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    size = max(1, AT_ONCE // len(points))
    for done in range(0, starts, size):
        yield _settled(points, weights, _first_centres(points, weights, groups, min(size, starts - done), rng))


def _first_centres(points: np.ndarray, weights: np.ndarray, groups: int, starts: int, rng: np.random.Generator) -> np.ndarray:
    """Starts x groups x columns: points drawn far from those drawn before, the best of a few draws each (k-means++)."""
    draws = 2 + int(np.log(groups))
    chosen = rng.choice(len(points), size=starts, p=weights / weights.sum())[:, None]
    apart = _distances(points, chosen[:, 0])
    every = np.arange(starts)
    for _ in range(groups - 1):
        reached = np.cumsum(apart * weights, axis=1)
        wanted = rng.random((starts, draws)) * reached[:, -1:]
        drawn = np.array([row.searchsorted(one, side="right") for row, one in zip(reached, wanted, strict=True)])
        drawn = drawn.clip(max=len(points) - 1)
        after = np.minimum(apart[:, None], _distances(points, drawn.ravel()).reshape(starts, draws, -1))
        best = (after @ weights).argmin(axis=1)
        chosen, apart = np.column_stack([chosen, drawn[every, best]]), after[every, best]
    return points[chosen]


def _distances(points: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Squared distances of some points, by number, to every point."""
    size = (points**2).sum(axis=1)
    return np.maximum(size[of][:, None] - 2 * points[of] @ points.T + size, 0.0)


def _settled(points: np.ndarray, weights: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lloyd's steps until nobody changes group: centres, and the squared distance that is left (less a constant), by start."""
    left = np.full(len(centres), np.inf)
    moving, before = np.arange(len(centres)), None
    for _ in range(ROUNDS):
        label, apart = _nearest(points, centres[moving])
        left[moving] = apart @ weights
        still = np.ones(len(moving), dtype=bool) if before is None else (label != before).any(axis=1)
        moving, before = moving[still], label[still]
        if not len(moving):
            break
        centres[moving] = _means(points, weights, before, centres[moving])
    return centres, left


def _nearest(points: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Starts x points: the number of the nearest centre, and how far it is (squared, less the size of the point)."""
    least = label = None
    for number in range(centres.shape[1]):
        own = centres[:, number]
        apart = (own**2).sum(axis=1)[:, None] - 2 * own @ points.T
        if least is None:
            least, label = apart, np.zeros(apart.shape, dtype=np.int8)
        else:
            label[apart < least] = number
            np.minimum(least, apart, out=least)
    return label, least


def _means(points: np.ndarray, weights: np.ndarray, label: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The mean of each group; a group that nobody is left in keeps its centre."""
    moved = centres.copy()
    for number in range(centres.shape[1]):
        held = (label == number) * weights
        total = held.sum(axis=1)[:, None]
        np.divide(held @ points, total, out=moved[:, number], where=total > 0)
    return moved
