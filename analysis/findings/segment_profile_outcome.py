"""Chapter 03 in sentences where the client says who has left: who left more often, among customers of like tenure.

Words of association only, as in `segment_profile_leaving`; a share never stands without its customers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.findings.segment_profile_leaving import POWER
from analysis.text import Decision, Finding, Message, Skip, Value, Words, count, decimal, share
from analysis.text.names_segment_profile import level_value, trait_value

SURE = ("more", "less")
UNCLEAR = Skip(
    Message("The column declared as the outcome holds no words that say who left and who is still there, or none of one of the two."),
    Message("The words for it in client.yaml, under values: left and stayed."),
    Message("Who left more often, beside all others."),
)  # fmt: skip
FEW_LEFT = Skip(
    Message("The data cannot say: too few customers left, or are still there, to be compared."),
    Message("More customers of whom it is known whether they left."),
    UNCLEAR.unlocks,
)


@dataclass(frozen=True)
class Told:
    """What the words are made of: `leaving_outcome`, customers of whom it is known, of these who left, copies left out.

    `flag` is the attribute that says who left; `money` what customers still there with the first trait brought.
    """

    shares: pd.DataFrame
    customers: int
    left: int
    copies: int
    flag: str
    money: float = 0.0


def enough(shares: pd.DataFrame) -> bool:
    """Whether there is anything to compare."""
    return bool(shares["verdict"].ne("too_few").any())


def words(told: Told) -> Words:
    """The words around the drawing: who left more often, whether it holds among customers of like tenure, what it means."""
    traits = _traits(told.shares)
    lead = traits[0] if traits else None
    answer = [_lead(lead, told), *_like(lead), GOES_WITH] if lead is not None else [_none(told)]
    answer += [line for own in traits[1:3] for line in _also(own)] + _time(told.shares) + _rest(told)
    return Words(
        answer=tuple(answer),
        title=_title(lead),
        subtitle=Message(
            "Share of customers who left, less the share among all other customers, in percentage points with its 95% interval"
        ),
        note=_note(told),
        alt=answer[0],
        **(_consequences(lead[0], told) if lead is not None else {}),
    )


TABLE = Words(
    title=Message("All traits: shares that left, odds and customers compared"),
    note=(
        Message("Of two levels the one in which more left stands for both. Odds: of having left with the level against without (Mantel–Haenszel), with 95% interval. p: adjusted for the number of rows (Benjamini–Hochberg). – : too few to show."),
    ),
)  # fmt: skip
GOES_WITH = Message("This goes with leaving. Whether it makes customers leave, these data cannot say.")
AS_THEY_ARE = Message(
    "How long customers have been there is not held, so shares stand as they are: whoever came lately has had less time to leave."
)


def _traits(shares: pd.DataFrame) -> list[tuple[Mapping, Mapping | None]]:
    """By trait in the order of the table, the level in which most left and the one in which fewest did (None: all others).

    Only what is beyond chance and says the same as it stands and among customers of like tenure; tenure itself is told apart.
    """
    sure = shares[shares["verdict"].isin(SURE)]
    plain = sure[(sure["share"] > sure["others_share"]) == (sure["difference"] > 0)]
    plain = plain[~_is_time(plain, shares)]
    found = []
    for _, own in plain.groupby("trait", sort=False):
        rows = own.to_dict("records")
        if rows[0]["difference"] > 0:
            found.append((rows[0], rows[-1] if rows[-1]["difference"] < 0 else None))
    return found


def _is_time(rows: pd.DataFrame, shares: pd.DataFrame) -> pd.Series:
    """Rows of tenure itself: the only ones that are not adjusted where others are."""
    return ~rows["adjusted"].astype(bool) & bool(shares["adjusted"].any())


def _facts(row: Mapping) -> dict[str, Value]:
    return {
        "trait": trait_value(row["trait"]), "level": level_value(row["trait"], row["level"]), "share": share(row["share"], 1),
        "n": count(row["n"]), **{key: share(row[f"share_{key}"], 1) for key in ("low", "high")},
    }  # fmt: skip


def _beside(row: Mapping, other: Mapping | None) -> dict[str, Value]:
    """The other side of a comparison: another level, or all others."""
    return {
        "rest": share(row["others_share"] if other is None else other["share"], 1),
        "rest_n": count(row["others"] if other is None else other["n"]),
    } | ({} if other is None else {"other": level_value(row["trait"], other["level"])})


def _lead(lead: tuple[Mapping, Mapping | None], told: Told) -> Message:
    row, other = lead
    values = _facts(row) | _beside(row, other) | {"all": count(told.customers), "base": share(told.left / told.customers, 1)}
    if other is None:
        return Message(
            "What goes with leaving most clearly is {trait}. Of customers with “{level}” {share} left ({low} to {high}; n = {n}), of those without {rest} (n = {rest_n}); of all customers {base} (n = {all}).",
            **values,
        )
    return Message(
        "What goes with leaving most clearly is {trait}. Of customers with “{level}” {share} left ({low} to {high}; n = {n}), of those with “{other}” {rest} (n = {rest_n}); of all customers {base} (n = {all}).",
        **values,
    )


def _like(lead: tuple[Mapping, Mapping | None]) -> list[Message]:
    """Whether the difference holds among customers of like tenure."""
    row = lead[0]
    if not row["adjusted"]:
        return [AS_THEY_ARE]
    return [
        Message(
            "Among customers who have been there for as long, those with “{level}” left more often than all others by {difference} points ({low} to {high}).",
            level=level_value(row["trait"], row["level"]), **_points(row),
        )
    ]  # fmt: skip


def _points(row: Mapping) -> dict[str, Value]:
    return {key: decimal(100 * row[key], 1) for key in ("difference", "low", "high")}


def _also(pair: tuple[Mapping, Mapping | None]) -> list[Message]:
    row, other = pair
    facts = _facts(row) | _beside(row, other)
    values = {key: facts[key] for key in ("trait", "level", "share", "n", "rest", "rest_n")}
    if other is None:
        said = Message(
            "{trait}: of customers with “{level}” {share} left (n = {n}), of those without {rest} (n = {rest_n}).", **values
        )
    else:
        said = Message(
            "{trait}: of customers with “{level}” {share} left (n = {n}), of those with “{other}” {rest} (n = {rest_n}).",
            **values, other=facts["other"],
        )  # fmt: skip
    like = Message("Of those there for as long: {difference} points more than of all others ({low} to {high}).", **_points(row))
    return [said, like] if row["adjusted"] else [said]


def _time(shares: pd.DataFrame) -> list[Message]:
    """At which length of time as a customer most had left."""
    own = shares[_is_time(shares, shares) & shares["verdict"].isin(SURE)]
    if len(own) < 2:
        return []
    row, last = own.iloc[0], own.iloc[-1]
    values = _facts(row) | _beside(row, last)
    return [
        Message(
            "{trait}: of those with “{level}” {share} left (n = {n}), of those with “{other}” {rest} (n = {rest_n}).",
            **{key: values[key] for key in ("trait", "level", "share", "n", "other", "rest", "rest_n")},
        )
    ]


def _none(told: Told) -> Message:
    """Nothing stands out, and what would have; or what does goes the other way, or only among customers of like tenure."""
    rows = told.shares[told.shares["verdict"] != "too_few"]
    sure = rows["verdict"].isin(SURE).sum()
    if sure:
        return Message(
            "No trait stands out by which more customers left, both as it stands and among those there for as long. {n} of {all} comparisons differ beyond chance: see the table.",
            n=count(sure), all=count(len(rows)),
        )  # fmt: skip
    seen = float(((rows["high"] - rows["low"]) / 2).median() * POWER)
    return Message(
        "Nothing that is held of customers goes with leaving more than chance allows: {n} comparisons. {base} of {all} customers left. A difference of about {seen} points would probably have shown.",
        n=count(len(rows)), base=share(told.left / told.customers, 1), all=count(told.customers), seen=decimal(100 * seen, 1),
    )  # fmt: skip


def _rest(told: Told) -> list[Message]:
    """How many comparisons say nothing, and why."""
    verdicts, said = told.shares["verdict"], []
    if verdicts.isin(SURE).any() and verdicts.eq("chance").any():
        said.append(Message("Comparisons without a difference beyond chance: {n}.", n=count(verdicts.eq("chance").sum())))
    if verdicts.eq("too_few").any():
        said.append(Message("Comparisons with too few customers to say anything: {n}.", n=count(verdicts.eq("too_few").sum())))
    return said


def _title(lead: tuple[Mapping, Mapping | None] | None) -> Message:
    if lead is None:
        return Message("No trait stands out by which more customers left")
    row, other = lead
    values = {
        "trait": trait_value(row["trait"]), "level": level_value(row["trait"], row["level"]), "share": share(row["share"], 0),
        "rest": share(row["others_share"] if other is None else other["share"], 0),
    }  # fmt: skip
    if other is None:
        return Message("{trait}: {share} of customers with “{level}” left, {rest} of the others", **values)
    return Message(
        "{trait}: {share} of customers with “{level}” left, {rest} with “{other}”",
        other=level_value(row["trait"], other["level"]), **values,
    )  # fmt: skip


def _note(told: Told) -> tuple[Message, ...]:
    same = int(told.shares["same"].sum())
    said = [
        Message(
            "n = {n} customers, of whom {left} left. Left: as the client’s own file says ({flag}), whenever that was.",
            n=count(told.customers), left=count(told.left), flag=trait_value(told.flag),
        ),
        Message("Differences are those among customers who have been there for as long (within tenths of that time, put together after Mantel and Haenszel).")
        if told.shares["adjusted"].any() else AS_THEY_ARE,
        Message("One level of each trait is drawn, the one in which most left. Colour: beyond chance, false discoveries among all comparisons held to 5%."),
        Message("Sums over the time as a customer, such as revenue, and days since the last order follow from leaving itself and are not compared."),
    ]  # fmt: skip
    if same:
        said.append(Message("Levels that hold the very same customers as one that is shown are not repeated: {n}.", n=count(same)))
    if told.copies:
        said.append(Message("Columns that say nearly the same as the outcome itself are left out: {n}.", n=count(told.copies)))
    return tuple(said)


def _consequences(row: Mapping, told: Told) -> dict:
    """What it means: a finding, and a decision about those with the first trait who are still there."""
    facts = {key: value for key, value in _facts(row).items() if key in ("trait", "level", "n")}
    base = share(told.left / told.customers, 1)
    finding = Finding(
        share(row["share"], 1),
        Message("of customers with {trait} “{level}” have left (n = {n}), of all customers {base}.", base=base, **facts),
        told.money, "left",
        headline=Message("What goes with leaving: {trait} “{level}”", trait=facts["trait"], level=facts["level"]),
    )  # fmt: skip
    still = {"trait": facts["trait"], "level": facts["level"], "active": count(row["active"])}
    so = Message(
        "{active} customers with {trait} “{level}” are still there. Find out what they need before they go, and leave a part alone, drawn by lot: only that tells whether it helps.",
        **still,
    )
    decision = Decision(
        Message("Keep customers with {trait} “{level}”", trait=facts["trait"], level=facts["level"]),
        Message(
            "{active} of them are still there. {share} of such customers have left, of all customers {base}.",
            active=still["active"], share=share(row["share"], 1), base=base,
        ),
        told.money,
    )  # fmt: skip
    return {"findings": (finding,), "so": (so,), "decisions": (decision,)}
