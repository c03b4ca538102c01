"""Chapter 02 in sentences: recency, frequency, money."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method
from analysis.findings.segmentation_rfm_boxes import BOXES, all_known, boxes, came_next
from analysis.segmentations.lenses import STATES
from analysis.text import Finding, Message, Skip, Words, count, days, name, share
from analysis.text.message import Value

GRID = Message("Share of revenue and number of customers, by days since the last order and orders in the window")
PAIR = ("champions", "loyal")


def grid(cells: pd.DataFrame, bands: pd.DataFrame, basis: Basis) -> Words | Skip:
    """Recency by frequency: the cell that brings most; a Skip where every cell is too small."""
    if not (cells["customers"] > 0).any():
        return Skip(Message("No cell of the grid holds enough customers to be shown."))
    top = cells.loc[cells["revenue_share"].idxmax()]
    at = bands.set_index(["score_name", "score"])
    recency, frequency = at.loc["recency", top["recency_score"]], at.loc["frequency", top["frequency_score"]]
    people = top["customers"] / basis.customers
    corner = recency["low"] != recency["low"] and frequency["high"] != frequency["high"]
    facts: dict[str, Value] = {"n": count(top["customers"]), "people": share(people), "money": share(top["revenue_share"])}
    if corner:
        facts |= {"orders": count(frequency["low"] + 1), "days": days(recency["high"])}
        answer = Message(
            "{n} customers ordered {orders} times or more and were back within the last {days} days. They are {people} of all buyers and {money} of revenue.",
            **facts,
        )
        sentence = Message(
            "of revenue comes from {n} customers, {people} of buyers, with {orders} orders or more and the last within {days} days. Spending is not part of that grid.",
            **{k: v for k, v in facts.items() if k != "money"},
        )
        title = Message("One corner of the grid holds {money} of revenue", money=facts["money"])
    else:
        answer = Message("One cell of the grid, {n} customers, {people} of all buyers, brings {money} of revenue.", **facts)
        sentence = Message(
            "of revenue comes from one cell of the grid: {n} customers, {people} of buyers. Spending is not part of that grid.",
            n=facts["n"],
            people=facts["people"],
        )
        title = Message("One cell of the grid holds {money} of revenue", money=facts["money"])
    second = cells["revenue_share"].nlargest(2).iloc[-1]
    return Words(
        answer=(answer,),
        title=title,
        subtitle=GRID,
        note=basis.window(
            Message("Darker means a larger share of revenue; the steps are 1%, 2.5%, 5%, 10% and 20%."),
            Message("Names and stripes: the segment to which most customers of a cell belong."),
            *(() if cells["shown"].all() else (Message("A dash stands for cells with too few customers to show."),)),
        ),
        alt=Message("{n} customers in one cell bring {money} of revenue; the next cell brings {second}.", n=facts["n"], money=facts["money"], second=share(second)),
        # Of two scores a corner is a half of the buyers: nothing to tell in a summary.
        findings=(
            Finding(
                share(top["revenue_share"]), sentence, float(top["revenue"]), "rfm",
                headline=Message("{n} frequent, recent buyers bring {share} of revenue", n=facts["n"], share=facts["money"]) if corner else None,
            ),
        ) if bands["score"].max() > 2 else (),
    )  # fmt: skip


def segments(
    sizes: pd.DataFrame,
    returns: pd.DataFrame | None,
    bands: pd.DataFrame,
    *,
    money_in_rule: bool,
    churned_after: float | None,
    basis: Basis,
    followed: Followed,
) -> Words:
    """How large each segment is, what it brings, and whether its customers came back.

    `churned_after` is the day of the life cycle's second limit, where it is known.
    """
    rows, then = of_method(sizes, "rfm"), None if returns is None else of_method(returns, "rfm")
    if set(BOXES) & set(rows.index) and bands["score"].max() == 2:
        return boxes(rows, then, bands, churned_after=churned_after, basis=basis, followed=followed)
    best, gone = _ends(rows)
    top, bottom = rows.loc[best].sum(numeric_only=True), rows.loc[gone].sum(numeric_only=True)
    values = {"people": share(top["customer_share"]), "money": share(top["revenue_share"])}
    first = _told(best, gone, values | {"others": share(bottom["customer_share"]), "rest": share(bottom["revenue_share"])})
    answer = [first]
    if money_in_rule:
        answer.append(Message("Spending is part of the rule, so the ranking by revenue is so by definition."))
    middle = _middle_recency(bands) if set(best) <= set(PAIR) else None
    if churned_after is not None and middle is not None and middle > churned_after:
        answer.append(
            Message(
                "Scores compare customers with each other: even the middle score of recency reaches to {days} days of silence, so read New and Promising with care.",
                days=days(middle),
            )
        )
    title = (
        Message("Champions and Loyal: {people} of customers, {money} of revenue", **values)
        if set(best) <= set(PAIR)
        else Message("{best}: {people} of customers, {money} of revenue", best=name("segment", best[0]), **values)
    )
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Share of all known customers (grey) and share of revenue (colour), by segment"),
        note=basis.window(all_known(rows)),
        alt=first,
        so=() if then is None else came_next(then, best, followed),
    )


def _ends(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The segments of the best and of those long gone; of a client's own scheme the first and the last."""
    best = [key for key in PAIR if key in rows.index] or [key for key in ("premium",) if key in rows.index]
    gone = [key for key in ("hibernating", "lost", "rfm_inactive") if key in rows.index]
    divided = [key for key in rows.index if key not in STATES]
    return (best, gone) if best else (divided[:1], divided[1:][-1:])


def _told(best: list[str], gone: list[str], values: dict[str, Value]) -> Message:
    """What the two ends are and bring, in one sentence each."""
    if not gone:
        values = {key: value for key, value in values.items() if key in ("people", "money")}
        return Message("{best} are {people} of customers and {money} of revenue.", best=name("segment", best[0]), **values)
    if not set(best) <= set(PAIR):
        return Message(
            "{best} are {people} of customers and {money} of revenue. {gone} are {others} of customers and {rest}.",
            best=name("segment", best[0]), gone=name("segment", gone[-1]), **values,
        )  # fmt: skip
    if gone == ["hibernating", "lost"]:
        return Message("Champions and Loyal are {people} of customers and {money} of revenue. Hibernating and Lost are {others} of customers and {rest}.", **values)  # fmt: skip
    return Message(
        "Champions and Loyal are {people} of customers and {money} of revenue. {gone} are {others} of customers and {rest}.",
        gone=name("segment", gone[-1]), **values,
    )  # fmt: skip


def _middle_recency(bands: pd.DataFrame) -> float | None:
    """The days to which the middle score of five reaches."""
    own = bands[bands["score_name"] == "recency"]
    return float(own.loc[own["score"] == 3, "high"].iloc[0]) if len(own) == 5 else None
