"""The calendar of chapter 04: the plays that lead, week by week, from the first Monday after the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.config.festivals import festivals
from analysis.findings.strategy_calendar import calendar_words, owners_words, send_times
from analysis.reporting.page import Page
from analysis.reporting.strategy_plan import Plan
from analysis.strategies.calendar import contact_calendar, first_monday
from analysis.text import Message, Skip, Words

WEEKS = 13
CLOSED = 6  # days after a festival's first day on which nobody is written to


@dataclass(frozen=True)
class Calendar:
    """The table `contact_calendar`, the blocked days, when each segment is at its most active, and the words."""

    table: pd.DataFrame
    start: date
    blocked: tuple[tuple[date, date], ...]
    times: Mapping[str, Message]
    story: Mapping[str, Words | Skip | None]


def calendar(page: Page, plan: Plan) -> Calendar:
    """Plan the contacts of the cards; writes the table `contact_calendar`."""
    run, asked = page.run, page.run.config.strategy
    start = first_monday(plan.inputs.dates.as_of)
    blocked = (*asked.blocked, *_festivals(page, start))
    tests = plan.tests.dropna(subset="starts").set_index(["play", "method", "segment"])["starts"]
    after = {key: day.date() for key, day in tests.items()}
    limits = {"blocked": blocked, "capacity": asked.capacity, "not_before": after}
    table = contact_calendar(plan.cards, plan.book, start=start, weeks=WEEKS, **limits)
    run.write_table("contact_calendar", table)
    times = send_times(plan.dayparts)
    words = {
        "calendar": calendar_words(table, plan.terms, start=start, weeks=WEEKS, blocked=blocked),
        "owners": owners_words(table, consent=plan.terms.consent, times=times),
    }
    return Calendar(table, start, blocked, times, words)


def _festivals(page: Page, start: date) -> list[tuple[date, date]]:
    """Spring Festival where the client lives by it: from its eve to the end of the week after."""
    end = start + timedelta(weeks=WEEKS)
    found = festivals(page.run.config.calendar, range(start.year, end.year + 1))
    spring = [one.day for (key, _), one in found.items() if key == "spring_festival"]
    return [
        (day - timedelta(days=1), day + timedelta(days=CLOSED))
        for day in spring
        if start <= day + timedelta(days=CLOSED) and day <= end
    ]
