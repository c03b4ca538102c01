"""The small print under every figure: n, as-of day, window, source."""

from dataclasses import dataclass
from datetime import date

from analysis.config import LikeForLike
from analysis.text import Message, Value, count, day, name


@dataclass(frozen=True)
class Basis:
    """What a chapter's figures rest on: the days, and the number of customers with an order."""

    as_of: date
    window_start: date
    period_start: date
    first: date
    customers: int

    def window(self, *extra: Message) -> tuple[Message, ...]:
        """The note of figures that look at the window."""
        return (
            Message(
                "n = {n} customers. As of {as_of}; behaviour since {start}. Source: order lines with a customer number.",
                n=count(self.customers), as_of=day(self.as_of), start=day(max(self.window_start, self.first)),
            ),
            *extra,
        )  # fmt: skip

    def history(self, *extra: Message) -> tuple[Message, ...]:
        """The note of figures that look at everything held."""
        return (
            Message(
                "n = {n} customers. As of {as_of}; all orders since {first}. Source: order lines with a customer number.",
                n=count(self.customers), as_of=day(self.as_of), first=day(self.first),
            ),
            *extra,
        )  # fmt: skip

    def period(self, *extra: Message) -> tuple[Message, ...]:
        """The note of figures that look at the period."""
        return (
            Message(
                "Period {start} to {as_of}. Source: order lines with a customer number.",
                start=day(self.period_start), as_of=day(self.as_of),
            ),
            *extra,
        )  # fmt: skip

    @classmethod
    def of(cls, dates, features) -> "Basis":
        """The basis of a run: its days (features.Dates) and its customer table (None without order lines)."""
        buyers = 0 if features is None else int((features["state"] == "buyer").sum())
        return cls(dates.as_of, dates.window_start, dates.start, dates.first, buyers)


@dataclass(frozen=True)
class GivenBasis(Basis):
    """What figures rest on that the client gives per customer: no order lines, no window."""

    def _given(self, *extra: Message) -> tuple[Message, ...]:
        said = Message(
            "n = {n} customers. Source: the figures per customer that the client gave, taken as they stand.",
            n=count(self.customers),
        )
        return (said, *extra)

    window = history = period = _given


def compared_with(reference: LikeForLike) -> Value:
    """What the comparison is called: the same period a year before, the same weeks, the days around the festival."""
    return name("comparison", reference.basis)


def calendar_notes(reference: LikeForLike) -> tuple[Message, ...]:
    """What the calendar moved between a period and the one it is compared with; empty where nothing did."""
    return tuple(
        Message(
            "Calendar: {festival} fell on {day}, a year before on {day_before}; its season has {days} days in the period and {days_before} in the one compared with, so part of the change is the calendar.",
            festival=name("festival", one.festival), day=day(one.day), day_before=day(one.day_before), days=count(one.days), days_before=count(one.days_before),
        )
        for one in reference.moved
    )  # fmt: skip
