"""Chapter 01 in sentences: what an order is worth, and how much of the money comes from new customers."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Words, count, decimal, money, share

FEW = 30  # orders below which their spread is not told


def basket_words(figures: pd.Series, basis: Basis) -> Words:
    """The middle order, the mean, and how much the largest bring."""
    answer = [
        Message(
            "Half of all orders are under {median}; the mean is {mean}, because the largest tenth bring {top} of the money.",
            median=money(figures["median"]), mean=money(figures["mean"]), top=share(figures["top_tenth"]),
        )
    ]  # fmt: skip
    if figures["lines"] == figures["lines"]:
        answer.append(Message("An order has {lines} lines on average.", lines=decimal(figures["lines"])))
    return Words(
        answer=tuple(answer),
        title=Message("The middle order is worth {median}, the mean {mean}", median=money(figures["median"]), mean=money(figures["mean"])),
        subtitle=Message("Share of orders by their value after the refund policy; the grey bar holds everything above"),
        note=basis.window(Message("{n} orders that stand.", n=count(figures["orders"]))),
        alt=Message(
            "Values of {n} orders: median {median}, mean {mean}, the largest tenth bring {top} of the money.",
            n=count(figures["orders"]), median=money(figures["median"]), mean=money(figures["mean"]), top=share(figures["top_tenth"]),
        ),
    )  # fmt: skip


def new_revenue_words(monthly: pd.DataFrame, basis: Basis) -> Words:
    """Revenue of new customers beside that of those who came back, over the last twelve months."""
    recent = monthly.tail(12)
    revenue, new = float(recent["revenue"].sum()), float(recent["new_revenue"].sum())
    part = new / revenue if revenue > 0 else float("nan")
    return Words(
        answer=(
            Message(
                "In the last {months} months {share} of revenue came from customers in the month of their first order; the rest from those who came back.",
                months=count(len(recent)), share=share(part),
            ),
        ),
        title=Message("{share} of revenue comes from customers who came back", share=share(1 - part)),
        subtitle=Message("Revenue by month: from customers who had ordered before (dark) and from new ones (grey)"),
        note=basis.history(Message("New means: in the month of the first order ever held.")),
        alt=Message("Of the revenue of the last twelve months {share} came from new customers.", share=share(part)),
        findings=(
            Finding(
                share(1 - part),
                Message("of the last {months} months’ revenue came from customers who had ordered before: {money}.", months=count(len(recent)), money=money(revenue - new)),
                (revenue - new) * 0.1, "back",
            ),
        ) if revenue > 0 else (),
    )  # fmt: skip


def enough(figures: pd.Series) -> bool:
    """Whether the window holds orders enough to speak of their spread."""
    return bool(figures["orders"] >= FEW)
