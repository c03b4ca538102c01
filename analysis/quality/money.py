"""What the money of the order lines is made of, and what stands beside it.

    sold - refunds = net (after the refund policy)   and nothing else is part of revenue
    discount                  what was taken off the list price of lines that were sold
    tax, points, gift_card    contained in net: tax owed on, and means by which customers paid
    freight                   charged beside the amounts, never added to them
    cost, margin              on lines whose cost is known, and only there

A part that the client does not hold has no row.  A line that was paid back in full has no tax, cost
or means of payment left.
"""

from datetime import date, timedelta

import pandas as pd

from analysis.engine import Column, DataFrame, F, named, to_pandas

ALWAYS = ("sold", "refunds", "net")
COLUMNS = ["scope", "part", "amount", "lines", "money", "share"]


def money_parts(lines: DataFrame, *, start: date, as_of: date) -> pd.DataFrame:
    """The table `money_parts` of the period from `start` to `as_of` and of all lines up to then.

    `lines` are those that `analysed_lines` keeps, with sold, refunded and net.
    """
    first, after = (F.lit(f"{day} 00:00:00").cast("timestamp_ntz") for day in (start, as_of + timedelta(days=1)))
    lines = lines.where(F.col("ordered_at") < after)
    parts = _parts(lines.columns)
    columns = [
        F.when(known, value).alias(f"{part}_{kind}")
        for part, (amount, known, base) in parts.items()
        for kind, value in (("amount", amount), ("lines", F.lit(1)), ("money", base))
    ]
    measured = named(lines.select(*columns, (F.col("ordered_at") >= first).alias("inside")))
    found = {
        "period": _sums(measured.where(F.col("inside")), parts),
        "history": _sums(measured, parts),
    }
    rows = [
        (scope, part, *(sums[f"{part}_{kind}"] for kind in ("amount", "lines", "money")))
        for scope, sums in found.items()
        for part in parts
        if part in ALWAYS or sums[f"{part}_lines"]
    ]
    return _with_shares(pd.DataFrame(rows, columns=COLUMNS[:-1])).astype({"lines": "int64"})


def _parts(held: list[str]) -> dict[str, tuple[Column, Column, Column]]:
    """Amount, where it is known, and the money of such a line, by part."""
    zero = F.lit(0)
    sold, net, everywhere = F.col("sold"), F.col("net"), F.lit(True)
    stays = ~((sold > zero) & (net == zero))
    parts = {
        "sold": (sold, sold > zero, sold),
        "refunds": (F.col("refunded"), F.col("refunded") > zero, net),
        "net": (net, everywhere, net),
    }
    if off := [_off(name) for name in ("discount", "list_amount") if name in held]:
        discount = F.coalesce(*off) if len(off) > 1 else off[0]
        parts["discount"] = (discount, discount.isNotNull() & (sold > zero), sold)
    for name in ("tax", "points", "gift_card"):
        if name in held:
            parts[name] = (_signed(name), F.col(name).isNotNull() & stays, net)
    if "freight" in held:
        parts["freight"] = (F.col("freight"), F.col("freight").isNotNull(), net)
    if "cost" in held:
        known = F.col("cost").isNotNull() & stays
        parts |= {"cost": (F.col("cost"), known, net), "margin": (net - F.col("cost"), known, net)}
    return parts


def _off(name: str) -> Column:
    """The discount of a line: as booked, or list price less what was sold, never below zero."""
    if name == "discount":
        return F.col("discount")
    gap = F.col("list_amount") - F.col("sold")
    return F.when(gap > F.lit(0), gap).when(F.col("list_amount").isNotNull(), F.lit(0))


def _signed(name: str) -> Column:
    """A part of the amount with the amount's sign, whichever the file writes."""
    value = F.col(name)
    size = F.when(value < F.lit(0), -value).otherwise(value)
    return F.when(F.col("amount") < F.lit(0), -size).otherwise(size)


def _sums(measured: DataFrame, parts: dict) -> dict[str, float]:
    sums = [
        F.sum(f"{part}_{kind}").cast("double").alias(f"{part}_{kind}") for part in parts for kind in ("amount", "lines", "money")
    ]
    return {name: round(float(value), 4) for name, value in to_pandas(measured.agg(*sums)).fillna(0.0).iloc[0].items()}


def _with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """The share of all money that the lines stand for on which a part is known."""
    whole = table[table["part"].isin(("sold", "net"))].set_index(["scope", "part"])["money"]
    of = ["sold" if part in ("sold", "discount") else "net" for part in table["part"]]
    total = pd.Series([whole[pair] for pair in zip(table["scope"], of, strict=True)], index=table.index)
    share = (table["money"] / total.where(total != 0)).mask(table["part"].isin(ALWAYS), 1.0)
    return table.assign(share=share)[COLUMNS]
