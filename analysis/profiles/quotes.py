"""A few comments in their own words, chosen so that nobody can be told by them.

Even a masked sentence can give its writer away, by what only one person can have said.  So a quote is short, holds no
number and nothing that was masked, and every word of it is used by at least `minimum` voices; it is the comment nearest to
the middle of its theme, not the strangest.  Writers must be known, and belong to a segment that is large enough; of the
clients of doctors nothing is quoted at all (`privacy.quotes` in client.yaml).
"""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from analysis.profiles.comment_words import is_han, key_of, words

LONGEST, LONGEST_HAN, FEWEST_WORDS = 90, 40, 3
MOST = 4
COLUMNS = ["theme", "mood", "quote"]


def quotes(
    comments: pd.DataFrame,
    themes: pd.DataFrame,
    order: Iterable[tuple[str, str]],
    *,
    mask: Callable[[str], str],
    minimum: int = 10,
) -> pd.DataFrame:
    """One typical comment for each (theme, mood) of `order` that has a fit one, at most `MOST`: theme, mood, quote.

    From comments (comment, customer_id, mood, text) of customers who may be quoted, and themes (comment, theme).  `mask` is
    what the door does to a text; whatever it would still change is not quoted.
    """
    own = comments.set_index("comment")
    said = own["text"].map(words)
    voices = own["customer_id"].where(own["customer_id"].notna(), own.index.astype(str))
    held = pd.DataFrame({"word": said, "voice": voices}).explode("word").dropna().drop_duplicates()
    common = set(held["word"].value_counts().loc[lambda n: n >= minimum].index)
    fit = [_fit(text, spoken, common, mask) for text, spoken in zip(own["text"], said, strict=True)]
    able = own[pd.Series(fit, index=own.index, dtype=bool) & own["customer_id"].notna()]
    rows, used = [], set()
    for theme, mood in order:
        inside = themes.loc[themes["theme"] == theme, "comment"]
        candidates = able[able.index.isin(inside) & able["mood"].eq(mood) & ~able["text"].map(key_of).isin(used)]
        middle = own.index[own.index.isin(inside) & own["mood"].eq(mood)]
        if len(candidates) and voices.loc[middle].nunique() >= minimum and len(rows) < MOST:
            text = candidates.loc[_nearest(said, candidates.index, middle), "text"]
            used.add(key_of(text))
            rows.append((theme, mood, text))
    return pd.DataFrame(rows, columns=COLUMNS)


def _fit(text: str, spoken: list[str], common: set[str], mask: Callable[[str], str]) -> bool:
    """Short, without a number or a mask, and every word of it in common use."""
    longest = LONGEST_HAN if is_han(text) else LONGEST
    plain = not any(sign.isdigit() or sign in "[]@#" for sign in text) and mask(text) == text
    return plain and len(text) <= longest and len(spoken) >= FEWEST_WORDS and set(spoken) <= common


def _nearest(said: pd.Series, candidates: pd.Index, middle: pd.Index) -> int:
    """The candidate nearest to the middle of the theme's comments, by TF-IDF and cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(analyzer=list).fit(said)
    centre = np.asarray(weights.transform(said.loc[middle]).mean(axis=0)).ravel()
    near = weights.transform(said.loc[candidates]) @ centre
    return candidates[int(np.argmax(near))]
