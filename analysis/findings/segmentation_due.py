"""Chapter 02 in sentences: what is due, what is overdue, and what of it comes by itself."""

import pandas as pd

from analysis.errors import listed
from analysis.findings.notes import Basis
from analysis.text import Decision, Finding, Message, Words, count, days, money, raw, share

OPEN = ("due", "overdue")


def due(table: pd.DataFrame, intervals: pd.DataFrame, *, customers: int, basis: Basis) -> Words:
    """The list by category with its money, beside what used to come without any action.

    `table` is `replenishment_due`, `customers` the number with anything due or overdue.
    """
    given = intervals["basis"].eq("given").sum()
    known = intervals["basis"].isin(["given", "measured"]).sum()
    subtitle = Message("Customers by category: next time due, overdue, lapsed; with one purchase each at their usual value")
    note = basis.history(
        Message("Intervals: {given} of {known} categories set by the client, the others measured: due when half of those who come back have done so, overdue at 80%, lapsed at 95%.", given=count(given), known=count(known)),
        Message("Customers with three intervals of their own in a category are held against their own rhythm. The money is what is at hand, not a forecast."),
    )  # fmt: skip
    now = table[table["status"].isin(OPEN)]
    if not now["customers"].sum():
        none = Message(
            "Nothing is due: in none of the {known} categories with an interval is a customer due or overdue.", known=count(known)
        )
        return Words(answer=(none,), title=none, subtitle=subtitle, note=note, alt=none)
    value, told = float(now["value"].sum()), now.dropna(subset=["back_share"])
    itself = float((told["value"] * told["back_share"]).sum() / told["value"].sum()) if told["value"].sum() > 0 else float("nan")
    over = table[table["status"] == "overdue"]
    top = over.sort_values(["value", "category"], ascending=[False, True]).iloc[0]
    facts = {"n": count(customers), "money": money(value)}
    answer = [
        Message(
            "{n} customers have something due or overdue; one purchase of each in these categories, at the usual value, is {money}.",
            **facts,
        )
    ]
    by_itself = ()
    if itself == itself:
        answer.append(Message("Going by the past, {itself} of it comes without any action before it lapses. What a reminder adds is not known before it is tested.", itself=share(itself)))  # fmt: skip
        by_itself = (
            Message("By itself: of purchases that reached this day without another, the share that had one before the lapsed day."),
        )
    told_so = (
        Message("is one usual purchase of each of the {n} customers with something due or overdue; going by the past, {itself} of it comes without any action.", n=facts["n"], itself=share(itself))
        if itself == itself
        else Message("is one usual purchase of each of the {n} customers with something due or overdue, category by category.", n=facts["n"])
    )  # fmt: skip
    finding = Finding(
        facts["money"],
        told_so,
        value, "due",
        headline=Message("{n} customers have something due or overdue", n=facts["n"]),
    )  # fmt: skip
    decision = Decision(
        Message("Work the list of what is overdue, {category} first", category=raw(top["category"])),
        Message("{n} customers, {money} at their usual value. Leave a part of the list alone, drawn by lot, to see what the reminder adds.", n=count(top["customers"]), money=money(top["value"])),
        float(top["value"]),
    )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("{category}: {n} customers overdue, {money} at their usual value", category=raw(top["category"]), n=count(top["customers"]), money=money(top["value"])),
        subtitle=subtitle,
        note=(*note, *by_itself),
        alt=answer[0],
        so=(Message("Remind what is due, call what is overdue, and spend nothing on reminders for what has lapsed: that is winning back."),),
        findings=(finding,),
        decisions=(decision,),
    )  # fmt: skip


def intervals(table: pd.DataFrame, basis: Basis) -> Words:
    """The ruler: where each interval comes from, and which categories have none."""
    known = table[table["basis"].isin(["given", "measured"])]
    single = table[table["basis"] == "one_off"]
    answer: list[Message] = []
    title = Message("Which categories come round, and after how long")
    if len(known):
        ordered = known.sort_values(["interval_days", "category"])
        first, last = ordered.iloc[0], ordered.iloc[-1]
        answer.append(
            Message("The next time is due soonest in {first} ({short} days), latest in {last} ({long} days).", first=raw(first["category"]), short=days(first["interval_days"]), last=raw(last["category"]), long=days(last["interval_days"]))
            if len(known) > 1
            else Message("The next time is due after {short} days in {first}.", first=raw(first["category"]), short=days(first["interval_days"]))
        )  # fmt: skip
        title = Message(
            "{first} comes round soonest: due after {short} days", first=raw(first["category"]), short=days(first["interval_days"])
        )
    if len(single):
        answer.append(
            Message(
                "Bought once, so nobody is overdue in it and nobody lost: {categories}.", categories=raw(listed(single["category"]))
            )
        )
    unexpected = (
        Message("A dash under “Repeated”: the client names the category as bought once, so no return is expected of it."),
    ) if single["repeat_share"].isna().any() else ()  # fmt: skip
    if not answer:
        answer.append(Message("No category has an interval: too few purchases were followed by another."))
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Days since the last time from which the next is due, overdue, lapsed; and what the limits rest on"),
        note=basis.history(
            Message("Repeated: share of purchases followed by another as far as the data reach (Kaplan–Meier estimate); several on one day count once."),
            *unexpected,
        ),
        so=(Message("Set the interval in client.yaml where somebody knows it better than the past shows: a doctor’s cycle, the size of a pack."),),
    )  # fmt: skip
