"""Chapter 02 in sentences: how each segment is defined, does it add up, what is skipped."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method
from analysis.segmentations.lenses import ENOUGH, STATES
from analysis.text import Message, Skip, Words, count, day, money_exact, name, raw, share

NOT_CHOSEN = Skip(
    Message("client.yaml does not choose this way of dividing customers."),
    Message("Nothing further: add it to the list under methods."),
)
NO_START = Skip(
    Message("No customer was known before this period, so nobody can be followed from its start to its end."),
    Message("Orders from before the period."),
    Message("Which way of dividing customers tells most about what they do next."),
)
NO_LIFETIME = Skip(
    Message("This version of the kit does not yet estimate what a customer will be worth, or whether one is still active."),
    Message("Nothing further: the order lines that are held will be enough."),
    Message("Value of the next year with its range, and the money at risk by value tier."),
)
NO_PREFERENCES = Skip(
    Message("This version of the kit does not yet group customers by what they prefer, nor look for natural groups."),
    Message("The category and the sales channel on every order line, where they are missing."),
    Message("Groups by taste and channel, with “no clear preference” as one of them, and whether natural groups exist at all."),
)
NO_ATTRIBUTES = Skip(
    Message(
        "This version of the kit does not yet divide customers by who and where they are, or by membership. "
        "Where the customer file is held, chapter 03 describes the segments by it."
    ),
    Message("The customer file: year of birth, sex, place, membership level."),
    Message("Customers and revenue per head by group, and loyalty against membership level."),
)
NO_NEEDS = Skip(
    Message("This version of the kit does not yet compute what is due for repurchase, nor form groups from survey answers."),
    Message("The product on every order line; survey answers with the customer number."),
    Message("Who is due or overdue by category, and what different customers say they need."),
)


RULES = {
    "rfm": (
        Message("A code is the scores for recency, frequency and, where there is a third digit, money; 5 is best."),
        Message("A customer with one order ever is never in Can’t Lose."),
    ),
    "lifecycle": (
        Message("Asked in this order, the first that fits holds: churned, dormant, won back, loyal, developing, new."),
        Message("The days are scaled for customers with a rhythm of their own."),
    ),
    "value": (Message("Revenue in the window, after the refund policy; equal revenue is equal tier."),),
}


def defined(
    method: str, returns: pd.DataFrame | None, *, frozen_from: str, opening: bool, basis: Basis, followed: Followed
) -> Words:
    """The rule of each segment, and between which rates they lie."""
    limits = (
        Message("The limits are those of {period}, unchanged: who changed segment has changed, not the ruler.", period=raw(frozen_from))
        if frozen_from
        else Message("The limits were fitted on the customers known on {day}; reuse them next period, so that customers move and not the ruler.", day=day(basis.as_of))
    )  # fmt: skip
    found = of_method(returns, method) if returns is not None else pd.DataFrame(columns=["n"])
    enough = found[(found["n"] >= ENOUGH) & ~found.index.isin((*STATES, "none"))]
    title = Message("{lens}: how a customer is placed", lens=name("lens", method))
    if len(enough) > 1:
        top, bottom = enough["share"].idxmax(), enough["share"].idxmin()
        title = Message(
            "{lens}: {top} of {best} came back, {bottom} of {worst}",
            lens=name("lens", method),
            top=share(enough.loc[top, "share"]),
            best=name("tier" if method == "value" else "segment", top),
            bottom=share(enough.loc[bottom, "share"]),
            worst=name("tier" if method == "value" else "segment", bottom),
        )
    return Words(
        answer=(limits,) if opening else (),
        title=title,
        subtitle=Message("Rule, customers, share of revenue, and share that came back"),
        note=(*RULES.get(method, ()), *(followed.note() if opening and returns is not None else ())),
    )


def score_bands(bands: pd.DataFrame, basis: Basis) -> Words:
    """What stands behind the scores, and whether fifths were possible."""
    by_score = bands.drop_duplicates("score_name").set_index("score_name")
    orders = by_score.loc["frequency"]
    largest = bands.loc[bands["customers"].idxmax()]
    if orders["rule"] == "fixed":
        title = Message("Fifths of the number of orders collapse, so fixed limits apply: 1, 2, 3, 4, 5 orders and more")
    elif orders["effective_bins"] < len(bands) / len(by_score):
        title = Message(
            "Equal numbers of orders get equal scores, so orders fill {n} scores, not five", n=count(orders["effective_bins"])
        )
    elif largest["customers"] / basis.customers > 0.25:
        title = Message(
            "{measure}: score {score} holds {part} of buyers, because equal values stay together",
            measure=name("score_name", largest["score_name"]),
            score=count(largest["score"]),
            part=share(largest["customers"] / basis.customers),
        )
    else:
        title = Message("Each score holds about a fifth of buyers")
    return Words(
        title=title,
        subtitle=Message("Limits behind the scores, and the buyers in each"),
        note=basis.window(
            Message(
                "Customers with an equal value have an equal score, so a score can hold more or fewer than a fifth, or nobody."
            ),
            Message("A limit belongs to the score in whose row it stands."),
        ),
    )


def adds_up(sums: pd.DataFrame) -> Words:
    """The reconciliation."""
    apart = (sums["report"] - sums["files"]).abs()
    money = apart[sums["unit"] == "money"].max()
    if money < 0.005 and not apart[sums["unit"] == "count"].any():
        answer = Message(
            "Yes. Every known customer is in exactly one segment of each lens, and the revenue is the same to the penny."
        )
    else:
        answer = Message(
            "No: {difference} is unexplained. Do not use this chapter before it is found.", difference=money_exact(money)
        )
    return Words(answer=(answer,), subtitle=Message("Counted twice: in the table of customers, and over the segments of each lens"))
