"""Chapter 02 in sentences: recency, frequency, money."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method
from analysis.segmentations.lenses import ENOUGH, STATES
from analysis.text import Finding, Message, Words, count, day, days, share
from analysis.text.message import Value


def grid(cells: pd.DataFrame, bands: pd.DataFrame, basis: Basis) -> Words:
    """Recency by frequency: the cell that brings most."""
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
        subtitle=Message("Share of revenue and number of customers, by days since the last order and orders in the window"),
        note=basis.window(
            Message("Darker means a larger share of revenue; the steps are 1%, 2.5%, 5%, 10% and 20%."),
            Message("Names and stripes: the segment to which most customers of a cell belong."),
            *(() if cells["shown"].all() else (Message("A dash stands for cells with too few customers to show."),)),
        ),
        alt=Message("{n} customers in one cell bring {money} of revenue; the next cell brings {second}.", n=facts["n"], money=facts["money"], second=share(second)),
        findings=(
            Finding(
                share(top["revenue_share"]), sentence, float(top["revenue"]), "rfm",
                headline=Message("{n} frequent, recent buyers bring {share} of revenue", n=facts["n"], share=facts["money"]) if corner else None,
            ),
        ),
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
    rows = of_method(sizes, "rfm")
    best = [segment for segment in ("champions", "loyal") if segment in rows.index]
    gone = [segment for segment in ("hibernating", "lost") if segment in rows.index]
    top, bottom = rows.loc[best].sum(numeric_only=True), rows.loc[gone].sum(numeric_only=True)
    known = rows["customers"].sum()
    template = (
        "Champions and Loyal are {people} of customers and {money} of revenue. Hibernating and Lost are {others} of customers and {rest}."
        if "lost" in gone
        else "Champions and Loyal are {people} of customers and {money} of revenue. Hibernating are {others} of customers and {rest}."
    )
    answer = [
        Message(
            template,
            people=share(top["customer_share"]), money=share(top["revenue_share"]),
            others=share(bottom["customer_share"]), rest=share(bottom["revenue_share"]),
        )
    ]  # fmt: skip
    if money_in_rule:
        answer.append(Message("Spending is part of the rule, so the ranking by revenue is so by definition."))
    middle = bands.loc[(bands["score_name"] == "recency") & (bands["score"] == 3), "high"].iloc[0]
    if churned_after is not None and middle > churned_after:
        answer.append(
            Message(
                "Scores compare customers with each other: even the middle score of recency reaches to {days} days of silence, so read New and Promising with care.",
                days=days(middle),
            )
        )
    words = Words(
        answer=tuple(answer),
        title=Message("Champions and Loyal: {people} of customers, {money} of revenue", people=share(top["customer_share"]), money=share(top["revenue_share"])),
        subtitle=Message("Share of all known customers (grey) and share of revenue (colour), by segment"),
        note=basis.window(Message("Shares of customers are of all {known} known, also those without an order. Sorted by revenue.", known=count(known))),
        alt=Message(template, **answer[0].values),
    )  # fmt: skip
    return Words(**{**vars(words), "so": _segments_so(of_method(returns, "rfm"), best, followed) if returns is not None else ()})


def _segments_so(returns: pd.DataFrame, best: list[str], followed: Followed) -> tuple[Message, ...]:
    """Whether the names mean anything: what came after is not part of the rule."""
    counts = returns.loc[~returns.index.isin(STATES), ["n", "returned"]]
    first, buyers = counts.reindex(best).sum(), counts.sum()
    others = buyers - first
    if min(first["n"], others["n"]) < ENOUGH:
        return ()
    return (
        Message(
            "What is not by definition is what came next: of those who were Champions or Loyal on {start}, {top} ordered in the {days} days that followed; of all other buyers, {rest}.",
            start=day(followed.start), top=share(first["returned"] / first["n"]), days=days(followed.days), rest=share(others["returned"] / others["n"]),
        ),
    )  # fmt: skip
