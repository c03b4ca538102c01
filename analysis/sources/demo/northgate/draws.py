"""Random draws for many rows at once, each row with its own distribution."""

import numpy as np


def pick(rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    """One choice per row: from weights (rows x choices, need not sum to 1) to column numbers."""
    edges = np.cumsum(weights, axis=1)
    point = rng.random(len(weights)) * edges[:, -1]
    return (edges <= point[:, None]).sum(axis=1)


def shares_around(rng: np.random.Generator, means: np.ndarray, *, strength: float) -> np.ndarray:
    """Dirichlet shares around each row's means (rows x choices); a larger strength stays closer."""
    drawn = rng.standard_gamma(means * strength) + 1e-9
    return drawn / drawn.sum(axis=1, keepdims=True)


def rates_around(rng: np.random.Generator, means: np.ndarray, *, shape: np.ndarray) -> np.ndarray:
    """Gamma rates with the given means; a smaller shape spreads them further."""
    return rng.standard_gamma(shape) * means / shape


def chances_around(rng: np.random.Generator, means: np.ndarray, *, strength: np.ndarray) -> np.ndarray:
    """Beta probabilities with the given means; strength is a + b."""
    return rng.beta(means * strength, (1 - means) * strength)
