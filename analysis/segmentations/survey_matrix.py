"""From answers to the numbers that groups are formed on: which items, whose answers, raw or as deviations.

Three choices are made here, each printed with the definition:

- Items that more than 40 % left out, and items that everybody answers alike, are left out.
- Where all items are answered on like scales they are compared as they stand; else each is divided by its
  standard deviation (`scaling`).
- Some people rate everything high, some everything low.  Where every item rises with the others the level of a
  respondent says more about the style of answering than about wishes; then the answers are taken as deviations
  from the respondent's own mean (`centre`; ipsatising, Cunningham, Cunningham and Green 1977, Public Opinion
  Quarterly 41, 379-384).  What is lost: who really finds everything important looks like everybody else.

Answers that are missing stay missing; nothing is filled in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import ConfigError

MOST_MISSING = 0.40  # of respondents, above which an item is left out
ANSWERED = 0.5  # of the items, from which somebody counts as a respondent
ALIKE = 0.20  # mean correlation between items from which a common level is taken for style
SAME_RANGE = 1.5  # scales whose widths differ by less are alike
CHOICES = ("auto", "yes", "no")
SCALINGS = ("auto", "raw", "standard")


@dataclass(frozen=True)
class Ruler:
    """How answers become coordinates: `(answer - mean) / divisor`, and if `centre` less the respondent's mean of these."""

    items: tuple[str, ...]
    mean: np.ndarray
    divisor: np.ndarray
    centre: bool

    def coordinates(self, answers: np.ndarray) -> np.ndarray:
        """Respondents x items; missing answers stay missing."""
        moved = (answers - self.mean) / self.divisor
        if not self.centre:
            return moved
        known = np.isfinite(moved)
        level = np.where(known, moved, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        return moved - level[:, None]

    def answers(self, coordinates: np.ndarray) -> np.ndarray:
        """Coordinates as answers; of deviations, what somebody of average level would have answered."""
        return coordinates * self.divisor + self.mean


def usable_items(answers: pd.DataFrame) -> tuple[tuple[str, ...], dict[str, str]]:
    """The items that can be used, and why others cannot: mostly_missing | constant.  `answers`: of those who answered any."""
    missing = answers.isna().mean()
    left_out = {}
    for column in answers.columns:
        if not len(answers) or missing[column] > MOST_MISSING:
            left_out[column] = "mostly_missing"
        elif answers[column].nunique() < 2:
            left_out[column] = "constant"
    return tuple(column for column in answers.columns if column not in left_out), left_out


def ruler_for(answers: pd.DataFrame, *, centre: str | bool, scaling: str) -> Ruler:
    """The ruler for these answers (sorted rows, usable items).  Raises ConfigError for an unknown choice."""
    centre = {True: "yes", False: "no"}.get(centre, centre) if isinstance(centre, bool) else centre
    for setting, given, choices in (("centre", centre, CHOICES), ("scaling", scaling, SCALINGS)):
        if given not in choices:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=", ".join(choices))
    values = answers.to_numpy(dtype="float64")
    known = np.isfinite(values)
    count = known.sum(axis=0)
    mean = np.where(known, values, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (values - mean) ** 2, 0.0).sum(axis=0) / count)
    width = np.nanmax(values, axis=0) - np.nanmin(values, axis=0)
    standard = scaling == "standard" or (scaling == "auto" and width.max() >= SAME_RANGE * width.min())
    alike = centre == "yes" or (centre == "auto" and general_level(answers))
    return Ruler(tuple(answers.columns), mean, spread if standard else np.ones_like(spread), alike)


def general_level(answers: pd.DataFrame) -> bool:
    """Whether every item of a rating scale rises with the rest, by .20 on average: a common level, or a style of answering."""
    if answers.shape[1] < 3 or answers.stack().nunique() <= 2:
        return False
    correlations = answers.corr().to_numpy()
    between = correlations[~np.eye(len(correlations), dtype=bool)]
    return bool(np.isfinite(between).all() and between.mean() >= ALIKE and rest_correlations(answers).min() > 0)


def rest_correlations(answers: pd.DataFrame) -> pd.Series:
    """Correlation of each item with the mean of the others; missing where there are fewer than three items."""
    if answers.shape[1] < 3:
        return pd.Series(np.nan, index=answers.columns)
    standard = (answers - answers.mean()) / answers.std()
    return pd.Series({one: standard[one].corr(standard.drop(columns=one).mean(axis="columns")) for one in answers.columns})


def respondents(answers: pd.DataFrame, items: Sequence[str]) -> np.ndarray:
    """Which rows answered at least half of the items."""
    return answers[list(items)].notna().mean(axis="columns").to_numpy() >= ANSWERED


def by_value(*columns: np.ndarray) -> np.ndarray:
    """An order of the rows that depends on their values alone: rows that are equal are alike, whoever they belong to."""
    return np.lexsort([np.nan_to_num(column, nan=-np.inf) for column in columns[::-1]])
