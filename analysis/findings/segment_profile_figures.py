"""The figures on a persona's card, each with what to hold it against; every one is a cell of the chapter's tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from analysis.findings.segment_profile_apart import HABITS
from analysis.findings.segment_profile_lens import clear, widest
from analysis.text import Message, Value, count, name, share
from analysis.text.names_segment_profile import figure_value, level_form, level_value, score_value, trait_value

UNORDERED = 5  # facts about people on a card where no orders are held
WHO = ("demographic", "psychographic", "status")
PLACES = ("city", "region", "province", "country", "district", "store")


@dataclass(frozen=True)
class Fact:
    """One figure of a card: what it is, the figure, and what to hold it against."""

    label: Message
    figure: Value
    beside: Message


def numbers_of(numbers: pd.DataFrame, segment: str, traits: tuple[str, ...]) -> Iterator[Fact]:
    """Medians; no interval between orders where most customers ordered once at most."""
    once = (segment, "order_count") in numbers.index and numbers.loc[(segment, "order_count"), "median"] < 2
    for trait in traits:
        if trait == "gap_median_days" and once:
            continue
        if (segment, trait) in numbers.index and numbers.loc[(segment, trait), "median"] == numbers.loc[(segment, trait), "median"]:
            row = numbers.loc[(segment, trait)]
            yield Fact(
                Message("{trait}", trait=trait_value(trait)), figure_value(trait, row["median"]),
                _middle_half(trait, row["low"], row["high"]),
            )  # fmt: skip


def _middle_half(trait: str, low: float, high: float) -> Message:
    """Where the middle half of the customers lies."""
    if low == high:
        return Message("for at least half of them")
    return Message("half lie between {low} and {high}", low=figure_value(trait, low), high=figure_value(trait, high))


def tastes(own: pd.DataFrame) -> Iterator[Fact]:
    """Of each habit the level in which the segment is farthest above the rest; else its most frequent one."""
    labels = {
        "category": Message("Orders with {level}"), "channel": Message("Orders through {level}"), "daypart": Message("Orders: {level}"),
        "weekday": Message("Orders: {level}"),
    }  # fmt: skip
    if (own["trait"] == "daypart").any():
        del labels["weekday"]  # one time is enough for a card
    for trait, label in labels.items():
        if len(cell := _typical(own[own["trait"] == trait])):
            yield Fact(
                Message(label.template, level=level_value(trait, cell["level"])), share(cell["share"]),
                Message("all orders: {share}", share=share(cell["base_share"])),
            )  # fmt: skip


def places(own: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[Fact]:
    traits = [trait for trait in own["trait"].unique() if trait in PLACES or kinds.get(trait) == "geographic"]
    yield from _shares(own, traits[:1], same=True)


def people(numbers: pd.DataFrame, own: pd.DataFrame, segment: str, kinds: Mapping[str, str]) -> Iterator[Fact]:
    if (segment, "age") in numbers.index and numbers.loc[(segment, "age"), "median"] == numbers.loc[(segment, "age"), "median"]:
        row = numbers.loc[(segment, "age")]
        yield Fact(
            Message("Median age"), figure_value("age", row["median"]),
            _middle_half("age", round(row["low"]), round(row["high"])),
        )  # fmt: skip
    traits = widest(own)["trait"].drop_duplicates()
    told = [trait for trait in [*traits, *own["trait"].unique()] if kinds.get(trait) in WHO and trait != "age"]
    most = 1 if own["trait"].isin(HABITS).any() else UNORDERED
    yield from islice(_shares(own, list(dict.fromkeys(told))), most)


def level_message(trait: str, level: str) -> Message:
    """A level under the name of its trait; “yes” goes without saying."""
    if level_form(level) == "yes":
        return Message("{trait}", trait=trait_value(trait))
    return Message("{trait}: {level}", trait=trait_value(trait), level=level_value(trait, level))


def _shares(own: pd.DataFrame, traits: list[str], *, same: bool = False) -> Iterator[Fact]:
    """A fact per trait in which the segment has more of a level than the others; one that says the same of the same
    customers as a trait before it is passed over.  With `same` the most frequent level of a trait in which it is like
    all customers, said to be so."""
    said = set()
    for trait in traits:
        cells = own[own["trait"] == trait]
        more = clear(cells)[lambda found: found["gap"] > 0]
        cell = more.iloc[0] if len(more) else _most(cells) if same else pd.Series(dtype=object)
        twin = tuple(cell.reindex(["level", "share", "base_share"]))
        if len(cell) and twin not in said:
            said.add(twin)
            yield Fact(
                level_message(trait, cell["level"]), share(cell["share"]),
                Message("all customers: {share}", share=share(cell["base_share"]))
                if len(more)
                else Message("no clear difference from all customers"),
            )  # fmt: skip


def _typical(cells: pd.DataFrame) -> pd.Series:
    sure = widest(cells)
    if (sure["gap"] > 0).any():
        return sure[sure["gap"] > 0].iloc[0]
    return _most(cells)


def _most(cells: pd.DataFrame) -> pd.Series:
    """The most frequent level that is shown."""
    known = cells[cells["share"].astype(float).gt(0) & cells["level"].ne("(other)")]
    return known.loc[known["share"].astype(float).idxmax()] if len(known) else pd.Series(dtype=object)


def feelings(scores: pd.DataFrame, segment: str) -> Iterator[Fact]:
    shown = scores[(scores["segment"] == segment) & scores["value"].notna()]
    for row in shown.sort_values("measure", ascending=False).head(1).itertuples():
        low, high = score_value(row.measure, row.low), score_value(row.measure, row.high)
        yield Fact(
            Message("{measure}", measure=name("survey_measure", row.measure)), score_value(row.measure, row.value),
            Message("{low} to {high}, n = {n}", low=low, high=high, n=count(row.n)),
        )  # fmt: skip


def top_tenth(inside: pd.DataFrame, segment: str) -> Iterator[Fact]:
    for row in inside[inside["segment"] == segment].itertuples():
        yield Fact(
            Message("Brought by the top tenth"), share(row.revenue_share),
            Message("of its revenue, {n} customers", n=count(row.customers)),
        )  # fmt: skip
