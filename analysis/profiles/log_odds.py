"""Which words one group of comments uses more than another: log-odds with an informative Dirichlet prior.

A plain ratio of frequencies puts rare words first, a difference puts stop words first.  Monroe, Colaresi and Quinn add to
each group's counts a prior made of the whole corpus, so that a word seen twice moves little, and divide by the standard
error: z.  Counts are comments that hold the word, not occurrences, so that one long letter is one voice.

Monroe, Colaresi and Quinn (2008), Fightin' Words, Political Analysis 16(4), equations 16 and 22.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse, stats

from analysis.profiles.habits import adjusted

PRIOR = 500.0  # words that the prior weighs; never more than the corpus has
COLUMNS = ["group", "term", "n", "comments", "others_n", "others", "log_odds", "z", "p_adjusted"]
SAME = 0.8  # of the comments of either of two terms, the share that holds both
CHANCE = 0.05


def log_odds(counts: np.ndarray, others: np.ndarray, prior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds of each word in one group against the others, and z; `prior` holds the pseudo-counts (all above 0)."""
    counts, others, prior = (np.asarray(each, dtype=float) for each in (counts, others, prior))
    total, one, two = prior.sum(), counts + prior, others + prior
    delta = np.log(one / (counts.sum() + total - one)) - np.log(two / (others.sum() + total - two))
    return delta, delta / np.sqrt(1 / one + 1 / two)


def standing_out(
    terms: Mapping[int, set[str]], groups: pd.Series, *, voices: pd.Series, minimum: int = 10, most: int = 6
) -> pd.DataFrame:
    """The words and pairs of words that set each group of comments apart from the other groups, strongest first.

    From the terms of each comment, `groups` (group by comment; missing ones do not take part) and `voices` (who wrote it)
    to at most `most` rows per group: term, n (comments of the group with it) of `comments`, others_n of `others`,
    log_odds, z, p_adjusted (Benjamini–Hochberg over all that was compared).  A term must be used by `minimum` voices of
    the group; only those more frequent there and beyond chance are returned.  Of terms that stand in nearly the same
    comments the strongest stays.
    """
    known = groups.dropna()
    matrix, names = _matrix([terms[comment] for comment in known.index], minimum)
    if not len(names):
        return pd.DataFrame(columns=COLUMNS)
    total = np.asarray(matrix.sum(axis=0)).ravel()
    prior = total * min(PRIOR / total.sum(), 1.0)
    who = pd.factorize(voices.loc[known.index])[0]
    parts = []
    for group in sorted(known.unique()):
        inside = (known == group).to_numpy()
        own = np.asarray(matrix[inside].sum(axis=0)).ravel()
        delta, z = log_odds(own, total - own, prior)
        part = pd.DataFrame({"term": names, "n": own.astype(int), "others_n": (total - own).astype(int), "log_odds": delta, "z": z})
        part = part.assign(group=group, comments=int(inside.sum()), others=int((~inside).sum()), column=np.arange(len(names)))
        parts.append(part[_voices(matrix[inside], who[inside]) >= minimum])
    found = pd.concat(parts, ignore_index=True)
    found = found.assign(p_adjusted=adjusted(pd.Series(2 * stats.norm.sf(found["z"].abs()), index=found.index)))
    oftener = found["n"] * found["others"] > found["others_n"] * found["comments"]  # of comments, not only of words
    found = found[(found["z"] > 0) & oftener & (found["p_adjusted"] < CHANCE)]
    longer = found["term"].str.count(" ")
    found = found.assign(longer=longer).sort_values(["group", "z", "longer", "term"], ascending=[True, False, False, True])
    kept = [place for _, rows in found.groupby("group", sort=False) for place in _apart(rows, matrix, most)]
    return found.loc[kept, COLUMNS].reset_index(drop=True)


def _matrix(terms: list[set[str]], minimum: int) -> tuple[sparse.csr_array, list[str]]:
    """Comments × terms, 1 where it occurs; terms of `minimum` comments and more."""
    counts = pd.Series([term for own in terms for term in own], dtype="str").value_counts()
    names = sorted(counts.index[counts >= minimum])
    place = {name: column for column, name in enumerate(names)}
    cells = [(row, place[term]) for row, own in enumerate(terms) for term in own if term in place]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_array((np.ones(len(cells)), (rows, columns)), shape=(len(terms), len(names))), names


def _voices(matrix: sparse.csr_array, who: np.ndarray) -> np.ndarray:
    """How many voices use each term."""
    people = sparse.csr_array(
        (np.ones(len(who)), (pd.factorize(who)[0], np.arange(len(who)))), shape=(len(np.unique(who)), len(who))
    )
    return np.asarray((people @ matrix > 0).sum(axis=0)).ravel()


def _apart(rows: pd.DataFrame, matrix: sparse.csr_array, most: int) -> list[int]:
    """The strongest rows that do not stand in nearly the same comments as one before them."""
    columns = matrix.tocsc()[:, rows["column"].to_numpy()]
    both = (columns.T @ columns).toarray()
    alike = both / (both.diagonal()[:, None] + both.diagonal()[None, :] - both)
    kept: list[int] = []
    for place in range(len(rows)):
        if len(kept) < most and not any(alike[place, other] >= SAME for other in kept):
            kept.append(place)
    return list(rows.index[kept])
