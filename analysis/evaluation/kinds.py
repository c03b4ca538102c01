"""What became of each customer between two dates, whatever the segments: new, returned, fell silent, rose, fell, stayed.

The matrix of moves says from where to where; this says what it meant.  Every customer has one kind, the first that holds:

    left      had ordered by the first date, and by the second no order counts any more
    outside   no order by the second date
    new       first order between the dates
    returned  silent at the first date, and seen again between them
    quiet     silent at the first date, and not seen since
    silent    not silent at the first date, silent at the second
    up, down  in a better or a worse segment, where the segments have an order
    moved     in another segment that is neither better nor worse
    stayed    in the same segment

Who is silent is decided outside, by one rule for both dates.  Money: `before` is what they spent in the window before the
first date, `during` what they spent after it.  What those spent before who fell silent or fell is money at risk, not money
lost: some of them come back.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis.evaluation.membership import members

BUYER = "buyer"
KINDS = ("new", "returned", "up", "stayed", "moved", "down", "silent", "quiet", "outside", "left")
AT_RISK = ("silent", "down")
WON = ("new", "returned", "up")
COLUMNS = ["method", "kind", "customers", "before", "during"]


def customer_moves(
    started: pd.DataFrame,
    ended: pd.DataFrame,
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    method: str,
    days: int,
    during: pd.Series,
    silent_before: Collection[str],
    silent_after: Collection[str],
    ranks: Mapping[str, int],
) -> pd.DataFrame:
    """One row per customer of the second date: customer_id, method, from_segment, to_segment, kind, before, during.

    From the segments at both dates (customer_id, method, segment) and the customer tables (customer_id, state,
    recency_days; `before` also revenue).  `days` lie after the first date up to the second; `during` is what each customer
    spent in them, by customer_id; `ranks` gives the better segments the lower numbers, and those without one have no order.
    from_segment is missing for customers not known at the first date.
    """
    start, end = members(started, method), members(ended, method)
    now, then = after.set_index("customer_id").loc[end.index], before.set_index("customer_id").reindex(end.index)
    start = start.reindex(end.index)
    bought, had = now["state"].eq(BUYER), then["state"].eq(BUYER)
    was, still = end.index.isin(list(silent_before)), end.index.isin(list(silent_after))
    step = end.map(ranks).astype(float) - start.map(ranks).astype(float)
    kind = np.select(
        [
            ~bought & had, ~bought, ~had, was & (now["recency_days"] < days), was, still,
            end.eq(start), step < 0, step > 0,
        ],
        ["left", "outside", "new", "returned", "quiet", "silent", "stayed", "up", "down"],
        default="moved",
    )  # fmt: skip
    return pd.DataFrame(
        {
            "customer_id": end.index,
            "method": method,
            "from_segment": start.to_numpy(),
            "to_segment": end.to_numpy(),
            "kind": kind,
            "before": then["revenue"].astype(float).fillna(0.0).to_numpy(),
            "during": during.reindex(end.index).astype(float).fillna(0.0).to_numpy(),
        }
    )


def movement_kinds(moved: pd.DataFrame) -> pd.DataFrame:
    """The table `movement_kinds` of `customer_moves`: one row per kind that occurs, in the order of KINDS."""
    table = moved.groupby(["method", "kind"]).agg(customers=("before", "size"), before=("before", "sum"), during=("during", "sum"))
    table = table.reset_index().sort_values("kind", key=lambda kinds: kinds.map(KINDS.index), ignore_index=True)
    return table[COLUMNS]
