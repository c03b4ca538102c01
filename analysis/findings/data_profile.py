"""Chapter 01 in sentences: what is held, is it sound, who the customers are, how they buy."""

import pandas as pd

from analysis.config import LikeForLike
from analysis.features import has_hours
from analysis.findings.data_profile_buying import (
    breakdowns,
    cohort_words,
    concentration_words,
    customer_words,
    gaps,
    orders,
    rhythm_words,
)
from analysis.findings.data_profile_checks import ask, faults, ready, spellings
from analysis.findings.data_profile_orders import basket_words, enough, new_revenue_words
from analysis.findings.data_profile_people import NO_ORDERS
from analysis.findings.notes import Basis, GivenBasis
from analysis.text import (
    Decision,
    Finding,
    Message,
    Skip,
    Words,
    count,
    day,
    decimal,
    money,
    money_exact,
    name,
    share,
)  # fmt: skip

FILES = Words(subtitle=Message("Files read, and how; several sheets of a workbook are several lines"))
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
    return Words(
        answer=_of_lines(table) if "transactions" in set(table["table"]) else _of_others(table),
        subtitle=Message("One row per input table; the customers of each, and how many of them also have an order line"),
        note=(Message("Source: the files named in client.yaml. Customers are counted by pseudonym."),),
    )  # fmt: skip


def _of_lines(table: pd.DataFrame) -> tuple[Message, ...]:
    lines, others = table.set_index("table").loc["transactions"], len(table) - 1
    return (
        Message(
            "{rows} order lines of {customers} customers, {first} to {last}.",
            rows=count(lines["rows"]), customers=count(lines["customers"]), first=day(lines["first_at"]), last=day(lines["last_at"]),
        ),
        Message("{n} further inputs are held beside them.", n=count(others)) if others else Message("No other input is held."),
    )  # fmt: skip


def _of_others(table: pd.DataFrame) -> tuple[Message, ...]:
    largest = table.sort_values("rows", ascending=False, kind="stable").iloc[0]
    return (
        Message("No order lines are held; this chapter describes what is."),
        Message("The largest input: {table}, {rows} rows.", table=name("table", largest["table"]), rows=count(largest["rows"])),
    )


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


def weekly_words(table: pd.DataFrame) -> Words:
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


def adds_up(sums: pd.DataFrame) -> Words:
    """The reconciliation: of money where there is any, of rows where there is none."""
    money_rows = sums[sums["unit"] == "money"]
    difference = float(money_rows["report"].sub(money_rows["files"]).abs().max()) if len(money_rows) else 0.0
    if money_rows.empty:
        lost = int(sums["files"].sub(sums["report"]).abs().sum())
        said = (
            Message("Yes. Every row of the files is in the tables that the chapter reads.")
            if not lost
            else Message(
                "{n} rows of the files are not in the tables that the chapter reads: client.yaml leaves them out, or joins them.",
                n=count(lost),
            )
        )
        return Words(answer=(said,), subtitle=Message("Rows in the files, and rows in the tables that the chapter reads"))
    if abs(difference) < 0.005:
        answer = Message("Yes. What the chapters use equals what the files hold, to the penny.")
    else:
        answer = Message(
            "No: {difference} is unexplained. Do not use this report before it is found.", difference=money_exact(difference)
        )
    return Words(
        answer=(answer,), subtitle=Message("Counted twice: once over the order lines, once in the tables that the chapters read")
    )


def who_counts(roles: pd.DataFrame, linked: tuple[int, int], *, entity: str) -> Words:
    """Who is a customer here: numbers joined by links, and roles kept apart."""
    accounts, entities = linked
    facts = {"accounts": count(accounts), "entities": count(entities)}
    joined = {
        "person": Message("{accounts} customer numbers belong to {entities} people and count as these.", **facts),
        "household": Message("{accounts} customer numbers belong to {entities} households and count as these.", **facts),
    }
    apart = roles[~roles["in_base"].astype(bool)]
    answer = [joined[entity]] if accounts and entity in joined else []
    if len(apart):
        answer.append(
            Message(
                "{customers} buyers of another role, with {amount} on their order lines, are kept apart: they are in no figure about customers.",
                customers=count(apart["customers"].sum()), amount=money(apart["amount"].sum()),
            )
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        subtitle=Message("By the role that the customer file gives; client.yaml says which roles count"),
        note=(Message("A customer without a role counts as a consumer. Money before the refund policy."),),
    )


def story(
    *,
    customers: pd.DataFrame,
    waterfall: pd.DataFrame,
    roles: pd.DataFrame,
    kpis: pd.DataFrame,
    weekly: pd.DataFrame,
    monthly: pd.DataFrame,
    basket_figures: pd.Series,
    rhythm: pd.DataFrame,
    cohorts: pd.DataFrame,
    breakdown: pd.DataFrame,
    distribution: pd.DataFrame,
    gap_curve: pd.DataFrame,
    concentration: pd.DataFrame,
    basis: Basis,
    reference: LikeForLike,
    linked: tuple[int, int] = (0, 0),
    entity: str = "person",
) -> dict[str, Words]:
    """The words of the sections that rest on order lines, by key; a section without enough data has none."""
    told = {
        "sound": soundness(waterfall),
        "gaps": weekly_words(weekly),
        "customers": customer_words(monthly, kpis, basis, reference),
        "who": who_counts(roles, linked, entity=entity),
        "orders": orders(distribution, basis),
        "interval": gaps(gap_curve, basis),
        "money": concentration_words(concentration, customers, basis),
        "breakdown": breakdowns(breakdown, basis),
        "new": new_revenue_words(monthly, basis),
    }
    told |= {"basket": basket_words(basket_figures, basis)} if enough(basket_figures) else {}
    told |= {"rhythm": rhythm_words(rhythm, basis)} if has_hours(rhythm) else {}
    return told | ({"back": cohort_words(cohorts, basis)} if len(cohorts) > 1 else {})


def story_of_summaries(
    people: pd.DataFrame | None, distribution: pd.DataFrame | None, concentration: pd.DataFrame | None, *, basis: Basis
) -> dict[str, Words]:
    """The words of the sections that figures per customer can fill, where there are no order lines."""
    if people is None:
        return {}
    given = GivenBasis(basis.as_of, basis.window_start, basis.period_start, basis.first, int((people["state"] == "buyer").sum()))
    told = {"orders": orders(distribution, given)} if distribution is not None and len(distribution) else {}
    return told | (
        {"money": concentration_words(concentration, people, given)} if concentration is not None and len(concentration) else {}
    )


def no_hours(has_orders: bool) -> Skip:
    """Why there is no rhythm of the day."""
    return NO_HOURS if has_orders else NO_ORDERS


def no_cohorts(has_orders: bool) -> Skip:
    """Why there are no cohorts."""
    return NO_COHORTS if has_orders else NO_ORDERS


def story_of_inputs(
    inputs_held: pd.DataFrame,
    checks: pd.DataFrame,
    maps: pd.DataFrame,
    readiness: pd.DataFrame,
    sums: pd.DataFrame,
    *,
    shared_numbers: tuple[int, int] = (0, 0),
) -> dict[str, Words]:
    """The words of the sections that every client has, with order lines or without."""
    return {
        "held": inputs(inputs_held),
        "faults": faults(checks, shared_numbers),
        "ready": ready(readiness),
        "ask": ask(readiness),
        "sum": adds_up(sums),
    } | ({"spellings": spellings(maps)} if len(maps) else {})
