"""When reports fall due: the key `schedule` of client.yaml, read by `strata run --due`.

    schedule: {every: quarter, from: 2025-Q1, after_days: 5}

A period falls due when it is over and `after_days` further days have passed.  The day of today is always handed in.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from analysis.config.calendar import FISCAL_LABEL, Calendar
from analysis.config.columns import KeyPathError, Strict
from analysis.config.period import Period, following, parse_period
from analysis.errors import ConfigError

PARTS = {"month": ("P", 12), "quarter": ("Q", 4), "half": ("H", 2), "year": ("", 1)}  # of a fiscal year: letter, how many
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
EXAMPLES = {"month": "2025-01", "quarter": "2025-Q1", "half": "2025-H1", "year": "2025"}


def _label(given: Any) -> Any:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


class Schedule(Strict):
    """How often a client is reported, and what must have arrived before.

    since         the first period to report; in the file: from
    after_days    days of waiting after a period's end
    slack_days    inputs count as reaching the period's end from so many days before it: nobody orders on every day
    needs         inputs that must have arrived; none named: those by which customers are counted
    again         restated: a report is made again when newer files say something else of its days; never: it stays
    definitions   frozen: the limits of the last report; refit: fitted anew for every period
    """

    every: Literal["month", "quarter", "half", "year"]
    since: Annotated[str, BeforeValidator(_label)] = Field(alias="from")
    after_days: int = Field(default=0, ge=0, le=366)
    slack_days: int = Field(default=3, ge=0, le=31)
    needs: tuple[str, ...] = ()
    again: Literal["never", "restated"] = "never"
    definitions: Literal["frozen", "refit"] = "frozen"

    @model_validator(mode="after")
    def _of_one_length(self) -> "Schedule":
        letter, _ = PARTS[self.every]
        if FISCAL_LABEL.fullmatch(self.since):
            fits = re.fullmatch(rf"FY[12]\d{{3}}{f'-{letter}[0-9]+' if letter else ''}", self.since) is not None
        else:
            try:
                fits = parse_period(self.since).months == MONTHS[self.every]
            except ConfigError:
                fits = False
        if not fits:
            example = EXAMPLES[self.every]
            raise KeyPathError(("from",), f"name the first {self.every} to report, such as {example}; of a fiscal year FY{example}")
        return self


def scheduled(schedule: Schedule, calendar: Calendar) -> Iterator[Period]:
    """The periods of a schedule, from its first one on, without end."""
    if not FISCAL_LABEL.fullmatch(schedule.since):
        period = parse_period(schedule.since)
        while True:
            yield period
            period = following(period)
    letter, parts = PARTS[schedule.every]
    year, part = int(schedule.since[2:6]), int(re.sub(r"\D", "", schedule.since[6:]) or 1)
    while True:
        name = f"-{letter}{part:0{2 if letter == 'P' else 1}d}" if letter else ""
        yield parse_period(f"FY{year}{name}", calendar=calendar)
        year, part = (year, part + 1) if part < parts else (year + 1, 1)


def due_from(period: Period, schedule: Schedule) -> date:
    """The first day on which a period is due."""
    return period.end + timedelta(days=schedule.after_days + 1)


def due_periods(schedule: Schedule, calendar: Calendar, *, today: date) -> tuple[list[Period], Period | None]:
    """The periods that are due on a day, in order of time, and the one that comes next.

    None comes next where a client's own calendar file ends; raises ConfigError where it lacks the first period.
    """
    due: list[Period] = []
    periods = scheduled(schedule, calendar)
    while True:
        try:
            period = next(periods)
        except ConfigError:
            if due or not calendar.has_own_periods:
                return due, None
            raise
        if due_from(period, schedule) > today:
            return due, period
        due.append(period)
