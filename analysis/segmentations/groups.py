"""Groups: the few names that an operations team works with, composed of other lenses by rule.

`operating`: high-value, growable and dormant.  Who has been silent for too long is dormant, whatever the money;
of the others the first tier of value is high-value, the rest can grow.  `core`: core, ordinary and prospective.
The first tier of value that is not silent is the core; other customers are ordinary; who is known and has not
ordered yet is prospective.

The lenses that the groups are made of come first (segment.<lens> of the customer record).  The first rule that
holds decides; the last holds for everybody, so that nobody is left over.  A group says no more than its two lenses.
"""

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, SchemaError, listed, unknown_choice
from analysis.segmentations.condition_forms import ALWAYS, rule_rows
from analysis.segmentations.conditions import COLUMNS, columns_of, first_match, table
from analysis.segmentations.population import BUYER, PROSPECT, REFUND_ONLY, buyers, check_not_empty, check_table, segments_by_state

# scheme: group and its conditions in order; HIGH and SILENT stand for the segments that the settings name.
HIGH, SILENT, ELSE = "high", "silent", None
SCHEMES: dict[str, tuple[tuple[str, dict[str, bool] | None], ...]] = {
    "operating": (
        ("group_dormant", {SILENT: True}),
        ("group_high_value", {HIGH: True}),
        ("group_growable", ELSE),
    ),
    "core": (
        ("group_core", {HIGH: True, SILENT: False}),
        ("group_ordinary", ELSE),
    ),
}
SEGMENTS: tuple[str, ...] = (
    "group_high_value", "group_growable", "group_dormant", "group_core", "group_ordinary", REFUND_ONLY, PROSPECT,
)  # fmt: skip
DIVIDES = "buyers"
TOP = ("a", "heavy", "percentile_1", "percentile_5", "value_high")  # first tiers of the schemes of value
QUIET = ("dormant", "churned")


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    scheme: str = "operating",
    value_lens: str = "value",
    high: Sequence[str] = TOP,
    stage_lens: str = "lifecycle",
    silent: Sequence[str] = QUIET,
) -> pd.DataFrame:
    """The rules of the groups as tests, one row each; columns as in `rules.fit`.

    `high` are the segments of `value_lens` that count as high value, `silent` those of `stage_lens` that count as
    dormant; of these the ones that the lenses have made are kept.  `gaps` is not used.

    Raises ConfigError if there is no such scheme, or a list is empty; SchemaError if a lens has not been applied
    yet, or nobody has ordered.
    """
    del gaps
    if scheme not in SCHEMES:
        raise unknown_choice("scheme of groups", scheme, SCHEMES)
    for setting, given in (("high", high), ("silent", silent)):
        if not given or isinstance(given, str):
            raise ConfigError("settings.groups.{setting} is {given}. List one segment or more.", setting=setting, given=given)
    check_not_empty(buyers(features, needs=()), "groups")
    found = {
        HIGH: (f"segment.{value_lens}", _held(features, f"segment.{value_lens}", high)),
        SILENT: (f"segment.{stage_lens}", _held(features, f"segment.{stage_lens}", silent)),
    }
    tests = table(
        row
        for number, (group, when) in enumerate(SCHEMES[scheme], 1)
        for row in rule_rows(group, _conditions(when, found), rule=number, place=f"groups, {group}")
    )
    _complete(tests, scheme)
    return tests


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column is missing, or a buyer has no segment in one of the two lenses.
    """
    check_table(definition, "groups definition", COLUMNS)
    if not set(definition["segment"]) <= set(SEGMENTS):
        raise SchemaError(
            "Table 'groups definition' names segments that groups do not have: {found}.",
            found=listed(sorted(set(definition["segment"]) - set(SEGMENTS))),
        )
    people = buyer_words(features, columns_of(definition))
    return segments_by_state(features, first_match(people, definition, default=None), no_order=PROSPECT)


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: segment, place (its turn among the rules; 0 for a state), and a column segment.<lens> per lens.

    The latter holds the keys that the group takes, separated by commas, with a ≠ in front where it leaves them out; blank: any.
    """
    check_table(definition, "groups definition", COLUMNS)
    rows = {
        segment: {"place": int(own["rule"].iloc[0])} | {test.column: _taken(test) for test in own.itertuples() if test.column}
        for segment, own in definition.groupby("segment", sort=False)
    }
    rows |= {state: {"place": 0} for state in (REFUND_ONLY, PROSPECT)}
    found = pd.DataFrame.from_dict(rows, orient="index").reindex([key for key in SEGMENTS if key in rows])
    words = [column for column in found.columns if column != "place"]
    found = found.assign(**{column: found[column].fillna("").astype("str") for column in words})
    return found.rename_axis("segment").reset_index().astype({"segment": "str", "place": "int64"})


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns segment.<lens> that the groups are made of."""
    check_table(definition, "groups definition", COLUMNS)
    return columns_of(definition)


def lacking(features: pd.DataFrame, *, value_lens: str = "value", stage_lens: str = "lifecycle", **settings: object) -> str:
    """no_lenses where one of the two lenses has not been applied."""
    del settings
    return "" if {f"segment.{value_lens}", f"segment.{stage_lens}"} <= set(features.columns) else "no_lenses"


def buyer_words(features: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The buyers of `features` with `columns` as words, a fresh index.  SchemaError where a buyer lacks one."""
    buyers(features, needs=())
    check_table(features, "features", columns)
    people = features.loc[features["state"].eq(BUYER).to_numpy(), ["customer_id", *columns]].reset_index(drop=True)
    for column in columns:
        if absent := int(people[column].isna().sum()):
            raise SchemaError(
                "Table 'features' has no '{column}' for {rows} buyers. Every customer in the state 'buyer' needs one.",
                column=column,
                rows=absent,
            )
    return people.astype(dict.fromkeys(columns, "str"))


def _held(features: pd.DataFrame, column: str, wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` that the lens has made; all where it has made none."""
    check_table(features, "features", (column,))
    found = set(features[column].dropna())
    return [segment for segment in wanted if segment in found] or list(wanted)


def _conditions(when: dict[str, bool] | None, found: dict[str, tuple[str, list[str]]]) -> dict[str, object] | None:
    if when is None:
        return None
    return {found[what][0]: found[what][1] if wanted else {"not": found[what][1]} for what, wanted in when.items()}


def _complete(tests: pd.DataFrame, scheme: str) -> None:
    """Raise ConfigError unless the last rule, and only the last, takes everybody."""
    takes_all = tests["test"] == ALWAYS
    if not takes_all.iloc[-1] or np.count_nonzero(takes_all) != 1:
        raise ConfigError("The scheme '{scheme}' of groups must end with a rule for everybody else.", scheme=scheme)


def _taken(test) -> str:
    return ("≠ " if test.test == "not_in" else "") + ", ".join(json.loads(test.given))
