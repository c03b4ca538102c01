"""Chapter 02 in sentences: which lens to use, how each segment is defined, does it add up; what is skipped."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_lenses import STATES
from analysis.findings.segmentation_outcomes import ENOUGH, Followed, of_method
from analysis.text import Decision, Message, Skip, Words, count, day, days, decimal, money_exact, name, raw, share
from analysis.text.message import Value

MOST_GROUPS = 7  # a team can act on no more

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


def recommended(lenses: pd.DataFrame, differences: pd.DataFrame) -> tuple[str, str]:
    """The lens to use and the one that tells most, among those with few enough groups to act on.

    They differ where a lens with fewer groups is not clearly worse.
    """
    able = lenses[lenses["segments"] <= MOST_GROUPS] if (lenses["segments"] <= MOST_GROUPS).any() else lenses
    best = able.loc[able["separation"].idxmax()]
    behind = differences[(differences["method"] == best["method"]) & (differences["low"] <= 0)]
    as_good = able[able["method"].isin(behind["other"]) & (able["segments"] < best["segments"])]
    chosen = as_good.sort_values(["segments", "separation"], ascending=[True, False]).iloc[0] if len(as_good) else best
    return chosen["method"], best["method"]


def lens(lenses: pd.DataFrame, differences: pd.DataFrame, *, period_revenue: float, followed: Followed) -> Words:
    """Which lens to use, why, and how sure that is."""
    if not lenses["separation"].notna().any():
        none = Message("Nobody known at the start ordered in the period, so no lens can be held against what came next.")
        return Words(answer=(none,), subtitle=Message("The lenses side by side"))
    row = lenses.set_index("method")
    chosen, best = recommended(lenses, differences)
    own = row.loc[chosen]
    facts: dict[str, Value] = {"lens": name("lens", chosen), "k": count(own["segments"]), "told": share(own["separation"])}
    answer = [
        Message(
            "{lens} is the lens to work with: its {k} groups account for {told} ({low} to {high}) of the differences in what customers spent next.",
            low=share(own["low"]),
            high=share(own["high"]),
            **facts,
        ),
        *_rivals(row, differences, chosen=chosen, best=best),
    ]
    so = (
        Message(
            "Use it for plans and reports, and the others for selections inside a group. No lens tells more than part of what comes next."
        ),
    )
    return Words(
        answer=tuple(answer),
        title=Message("With {k} groups, {lens} tells {told} of what came next", **facts),
        subtitle=Message(
            "How much of the differences in revenue from {start} to {end} the groups of {start} account for, and how steady they are",
            start=day(followed.start),
            end=day(followed.end),
        ),
        note=(
            Message("n = {n} buyers known on {start}.", n=count(own["n"]), start=day(followed.start)),
            Message("Measured on ranks, so that a few large customers do not decide; ranges hold 95%."),
            Message("By lot: what as many groups drawn at random would tell. Smallest group and steadiness are of buyers."),
        ),
        so=so,
        decisions=(
            Decision(
                Message("Make one lens the common language: {lens}", lens=facts["lens"]),
                Message(
                    "Its {k} groups account for {told} of the differences in what customers spent next; {same} of buyers stayed in their group for the {days} days.",
                    k=facts["k"],
                    told=facts["told"],
                    same=share(own["stability"]),
                    days=days(followed.days),
                ),
                period_revenue * 0.1,
            ),
        ),
    )


def _rivals(row: pd.DataFrame, differences: pd.DataFrame, *, chosen: str, best: str) -> list[Message]:
    """The next best lens of few groups, and the finer one that tells more."""
    against = differences[differences["method"] == chosen].set_index("other")
    able = row[(row["segments"] <= MOST_GROUPS) & (row.index != chosen)]
    said = []
    if chosen != best:
        said.append(
            Message(
                "{other} tells {told}, but that could be chance, so the lens with fewer groups is preferred.",
                other=name("lens", best),
                told=share(row.loc[best, "separation"]),
            )
        )
    elif len(able):
        other = able["separation"].idxmax()
        gap = against.loc[other]
        template = (
            "{other} comes next with {told}; the {gap} points between them ({low} to {high}) are more than chance."
            if gap["low"] > 0
            else "{other} tells {told}; the {gap} points between them ({low} to {high}) could be chance."
        )
        said.append(Message(template, other=name("lens", other), told=share(row.loc[other, "separation"]), **_points(gap)))
    finer = [other for other in against.index if row.loc[other, "segments"] > MOST_GROUPS and against.loc[other, "high"] < 0]
    for other in finer:
        gap = -against.loc[other, ["difference", "high", "low"]].set_axis(["difference", "low", "high"])
        said.append(
            Message(
                "The {k} segments of {other} tell {gap} points more ({low} to {high}), but are more than a team can act on.",
                k=count(row.loc[other, "segments"]),
                other=name("lens", other),
                **_points(gap),
            )
        )
    return said


def _points(gap: pd.Series) -> dict[str, Value]:
    """A difference of shares in points, with its range."""
    return {
        "gap": decimal(100 * gap["difference"], 1),
        "low": decimal(100 * gap["low"], 1),
        "high": decimal(100 * gap["high"], 1),
    }


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
    enough = found[(found["n"] >= ENOUGH) & ~found.index.isin(STATES)]
    title = Message("{lens}: how a customer is placed", lens=name("lens", method))
    if len(enough) > 1:
        top, bottom = enough["share"].idxmax(), enough["share"].idxmin()
        title = Message(
            "{lens}: {top} of {best} came back, {bottom} of {worst}",
            lens=name("lens", method),
            top=share(enough.loc[top, "share"]),
            best=name("segment_short" if method == "value" else "segment", top),
            bottom=share(enough.loc[bottom, "share"]),
            worst=name("segment_short" if method == "value" else "segment", bottom),
        )
    return Words(
        answer=(limits,) if opening else (),
        title=title,
        subtitle=Message("Rule, customers, share of revenue, and share that came back"),
        note=(*RULES.get(method, ()), *(followed.note() if returns is not None else ())),
    )


def score_bands(bands: pd.DataFrame, basis: Basis) -> Words:
    """What stands behind the scores, and whether fifths were possible."""
    by_score = bands.drop_duplicates("score_name").set_index("score_name")
    orders = by_score.loc["frequency"]
    if orders["rule"] == "fixed":
        title = Message("Fifths of the number of orders collapse, so fixed limits apply: 1, 2, 3, 4, 5 orders and more")
    elif orders["effective_bins"] < len(bands) / len(by_score):
        title = Message(
            "Equal numbers of orders get equal scores, so orders fill {n} scores, not five", n=count(orders["effective_bins"])
        )
    else:
        title = Message("Each score holds about a fifth of buyers")
    return Words(
        title=title,
        subtitle=Message("Limits behind the scores, and the buyers in each"),
        note=basis.window(Message("Where many customers share a value, a score can hold more or fewer than a fifth, or nobody.")),
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
