"""Shares of comments with the room that chance takes, and how the segments differ in them.

Ten comments by one customer are not ten voices.  The variance of a share is taken over customers (Cochran's ratio of two
sums), the number of comments is put down to what it is worth (Kish's effective sample size), and the interval of that
many independent ones is Wilson's; of a difference Newcombe's.

Cochran (1977), Sampling Techniques, ch. 6; Kish (1965), Survey Sampling; Wilson (1927); Newcombe (1998), method 10.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.intervals import wilson
from analysis.profiles.comments import NEGATIVE, of_one_kind
from analysis.profiles.habits import adjusted
from analysis.profiles.suppression import TOTAL

NOBODY = "(unjoined)"  # comments without a customer number
SEGMENTS = [
    "method", "segment", "comments", "customers", "n", "share", "low", "high", "rest", "difference", "difference_low",
    "difference_high", "p_adjusted",
]  # fmt: skip
APART = ["segment", "theme", "n", "comments", "share", "rest", "difference", "low", "high", "p_adjusted"]


@dataclass(frozen=True)
class Share:
    """A share of `n` comments, worth `effective` independent ones, with its 95 % interval."""

    n: int
    value: float
    low: float
    high: float
    effective: float


def voices(customers: pd.Series) -> int:
    """How many people wrote: known customers, and each comment of nobody known."""
    return int(customers.nunique() + customers.isna().sum())


def share_of(hits: pd.Series, customers: pd.Series, *, level: float = 0.95) -> Share:
    """The share of comments that hit; comments of unknown customers count as one voice each."""
    n = len(hits)
    if n == 0:
        return Share(0, np.nan, np.nan, np.nan, 0.0)
    value = float(hits.mean())
    effective = n / _design_effect(hits, customers, value)
    low, high = wilson(value * effective, effective, level=level)
    return Share(n, value, float(low), float(high), effective)


def difference_of(one: Share, other: Share, name: str = "difference") -> dict[str, float]:
    """The difference of two shares with its interval, and p (normal approximation); keys name, name_low, name_high, p."""
    if not (one.n and other.n):
        return {name: np.nan, f"{name}_low": np.nan, f"{name}_high": np.nan, "p": np.nan}
    gap = one.value - other.value
    low = gap - np.hypot(one.value - one.low, other.high - other.value)
    high = gap + np.hypot(one.high - one.value, other.value - other.low)
    both = (one.value * one.effective + other.value * other.effective) / (one.effective + other.effective)
    spread = np.sqrt(both * (1 - both) * (1 / one.effective + 1 / other.effective))
    p = 2 * stats.norm.sf(abs(gap) / spread) if spread > 0 else np.nan
    return {name: gap, f"{name}_low": low, f"{name}_high": high, "p": p}


def trend_of(comments: pd.DataFrame, *, period: tuple[object, object], before: tuple[object, object], minimum: int = 10) -> dict:
    """The share of negatives among the reviews of two spans of days, and its change; empty below `minimum` of either.

    Keys n, share, n_before, share_before, change, change_low, change_high, p.  `comments` as for `negative_by_segment`, with
    written_at.
    """
    known = of_one_kind(comments[comments["mood"].notna()])
    day = known["written_at"].dt.normalize()
    one, two = (known[day.between(pd.Timestamp(first), pd.Timestamp(last))] for first, last in (period, before))
    if min(len(one), len(two)) < minimum:
        return {}
    now, then = (share_of(part["mood"].eq(NEGATIVE), part["customer_id"]) for part in (one, two))
    return {"n": now.n, "share": now.value, "n_before": then.n, "share_before": then.value} | difference_of(now, then, "change")


def negative_by_segment(comments: pd.DataFrame, segments: pd.DataFrame, *, method: str, minimum: int = 10) -> pd.DataFrame:
    """The share of negative comments in each segment against all others, '(all)' first and '(unjoined)' last.

    From comments (customer_id, origin, mood; of one kind where there are reviews) and the segments of one method to one row per segment: comments, customers who wrote
    them, n (comments with a mood), share of them that is negative with low and high, rest (the same of all other joined
    comments), difference with its interval, p_adjusted (Benjamini–Hochberg over segments).  Below `minimum` customers
    with a mood nothing but the counts is shown.  Customers of no segment
    count among all comments alone.
    """
    placed = of_one_kind(comments)
    placed = placed.assign(segment=_segment_of(placed, segments))
    mooded = placed[placed["mood"].notna()]
    rows = [_row(TOTAL, placed, placed.iloc[:0], minimum)]
    for key in sorted(placed["segment"].dropna().unique()):
        others = mooded[mooded["segment"].notna() & mooded["segment"].ne(key)]
        rows.append(_row(key, placed[placed["segment"] == key], others, minimum))
    lost = placed[placed["customer_id"].isna()]
    if len(lost):
        rows.append(_row(NOBODY, lost, placed.iloc[:0], minimum))
    table = pd.DataFrame(rows).assign(method=method)
    return table.assign(p_adjusted=adjusted(table["p"].astype(float)))[SEGMENTS]


def themes_by_segment(comments: pd.DataFrame, themes: pd.DataFrame, segments: pd.DataFrame, *, minimum: int = 10) -> pd.DataFrame:
    """The share of each theme in the comments of each segment against those of all others.

    Comments of one kind, as above.  One row per segment and theme with `minimum` comments of it there: n of `comments`, share, rest, difference with low
    and high, p_adjusted (Benjamini–Hochberg over the table).
    """
    placed = of_one_kind(comments)
    placed = placed.assign(segment=_segment_of(placed, segments)).dropna(subset="segment")
    rows = []
    for theme, own in themes.groupby("theme"):
        held = placed["comment"].isin(own["comment"])
        for key in placed["segment"].unique():
            inside = placed["segment"] == key
            if (held & inside).sum() >= minimum and (~inside).any():
                one, rest = (share_of(held[part], placed.loc[part, "customer_id"]) for part in (inside, ~inside))
                gap = difference_of(one, rest)
                rows.append({"segment": key, "theme": theme, "n": int((held & inside).sum()), "comments": one.n, "share": one.value, "rest": rest.value} | gap)  # fmt: skip
    if not rows:
        return pd.DataFrame(columns=APART)
    table = pd.DataFrame(rows)
    return table.assign(p_adjusted=adjusted(table["p"])).rename(columns={"difference_low": "low", "difference_high": "high"})[APART]


def _segment_of(comments: pd.DataFrame, segments: pd.DataFrame) -> pd.Series:
    return comments["customer_id"].map(segments.set_index("customer_id")["segment"])


def _row(key: str, own: pd.DataFrame, others: pd.DataFrame, minimum: int) -> dict:
    known = own[own["mood"].notna()]
    one = share_of(known["mood"].eq(NEGATIVE), known["customer_id"])
    rest = share_of(others["mood"].eq(NEGATIVE), others["customer_id"])
    row = {"segment": key, "comments": len(own), "customers": own["customer_id"].nunique(), "n": one.n}
    if voices(known["customer_id"]) < minimum:
        return row | dict.fromkeys(("share", "low", "high", "rest", "difference", "difference_low", "difference_high", "p"), np.nan)
    return row | {"share": one.value, "low": one.low, "high": one.high, "rest": rest.value} | difference_of(one, rest)


def _design_effect(hits: pd.Series, customers: pd.Series, value: float) -> float:
    """How much the variance over customers exceeds that of independent comments; at least 1, at most comments per voice."""
    n, spread = len(hits), value * (1 - value)
    alone = customers.isna().to_numpy()
    who = np.where(alone, np.arange(n), n + pd.factorize(customers)[0])
    residual = pd.Series(hits.to_numpy(dtype=float) - value).groupby(who).sum()
    people = len(residual)
    if people < 2 or spread == 0:
        return n / people
    few = people / (people - 1) * (n - 1) / n  # the bias of few clusters; none where every comment has its own writer
    return float(np.clip((residual**2).sum() * few / (n * spread), 1.0, n))
