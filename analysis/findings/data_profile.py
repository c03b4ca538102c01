"""Chapter 01 in sentences: what is held, is it sound, who the customers are, how they buy."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.text import (
    Decision,
    Finding,
    Message,
    Skip,
    Words,
    change,
    count,
    day,
    days,
    decimal,
    money,
    money_exact,
    name,
    raw,
    share,
)  # fmt: skip

NO_HOURS = Skip(
    Message("The order lines hold days without a time of day."),
    Message("Date and time of each order."),
    Message("Busy hours, send times, and habits by part of the day."),
)
NO_COHORTS = Skip(
    Message("The data cover less than two complete quarters."),
    Message("A longer history: at least a year of orders."),
    Message("How many new customers come back, quarter by quarter."),
)


def inputs(table: pd.DataFrame) -> Words:
    """What is held."""
    lines = table.set_index("table").loc["transactions"]
    others = len(table) - 1
    return Words(
        answer=(
            Message(
                "{rows} order lines of {customers} customers, {first} to {last}.",
                rows=count(lines["rows"]), customers=count(lines["customers"]), first=day(lines["first_at"]), last=day(lines["last_at"]),
            ),
            Message("{n} further inputs are held beside them.", n=count(others)) if others else Message("No other input is held."),
        ),
        subtitle=Message("One row per input table; the customers of each, and how many of them also have an order line"),
        note=(Message("Source: the files named in client.yaml. Customers are counted by pseudonym."),),
    )  # fmt: skip


def soundness(waterfall: pd.DataFrame) -> Words:
    """The way from raw to analysed lines, and what a missing customer number costs."""
    step = waterfall.set_index("step")
    raw_lines, kept = step.loc["raw", ["rows", "amount"]], step.loc["analysed"]
    if "later" in step.index:  # lines after the period are no fault of the data
        raw_lines = raw_lines - step.loc["later", ["rows", "amount"]]
    kept_share = kept["rows"] / raw_lines["rows"]
    lost = step.loc["no_customer"] if "no_customer" in step.index else None
    answer = [
        Message(
            "{kept} of the {rows} lines up to the end of the period can be analysed ({share}); every other line is accounted for below.",
            kept=count(kept["rows"]), rows=count(raw_lines["rows"]), share=share(kept_share),
        )
    ]  # fmt: skip
    findings, decisions = (), ()
    if lost is not None and lost["rows"] / raw_lines["rows"] > 0.005:
        cost = lost["amount"] / raw_lines["amount"]
        answer.append(
            Message("{share} of all money stands on lines without a customer number and cannot be segmented.", share=share(cost))
        )
        findings = (
            Finding(
                money(lost["amount"]),
                Message(
                    "of sales, {share}, carries no customer number and cannot be segmented: {rows} lines.",
                    share=share(cost), rows=count(lost["rows"]),
                ),
                float(lost["amount"]), "sound",
                headline=Message("{share} of sales carry no customer number", share=share(cost)),
            ),
        )  # fmt: skip
        decisions = (
            Decision(
                Message("Record a customer number on every order"),
                Message(
                    "{rows} lines have none, so {share} of sales stays outside this report.",
                    rows=share(lost["rows"] / raw_lines["rows"]), share=share(cost),
                ),
                float(lost["amount"]) * 0.1,
            ),
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("{share} of the lines read reach the analysis", share=share(kept_share)),
        subtitle=Message("Lines and money left and taken away at every step"),
        note=(
            Message("Refunds and cancellations follow the refund policy of client.yaml. Nothing is dropped outside these steps."),
        ),
        findings=findings,
        decisions=decisions,
    )


def faults(checks: pd.DataFrame) -> Words:
    """The faults with most money behind them."""
    real = checks[checks["check"] != "missing_value"]
    if real.empty:
        return Words(title=Message("No fault found in the order lines"))
    worst = real.iloc[0]
    return Words(
        title=Message(
            "Most money stands on: {check} ({amount})", check=name("check", worst["check"]), amount=money(worst["amount"])
        ),
        subtitle=Message("Faults found in the order lines, largest sums first, and what was done about them"),
        note=(Message("A line can stand in several rows. “kept” means that the line is analysed as it is."),),
    )


def ready(readiness: pd.DataFrame) -> Words:
    """What can be analysed."""
    verdicts = readiness["status"].value_counts()
    good, poor = int(verdicts.get("pass", 0)), int(verdicts.get("fail", 0))
    return Words(
        title=Message(
            "{good} of {all} analyses are ready; {poor} lack their data",
            good=count(good),
            all=count(len(readiness)),
            poor=count(poor),
        ),
        subtitle=Message("The least each analysis needs, and what this client holds"),
        note=(Message("Minima are this kit’s own: below them an answer would rest on too few cases."),),
    )


def weekly(table: pd.DataFrame) -> Words:
    """Gaps in time."""
    silent = int((table["days_with_orders"] == 0).sum())
    peak = table.loc[table["revenue"].idxmax()]
    usual = table["revenue"].median()
    refunds, gross = table["refunds"].sum(), table["revenue"].sum() + table["refunds"].sum()
    first = (
        Message("No week without orders in {weeks} weeks.", weeks=count(len(table)))
        if silent == 0
        else Message("{silent} of {weeks} weeks hold no order at all.", silent=count(silent), weeks=count(len(table)))
    )
    return Words(
        answer=(
            first,
            Message(
                "The best week, from {week}, brought {revenue}, {times} times the usual {usual}.",
                week=day(peak["week"]), revenue=money(peak["revenue"]), times=decimal(peak["revenue"] / usual if usual else float("nan")), usual=money(usual),
            ),
        ),
        title=Message("The best week brings {times} times a usual one", times=decimal(peak["revenue"] / usual if usual else float("nan"))),
        subtitle=Message("Revenue by week after the refund policy (line) and refunds (grey)"),
        note=(
            Message("Weeks from Monday to Sunday; the first and the last may be incomplete."),
            Message("Refunds are {share} of gross sales.", share=share(refunds / gross if gross else float("nan"))),
        ),
        alt=Message("Weekly revenue: usual {usual}, peak {peak} in the week of {week}.", usual=money(usual), peak=money(peak["revenue"]), week=day(peak["week"])),
    )  # fmt: skip


def customers(monthly: pd.DataFrame, kpis: pd.DataFrame, basis: Basis) -> Words:
    """New and returning customers."""
    recent = monthly.tail(12)
    new, all_customers = recent["new_customers"].sum(), recent["customers"].sum()
    figure = kpis.set_index("kpi").loc["customers"]
    first = Message("{n} customers ordered in the period.", n=count(figure["value"]))
    if figure["reference"] == figure["reference"] and figure["reference"] > 0:
        first = Message(
            "{n} customers ordered in the period, {change} against the same period a year before.",
            n=count(figure["value"]), change=change(figure["change"]),
        )  # fmt: skip
    return Words(
        answer=(
            first,
            Message("Of those who order in a month, {share} are new.", share=share(new / all_customers if all_customers else float("nan"))),
        ),
        title=Message("{share} of each month’s customers are new", share=share(new / all_customers if all_customers else float("nan"))),
        subtitle=Message("Customers with an order, by month: returning (dark) and new (grey)"),
        note=basis.history(Message("New means: first order ever held. Shares over the last 12 months.")),
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


def rhythm(table: pd.DataFrame, basis: Basis) -> Words:
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


def concentration(table: pd.DataFrame, features: pd.DataFrame, basis: Basis) -> Words:
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


def cohorts(table: pd.DataFrame, basis: Basis) -> Words:
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


def ask(readiness: pd.DataFrame) -> Words:
    """What to ask the client for."""
    poor = readiness[readiness["status"] != "pass"]
    if poor.empty:
        return Words(answer=(Message("Nothing: every analysis of this version has what it needs."),))
    return Words(
        answer=(Message("{n} analyses would gain from further data.", n=count(len(poor))),),
        subtitle=Message("What each needs, and what is held now"),
        note=(Message("A few hundred rows are often enough to begin with."),),
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


def adds_up(difference: float) -> Words:
    """The reconciliation."""
    if abs(difference) < 0.005:
        answer = Message("Yes. What the chapters use equals what the files hold, to the penny.")
    else:
        answer = Message(
            "No: {difference} is unexplained. Do not use this report before it is found.", difference=money_exact(difference)
        )
    return Words(
        answer=(answer,), subtitle=Message("Counted twice: once over the order lines, once in the tables that the chapters read")
    )


def story(
    inputs_held: pd.DataFrame,
    waterfall: pd.DataFrame,
    checks: pd.DataFrame,
    readiness: pd.DataFrame,
    sums: pd.DataFrame,
    *,
    weekly_sales: pd.DataFrame,
    monthly: pd.DataFrame,
    kpis: pd.DataFrame,
    distribution: pd.DataFrame,
    gap_curve: pd.DataFrame,
    rhythm_table: pd.DataFrame,
    concentration_table: pd.DataFrame,
    features: pd.DataFrame,
    cohort_table: pd.DataFrame,
    breakdown: pd.DataFrame,
    basis: Basis,
) -> dict[str, Words]:
    """The words around every section of the chapter, by key."""
    return {
        "held": inputs(inputs_held),
        "sound": soundness(waterfall),
        "faults": faults(checks),
        "ready": ready(readiness),
        "gaps": weekly(weekly_sales),
        "customers": customers(monthly, kpis, basis),
        "orders": orders(distribution, basis),
        "interval": gaps(gap_curve, basis),
        "rhythm": rhythm(rhythm_table, basis),
        "money": concentration(concentration_table, features, basis),
        "breakdown": breakdowns(breakdown, basis),
        "back": cohorts(cohort_table, basis),
        "ask": ask(readiness),
        "sum": adds_up(float(sums.loc[sums["unit"] == "money", "report"].sub(sums["files"]).abs().max())),
    }
