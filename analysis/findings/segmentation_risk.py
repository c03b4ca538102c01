"""Chapter 02 in sentences: who is slipping away and what they brought, and where there is room to grow."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import UNTOLD, Followed, of_method, rate
from analysis.segmentations.lenses import STATES
from analysis.segmentations.risk import AT_RISK
from analysis.text import Finding, Message, Skip, Words, count, day, days, money, name, share

NOBODY = Skip(
    Message(
        "Nobody with revenue is at high or very high risk of not ordering again: by the limits of this lens all are still within their days."
    )
)
GROWTH = Message("Shares of known customers (grey) and of revenue (colour) by the lever that is left")
ROOM = ("growth_both", "growth_orders", "growth_categories")


def risk(
    cells: pd.DataFrame, scores: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed
) -> Words | None:
    """Who may not order again, what they brought, and how many like them came back; None where nobody is at risk.

    `cells` is `risk_by_value` before any is blanked, `scores` the table `risk_scores`.
    """
    gone = cells[cells["segment"].isin(AT_RISK)]
    if gone.empty or not cells["revenue"].sum() > 0:
        return None
    people, brought = gone["customers"].sum(), float(gone["revenue"].sum())
    best = gone[gone["tier"] == cells["tier"].iloc[0]]
    facts = {"n": count(people), "part": share(people / cells["customers"].sum()), "money": money(brought)}
    answer = [
        Message(
            "{n} customers, {part} of buyers, are at high or very high risk of not ordering again. They brought {money} in the window, {share} of revenue.",
            share=share(brought / cells["revenue"].sum()), **facts,
        ),
    ]  # fmt: skip
    if len(best):
        answer.append(
            Message(
                "{n} of them stand in the first tier, “{tier}”, and brought {money}.",
                n=count(best["customers"].sum()), tier=name("tier", best["tier"].iloc[0]), money=money(best["revenue"].sum()),
            )
        )  # fmt: skip
    back = None if returns is None else _came_back(of_method(returns, "risk"), followed)
    return Words(
        answer=(*answer, *((back,) if back else ())),
        title=Message("{share} of revenue came from customers who may not order again", share=share(brought / cells["revenue"].sum())),
        subtitle=Message("Share of revenue in the window and customers, by value tier and risk"),
        note=basis.window(*_measured(scores), *(followed.note() if back else ())),
        alt=Message("High or very high risk: {n} customers, {money} of revenue.", n=facts["n"], money=facts["money"]),
        so=(
            Message(
                "This is what they brought, not what would be lost: some come back unasked. Begin where a tier that brings much meets a risk that is high but not yet very high."
            ),
        ),
        findings=(
            Finding(
                money(brought),
                Message("was spent in the window by {n} customers who are now at high or very high risk of not ordering again.", n=count(people)),
                brought, "risk",
                headline=Message("{n} customers may not order again", n=count(people)),
            ),
        ),
    )  # fmt: skip


def _came_back(found: pd.DataFrame, followed: Followed) -> Message | None:
    """What came of the bands: the test of the whole lens."""
    rates = {band: rate(found, band) for band in ("risk_low", *AT_RISK)}
    if any(one is None for one in rates.values()):
        return None
    low, high, worst = rates.values()
    return Message(
        "Of those at high risk on {start}, {high} ({from_high} to {to_high}) ordered within {days} days, at very high risk {worst} ({from_worst} to {to_worst}), at low risk {low}.",
        start=day(followed.start), days=days(followed.days), high=share(high["share"]), from_high=share(high["low"]), to_high=share(high["high"]),
        worst=share(worst["share"]), from_worst=share(worst["low"]), to_worst=share(worst["high"]), low=share(low["share"]),
    )  # fmt: skip


def _measured(scores: pd.DataFrame) -> tuple[Message, ...]:
    """What the risk was read off, and for how many."""
    held = scores["measure"].value_counts()
    said = {
        "probability_alive": Message("For {n} with two orders or more: the model’s chance that they are still active.", n=count(held.get("probability_alive", 0))),
        "probability_of_order": Message("For {n} with one order: the chance of a second, for as long as they have waited.", n=count(held.get("probability_of_order", 0))),
        "cycle": Message("For {n}: the time since the last order against the usual interval.", n=count(held.get("cycle", 0))),
    }  # fmt: skip
    return tuple(message for measure, message in said.items() if held.get(measure, 0))


def growth(sizes: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed) -> Words | None:
    """How many are below comparable customers, by lever; that some are is the rule, not a finding.  None without buyers."""
    rows = of_method(sizes, "growth")
    buyers = rows.loc[~rows.index.isin(STATES), "customers"].sum()
    held = {segment: float(rows["customers"].get(segment, 0)) for segment in ROOM}
    if not buyers or not sum(held.values()):
        return None
    if any(number != number for number in held.values()):
        return Words(answer=(UNTOLD,), title=UNTOLD, subtitle=GROWTH, note=basis.window(), alt=UNTOLD)
    counts = {
        "orders": count(held["growth_orders"]),
        "categories": count(held["growth_categories"]),
        "both": count(held["growth_both"]),
    }
    answer = [
        Message(
            "{orders} customers have room for more orders, {categories} for more categories, {both} for both: they reach at most half of what the upper quarter of comparable customers reaches.",
            **counts,
        )
    ]  # fmt: skip
    if returns is not None and (room := rate(of_method(returns, "growth"), "growth_orders")) is not None:
        close = rate(of_method(returns, "growth"), "growth_none")
        if close is not None:
            answer.append(
                Message(
                    "Of those with room for more orders on {start}, {room} ({low} to {high}) ordered within {days} days; of those close to the mark, {close}.",
                    start=day(followed.start), days=days(followed.days), room=share(room["share"]), low=share(room["low"]), high=share(room["high"]),
                    close=share(close["share"]),
                )
            )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("{part} of buyers order or choose far less than comparable customers", part=share(sum(held.values()) / buyers)),
        subtitle=GROWTH,
        note=basis.window(
            Message("Comparable: customers for about as long, with the same favourite category. That somebody lies below a quarter of them follows from the rule."),
        ),
        alt=Message("Room for orders {orders}, categories {categories}, both {both} customers.", **counts),
        so=(
            Message(
                "A gap is no forecast: whoever stands out to one side is, on average, less far out later. Use it to choose what to propose, and measure the gain against a group left alone."
            ),
        ),
    )  # fmt: skip
