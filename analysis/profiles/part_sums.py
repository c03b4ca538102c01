"""Whether the parts of a client add up to the whole: each counted over its own files, the whole over its own.

Lines and money belong to one part, so they must add up to the cent.  A customer of two parts is one in each, and so is an
order with lines of two; how often that happens is counted apart, from the customers and orders that it happens to.
"""

from collections.abc import Mapping

import pandas as pd

OTHERS, REST = "others", "rest"
COUNTED = ["lines_read", "lines", "orders", "revenue", "period_revenue", "customers"]
SEVERAL, WHOLE, APART = "(several)", "(whole)", "(apart)"


def part_sums(orders: pd.DataFrame, *, lines_read: Mapping[str, int], start: pd.Timestamp) -> pd.DataFrame:
    """One row per part of `lines_read` with the figures of `part_sums` in schema.py; orders by part as of the period's end."""
    late = orders["ordered_at"] >= pd.Timestamp(start)
    stands = orders[orders["is_order"]]
    by_part = orders.groupby("part")
    found = pd.DataFrame(
        {
            "lines": by_part["line_count"].sum(),
            "orders": by_part["is_order"].sum(),
            "revenue": by_part["amount"].sum(),
            "period_revenue": orders[late].groupby("part")["amount"].sum(),
            "customers": stands.groupby("part")["customer_id"].nunique(),
        }
    )
    found = found.reindex(list(lines_read)).fillna(0).rename_axis("part").reset_index()
    counts = dict.fromkeys(("lines", "orders", "customers"), "int64")
    return found.assign(lines_read=[int(n) for n in lines_read.values()], revenue=found["revenue"].round(4)).astype(counts)


def reconciled(
    sums: pd.DataFrame, orders: pd.DataFrame, whole_orders: pd.DataFrame, *, lines_read: int, start: pd.Timestamp
) -> pd.DataFrame:
    """The reconciliation, a row per line of the sum: part, label, the figures, and `count` (values behind a row of others).

    From the table `part_sums`, orders by part, and the orders of the whole (customer_id, order_id, ordered_at, amount,
    line_count, is_order).  Rows: parts with a row of their own, others, rest (lines of no part), what stands in several
    parts (taken off), the whole, and what is left unexplained, which must be nothing.
    """
    shown = sums.assign(count=1).groupby("shown_as", sort=False)[[*COUNTED, "count"]].sum()
    shown["label"] = sums.drop_duplicates("shown_as").set_index("shown_as")["label"]
    shown.loc[shown.index.isin([OTHERS, REST]), "label"] = ""
    twice = _in_several(orders, whole_orders)
    late = whole_orders[whole_orders["ordered_at"] >= pd.Timestamp(start)]
    stands = whole_orders[whole_orders["is_order"].astype(bool)]
    whole = {
        "lines_read": lines_read,
        "lines": int(whole_orders["line_count"].sum()),
        "orders": len(stands),
        "revenue": float(whole_orders["amount"].sum()),
        "period_revenue": float(late["amount"].sum()),
        "customers": int(stands["customer_id"].nunique()),
    }
    last = pd.DataFrame([twice, whole], index=[SEVERAL, WHOLE]).fillna(0.0)
    last.loc[APART] = last.loc[WHOLE] - last.loc[SEVERAL] - shown[COUNTED].sum()
    table = pd.concat([shown, last.assign(label="", count=0)]).rename_axis("part").reset_index()
    money = {name: table[name].astype(float).round(4) for name in ("revenue", "period_revenue")}
    counts = {name: table[name].round().astype("int64") for name in COUNTED if name not in money}
    return table.assign(**money, **counts)[["part", "label", "count", *COUNTED]]


def _in_several(orders: pd.DataFrame, whole_orders: pd.DataFrame) -> dict[str, float]:
    """What is counted more than once, below zero: over orders and customers that stand in several parts, and over no others."""
    keys = ["customer_id", "order_id"]
    parts_of_order = orders.groupby(keys)["part"].transform("nunique")
    mixed = orders[parts_of_order > 1]
    same = whole_orders.merge(mixed[keys].drop_duplicates(), on=keys)
    stands = orders[orders["is_order"]].drop_duplicates(["part", "customer_id"])
    places = orders.groupby("customer_id")["part"].nunique()
    several = places.index[places > 1]
    buyers = whole_orders.loc[whole_orders["is_order"].astype(bool), "customer_id"].drop_duplicates()
    return {
        "orders": float(same["is_order"].sum() - mixed["is_order"].sum()),
        "customers": float(buyers.isin(several).sum() - stands["customer_id"].isin(several).sum()),
    }
