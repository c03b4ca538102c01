"""How the parts of a client differ once their mix of segments is the same.

A store with more loyal customers brings more per head without doing anything better.  So each part is held against all
parts together segment by segment, and the differences are added up at the mix of all (direct standardisation).  What is
left is drawn towards the mean as far as chance explains it (shrinkage.py).  It says where parts differ, not why.

Segments are those at the start of the period: those of its end would repeat what is measured.

Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, ch. 19; Cochran (1977), ch. 6, for ratios.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.shrinkage import shrunk
from analysis.profiles.suppression import hidden_cells

# What is divided by what, over which customers.
FIGURES = {
    "revenue_per_customer": ("revenue", "known"),
    "retention": ("ordered", "known"),
    "average_order": ("revenue", "orders"),
}
FEWEST = 5  # customers of a part in a segment, and outside it, from which the two are compared
ENOUGH = 0.5  # of the mix must be comparable
NEW = "(new)"
SUMS = ["n", "a", "d", "aa", "ad", "dd"]
COLUMNS = [
    "part", "kpi", "n", "value", "low", "high", "whole", "difference", "se", "covered", "shrunk", "shrunk_low", "shrunk_high", "spread",
]  # fmt: skip


def part_customers(orders: pd.DataFrame, at_start: pd.Series, *, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """One row per part × customer: part, customer_id, segment, known, revenue, orders, ordered.

    From orders by part (part, customer_id, ordered_at, amount, is_order) and the segment of each customer at the start of
    the period (by customer_id).  A customer is known in a part where they ordered before `start`; the figures are those of
    the days `start` to `end`, in that part alone.  Whoever is known in no part yet has the segment '(new)'.
    """
    after = pd.Timestamp(end) + pd.Timedelta(days=1)
    inside = (orders["ordered_at"] >= pd.Timestamp(start)) & (orders["ordered_at"] < after)
    rows = orders.assign(
        revenue=orders["amount"].where(inside, 0.0),
        orders=(orders["is_order"] & inside).astype(float),
        known=(orders["is_order"] & (orders["ordered_at"] < pd.Timestamp(start))).astype(float),
    )
    table = rows.groupby(["part", "customer_id"], as_index=False).agg(
        revenue=("revenue", "sum"), orders=("orders", "sum"), known=("known", "max")
    )
    segment = table["customer_id"].map(at_start).where(table["known"] > 0).fillna(NEW)
    return table.assign(segment=segment.astype("str"), ordered=(table["orders"] > 0).astype(float))


def part_kpis(customers: pd.DataFrame) -> pd.DataFrame:
    """The table `part_kpis` from `part_customers`: each figure as found, and its difference at the mix of all parts."""
    parts = [_one_figure(customers, kpi) for kpi in FIGURES]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def part_mix(members: pd.DataFrame, *, method: str, minimum: int) -> pd.DataFrame:
    """The table `part_mix` from members (part, customer_id, segment), one row per part × segment, also where nobody is.

    A cell under `minimum` customers is not shown, nor any that would give it away.
    """
    counts = members.groupby(["part", "segment"]).size().unstack(fill_value=0)
    hidden = hidden_cells(counts, minimum=minimum)[list(counts.columns)]
    long = counts.stack().rename("customers").reset_index()
    n, all_of = long["part"].map(counts.sum(axis=1)), long["segment"].map(counts.sum())
    shown = ~hidden.stack().to_numpy()
    return long.assign(method=method, n=n, share=long["customers"] / n, base_share=all_of / counts.to_numpy().sum(), shown=shown)[
        ["method", "part", "segment", "customers", "n", "share", "base_share", "shown"]
    ]


def _one_figure(customers: pd.DataFrame, kpi: str) -> pd.DataFrame:
    above, below = FIGURES[kpi]
    acted = (customers[above] != 0) | (customers[below] > 0)  # a refund without an order counts against the orders
    rows = customers[(customers[below] > 0) if below == "known" else acted]
    a, d = rows[above], rows[below]
    sums = rows.assign(n=1.0, a=a, d=d, aa=a * a, ad=a * d, dd=d * d).groupby(["part", "segment"])[SUMS].sum()
    found = sums.groupby("part").sum()
    value, error = found["a"] / found["d"].where(found["d"] > 0), _error(found)
    z = stats.norm.isf(0.025)
    table = pd.DataFrame({"n": found["n"].astype("int64"), "value": value, "low": value - z * error, "high": value + z * error})
    if kpi == "retention":
        table[["low", "high"]] = table[["low", "high"]].clip(0.0, 1.0)
    table = table.join(_standardised(sums))
    table = table.join(shrunk(table["difference"], table["se"]))
    return table.assign(kpi=kpi, whole=found["a"].sum() / found["d"].sum() if found["d"].sum() else np.nan).reset_index()


def _standardised(sums: pd.DataFrame) -> pd.DataFrame:
    """difference, se and covered of each part: its ratio less that of all parts in each segment, at the mix of all.

    The part is in the whole: the difference is (1 - its weight) of that to the others, and so is its error.
    """
    whole = sums.groupby("segment").sum().reindex(sums.index, level="segment")
    rest = whole - sums
    comparable = (sums["n"] >= FEWEST) & (rest["n"] >= FEWEST) & (sums["d"] > 0) & (rest["d"] > 0)
    held, others, all_of = sums[comparable], rest[comparable], whole[comparable]
    outside = 1 - held["d"] / all_of["d"]
    difference = outside * (held["a"] / held["d"] - others["a"] / others["d"])
    variance = outside**2 * (_error(held) ** 2 + _error(others) ** 2)
    weight = all_of["d"] / sums["d"].sum()
    by_part = (
        pd.DataFrame({"difference": weight * difference, "variance": weight**2 * variance, "covered": weight}).groupby("part").sum()
    )
    by_part = by_part.reindex(sums.index.unique("part")).fillna({"covered": 0.0})
    covered = by_part["covered"].where(by_part["covered"] >= ENOUGH)
    se = np.sqrt(by_part["variance"]) / covered
    return pd.DataFrame({"difference": by_part["difference"] / covered, "se": se, "covered": by_part["covered"]})


def _error(sums: pd.DataFrame) -> pd.Series:
    """Standard error of the ratio Σa / Σd over independent customers, by the delta method; missing below two."""
    ratio = sums["a"] / sums["d"].where(sums["d"] > 0)
    squares = sums["aa"] - 2 * ratio * sums["ad"] + ratio**2 * sums["dd"]
    n = sums["n"].where(sums["n"] > 1)
    return np.sqrt(squares.clip(lower=0) * n / (n - 1)) / sums["d"].where(sums["d"] > 0)
