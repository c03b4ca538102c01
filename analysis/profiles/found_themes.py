"""Themes that no word list knows, found in the data: words that come together in the same sentences.

Two words belong together when the sentences that hold them are mostly the same (Jaccard's measure, half or more on
average): a theme is such a group of words, named by them, and holds the comments with any of its sentences that has more
than half of the words.  Sentences count by distinct customers, so that one voice makes no theme.

Average linkage on Jaccard distance: Sokal and Michener (1958); Jaccard (1912).
"""

import numpy as np
import pandas as pd

from analysis.profiles.comment_words import clauses, is_verdict, key_of, words

MOST_TERMS, MOST_THEMES = 300, 4
TOGETHER = 0.5
SHOWN_WORDS = 3
BETWEEN = " · "


def found_themes(
    texts: pd.Series, customers: pd.Series, known: pd.Series, *, minimum: int = 10
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Themes in the sentences that no word list knows: (comment, theme) and the words of each theme.

    `texts` and `customers` by comment; `known` says of a sentence (by its text) whether a list knows it.  A theme needs
    `minimum` comments and `minimum` voices; the largest `MOST_THEMES` are kept.  Its key is its words, in the order in
    which they mostly stand.
    """
    rows = [(comment, clause) for comment, text in texts.items() for clause in clauses(text)]
    said = pd.DataFrame(rows, columns=["comment", "clause"])
    said = said[~said["clause"].map(known).astype(bool)] if len(said) else said
    said = said.assign(
        words=[list(dict.fromkeys(word for word in words(clause) if not is_verdict(word))) for clause in said["clause"]]
    )
    said = said.assign(
        voice=said["comment"].map(customers).where(said["comment"].map(customers).notna(), said["comment"].astype(str))
    )
    groups = _groups(said, minimum)
    parts, named = [], {}
    for group in groups:
        own = said[[2 * len(set(one) & set(group)) > len(group) for one in said["words"]]]
        if own["comment"].nunique() < minimum or own["voice"].nunique() < minimum:
            continue
        key = BETWEEN.join(_in_order(group, own["words"])[:SHOWN_WORDS])
        named[key] = group
        parts.append(pd.DataFrame({"comment": own["comment"].unique(), "theme": key}))
    parts = sorted(parts, key=len, reverse=True)[:MOST_THEMES]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["comment", "theme"])
    return found, {key: named[key] for key in dict.fromkeys(found["theme"])}


def _groups(said: pd.DataFrame, minimum: int) -> list[list[str]]:
    """Words of `minimum` voices and more, put together where their sentences are mostly the same; groups of two or more."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    spread = said[["voice", "words"]].explode("words").dropna().drop_duplicates()
    held = spread["words"].value_counts()
    names = list(held.index[held >= minimum][:MOST_TERMS])
    if len(names) < 2:
        return []
    distinct = said.assign(key=said["clause"].map(key_of)).drop_duplicates(["voice", "key"])
    table = np.array([[name in one for name in names] for one in map(set, distinct["words"])], dtype=bool)
    labels = fcluster(linkage(pdist(table.T, "jaccard"), "average"), TOGETHER, "distance")
    groups = pd.Series(names).groupby(labels).agg(list)
    return [group for group in groups if len(group) > 1]


def _in_order(group: list[str], sentences: pd.Series) -> list[str]:
    """The words of a group by where they mostly stand."""
    places = {name: np.mean([one.index(name) for one in sentences if name in one]) for name in group}
    return sorted(group, key=lambda name: (places[name], name))
