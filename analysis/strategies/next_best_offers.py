"""What is suggested to whom: the next items of each customer, and what that comes to in each segment.

Only what was graded and found better than the simple rules is suggested (`next_best_grade`), with as many items
named as were graded so; and not in a segment whose own customers in the tail were hit no more often than
popularity would have hit them.
"""

import numpy as np
import pandas as pd

from analysis.intervals import paired_difference
from analysis.strategies.next_best import KINDS, Fit, Held, in_order, scores
from analysis.strategies.next_best_grade import AT, ENOUGH, Graded

CUSTOMERS = ["customer_id", "kind", "rank", "category", "score"]
KEY = ["kind", "segment"]
SEGMENTS = [
    "kind", "method", "segment", "customers", "category", "first", "share", "second", "second_first",
    "alternative", "offered", "differ", "after", "lift", "lift_low", "lift_high",
    "n", "hits", "baseline_hits", "difference", "low", "high", "verdict", "shown",
]  # fmt: skip


def tail_by_segment(graded: Graded, segments: pd.Series | None) -> pd.DataFrame:
    """How often one suggestion was right in each segment, by the segments known at the cut: one row per kind and segment.

    n, hits, baseline_hits (popularity), difference with low and high, and verdict:

        beats      the lower end of the difference lies above 0
        unclear    the segment alone cannot say; what holds for all is taken
        not_here   no more hits than popularity: nothing is suggested here
        few        fewer than ENOUGH customers in the tail
    """
    columns = [*KEY, "n", "hits", "baseline_hits", "difference", "low", "high", "verdict"]
    if segments is None:
        return pd.DataFrame(columns=columns)
    one = graded.hits[graded.hits["at"] == 1]
    known = one.assign(segment=segments.reindex(one["customer_id"]).to_numpy()).dropna(subset="segment")
    rows = []
    for (kind, segment), own in known.groupby(KEY, sort=True):
        difference, low, high = paired_difference(own["hit"].to_numpy(), own["baseline_hit"].to_numpy())
        few, beats = len(own) < ENOUGH, low > 0
        verdict = "few" if few else "beats" if beats else "unclear" if difference > 0 else "not_here"
        counts = (len(own), int(own["hit"].sum()), int(own["baseline_hit"].sum()))
        rows.append((kind, segment, *counts, difference, low, high, verdict))
    return pd.DataFrame(rows, columns=columns)


def customer_offers(held: Held, fit: Fit, graded: Graded, tail: pd.DataFrame) -> pd.DataFrame:
    """The table `next_best_customers`: what is suggested to each customer, best first; empty where nothing may be."""
    found = [pd.DataFrame(columns=CUSTOMERS)]
    for kind in KINDS:
        way = graded.offered(kind)
        if way is None:
            continue
        named = max(at for at in AT if graded.offered(kind, at) == way)
        barred = set(tail.loc[(tail["kind"] == kind) & (tail["verdict"] == "not_here"), "segment"])
        out = np.array([name in barred for name in held.segments] + [False])
        for rows, score in scores(held, fit, way[0], weight=way[1]):
            found.append(_named(held, rows, score, kind, named, ~out[held.segment[rows]]))
    kept = [table for table in found if len(table)] or found
    return pd.concat(kept, ignore_index=True).sort_values(["customer_id", "kind", "rank"], ignore_index=True)


def _named(held: Held, rows: slice, score: np.ndarray, kind: str, named: int, offered: np.ndarray) -> pd.DataFrame:
    """The first `named` items of some customers."""
    order, choices = in_order(held, rows, score, kind)
    named = min(named, len(held.items))
    rank = np.tile(np.arange(1, named + 1), (len(order), 1))
    kept = offered[:, None] & (rank <= choices[:, None])
    return pd.DataFrame(
        {
            "customer_id": np.repeat(held.customers[rows].to_numpy(), named).reshape(-1, named)[kept],
            "kind": kind,
            "rank": rank[kept],
            "category": np.array(held.items, dtype=object)[order[:, :named]][kept],
            "score": np.take_along_axis(score, order[:, :named], axis=1)[kept],
        }
    )


def segment_offers(
    offers: pd.DataFrame, held: Held, fit: Fit, tail: pd.DataFrame, pairs: pd.DataFrame, *, method: str, minimum: int
) -> pd.DataFrame:
    """The table `next_best_segments`: the item suggested first to most customers of each segment, most customers first.

    From `customer_offers`, what customers hold now, `tail_by_segment` and `pair_lift`.  `alternative` is what
    popularity would name first to most of the same segment, `differ` the number of those `offered` anything to whom it
    would name something else; `after` the item held by customers to whom `category` is
    suggested that meets it most beyond chance, with the lift of the pair, for new items alone.
    `shown` is false where fewer than `minimum` customers get this item, or any other.
    """
    rows = []
    first = offers[offers["rank"] == 1]
    code = pd.Series(held.segment, index=held.customers)
    for kind in KINDS:
        plain = _first_by(held, fit, kind)
        own = first[first["kind"] == kind]
        own = own.assign(segment=code.reindex(own["customer_id"]).to_numpy())
        for number, group in own[own["segment"] >= 0].groupby("segment", sort=True):
            rows.append(_segment(group, held, fit, plain, kind, int(number)))
    if not rows:
        return pd.DataFrame(columns=SEGMENTS)
    table = pd.DataFrame(rows).assign(method=method).merge(tail, on=KEY, how="left", validate="1:1")
    table = table.merge(_both_ways(pairs), on=["after", "category"], how="left", validate="m:1")
    table["verdict"] = table["verdict"].fillna("few")
    rest = table["customers"] - table["first"]
    table["shown"] = (table["first"] >= minimum) & ((rest == 0) | (rest >= minimum))
    return table[SEGMENTS].sort_values(["kind", "customers", "segment"], ascending=[True, False, True], ignore_index=True)


def _first_by(held: Held, fit: Fit, kind: str) -> pd.Series:
    """What popularity names first to each customer; missing where there is nothing to name."""
    found = pd.Series(index=held.customers, dtype=object)
    for rows, score in scores(held, fit, "popular"):
        order, choices = in_order(held, rows, score, kind)
        found.iloc[rows] = np.where(choices > 0, np.array(held.items, dtype=object)[order[:, 0]], None)
    return found


def _segment(group: pd.DataFrame, held: Held, fit: Fit, plain: pd.Series, kind: str, number: int) -> dict:
    """What is suggested in one segment; customers are all of the segment who ever bought."""
    customers = int((held.segment == number).sum())
    counts = group["category"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    category, first = counts.index[0], int(counts.iloc[0])
    by_hand = plain.reindex(group["customer_id"])
    alternative = by_hand.value_counts().sort_index().sort_values(ascending=False, kind="stable").index[0]
    named = held.customers.get_indexer(group.loc[group["category"] == category, "customer_id"])
    pull = (held.bought[named] > 0).mean(axis=0) * fit.lift[:, held.items.index(category)]
    after = held.items[int(pull.argmax())] if kind == "new" and pull.max() > 0 else None
    return {
        "kind": kind, "segment": held.segments[number], "customers": customers, "category": category, "first": first,
        "share": first / customers, "second": counts.index[1] if len(counts) > 1 else None,
        "second_first": float(counts.iloc[1]) if len(counts) > 1 else np.nan, "alternative": alternative,
        "offered": len(group), "differ": int((group["category"].to_numpy() != by_hand.to_numpy()).sum()), "after": after,
    }  # fmt: skip


def _both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    """after, category, lift, lift_low, lift_high: each shown pair in both directions."""
    ends = pairs.loc[pairs["shown"].astype(bool), ["item", "other", "lift", "low", "high"]]
    ends = ends.rename(columns={"low": "lift_low", "high": "lift_high"})
    there = ends.rename(columns={"item": "after", "other": "category"})
    back = ends.rename(columns={"other": "after", "item": "category"})
    return pd.concat([there, back[there.columns]], ignore_index=True)
