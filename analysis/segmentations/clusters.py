"""Natural groups: do customers fall into groups by themselves, and if so, which?

k-means on a few columns of the customer record, put on one footing (`cluster_scales`); the number of groups is
chosen by how stable and how far apart they are (`cluster_choice`), and "there are none" is a valid answer: then
everybody is `undivided`.  Groups are numbered by median revenue, highest first; they are named by what stands out
in them (`cluster_tables.traits`) and restated as a few limits with their fidelity (`cluster_rules`).

The method is bad at telling why groups differ, and a group that the data suggest is not yet one that a team can use.
Above 200,000 customers the centres are learnt on an even draw of 200,000 and everybody is placed by them.

Lloyd (1982), IEEE Transactions on Information Theory 28, 129–137; Arthur and Vassilvitskii (2007), k-means++.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, unknown_choice
from analysis.segmentations import cluster_features
from analysis.segmentations.cluster_choice import CANDIDATES, SMALLEST, measured_choice, nearest, with_verdicts
from analysis.segmentations.cluster_definition import LEARNT_ON, definition_of, ordered_groups
from analysis.segmentations.cluster_features import check_enough, divides, left_out, people, wanted
from analysis.segmentations.cluster_scales import SCALINGS, fit_scales, scaled
from analysis.segmentations.cluster_tables import (
    COLUMNS,
    UNDIVIDED,
    centres_of,
    in_order,
    model_of,
    rows_of,
    rule_words,
    traits,
)
from analysis.segmentations.column_order import by_content
from analysis.segmentations.population import NO_ORDER, REFUND_ONLY, check_table, segments_by_state

SEGMENTS: tuple[str, ...] = (UNDIVIDED, REFUND_ONLY, NO_ORDER)

MOST = 20  # groups that a client can ask for
SHARE_OF_VALUES = 3  # different customers needed for each group


def lacking(features: pd.DataFrame, *, columns: Iterable[str] | None = None, k: int | None = None, **settings: object) -> str:
    """Why there is nothing to divide by, as a key of the context `lacking`; empty where there is."""
    del settings
    return cluster_features.lacking(features, chosen=columns, k=k)


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    columns: Iterable[str] | None = None,
    scaling: str = "power",
    k: int | None = None,
    smallest: float = SMALLEST,
    seed: int = 0,
) -> pd.DataFrame:
    """The groups as a table; its rows are of six kinds (`cluster_tables.COLUMNS` has every column).

    `columns` are the columns of the record to divide by (else `cluster_features.BEHAVIOUR`, or the numbers of the
    customer file where there are no orders), `scaling` is power, standard or raw, `k` a number of groups of the
    client's own, `smallest` the share that a group must have.  `gaps` is not used.

        model     one row: k (0: no natural groups), customers, scaling, divides, order_by, fidelity of the rules
        feature   a column used: its scale, and how many had no value
        left_out  a column not used, and why (verdict)
        choice    a k looked at: silhouette, stability, smallest_share, chosen, verdict
        segment   a group: customers, share, and the median that orders the groups (value)
        centroid  a group × column: mean in the column's own unit, centroid on its scale, z in standard deviations
        rule      a leaf of the tree × column: low < value <= high, customers, share placed as the group

    Raises ConfigError for settings out of range or a column that is not held; SchemaError with fewer than sixty
    customers (ten a group where k is given), or fewer than two columns that differ between them.
    """
    del gaps
    _check_settings(scaling, k, smallest)
    who, asked = divides(features), wanted(features, columns)
    order_by = "revenue" if who == "buyers" and "revenue" in features.columns else (asked[0] if asked else "")
    found = people(features, dict.fromkeys((*asked, *filter(None, [order_by]))), who=who)
    reasons = left_out(found[list(asked)], chosen=bool(columns))
    shown = [column for column in asked if column not in reasons]
    check_enough(found, shown, k)
    # Columns by what is in them, not by their names; rows by what customers did, not by who they are: other headers and
    # pseudonyms under another key must give the same groups.
    used = [shown[place] for place in by_content(found[shown])]
    found = found.iloc[np.lexsort([found[column] for column in reversed([*used, order_by])])].reset_index(drop=True)
    values = found[used]
    drawn = np.sort(np.random.default_rng(seed).permutation(len(values))[:LEARNT_ON])
    scales = fit_scales(values.iloc[drawn], scaling=scaling, missing=values.isna().sum())
    points = scaled(values, scales)
    choice = with_verdicts(measured_choice(points, _candidates(points[drawn], k), seed=seed), given=k, smallest=smallest)
    taken = int(choice.loc[choice["chosen"] == 1, "k"].sum())
    groups = ordered_groups(points, drawn, found[order_by].to_numpy(), taken, seed)
    model = {"k": taken, "customers": len(values), "scaling": scaling, "divides": who, "order_by": order_by, "seed": seed}
    missing = found[list(reasons)].isna().sum()
    aside = pd.DataFrame({"feature": list(reasons), "verdict": list(reasons.values()), "missing": missing.to_numpy()})
    definition = definition_of(
        model, scales=scales, aside=aside, choice=choice, groups=groups, values=values, points=points, worth=found[order_by]
    )
    return in_order(definition, shown)


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    A customer belongs to the group with the nearest centre; missing values are filled with the medians of the
    definition.  Raises SchemaError if a column is missing.
    """
    check_table(definition, "clusters definition", COLUMNS)
    model, scales = model_of(definition), rows_of(definition, "feature")
    found = people(features, scales["feature"], who=model["divides"])
    if model["k"] == 0:
        segments = np.full(len(found), UNDIVIDED, dtype=object)
    else:
        keys, centres = centres_of(definition)
        segments = np.array(keys, dtype=object)[nearest(scaled(found, scales), centres)]
    if model["divides"] == "buyers":
        return segments_by_state(features, segments)
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": pd.Series(segments, dtype="str")})


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment, most valuable first:

    segment    str    key
    customers  int    when fitted
    share      float  of those divided
    traits     str    what stands out most, as feature:high or feature:low with blanks between
    rule       str    the limits of the largest leaf that leads here; the tree has them all
    rules      int    leaves that lead here
    """
    check_table(definition, "clusters definition", COLUMNS)
    segments = rows_of(definition, "segment")
    found = traits(definition)
    rules = rows_of(definition, "rule")
    states = [REFUND_ONLY, NO_ORDER] if model_of(definition)["divides"] == "buyers" else []
    table = pd.DataFrame(
        {
            "segment": segments["segment"],
            "customers": segments["customers"],
            "share": segments["share"],
            "traits": [" ".join(f"{feature}:{direction}" for feature, direction in found[key]) for key in segments["segment"]],
            "rule": [rule_words(rules[rules["segment"] == key]) for key in segments["segment"]],
            "rules": [rules.loc[rules["segment"] == key, "rule"].nunique() for key in segments["segment"]],
        }
    )
    beside = pd.DataFrame({"segment": states, "customers": 0, "share": np.nan, "traits": "", "rule": "", "rules": 0})
    table = pd.concat([table, beside], ignore_index=True) if states else table
    return table.astype({"segment": "str", "traits": "str", "rule": "str", "customers": "int64", "rules": "int64"})


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns that make the groups."""
    return tuple(rows_of(definition, "feature")["feature"])


def _candidates(points: np.ndarray, k: int | None) -> list[int]:
    """The numbers of groups to look at: as many as there are different customers for."""
    different = 1 + int((np.diff(points, axis=0) != 0).any(axis=1).sum())
    if k is not None and different < SHARE_OF_VALUES * k:
        raise ConfigError(
            "'settings.clusters.k' is {given}, but only {different} customers differ in the columns chosen. Choose fewer groups.",
            given=k,
            different=different,
        )
    return sorted({size for size in (*CANDIDATES, k) if size is not None and different >= SHARE_OF_VALUES * size})


def _check_settings(scaling: str, k: int | None, smallest: float) -> None:
    if scaling not in SCALINGS:
        raise unknown_choice("scaling of clusters", scaling, SCALINGS)
    whole = isinstance(k, int) and not isinstance(k, bool)
    wrong = {
        "settings.clusters.k": (k, k is not None and not (whole and 2 <= k <= MOST), f"a whole number from 2 to {MOST}"),
        "settings.clusters.smallest": (smallest, not 0 <= smallest < 0.5, "a share from 0 to .5"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
