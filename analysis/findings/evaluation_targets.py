"""Are we on target: the figures of the period, as a whole and by the segment of the start."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_moves import ENOUGH, STATES, eve
from analysis.findings.notes import Basis, calendar_notes, compared_with
from analysis.text import Message, Words, change, count, day, name, share
from analysis.text.names_evaluation import kpi_value, place_value

LOWER_IS_BETTER = ("refund_share",)
CLOSED = Message("No new customer is held in the period: a closed group can only shrink, so this says nothing about sales.")


def against_targets(kpis: pd.DataFrame, targets: Mapping[str, float]) -> pd.DataFrame:
    """`kpis` with target (missing: none stored) and status (reached, missed, open)."""
    target = kpis["kpi"].map(dict(targets)).astype(float)
    better = np.where(kpis["kpi"].isin(LOWER_IS_BETTER), kpis["value"] <= target, kpis["value"] >= target)
    status = np.select([target.isna() | kpis["value"].isna(), better], ["open", "reached"], default="missed")
    return kpis.assign(target=target, status=status)


def presentable(by_segment: pd.DataFrame, targets: Mapping[str, float], *, order: Sequence[str]) -> pd.DataFrame:
    """Segments of `order` with 30 customers and more at the start, in that order, with their targets.

    A target holds for a figure of one segment ('champions.retention') or of every segment ('retention').
    """
    ranks = {key: rank for rank, key in enumerate(order)}
    shown = by_segment[(by_segment["n"] >= ENOUGH) & by_segment["segment"].isin(order) & ~by_segment["segment"].isin(STATES)]
    own = (shown["segment"] + "." + shown["kpi"]).map(dict(targets)).astype(float)
    table = shown.assign(target=own.fillna(shown["kpi"].map(dict(targets)).astype(float)))
    return table.sort_values("segment", key=lambda keys: keys.map(ranks), kind="stable", ignore_index=True)


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
        subtitle=Message("Figures of the period, those a year before, and the target where one is stored"),
        note=basis.period(
            Message("Compared with {first} to {last}: {then}, so like for like.", then=compared_with(reference), **year)
            if compared
            else Message("The order lines do not reach back to {first}.", **year),
            *(calendar_notes(reference) if compared else ()),
            Message("Targets stand in client.yaml under strategy.targets."),
            *(() if segments_held else (Message("Too few customers were known at the start for figures by segment."),)),
        ),
    )


def _farthest(aimed: pd.DataFrame) -> Message:
    """The target missed by the largest share of it; a plain yes where none is."""
    missed = aimed[aimed["status"] == "missed"]
    if missed.empty:
        return Message("Every target is reached")
    far = missed.loc[(missed["value"] / missed["target"] - 1).abs().idxmax()]
    return Message(
        "Farthest from its target: {kpi}, {value} against {target}",
        kpi=name("kpi", far.name), value=kpi_value(far.name, far["value"]), target=kpi_value(far.name, far["target"]),
    )  # fmt: skip


def segments(by_segment: pd.DataFrame, *, basis: Basis) -> Words:
    """What the customers of each segment did afterwards; `by_segment` as `presentable` returns it."""
    back = by_segment[by_segment["kpi"] == "retention"]
    best, least = back.loc[back["value"].idxmax()], back.loc[back["value"].idxmin()]
    facts = {
        "best": place_value(best["segment"]), "high": share(best["value"]),
        "least": place_value(least["segment"]), "low": share(least["value"]),
    }  # fmt: skip
    met = _met(back)
    return Words(
        title=met or Message("{high} of “{best}” ordered in the period, {low} of “{least}”", **facts),
        subtitle=Message(
            "Share of each segment’s customers who ordered in the period, and revenue per customer, with 95% intervals; segments as on {then}",
            then=day(eve(basis)),
        ),
        note=basis.period(
            Message(
                "Segments are those at the start: by those at the end, whoever ordered would count as active, whatever happened."
            ),
            *((Message("Upright stroke: target."),) if by_segment["target"].notna().any() else ()),
            Message(
                "Under 30 customers: not shown. The same segments of a year before are not held, so there is no change like for like."
            ),
        ),
        alt=Message("“{best}”: {high} ordered, of {n} customers. “{least}”: {low}.", **facts, n=count(best["n"])),
    )


def _met(back: pd.DataFrame) -> Message | None:
    """How many segments reach their target of returning customers; None without targets."""
    aimed = back[back["target"].notna()]
    if aimed.empty:
        return None
    return Message(
        "{kpi}: {met} of {all} segments reach their target",
        kpi=name("kpi", "retention"), met=count((aimed["value"] >= aimed["target"]).sum()), all=count(len(aimed)),
    )  # fmt: skip


def segments_table(by_segment: pd.DataFrame, kpis: pd.DataFrame, *, basis: Basis) -> Words:
    """The same figures as a table, and the revenue of those who stand in no segment yet."""
    total = kpis.set_index("kpi").loc["revenue", "value"]
    spent = by_segment[by_segment["kpi"] == "revenue_per_customer"]
    inside = (spent["value"] * spent["n"]).sum() / total if total else float("nan")
    return Words(
        subtitle=Message("Segments as on {then}; orders and revenue of the period, customers without an order counted as nothing", then=day(eve(basis))),
        note=basis.period(
            *((Message("These segments brought {share} of the period’s revenue; the rest came from customers not yet known, without an order before, or in small segments.", share=share(inside)),) if inside < 0.995 else ()),
            Message("95% intervals, cut off at zero. Few very large orders make an interval for money look narrower than it is."),
        ),
    )  # fmt: skip
