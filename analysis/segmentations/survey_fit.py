"""A survey lens fitted: items, ruler, groups, and the rule for those who were not asked, as one definition."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.segmentations import survey_clusters, survey_components, survey_definition, survey_matrix, survey_typing
from analysis.segmentations.column_order import by_content
from analysis.segmentations.survey_lens import LEAST_ITEMS, LEAST_RESPONDENTS, UNDIVIDED, answered_by, check_people, keys
from analysis.segmentations.survey_parts import centres_part, components_part, items_part, segments_part

FIGURES = {"fidelity": "fidelity", "fidelity_low": "low", "fidelity_high": "high", "chance": "chance", "typed_on": "n"}


def fit_lens(
    features: pd.DataFrame,
    *,
    lens: str,
    prefix: str,
    columns: tuple[str, ...],
    segments: int,
    centre: str | bool,
    scaling: str,
    starts: int,
    samples: int,
    fidelity: float,
    predictors: Iterable[str],
) -> pd.DataFrame:
    """The definition (survey_definition) of a lens on these item columns.

    Raises SchemaError where answers are too few, ConfigError for a setting out of range.
    """
    check_people(features, columns)
    usable, left_out = survey_matrix.usable_items(answered_by(features, columns))
    features = features.reset_index(drop=True)
    asked = features[survey_matrix.respondents(features, usable)] if usable else features.iloc[:0]
    _check_enough(lens, len(usable), len(asked))
    answers = asked[list(usable)].astype("float64")
    # Items by what was answered, not by their names or places: other headers must give the same groups.
    places = by_content(answers)
    formed = _forming(answers, _one_answer(asked), places)
    ruler = survey_matrix.ruler_for(formed, centre=centre, scaling=scaling)
    coordinates = ruler.coordinates(formed.to_numpy())
    choice = survey_clusters.choice_of_segments(coordinates[:, places], ordered=segments, samples=samples, starts=starts)
    taken = choice.loc[choice["reason"].isin(["chosen", "ordered"]), "segments"]
    names = (UNDIVIDED,) if taken.empty else keys(prefix)[: int(taken.iloc[0])]
    middle = (
        np.nanmean(coordinates, axis=0)[None, :]
        if taken.empty
        else survey_clusters.centres(coordinates[:, places], int(taken.iloc[0]), starts=starts)[:, np.argsort(places)]
    )
    label = survey_clusters.nearest(ruler.coordinates(answers.to_numpy()), middle)
    middle, label = _largest_first(middle, label)
    found = np.array(names, dtype=object)[label]
    nodes, figures, states = _rule(asked, found, names, predictors, columns)
    typed = bool(len(nodes)) and survey_typing.good_enough(figures["fidelity"], figures["chance"], least=fidelity)
    numbers = {
        "centre": float(ruler.centre),
        "answered": survey_matrix.ANSWERED,
        "respondents": float(len(asked)),
        "left_out": float(len(asked) - len(formed)),
        "typed": float(typed),
        **{name: figures[key] for name, key in FIGURES.items()},
    }
    return survey_definition.packed(
        [
            survey_definition.settings_part(lens, numbers),
            items_part(answers, ruler, left_out),
            components_part(survey_components.components(coordinates, usable)),
            choice.rename(
                columns={
                    "segments": "place",
                    "stability": "value",
                    "stability_low": "low",
                    "smallest_share": "spread",
                    "reason": "text",
                }
            ).assign(kind="choice"),
            segments_part(names, found, middle, coordinates, usable),
            centres_part(names, found, middle, ruler),
            pd.DataFrame({"text": list(states)}).assign(kind="state"),
            survey_definition.nodes_part(nodes),
        ]
    )


def _forming(answers: pd.DataFrame, one_answer: np.ndarray, places: np.ndarray) -> pd.DataFrame:
    """The answers that groups are formed on, sorted by value, items in the order of `places`: without those who give one
    answer to everything."""
    formed = answers[~one_answer] if (~one_answer).sum() >= LEAST_RESPONDENTS else answers
    return formed.iloc[survey_matrix.by_value(*formed.to_numpy().T[places])]


def _one_answer(asked: pd.DataFrame) -> np.ndarray:
    if "survey.one_answer" not in asked:
        return np.zeros(len(asked), dtype=bool)
    return asked["survey.one_answer"].astype("float64").eq(1.0).to_numpy(dtype=bool)


def _largest_first(middle: np.ndarray, label: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centres and labels with the largest group first, equal sizes as they were."""
    order = np.argsort(-np.bincount(label, minlength=len(middle)), kind="stable")
    return middle[order], np.argsort(order, kind="stable")[label]


def _rule(
    asked: pd.DataFrame, found: np.ndarray, names: tuple[str, ...], predictors: Iterable[str], columns: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, float], tuple[str, ...]]:
    """The nodes, their figures and the states learnt on."""
    wanted = tuple(predictors) or survey_typing.predictors_of(asked, columns)
    states = survey_typing.learnt_states(asked)
    held = asked["state"].isin(states).to_numpy()
    return (*survey_typing.fitted_rule(asked[held], found[held], wanted if len(names) > 1 else ()), states)


def _check_enough(lens: str, items: int, people: int) -> None:
    if items < LEAST_ITEMS:
        raise SchemaError(
            "The survey holds {held} items that '{lens}' can use; {needed} are needed. Map more items of its roles, or leave '{lens}' out of methods.",
            held=items,
            lens=lens,
            needed=LEAST_ITEMS,
        )
    if people < LEAST_RESPONDENTS:
        raise SchemaError(
            "The survey holds {held} respondents that '{lens}' can use; {needed} are needed. Ask more people, or leave '{lens}' out of methods.",
            held=people,
            lens=lens,
            needed=LEAST_RESPONDENTS,
        )
