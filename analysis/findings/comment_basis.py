"""What sentences on comments rest on: which comments, how many of them are negative, how well they were read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.profiles.comments import REVIEW
from analysis.text import Message, count, day


@dataclass(frozen=True)
class Heard:
    """What the section rests on: shares of negatives, the model's grade, the trend, the comments of the window."""

    shares: pd.DataFrame
    grade: pd.DataFrame
    trend: Mapping[str, float]
    comments: pd.DataFrame
    as_of: date
    since: date

    @property
    def total(self) -> pd.Series | None:
        """The row of all comments with a mood; None without any."""
        rows = self.shares[self.shares["part"] == "all"]
        return rows.iloc[0] if len(rows) else None

    @property
    def reviews(self) -> pd.DataFrame:
        """The comments that are no answers to a survey."""
        return self.comments[self.comments["origin"] == REVIEW]

    def note(self, *extra: Message) -> tuple[Message, ...]:
        """How many comments, which days, from where."""
        said = Message(
            "n = {n} comments since {since}, as of {as_of}; copies by the same customer count once. Source: comments and free answers of surveys.",
            n=count(len(self.comments)), since=day(self.since), as_of=day(self.as_of),
        )  # fmt: skip
        return (said, *extra)
