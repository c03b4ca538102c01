"""Who left by the client's own word, and what goes with it: the share that left at each level of all that is known.

A flag (has left, is still there) has no day, so nothing can be said of what came before.  What can be compared is who
left more often: customers with a trait beside all others, among those of like tenure where a tenure is held.  Without it,
who came lately has had less time to leave, and that must be said.

    flag_of         the words of the flag as true and false
    outcome_shares  one row per trait and level: share that left, difference, odds, what chance allows

A trait that says nearly the same as the flag (a reason for leaving, a date of it, a copy under another name) explains
nothing and is left out.  An association, never a cause.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.association import cramers_v
from analysis.intervals import wilson
from analysis.profiles.leaving.effects import FEW, judged
from analysis.profiles.leaving.strata import Cells, odds_ratio, p_value, share_difference
from analysis.profiles.levels import broad_levels
from analysis.profiles.suppression import hidden_cells
from analysis.profiles.traits import MISSING

LEFT = (
    "left", "yes", "y", "true", "t", "1", "churned", "churn", "exited", "gone", "cancelled", "canceled", "是", "已流失", "流失", "已离网",
)  # fmt: skip
STAYED = ("stayed", "no", "n", "false", "f", "0", "active", "retained", "current", "否", "未流失", "留存", "在网")
COPY = 0.8  # Cramér's V with the flag from which a trait says the same as the flag
TENTHS = 10  # strata of tenure, with as many customers in each
METHOD = "outcome"
FIGURES = [
    "share", "share_low", "share_high", "others_share", "difference", "low", "high", "odds_ratio", "odds_low", "odds_high", "p",
]  # fmt: skip
COUNTS = ["trait", "level", "n", "left", "others", "others_left"]
COLUMNS = [*COUNTS, *FIGURES, "p_adjusted", "verdict", "rank", "active", "adjusted", "same"]


@dataclass(frozen=True)
class Outcome:
    """`shares` as the table leaving_outcome; how many customers are known to have left or not; traits that copy the flag."""

    shares: pd.DataFrame
    customers: int
    left: int
    copies: tuple[str, ...]


def flag_of(words: pd.Series) -> pd.Series:
    """True for a word that says left, False for one that says still there, missing for any other (dtype boolean)."""
    plain = words.astype("str").str.strip().str.lower().str.removesuffix(".0")
    known = pd.Series(pd.NA, index=words.index, dtype="boolean")
    return known.mask(plain.isin(LEFT), True).mask(plain.isin(STAYED), False).mask(words.isna(), pd.NA)


def outcome_shares(
    traits: pd.DataFrame, flag: pd.Series, *, tenure: pd.Series | None = None, time: tuple[str, ...] = (), minimum: int = 10
) -> Outcome:
    """The share that left at every level of `traits` (customer_id, one text column per trait), beside all others.

    `flag` and `tenure` are by customer_id; traits in `time` are tenure itself and are compared as they stand.  Rare levels
    are put together, cells below `minimum` hidden together with what would tell them.  Of two levels the one that left
    more stands for both; of levels that set the very same customers beside each other the first, with their number in `same`.
    """
    known = flag.dropna().astype(bool)
    rows = traits[traits["customer_id"].isin(known.index)].reset_index(drop=True)
    left = rows["customer_id"].map(known).to_numpy(dtype=bool)
    names = list(rows.columns.drop("customer_id"))
    copies = tuple(name for name in names if _copies(rows[name], left))
    sides = pd.DataFrame({"customer_id": rows["customer_id"], "method": METHOD, "segment": np.where(left, "left", "stayed")})
    if left.all() or not left.any():
        return Outcome(pd.DataFrame(columns=COLUMNS), len(rows), int(left.sum()), copies)
    rows = broad_levels(rows.drop(columns=list(copies)), sides, method=METHOD, minimum=minimum)
    strata = np.zeros(len(rows), dtype=int) if tenure is None else _tenths(rows["customer_id"].map(tenure))
    plain = np.zeros(len(rows), dtype=int)
    parts = [_levels(rows[name], left, plain if name in time else strata, minimum) for name in rows.columns.drop("customer_id")]
    table = _once(pd.DataFrame([row for part in parts for row in part], columns=[*COUNTS, *FIGURES, "hidden", "members"]))
    few = table["hidden"].astype(bool) | (table[["n", "others"]] < max(FEW, minimum)).any(axis=1)
    shown = [*COUNTS[2:], *FIGURES]
    table[shown] = table[shown].astype("float64").mask(few)
    table = judged(table, few).assign(adjusted=tenure is not None and ~table["trait"].isin(time))
    return Outcome(_in_order(table.assign(active=table["n"] - table["left"]), time)[COLUMNS], len(rows), int(left.sum()), copies)


def _in_order(table: pd.DataFrame, time: tuple[str, ...]) -> pd.DataFrame:
    """Traits by the distance between their highest and lowest share beyond chance, tenure and what chance explains last;
    levels of a trait by their share."""
    sure = table["verdict"].isin(["more", "less"])
    ends = pd.concat([table["share"], table["others_share"].where(~table.duplicated("trait", keep=False))], axis=1).where(
        sure, axis=0
    )
    by = table["trait"]
    spread = ends.max(axis=1).groupby(by).transform("max") - ends.min(axis=1).groupby(by).transform("min")
    keys = {"later": by.isin(time), "wide": -spread.fillna(-1.0), "most": -table["share"].fillna(-1.0)}
    order = table.assign(**keys).sort_values(["later", "wide", "trait", "most", "level"], kind="stable").drop(columns=[*keys])
    return order.assign(rank=np.arange(1, len(order) + 1)).reset_index(drop=True)


def _copies(values: pd.Series, left: np.ndarray) -> bool:
    """Whether a trait, its gaps included, tells nearly every time who left."""
    return cramers_v(pd.crosstab(values.to_numpy(), left).to_numpy())[0] >= COPY


def _tenths(tenure: pd.Series) -> np.ndarray:
    """The tenth of tenure in which each customer stands; -1 where it is not known."""
    values = tenure.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(values)
    edges = np.unique(np.quantile(values[known], np.arange(1, TENTHS) / TENTHS)) if known.any() else np.empty(0)
    return np.where(known, np.searchsorted(edges, values, side="right"), -1)


def _levels(values: pd.Series, left: np.ndarray, strata: np.ndarray, minimum: int) -> list[tuple]:
    """The rows of one trait, by the number of customers; none where fewer than two levels are known."""
    known = values.ne(MISSING).to_numpy()
    counts = pd.crosstab(values[known].to_numpy(), left[known])
    if counts.shape != (len(counts), 2) or len(counts) < 2:
        return []
    hidden = hidden_cells(counts, minimum=minimum)
    rows = [
        (values.name, level, *_compared(values.eq(level).to_numpy()[known], left[known], strata[known]))
        + (bool(hidden.loc[level].any()), _sides(values.eq(level).to_numpy(), known))
        for level in counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    ]
    return [max(rows, key=lambda row: row[len(COUNTS)])] if len(rows) == 2 else rows


def _sides(inside: np.ndarray, known: np.ndarray) -> bytes:
    """Who is set beside whom, whichever side is named: two levels with the same bytes make the same comparison."""
    first = inside[known][0]
    return np.where(known, inside != first, 2).astype(np.int8).tobytes()


def _compared(inside: np.ndarray, left: np.ndarray, strata: np.ndarray) -> tuple:
    """n, left, others, others_left, then FIGURES."""
    n, gone, others, others_gone = inside.sum(), (inside & left).sum(), (~inside).sum(), (~inside & left).sum()
    low, high = (float(end) for end in wilson(int(gone), int(n)))
    told = strata >= 0
    place = strata[told]
    masks = (inside & left, ~inside & left, inside & ~left, ~inside & ~left)
    cells = Cells(*(np.bincount(place, mask[told], minlength=int(place.max(initial=0)) + 1) for mask in masks))
    return (
        int(n), int(gone), int(others), int(others_gone), gone / n, low, high, others_gone / others,
        *share_difference(cells), *odds_ratio(cells), p_value(cells),
    )  # fmt: skip


def _once(table: pd.DataFrame) -> pd.DataFrame:
    """Levels that set the very same customers beside each other once, the first, with `same`: how many others there are."""
    first = ~table.duplicated("members")
    same = table.groupby("members", sort=False)["members"].transform("size") - 1
    return table.assign(same=same.to_numpy() if len(table) else [])[first].drop(columns="members").reset_index(drop=True)
