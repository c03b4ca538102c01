"""From centres to the definition: groups in order of worth, their sizes, what stands out, and the rules that restate them."""

import numpy as np
import pandas as pd

from analysis.segmentations.cluster_choice import k_means, nearest
from analysis.segmentations.cluster_rules import tree_rules
from analysis.segmentations.cluster_scales import COLUMNS as SCALES
from analysis.segmentations.cluster_tables import UNDIVIDED, stacked

LEARNT_ON = 200_000  # customers


def ordered_groups(points: np.ndarray, drawn: np.ndarray, worth: np.ndarray, k: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Centres in the order of the groups' median worth, highest first, and the place of each point in that order."""
    if k == 0:
        return np.empty((0, points.shape[1])), np.zeros(len(points), dtype=np.intp)
    centres = k_means(points[drawn], k, seed=seed)
    number = nearest(points, centres)
    median = [
        float(np.nanmedian(worth[number == group])) if np.isfinite(worth[number == group]).any() else -np.inf for group in range(k)
    ]
    order = sorted(range(k), key=lambda group: (-median[group], *centres[group]))
    return centres[order], np.argsort(order)[number]


def definition_of(
    model: dict[str, object],
    *,
    scales: pd.DataFrame,
    aside: pd.DataFrame,
    choice: pd.DataFrame,
    groups: tuple[np.ndarray, np.ndarray],
    values: pd.DataFrame,
    points: np.ndarray,
    worth: pd.Series,
) -> pd.DataFrame:
    """Everything learnt, as one table of the kinds that `clusters.fit` names.

    `values` are customers × columns as they stand, `points` the same on their `scales`, `worth` what orders the
    `groups` (see `ordered_groups`); `aside` are the columns left out (feature, verdict, missing).
    """
    centres, number = groups
    keys = [f"cluster_{place}" for place in range(1, len(centres) + 1)] or [UNDIVIDED]
    names = np.array(keys, dtype=object)[number]
    counts = np.bincount(number, minlength=len(keys))
    segments = pd.DataFrame(
        {
            "segment": keys,
            "customers": counts,
            "share": counts / len(number),
            "value": [float(worth[number == place].median()) for place in range(len(keys))],
        }
    )
    means = values.groupby(number).mean().reindex(range(len(keys)))
    spread, middle = points.std(axis=0), points.mean(axis=0)
    centroids = pd.DataFrame(
        [
            {
                "segment": keys[group],
                "feature": feature,
                "mean": means.loc[group, feature],
                "centroid": centres[group, place],
                "z": (centres[group, place] - middle[place]) / (spread[place] or 1.0),
            }
            for group in range(len(centres))
            for place, feature in enumerate(scales["feature"])
        ]
    )
    rules, fidelity = pd.DataFrame(), np.nan
    if len(centres):
        whole = values.fillna(dict(zip(scales["feature"], scales["fill"], strict=True)))
        step = -(-len(whole) // LEARNT_ON)
        rules, fidelity = tree_rules(whole.iloc[::step], pd.Series(names[::step]), seed=model["seed"])
    kinds = {
        "model": pd.DataFrame([model | {"fidelity": fidelity}]),
        "feature": scales[list(SCALES)],
        "left_out": aside,
        "choice": choice,
    }
    return stacked(kinds | {"segment": segments, "centroid": centroids, "rule": rules})
