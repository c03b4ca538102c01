"""A segment's share held against everybody else's in the same months.

Segments made by recency hold orders of certain months, and the season buys along: customers new in
December bought decorations, those quiet since July garden chairs.  So the others are weighted to the
months of the segment (direct standardisation), and what is left is not the calendar.

Customers are the independent units, each with all orders: orders of one customer resemble each other.
Cochran (1977), Sampling Techniques, ch. 6, for the spread of a ratio.
"""

import numpy as np
import pandas as pd
from scipy import sparse, stats

COLUMNS = ["level", "segment", "customers", "n", "compared", "share", "base_share", "rest_share", "index", "p"]


def compare(parts: pd.DataFrame, wholes: pd.DataFrame, segment: pd.Series) -> pd.DataFrame:
    """Σ part / Σ whole of each segment and level, beside all and beside the rest in the same months.

    From `parts` (customer_id, month, level, value) and `wholes` (customer_id, month, value) to one
    row per level × segment:

        customers   int    customers of the segment with a part
        n           int    the whole of the segment, compared: customers of all segments
        share       float  part / whole;  base_share: of all customers, any month
        rest_share  float  of all other customers, in the months of the segment
        index       float  share over that of all customers in the months of the segment, × 100
        p           float  two-sided: that share and rest_share are equal but for chance
    """
    people, months = pd.Index(wholes["customer_id"].unique()), pd.Index(wholes["month"].unique())
    names = segment.reindex(people)
    order = pd.Index(sorted(names.unique()))
    own = order.get_indexer(names)
    member = sparse.csr_array((np.ones(len(people)), (np.arange(len(people)), own)), shape=(len(people), len(order)))

    def matrix(rows: pd.DataFrame) -> sparse.csr_array:
        spots = people.get_indexer(rows["customer_id"]), months.get_indexer(rows["month"])
        return sparse.csr_array((rows["value"].to_numpy(dtype=float), spots), shape=(len(people), len(months)))

    whole = matrix(wholes)
    by_segment = (member.T @ whole).toarray()  # segments × months
    total, everyone = by_segment.sum(axis=1), by_segment.sum(axis=0)
    others, weight = everyone - by_segment, by_segment / total[:, None]
    size = member.sum(axis=0)
    tables = []
    for level, rows in parts.groupby("level", sort=False):
        part = matrix(rows)
        mine = (member.T @ part).toarray()
        all_months = mine.sum(axis=0) / everyone
        with np.errstate(divide="ignore", invalid="ignore"):
            rest_months = np.where(others > 0, (mine.sum(axis=0) - mine) / others, all_months)
            per_order = np.where(others > 0, weight / others, 0.0)
        share, rest = mine.sum(axis=1) / total, (weight * rest_months).sum(axis=1)
        own_spread = _own_spread(part.sum(axis=1) - share[own] * whole.sum(axis=1), own, size, total)
        residual = part @ per_order.T - whole @ (per_order * rest_months).T  # customers × segments
        residual[np.arange(len(people)), own] = 0.0
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.abs(share - rest) / np.sqrt(own_spread + (residual**2).sum(axis=0))
            index = share / (weight * all_months).sum(axis=1) * 100
        found = {
            "level": level, "segment": order, "customers": member.T @ (part.sum(axis=1) > 0), "n": total, "compared": len(people),
            "share": share, "base_share": mine.sum() / everyone.sum(), "rest_share": rest, "index": index, "p": 2 * stats.norm.sf(z),
        }  # fmt: skip
        tables.append(pd.DataFrame(found))
    whole_numbers = dict.fromkeys(("customers", "n", "compared"), "int64")
    return pd.concat(tables, ignore_index=True).astype(whole_numbers)[COLUMNS]


def _own_spread(residual: np.ndarray, own: np.ndarray, size: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Variance of a segment's share from the residuals of its customers; missing below two of them."""
    squares = np.bincount(own, weights=residual**2, minlength=len(size))
    return squares * np.where(size > 1, size / np.maximum(size - 1, 1), np.nan) / total**2
