"""Are we on target: the figures of the period as a whole; which figures by segment may be shown."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_moves import ENOUGH, STATES
from analysis.findings.notes import Basis, calendar_notes, compared_with
from analysis.text import Message, Words, change, count, day, name
from analysis.text.names_evaluation import kpi_value

LOWER_IS_BETTER = ("refund_share",)
CLOSED = Message("No new customer is held in the period: a closed group can only shrink, so this says nothing about sales.")


def against_targets(kpis: pd.DataFrame, targets: Mapping[str, float]) -> pd.DataFrame:
    """`kpis` with target (missing: none stored) and status (reached, missed, near, open).

    `near` is missed by no more than chance: the target lies within the interval (low, high), where the figure has one.
    """
    target = kpis["kpi"].map(dict(targets)).astype(float)
    better = np.where(kpis["kpi"].isin(LOWER_IS_BETTER), kpis["value"] <= target, kpis["value"] >= target)
    within = target.between(kpis["low"], kpis["high"]) if "low" in kpis else False
    status = np.select([target.isna() | kpis["value"].isna(), better, within], ["open", "reached", "near"], default="missed")
    return kpis.assign(target=target, status=status)


def presentable(by_segment: pd.DataFrame, targets: Mapping[str, float], *, order: Sequence[str], minimum: int) -> pd.DataFrame:
    """Figures of segments of `order` that rest on 30 customers and more, in that order, with their targets.

    A target holds for a figure of one segment ('champions.retention') or of every segment ('retention').  Where only
    one segment rests on fewer than `minimum`, the next smallest is left out with it: a total would tell.  A comparison
    is missing where it rests on fewer than 30 customers.

    `reading` says what the change is: higher, lower, as_chance; empty without a comparison.  A range that ends at nought
    as it is printed reaches it.
    """
    ranks = {key: rank for rank, key in enumerate(order)}
    told = by_segment[(by_segment["n"] >= ENOUGH) & ~_beside_small(by_segment, minimum)]
    shown = told[told["segment"].isin(order) & ~told["segment"].isin(STATES)]
    own = (shown["segment"] + "." + shown["kpi"]).map(dict(targets)).astype(float)
    table = shown.assign(target=own.fillna(shown["kpi"].map(dict(targets)).astype(float)))
    few = ~(table["reference_n"] >= ENOUGH)
    beside = ["reference", "reference_n", "change", "change_low", "change_high"]
    table[beside] = table[beside].mask(few)
    low, high = table["change_low"].round(3), table["change_high"].round(3)
    reading = np.select([low.isna(), low > 0, high < 0], ["", "higher", "lower"], default="as_chance")
    table = table.assign(reading=reading)
    return table.sort_values("segment", key=lambda keys: keys.map(ranks), kind="stable", ignore_index=True)


def _beside_small(by_segment: pd.DataFrame, minimum: int) -> pd.Series:
    """The smallest figure of 30 customers and more, where one alone has fewer than `minimum`."""
    small = by_segment["n"] < minimum
    alone = small.groupby(by_segment["kpi"]).transform("sum") == 1
    enough = by_segment["n"].where(by_segment["n"] >= ENOUGH)
    others = by_segment["n"].lt(ENOUGH).groupby(by_segment["kpi"]).transform("sum") == 1
    return alone & others & enough.eq(enough.groupby(by_segment["kpi"]).transform("min"))


def closed(kpis: pd.DataFrame) -> bool:
    """Whether the order lines hold a closed group, which nobody joins any more."""
    return bool(kpis.set_index("kpi").loc["new_customers", "value"] == 0)


def period(kpis: pd.DataFrame, *, reference: LikeForLike, segments_held: bool = True, basis: Basis) -> Words:
    """The figures of the period beside the year before and the targets; `kpis` as `against_targets` returns it."""
    table = kpis.set_index("kpi")
    held = table["target"].notna()
    facts = {"reached": count((table["status"] == "reached").sum()), "all": count(held.sum())}
    first = (
        Message("Targets reached: {reached} of {all}.", **facts)
        if held.any()
        else Message("No target is stored for this client, so nothing can be called on or off target.")
    )
    revenue, customers = table.loc["revenue"], table.loc["customers"]
    compared = revenue["reference"] == revenue["reference"]
    changes = {"revenue": change(revenue["change"]), "customers": change(customers["change"])}
    year = {"first": day(reference.start), "last": day(reference.end)}
    second = (
        Message(
            "Against {then}, revenue is {revenue} and customers who ordered {customers}.", then=compared_with(reference), **changes
        )
        if compared
        else Message("No earlier year is held to compare with.")
    )
    title = _farthest(table[held]) if held.any() else None
    if title is None:
        title = (
            Message("Like for like: revenue {revenue}, customers {customers}", **changes)
            if compared
            else Message("{n} customers ordered; no earlier year is held to compare with", n=count(customers["value"]))
        )
    return Words(
        answer=(first, second, *((CLOSED,) if closed(kpis) else ())),
        title=title,
        alt=_alt(table),
        subtitle=Message(
            "Each figure on a scale of its own: bar this period, hollow mark a year before, upright stroke target, line 95% interval"
        ),
        note=basis.period(
            Message("Compared with {first} to {last}: {then}, so like for like.", then=compared_with(reference), **year)
            if compared
            else Message("The order lines do not reach back to {first}.", **year),
            *(calendar_notes(reference) if compared else ()),
            Message("Revenue, orders and customers are counted in full and have no interval."),
            Message("Targets stand in client.yaml under strategy.targets."),
            *(() if segments_held else (Message("Too few customers were known at the start for figures by segment."),)),
        ),
    )


def _alt(table: pd.DataFrame) -> Message:
    """The figures of the chart in a sentence."""
    facts = {key: kpi_value(key, table.loc[key, "value"]) for key in ("revenue", "customers", "orders")}
    return Message(
        "Revenue {revenue}, customers who ordered {customers}, orders {orders}.",
        **facts,
    )


def _farthest(aimed: pd.DataFrame) -> Message:
    """The target missed by the largest share of it; a plain yes where none is."""
    missed = aimed[aimed["status"].isin(["missed", "near"])]
    if missed.empty:
        return Message("Every target is reached")
    far = missed.loc[(missed["value"] / missed["target"] - 1).abs().idxmax()]
    return Message(
        "Farthest from its target: {kpi}, {value} against {target}",
        kpi=name("kpi", far.name), value=kpi_value(far.name, far["value"]), target=kpi_value(far.name, far["target"]),
    )  # fmt: skip
