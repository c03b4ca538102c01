"""Placing customers who were not asked: a short tree on what is known of everybody, if it is good enough.

The tree is learnt on respondents and tried on respondents it has not seen (five folds).  Its fidelity is the
balanced accuracy: the share placed rightly, averaged over the groups, so that a large group cannot carry it.
By lot it would be one over the number of groups.  Only from a fidelity of .60 and .15 above lot are others
placed by it (the kit's own limits); else they stay `not_surveyed`.  Who is placed is placed by behaviour, so
what such groups do is true by construction: links to behaviour are shown for respondents alone.

Only customers in a state that the tree has learnt on are placed: nothing is said of people who never bought
from the habits of those who have.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.segmentations.survey_clusters import SEED, thinned
from analysis.segmentations.survey_matrix import by_value

LEAST_FIDELITY, LEAST_GAIN = 0.60, 0.15
DEPTH, FOLDS = 3, 5
SMALLEST_LEAF = 0.03  # of the respondents, and at least ten
LEVELS, LEAST_OF_LEVEL, LEAST_OF_STATE = 8, 20, 30
BEHAVIOUR = (
    "recency_days", "tenure_days", "lifetime_order_count", "order_count", "revenue", "average_order", "gap_mean_days",
    "category_count", "top_category", "top_category_share", "first_time_share", "channel_count", "top_channel",
    "top_channel_share", "weekend_share", "top_daypart", "discount_share", "refund_share",
)  # fmt: skip
NODE_COLUMNS = ["node", "feature", "level", "limit", "left", "right", "missing_left", "n", "segment"]


def predictors_of(features: pd.DataFrame, left_out: Iterable[str] = ()) -> tuple[str, ...]:
    """The columns of a record that a rule may ask for: behaviour, attributes and habits; nothing that stands for a person."""
    left_out = set(left_out)
    open_ = [column for column in features.columns if column.startswith(("attribute.", "habits."))]
    found = [column for column in (*BEHAVIOUR, *sorted(open_)) if column in features.columns and column not in left_out]
    return tuple(column for column in found if _is_number(features[column]) or features[column].nunique() <= 50)


def fitted_rule(people: pd.DataFrame, segment: np.ndarray, predictors: Iterable[str]) -> tuple[pd.DataFrame, dict[str, float]]:
    """The tree as a table of nodes, and its fidelity.

    From one row per respondent (the predictors) and the segment of each to one row per node:

        node          int    0 is where all begin
        feature       str    column asked for; empty: a leaf
        level         str    its value, where the question is whether it has this value; empty: a number
        limit         float  at most this goes left
        left, right   int    next node; -1 at a leaf
        missing_left  int    1: an unknown value goes left
        n             int    respondents who came here
        segment       str    segment of a leaf

    and fidelity, low, high (95 %, normal), chance, n.  The nodes are empty where a group is too small to be learnt.
    """
    from sklearn.metrics import recall_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.tree import DecisionTreeClassifier

    questions = _questions(people, predictors)
    x, names = _values(people, questions), np.unique(segment)
    order = thinned(by_value(np.searchsorted(names, segment).astype("float64"), *x.T), len(x))
    x, y = x[order], segment[order]
    counts = np.array([(y == name).sum() for name in names])
    if len(names) < 2 or counts.min() < 2 * FOLDS or not questions:
        return pd.DataFrame(columns=NODE_COLUMNS), {
            "fidelity": np.nan,
            "low": np.nan,
            "high": np.nan,
            "chance": np.nan,
            "n": len(y),
        }
    tree = DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=max(10, round(SMALLEST_LEAF * len(y))), class_weight="balanced", random_state=SEED
    )
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    right = recall_score(y, cross_val_predict(tree, x, y, cv=folds), labels=names, average=None)
    half = 1.96 * np.sqrt((right * (1 - right) / counts).sum()) / len(names)
    fidelity = float(right.mean())
    figures = {"fidelity": fidelity, "low": max(fidelity - half, 0.0), "high": min(fidelity + half, 1.0), "chance": 1 / len(names)}
    return _nodes(tree.fit(x, y), questions), figures | {"n": len(y)}


def good_enough(fidelity: float, chance: float, *, least: float = LEAST_FIDELITY) -> bool:
    """Whether a rule may place others."""
    return bool(fidelity >= least and fidelity >= chance + LEAST_GAIN)


def placed(people: pd.DataFrame, nodes: pd.DataFrame) -> np.ndarray:
    """The segment that the rule gives each row."""
    at = np.zeros(len(people), dtype="int64")
    rule = nodes.set_index("node")
    for _ in range(DEPTH):
        for node in np.unique(at):
            asked = rule.loc[node]
            if not asked["feature"]:
                continue
            here = at == node
            value = _answer(people[asked["feature"]][here], asked["level"])
            # Limits were learnt on single precision; a value must be rounded alike to fall on the same side.
            left = np.where(np.isnan(value), bool(asked["missing_left"]), value.astype("float32") <= asked["limit"])
            at[here] = np.where(left, asked["left"], asked["right"])
    return rule["segment"].reindex(at).to_numpy(dtype=object)


def learnt_states(people: pd.DataFrame) -> tuple[str, ...]:
    """The states in which there are respondents enough to learn on."""
    counts = people["state"].value_counts()
    return tuple(sorted(counts.index[counts >= LEAST_OF_STATE]))


def _questions(people: pd.DataFrame, predictors: Iterable[str]) -> list[tuple[str, str]]:
    """(column, level): numbers as they are, words by their commonest values."""
    questions = []
    for column in predictors:
        if _is_number(people[column]):
            questions.append((column, ""))
            continue
        counts = people[column].astype("str").where(people[column].notna()).value_counts()
        common = sorted(counts.index[counts >= LEAST_OF_LEVEL], key=lambda level: (-counts[level], level))
        questions += [(column, level) for level in common[:LEVELS]]
    return questions


def _values(people: pd.DataFrame, questions: list[tuple[str, str]]) -> np.ndarray:
    return (
        np.column_stack([_answer(people[column], level) for column, level in questions])
        if questions
        else np.empty((len(people), 0))
    )


def _answer(column: pd.Series, level: str) -> np.ndarray:
    """The number itself, or 1 where the value is this level and 0 where it is another; missing where unknown."""
    if not level:
        value = column.astype("float64").to_numpy()
        return np.where(np.isfinite(value), value, np.nan)
    known = column.notna().to_numpy()
    return np.where(known, column.astype("str").eq(level).to_numpy(dtype=bool), np.nan).astype("float64")


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _nodes(tree, questions: list[tuple[str, str]]) -> pd.DataFrame:
    grown = tree.tree_
    rows = []
    for node in range(grown.node_count):
        leaf = grown.children_left[node] < 0
        column, level = ("", "") if leaf else questions[grown.feature[node]]
        rows.append(
            (
                node, column, level, 0.0 if leaf else float(grown.threshold[node]),
                int(grown.children_left[node]), int(grown.children_right[node]), int(grown.missing_go_to_left[node]),
                int(grown.n_node_samples[node]), str(tree.classes_[grown.value[node, 0].argmax()]) if leaf else "",
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=NODE_COLUMNS)
