"""Survey answers as one row per respondent: the scores of the latest questionnaire, and how somebody answers.

Somebody who gives one and the same answer to every statement has read none of them, or has none that
matters more than another; either way the answers hold no profile.  Such respondents are counted beside what
chance alone would give, left out when groups are formed, and placed afterwards.  Of yes/no lists no such
thing is said: ticking nothing can be the true answer.

Columns keep the role of an item in their name (`need.price`), so a lens finds its items without being told.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.segmentations.population import check_table

SCORED = ("need", "attitude", "motive", "satisfaction", "recommendation")
ASKED = ("need", "attitude", "motive")  # roles whose items describe a person rather than judge the client
ITEMS_FOR_STYLE = 5  # answers on one scale from which "always the same" says something

Item = tuple[str, tuple[float, float] | None, bool]  # role, scale, reversed


def survey_table(
    responses: pd.DataFrame | None, items: Mapping[str, Item], *, as_of: pd.Timestamp | None = None
) -> pd.DataFrame | None:
    """The table `survey`: one row per respondent, in the order of customer_id; None where nobody answered.

    `responses` holds a column of scores per item (missing: not answered, not applicable) beside customer_id, or
    respondent_id where the survey is anonymous; `items` says of each column its role, its scale and whether the
    score was turned round.  Questionnaires after `as_of` are left out; of somebody who answered twice the latest counts.

        customer_id    str    the respondent, where no customer is known
        answered_share float  of the items of ASKED, those answered
        answer_mean    float  mean place of the answers on their scales, 0 lowest to 1 highest
        answer_spread  float  their standard deviation within the respondent (divided by n)
        one_answer     float  1: the same answer to all items of a scale, at least five; 0: not; missing: too few
        <role>.<item>  float  the score

    Raises SchemaError where neither id is there.
    """
    held = {key: item for key, item in items.items() if responses is not None and key in responses and item[0] in SCORED}
    if responses is None or not held:
        return None
    rows = _latest(responses, as_of)
    if rows.empty:
        return None
    scores = rows[list(held)].astype("float64")
    asked = [key for key, item in held.items() if item[0] in ASKED]
    places = pd.DataFrame({key: _place(scores[key], held[key][1]) for key in asked}, index=scores.index)
    table = pd.DataFrame(
        {
            "customer_id": rows["customer_id"].astype("str"),
            "answered_share": scores[asked].notna().mean(axis="columns") if asked else np.nan,
            "answer_mean": places.mean(axis="columns"),
            "answer_spread": places.std(axis="columns", ddof=0),
            "one_answer": one_answer(scores, held),
        }
    )
    named = scores.rename(columns={key: f"{item[0]}.{key}" for key, item in held.items()})
    return pd.concat([table, named], axis="columns").sort_values("customer_id", ignore_index=True)


def one_answer(scores: pd.DataFrame, items: Mapping[str, Item]) -> pd.Series:
    """1 for a respondent with one answer to every item of a rating scale, 0 for others, missing where there are too few."""
    found = pd.Series(np.nan, index=scores.index)
    for _, given in batteries(scores, items):
        enough = given.notna().sum(axis="columns") >= ITEMS_FOR_STYLE
        same = (given.nunique(axis="columns") == 1).astype("float64")
        found = found.where(~enough, np.fmax(found, same))
    return found


def batteries(scores: pd.DataFrame, items: Mapping[str, Item]) -> Iterable[tuple[tuple[float, float], pd.DataFrame]]:
    """The rating items that share a scale, as they were answered: what was turned round is turned back.

    Yes/no items, and scales with fewer than five items, are none.
    """
    scales: dict[tuple[float, float], list[str]] = {}
    for key, (role, scale, _) in items.items():
        low, high = scale or (scores[key].min(), scores[key].max())
        if role in ASKED and high - low > 1:
            scales.setdefault((low, high), []).append(key)
    for (low, high), keys in scales.items():
        if len(keys) >= ITEMS_FOR_STYLE:
            yield (low, high), pd.DataFrame({key: low + high - scores[key] if items[key][2] else scores[key] for key in keys})


def item_columns(features: pd.DataFrame, roles: Iterable[str]) -> tuple[str, ...]:
    """The columns of a record that hold items of these roles, in alphabetical order."""
    starts = tuple(f"survey.{role}." for role in roles)
    return tuple(sorted(column for column in features.columns if column.startswith(starts)))


def item_key(column: str) -> str:
    """The client's key of an item column: `survey.need.price` -> `price`."""
    return column.split(".", 2)[-1]


def _latest(responses: pd.DataFrame, as_of: pd.Timestamp | None) -> pd.DataFrame:
    """One row per respondent.  Customers and strangers are never mixed: their numbers may be the same."""
    known = "customer_id" in responses and responses["customer_id"].notna().any()
    who = "customer_id" if known else "respondent_id"
    check_table(responses, "responses", (who,))
    rows = responses.dropna(subset=who).assign(customer_id=lambda table: table[who])
    if "answered_at" in rows:
        if as_of is not None:
            rows = rows[~(rows["answered_at"].dt.normalize() > pd.Timestamp(as_of))]
        rows = rows.sort_values("answered_at", kind="stable", na_position="first")
    return rows.drop_duplicates("customer_id", keep="last")


def _place(scores: pd.Series, scale: tuple[float, float] | None) -> pd.Series:
    """Where the answers stand on their scale, 0 to 1."""
    low, high = scale or (scores.min(), scores.max())
    return (scores - low) / (high - low) if high > low else scores * np.nan
