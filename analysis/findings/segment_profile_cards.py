"""One portrait per segment, written from the tables: every figure on a card is a cell of one of them.

Nobody is invented: no name, no face, no motive.  What the tables do not hold is not on the card.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.findings.segment_profile_apart import earned
from analysis.findings.segment_profile_lens import Lens, widest
from analysis.text import Decision, Finding, Message, Value, Words, count, decimal, money, share
from analysis.text.names_segment_profile import figure_value, level_value, people_value, trait_value

LISTED, ROW, MOST = 4, 4, 12  # lines in a list; facts in a row and on a card
NAMEABLE = 100  # so many customers somebody can know by name
CORE = ("recency_days", "gap_median_days", "order_count", "average_order")
SPARE = ("revenue", "unit_count", "tenure_days", "category_count")  # fill the last row
PLACES = ("city", "region", "province", "country", "district", "store")

Line = tuple[Message, Message]  # what, and its figures


@dataclass(frozen=True)
class Fact:
    """One figure of a card: what it is, the figure, and what to hold it against."""

    label: Message
    figure: Value
    beside: Message


@dataclass(frozen=True)
class Portrait:
    """One segment's card: a line on its size and money, the facts, what it has more and less of than others."""

    segment: str
    sub: Message
    facts: tuple[Fact, ...]
    more: tuple[Line, ...]
    less: tuple[Line, ...]


def portraits(
    lens: Lens, profile: pd.DataFrame, cells: pd.DataFrame, *, scores: pd.DataFrame, inside: pd.DataFrame, kinds: Mapping[str, str]
) -> list[Portrait]:
    """A card per shown segment, largest revenue first.

    From `numeric_profile`, the cells of traits and habits (`Lens.cells`), `survey_scores` and
    `segment_concentration`.
    """
    numbers = profile.set_index(["segment", "trait"])
    made = []
    for segment in lens.shown:
        own = cells[(cells["segment"] == segment) & ~cells["trait"].isin(earned(kinds))]
        facts = [
            *_numbers(numbers, segment, CORE), *_tastes(own), *_places(own, kinds),
            *_people(numbers, own, segment, kinds), *_feelings(scores, segment), *_top(inside, segment),
        ]  # fmt: skip
        sure = widest(own[~own["trait"].isin(["returned"])])
        more, less = sure[sure["gap"] > 0].head(LISTED), sure[sure["gap"] < 0].head(LISTED)
        facts = [*facts[:MOST], *list(_numbers(numbers, segment, SPARE))[: -len(facts) % ROW if len(facts) < MOST else 0]]
        made.append(Portrait(segment, _size(lens, segment), tuple(facts), _listed(more), _listed(less)))
    return made


def words(lens: Lens, inside: pd.DataFrame, *, note: tuple[Message, ...]) -> Words:
    """What stands around the cards, and what the top tenth of the first segment brings."""
    top = lens.sizes.iloc[0]
    tenth = inside[inside["segment"] == lens.shown[0]]
    return Words(
        answer=(
            Message(
                "{n} portraits, largest revenue first. {people} lead: {customers} customers bring {revenue}, {share} of all revenue.",
                n=count(len(lens.sizes)), people=people_value(lens.shown[0]), customers=count(top["customers"]),
                revenue=money(top["revenue"]), share=share(top["revenue_share"]),
            ),
        ),
        note=(Message("Every figure is a cell of the tables of this chapter; nothing is invented. Lists: differences beyond chance, widest first."), *note),
        **(_key_accounts(tenth.iloc[0], lens) if len(tenth) else {}),
    )  # fmt: skip


def _key_accounts(tenth: pd.Series, lens: Lens) -> dict[str, tuple]:
    revenue = float(lens.sizes.loc[tenth["segment"], "revenue"]) * tenth["revenue_share"]
    part = lens.sizes.loc[tenth["segment"], "revenue_share"] * tenth["revenue_share"]
    values = {"n": count(tenth["customers"]), "people": people_value(tenth["segment"]), "share": share(part)}
    finding = Finding(
        money(revenue), Message("came from {n} customers, the top tenth of {people}: {share} of all revenue.", **values), revenue, "who",
        headline=Message("{n} {people} bring {share} of revenue", **values),
    )  # fmt: skip
    decision = Decision(
        Message("Put someone in charge of the {n} largest {people}", n=values["n"], people=values["people"]),
        Message(
            "They bring {money}, {share} of all revenue, and {each} each.",
            money=money(revenue), share=share(part), each=money(revenue / tenth["customers"]),
        ),
        revenue * 0.1,
    )  # fmt: skip
    return {"findings": (finding,), "decisions": (decision,) if tenth["customers"] <= NAMEABLE else ()}


def _size(lens: Lens, segment: str) -> Message:
    row = lens.sizes.loc[segment]
    return Message(
        "{customers} customers, {share} of all; {revenue}, {part} of revenue",
        customers=count(row["customers"]), share=share(row["customer_share"]), revenue=money(row["revenue"]), part=share(row["revenue_share"]),
    )  # fmt: skip


def _numbers(numbers: pd.DataFrame, segment: str, traits: tuple[str, ...]) -> Iterator[Fact]:
    for trait in traits:
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


def _tastes(own: pd.DataFrame) -> Iterator[Fact]:
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


def _places(own: pd.DataFrame, kinds: Mapping[str, str]) -> Iterator[Fact]:
    traits = [trait for trait in own["trait"].unique() if trait in PLACES or kinds.get(trait) == "geographic"]
    yield from _shares(own, traits[:1])


def _people(numbers: pd.DataFrame, own: pd.DataFrame, segment: str, kinds: Mapping[str, str]) -> Iterator[Fact]:
    if (segment, "age") in numbers.index and numbers.loc[(segment, "age"), "median"] == numbers.loc[(segment, "age"), "median"]:
        row = numbers.loc[(segment, "age")]
        yield Fact(
            Message("Median age"), figure_value("age", row["median"]),
            _middle_half("age", round(row["low"]), round(row["high"])),
        )  # fmt: skip
    traits = widest(own)["trait"].drop_duplicates()
    told = [trait for trait in [*traits, *own["trait"].unique()] if kinds.get(trait) == "demographic" and trait != "age"]
    yield from _shares(own, list(dict.fromkeys(told))[:1])


def _shares(own: pd.DataFrame, traits: list[str]) -> Iterator[Fact]:
    for trait in traits:
        if len(cell := _typical(own[own["trait"] == trait])):
            yield Fact(
                Message("{trait}: {level}", trait=trait_value(trait), level=level_value(trait, cell["level"])), share(cell["share"]),
                Message("all customers: {share}", share=share(cell["base_share"])),
            )  # fmt: skip


def _typical(cells: pd.DataFrame) -> pd.Series:
    sure = widest(cells)
    if (sure["gap"] > 0).any():
        return sure[sure["gap"] > 0].iloc[0]
    known = cells[cells["share"].notna() & cells["level"].ne("(other)")]
    return known.loc[known["share"].astype(float).idxmax()] if len(known) else pd.Series(dtype=object)


def _feelings(scores: pd.DataFrame, segment: str) -> Iterator[Fact]:
    shown = scores[(scores["segment"] == segment) & scores["value"].notna()]
    for row in shown.sort_values("measure", ascending=False).head(1).itertuples():
        label = Message("Satisfaction") if row.measure == "satisfaction" else Message("Would recommend (NPS)")
        digits = 1 if row.measure == "satisfaction" else 0
        yield Fact(
            label, decimal(row.value, digits),
            Message("{low} to {high}, n = {n}", low=decimal(row.low, digits), high=decimal(row.high, digits), n=count(row.n)),
        )  # fmt: skip


def _top(inside: pd.DataFrame, segment: str) -> Iterator[Fact]:
    for row in inside[inside["segment"] == segment].itertuples():
        yield Fact(
            Message("Brought by the top tenth"), share(row.revenue_share),
            Message("of its revenue, {n} customers", n=count(row.customers)),
        )  # fmt: skip


def _listed(cells: pd.DataFrame) -> tuple[Line, ...]:
    return tuple(
        (
            Message("{trait}: {level}", trait=trait_value(row.trait), level=level_value(row.trait, row.level))
            if row.level != "yes"
            else Message("{trait}", trait=trait_value(row.trait)),
            Message("{share}, everybody else {rest}", share=share(row.share), rest=share(row.rest_share)),
        )
        for row in cells.itertuples()
    )
