"""What comments are about: named themes, how many comments hold each, how many of them are negative, and which way it goes.

Themes are told by word lists (the client's own first, see `theme_words`) and, where no list knows a sentence, by words that
come together in it (`found_themes`).  A comment may hold several.
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.profiles.comment_words import is_han
from analysis.profiles.comments import NEGATIVE, of_one_kind
from analysis.profiles.habits import adjusted
from analysis.profiles.voices import difference_of, share_of, voices

COLUMNS = [
    "theme", "kind", "n", "customers", "share", "rated", "negative", "low", "high", "unhappy", "at_stake", "n_period", "share_period", "n_before",
    "share_before", "change", "change_low", "change_high", "p_adjusted",
]  # fmt: skip
OWN, LISTED, FOUND = "own", "listed", "found"


def pattern_of(listed: Iterable[str]) -> re.Pattern[str]:
    """Words and phrases as a pattern: Latin ones whole, `*` for any ending; Chinese ones as they stand."""
    words = [_plain(word) for word in listed]
    han = [re.escape(word) for word in words if is_han(word)]
    latin = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\W+") for word in words if not is_han(word)]
    return re.compile("|".join([*han, *([rf"\b(?:{'|'.join(latin)})\b"] if latin else [])]))


def themes_of(texts: pd.Series, lists: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """The themes that each text holds: comment (the index of `texts`), theme; one row each."""
    plain = texts.astype("str").map(_plain).astype("str")
    parts = []
    for theme, listed in lists.items():
        held = plain.str.contains(pattern_of(listed), regex=True).astype(bool)
        parts.append(pd.DataFrame({"comment": plain.index[held], "theme": theme}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["comment", "theme"])


def _plain(text: str) -> str:
    return text.lower().replace("'", "’")


def theme_table(
    comments: pd.DataFrame,
    themes: pd.DataFrame,
    kinds: Mapping[str, str],
    *,
    period: tuple[object, object],
    before: tuple[object, object] | None,
    revenue: pd.Series | None = None,
    minimum: int = 10,
) -> pd.DataFrame:
    """One row per theme, most comments first.

    From comments (comment, customer_id, written_at, origin, mood) and themes (comment, theme) to:

        kind           own (client.yaml), listed (the kit's word lists), found (in the data)
        n, customers   int    comments with it, and known customers who wrote them; share of all comments
        rated          int    of them, comments with a mood; `negative` of these, with low and high (95 %)
        n_period, share_period, n_before, share_before   comments with it in the days `period` and `before` (first, last), reviews alone
                               where there are any: a survey that is asked once moves no trend
        unhappy        int    known customers whose comment with it is negative; at_stake: their `revenue` (by customer)
        change         float  share_period less share_before, with its interval; missing below `minimum` comments of either
        p_adjusted     float  that the change is chance (Benjamini–Hochberg over themes)

    Intervals count customers, not comments (`voices.share_of`).  Themes of fewer than `minimum` voices are left out.
    """
    rows = []
    within = {"period": _between(comments, period), "before": _between(comments, before)}
    for theme, own in themes.groupby("theme", sort=False):
        held = comments["comment"].isin(own["comment"])
        if voices(comments.loc[held, "customer_id"]) < minimum:
            continue
        mooded = comments[held & comments["mood"].notna()]
        negative = share_of(mooded["mood"].eq(NEGATIVE), mooded["customer_id"])
        row = {
            "theme": theme, "kind": kinds[theme], "n": int(held.sum()), "customers": int(comments.loc[held, "customer_id"].nunique()),
            "share": held.mean(), "rated": len(mooded), "negative": negative.value, "low": negative.low, "high": negative.high,
        }  # fmt: skip
        unhappy = mooded.loc[mooded["mood"].eq(NEGATIVE), "customer_id"].dropna().unique()
        row |= {"unhappy": len(unhappy), "at_stake": np.nan if revenue is None else float(revenue.reindex(unhappy).sum())}
        now, then = (share_of(held[days], comments.loc[days, "customer_id"]) for days in within.values())
        row |= {"n_period": int(held[within["period"]].sum()), "share_period": now.value}
        row |= {"n_before": int(held[within["before"]].sum()), "share_before": then.value}
        enough = min(within["period"].sum(), within["before"].sum()) >= minimum
        rows.append(row | (difference_of(now, then, "change") if enough else {}))
    table = pd.DataFrame(rows).reindex(columns=[*COLUMNS[:-1], "p"])
    table = table.assign(p_adjusted=adjusted(table["p"].astype(float)))
    return table.sort_values(["n", "theme"], ascending=[False, True], kind="stable", ignore_index=True)[COLUMNS]


def _between(comments: pd.DataFrame, days: tuple[object, object] | None) -> pd.Series:
    if days is None:
        return pd.Series(False, index=comments.index)
    written = comments["written_at"].dt.normalize()
    inside = written.between(pd.Timestamp(days[0]), pd.Timestamp(days[1]))
    return inside & comments["comment"].isin(of_one_kind(comments)["comment"])
