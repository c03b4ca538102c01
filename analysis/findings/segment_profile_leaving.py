"""Chapter 03 in sentences: what stood more often before customers fell silent, and what they say themselves.

Words of association only: a sign goes with leaving, it is never said to bring it about.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.text import Decision, Finding, Message, Skip, Words, count, decimal, name, raw, share

ENOUGH = 30  # matches below which no comparison is made
POWER = 2.8 / 1.96  # from the half of an interval to the difference that four of five such samples would show
BALANCED = 0.1  # standard deviations up to which the two sides count as alike

NO_ORDERS = Skip(
    Message("No orders or visits with their days are held, so nothing tells what went before customers left."),
    Message(
        "Order lines, or visits, with customer number and day, over a year or more; or a column that says who has left, declared as outcome."
    ),
    Message("What changed before customers fell silent, beside similar ones who came back."),
)
FEW_LEAVERS = Skip(
    Message("The data cannot say: too few customers fell silent in the window, or too few have somebody like them who came back."),
    Message("A longer history of orders. A short question to customers who fall silent would say why in their own words."),
    Message("What changed before the silence, and while there is still time to act."),
)


def enough(counts: Mapping[str, int], signs: pd.DataFrame) -> bool:
    """Whether there is anything to compare."""
    return counts["matched"] >= ENOUGH and bool(signs["verdict"].ne("too_few").any())


@dataclass(frozen=True)
class Tables:
    """The finished tables of the section, as in schema.py, and what the comparison rests on (`leaving.Leaving.counts`)."""

    signs: pd.DataFrame
    balance: pd.DataFrame
    reasons: pd.DataFrame
    counts: Mapping[str, int]


def words(tables: Tables, *, rule: str, revenue: float = 0.0) -> Words:
    """The words around the drawing of the signs: what stands out, what does not, what it means.

    `rule` tells by which rule customers left (a key of BY_RULE), `revenue` what active customers with the first sign
    brought in the window.
    """
    signs = tables.signs
    sure, chance = signs[signs["verdict"].isin(["more", "less"])], signs[signs["verdict"] == "chance"]
    first = sure[sure["verdict"] == "more"].head(1)
    answer = [_first(first.iloc[0]), ASSOCIATION] if len(first) else [_none(sure, chance)]
    answer += [_also(row) for row in sure.drop(first.index).head(2).itertuples()]
    answer += _rest(signs, len(chance), told=bool(len(sure))) + _reason(tables.reasons)
    return Words(
        answer=tuple(answer),
        title=_title(first),
        subtitle=Message(
            "Share of customers with the sign before they fell silent, less the share among those who came back from the same point, with its 95% interval"
        ),
        note=_note(tables, rule),
        alt=answer[0],
        **(_consequences(first.iloc[0], revenue) if len(first) else {}),
    )


MATCHED = (  # by the place in matching.STEPS
    Message("Matched: as many orders so far, the same quarter, as long a customer, similar spending, the same category."),
    Message("Matched: as many orders so far, the same quarter, as long a customer, similar spending; for the same category there were too few."),
    Message("Matched: as many orders so far, the same quarter, as long a customer; for similar spending and the same category there were too few."),
)  # fmt: skip
ASSOCIATION = Message("The sign goes with leaving. Whether it makes customers leave, these data cannot say.")


def _facts(row: pd.Series) -> dict:
    return {
        "n": count(row.leavers), "share": share(row.leavers_share, 1), "control": share(row.controls_share, 1),
        **{key: decimal(100 * getattr(row, key), 1) for key in ("low", "high", "difference")},
    }  # fmt: skip


def _first(row: pd.Series) -> Message:
    return Message(
        "What goes with leaving most clearly: {sign}. {share} of {n} customers who fell silent had it before, against {control} of others at the same point who came back: {difference} points more ({low} to {high}).",
        sign=name("leaving_sign_lower", row.sign), **_facts(row),
    )  # fmt: skip


def _also(row) -> Message:
    sign, facts = name("leaving_sign", row.sign), _facts(row)
    told = {key: facts[key] for key in ("share", "control", "low", "high")}
    if row.verdict == "more":
        return Message(
            "Also more frequent before leaving. {sign}: {share} against {control}, {low} to {high} points.", sign=sign, **told
        )
    return Message("Less frequent before leaving. {sign}: {share} against {control}, {low} to {high} points.", sign=sign, **told)


def _none(sure: pd.DataFrame, chance: pd.DataFrame) -> Message:
    """Nothing stands out, and what would have."""
    if chance.empty:
        return Message("No sign was more frequent before customers fell silent: {n} were compared.", n=count(len(sure)))
    seen = float(((chance["high"] - chance["low"]) / 2).median() * POWER)
    return Message(
        "None of the {n} signs compared was more frequent before customers fell silent than chance allows. A difference of about {seen} points would probably have shown.",
        n=count(len(sure) + len(chance)), seen=decimal(100 * seen, 1),
    )  # fmt: skip


def _rest(signs: pd.DataFrame, chance: int, *, told: bool) -> list[Message]:
    """How many other signs say nothing, and why."""
    few, said = int((signs["verdict"] == "too_few").sum()), []
    if told and chance:
        said.append(Message("Other signs compared, without a difference beyond chance: {n}.", n=count(chance)))
    if few and few < len(signs):
        said.append(Message("Signs that too few customers show to say anything: {n}.", n=count(few)))
    return said


def _reason(reasons: pd.DataFrame) -> list[Message]:
    """What those who left give as their reason themselves."""
    known = reasons.dropna(subset="share")
    if known.empty:
        return []
    row = known.iloc[0]
    return [
        Message(
            "Asked for their reason, {share} of {n} who left and answered said: {reason} ({low} to {high}).",
            share=share(row["share"]), n=count(row["leavers"]), reason=raw(row["reason"]), low=share(row["low"]), high=share(row["high"]),
        )
    ]  # fmt: skip


def _title(first: pd.DataFrame) -> Message:
    if first.empty:
        return Message("No sign stands out before leaving")
    row = first.iloc[0]
    return Message(
        "{sign}: {share} before leaving, {control} before coming back",
        sign=name("leaving_sign", row["sign"]), share=share(row["leavers_share"], 0), control=share(row["controls_share"], 0),
    )  # fmt: skip


BY_RULE = {
    "lifecycle": Message("Left: dormant or churned by the life cycle."),
    "recency": Message("Left: silent for longer than nine of ten gaps between orders."),
    "declared": Message("Left: as the client’s own file says."),
}


def _note(tables: Tables, rule: str) -> tuple[Message, ...]:
    counts = tables.counts
    return (
        Message(
            "n = {matched} of {recent} customers who left, with {controls} matched orders after which others came back.",
            matched=count(counts["matched"]), recent=count(counts["recent"]), controls=count(counts["controls"]),
        ),
        BY_RULE[rule],
        MATCHED[counts["step"]],
        _alike(tables.balance),
        Message("On both sides signs count until {days} days after the order, and nobody came back sooner. Colour: beyond chance, false discoveries among all signs held to 5%.", days=count(counts["settling"])),
    )  # fmt: skip


def _alike(table: pd.DataFrame) -> Message:
    """How alike the two sides are."""
    worst, before = (float(table[name].abs().max()) for name in ("difference_after", "difference_before"))
    told = {"worst": decimal(worst, 2), "before": decimal(before, 2)}
    if worst <= BALANCED:
        return Message(
            "The two sides are alike in this: the largest standardised difference is {worst}, before matching {before}.", **told
        )
    return Message("They are not fully alike: the largest standardised difference is {worst}, before matching {before}.", **told)


def _consequences(row: pd.Series, revenue: float) -> dict:
    """What it means: those who show the sign now; a finding and a decision where there are enough of them."""
    facts = _facts(row)
    finding = Finding(
        facts["share"],
        Message(
            "of customers who fell silent had {sign} before, against {control} of others at the same point who came back.",
            sign=name("leaving_sign_lower", row.sign), control=facts["control"],
        ),
        revenue, "left", headline=Message("What goes with leaving: {sign}", sign=name("leaving_sign_lower", row.sign)),
    )  # fmt: skip
    if not row["active"] > 0:
        return {"findings": (finding,)}
    n = count(row["active"])
    so = Message(
        "{n} customers who have not fallen silent show the sign at their last order. Write or call while they are still there, and leave a part alone, drawn by lot: only that tells whether it helps.",
        n=n,
    )
    decision = Decision(
        Message("Get in touch with customers after: {sign}", sign=name("leaving_sign_lower", row.sign)),
        Message(
            "{n} customers show it now. Among those who fell silent it was more frequent than among similar ones who came back: {share} against {control}.",
            n=n, share=facts["share"], control=facts["control"],
        ),
        revenue,
    )  # fmt: skip
    return {"findings": (finding,), "so": (so,), "decisions": (decision,)}


SIGNS_TABLE = Words(
    title=Message("All signs: shares, odds and numbers compared"),
    note=(
        Message("Odds: of leaving with the sign against without, within matches (Mantel–Haenszel), with 95% interval. p: adjusted for the number of signs (Benjamini–Hochberg). – : too few to show."),
    ),
)  # fmt: skip
REASONS_TABLE = Words(
    title=Message("The reasons they give themselves"),
    note=(
        Message(
            "Of those who answered, with 95% interval; who did not answer may have left for other reasons. – : too few to show."
        ),
    ),
)
