"""Chapter 02 in sentences: how each segment is defined, does it add up, what is skipped."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method
from analysis.segmentations.lenses import ENOUGH, STATES, UNTOLD
from analysis.text import Message, Skip, Words, count, day, money_exact, name, raw, share
from analysis.text.names_segmentation import lens_segment

NOT_CHOSEN = Skip(
    Message("client.yaml does not choose this way of dividing customers."),
    Message("Nothing further: add it to the list under methods."),
)
NO_START = Skip(
    Message("No customer was known before this period, so nobody can be followed from its start to its end."),
    Message("Orders from before the period."),
    Message("Which way of dividing customers tells most about what they do next."),
)

RULES = {
    "lifecycle": (
        Message("Asked in this order, the first that fits holds: churned, dormant, won back, loyal, developing, new."),
        Message("The days are scaled for customers with a rhythm of their own."),
    ),
    "value": (Message("Revenue in the window, after the refund policy; equal revenue is equal tier."),),
}


def defined(
    method: str,
    returns: pd.DataFrame | None,
    *,
    rule: tuple[Message, ...] = (),
    frozen_from: str,
    opening: bool,
    basis: Basis,
    followed: Followed,
) -> Words:
    """The rule of each segment, and between which rates they lie; `rule` explains what the table cannot."""
    limits = (
        Message("The limits are those of {period}, unchanged: who changed segment has changed, not the ruler.", period=raw(frozen_from))
        if frozen_from
        else Message("The limits were fitted on the customers known on {day}; reuse them next period, so that customers move and not the ruler.", day=day(basis.as_of))
    )  # fmt: skip
    found = of_method(returns, method) if returns is not None else pd.DataFrame(columns=["n", "share"])
    enough = found[(found["n"] >= ENOUGH) & found["share"].notna() & ~found.index.isin((*STATES, *UNTOLD, "none"))]
    title = Message("{lens}: how a customer is placed", lens=name("lens", method))
    if len(enough) > 1:
        top, bottom = enough["share"].idxmax(), enough["share"].idxmin()
        title = Message(
            "{lens}: {top} of “{best}” came back, {bottom} of “{worst}”",
            lens=name("lens", method),
            top=share(enough.loc[top, "share"]),
            best=lens_segment(method, top),
            bottom=share(enough.loc[bottom, "share"]),
            worst=lens_segment(method, bottom),
        )
    return Words(
        answer=(limits,) if opening else (),
        title=title,
        subtitle=Message("Rule, customers, share of revenue, and share that came back")
        if len(found)
        else Message("Rule, customers, and share of revenue where it is held"),
        note=(*rule, *(followed.note() if opening and returns is not None else ())),
    )


def few(minimum: int) -> tuple[Message, ...]:
    """Why some segments have no figures."""
    return (
        Message(
            "A dash stands for segments of fewer than {minimum} customers, and for those that would give such a segment away: one alone could be told from the total. Sums over some segments leave them out; totals hold everybody.",
            minimum=count(minimum),
        ),
    )  # fmt: skip


COUNTED_TWICE = Message("Counted twice: in the table of customers, and over the segments of each lens")


def adds_up(sums: pd.DataFrame) -> Words:
    """The reconciliation."""
    apart = (sums["report"] - sums["files"]).abs()
    money = apart[sums["unit"] == "money"].max()
    people = apart[sums["unit"] == "count"].max()
    if money != money and not people:  # no money is held: there are customers alone to count
        answer = Message("Yes. Every known customer is in exactly one segment of each lens.")
    elif people:
        found = Message("No: {customers} customers are unexplained.", customers=count(people))
        worth = Message(
            "No: {difference} and {customers} customers are unexplained.", difference=money_exact(money), customers=count(people)
        )
        return Words(
            answer=(found if money != money else worth, Message("Do not use this chapter before that is found.")),
            subtitle=COUNTED_TWICE,
        )
    elif money < 0.005:
        answer = Message(
            "Yes. Every known customer is in exactly one segment of each lens, and the revenue is the same to the penny."
        )
    else:
        answer = Message(
            "No: {difference} is unexplained. Do not use this chapter before it is found.", difference=money_exact(money)
        )
    return Words(answer=(answer,), subtitle=COUNTED_TWICE)
