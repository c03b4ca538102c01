"""Chapter 01 in sentences: who the customers are, how and when they buy, who brings the money."""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.notes import Basis, calendar_notes, compared_with
from analysis.text import (
    Finding,
    Message,
    Words,
    change,
    count,
    days,
    money,
    money_exact,
    name,
    raw,
    share,
)  # fmt: skip


def customer_words(monthly: pd.DataFrame, kpis: pd.DataFrame, basis: Basis, reference: LikeForLike) -> Words:
    """New and returning customers."""
    recent = monthly.tail(12)
    new, all_customers = recent["new_customers"].sum(), recent["customers"].sum()
    figure = kpis.set_index("kpi").loc["customers"]
    first = Message("{n} customers ordered in the period.", n=count(figure["value"]))
    if figure["reference"] == figure["reference"] and figure["reference"] > 0:
        first = Message(
            "{n} customers ordered in the period, {change} against {then}.",
            n=count(figure["value"]), change=change(figure["change"]), then=compared_with(reference),
        )  # fmt: skip
    return Words(
        answer=(
            first,
            Message("Of those who order in a month, {share} are new.", share=share(new / all_customers if all_customers else float("nan"))),
        ),
        title=Message("{share} of each month’s customers are new", share=share(new / all_customers if all_customers else float("nan"))),
        subtitle=Message("Customers with an order, by month: returning (dark) and new (grey)"),
        note=basis.history(Message("New means: first order ever held. Shares over the last 12 months."), *calendar_notes(reference)),
        alt=Message("In the last twelve months {share} of monthly customers were new.", share=share(new / all_customers if all_customers else float("nan"))),
    )  # fmt: skip


def orders(distribution: pd.DataFrame, basis: Basis) -> Words:
    """Orders per customer."""
    once = distribution[distribution["low"] == 1]
    once_share = float(once["customer_share"].sum())
    many = distribution[distribution["low"] >= 5]
    return Words(
        answer=(
            Message("{share} of customers have ordered once, and never again so far.", share=share(once_share)),
            Message(
                "Those with five orders and more are {people} of customers and {money} of revenue.",
                people=share(many["customer_share"].sum()), money=share(many["revenue_share"].sum()),
            ),
        ),
        title=Message("{share} of customers have ordered once", share=share(once_share)),
        subtitle=Message("Share of customers and of revenue, by number of orders ever placed"),
        note=basis.history(Message("That frequent buyers bring more is so by definition; how much more is the news.")),
        alt=Message("{once} ordered once; five and more orders: {many} of customers.", once=share(once_share), many=share(many["customer_share"].sum())),
    )  # fmt: skip


def gaps(gap_curve: pd.DataFrame, basis: Basis) -> Words:
    """How soon an order is followed by another."""
    within = {limit: _returned_by(gap_curve, limit) for limit in (30, 90, 365)}
    half = gap_curve.loc[gap_curve["returned"] >= 0.5, "day"]
    closing = (
        Message("Half of all orders are followed by another within {days} days.", days=days(half.iloc[0]))
        if len(half)
        else Message("Fewer than half of all orders have been followed by another so far.")
    )
    return Words(
        answer=(closing,),
        title=Message("{share} of orders are followed by another within 90 days", share=share(within[90])),
        subtitle=Message("Share of order days followed by another within so many days (Kaplan–Meier estimate)"),
        note=basis.history(Message("Customers who have not ordered again yet count as “not yet”, not as “never”.")),
        alt=Message("Followed by another order: {a} within 30 days, {b} within 90, {c} within a year.", a=share(within[30]), b=share(within[90]), c=share(within[365])),
    )  # fmt: skip


def _returned_by(gap_curve: pd.DataFrame, day_: int) -> float:
    before = gap_curve.loc[gap_curve["day"] <= day_, "returned"]
    return float(before.iloc[-1]) if len(before) else 0.0


def rhythm_words(table: pd.DataFrame, basis: Basis) -> Words:
    """Weekday and hour."""
    by_day = table.groupby("weekday")["orders"].sum()
    total = by_day.sum()
    by_band = table.groupby([table["hour"] // 2 * 2])["orders"].sum()
    best_day, best_band = int(by_day.idxmax()), int(by_band.idxmax())
    return Words(
        answer=(
            Message(
                "{weekday} is the busiest day ({share} of orders); {from_}–{to} is the busiest stretch ({band}).",
                weekday=name("weekday", str(best_day)), share=share(by_day.max() / total),
                from_=raw(f"{best_band}:00"), to=raw(f"{best_band + 2}:00"), band=share(by_band.max() / total),
            ),
        ),
        title=Message("{weekday} brings {share} of orders", weekday=name("weekday", str(best_day)), share=share(by_day.max() / total)),
        subtitle=Message("Percentage of all orders by weekday and two-hour stretch, client’s time zone"),
        note=basis.window(Message("Darker means more orders.")),
        alt=Message("Orders by weekday and hour; busiest: {weekday}, {from_}–{to}.", weekday=name("weekday", str(best_day)), from_=raw(f"{best_band}:00"), to=raw(f"{best_band + 2}:00")),
    )  # fmt: skip


def concentration_words(table: pd.DataFrame, features: pd.DataFrame, basis: Basis) -> Words:
    """Who brings in the money."""
    tops = {
        limit: float(table.loc[(table["customer_share"] - limit).abs().idxmin(), "revenue_share"]) for limit in (0.01, 0.1, 0.2)
    }
    people = int(table.loc[(table["customer_share"] - 0.1).abs().idxmin(), "customers"])
    revenue = float(features["revenue"].sum())
    return Words(
        answer=(
            Message("The top tenth of customers bring {share} of revenue; the top fifth {fifth}.", share=share(tops[0.1]), fifth=share(tops[0.2])),
        ),
        title=Message("The top tenth of customers bring {share} of revenue", share=share(tops[0.1])),
        subtitle=Message("Share of revenue brought by the customers with the highest revenue; the dashed line would be equal spending"),
        note=basis.window(Message("Revenue in the window: {revenue}.", revenue=money_exact(revenue))),
        alt=Message("The top 1% bring {a}, the top 10% {b}, the top 20% {c} of revenue.", a=share(tops[0.01]), b=share(tops[0.1]), c=share(tops[0.2])),
        findings=(
            Finding(
                share(tops[0.1]),
                Message("of revenue comes from the top tenth: {people} customers, {money}.", people=count(people), money=money(revenue * tops[0.1])),
                revenue * tops[0.1], "money",
                headline=Message("{people} customers bring {share} of revenue", people=count(people), share=share(tops[0.1])),
            ),
        ),
    )  # fmt: skip


def cohort_words(table: pd.DataFrame, basis: Basis) -> Words:
    """Do they come back."""
    next_quarter = table[table["quarters_since"] == 1]
    year_on = table[table["quarters_since"] == 4]
    early = next_quarter["active"].sum() / next_quarter["cohort_size"].sum() if len(next_quarter) else float("nan")
    late = year_on["active"].sum() / year_on["cohort_size"].sum() if len(year_on) else float("nan")
    answer = [Message("{share} of new customers order again in the quarter after their first.", share=share(early))]
    if late == late:
        answer.append(Message("A year on, {share} order in the quarter.", share=share(late)))
    return Words(
        answer=tuple(answer),
        title=Message("{share} of new customers are back in the next quarter", share=share(early)),
        subtitle=Message("Share of each quarter’s new customers who ordered in the quarters that followed"),
        note=basis.history(Message("Quarters that are not over are left out. Each row is one group of new customers.")),
        alt=Message("Back after one quarter: {early}; after four: {late}.", early=share(early), late=share(late)),
    )


def breakdowns(table: pd.DataFrame, basis: Basis) -> Words:
    """Revenue of the period by category, channel and place."""
    if table.empty:
        return Words(answer=(Message("The order lines hold no category, channel or place."),))
    tops = table.drop_duplicates("dimension")
    top = tops.loc[tops["share"].idxmin()] if len(tops) > 1 else tops.iloc[0]
    return Words(
        title=Message(
            "{dimension}: {value} leads with {share} of the period’s revenue",
            dimension=name("dimension", top["dimension"]), value=name("level", top["value"]), share=share(top["share"]),
        ),
        subtitle=Message("Customers, orders and revenue of the period"),
        note=basis.period(Message("A customer or an order can stand in several rows.")),
    )  # fmt: skip
