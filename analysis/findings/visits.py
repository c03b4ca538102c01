"""Visits in sentences: how many bookings become a visit, what follows, and whether newcomers return."""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.notes import Basis, calendar_notes, compared_with
from analysis.text import Finding, Message, Skip, Words, change, count, day, money, name, points, share

NO_VISITS = Skip(
    Message("No bookings or visits are held, or too few in the period."),
    Message("Bookings with their day, how far each went (arrived, paid, treated, missed), and the customer number."),
    Message("How many bookings become visits, how many visits become treatments, and whether newcomers return."),
)
NO_SERVICE = Skip(
    Message("No bookings, visits or prepaid balances are held."),
    Message("Only where customers book or prepay: bookings with their day and stage, and balances at the end of each month."),
    Message("How many bookings become visits, what is owed to customers, and what lies unused."),
)
ENOUGH = 30


def not_held(inputs: pd.DataFrame, own: Skip) -> Skip:
    """Why a section on visits or balances is empty: one reason for both where neither is held."""
    return own if {"visits", "balances"} & set(inputs["table"]) else NO_SERVICE


def held(funnel: pd.DataFrame | None) -> bool:
    """Whether the period holds enough bookings to speak of."""
    return funnel is not None and len(funnel) > 0 and int(funnel.set_index("stage").loc["booked", "visits"]) >= ENOUGH


def funnel_words(funnel: pd.DataFrame, kpis: pd.DataFrame, *, basis: Basis) -> Words:
    """From bookings to treatments, and what was lost on the way."""
    step, kpi = funnel.set_index("stage"), kpis.set_index("kpi")
    booked, arrived, done = (int(step.loc[stage, "visits"]) for stage in ("booked", "arrived", "paid"))
    missed, kept = step.loc["no_show"], kpi.loc["arrival_rate", "value"]
    facts = {"arrived": share(kept), "booked": count(booked)}
    walked_in = arrived - round(kept * booked)
    answer = [
        Message("Of {booked} bookings in the period {arrived} became a visit, and {deal} of the visits led to a payment or a treatment.", **facts, deal=share(kpi.loc["deal_rate", "value"])),
        Message("{n} bookings, {share}, were missed without notice.", n=count(missed["visits"]), share=share(missed["share"])),
    ]  # fmt: skip
    if walked_in > 0:
        answer.append(Message("{n} visits came without a booking.", n=count(walked_in)))
    again = kpi.loc["second_visit_rate"]
    if again["n"] >= ENOUGH:
        answer.append(
            Message(
                "Of {n} customers who came for the first time, {rate} ({low} to {high}) came again within 90 days.",
                n=count(again["n"]), rate=share(again["value"]), low=share(again["low"]), high=share(again["high"]),
            )
        )  # fmt: skip
    lost = booked - round(kept * booked)
    return Words(
        answer=tuple(answer),
        title=Message("{arrived} of bookings become a visit; {lost} do not", arrived=facts["arrived"], lost=count(lost)),
        subtitle=Message("Visits of the period by how far they got (colour), and bookings that were lost (grey)"),
        note=(
            Message(
                "n = {n} bookings and {visits} visits, {start} to {as_of}. A visit that led to a treatment also counts as arrived. Source: bookings and visits with a customer number.",
                n=count(booked), visits=count(arrived), start=day(basis.period_start), as_of=day(basis.as_of),
            ),
            Message("First visits are those of the period moved back by 90 days, so that everyone had 90 days to return."),
        ),
        alt=Message("{booked} bookings, {arrived} of them kept; {done} visits with payment or treatment.", **facts, done=count(done)),
        findings=_finding(again),
    )  # fmt: skip


def _finding(again: pd.Series) -> tuple[Finding, ...]:
    if again["n"] < ENOUGH:
        return ()
    sentence = Message("of {n} newcomers came again within 90 days ({low} to {high}).", n=count(again["n"]), low=share(again["low"]), high=share(again["high"]))  # fmt: skip
    return (Finding(share(again["value"]), sentence, money=0.0, section="visits"),)


def kpi_words(kpis: pd.DataFrame, *, reference: LikeForLike) -> Words:
    """The figures of the visits beside those a year before."""
    rates = kpis[kpis["kpi"].str.endswith("_rate") & kpis["reference"].notna()]
    title = Message("No earlier year of visits is held to compare with")
    if len(rates):
        moved = rates.loc[rates["change"].abs().idxmax()]
        title = Message(
            "Most changed: {kpi}, {value} after {before} ({difference})",
            kpi=name("visit_kpi", moved["kpi"]), value=share(moved["value"]), before=share(moved["reference"]), difference=points(moved["change"]),
        )  # fmt: skip
    arrivals = kpis.set_index("kpi").loc["arrivals"]
    compared = arrivals["change"] == arrivals["change"]
    return Words(
        answer=(Message("Visits are {change} against {then}.", change=change(arrivals["change"]), then=compared_with(reference)),) if compared else (),
        title=title,
        subtitle=Message("Figures of the visits in the period and a year before; ranges of rates hold with 95%"),
        note=(Message("Compared with {first} to {last}.", first=day(reference.start), last=day(reference.end)), *calendar_notes(reference)) if compared else (),
    )  # fmt: skip


def flow_change(flows: pd.DataFrame) -> Message | None:
    """Receipts against consumption over the last twelve months held."""
    recent = flows.dropna(subset="consumed").tail(12)
    if recent.empty:
        return None
    paid, used = recent["receipts"].sum(), recent["consumed"].sum()
    facts = {"months": count(len(recent)), "paid": money(paid), "used": money(used)}
    if paid >= used:
        return Message(
            "In the last {months} months customers paid {paid} and used {used}: more was taken in advance than was performed.",
            **facts,
        )
    return Message(
        "In the last {months} months customers paid {paid} and used {used}: balances paid earlier are being used up.", **facts
    )


def story(funnel: pd.DataFrame | None, kpis: pd.DataFrame | None, *, basis: Basis) -> dict[str, Words]:
    """The words of chapter 01 about visits; empty where the period holds too few."""
    return {"visits": funnel_words(funnel, kpis, basis=basis)} if held(funnel) else {}
