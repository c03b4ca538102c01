"""How many groups, if any?  k-means finds as many as it is asked for, so k must earn its place.

For every k from 3 to 8 the groups are formed, and formed again from ten samples drawn with replacement:

    stability   adjusted Rand index of a sample's groups with the first ones, over all customers: median and lowest
    silhouette  how much nearer a customer lies to the own group than to the next: 1 far, 0 on the border
    smallest    share of customers in the smallest group

Taken is the largest k that is stable (median .9 and more), has no group under 3 % and a silhouette of at least .15
and at most .05 under the best.  None: there are no natural groups, and that is an answer.  Stability alone is fooled,
it is high for two halves of a single cloud; so is the silhouette, which prefers few groups.

Hubert and Arabie (1985), Journal of Classification 2, 193–218; Rousseeuw (1987), Journal of Computational and Applied
Mathematics 20, 53–65; Hennig (2007), Computational Statistics & Data Analysis 52, 258–271.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, pairwise_distances, silhouette_score
from threadpoolctl import threadpool_limits

CANDIDATES = tuple(range(3, 9))
BOOTSTRAPS, STARTS, STARTS_AGAIN = 10, 10, 5
LOOKED_AT = 50_000  # customers on whom k is chosen
MEASURED = 3_000  # of these, whose distances to one another are measured
STABLE, SMALLEST, SEPARATE, BEHIND = 0.90, 0.03, 0.15, 0.05


def k_means(points: np.ndarray, k: int, *, seed: int, starts: int = STARTS) -> np.ndarray:
    """The centres of k groups: groups × features, each the mean of its points."""
    # One thread: on tables of this size several wait for one another, at up to forty times the work.
    with threadpool_limits(1):
        fitted = KMeans(k, n_init=starts, random_state=seed).fit(points)
    counts = np.bincount(fitted.labels_, minlength=k)
    # Summed again one by one: the last digits must not follow from how the library adds up.
    sums = [np.bincount(fitted.labels_, weights=column, minlength=k) for column in points.T]
    return np.column_stack(sums) / counts[:, None]


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The number of the nearest centre of each point, the first of equally near ones.

    Distances are added up feature by feature: alone or among many, a point gets the same ones.
    """
    best, distance = np.zeros(len(points), dtype=np.intp), np.full(len(points), np.inf)
    for number, centre in enumerate(centres):
        own = np.zeros(len(points))
        for place, value in enumerate(centre):
            own += (points[:, place] - value) ** 2
        closer = own < distance
        best[closer], distance[closer] = number, own[closer]
    return best


def measured_choice(points: np.ndarray, candidates: Iterable[int], *, seed: int) -> pd.DataFrame:
    """One row per candidate: k, silhouette, stability, stability_low, smallest_share.

    `points` are customers × features on their scales, in an order that does not depend on how the rows came.
    """
    generator = np.random.default_rng(seed)
    points = points[np.sort(generator.permutation(len(points))[:LOOKED_AT])]
    apart = np.sort(generator.permutation(len(points))[:MEASURED])
    distances = pairwise_distances(points[apart])
    draws = [generator.integers(0, len(points), len(points)) for _ in range(BOOTSTRAPS)]
    rows = []
    for k in candidates:
        groups = nearest(points, k_means(points, k, seed=seed))
        again = [nearest(points, k_means(points[draw], k, seed=seed + 1 + i, starts=STARTS_AGAIN)) for i, draw in enumerate(draws)]
        same = [float(adjusted_rand_score(groups, other)) for other in again]
        several = len(np.unique(groups[apart])) > 1
        rows.append(
            {
                "k": k,
                "silhouette": float(silhouette_score(distances, groups[apart], metric="precomputed")) if several else 0.0,
                "stability": float(np.median(same)),
                "stability_low": min(same),
                "smallest_share": float(np.bincount(groups, minlength=k).min() / len(groups)),
            }
        )
    return pd.DataFrame(rows, columns=["k", "silhouette", "stability", "stability_low", "smallest_share"])


def with_verdicts(table: pd.DataFrame, *, given: int | None = None, smallest: float = SMALLEST) -> pd.DataFrame:
    """`measured_choice` with the k taken: adds chosen (0 or 1) and verdict, reasons with a blank between them:

    chosen · given (by the client) · coarser (would do, but so does a larger k) · no_gaps (silhouette under .15) ·
    less_separate (more than .05 under the best) · unstable (median under .9) · small_group.

    At most one row is chosen; none where no k will do.  A given k keeps its reasons after `given`.
    """
    best = table["silhouette"].max()
    faults = {
        "no_gaps": table["silhouette"] < SEPARATE,
        "less_separate": table["silhouette"] < best - BEHIND,
        "unstable": table["stability"] < STABLE,
        "small_group": table["smallest_share"] < smallest,
    }
    reasons = pd.DataFrame(faults).apply(lambda row: " ".join(row.index[row]), axis="columns").astype("str")
    able = table.loc[reasons == "", "k"]
    taken = given if given is not None else (int(able.max()) if len(able) else 0)
    reasons = reasons.mask((reasons == "") & (table["k"] != taken), "coarser").mask(
        (reasons == "") & (table["k"] == taken), "chosen"
    )
    if given is not None:
        own = ("given " + reasons.where(reasons != "chosen", "")).str.strip()
        reasons = reasons.mask(table["k"] == taken, own)
    return table.assign(chosen=(table["k"] == taken).astype("int64"), verdict=reasons.astype("str"))
