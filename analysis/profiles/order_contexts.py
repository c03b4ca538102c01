"""On what occasions people order, as far as the data hold it, and how the basket differs.

A context is a trait of the order, not of the customer: what it was for (the occasion lens), working day or weekend, in the
season of a festival or not, the device used and the occasion recorded on the day of the order.  A basket goes with its context; that does
not make the context its cause.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.habits import adjusted, rushed
from analysis.profiles.membership import members
from analysis.profiles.same_months import compare

TRAITS = ("occasion", "festival", "daytype", "device", "context")
COLUMNS = [
    "trait", "level", "orders", "customers", "order_share", "revenue_share", "mean_order", "low", "high", "rest_order", "ratio",
    "p_adjusted",
]  # fmt: skip
SEGMENT_COLUMNS = ["trait", "level", "segment", "n", "customers", "share", "rest_share", "index", "p_adjusted"]
Season = tuple[date, date]


def order_contexts(
    orders: pd.DataFrame,
    *,
    window_start: date,
    as_of: date,
    told: pd.DataFrame | None = None,
    seasons: Sequence[Season] = (),
    visited: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Orders of the window that stand: customer_id, order_id, ordered_at, amount and a column per trait, missing where not known.

    `told` is the table `order_occasions`; `seasons` are the days before and after each festival in which people buy for it;
    `visited` the table `event_contexts`.  Only customers with an event on the day of an order have a device or a recorded context.
    """
    day = orders["ordered_at"].dt.normalize()
    inside = day.between(pd.Timestamp(window_start), pd.Timestamp(as_of)) & orders["is_order"].astype(bool)
    rows = orders.loc[inside, ["customer_id", "order_id", "ordered_at", "amount"]].astype({"amount": float})
    days = day[inside]
    table = rows.assign(daytype=None if rushed(days) else np.where(days.dt.day_of_week >= 5, "weekend", "working_day"))
    near = np.zeros(len(rows), dtype=bool)
    for start, end in seasons:
        near |= days.between(pd.Timestamp(start), pd.Timestamp(end)).to_numpy()
    table["festival"] = np.where(near, "festival_season", "other_days") if near.any() else None
    for name, other, key in (("occasion", told, ["customer_id", "order_id"]), ("visit", visited, ["customer_id", "day"])):
        columns = ["occasion"] if name == "occasion" else ["device", "context"]
        if other is None:
            table[columns] = None
        else:
            keyed = table.assign(day=days.astype("datetime64[us]")) if name == "visit" else table
            given = other[[*key, *columns]].assign(**({"day": other["day"].astype("datetime64[us]")} if name == "visit" else {}))
            table = keyed.merge(given, on=key, how="left").drop(columns="day", errors="ignore")
    return table.replace({"occasion": {"unclassified": None}})


def basket_by_context(contexts: pd.DataFrame, *, minimum: int = 10, most: int = 6, level: float = 0.95) -> pd.DataFrame:
    """The table `context_baskets`: one row per trait and level, of traits with two levels or more.

        orders, customers; order_share, revenue_share   of the orders whose level is known
        mean_order   float   money per order, with low and high; rest_order: of the other levels of the trait
        ratio        float   mean_order / rest_order
        p_adjusted   float   that the two are equal but for chance (Benjamini–Hochberg over the table)

    Customers are drawn, orders of one customer go together (Cochran (1977), ch. 6).  Levels with fewer than `minimum` customers
    are left out, and with them the rest of a trait that then has one level.
    """
    rows = []
    for trait in TRAITS:
        known = contexts.dropna(subset=trait)
        people = known.groupby(trait)["customer_id"].nunique()
        kept = [name for name in known[trait].value_counts().index if people[name] >= minimum][:most]
        known = known[known[trait].isin(kept)]
        if len(kept) > 1:
            rows += [{"trait": trait, "level": name} | _basket(known, known[trait] == name, level) for name in kept]
    table = pd.DataFrame(rows, columns=[*(name for name in COLUMNS if name != "p_adjusted"), "p"])
    return table.assign(p_adjusted=adjusted(table["p"].astype(float)))[COLUMNS]


def _basket(known: pd.DataFrame, own: pd.Series, level: float) -> dict[str, float]:
    sums = pd.DataFrame(
        {"customer_id": known["customer_id"], "money": known["amount"] * own, "n": own.astype(float),
         "other_money": known["amount"] * ~own, "other_n": (~own).astype(float)}
    ).groupby("customer_id").sum()  # fmt: skip
    total, people = sums.sum(), len(sums)
    mean, rest = total["money"] / total["n"], total["other_money"] / total["other_n"]
    mine, others = (
        (sums["money"] - mean * sums["n"]) / total["n"],
        (sums["other_money"] - rest * sums["other_n"]) / total["other_n"],
    )
    own_spread, spread = (float(np.sqrt((r**2).sum() * people / (people - 1))) for r in (mine, mine - others))
    half = stats.norm.isf((1 - level) / 2) * own_spread
    return {
        "orders": int(own.sum()), "customers": int((sums["n"] > 0).sum()), "order_share": float(own.mean()),
        "revenue_share": total["money"] / known["amount"].sum(), "mean_order": mean, "low": mean - half, "high": mean + half,
        "rest_order": rest, "ratio": mean / rest if rest > 0 else np.nan,
        "p": 2 * stats.norm.sf(abs(mean - rest) / spread) if spread > 0 else np.nan,
    }  # fmt: skip


def contexts_by_segment(contexts: pd.DataFrame, segments: pd.DataFrame, *, method: str, minimum: int = 10) -> pd.DataFrame:
    """Share of each segment's orders in each context, beside the other segments in the same months: the table `context_segments`.

    n orders of the segment with a known level, customers with the level, share, rest_share, index, p_adjusted over the table.
    Cells with fewer than `minimum` customers are left out.  Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    known = contexts[contexts["customer_id"].isin(segment.index)]
    known = known.assign(month=known["ordered_at"].dt.to_period("M"))
    parts = []
    for trait in TRAITS:
        rows = known.dropna(subset=trait)
        if rows[trait].nunique() < 2:
            continue
        wholes = rows.groupby(["customer_id", "month"]).size().rename("value").reset_index()
        levels = (
            rows.rename(columns={trait: "level"}).groupby(["customer_id", "month", "level"]).size().rename("value").reset_index()
        )
        parts.append(compare(levels, wholes, segment).assign(trait=trait))
    if not parts:
        return pd.DataFrame(columns=SEGMENT_COLUMNS)
    table = pd.concat(parts, ignore_index=True)
    table = table[table["customers"] >= minimum]
    return table.assign(p_adjusted=adjusted(table["p"]))[SEGMENT_COLUMNS].reset_index(drop=True)
