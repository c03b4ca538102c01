"""Money in sentences: what revenue is made of, what stands beside it, and the margin where costs are known."""

import pandas as pd

from analysis.findings.deliveries import controls_words, provisional_words, restated_words
from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Words, money, share

KNOWN = 0.8  # share of money from which a part is told without a caution


def parts_words(parts: pd.DataFrame, *, basis: Basis, without_tax: bool = False) -> Words:
    """What revenue is made of, what stands beside it, and the margin where costs are known; `parts` as `money_parts`."""
    period = parts[parts["scope"] == "period"].set_index("part")
    net, sold = period.loc["net", "amount"], period.loc["sold", "amount"]
    answer = [
        Message(
            "In the period {sold} was sold and {refunds} went back; revenue is {net} after the refund policy.",
            sold=money(sold), refunds=money(period.loc["refunds", "amount"]), net=money(net),
        )
    ]  # fmt: skip
    if "discount" in period.index and sold:
        off = period.loc["discount"]
        full = off["amount"] + off["money"]
        answer.append(
            Message(
                "Discounts took {amount} off list prices, {part} of them, on the {known} of sales where both are known.",
                amount=money(off["amount"]), part=share(off["amount"] / full if full else 0.0), known=share(off["share"]),
            )
        )  # fmt: skip
    answer += _beside(period, without_tax=without_tax) + _margin(period)
    return Words(
        answer=tuple(answer),
        title=_title(period),
        subtitle=Message("Parts of the period’s money, and the lines on which each is known; parts overlap and are never added"),
        note=basis.period(
            Message("Freight, points and gift cards are shown beside revenue and are never added to it. Margin stands on lines whose cost is known, and on no others."),
        ),
        findings=_margin_finding(period),
    )  # fmt: skip


def _title(period: pd.DataFrame) -> Message:
    if "margin" in period.index and period.loc["margin", "money"] > 0:
        row = period.loc["margin"]
        return Message(
            "Margin of {margin} on the {known} of revenue whose cost is known",
            margin=share(row["amount"] / row["money"]), known=share(row["share"]),
        )  # fmt: skip
    back = period.loc["refunds", "amount"] / period.loc["sold", "amount"] if period.loc["sold", "amount"] else 0.0
    return Message("{share} of what was sold went back", share=share(back))


def _beside(period: pd.DataFrame, *, without_tax: bool) -> list[Message]:
    """Tax, freight, points and gift cards, each by itself."""
    told = []
    if "tax" in period.index:
        tax = money(period.loc["tax", "amount"])
        told.append(
            Message("Tax of {tax} is left out of every figure of this report.", tax=tax)
            if without_tax
            else Message("Revenue holds {tax} of tax.", tax=tax)
        )
    if "freight" in period.index:
        told.append(Message("Freight of {freight} was charged beside it.", freight=money(period.loc["freight", "amount"])))
    paid = {part: money(period.loc[part, "amount"]) if part in period.index else None for part in ("points", "gift_card")}
    if paid["points"]:
        told.append(Message("{points} of revenue was paid with points.", points=paid["points"]))
    if paid["gift_card"]:
        told.append(Message("{cards} of revenue was paid with gift cards.", cards=paid["gift_card"]))
    return told


def _margin(period: pd.DataFrame) -> list[Message]:
    if "margin" not in period.index or period.loc["margin", "money"] <= 0:
        return []
    row = period.loc["margin"]
    facts = {"margin": money(row["amount"]), "rate": share(row["amount"] / row["money"]), "known": share(row["share"])}
    if row["share"] >= KNOWN:
        return [Message("The margin is {margin}, {rate} of revenue, on the {known} of it whose cost is known.", **facts)]
    return [
        Message(
            "The margin is {margin}, {rate}, but the cost is known for only {known} of revenue: it says nothing about the rest.",
            **facts,
        )
    ]


def _margin_finding(period: pd.DataFrame) -> tuple[Finding, ...]:
    if "margin" not in period.index or period.loc["margin", "share"] < KNOWN or period.loc["margin", "money"] <= 0:
        return ()
    row = period.loc["margin"]
    sentence = Message("margin in the period, {rate} of revenue with a known cost.", rate=share(row["amount"] / row["money"]))
    return (Finding(money(row["amount"]), sentence, money=float(row["amount"]), section="money_parts"),)


def story(
    parts: pd.DataFrame | None,
    restated: pd.DataFrame | None,
    provisional: pd.DataFrame | None,
    controls: pd.DataFrame | None,
    *,
    basis: Basis,
    without_tax: bool = False,
) -> dict[str, Words]:
    """The words of chapter 01 about money: money_parts, restated, provisional, controls, as far as there is something to say."""
    words: dict[str, Words] = {}
    if parts is not None and len(parts):
        words["money_parts"] = parts_words(parts, basis=basis, without_tax=without_tax)
    for key, table, told in (
        ("restated", restated, restated_words),
        ("provisional", provisional, provisional_words),
        ("controls", controls, controls_words),
    ):
        if table is not None and len(table):
            words[key] = told(table, basis=basis)
    return words
