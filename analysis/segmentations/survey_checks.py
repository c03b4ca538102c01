"""Can the answers be relied on?  Who answered, how, and which items behave oddly.

Respondents are not a sample of customers: whoever answers likes (or hates) the client more and buys more often.
So respondents are laid beside the other buyers, and nothing here repairs the difference.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from analysis.segmentations.survey_answers import ASKED, Item, batteries
from analysis.segmentations.survey_matrix import MOST_MISSING, rest_correlations

ONE_SIDED = 0.90
SURE = stats.norm.ppf(0.975)
ITEM_COLUMNS = [
    "item",
    "role",
    "n",
    "answered_share",
    "mean",
    "spread",
    "lowest_share",
    "highest_share",
    "rest_correlation",
    "flag",
]
MEASURE_COLUMNS = ["measure", "n", "of", "value", "low", "high", "by_chance"]
BIAS_COLUMNS = ["outcome", "n", "value", "low", "high", "n_others", "others", "others_low", "others_high", "clear"]


def item_checks(survey: pd.DataFrame, items: Mapping[str, Item]) -> pd.DataFrame:
    """One row per item of roles need, attitude and motive: see `survey_item_checks` in the data dictionary.

    From the table `survey`.  `flag` is the first that holds: constant; mostly_missing (more than 40 %); one_sided (nine
    in ten give the lowest or the highest answer); against: the correlation with the other items of its role is below
    zero beyond chance (Fisher's z, 95 %).  Such an item was asked the other way round and should be declared reversed,
    or it is a true trade-off: who wants advice may care less about price.
    """
    rows = []
    for role in ASKED:
        held = [key for key, item in items.items() if item[0] == role and f"{role}.{key}" in survey]
        answers = survey[[f"{role}.{key}" for key in held]].set_axis(held, axis="columns").astype("float64")
        answers = answers.iloc[np.lexsort(answers.fillna(-np.inf).to_numpy().T)] if held else answers
        rest = rest_correlations(answers) if held else pd.Series(dtype="float64")
        rows += [_item(key, role, answers[key], items[key][1], rest[key], len(survey)) for key in held]
    return pd.DataFrame(rows, columns=ITEM_COLUMNS)


def response_checks(survey: pd.DataFrame, items: Mapping[str, Item], *, known: int = 0) -> pd.DataFrame:
    """One row per measure: measure, n, of, value, low, high (95 %), by_chance.

    response    respondents of the customers known (or asked, where that is known); left out where `known` is 0
    answered    answers given of those asked for
    one_answer  respondents with one answer to all items of a rating scale; by_chance: how many there would be if
                each item were answered for itself
    alike       mean correlation between items of one role: .20 and more where every item rises with the others
                points at a style of answering
    """
    rows = []
    if known:
        rows.append(("response", len(survey), known, *_share(len(survey), known), np.nan))
    scores = survey.rename(columns={f"{item[0]}.{key}": key for key, item in items.items()})
    asked = [key for key, item in items.items() if item[0] in ASKED and key in scores]
    given, possible = int(scores[asked].notna().sum().sum()), len(asked) * len(survey)
    if possible:
        rows.append(("answered", given, possible, given / possible, np.nan, np.nan, np.nan))
    judged = survey["one_answer"].notna()
    if judged.any():
        same = int(survey["one_answer"].sum())
        held = {key: items[key] for key in asked}
        rows.append(("one_answer", same, int(judged.sum()), *_share(same, int(judged.sum())), _by_chance(scores, held)))
    alike = _mean_correlation(scores, items, asked)
    if alike == alike:
        rows.append(("alike", len(survey), len(survey), alike, np.nan, np.nan, np.nan))
    return pd.DataFrame(rows, columns=MEASURE_COLUMNS)


def who_answered(features: pd.DataFrame, *, minimum: int = 30) -> pd.DataFrame:
    """Buyers who answered beside buyers who did not: mean revenue and orders with their 95 % intervals (Student's t).

    From the customer record to outcome, n, value, low, high, n_others, others, others_low, others_high, clear (the
    intervals do not meet).  Empty with fewer than `minimum` on a side, or without orders.
    """
    answered = (
        features["survey.answered_share"].notna() if "survey.answered_share" in features else pd.Series(False, features.index)
    )
    buyers = features["state"].eq("buyer")
    rows = []
    for outcome in ("revenue", "order_count"):
        if outcome not in features or min((buyers & answered).sum(), (buyers & ~answered).sum()) < minimum:
            continue
        one, two = (_mean(features.loc[buyers & side, outcome]) for side in (answered, ~answered))
        rows.append((outcome, *one, *two, bool(one[2] > two[3] or one[3] < two[2])))
    return pd.DataFrame(rows, columns=BIAS_COLUMNS)


def _item(
    key: str, role: str, answers: pd.Series, scale: tuple[float, float] | None, rest: float, asked: int
) -> tuple[object, ...]:
    known = answers.dropna()
    low, high = scale or (known.min(), known.max())
    lowest, highest = ((known == end).mean() for end in (low, high))
    against = rest < 0 and len(known) > 3 and np.arctanh(rest) + SURE / np.sqrt(len(known) - 3) < 0
    flags = {
        "constant": known.nunique() < 2,
        "mostly_missing": 1 - len(known) / asked > MOST_MISSING,
        "one_sided": max(lowest, highest) >= ONE_SIDED,
        "against": against,
    }
    flag = next((name for name, holds in flags.items() if holds), "")
    return key, role, len(known), len(known) / asked, known.mean(), known.std(), lowest, highest, rest, flag


def _by_chance(scores: pd.DataFrame, items: Mapping[str, Item]) -> float:
    """Share with one answer to all items of the longest battery if each item were answered for itself."""
    found = [given for _, given in batteries(scores, items)]
    longest = max(found, key=lambda given: given.shape[1])
    shares = pd.DataFrame({key: longest[key].value_counts(normalize=True) for key in longest}).fillna(0.0)
    return float(shares.prod(axis="columns").sum())


def _mean_correlation(scores: pd.DataFrame, items: Mapping[str, Item], asked: list[str]) -> float:
    parts = []
    for role in ASKED:
        own = [key for key in asked if items[key][0] == role]
        if len(own) > 1:
            correlations = scores[own].corr().to_numpy()
            parts.append(correlations[np.triu_indices(len(own), 1)])
    return float(np.nanmean(np.concatenate(parts))) if parts and np.isfinite(np.concatenate(parts)).any() else np.nan


def _share(n: int, of: int) -> tuple[float, float, float]:
    """A share with its Wilson interval."""
    interval = stats.binomtest(min(n, of), of).proportion_ci(method="wilson")
    return n / of, interval.low, interval.high


def _mean(values: pd.Series) -> tuple[int, float, float, float]:
    values = values.astype("float64").dropna().sort_values()
    half = stats.t.ppf(0.975, len(values) - 1) * values.std() / np.sqrt(len(values))
    return len(values), values.mean(), values.mean() - half, values.mean() + half
