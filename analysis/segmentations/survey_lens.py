"""A lens made of survey answers: groups of respondents, and everybody else beside them.

Respondents are placed by their answers: the nearest centre.  Somebody who answered fewer than half of the items
counts as not asked.  Customers who were not asked are placed by a short rule on what is known of everybody, if it
is good enough (survey_typing); else they are `not_surveyed`, and nothing is made up about them.

Groups are numbered by size, the largest first: the number is a name, no rank.  Their traits are the items on which
a group stands farthest from all respondents, in standard deviations.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.schema.derived import CUSTOMER_STATES
from analysis.segmentations import survey_clusters, survey_definition, survey_matrix, survey_typing
from analysis.segmentations.population import check_key, check_table
from analysis.segmentations.survey_answers import item_columns, item_key

NOT_SURVEYED = "not_surveyed"
UNDIVIDED = "survey_undivided"
LEAST_RESPONDENTS, LEAST_ITEMS = 100, 3


def keys(prefix: str) -> tuple[str, ...]:
    """The segment keys of a lens in display order."""
    return (*(f"{prefix}_{number + 1}" for number in range(survey_clusters.MOST_ORDERED)), UNDIVIDED, NOT_SURVEYED)


def chosen_items(features: pd.DataFrame, roles: Iterable[str], items: Iterable[str]) -> tuple[str, ...]:
    """The item columns of the roles, or of them those named in `items`.  Raises SchemaError for one that is not held."""
    held = item_columns(features, roles)
    wanted = tuple(items)
    strange = [item for item in wanted if item not in {item_key(column) for column in held}]
    if strange:
        check_table(features, "features", [f"survey.{next(iter(roles))}.{item}" for item in strange])
    return tuple(column for column in held if not wanted or item_key(column) in wanted)


def lacking_for(features: pd.DataFrame, roles: Iterable[str], items: Iterable[str]) -> str:
    """Why no groups can be formed: no_survey | few_items | few_respondents; empty where they can."""
    columns = chosen_items(features, roles, items)
    if not columns:
        return "no_survey"
    usable, _ = survey_matrix.usable_items(answered_by(features, columns))
    if len(usable) < LEAST_ITEMS:
        return "few_items"
    return "few_respondents" if survey_matrix.respondents(features, usable).sum() < LEAST_RESPONDENTS else ""


def assign_lens(features: pd.DataFrame, definition: pd.DataFrame, *, lens: str) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment."""
    survey_definition.check_definition(definition, lens)
    check_people(features, defined_by_of(definition))
    features = features.reset_index(drop=True)
    segment = np.full(len(features), NOT_SURVEYED, dtype=object)
    ruler, (names, middle) = survey_definition.ruler_of(definition), survey_definition.centres_of(definition)
    answered = survey_matrix.respondents(features, ruler.items)
    answers = features.loc[answered, list(ruler.items)].to_numpy(dtype="float64", na_value=np.nan)
    segment[answered] = np.array(names, dtype=object)[survey_clusters.nearest(ruler.coordinates(answers), middle)]
    nodes = survey_definition.nodes_of(definition)
    if len(nodes):
        others = ~answered & features["state"].isin(survey_definition.states_of(definition)).to_numpy()
        segment[others] = survey_typing.placed(features[others], nodes)
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": pd.Series(segment, dtype="str")})


def describe_lens(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: see `needs.describe`."""
    rows = definition[definition["kind"] == "segment"].reset_index(drop=True)
    middle = definition[definition["kind"] == "centre"]
    profile = middle.groupby("segment", sort=False)[["item", "spread"]].apply(_profile_text)
    table = pd.DataFrame(
        {
            "segment": rows["segment"],
            "respondents": rows["n"],
            "respondent_share": rows["value"],
            "traits": rows["text"],
            "centre": rows["segment"].map(profile),
            "placed_by_rule": np.int64(survey_definition.setting(definition, "typed")),
        }
    )
    others = {"segment": [NOT_SURVEYED], "respondents": [0], "respondent_share": [0.0], "traits": [""], "centre": [""]}
    return pd.concat([table, pd.DataFrame(others | {"placed_by_rule": [0]})], ignore_index=True).astype(
        dict.fromkeys(("segment", "traits", "centre"), "str")
    )


def defined_by_of(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns that make the segments: the items, and what the rule asks for where it is used."""
    nodes = survey_definition.nodes_of(definition)
    asked = () if nodes.empty else tuple(sorted(set(nodes["feature"]) - {""}))
    return (*survey_definition.used_items(definition), *asked)


def check_people(features: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise SchemaError where the record lacks a column, a customer stands twice or a state is unknown."""
    check_table(features, "features", ("customer_id", "state", *columns))
    check_key(features, "features")
    known = (*CUSTOMER_STATES, "known")
    unknown = ~features["state"].isin(known)
    if unknown.any():
        raise SchemaError(
            "Table 'features' has {rows} rows with an unknown state. Known states: {states}.",
            rows=int(unknown.sum()),
            states=", ".join(dict.fromkeys(known)),
        )


def answered_by(features: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """The answers of those who gave any."""
    answers = features[list(columns)].astype("float64")
    return answers[answers.notna().any(axis="columns")]


def _profile_text(rows: pd.DataFrame) -> str:
    return ", ".join(f"{item_key(item)} {value:.2f}" for item, value in zip(rows["item"], rows["spread"], strict=True))
