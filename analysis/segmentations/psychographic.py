"""Psychographic groups: attitudes and motives, from what respondents agree with.

The lens `psychographic.answers` groups respondents by their answers to the items of role `attitude` and `motive`,
as `needs` does by what matters to them.  An attribute of the customer file that is declared psychographic (a way of
life, a type bought from a panel) makes a lens of its own in the client's words: `psychographic.lifestyle`.

Attitudes explain and help to word a message; they are no licence to guess at a person.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations import survey_definition, survey_fit, survey_lens
from analysis.segmentations.attributes import attribute, check_people, check_somebody, of_kind, segments_of_all
from analysis.segmentations.levels import KEPT, MISSING, OTHER, as_levels, level_table, words
from analysis.segmentations.survey_clusters import SAMPLES, STARTS
from analysis.segmentations.survey_typing import LEAST_FIDELITY

ROLES = ("attitude", "motive")
SEGMENTS: tuple[str, ...] = survey_lens.keys("psychographic")
DIVIDES = "customers"
ANSWERS = "answers"

Kinds = Mapping[str, str] | None


def variants(
    features: pd.DataFrame, *, kinds: Kinds = None, items: Iterable[str] = (), kept: int = KEPT, **settings: object
) -> tuple[str, ...]:
    """`answers` where enough respondents answered enough items, and the attributes declared psychographic."""
    del settings
    by_answers = () if survey_lens.lacking_for(features, ROLES, items) else (ANSWERS,)
    return (*by_answers, *(name for name in of_kind(features, kinds, "psychographic") if _divides(features, name, kept)))


def lacking(features: pd.DataFrame, *, kinds: Kinds = None, items: Iterable[str] = (), kept: int = KEPT, **settings: object) -> str:
    """no_survey | few_items | few_respondents; empty where there is something to divide by."""
    found = variants(features, kinds=kinds, items=items, kept=kept, **settings)
    return "" if found else survey_lens.lacking_for(features, ROLES, items)


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    by: str = ANSWERS,
    kinds: Kinds = None,
    kept: int = KEPT,
    segments: int = 0,
    items: Iterable[str] = (),
    centre: str | bool = "auto",
    scaling: str = "auto",
    starts: int = STARTS,
    samples: int = SAMPLES,
    fidelity: float = LEAST_FIDELITY,
    predictors: Iterable[str] = (),
) -> pd.DataFrame:
    """By answers: items, centres and rule as in `needs.fit`; by an attribute: its words, the `kept` most frequent.

    From the customer record with `survey.attitude.<item>` and `survey.motive.<item>`, or attribute.<by>.  `kinds` (kind
    by attribute) only tells `variants` what there is; `gaps` is not used.  Settings and errors as in `needs.fit`;
    SchemaError too where the attribute is not held, ConfigError where `by` is empty.
    """
    del gaps, kinds
    if by != ANSWERS:
        return _by_words(features, by, kept)
    columns = survey_lens.chosen_items(features, ROLES, items)
    return survey_fit.fit_lens(
        features, lens="psychographic", prefix="psychographic", columns=columns, segments=segments, centre=centre,
        scaling=scaling, starts=starts, samples=samples, fidelity=fidelity, predictors=predictors,
    )  # fmt: skip


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    By answers as in `needs.assign`; by an attribute: its word, '(other)', or '(missing)'.
    """
    column = _column(definition)
    if not column:
        return survey_lens.assign_lens(features, definition, lens="psychographic")
    check_people(features, column)
    names = definition.loc[definition["kind"] == "segment", "segment"]
    return segments_of_all(features, as_levels(words(features[column]), names))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: by answers as `needs.describe`; by an attribute segment and customers when fitted."""
    if not _column(definition):
        return survey_lens.describe_lens(definition)
    rows = definition[definition["kind"] == "segment"]
    return rows[["segment", "n"]].rename(columns={"n": "customers"}).reset_index(drop=True)


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The items, and what the rule asks for where it is in force; or the attribute."""
    return (_column(definition),) if _column(definition) else survey_lens.defined_by_of(definition)


def _by_words(features: pd.DataFrame, by: str, kept: int) -> pd.DataFrame:
    if not by:
        raise unknown_choice("psychographic lens", by, (ANSWERS, *of_kind(features, None, "psychographic")))
    check_people(features, attribute(by))
    check_somebody(features, "psychographic")
    table = level_table(words(features[attribute(by)]), kept=kept).rename(columns={"customers": "n"})
    column = pd.DataFrame({"kind": ["setting"], "item": ["column"], "text": [attribute(by)]})
    return survey_definition.packed(
        [survey_definition.settings_part("psychographic", {}), column, table.assign(kind="segment", value=np.nan)]
    )


def _column(definition: pd.DataFrame) -> str:
    """The attribute of a definition by words; empty for one by answers."""
    survey_definition.check_definition(definition, "psychographic")
    found = definition.loc[(definition["kind"] == "setting") & (definition["item"] == "column"), "text"]
    return str(found.iloc[0]) if len(found) else ""


def _divides(features: pd.DataFrame, name: str, kept: int) -> bool:
    """Two words or more, and not mostly the rest."""
    table = level_table(words(features[attribute(name)]), kept=kept).set_index("segment")["customers"].drop(MISSING)
    return int((table > 0).sum()) >= 2 and bool(table[OTHER] < table.sum() / 2)
