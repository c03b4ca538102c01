"""What lies behind many items: principal components, and how many of them chance does not give.

Answers are neither standardised nor turned where they share a scale (the ruler of the lens decides), so an
item on which people differ more counts more.  A component is kept while its variance exceeds what the same
answers give when every item is shuffled among the respondents (Horn 1965, Psychometrika 30, 179-185;
permuted as in Buja and Eyuboglu 1992): 95th percentile of 100 draws, the first that does not ends the list.
"""

import numpy as np
import pandas as pd

DRAWS, LEVEL, SEED = 100, 0.95, 20240229
ROUNDED = 12  # decimals: the order of additions must not show


def components(coordinates: np.ndarray, items: tuple[str, ...]) -> pd.DataFrame:
    """One row per component and item, largest variance first.

    From respondents x items (sorted rows; missing counts as the item's mean) to

        component    int    1 first
        sd           float  standard deviation along it (n - 1), in the unit of the coordinates
        share        float  of all variance
        chance_sd    float  what shuffled answers reach in one of twenty draws
        kept         int    1: it and all before it exceed that
        item         str
        loading      float  weight of the item; of unit length, the largest positive
    """
    filled = np.nan_to_num(coordinates - np.nanmean(coordinates, axis=0))
    variance, vectors = _principal(filled)
    chance = _chance(filled)
    kept = np.cumprod(variance > chance + 1e-12).astype("int64")
    rows = [
        (c + 1, np.sqrt(variance[c]), variance[c] / variance.sum(), np.sqrt(chance[c]), int(kept[c]), item, vectors[i, c])
        for c in range(len(items))
        for i, item in enumerate(items)
    ]
    return pd.DataFrame(rows, columns=["component", "sd", "share", "chance_sd", "kept", "item", "loading"])


def _principal(filled: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Variances, largest first, and unit vectors whose largest weight is positive."""
    variance, vectors = np.linalg.eigh(filled.T @ filled / (len(filled) - 1))
    variance, vectors = np.maximum(variance[::-1], 0.0), vectors[:, ::-1]
    largest = np.abs(np.round(vectors, 6)).argmax(axis=0)
    vectors = vectors * np.sign(vectors[largest, np.arange(vectors.shape[1])])
    return np.round(variance, ROUNDED), np.round(vectors, ROUNDED)


def _chance(filled: np.ndarray) -> np.ndarray:
    """The percentile of each component's variance over shuffles of every item."""
    rng = np.random.default_rng(SEED)
    drawn = [_principal(rng.permuted(filled, axis=0))[0] for _ in range(DRAWS)]
    return np.quantile(drawn, LEVEL, axis=0)
