"""Chapter 02 in sentences: the eight boxes, and what came after the best of any scheme."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed
from analysis.segmentations.lenses import ENOUGH, STATES
from analysis.text import Message, Words, count, day, days, money, name, share
from analysis.text.message import Value

IMPORTANT = ("important_value", "important_develop", "important_keep", "important_win_back")
QUIET = ("important_keep", "important_win_back")  # important, and silent for longer than the reference
BOXES = (*IMPORTANT, "general_value", "general_develop", "general_keep", "general_win_back")


def boxes(
    rows: pd.DataFrame,
    then: pd.DataFrame | None,
    bands: pd.DataFrame,
    *,
    churned_after: float | None,
    basis: Basis,
    followed: Followed,
) -> Words:
    """Who is important, by which reference, and how many of them have gone quiet.

    `rows` are the sizes and `then` the returns of the boxes, by segment; `bands` the limits behind the scores;
    `churned_after` the day of the life cycle's second limit, where it is known.
    """
    buyers = rows[~rows.index.isin(STATES)]
    important, quiet = (buyers.reindex(keys)[["customers", "revenue"]].sum() for keys in (IMPORTANT, QUIET))
    high = bands[bands["score"] == 2].set_index("score_name")
    limit, silence = high.loc["monetary"], high.loc["recency"]
    answer = [
        Message(
            "{n} customers, {people} of buyers, are called important because they spent {limit} or more in the window ({kind}). They bring {money} of revenue.",
            n=count(important["customers"]), people=share(important["customers"] / buyers["customers"].sum()),
            limit=money(_reached(limit)), kind=_kind(limit),
            money=share(important["revenue"] / buyers["revenue"].sum()),
        ),
        Message(
            "{n} of them have not ordered for more than {days} days ({kind}). They spent {money}.",
            n=count(quiet["customers"]), days=days(silence["high"]), kind=_kind(silence), money=money(quiet["revenue"]),
        ),
    ]  # fmt: skip
    if churned_after is not None and silence["high"] > churned_after:
        answer.append(
            Message(
                "The reference of recency, {days} days, lies beyond the {churned} days after which the life cycle calls a customer churned: recent is a wide word here, and a shorter reference would tell more.",
                days=days(silence["high"]), churned=days(churned_after),
            )
        )  # fmt: skip
    title = (
        Message(
            "{part} of the important customers have been silent for more than {days} days",
            part=share(quiet["customers"] / important["customers"]),
            days=days(silence["high"]),
        )
        if important["customers"]
        else Message("Nobody reaches the reference for money")
    )
    return Words(
        answer=tuple(answer) if important["customers"] else (title,),
        title=title,
        subtitle=Message("Share of all known customers (grey) and share of revenue (colour), by segment"),
        note=basis.window(
            references(bands),
            Message("Important means high in money, so what the four important groups bring follows from the rule."),
            all_known(rows),
        ),
        alt=answer[0] if important["customers"] else title,
        so=() if then is None else (*came_next(then, ["important_value"], followed), *_by_themselves(then, followed)),
    )


def references(bands: pd.DataFrame) -> Message:
    """What high means in each score."""
    high = bands[bands["score"] == 2].set_index("score_name")
    orders = high.loc["frequency"]
    return Message(
        "High means: last order at most {days} days ago ({recency}), {orders} orders or more in the window ({frequency}), {money} or more ({monetary}). Who equals a reference is high.",
        days=days(high.loc["recency", "high"]), recency=_kind(high.loc["recency"]),
        orders=count(orders["low"] + 1), frequency=_kind(orders),
        money=money(_reached(high.loc["monetary"])), monetary=_kind(high.loc["monetary"]),
    )  # fmt: skip


def _kind(band: pd.Series) -> Value:
    """Where the reference comes from: the mean, the median, set by the scheme."""
    return name("reference", band["rule"])


def _reached(band: pd.Series) -> float:
    """What must be reached for the better score."""
    return float(band["low"] if pd.isna(band["reference"]) else band["reference"])


def all_known(rows: pd.DataFrame) -> Message:
    """What the shares of customers are shares of."""
    return Message(
        "Shares of customers are of all {known} known, also those without an order. Sorted by revenue.",
        known=count(rows["customers"].sum()),
    )


def came_next(returns: pd.DataFrame, best: list[str], followed: Followed) -> tuple[Message, ...]:
    """Whether the names mean anything: what came after is not part of the rule."""
    counts = returns.loc[~returns.index.isin(STATES), ["n", "returned"]]
    first, buyers = counts.reindex(best).sum(), counts.sum()
    others = buyers - first
    if min(first["n"], others["n"]) < ENOUGH:
        return ()
    values = {
        "start": day(followed.start), "top": share(first["returned"] / first["n"]), "days": days(followed.days),
        "rest": share(others["returned"] / others["n"]),
    }  # fmt: skip
    if set(best) <= {"champions", "loyal"}:
        return (
            Message("What is not by definition is what came next: of those who were Champions or Loyal on {start}, {top} ordered in the {days} days that followed; of all other buyers, {rest}.", **values),
        )  # fmt: skip
    return (
        Message("What is not by definition is what came next: of those who were in “{best}” on {start}, {top} ordered in the {days} days that followed; of all other buyers, {rest}.", best=name("segment", best[0]), **values),
    )  # fmt: skip


def _by_themselves(then: pd.DataFrame, followed: Followed) -> tuple[Message, ...]:
    """How many of the quiet important ones came back without anybody's doing, or with what was done anyway."""
    quiet = then.reindex(QUIET)[["n", "returned"]].sum()
    if quiet["n"] < ENOUGH:
        return ()
    return (
        Message(
            "Of the {n} important customers who had gone quiet by {start}, {back} ordered within {days} days as things stood: measure any campaign against a group left alone.",
            n=count(quiet["n"]), start=day(followed.start), back=share(quiet["returned"] / quiet["n"]), days=days(followed.days),
        ),
    )  # fmt: skip
