"""Sentences before they are words.

A computed sentence is a `Message`: an English template (the key of the catalogue) and typed
values.  Which language, which thousands mark and which currency is decided later, by `Text`.
So stages and findings stay free of display words, and the same finding reads in both languages.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["count", "share", "points", "change", "money", "money_exact", "decimal", "days", "date", "name", "label", "raw"]


@dataclass(frozen=True)
class Value:
    """A number, date or key with the way it is to be shown.

    `kind` count: 4,338 · share: 47% (of a fraction .47) · points: +7.7 pts (of .077) ·
    change: +25.7% (of .257) · money: £8.91m · money_exact: £8,911,407.90 · decimal: 3.4 ·
    days: a number of days · date: 10 Dec 2011 · name: the display name of a key in `context` ·
    label: 1985, a number that is a name · raw: text as it stands (a category's name), escaped where it is shown.
    """

    kind: Kind
    value: float | int | str | date | datetime | None
    context: str = ""
    digits: int | None = None


@dataclass(frozen=True)
class Message:
    """An English template with named fields and the typed values that fill them."""

    template: str
    values: dict[str, Value] = field(default_factory=dict)

    def __init__(self, template: str, **values: Value) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", values)


def count(value: float) -> Value:
    """A whole number: 4,338."""
    return Value("count", value)


def share(value: float, digits: int | None = None) -> Value:
    """A fraction shown as a percentage: .47 -> 47%."""
    return Value("share", value, digits=digits)


def points(value: float, digits: int | None = None) -> Value:
    """A difference of two fractions, in percentage points with its sign; one decimal unless more are wanted."""
    return Value("points", value, digits=digits)


def change(value: float) -> Value:
    """A relative change with its sign: .257 -> +25.7%."""
    return Value("change", value)


def money(value: float) -> Value:
    """An amount rounded for reading: £8.91m."""
    return Value("money", value)


def money_exact(value: float) -> Value:
    """An amount to the penny, for reconciliations."""
    return Value("money_exact", value)


def decimal(value: float, digits: int = 1) -> Value:
    """A plain number with a fixed number of decimals."""
    return Value("decimal", value, digits=digits)


def days(value: float) -> Value:
    """A number of days, rounded."""
    return Value("days", value)


def day(value: date) -> Value:
    """A calendar date."""
    return Value("date", value)


def name(context: str, key: str) -> Value:
    """The display name of a key: name("segment", "at_risk")."""
    return Value("name", key, context=context)


def label(value: float) -> Value:
    """A number that is a name, a year or a code: as it is written, without a thousands separator."""
    return Value("label", value)


def raw(value: object) -> Value:
    """The client's own word (a category, a city), shown as it stands."""
    return Value("raw", str(value))


@dataclass(frozen=True)
class Finding:
    """One line of the executive summary: a figure, what it means, and the money it is about.

    `money` ranks the findings (in the client's currency); `by_definition` keeps a sentence that
    is true by construction out of the summary; `last` puts one that says what was not found below what was.
    """

    figure: Value
    sentence: Message
    money: float
    section: str
    by_definition: bool = False
    headline: Message | None = None  # the same in a clause that can stand on the cover
    last: bool = False


@dataclass(frozen=True)
class Decision:
    """Something the report asks its readers to decide; `weight` ranks it (money it is about)."""

    title: Message
    reason: Message
    weight: float


@dataclass(frozen=True)
class Words:
    """All the words around one table or chart.

    `answer` opens the section; `title` (the finding), `subtitle` (what is shown, unit) and
    `note` (n, as-of, window, source) surround the figure; `alt` carries it to those who cannot
    see it; `so` says what it means for the decision; `findings` go to the summary.
    """

    answer: tuple[Message, ...] = ()
    title: Message | None = None
    subtitle: Message | None = None
    note: tuple[Message, ...] = ()
    alt: Message | None = None
    so: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Skip:
    """Why a section has nothing to show, what to send, and what that would unlock."""

    reason: Message
    send: Message | None = None
    unlocks: Message | None = None
