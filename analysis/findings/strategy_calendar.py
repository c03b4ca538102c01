"""Chapter 04 in sentences: what goes out in which week, what had to wait, and who carries it out."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from analysis.findings.strategy_settings import Terms
from analysis.text import Message, Skip, Words, count, day, decimal, name, raw, share

NO_CALENDAR = Skip(
    Message("No play of the playbook fits a segment that is held, so there is nothing to plan."),
    Message("A playbook with plays for these segments, as strategy.playbook in client.yaml."),
    Message("One calendar of all contacts, with its conflicts."),
)


def calendar_words(
    table: pd.DataFrame, terms: Terms, *, start: date, weeks: int, blocked: Sequence[tuple[date, date]]
) -> Words | Skip:
    """The weeks from `start`: what begins when, what runs all the time, and what had to move."""
    if table.empty:
        return NO_CALENDAR
    each = table.sort_values("touch").drop_duplicates(["play", "method", "segment"])
    placed, running = each.dropna(subset="day"), each[each["starts"] == "trigger"]
    nowhere = each[(each["starts"] == "campaign") & each["day"].isna()]
    first = placed[placed["week"] == placed["week"].min()] if len(placed) else placed
    answer = [
        Message(
            "In the {weeks} weeks from {start} {placed} plays begin for everybody at once; {running} run all the time, each customer on their own day.",
            weeks=count(weeks), start=day(start), placed=count(len(placed)), running=count(len(running)),
        )
    ]  # fmt: skip
    answer += _moved(placed, nowhere, terms)
    if not terms.consent:
        answer.append(Message("No consent is on record yet, so the numbers count every customer of a segment."))
    title = _title(first, terms)
    note = [
        Message("Within one lens no two plays meet the same customer, unless both name the same segment; then the longer contact cap lies between them."),
        Message("A campaign begins in the first week that is free, the most important first. Dates are proposals until the plays are approved."),
    ]  # fmt: skip
    note += [
        Message("Nothing goes out from {first} to {last}.", first=day(one), last=day(other))
        for one, other in blocked
        if other >= start and one <= start + timedelta(weeks=weeks)
    ]
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Each dot a contact; a dotted line runs all the time. Grey weeks are blocked")
        if blocked
        else Message("Each dot a contact; a dotted line runs all the time"),
        note=tuple(note),
        alt=Message("{placed} plays with a first week, {running} on each customer’s own day.", placed=count(len(placed)), running=count(len(running))),
    )  # fmt: skip


def _title(first: pd.DataFrame, terms: Terms) -> Message:
    facts = {"n": count(first["contacts"].sum()), "plays": count(len(first))}
    if first.empty:
        return Message("Every play runs on each customer’s own day")
    if not terms.consent:
        return Message("With consent, the first week would reach up to {n} customers", n=facts["n"])
    if len(first) == 1:
        return Message("The first week reaches {n} customers with one play", n=facts["n"])
    return Message("The first week reaches {n} customers with {plays} plays", **facts)


def _moved(placed: pd.DataFrame, nowhere: pd.DataFrame, terms: Terms) -> list[Message]:
    said = []
    late = placed[placed["waited_for"] != ""]
    if len(late):
        row = late.iloc[0]
        said.append(
            Message(
                "{k} had to wait; “{play}” begins in week {week}: {reason}.",
                k=count(len(late)), play=raw(terms.titles[row["play"]]), week=count(row["week"]), reason=name("waited_for", row["waited_for"]),
            )
        )  # fmt: skip
    elif len(placed):
        said.append(Message("No two of them come too near to one another."))
    if len(nowhere):
        row = nowhere.iloc[0]
        said.append(
            Message(
                "{k} find no week; first of them “{play}”: {reason}.",
                k=count(len(nowhere)), play=raw(terms.titles[row["play"]]), reason=name("waited_for", row["waited_for"]),
            )
        )  # fmt: skip
    return said


def owners_words(table: pd.DataFrame, *, consent: bool, times: Mapping[str, Message]) -> Words | None:
    """Who carries out what, with the hours it takes."""
    if table.empty:
        return None
    hours = table.groupby("owner")["minutes"].sum() / 60
    title = (
        Message(
            "Most work falls to {owner}: {hours} hours", owner=name("owner_within", hours.idxmax()), hours=decimal(hours.max(), 0)
        )
        if hours.max() > 0
        else Message("No play asks for the staff’s time: all contacts are automatic")
    )
    note = [
        Message("Hours: minutes per customer as in the playbook × customers with consent, all touches together.")
        if consent
        else Message("Hours: minutes per customer as in the playbook × all customers of the segment, all touches together.")
    ]
    if times:
        note.append(
            Message(
                "Best time: the part of the day in which the segment orders more than others do by more than chance; else when most orders come in."
            )
        )
    return Words(title=title, subtitle=Message("Who does what, through which channel, when, and how long it takes"), note=tuple(note))  # fmt: skip


def send_times(dayparts: pd.DataFrame) -> Mapping[str, Message]:
    """By segment the part of the day to write in: where it differs for certain, else where most orders come in."""
    cells = dayparts[dayparts["shown"].astype(bool)] if len(dayparts) else dayparts
    told = {}
    for segment, own in cells.groupby("segment", sort=False):
        apart = own[(own["p_adjusted"] < 0.05) & (own["share"] > own["rest_share"])]
        best = (apart if len(apart) else own).sort_values("share").iloc[-1]
        told[segment] = Message("{part}: {share} of orders", part=name("play_daypart", best["level"]), share=share(best["share"]))
    return told
