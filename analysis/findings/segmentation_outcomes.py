"""What came after: the days in which it was counted who came back, and the rates that can be spoken of."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.segmentations.lenses import ENOUGH
from analysis.text import Message, count, day, days

UNTOLD = Message("The group that this section is about holds too few customers to be shown.")


@dataclass(frozen=True)
class Followed:
    """The days that were looked at: after `start`, up to and with `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @classmethod
    def of(cls, dates) -> "Followed":
        """The period of a run (features.Dates), as far as the data reach."""
        return cls(dates.start - timedelta(days=1), dates.as_of)

    def note(self) -> tuple[Message, ...]:
        """What a return rate is, and what it is not."""
        return (
            Message(
                "Came back: ordered in the {days} days up to {end}, of the customers whom the same limits placed there on {start}.",
                days=days(self.days),
                end=day(self.end),
                start=day(self.start),
            ),
            Message("These days are one season; another gives other rates. Under {n} customers: no rate.", n=count(ENOUGH)),
        )


def of_method(table: pd.DataFrame, method: str) -> pd.DataFrame:
    """The rows of one method, by segment."""
    return table[table["method"] == method].set_index("segment")


def rate(returns: pd.DataFrame, segment: str) -> pd.Series | None:
    """The return rate of a segment, where enough customers were in it."""
    known = segment in returns.index and returns.loc[segment, "n"] >= ENOUGH
    return returns.loc[segment] if known else None
