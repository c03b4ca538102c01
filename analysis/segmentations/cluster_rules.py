"""Rules in place of distances: a shallow tree that says in a few limits who is in which group.

A centre in ten dimensions cannot be explained across a table; "ordered in the last 60 days, more than four times"
can.  The tree has depth 4 and at least 1 % of customers in a leaf, reads the values as they stand, and its limits are
rounded to three figures.  Its fidelity, the share of customers whom the rounded rules place as the groups do, is
printed with it: under .85 the rules describe the groups, but should not be used in their stead.

Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees.
"""

from math import floor, log10

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

DEPTH, LEAF = 4, 0.01
FAITHFUL = 0.85
FIGURES = 3
COLUMNS = ("segment", "rule", "feature", "low", "high", "customers", "share")


def tree_rules(values: pd.DataFrame, segments: pd.Series, *, seed: int) -> tuple[pd.DataFrame, float]:
    """The rules of a tree on `values` (customers × features, nothing missing), and its fidelity from 0 to 1.

    One row per leaf × feature that it asks for; low < value <= high, missing = open:

        segment    str    where the leaf's customers go
        rule       int    number of the leaf from 1, largest first
        feature    str    empty where the leaf asks for nothing
        low, high  float  limits
        customers  int    of those fitted
        share      float  of these, whom the groups place in the same segment
    """
    tree = DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=max(1, round(LEAF * len(values))), random_state=seed)
    tree.fit(values.to_numpy(), segments.to_numpy())
    leaves = []
    _descend(tree, 0, {}, list(values.columns), leaves)
    known = segments.to_numpy()
    found = [(limits, segment, _inside(values, limits)) for limits, segment in leaves]
    found = sorted((leaf for leaf in found if leaf[2].any()), key=lambda leaf: (-int(leaf[2].sum()), leaf[1], repr(leaf[0])))
    right = sum(int((known[inside] == segment).sum()) for _, segment, inside in found)
    rows = []
    for number, (limits, segment, inside) in enumerate(found, start=1):
        facts = {
            "segment": segment,
            "rule": number,
            "customers": int(inside.sum()),
            "share": float((known[inside] == segment).mean()),
        }
        asked = limits or {"": (np.nan, np.nan)}
        rows += [facts | {"feature": feature, "low": low, "high": high} for feature, (low, high) in asked.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)), right / len(values)


def _descend(tree: DecisionTreeClassifier, node: int, limits: dict, features: list[str], leaves: list) -> None:
    """Collect (limits by feature, segment) of every leaf under a node."""
    inner = tree.tree_
    if inner.children_left[node] == -1:
        leaves.append((limits, str(tree.classes_[int(inner.value[node][0].argmax())])))
        return
    feature, limit = features[inner.feature[node]], rounded(float(inner.threshold[node]))
    low, high = limits.get(feature, (np.nan, np.nan))
    _descend(tree, int(inner.children_left[node]), limits | {feature: (low, np.fmin(high, limit))}, features, leaves)
    _descend(tree, int(inner.children_right[node]), limits | {feature: (np.fmax(low, limit), high)}, features, leaves)


def _inside(values: pd.DataFrame, limits: dict[str, tuple[float, float]]) -> np.ndarray:
    """Who meets the limits of a leaf."""
    inside = np.ones(len(values), dtype=bool)
    for feature, (low, high) in limits.items():
        column = values[feature].to_numpy()
        inside &= ~(column <= low) & ~(column > high)
    return inside


def rounded(limit: float) -> float:
    """The limit in three significant figures."""
    return round(limit, FIGURES - 1 - floor(log10(abs(limit)))) if limit else 0.0
