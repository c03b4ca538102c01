"""Needs: what matters to whom, from what respondents say is important.

Groups of respondents with like answers to the items of role `need`, by k-means (survey_clusters); how many is
the largest number that comes back in other samples, or the client's own (`segments`).  "No groups" is an answer.
Stated importance is not paid for: what people say matters is held against what they bought, and where there is no
link the page says so.

Reading of segments: Dolnicar, Gruen and Leisch (2018), Market Segmentation Analysis, Springer.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.segmentations import survey_fit, survey_lens
from analysis.segmentations.survey_clusters import SAMPLES, STARTS
from analysis.segmentations.survey_typing import LEAST_FIDELITY

ROLES = ("need",)
SEGMENTS: tuple[str, ...] = survey_lens.keys("need")
DIVIDES = "customers"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    segments: int = 0,
    items: Iterable[str] = (),
    centre: str | bool = "auto",
    scaling: str = "auto",
    starts: int = STARTS,
    samples: int = SAMPLES,
    fidelity: float = LEAST_FIDELITY,
    predictors: Iterable[str] = (),
) -> pd.DataFrame:
    """Items, centres, components, the choice of the number, and the rule for others: see survey_definition.

    From the customer record with `survey.need.<item>` columns (score, missing: not answered or not applicable).

        segments    number of groups, 2 to 8; 0: the largest from 3 to 6 that other samples bring back
        items       keys of the items to use; empty: all of the role
        centre      auto | yes | no: answers as deviations from the respondent's own mean (survey_matrix)
        scaling     auto | raw | standard: answers as they are, or divided by their standard deviation
        starts      random starts of k-means, the best of which counts
        samples     samples on which the groups are tried
        fidelity    balanced accuracy from which the rule places those who were not asked
        predictors  columns that the rule may ask for; empty: behaviour, habits, attributes

    Respondents who give one answer to everything are left out of the fitting.  `gaps` is not used.

    Raises SchemaError where there are fewer than three usable items or 100 respondents; ConfigError for a setting
    out of range.
    """
    del gaps
    columns = survey_lens.chosen_items(features, ROLES, items)
    return survey_fit.fit_lens(
        features, lens="needs", prefix="need", columns=columns, segments=segments, centre=centre, scaling=scaling,
        starts=starts, samples=samples, fidelity=fidelity, predictors=predictors,
    )  # fmt: skip


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    need_1 … by the answers; others by the rule where it is in force, else `not_surveyed`.  Raises SchemaError if a
    column is missing.
    """
    return survey_lens.assign_lens(features, definition, lens="needs")


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment, the largest first.

    segment           str    key
    respondents       int    who was placed by the answers when fitted
    respondent_share  float  their share of respondents
    traits            str    the items that stand out, with + (above all respondents) or -
    centre            str    the answers of its centre: the rule, with the nearest centre deciding
    placed_by_rule    int    1: customers who were not asked are placed by the rule
    """
    return survey_lens.describe_lens(definition)


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The items, and what the rule asks for where it is in force."""
    return survey_lens.defined_by_of(definition)


def lacking(features: pd.DataFrame, *, items: Iterable[str] = (), **settings: object) -> str:
    """no_survey | few_items | few_respondents; empty where it can be fitted."""
    del settings
    return survey_lens.lacking_for(features, ROLES, items)
