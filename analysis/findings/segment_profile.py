"""Chapter 03 in sentences: what sets the segments apart, who they are, what they buy, how satisfied they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.findings.notes import Basis, GivenBasis
from analysis.findings.segment_profile_apart import apart, differences, how_little, ranking, standing_out, told_once
from analysis.findings.segment_profile_cards import portraits, traced
from analysis.findings.segment_profile_cards import words as card_words
from analysis.findings.segment_profile_feelings import NO_SURVEY, satisfied
from analysis.findings.segment_profile_index import NO_ATTRIBUTES, NO_HABITS, NO_ORDERS, buying, habit_rows, heat_rows, traits
from analysis.findings.segment_profile_lens import Lens
from analysis.findings.segment_profile_numbers import defining, numbers, snake_rows
from analysis.text import Message, Skip, Words, count, day, money_exact

__all__ = [
    "NO_ATTRIBUTES", "NO_HABITS", "NO_ORDERS", "NO_SURVEY", "Tables",
    "defining", "differences", "habit_rows", "heat_rows", "portraits", "snake_rows", "standing_out", "story", "traced",
]  # fmt: skip

FEW = 2


def adds_up(sums: pd.DataFrame) -> Words:
    """The reconciliation."""
    difference = (sums["report"] - sums["files"]).abs()
    if difference.max() < 0.005:
        money = "money" in set(sums["unit"])
        answer = (
            Message("Yes. Every customer of the segments is in this profile, with all orders and to the penny.")
            if money
            else Message("Yes. Every customer of the segments is in this profile.")
        )
    else:
        answer = Message(
            "No: {difference} is unexplained. Do not use this chapter before it is found.", difference=money_exact(difference.max())
        )
    return Words(
        answer=(answer,), subtitle=Message("Counted twice: over all customers, and in the segments as this chapter shows them")
    )


@dataclass(frozen=True)
class Tables:
    """The finished tables of the chapter."""

    rows: pd.DataFrame  # standing_out
    found: pd.DataFrame  # differences
    who: pd.DataFrame  # cells of traits
    habit: pd.DataFrame  # cells of habits
    snake: pd.DataFrame  # snake_rows
    scores: pd.DataFrame  # survey_scores
    inside: pd.DataFrame  # segment_concentration
    sums: pd.DataFrame  # reconciliation
    makers: tuple[str, ...] = ()  # traits that make the segments
    repeated: pd.DataFrame | None = None  # same_customers


def story(
    tables: Tables,
    *,
    lens: Lens,
    kinds: Mapping[str, str],
    basis: Basis,
    reach: tuple[float, float] | None = None,
    asked: Mapping[str, str] | None = None,
) -> dict[str, Words | Skip]:
    """The words around every section of the chapter, by key; a Skip where the data carry none.

    `asked` names the survey item behind each measure of `survey_scores`: told as a score it does not lead as a trait.
    """
    scored = [item for measure, item in (asked or {}).items() if measure in set(tables.scores["measure"])]
    everyone, once = _everyone(lens, basis), told_once(tables.repeated)
    hollow = defining(tables.makers)
    told = {
        "apart": apart(tables.rows, tables.found, lens=lens, note=(*once, *everyone)),
        "ranking": ranking(tables.found, lens=lens, note=everyone),
        "index": traits(tables.who, lens=lens, kinds=kinds, note=(*once, lens.note(), *everyone), scored=scored),
        "snake": numbers(tables.snake, lens, basis.window(), hollow=hollow),
        "who": card_words(lens, tables.inside, note=(*once, *basis.window(lens.note()))),
        "buy": buying(tables.habit, lens=lens, note=basis.window()) if not _is_given(basis) else NO_ORDERS,
        "satisfied": satisfied(tables.scores, lens=lens, asked=basis, reach=reach),
        "sum": adds_up(tables.sums),
    }
    few = sum(len(words.findings) for words in told.values() if isinstance(words, Words)) < FEW
    return told | {"apart": replace(told["apart"], findings=how_little(tables.found))} if few else told


def _is_given(basis: Basis) -> bool:
    """Whether the client gives figures per customer, and no order lines."""
    return isinstance(basis, GivenBasis)


def _everyone(lens: Lens, basis: Basis) -> tuple[Message, ...]:
    """The note of figures over all customers; lists without days have no as-of day."""
    if _is_given(basis):
        return (
            Message("n = {n} customers.", n=count(lens.customers)),
            Message("Source: the lists and answers that the client gave; unknown values left out."),
        )
    return (
        Message("n = {n} customers. As of {as_of}.", n=count(lens.customers), as_of=day(basis.as_of)),
        Message("Source: order lines and customer file; unknown values left out."),
    )
