"""Means of many groups at once."""

import numpy as np


def mean_of_own(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The mean of the group of each value; groups are numbered from 0, who has none (-1) has no mean."""
    held = codes >= 0
    sums, counts = np.bincount(codes[held], weights=values[held]), np.bincount(codes[held])
    means = np.append(sums / np.maximum(counts, 1), np.nan)
    return means[codes]
