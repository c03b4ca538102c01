"""How far a segment differs from the base, level by level.

The index (TGI) is the share of a level in the segment over its share among all customers, times
100: above 100 the level is over-represented.  It says what is typical, not what is frequent: an
index of 300 on a level that 2 % have is still a small group, so share and n stand beside it.
"""

import pandas as pd

from analysis.profiles.membership import members
from analysis.profiles.suppression import TOTAL, hidden_cells
from analysis.profiles.traits import MISSING

COLUMNS = ["method", "segment", "trait", "level", "n", "count", "share", "base_share", "index", "shown"]


def segment_index(traits: pd.DataFrame, segments: pd.DataFrame, *, method: str, minimum: int = 10) -> pd.DataFrame:
    """The index of each level of each categorical trait in each segment of `method`.

    From one row per customer (customer_id, one text column per trait) and the table `segments` to
    one row per segment × trait × level:

        n           int    customers of the segment whose trait is known
        count       Int64  of these, with the level; missing where hidden
        share       float  count / n
        base_share  float  the same among all customers with a known trait
        index       float  share / base_share × 100
        shown       bool   False where the cell is hidden

    Cells between 1 and `minimum` - 1 are hidden, and so are further cells where totals would give
    them away (see `hidden_cells`); a level with a hidden total has no index anywhere.  The level
    '(missing)' is measured against everyone in the segment; its count follows from n and is not
    hidden, its index is missing below `minimum`.  Traits with fewer than two known levels are left
    out.  Customers in only one of the two tables are ignored.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    known = traits.set_index("customer_id").join(segment.rename("segment"), how="inner")
    parts = [_trait_index(known["segment"], known[name], minimum) for name in traits.columns.drop("customer_id")]
    parts = [part for part in parts if not part.empty]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True).assign(method=method)[COLUMNS]


def _trait_index(segment: pd.Series, trait: pd.Series, minimum: int) -> pd.DataFrame:
    """The rows of one trait, levels by frequency, '(missing)' last."""
    counts = pd.crosstab(trait.to_numpy(), segment.to_numpy())
    known = counts.drop(index=MISSING, errors="ignore")
    if len(known) < 2:
        return pd.DataFrame()
    known = known.loc[known.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    rows = _known_levels(known, hidden_cells(known, minimum=minimum))
    if MISSING in counts.index:
        rows = pd.concat([rows, _missing_level(counts, minimum)], ignore_index=True)
    return rows.assign(trait=trait.name)


def _known_levels(known: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    n, base = known.sum(), known.sum(axis=1) / known.to_numpy().sum()
    rows = _long(known, "count").assign(hidden=_long(hidden[known.columns], "hidden")["hidden"])
    rows = rows.assign(n=rows["segment"].map(n), base_share=rows["level"].map(base.mask(hidden[TOTAL])))
    share = (rows["count"] / rows["n"].where(rows["n"] > 0)).mask(rows["hidden"])
    return rows.assign(
        count=rows["count"].astype("Int64").mask(rows["hidden"]),
        share=share,
        index=share / rows["base_share"] * 100,
        shown=~rows["hidden"],
    ).drop(columns="hidden")


def _missing_level(counts: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The row of customers whose trait is not known, against everyone in the segment."""
    missing, n = counts.loc[MISSING], counts.sum()
    share, base = missing / n, missing.sum() / n.sum()
    return pd.DataFrame(
        {
            "segment": counts.columns,
            "level": MISSING,
            "n": n.to_numpy(),
            "count": missing.astype("Int64").to_numpy(),
            "share": share.to_numpy(),
            "base_share": base,
            "index": (share / base * 100).where(missing >= minimum).to_numpy() if base > 0 else float("nan"),
            "shown": True,
        }
    )


def _long(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """From levels × segments to one row each, level after level."""
    return table.rename_axis(index="level", columns="segment").stack().rename(name).reset_index()
