"""Cuts: where one score ends and the next begins.

    quantile         equal parts of the client's own buyers, cut on values: equal values get equal scores
    mean, median     of the buyers; for two scores
    a number, or a list, one for each score but the lowest:
                     what must be reached; for recency the days not to be exceeded, the shortest first

A value that equals a limit has the better score.  Where most customers have ordered once, quantiles
of the order count collapse, and a second order would already score best: then fixed limits
apply: 1, 2, 3 … orders.
"""

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, listed

SCORES = ("recency", "frequency", "monetary")  # order of the digits in a code
QUANTILE, FIXED, GIVEN = "quantile", "fixed", "given"
REFERENCES = ("mean", "median")
QUANTILE_METHOD = "inverted_cdf"  # a cut point is always a value that some buyer has
ROUNDING = 1e-9  # a reference that differs by less from a value is that value

Cut = str | tuple[float, ...]


def checked_cuts(given: object, *, scheme: str, levels: int) -> dict[str, Cut]:
    """A cut for each score, quantiles where nothing is given.

    Raises ConfigError, naming the score, if a cut cannot be read.
    """
    if not isinstance(given, Mapping) or not set(given) <= set(SCORES):
        raise ConfigError("Cuts of scheme '{scheme}' are {given}. Write one for each of: {scores}.", scheme=scheme, given=given, scores=listed(SCORES))  # fmt: skip
    return {name: _cut(given.get(name, QUANTILE), name, scheme=scheme, levels=levels) for name in SCORES}


def _cut(given: object, name: str, *, scheme: str, levels: int) -> Cut:
    if given == QUANTILE or (given in REFERENCES and levels == 2):
        return str(given)
    limits = list(given) if isinstance(given, list | tuple) else [given]
    numbers = all(isinstance(limit, int | float) and not isinstance(limit, bool) and math.isfinite(limit) for limit in limits)
    if not numbers or len(limits) != levels - 1 or any(low >= high for low, high in pairwise(limits)):
        words = (QUANTILE, *REFERENCES) if levels == 2 else (QUANTILE,)
        raise ConfigError(
            "The cut of {score} in scheme '{scheme}' is {given}. Write {words}, or the {count} limits between its scores, rising.",
            score=name,
            scheme=scheme,
            given=given,
            words=listed(words),
            count=levels - 1,
        )
    return tuple(float(limit) for limit in limits)


def score_bands_of(values: np.ndarray, name: str, cut: Cut, *, levels: int, minimum_bins: int) -> pd.DataFrame:
    """The bands of one score, score 1 first: score_name, score, low, high, includes, reference, rule, quantile_bins, effective_bins.

    `values` are those of all buyers, in any order; see `rfm.fit` for the columns.
    """
    rule = GIVEN if isinstance(cut, tuple) else cut
    limits = _quantiles(values, levels)
    quantile_bins = _filled(limits, values)
    if cut == QUANTILE and name == "frequency" and quantile_bins < minimum_bins:
        fixed = np.arange(1.0, levels)
        # Where everybody orders often, 1, 2, 3 … would tell nobody from anybody.
        if _filled(fixed, values) > 1 or quantile_bins == 1:
            rule, limits = FIXED, fixed
    references = np.full(levels - 1, np.nan)
    includes = "high"
    if rule in (GIVEN, *REFERENCES):
        references = np.array(cut if rule == GIVEN else [_reference(values, rule)])
        limits, includes = _reached(references, values, name)
    bands = pd.DataFrame({"low": [np.nan, *limits], "high": [*limits, np.nan]})
    if name == "recency":
        bands, references = bands[::-1].reset_index(drop=True), references[::-1]
    return bands.assign(
        score_name=name,
        score=range(1, levels + 1),
        includes=includes,
        reference=[np.nan, *references],
        rule=rule,
        quantile_bins=quantile_bins,
        effective_bins=_filled(limits, values, includes),
    )


def scores_of(values: pd.Series, bands: pd.DataFrame, name: str) -> np.ndarray:
    """The score of each value by the bands of one score, the best highest."""
    own = bands[bands["score_name"] == name]
    passed = _passed(np.sort(own["high"].dropna().to_numpy()), values.to_numpy(), own["includes"].iloc[0])
    return len(own) - passed if name == "recency" else passed + 1


def _quantiles(values: np.ndarray, levels: int) -> np.ndarray:
    return np.quantile(values, np.arange(1, levels) / levels, method=QUANTILE_METHOD)


def _passed(limits: np.ndarray, values: np.ndarray, includes: str = "high") -> np.ndarray:
    """How many limits each value has passed."""
    return np.searchsorted(limits, values, side="left" if includes == "high" else "right")


def _filled(limits: np.ndarray, values: np.ndarray, includes: str = "high") -> int:
    """Bands with somebody in them."""
    return int(np.unique(_passed(limits, values, includes)).size)


def _reference(values: np.ndarray, rule: str) -> float:
    """Mean or median: the same for every order of rows, and not off by rounding from a value that it should equal."""
    reference = math.fsum(values) / values.size if rule == "mean" else float(np.median(values))
    values = np.sort(values)
    nearest = float(values[np.abs(values - reference).argmin()])
    return nearest if math.isclose(nearest, reference, rel_tol=ROUNDING) else reference


def _reached(references: np.ndarray, values: np.ndarray, name: str) -> tuple[np.ndarray, str]:
    """Limits at which a value equal to the reference has the better score, and the end that belongs to a band.

    Whole days and orders get whole limits that decide the same, so that they can be printed.
    """
    if name == "recency":
        return (np.floor(references) if (values == np.floor(values)).all() else references), "high"
    if name == "frequency":
        return np.ceil(references) - 1, "high"
    return references, "low"
