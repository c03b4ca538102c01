"""One calendar for all plays: which touch goes out in which week, moved where two would meet the same customer.

Plays that start for everybody at once (campaign) get a first week each, the most important first; plays that start
on each customer's own day (trigger) run all the time and have no week.  A campaign begins in the first week in which

    none of its touches falls into a blocked week (a festival, a promotion of everything, a week the client blocks),
    no touch comes nearer than the longer of the two contact caps to a touch of another play to the same segment, and
    the minutes of whoever carries it out suffice, where the client says how many there are, and
    the test of another play on the same customers is over (`not_before`).

A campaign that finds no week within the horizon is left without one, with the reason.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

import pandas as pd

from analysis.strategies.play import Play
from analysis.strategies.playbook import Playbook

COLUMNS = ["play", "method", "segment", "touch", "day", "week", "starts", "owner", "channel", "contacts", "minutes", "waited_for"]
WEEK = timedelta(days=7)


@dataclass
class _Book:
    """What is planned so far."""

    touches: list[tuple[str, str, date, int]] = field(default_factory=list)  # method, segment, day, cap in days
    used: dict[str, float] = field(default_factory=dict)  # minutes by owner


@dataclass(frozen=True)
class _Limits:
    """What a first week must keep to."""

    start: date
    weeks: int
    blocked: tuple[tuple[date, date], ...]
    capacity: Mapping[str, float]
    not_before: Mapping[tuple[str, str, str], date]


def contact_calendar(
    plays: pd.DataFrame,
    playbook: Playbook,
    *,
    start: date,
    weeks: int = 13,
    blocked: Collection[tuple[date, date]] = (),
    capacity: Mapping[str, float] | None = None,
    not_before: Mapping[tuple[str, str, str], date] | None = None,
) -> pd.DataFrame:
    """The table `contact_calendar`: one row per play × segment × touch.

    From `plays` (play, method, segment, customers, reachable, channel, priority; those to be planned).  `start` is the
    first day of the first week; a touch goes out on the first day of its week, or days after it as the play says.

        day, week   of the touch; week 1 begins on `start`.  Missing for plays on each customer's own day, where `touch`
                    alone says how many days after it, and for campaigns that find no week
        contacts    customers with consent, all where consent is not held
        minutes     of the owner, for all touches of the play together, on its first row; 0 on the others
        waited_for  why it does not begin in week 1: blocked_week, contact_cap, capacity, test; for one without a week, why none

    `blocked` are first and last days of weeks in which nothing goes out; `capacity` minutes of all weeks by owner, for plays
    that start for everybody at once;
    `not_before` the day on which the test of a play (play, method, segment) starts.
    """
    known = {play.key: play for play in playbook.plays}
    limits = _Limits(start, weeks, tuple(blocked), dict(capacity or {}), dict(not_before or {}))
    booked, rows = _Book(), []
    for row in plays.sort_values("priority").itertuples():
        play = known[row.play]
        contacts = int(row.customers if pd.isna(row.reachable) else row.reachable)
        begins, reason = (None, "") if play.starts == "trigger" else _first_week(play, row, contacts, booked, limits)
        rows += _rows(play, row, contacts, begins, start, reason)
        if begins is not None:
            _enter(play, row, contacts, begins, booked)
    return pd.DataFrame(rows, columns=COLUMNS)


def _first_week(play: Play, row, contacts: int, booked: _Book, limits: _Limits) -> tuple[date | None, str]:
    reason = ""
    for number in range(limits.weeks):
        first = limits.start + number * WEEK
        found = _conflict(play, row, contacts, first, booked, limits)
        if not found:
            return first, reason
        reason = reason or found
    return None, reason


def _conflict(play: Play, row, contacts: int, first: date, booked: _Book, limits: _Limits) -> str:
    if first < limits.not_before.get((row.play, row.method, row.segment), first):
        return "test"
    days = [first + timedelta(days=after) for after in play.touches]
    if any(start <= day + timedelta(days=6) and day <= end for day in days for start, end in limits.blocked):
        return "blocked_week"
    for method, segment, day, cap in booked.touches:
        near = max(cap, play.contact_cap_days)
        if (method, segment) == (row.method, row.segment) and any(abs((day - own).days) < near for own in days):
            return "contact_cap"
    needed = booked.used.get(play.owner, 0.0) + play.minutes * contacts
    if play.minutes and needed > limits.capacity.get(play.owner, needed):
        return "capacity"
    return ""


def _enter(play: Play, row, contacts: int, first: date, booked: _Book) -> None:
    for after in play.touches:
        booked.touches.append((row.method, row.segment, first + timedelta(days=after), play.contact_cap_days))
    booked.used[play.owner] = booked.used.get(play.owner, 0.0) + play.minutes * contacts


def _rows(play: Play, row, contacts: int, begins: date | None, start: date, reason: str) -> list[dict]:
    return [
        {
            "play": play.key, "method": row.method, "segment": row.segment, "touch": after,
            "day": None if begins is None else pd.Timestamp(begins + timedelta(days=after)),
            "week": None if begins is None else ceil(((begins + timedelta(days=after)) - start + timedelta(days=1)) / WEEK),
            "starts": play.starts, "owner": play.owner, "channel": row.channel, "contacts": contacts,
            "minutes": play.minutes * contacts if after == play.touches[0] else 0.0, "waited_for": reason,
        }
        for after in play.touches
    ]  # fmt: skip


def first_monday(after: date) -> date:
    """The first Monday after a day: lists and approvals need the days until then."""
    return after + timedelta(days=7 - after.weekday())
