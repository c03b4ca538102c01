"""The definition of natural groups, laid out and read: centres, choice of k, rules, and what stands out in a group."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.segmentations.population import check_table

UNDIVIDED = "undivided"
HIGH, LOW = "high", "low"
STANDS_OUT = 0.4  # standard deviations from the mean of all, from which a column names a group
TEXTS = ("kind", "segment", "feature", "verdict", "scaling", "divides", "order_by")
WHOLE = ("k", "chosen", "customers", "missing", "rule", "seed")
NUMBERS = (
    "share", "value", "mean", "centroid", "z", "low", "high", "fill", "power", "centre", "spread", "clip",
    "silhouette", "stability", "stability_low", "smallest_share", "fidelity",
)  # fmt: skip
COLUMNS = (*TEXTS, *WHOLE, *NUMBERS)
CHOICE = ("k", "silhouette", "stability", "stability_low", "smallest_share", "chosen", "verdict")
CENTROIDS = ("segment", "feature", "mean", "z")
RULES = ("segment", "rule", "feature", "low", "high", "customers", "share")


def stacked(kinds: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One table of all kinds of rows, with every column; text "" and number 0 where a kind has no use for them."""
    parts = [table.assign(kind=kind).reindex(columns=list(COLUMNS)) for kind, table in kinds.items() if len(table)]
    table = pd.DataFrame({name: np.concatenate([part[name].to_numpy(dtype=object) for part in parts]) for name in COLUMNS})
    table = table.assign(**{name: table[name].where(table[name].notna(), "") for name in TEXTS})
    table = table.assign(**{name: table[name].where(table[name].notna(), 0) for name in WHOLE})
    return table.astype(dict.fromkeys(TEXTS, "str") | dict.fromkeys(WHOLE, "int64") | dict.fromkeys(NUMBERS, "float64"))


def in_order(definition: pd.DataFrame, features: Sequence[str]) -> pd.DataFrame:
    """The definition with the columns used, and each group's means of them, in the order of `features`."""
    places = definition["feature"].map({feature: place for place, feature in enumerate(features)})
    parts = []
    for kind, rows in definition.groupby("kind", sort=False):
        if kind in ("feature", "centroid"):
            segment = pd.factorize(rows["segment"])[0]  # groups in the order in which they stand
            rows = rows.iloc[np.lexsort((places[rows.index].to_numpy(), segment))]
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)


def rows_of(definition: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of one kind."""
    check_table(definition, "clusters definition", COLUMNS)
    return definition[definition["kind"] == kind].reset_index(drop=True)


def model_of(definition: pd.DataFrame) -> pd.Series:
    """The row that says how many groups there are, of whom, and how well the rules restate them."""
    return rows_of(definition, "model").iloc[0]


def centres_of(definition: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """The segments in display order and their centres on the scales: segments × features."""
    keys = list(rows_of(definition, "segment")["segment"])
    features = list(rows_of(definition, "feature")["feature"])
    wide = rows_of(definition, "centroid").pivot(index="segment", columns="feature", values="centroid")
    return keys, wide.loc[keys, features].to_numpy()


def choice_of(definition: pd.DataFrame) -> pd.DataFrame:
    """The table `cluster_choice`: every k looked at, and why it was taken or not."""
    return rows_of(definition, "choice")[list(CHOICE)]


def centroids_of(definition: pd.DataFrame) -> pd.DataFrame:
    """The table `cluster_centroids`: each group's mean of each column, in its own unit and in standard deviations."""
    return rows_of(definition, "centroid")[list(CENTROIDS)]


def rules_of(definition: pd.DataFrame) -> pd.DataFrame:
    """The table `cluster_rules`: the leaves of the tree, largest first."""
    return rows_of(definition, "rule")[list(RULES)]


def traits(definition: pd.DataFrame, *, most: int = 2) -> dict[str, tuple[tuple[str, str], ...]]:
    """What names each group: (feature, high or low) of its `most` columns furthest from the mean of all.

    Columns within .4 standard deviations name nothing.  Where two groups would be called the same, the next column
    is added to both, until they differ or no column is left.
    """
    centroids = rows_of(definition, "centroid")
    found: dict[str, list[tuple[str, str]]] = {key: [] for key in rows_of(definition, "segment")["segment"]}
    for key, own in centroids.groupby("segment", sort=False):
        apart = own[own["z"].abs() >= STANDS_OUT].sort_values("z", key=lambda z: -z.abs(), kind="stable")
        found[key] = [(row.feature, HIGH if row.z > 0 else LOW) for row in apart.itertuples()]
    taken = {key: tuple(own[:most]) for key, own in found.items()}
    for more in range(most + 1, 1 + max((len(own) for own in found.values()), default=0)):
        sets = {key: frozenset(own) for key, own in taken.items()}
        twice = [key for key in sets if list(sets.values()).count(sets[key]) > 1]
        taken |= {key: tuple(found[key][:more]) for key in twice}
    return taken


def rule_words(rules: pd.DataFrame) -> str:
    """The largest of some leaves in signs: "recency_days <= 60, lifetime_order_count > 4"; empty without a leaf."""
    if rules.empty:
        return ""
    parts = []
    for row in rules[rules["rule"] == rules["rule"].min()].itertuples():
        parts += [f"{row.feature} > {row.low:.10g}"] if row.low == row.low else []
        parts += [f"{row.feature} <= {row.high:.10g}"] if row.high == row.high else []
    return ", ".join(parts)
