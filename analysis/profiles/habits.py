"""What a segment buys, through which channel and when: shares of its orders beside those of the rest.

Orders are counted, not customers: a customer's favourite channel or weekend share follows from the
number of orders (see `levels`), the share of a segment's orders does not.  A segment is held against
the orders of everybody else in the same months (see `same_months`).

Benjamini and Hochberg (1995), Controlling the False Discovery Rate.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.differentiators import COLUMNS as DIFFERENTIATOR_COLUMNS
from analysis.profiles.effects import CLIFFS_DELTA, strength
from analysis.profiles.membership import members
from analysis.profiles.same_months import compare
from analysis.profiles.suppression import hidden_cells

COLUMNS = [
    "method", "segment", "trait", "level", "n", "customers", "compared", "share", "base_share", "rest_share", "index", "p_adjusted", "shown",
]  # fmt: skip
RARE = 0.01  # levels of fewer orders are left out
MOST = 10  # most frequent levels that are kept
DAYPARTS = {6: "night", 11: "morning", 14: "midday", 18: "afternoon", 24: "evening"}  # up to that hour, as in the features
MONEY = ("returned", "discounted")
WHEN = ("daypart", "weekday")
RUSH, RUSH_SHARE = 10, 0.05  # a rush: a day with ten times the orders of the usual one, and a twentieth of all


def order_habits(
    orders: pd.DataFrame | None,
    categories: pd.DataFrame | None,
    segments: pd.DataFrame,
    *,
    method: str,
    window_start: object,
    as_of: object,
    minimum: int = 10,
) -> pd.DataFrame:
    """Share of each segment's orders by category, channel, part of the day and weekday; share sent back and discounted.

    From `orders` (one row per order), `order_categories` and the table `segments` to one row per
    segment × trait × level:

        n           int    orders of the segment in the window whose level is known
        customers   float  customers with such an order; missing where hidden
        compared    int    customers of all segments with a known level
        share       float  of the n orders, those with the level.  A category: orders that hold it, so
                           shares add up to more than 1.  returned, discounted (level 'yes'): money sent
                           back over sales, discount over list price
        base_share  float  the same over all customers; rest_share over all but the segment, in its months
        index       float  share over that of all customers in the segment's months × 100 (returned: in any month)
        p_adjusted  float  that share and rest_share are equal but for chance (Benjamini–Hochberg over all rows)
        shown       bool   False where fewer than `minimum` customers stand behind the cell, or totals betray one

    Where single days brought a rush (`rushed`), the parts of the day and the weekdays have no p_adjusted: segments made by
    recency hold the buyers of such a day, and its hour and weekday are the day's, no habit of theirs.
    A trait with one known level is left out, so are levels with less than 1 % of orders and hours where
    all orders carry the same one.  Without orders the table is empty.  Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    if orders is None:
        return pd.DataFrame(columns=COLUMNS)
    day = orders["ordered_at"].dt.normalize()
    window = orders[day.between(pd.Timestamp(window_start), pd.Timestamp(as_of)) & orders["customer_id"].isin(segment.index)]
    placed = window[window["is_order"].astype(bool)]
    parts = [_shares(trait, known, segment, minimum) for trait, known in _levels(placed, categories).items()]
    parts += [_ratio(trait, rows, placed, segment, minimum) for trait, rows in _money(window, placed).items()]
    parts = [part for part in parts if not part.empty]
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True).assign(method=method)
    if rushed(placed["ordered_at"]):
        table["p"] = table["p"].mask(table["trait"].isin(WHEN))
    table["p_adjusted"] = adjusted(table["p"])
    return table[COLUMNS]


def rushed(ordered_at: pd.Series) -> bool:
    """Whether one day brought RUSH times the orders of the middle day with orders, and RUSH_SHARE of all orders."""
    days = ordered_at.dt.normalize().value_counts()
    return bool(len(days) and days.max() >= max(RUSH * days.median(), RUSH_SHARE * days.sum()))


def with_habits(differentiators: pd.DataFrame, habits: pd.DataFrame) -> pd.DataFrame:
    """The table `differentiators` and below it, for each segment and trait of `order_habits`, the level farthest from the rest.

    effect is share less rest_share (Cliff's delta of having the level, signed), n the customers compared.
    Money shares are no levels and are left out.
    """
    if habits.empty:
        return differentiators
    levels = habits[habits["shown"] & ~habits["trait"].isin(MONEY) & habits["p_adjusted"].notna()]
    levels = levels.assign(effect=levels["share"] - levels["rest_share"]).dropna(subset="effect")
    top = levels.sort_values("effect", key=abs, ascending=False, kind="stable").drop_duplicates(["segment", "trait"])
    rows = top.assign(
        measure="cliffs_delta",
        strength=[strength(effect, CLIFFS_DELTA) for effect in top["effect"]],
        direction=top["level"],
        n=top["compared"],
    )[DIFFERENTIATOR_COLUMNS]
    return pd.concat([part for part in (differentiators, rows) if len(part)] or [rows], ignore_index=True)


def against_rest(index: pd.DataFrame) -> pd.DataFrame:
    """The rows of `segment_index` beside all other customers: rest_share and p_adjusted added.

    p_adjusted (Benjamini–Hochberg over the table): that the segment has the level as often as the
    others, but for chance.  Both are missing where the cell is hidden.
    """
    n, share = index["n"].astype(float), index["share"].astype(float)
    everyone = n.groupby([index["trait"], index["level"]]).transform("sum")
    base, others = index["base_share"].astype(float), everyone - n
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = (base * everyone - share * n) / others
        z = (share - rest) / np.sqrt(base * (1 - base) * (1 / n + 1 / others))
    return index.assign(rest_share=rest, p_adjusted=adjusted(pd.Series(2 * stats.norm.sf(z.abs()), index=index.index)))


def adjusted(p: pd.Series) -> pd.Series:
    """Benjamini–Hochberg over the values that are there."""
    known = p.dropna()
    return pd.Series(stats.false_discovery_control(known) if len(known) else known, index=known.index).reindex(p.index)


def _levels(placed: pd.DataFrame, categories: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Trait -> one row per order and level: customer_id, order_id, month, level."""
    placed = placed.assign(month=placed["ordered_at"].dt.to_period("M"))
    key = ["customer_id", "order_id", "month"]
    hours = placed["ordered_at"].dt.hour
    edges = np.array([*DAYPARTS])
    single = {
        "channel": placed["channel"],
        "daypart": pd.Series(np.array([*DAYPARTS.values()])[np.searchsorted(edges, hours, side="right")], index=placed.index)
        if hours.nunique() > 1
        else pd.Series(dtype=object),
        "weekday": (placed["ordered_at"].dt.day_of_week + 1).astype(str),
    }
    bought = categories[["customer_id", "order_id", "category"]].drop_duplicates()
    bought = bought.merge(placed[key], on=["customer_id", "order_id"], how="inner")
    rows = {"category": bought.rename(columns={"category": "level"})}
    rows |= {trait: placed.loc[level.dropna().index, key].assign(level=level.dropna()) for trait, level in single.items()}
    return {trait: table.dropna(subset="level") for trait, table in rows.items()}


def _shares(trait: str, known: pd.DataFrame, segment: pd.Series, minimum: int) -> pd.DataFrame:
    orders = known.drop_duplicates(["customer_id", "order_id"])
    frequent = known["level"].value_counts()
    kept = frequent[frequent >= RARE * len(orders)].head(MOST).index
    if len(kept) < 2:
        return pd.DataFrame()
    known = known[known["level"].isin(kept)]
    wholes = (orders if trait == "category" else known).groupby(["customer_id", "month"]).size().rename("value").reset_index()
    parts = known.groupby(["customer_id", "month", "level"]).size().rename("value").reset_index()
    table = compare(parts, wholes, segment)
    counts = table.pivot(index="level", columns="segment", values="customers").loc[kept]
    hidden = (counts > 0) & (counts < minimum) if trait == "category" else hidden_cells(counts, minimum=minimum)
    order = hidden.rename_axis(index="level", columns="segment").stack().rename("hidden").reset_index()
    return _blanked(order.merge(table, on=["level", "segment"]).assign(trait=trait))


def _money(window: pd.DataFrame, placed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Trait -> money per customer and month: customer_id, month, part, whole.

    Goods come back in another month than they were sold, so money sent back has one month for all.
    """
    sold = pd.DataFrame({"customer_id": window["customer_id"], "month": 0, "part": window["refunded"], "whole": window["gross"]})
    listed = placed.dropna(subset="list_amount")
    prices, paid = listed["list_amount"].astype(float), listed["gross"].astype(float)
    given = listed["discount"].astype(float).fillna((prices - paid).clip(lower=0))
    month = listed["ordered_at"].dt.to_period("M")
    offered = pd.DataFrame({"customer_id": listed["customer_id"], "month": month, "part": given, "whole": prices})
    tables = {"returned": sold, "discounted": offered}
    sums = {
        trait: rows.astype({"part": float, "whole": float}).groupby(["customer_id", "month"])[["part", "whole"]].sum().reset_index()
        for trait, rows in tables.items()
    }
    return {trait: rows[rows["whole"] > 0] for trait, rows in sums.items() if rows["part"].sum() > 0}


def _ratio(trait: str, rows: pd.DataFrame, placed: pd.DataFrame, segment: pd.Series, minimum: int) -> pd.DataFrame:
    parts = rows.rename(columns={"part": "value"}).query("value > 0").assign(level="yes")
    table = compare(parts, rows.rename(columns={"whole": "value"}), segment)
    orders = placed["customer_id"].map(segment).value_counts()
    table = table.assign(n=table["segment"].map(orders).fillna(0).astype("int64"))
    return _blanked(table.assign(trait=trait, hidden=table["customers"].between(1, minimum - 1)))


def _blanked(table: pd.DataFrame) -> pd.DataFrame:
    """The figures of hidden cells taken out."""
    figures = ["customers", "share", "rest_share", "index", "p"]
    shown = ~table["hidden"]
    return table.assign(shown=shown, customers=table["customers"].astype(float)).assign(
        **{name: table[name].where(shown) for name in figures}
    )
