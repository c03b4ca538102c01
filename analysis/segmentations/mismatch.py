"""Does the membership level still say how a customer behaves?

Levels are granted once and kept for a while; behaviour moves on.  Two groups are worth a letter: customers of
a low level, or of none, who behave like the best, and customers of a top level who no longer do.  How many
there are is a finding; that level and behaviour go together on the whole is not, where the level is granted
for the orders that the behaviour is read from.
"""

import math

import numpy as np
import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations import loyalty, value
from analysis.segmentations.levels import MISSING
from analysis.segmentations.population import NO_ORDER, REFUND_ONLY, check_table

# Segments that count as behaving like the best, and as not behaving so any more.
BEHAVIOURS = {
    "loyalty": (loyalty.SEGMENTS, (loyalty.HIGH,), (loyalty.LOW, loyalty.ONE_TIME, NO_ORDER)),
    "value": (value.SEGMENTS, ("a", "heavy"), ("c", "light", value.NONE, NO_ORDER)),
}
UPPER, BETWEEN, LOWER, WITHOUT = "upper", "between", "lower", "without"


def membership_mismatch(
    features: pd.DataFrame, segments: pd.DataFrame, definition: pd.DataFrame, *, behaviour: str = "loyalty", minimum: int = 10
) -> pd.DataFrame:
    """Membership level by behaviour.

    From `features` (customer_id, revenue), `segments` (customer_id, method, segment; the methods membership and
    `behaviour`) and the membership `definition` to one row per level and tier of behaviour, in display order:

        level         str    level, '(missing)' for customers without one; a level with fewer than `minimum`
                             customers stands with the next lower one ("Black + Gold")
        rank          int    1 is the highest of these, 0 none
        position      str    upper: the top third of the levels; lower: the bottom half; between; without a level
        behaviour     str    loyalty | value
        tier          str    segment of that method; customers with refunds only stand with those without an order
        customers     int
        level_share   float  their share of the level's customers; missing where nobody has it
        revenue       float  in the window, in the client's currency
        mismatch      str    rising: lower or no level, best tier; fading: upper level, lowest tiers; else empty

    '(other)' levels are left out.  Raises ConfigError for another behaviour; SchemaError if a column is missing.
    """
    if behaviour not in BEHAVIOURS:
        raise unknown_choice("behaviour", behaviour, BEHAVIOURS)
    check_table(features, "features", ("customer_id", "revenue"))
    check_table(segments, "segments", ("customer_id", "method", "segment"))
    wide = segments[segments["method"].isin(["membership", behaviour])].pivot(
        index="customer_id", columns="method", values="segment"
    )
    wide = wide.replace({behaviour: {REFUND_ONLY: NO_ORDER}})  # a handful, who would have to be hidden
    held = wide.reset_index().merge(features[["customer_id", "revenue"]], on="customer_id", how="left", validate="1:1")
    held = held.sort_values("revenue")  # sums must not depend on the order of rows
    joined = _joined(definition, held["membership"].value_counts(), minimum)
    held["membership"] = held["membership"].map(joined)
    found = held.groupby(["membership", behaviour])["revenue"].agg(["size", "sum"])
    levels = list(dict.fromkeys(joined.values()))
    tiers = [tier for tier in BEHAVIOURS[behaviour][0] if tier in set(held[behaviour])]
    grid = found.reindex(pd.MultiIndex.from_product([levels, tiers], names=["level", "tier"])).fillna(0.0).reset_index()
    ranks = pd.Series({level: 0 if level == MISSING else number for number, level in enumerate(levels, start=1)})
    positions = _positions(ranks)
    table = pd.DataFrame(
        {
            "level": grid["level"].astype("str"),
            "rank": grid["level"].map(ranks).astype("int64"),
            "position": grid["level"].map(positions).astype("str"),
            "behaviour": pd.Series(behaviour, grid.index, dtype="str"),
            "tier": grid["tier"].astype("str"),
            "customers": grid["size"].astype("int64"),
            "level_share": grid["size"] / grid.groupby("level")["size"].transform("sum").replace(0, np.nan),
            "revenue": grid["sum"].astype("float64"),
        }
    )
    return table.assign(mismatch=_mismatch(table, behaviour))


def presentable_mismatch(table: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """The table without the numbers of cells under `minimum` customers.

    A single small cell of a level, or of a tier, could be told from its total: the next smallest goes with it.
    Adds shown.
    """
    counts = table.pivot(index="level", columns="tier", values="customers")
    hidden = (counts > 0) & (counts < minimum)
    before = -1
    while before != (before := int(hidden.to_numpy().sum())):
        hidden = _complemented(_complemented(hidden, counts).T, counts.T).T
    gone = np.array([hidden.loc[level, tier] for level, tier in zip(table["level"], table["tier"], strict=True)], dtype=bool)
    numbers = ("customers", "level_share", "revenue")
    return table.assign(**{column: table[column].astype("float64").mask(gone) for column in numbers}, shown=~gone)


def _complemented(hidden: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """A second cell hidden in every row that hides exactly one: the smallest in a column that hides one already, else the smallest."""
    result = hidden.copy()
    for row in hidden.index[hidden.sum(axis="columns") == 1]:
        others = counts.loc[row][(counts.loc[row] > 0) & ~result.loc[row]]
        beside = others[result[others.index].any()]
        pool = beside if len(beside) else others
        if len(pool):
            result.loc[row, pool.sort_values(kind="stable").index[0]] = True
    return result


def mismatch_totals(table: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """Both mismatches in one row each: mismatch, customers, revenue, without_level (customers of these without a level).

    From the full table.  Where exactly one of the cells that make a sum is hidden, it is left out of the sum, from
    which it could be told otherwise.
    """
    shown = presentable_mismatch(table, minimum=minimum)["shown"]
    rows = []
    for kind in ("rising", "fading"):
        cells = table[table["mismatch"] == kind]
        if int((~shown[cells.index]).sum()) == 1:
            cells = cells[shown[cells.index]]
        without = cells.loc[cells["position"] == WITHOUT, "customers"].sum()
        rows.append((kind, int(cells["customers"].sum()), float(cells["revenue"].sum()), int(without)))
    return pd.DataFrame(rows, columns=["mismatch", "customers", "revenue", "without_level"])


def _joined(definition: pd.DataFrame, sizes: pd.Series, minimum: int) -> dict[str, str]:
    """The name under which each level stands: small ones with the next lower, the last with the one above it."""
    groups: list[list[str]] = []
    held = 0
    filled = definition[(definition["rank"] > 0) & definition["segment"].isin(sizes.index)]
    for level in filled.sort_values("rank")["segment"]:
        if groups and held < minimum:
            groups[-1].append(level)
        else:
            groups.append([level])
            held = 0
        held += int(sizes.get(level, 0))
    if len(groups) > 1 and held < minimum:
        groups[-2] += groups.pop()
    return {level: " + ".join(group) for group in groups for level in group} | {MISSING: MISSING}


def _positions(ranks: pd.Series) -> dict[str, str]:
    """Where each level stands: the top third, the bottom half, or between."""
    levels = ranks[ranks > 0].sort_values()
    upper, lower = math.ceil(len(levels) / 3), len(levels) // 2
    return {
        key: WITHOUT if not rank else UPPER if rank <= upper else LOWER if rank > len(levels) - lower else BETWEEN
        for key, rank in ranks.items()
    }


def _mismatch(table: pd.DataFrame, behaviour: str) -> pd.Series:
    _, best, lowest = BEHAVIOURS[behaviour]
    rising = table["position"].isin([LOWER, WITHOUT]) & table["tier"].isin(best)
    fading = table["position"].eq(UPPER) & table["tier"].isin(lowest)
    return pd.Series(np.select([rising, fading], ["rising", "fading"], ""), table.index, dtype="str")
