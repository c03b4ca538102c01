"""Every comment once: reviews and free answers in one table, with what the rating says of their mood.

A shop's form letter, or one text sent five times, is one voice: copies and near-copies by the same customer count once.
A rating is read by its place on its scale: the lowest quarter is negative (1 and 2 of 1 to 5), the highest positive
(4 and 5), what lies between neutral.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.profiles.comment_words import key_of

NEGATIVE, NEUTRAL, POSITIVE = "negative", "neutral", "positive"
LOWEST, HIGHEST = 0.25, 0.75  # places on the scale
REVIEW = "review"
ALIKE = 0.8  # share of common three-letter pieces from which two texts of one customer are the same text
SCALES = ((1.0, 5.0), (0.0, 10.0), (0.0, 100.0))  # the usual ones, the first that holds all ratings is taken
COLUMNS = ["comment", "customer_id", "written_at", "origin", "source", "rating", "mood", "repeat", "text"]


def comment_table(
    feedback: pd.DataFrame | None,
    answers: pd.DataFrame | None = None,
    *,
    free_text: Iterable[str] = (),
    scale: tuple[float, float] | None = None,
    as_of: object,
) -> pd.DataFrame:
    """One row per comment up to `as_of`, oldest first.

    From `feedback` (text; customer_id, created_at, rating, source where held) and the columns `free_text` of `answers` (one
    row per respondent; customer_id, answered_at where held) to:

        comment      int    number of the comment
        customer_id  str    missing where nobody is known
        written_at   time   missing where no day is held
        origin       str    'review', or the key of the survey item
        source       str    platform, as the client's file says
        rating       float  as given
        mood         str    negative, neutral, positive by the rating's place on `scale`; missing without a rating
        repeat       bool   a copy of an earlier comment by the same customer; to be counted once
        text         str    as it came through the door, masked

    Without `scale` it is the first usual one (1–5, 0–10, 0–100) that holds every rating, else from the lowest to the
    highest rating.  Comments without a letter in them are left out.
    """
    parts = [] if feedback is None else [_reviews(feedback)]
    parts += [_free(answers, item) for item in free_text if answers is not None and item in answers]
    held = [part for part in parts if len(part)] or [_reviews(pd.DataFrame({"text": []}))]
    found = pd.concat(held, ignore_index=True)
    found["text"] = found["text"].fillna("").astype(str).str.strip()
    found = found[found["text"].map(key_of).ne("") & ~(found["written_at"].dt.normalize() > pd.Timestamp(as_of))]
    found = found.sort_values("written_at", kind="stable", na_position="first", ignore_index=True)
    found["mood"] = moods(found["rating"], scale or scale_of(found["rating"]))
    return found.assign(comment=np.arange(len(found)), repeat=_repeats(found))[COLUMNS]


def of_one_kind(comments: pd.DataFrame) -> pd.DataFrame:
    """The reviews, or all comments where there are none.

    A survey asks all at once and for something else: beside reviews its answers would make a season, and segments that
    answer more, look different.
    """
    reviews = comments["origin"].eq(REVIEW)
    return comments[reviews | ~reviews.any()]


def scale_of(ratings: pd.Series) -> tuple[float, float] | None:
    """The scale that the ratings seem to be given on; None without two different ones."""
    known = ratings.dropna().astype(float)
    if known.nunique() < 2:
        return None
    low, high = float(known.min()), float(known.max())
    return next(((least, most) for least, most in SCALES if least <= low and high <= most), (low, high))


def moods(ratings: pd.Series, scale: tuple[float, float] | None) -> pd.Series:
    """negative, neutral or positive by the place on the scale; missing without a rating or beyond the scale."""
    if scale is None:
        return pd.Series(None, index=ratings.index, dtype="str")
    place = (ratings.astype(float) - scale[0]) / (scale[1] - scale[0])
    mood = np.select([place <= LOWEST, place >= HIGHEST], [NEGATIVE, POSITIVE], NEUTRAL)
    return pd.Series(mood, index=ratings.index, dtype="str").where(place.between(0, 1))


def _reviews(feedback: pd.DataFrame) -> pd.DataFrame:
    return _even(feedback, {"written_at": "created_at", "rating": "rating", "source": "source", "text": "text"}).assign(
        origin=REVIEW
    )


def _free(answers: pd.DataFrame, item: str) -> pd.DataFrame:
    own = _even(answers, {"written_at": "answered_at", "source": "", "rating": "", "text": item})
    return own[own["text"].notna()].assign(origin=item)


def _even(table: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """The columns under our names; those that are not held are missing throughout."""
    types = {"customer_id": "str", "written_at": "datetime64[us]", "source": "str", "rating": "float", "text": "str"}
    taken = {"customer_id": "customer_id", **columns}
    return pd.DataFrame(
        {
            name: (table[taken[name]] if taken[name] in table else pd.Series(None, index=table.index)).astype(kind)
            for name, kind in types.items()
        }
    )


def _repeats(found: pd.DataFrame) -> pd.Series:
    """Whether the same customer wrote nearly the same before; of unknown customers only a copy at the same time is one."""
    keys = found["text"].map(key_of)
    repeat = pd.DataFrame({"who": found["customer_id"], "at": found["written_at"], "key": keys}).duplicated()
    repeat |= found["customer_id"].notna() & pd.DataFrame({"who": found["customer_id"], "key": keys}).duplicated()
    open_ = found[found["customer_id"].notna() & ~repeat]
    for _, rows in open_.groupby("customer_id", sort=False):
        if len(rows) > 1:
            repeat.loc[_near_copies(keys.loc[rows.index])] = True
    return repeat


def _near_copies(keys: pd.Series) -> list[int]:
    kept: list[set[str]] = []
    copies = []
    for place, key in keys.items():
        pieces = {key[i : i + 3] for i in range(max(len(key) - 2, 1))}
        if any(len(pieces & other) >= ALIKE * len(pieces | other) for other in kept):
            copies.append(place)
        else:
            kept.append(pieces)
    return copies
