"""What the customers of each segment did in the period, like for like."""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_formulas import definition_words
from analysis.findings.evaluation_moves import ENOUGH, eve
from analysis.findings.notes import Basis, compared_with
from analysis.text import Finding, Message, Words, count, day, name, points, share
from analysis.text.names_evaluation import place_value

LEADING = "retention"
NOT_HELD_THEN = Message("The order lines do not reach back to a year before, so there is no change by segment.")
NOT_TOLD_THEN = Message(
    "These segments are made of more than orders and visits, which is not known for a day a year before: there is no change by segment like for like."
)
SHORT_THEN = Message("For the year before the history is shorter than the window, so part of such a change may come from that.")
EXTRA = Message(
    "Extra revenue by segment is raw: with several segments one looks clear of nought by chance. For whom a campaign worked is told in the section of its own."
)


def target_table(kpis: pd.DataFrame) -> Words:
    """The figures of the chart as a table."""
    held = kpis["target"].notna().sum()
    return Words(
        title=Message("The figures of the period as a table, with n and intervals"),
        note=(
            Message("n: orders for money, customers for figures of customers, the buyers of the period before for those who ordered again."),
            *((Message("Missed, within chance: the target lies in the 95% interval of the figure."),) if held else ()),
        ),
    )  # fmt: skip


def segment_words(
    shown: pd.DataFrame,
    kpis: pd.DataFrame,
    defined: pd.DataFrame,
    *,
    days: int,
    why: Message | None,
    short: int,
    reference: LikeForLike,
    basis: Basis,
) -> dict[str, Words]:
    """The chart of the leading figures, the two tables, and what each figure counts; empty without a segment to show.

    `why` says why there is no change like for like; `short` by how many days the window a year before was shorter.
    """
    if shown.empty:
        return {}
    beside = _comparison(shown, why=why, short=short, reference=reference)
    return {
        "segments": _chart(shown, beside, short=short, reference=reference, basis=basis),
        "segments_table": _leading(shown, kpis, basis=basis),
        "figures": _figures(beside, extra=shown["kpi"].eq("incremental_return").any(), basis=basis),
        "definitions": definition_words(defined, days=days),
    }


def _comparison(shown: pd.DataFrame, *, why: Message | None, short: int, reference: LikeForLike) -> tuple[Message, ...]:
    """What the figures of a year before rest on."""
    if why is not None:
        return (why,)
    if shown["reference"].isna().all():
        return (Message("A year before, too few customers stood in these segments for a change like for like."),)
    first = Message(
        "A year before: {first} to {last}, {then}; segments as on its eve, by the limits of today.",
        first=day(reference.start), last=day(reference.end), then=compared_with(reference),
    )  # fmt: skip
    if short < 1:
        return (first,)
    return (
        first,
        Message("The order lines began late for that eve: its window is {days} days shorter than today’s.", days=count(short)),
    )


def _chart(shown: pd.DataFrame, beside: tuple[Message, ...], *, short: int, reference: LikeForLike, basis: Basis) -> Words:
    """Share who ordered and revenue per customer; leads with what changed like for like beyond chance."""
    back = shown[shown["kpi"] == LEADING]
    best, least = back.loc[back["value"].idxmax()], back.loc[back["value"].idxmin()]
    facts = {
        "best": place_value(best["segment"]), "high": share(best["value"]),
        "least": place_value(least["segment"]), "low": share(least["value"]),
    }  # fmt: skip
    moved = _moved(back, reference=reference)
    late = (SHORT_THEN,) if moved and short > 0 else ()
    aimed = shown["target"].notna().any()
    return Words(
        answer=(*moved, *late),
        title=_met(back) or Message("{high} of “{best}” ordered in the period, {low} of “{least}”", **facts),
        subtitle=Message(
            "Share of each segment’s customers who ordered in the period, and revenue per customer, with 95% intervals; segments as on {then}",
            then=day(eve(basis)),
        ),
        note=basis.period(
            Message("Segments are those at the start: by those at the end, whoever ordered would count as active, whatever happened."),
            *((Message("Upright stroke: target."),) if aimed else ()),
            *((Message("Hollow mark: a year before."),) if back["reference"].notna().any() else ()),
            *beside,
            Message("Figures of fewer than {n} customers are not shown.", n=count(ENOUGH)),
        ),
        alt=Message("“{best}”: {high} ordered, of {n} customers. “{least}”: {low}.", **facts, n=count(best["n"])),
        findings=() if late else _finding(back, reference=reference),
    )  # fmt: skip


def _beyond(back: pd.DataFrame) -> pd.DataFrame:
    """The segments whose share changed beyond chance like for like, the largest change first."""
    outside = back[back["reading"].isin(["higher", "lower"])]
    return outside.sort_values("change", key=lambda values: -values.abs(), kind="stable")


def _moved(back: pd.DataFrame, *, reference: LikeForLike) -> tuple[Message, ...]:
    """How many segments ordered more or less than a year before, and the one that changed most."""
    held = back.dropna(subset=["change"])
    if held.empty:
        return ()
    outside = _beyond(held)
    facts = {"n": count(len(held)), "then": compared_with(reference)}
    if outside.empty:
        return (Message("Against {then}, the share who ordered changed in none of {n} segments by more than chance.", **facts),)
    top = outside.iloc[0]
    first = Message(
        "Against {then}, the share who ordered changed by more than chance in {k} of {n} segments.", k=count(len(outside)), **facts
    )
    return (first, Message("Most in “{segment}”: {value} instead of {before} ({change}, {low} to {high}).", **_change_facts(top)))


def _finding(back: pd.DataFrame, *, reference: LikeForLike) -> tuple[Finding, ...]:
    """The segment whose share changed most, beyond chance."""
    outside = _beyond(back.dropna(subset=["change"]))
    if outside.empty:
        return ()
    top = outside.iloc[0]
    facts = _change_facts(top) | {"then": compared_with(reference), "n": count(top["n"])}
    said = Message(
        "in the share of “{segment}” who ordered, against {then}: {value} instead of {before} ({low} to {high}); n = {n}.", **facts
    )
    return (Finding(points(top["change"]), said, 0.0, "target"),)


def _change_facts(row: pd.Series) -> dict:
    return {
        "segment": place_value(row["segment"]), "value": share(row["value"]), "before": share(row["reference"]),
        "change": points(row["change"]), "low": points(row["change_low"]), "high": points(row["change_high"]),
    }  # fmt: skip


def _met(back: pd.DataFrame) -> Message | None:
    """How many segments reach their target of returning customers; None without targets."""
    aimed = back[back["target"].notna()]
    if aimed.empty:
        return None
    return Message(
        "{kpi}: {met} of {all} segments reach their target",
        kpi=name("kpi", LEADING), met=count((aimed["value"] >= aimed["target"]).sum()), all=count(len(aimed)),
    )  # fmt: skip


def _leading(shown: pd.DataFrame, kpis: pd.DataFrame, *, basis: Basis) -> Words:
    """The figures of orders as a table, and the revenue of those who stand in no segment yet."""
    total = kpis.set_index("kpi").loc["revenue", "value"]
    spent = shown[shown["kpi"] == "revenue_per_customer"]
    inside = (spent["value"] * spent["n"]).sum() / total if total else float("nan")
    return Words(
        subtitle=Message("Segments as on {then}; orders and revenue of the period, customers without an order counted as nothing", then=day(eve(basis))),
        note=basis.period(
            *((Message("These segments brought {share} of the period’s revenue; the rest came from customers not yet known, without an order before, or in small segments.", share=share(inside)),) if inside < 0.995 else ()),
            Message("“Ordered at least twice” is of those who ordered in the period, “ordered again” of the buyers of the period before."),
        ),
    )  # fmt: skip


def _figures(beside: tuple[Message, ...], *, extra: bool, basis: Basis) -> Words:
    """Every figure of every segment."""
    return Words(
        title=Message("Every figure by segment, with its interval, the year before and the target"),
        note=basis.period(
            *beside,
            Message("95% intervals: Wilson for shares, Student for means, by the spread over customers for ratios. A change counts as beyond chance where its range leaves out 0; of twenty that are none, one does so anyway."),
            Message("Few very large orders make an interval for money look narrower than it is."),
            *((EXTRA,) if extra else ()),
        ),
    )  # fmt: skip
