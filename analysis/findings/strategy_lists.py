"""Chapter 04 in sentences: the target lists of the approved plays, who was left out, and what could not be checked."""

import pandas as pd

from analysis.text import Message, Skip, Words, count, raw, share

NONE_APPROVED = Skip(
    Message("No play is approved, so no list is drawn."),
    Message("In client.yaml, under strategy.approvals: the play, status approved, who approved it and when."),
    Message("For each approved play who is contacted, who is held out at random, and who is left out for which reason."),
)
NOBODY = Skip(Message("The approved plays match no customer of this period, so no list is drawn."))


def story(
    counts: pd.DataFrame, reasons: pd.DataFrame, *, approved: int, hold_out: float, command: str, whole: str | None
) -> dict[str, Words | Skip | None]:
    """The words of the counts (`lists`) and of the reasons (`list_reasons`).

    `approved` is how many plays client.yaml approves, `command` what writes the files, `whole` the client that this is
    a part of.
    """
    if whole is not None:
        drawn = Message(
            "Lists are drawn for {whole} as a whole, so that nobody stands on the lists of two parts.", whole=raw(whole)
        )
        return {"lists": Skip(drawn), "list_reasons": None}
    if not len(counts):
        return {"lists": NOBODY if approved else NONE_APPROVED, "list_reasons": None}
    return {"lists": lists(counts, reasons, hold_out=hold_out, command=command), "list_reasons": left_out(reasons)}


def lists(counts: pd.DataFrame, reasons: pd.DataFrame, *, hold_out: float, command: str) -> Words:
    """What the lists come to; `counts` and `reasons` are the tables of these names."""
    sums = counts[["matched", "suppressed", "treatment", "hold_out"]].sum()
    facts = {"plays": count(counts["play"].nunique()), "treatment": count(sums["treatment"])}
    told = {**facts, "matched": count(sums["matched"]), "held": count(sums["hold_out"]), "out": count(sums["suppressed"])}
    return Words(
        answer=(
            Message("{plays} plays are approved and match {matched} customers: {treatment} to be contacted, {held} held out at random, {out} left out.", **told),
            *_unchecked(reasons),
        ),
        title=Message("{treatment} customers to contact, on {plays} lists", **facts),
        subtitle=Message("Customers of approved plays: left out, to be contacted, held out at random"),
        note=(
            Message("A customer stands on one list at most, that of the play with the best priority, and counts once, under the first reason that holds."),
            Message("Held out: {hold_out} of those who are free, drawn by lot within each segment, alike in revenue and in recency; a list that is drawn again keeps its arms.", hold_out=share(hold_out)),
            Message("The lists themselves hold personal data and stand in no report: “{command}” writes them into the client’s data folder, for its owner alone.", command=raw(command)),
        ),
        so=(Message("Contact nobody but those on the lists: who is held out shows what would have happened anyway."),),
    )  # fmt: skip


def _unchecked(reasons: pd.DataFrame) -> tuple[Message, ...]:
    """How many reasons no data can tell."""
    asked = reasons.groupby("reason")["checked"].any()
    lacking = int((~asked).sum())
    if not lacking:
        return ()
    return (
        Message(
            "{n} of {all} reasons to leave somebody out could not be checked, because no data tell them; check them before anything is sent.",
            n=count(lacking),
            all=count(len(asked)),
        ),
    )


def left_out(reasons: pd.DataFrame) -> Words:
    """The words of the table of reasons."""
    return Words(
        title=Message("Why customers are left out, and which data say so"),
        note=(
            Message("Over all lists; a customer counts under the first reason that holds, in this order."),
            *(
                (Message("Age: whoever is under 18, or of unknown age, is left out where the play asks."),)
                if (reasons["reason"] == "minor_or_unknown_age").any()
                else ()
            ),
        ),
    )
