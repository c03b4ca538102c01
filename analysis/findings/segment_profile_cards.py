"""One persona per segment, written from the tables: every figure on a card is a cell of one of them.

Nobody is invented: no name, no face, no motive.  What the tables do not hold is not on the card.  The
sentences and the advice stand in `segment_profile_personas`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.findings.segment_profile_answers import ratings_apart
from analysis.findings.segment_profile_apart import earned
from analysis.findings.segment_profile_evidence import Statement, persona_table
from analysis.findings.segment_profile_figures import Fact, feelings, level_message, numbers_of, people, places, tastes, top_tenth
from analysis.findings.segment_profile_lens import OTHERS, UNKNOWN, Lens, clear
from analysis.findings.segment_profile_personas import evidence_of, statements
from analysis.text import Decision, Finding, Message, Words, count, money, share
from analysis.text.names_plain import YES
from analysis.text.names_segment_profile import people_value

LISTED, ROW, MOST = 4, 4, 8  # lines in a list; facts in a row and on a card
NAMEABLE = 100  # so many customers somebody can know by name
CORE = ("recency_days", "gap_median_days", "order_count", "average_order")
SPARE = ("revenue", "unit_count", "tenure_days", "category_count")  # fill the last row

Line = tuple[Message, Message]  # what, and its figures
_CELLS = Message(
    "Every figure is a cell of the tables of this chapter; nobody is invented. Traits: differences beyond chance and of two percentage points or more, widest first."
)


@dataclass(frozen=True)
class Portrait:
    """One segment's card: a line on its size and money, the facts, what it has more and less of than others."""

    segment: str
    sub: Message
    facts: tuple[Fact, ...]
    more: tuple[Line, ...]
    less: tuple[Line, ...]
    says: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)  # lead, do, avoid


def portraits(
    lens: Lens,
    profile: pd.DataFrame,
    cells: pd.DataFrame,
    *,
    scores: pd.DataFrame,
    inside: pd.DataFrame,
    kinds: Mapping[str, str],
    facts: pd.DataFrame | None = None,
    asked: Mapping[str, str] | None = None,
    makers: pd.DataFrame | None = None,
    apart: pd.DataFrame | None = None,
    turned: Collection[str] = (),
) -> list[Portrait]:
    """A card per shown segment, largest revenue first.

    From `numeric_profile`, the cells of traits and habits (`Lens.cells`), `survey_scores`,
    `segment_concentration` and, where held, `segment_facts`.  `asked` names the survey item behind each measure of
    `survey_scores`: said as a score, with its interval, it is no trait as well.  `makers` is `survey_profile` of the lens
    where answers make its segments, `apart` the table `differentiators`; items in `turned` were turned round.
    """
    scored = [item for measure, item in (asked or {}).items() if measure in set(scores["measure"])]
    cells = cells[~cells["trait"].isin(scored)]
    ratings = {} if apart is None else ratings_apart(apart, kinds, but=(*scored, *turned))
    numbers = profile.set_index(["segment", "trait"])
    told: dict[str, dict] = {key: {} for key in lens.shown}
    known = evidence_of(
        profile, cells[~cells["trait"].isin(earned(kinds))], scores=scores, facts=facts, makers=makers, ratings=ratings
    )
    for segment, part, said in statements(lens.shown, known):
        told[segment] = told[segment] | {part: said}
    made = []
    for segment in lens.shown:
        own = cells[(cells["segment"] == segment) & ~cells["trait"].isin(earned(kinds))]
        figures = [
            *numbers_of(numbers, segment, CORE), *tastes(own), *places(own, kinds),
            *people(numbers, own, segment, kinds), *feelings(scores, segment), *top_tenth(inside, segment),
        ]  # fmt: skip
        sure = _once(clear(own[~own["trait"].isin(["returned"])]), own)
        more, less = sure[sure["gap"] > 0].head(LISTED), sure[sure["gap"] < 0].head(LISTED)
        spare = list(numbers_of(numbers, segment, SPARE))[: -len(figures) % ROW if len(figures) < MOST else 0]
        figures = [*figures[:MOST], *spare]
        made.append(Portrait(segment, _size(lens, segment), tuple(figures), _listed(more), _listed(less), told[segment]))
    return made


def traced(made: Iterable[Portrait], *, method: str) -> pd.DataFrame:
    """The table `personas` of the cards: every figure of their sentences and advice, and the cell it was taken from."""
    parts = ((one.segment, part, said) for one in made for part, said in one.says.items())
    return persona_table(parts, method=method)


def words(lens: Lens, inside: pd.DataFrame, *, note: tuple[Message, ...]) -> Words:
    """What stands around the cards, and what the top tenth of the first segment brings."""
    top = lens.sizes.iloc[0]
    tenth = inside[inside["segment"] == lens.shown[0]]
    if not lens.money:
        answer = Message(
            "{n} portraits, most customers first. {people} are the largest segment: {customers} customers, {share} of all.",
            n=count(len(lens.sizes)), people=people_value(lens.shown[0]), customers=count(top["customers"]), share=share(top["customer_share"]),
        )  # fmt: skip
        return Words(answer=(answer,), note=(_CELLS, *note))
    return Words(
        answer=(
            Message(
                "{n} portraits, largest revenue first. {people} lead: {customers} customers bring {revenue}, {share} of all revenue.",
                n=count(len(lens.sizes)), people=people_value(lens.shown[0]), customers=count(top["customers"]),
                revenue=money(top["revenue"]), share=share(top["revenue_share"]),
            ),
        ),
        note=(_CELLS, *note),
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
    if not lens.money:
        return Message(
            "{customers} customers, {share} of all", customers=count(row["customers"]), share=share(row["customer_share"])
        )
    return Message(
        "{customers} customers, {share} of all; {revenue}, {part} of revenue",
        customers=count(row["customers"]), share=share(row["customer_share"]), revenue=money(row["revenue"]), part=share(row["revenue_share"]),
    )  # fmt: skip


def _once(sure: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Of a trait with two levels one line, since the other says the same again: “yes”, else the more common one.

    Nor is a level listed twice that stands under several traits with the same shares: these are the same customers.
    """
    levels = own[own["level"] != UNKNOWN].groupby("trait")["level"].agg(frozenset)
    twins = sure["trait"].map(levels[levels.map(lambda found: len(found) == 2 and OTHERS not in found)])
    flag = twins.map(lambda pair: bool(pair & set(YES)), na_action="ignore").eq(True)
    kept = sure[twins.isna() | (flag & sure["level"].isin(YES)) | (~flag & sure["gap"].gt(0))]
    return kept.drop_duplicates(["level", "share", "rest_share"])


def _listed(cells: pd.DataFrame) -> tuple[Line, ...]:
    return tuple(
        (
            level_message(row.trait, row.level),
            Message("{share}, everybody else {rest}", share=share(row.share), rest=share(row.rest_share)),
        )
        for row in cells.itertuples()
    )
