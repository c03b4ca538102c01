"""Movement held against chance, in sentences."""

import pandas as pd
from scipy.stats import binom

from analysis.findings.evaluation_moves import ALL, eve, looked_at, seasonal
from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Words, count, day, decimal, share
from analysis.text.message import Value
from analysis.text.names_evaluation import place_value

OUTSIDE_BY_LUCK = 0.1  # share of segments and of moves outside their range by luck alone


def chance(stayed: pd.DataFrame, *, everybody: bool = False, basis: Basis) -> Words:
    """Is the movement more than chance would bring?  `everybody`: of all customers known, also without an order."""
    template = (
        "n = {n} customers known before {start}. Chance: the period replayed 100 times, every customer ordering at the pace of before; the range holds 90 of 100 replays."
        if everybody
        else "n = {n} customers with an order before {start}. Chance: the period replayed 100 times, every customer ordering at the pace of before; the range holds 90 of 100 replays."
    )
    total, judged, outside = _judged(stayed)
    facts = {key: share(total[key], 1) for key in ("share", "expected", "low", "high")}
    answer = [_verdict(overall(stayed), facts)]
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
    note = [
        Message(
            template,
            n=count(total["n"]), start=day(basis.period_start),
        ),
        Message("One segment in ten falls outside by luck alone. Not shown: under 30 customers, or only a few who stayed or left."),
    ]  # fmt: skip
    if seasonal(basis):
        note.append(Message("A replay knows no season, so a strong or a weak season shows as movement."))
    return Words(
        answer=tuple(answer),
        title=Message("{share} stayed in their segment; chance alone would give {expected}", **facts),
        subtitle=Message("Share of each segment’s customers who stayed (dot), and what unchanged customers would show (grey)"),
        note=tuple(note),
        alt=Message("{share} of all customers stayed; unchanged customers would give {low} to {high}.", **facts),
    )


def chance_table(stayed: pd.DataFrame, *, basis: Basis) -> Words:
    """The same figures as a table, with those of the period before where they can be compared."""
    then = stayed.set_index("segment").loc[ALL, "then"]
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
        so=(_meaning(overall(stayed)), *((Message("The season may be part of it."),) if seasonal(basis) else ())),
    )  # fmt: skip


def beyond_chance(table: pd.DataFrame, moves: pd.DataFrame, *, minimum: int, basis: Basis) -> Words:
    """The moves beyond chance."""
    top, all_ = table.iloc[0], looked_at(moves, minimum=minimum)
    facts = {
        "moved": count(top["customers"]), "n": count(top["n"]), "start": place_value(top["from_segment"]),
        "end": place_value(top["to_segment"]), "expected": count(top["expected_customers"]),
    }  # fmt: skip
    told = {key: facts[key] for key in ("n", "start", "end", "expected")}
    sentence = Message(
        "of {n} customers in “{start}” moved to “{end}”; had everybody ordered as before, it would be {expected}.", **told
    )
    if seasonal(basis):
        sentence = Message(
            "of {n} customers in “{start}” moved to “{end}”; had everybody ordered as before, it would be {expected}. The season may be part of it.",
            **told,
        )
    return Words(
        title=Message("From “{start}” to “{end}”: {moved} of {n} customers, {expected} by chance", **facts),
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


def _verdict(reading: str, facts: dict[str, Value]) -> Message:
    """Is the movement more than chance would bring?"""
    match reading:
        case "fewer_stayed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): there is more movement than chance would bring.",
                **facts,
            )
        case "more_stayed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): there is less movement than chance would bring.",
                **facts,
            )
        case "mixed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): in all as many as by chance, but not in the same segments.",
                **facts,
            )
    return Message("{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): the movement is no more than chance would bring.", **facts)  # fmt: skip


def _meaning(reading: str) -> Message:
    """What that means for the decision."""
    match reading:
        case "fewer_stayed":
            return Message("Customers have changed their pace. Act on the moves outside their range.")
        case "more_stayed":
            return Message(
                "Customers came back, or fell back, less often than their own past pace implies. A replay lets nobody leave for good; real customers do. Act on the moves outside their range."
            )
        case "mixed":
            return Message("In all, the changes cancel out; segment by segment they do not. Act on the moves outside their range.")
    return Message("Most single moves are luck of timing. Plan by the size of the segments, and act on a move only where it lies outside its range.")  # fmt: skip
