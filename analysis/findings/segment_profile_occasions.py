"""On what occasions they buy, in sentences: how the order differs by context, and which segment buys in which."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Skip, Words, change, count, money, share
from analysis.text.names_segment_profile import people_value
from analysis.text.names_wants import context_value

NO_CONTEXT = Skip(
    Message(
        "The orders hold no context: no two kinds of days, no occasion that can be told, no device or scene of the visit before them."
    ),
    Message("The hour of each order, quantities and delivery places, festivals in calendar, and events with device or context."),
    Message("What orders are for, and how the basket differs by occasion and by segment."),
)
SEND = {
    "occasion": Message(
        "What orders were for is told where client.yaml lists the method occasion; it takes quantities, delivery places and the days of festivals."
    ),
    "festival": Message("No festivals are set (calendar in client.yaml), so that their seasons cannot be told from other days."),
    "device": Message("No device is known of the days of orders."),
    "context": Message("No scene or mood is recorded with the events."),
}
CHANCE = 0.05


def contexts(baskets: pd.DataFrame, by_segment: pd.DataFrame, *, shown: list[str], basis: Basis) -> Words:
    """How the order differs by context; `shown` are the segments with a name of their own."""
    sure = baskets[(baskets["p_adjusted"] < CHANCE) & (baskets["ratio"] > 1)]
    first = sure.loc[sure["ratio"].idxmax()] if len(sure) else None
    leaning = by_segment[by_segment["segment"].isin(shown) & (by_segment["p_adjusted"] < CHANCE)]
    leaning = leaning.assign(gap=leaning["share"] - leaning["rest_share"]).query("gap > 0").sort_values("gap", ascending=False)
    answer = [_larger(first) if first is not None else Message("No context goes with larger or smaller orders beyond chance.")]
    answer.append(
        _leaning(leaning.iloc[0])
        if len(leaning)
        else Message("No segment orders more in one context than the others do in the same months, beyond chance.")
    )
    held = set(baskets["trait"])
    lacking = tuple(said for trait, said in SEND.items() if trait not in held)
    return Words(
        answer=tuple(answer),
        title=_title(first) if first is not None else Message("Orders are alike in every context that is held"),
        subtitle=Message("Money per order by context with its 95% interval; at the right the share of orders whose context is known"),
        note=(*basis.window(), Message("Contexts are told of each order, not of the customer; a basket goes with its context, which need not be the cause."), *lacking),
        alt=answer[0],
        findings=() if first is None else (_finding(first),),
    )  # fmt: skip


def _facts(row: pd.Series) -> dict:
    return {
        "level": context_value(row["trait"], row["level"]),
        "money": money(row["mean_order"]), "rest": money(row["rest_order"]), "share": share(row["order_share"]),
    }  # fmt: skip


def _larger(row: pd.Series) -> Message:
    return Message(
        "{level}: an order is worth {money}, otherwise {rest}; {share} of the orders, n = {n}.",
        **_facts(row),
        n=count(row["orders"]),
    )


def _leaning(row: pd.Series) -> Message:
    return Message(
        "{people} lean to one context: {level}, {share} of their orders against {rest} of everybody else’s in the same months.",
        people=people_value(row["segment"]), level=context_value(row["trait"], row["level"]),
        share=share(row["share"]), rest=share(row["rest_share"]),
    )  # fmt: skip


def _title(row: pd.Series) -> Message:
    facts = _facts(row)
    return Message("{level}: {money} an order, otherwise {rest}", **{key: facts[key] for key in ("level", "money", "rest")})


def _finding(row: pd.Series) -> Finding:
    facts = _facts(row)
    said = Message(
        "more money per order: {level}, {money} against {rest} otherwise; {share} of orders.",
        **facts,
    )
    weight = float((row["mean_order"] - row["rest_order"]) * row["orders"])
    return Finding(change(row["ratio"] - 1), said, weight, "contexts", headline=Message("orders are larger: {level}", level=facts["level"]))  # fmt: skip
