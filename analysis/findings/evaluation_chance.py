"""Movement held against chance, in sentences."""

from collections.abc import Mapping

import pandas as pd
from scipy.stats import binom

from analysis.findings.evaluation_moves import ALL, eve, looked_at, seasonal
from analysis.findings.evaluation_verdicts import meaning, meaning_before, verdict, verdict_before
from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Words, count, day, decimal, share
from analysis.text.message import Value
from analysis.text.names_evaluation import place_value

REPLAY, BEFORE = "replay", "before"  # what movement is held against: the period replayed, or the period before it
OUTSIDE_BY_LUCK = 0.1  # share of segments and of moves outside their range by luck alone


def _counted(held_against: str, everybody: bool) -> str:
    template = {
        (REPLAY, True): "n = {n} customers known before {start}. Chance: the period replayed 100 times, every customer ordering at the pace of before; the range holds 90 of 100 replays.",
        (REPLAY, False): "n = {n} customers with an order before {start}. Chance: the period replayed 100 times, every customer ordering at the pace of before; the range holds 90 of 100 replays.",
        (BEFORE, True): "n = {n} customers known before {start}.",
        (BEFORE, False): "n = {n} customers with an order before {start}.",
    }  # fmt: skip
    return template[held_against, everybody]


def chance(stayed: pd.DataFrame, *, held_against: str = REPLAY, everybody: bool = False, basis: Basis) -> Words:
    """Is the movement more than chance would bring?  `everybody`: of all customers known, also without an order.

    `held_against`: replay, or before where the segments rest on more than a replay of orders knows.
    """
    counted = _counted(held_against, everybody)
    total, judged, outside = _judged(stayed)
    facts = {key: share(total[key], 1) for key in ("share", "expected", "low", "high")}
    by_replay = held_against == REPLAY
    answer = [(verdict if by_replay else verdict_before)(overall(stayed), facts)]
    if len(outside):
        far = outside.loc[(outside["share"] - outside["expected"]).abs().idxmax()]
        answer.append(
            Message(
                "{out} of {all} segments lie outside their range; farthest “{segment}”, where {observed} stayed against {chance}.",
                out=count(len(outside)), all=count(len(judged)), segment=place_value(far.name), observed=share(far["share"]), chance=share(far["expected"]),
            )
        )  # fmt: skip
    elif len(judged):
        answer.append(Message("Every segment lies inside its range."))
    known = Message(counted, n=count(total["n"]), start=day(basis.period_start))
    few = Message(
        "One segment in ten falls outside by luck alone. Not shown: under 30 customers, or only a few who stayed or left."
    )
    return Words(
        answer=tuple(answer),
        title=_title(by_replay, facts),
        subtitle=_subtitle(by_replay),
        note=(known, *(() if by_replay else (_WHY_BEFORE,)), few, *_season(by_replay, basis)),
        alt=_alt(by_replay, facts),
    )


_WHY_BEFORE = Message(
    "These segments are made of more than orders, so the period cannot be replayed. The range holds nine in ten of the shares that as many customers would show if they stayed as those of the period before did."
)


def _title(by_replay: bool, facts: Mapping[str, Value]) -> Message:
    if by_replay:
        return Message("{share} stayed in their segment; chance alone would give {expected}", **facts)
    return Message("{share} stayed in their segment; in the period before, {expected} did", **facts)


def _subtitle(by_replay: bool) -> Message:
    if by_replay:
        return Message("Share of each segment’s customers who stayed (dot), and what unchanged customers would show (grey)")
    return Message("Share of each segment’s customers who stayed (dot), and what the period before lets expect (grey)")


def _alt(by_replay: bool, facts: Mapping[str, Value]) -> Message:
    if by_replay:
        return Message("{share} of all customers stayed; unchanged customers would give {low} to {high}.", **facts)
    return Message("{share} of all customers stayed; after the period before, {low} to {high} were to be expected.", **facts)


def _season(by_replay: bool, basis: Basis) -> tuple[Message, ...]:
    if not seasonal(basis):
        return ()
    if by_replay:
        return (Message("A replay knows no season, so a strong or a weak season shows as movement."),)
    return (Message("The period before was another season, and a season shows as movement."),)


def chance_table(stayed: pd.DataFrame, *, held_against: str = REPLAY, basis: Basis) -> Words:
    """The same figures as a table, with those of the period before where they can be compared."""
    then = stayed.set_index("segment").loc[ALL, "then"]
    if held_against == BEFORE:
        season = (Message("The season may be part of it."),) if seasonal(basis) else ()
        return Words(
            subtitle=Message("Observed against the period before: share of customers who stayed in the segment of {then}", then=day(eve(basis))),
            note=(Message("Range: 5% to 95% of what chance leaves open around the share of the period before."),),
            so=(meaning_before(overall(stayed)), *season),
        )  # fmt: skip
    note = [Message("Range: 5% to 95% of the replays.")]
    if (stayed["reading"] == "by_rule").any():
        note.append(Message("“By the rule”: time alone moves these customers, whatever they do."))
    if then != then:
        note.append(
            Message(
                "The period before is not shown: the history was then shorter than the window, and segments were still filling up."
            )
        )
    elif seasonal(basis):
        note.append(
            Message(
                "In the period before, {then} stayed. That was another season: the two are not like for like.", then=share(then)
            )
        )
    else:
        note.append(Message("In the period before, {then} stayed.", then=share(then)))
    return Words(
        subtitle=Message("Observed against expected by chance: share of customers who stayed in the segment of {then}", then=day(eve(basis))),
        note=tuple(note),
        so=(meaning(overall(stayed)), *((Message("The season may be part of it."),) if seasonal(basis) else ())),
    )  # fmt: skip


def beyond_chance(table: pd.DataFrame, moves: pd.DataFrame, *, held_against: str = REPLAY, minimum: int, basis: Basis) -> Words:
    """The moves beyond chance."""
    top, all_ = table.iloc[0], looked_at(moves, minimum=minimum)
    facts = {
        "moved": count(top["customers"]), "n": count(top["n"]), "start": place_value(top["from_segment"]),
        "end": place_value(top["to_segment"]), "expected": count(top["expected_customers"]),
    }  # fmt: skip
    told = {key: facts[key] for key in ("n", "start", "end", "expected")}
    sentence = Message(_moved(held_against, seasonal(basis)), **told)
    return Words(
        title=_beyond_title(held_against, facts),
        subtitle=Message("Moves outside the range of chance, the largest sums first"),
        note=(
            Message(
                "{out} of the {all} moves of {minimum} customers and more lie outside; about {luck} would by luck alone.",
                out=count(len(table)), all=count(all_), luck=decimal(all_ / 10, 1) if all_ < 10 else count(all_ / 10), minimum=count(minimum),
            ),
            Message("Order: surplus or shortfall of customers, at the mean revenue of their segment in the window before {start}.", start=day(basis.period_start)),
        ),
        findings=(
            Finding(
                facts["moved"], sentence, float(top["worth"]), "chance",
                headline=Message("{moved} of {n} “{start}” became “{end}”, not {expected}", **facts),
            ),
        ),
    )  # fmt: skip


def _moved(held_against: str, season: bool) -> str:
    template = {
        (REPLAY, False): "of {n} customers in “{start}” moved to “{end}”; had everybody ordered as before, it would be {expected}.",
        (REPLAY, True): "of {n} customers in “{start}” moved to “{end}”; had everybody ordered as before, it would be {expected}. The season may be part of it.",
        (BEFORE, False): "of {n} customers in “{start}” moved to “{end}”; at the rate of the period before, it would be {expected}.",
        (BEFORE, True): "of {n} customers in “{start}” moved to “{end}”; at the rate of the period before, it would be {expected}. The season may be part of it.",
    }  # fmt: skip
    return template[held_against, season]


def _beyond_title(held_against: str, facts: Mapping[str, Value]) -> Message:
    if held_against == REPLAY:
        return Message("From “{start}” to “{end}”: {moved} of {n} customers, {expected} by chance", **facts)
    return Message("From “{start}” to “{end}”: {moved} of {n} customers, {expected} at the rate of the period before", **facts)


def overall(stayed: pd.DataFrame) -> str:
    """as_chance, more_stayed or fewer_stayed in all; mixed: in all as chance, but in more segments not so than luck explains."""
    total, judged, outside = _judged(stayed)
    if total["reading"] == "as_chance" and len(outside) and binom.sf(len(outside) - 1, len(judged), OUTSIDE_BY_LUCK) < 0.05:
        return "mixed"
    return total["reading"] or "as_chance"


def _judged(stayed: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    """The row of all customers, the segments large enough to judge, and those of them outside their range."""
    table = stayed.set_index("segment")
    judged = table.drop(index=ALL).loc[lambda rows: ~rows["reading"].isin(["", "by_rule"])]
    return table.loc[ALL], judged, judged[judged["reading"] != "as_chance"]
