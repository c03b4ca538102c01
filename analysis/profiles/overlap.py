"""Where the customers of a segment stand in other ways of dividing: which segments are the same people?

Of all other lenses those are taken that go with this one most closely (Cramér's V, corrected for chance): first the
two closest, then the closest that is not made of the same figures, because with those it must overlap.  Lenses that
repeat one already taken are passed over, and those of which too little could be shown; rare segments of another lens
are put together, so that hiding one does not hide all.  The index says how much more common a place is in a segment than among all.

Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from analysis.association import cramers_v
from analysis.profiles.habits import adjusted
from analysis.profiles.levels import next_level
from analysis.profiles.membership import members
from analysis.profiles.suppression import TOTAL, hidden_cells

COLUMNS = [
    "method", "segment", "other", "other_segment", "n", "customers", "share", "base_share", "index", "p_adjusted", "cramers_v", "same_figures", "shown",
]  # fmt: skip
TAKEN = 3  # other lenses
MOST_GROUPS = 12  # of another lens: with more, a table is not read
REPEATS = 0.9  # Cramér's V from which another lens says again what one already taken says
ENOUGH = 0.5  # of its cells can be shown
WEAK = 0.05  # below it two lenses have nothing to do with one another
STATES = ("no_order", "prospect", "refund_only", "(missing)")  # customers of whom a lens says nothing


def lens_overlap(
    segments: pd.DataFrame,
    *,
    method: str,
    made_of: Mapping[str, Iterable[str]],
    orders: Mapping[str, Iterable[str]] | None = None,
    minimum: int = 10,
) -> pd.DataFrame:
    """The table `segment_overlap`: a row per segment of `method` and segment of each other lens taken.

    From the table `segments` of several methods, the columns that each lens is made of (`made_of`), and the display
    orders of their segments:

        n           int    customers of the segment whom the other lens places
        customers   Int64  of these, in the other's segment; missing where hidden
        share       float  customers / n
        base_share  float  the same among all customers; index share / base_share × 100
        p_adjusted  float  that the segment stands there as often as all others (Benjamini–Hochberg)
        cramers_v   float  of the two lenses; same_figures whether they are made of the same columns
        shown       bool   False where the cell, or one from which it could be told, is smaller than `minimum`

    Lenses in order of Cramér's V.  Empty where no other lens goes with this one.
    Raises ConfigError where `segments` holds no such method.
    """
    own = members(segments, method).rename("segment")
    known = segments[~segments["segment"].isin(STATES)]
    tables = {other: known[known["method"] == other].set_index("customer_id")["segment"] for other in made_of if other != method}
    close = {other: v for other, column in tables.items() if (v := _association(own, column)) is not None and v >= WEAK}
    cells = {other: _cells(own, tables[other], list((orders or {}).get(other, ())), minimum) for other in close}
    close = {other: v for other, v in close.items() if cells[other]["shown"].mean() >= ENOUGH}
    chosen = _taken(close, tables, same={other: bool(set(made_of[other]) & set(made_of[method])) for other in close})
    parts = []
    for other in chosen:
        shared = bool(set(made_of[other]) & set(made_of[method]))
        parts.append(cells[other].assign(other=other, cramers_v=close[other], same_figures=shared))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True).assign(method=method)
    return table.assign(p_adjusted=adjusted(table["p"]))[COLUMNS]


def _counts(own: pd.Series, other: pd.Series) -> pd.DataFrame:
    both = own.to_frame("segment").join(other.rename("other_segment"), how="inner")
    return pd.crosstab(both["other_segment"], both["segment"])


def _association(own: pd.Series, other: pd.Series) -> float | None:
    """Cramér's V; None where one of the two does not divide these customers, or the other is too fine."""
    counts = _counts(own, other)
    if min(counts.shape) < 2 or len(counts) > MOST_GROUPS:
        return None
    return cramers_v(counts.to_numpy())[0]


def _taken(close: Mapping[str, float], tables: Mapping[str, pd.Series], *, same: Mapping[str, bool]) -> list[str]:
    """The two closest lenses and the closest of other figures, none of which repeats another."""
    ranked = sorted(close, key=lambda other: (-close[other], other))
    distinct: list[str] = []
    for other in ranked:
        if all((_association(tables[one], tables[other]) or 0.0) < REPEATS for one in distinct):
            distinct.append(other)
    first = distinct[: TAKEN - 1]
    rest = [other for other in distinct if other not in first]
    further = (
        next((other for other in rest if not same[other]), None) if any(same[one] for one in first) else next(iter(rest), None)
    )
    return [*first, further] if further is not None else distinct[:TAKEN]


def _readable(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The counts with rare segments of the other lens put together, until no cell is small or two rows are left."""
    while len(counts) > 2 and (counts.gt(0) & counts.lt(minimum)).any(axis=None):
        counts = counts.rename(index=next_level(counts, minimum)).groupby(level=0).sum()
    return counts


def _cells(own: pd.Series, other: pd.Series, order: list[str], minimum: int) -> pd.DataFrame:
    counts = _readable(_counts(own, other), minimum)
    places = {key: place for place, key in enumerate(order)}
    counts = counts.loc[sorted(counts.index, key=lambda key: (places.get(key, len(places)), key))]
    hidden = hidden_cells(counts, minimum=minimum)
    n, base = counts.sum(), counts.sum(axis=1) / counts.to_numpy().sum()
    rows = counts.stack().rename("customers").reset_index()
    rows["hidden"] = hidden[counts.columns].stack().to_numpy()
    rows["n"] = rows["segment"].map(n)
    rows["base_share"] = rows["other_segment"].map(base.mask(hidden[TOTAL]))
    share = rows["customers"] / rows["n"]
    outside = counts.to_numpy().sum() - rows["n"]
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = (rows["base_share"] * counts.to_numpy().sum() - rows["customers"]) / outside
        z = (share - rest) / np.sqrt(rows["base_share"] * (1 - rows["base_share"]) * (1 / rows["n"] + 1 / outside))
    shown = ~rows["hidden"]
    return rows.assign(
        customers=rows["customers"].astype("Int64").where(shown),
        share=share.where(shown),
        index=(share / rows["base_share"] * 100).where(shown),
        p=pd.Series(2 * stats.norm.sf(z.abs()), index=rows.index).where(shown),
        shown=shown,
    ).drop(columns="hidden")
