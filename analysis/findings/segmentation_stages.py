"""Chapter 02 in sentences: the life cycle and its limits, the value tiers."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import UNTOLD, Followed, of_method, rate
from analysis.segmentations.lenses import ENOUGH, STATES
from analysis.segmentations.value import BY_REVENUE
from analysis.text import Decision, Finding, Message, Words, count, day, days, money, name, raw, share

QUIET = ("dormant", "churned")
A_YEAR = 365  # days that a curve of returns should cover


def lifecycle(sizes: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed) -> Words:
    """The stages, and how many of each came back."""
    rows = of_method(sizes, "lifecycle")
    quiet = rows.loc["dormant"] if "dormant" in rows.index else None
    found = of_method(returns, "lifecycle") if returns is not None else pd.DataFrame()
    back, gone, loyal = (rate(found, stage) for stage in (*QUIET, "loyal"))
    subtitle = Message("Shares of known customers (grey) and of revenue (colour); share that came back, with its 95% range")
    waiting = (Message("Prospects: known, no order yet."),) if "prospect" in rows.index else ()
    note = basis.window(*(followed.note() if returns is not None else ()), *waiting)
    if quiet is None or not quiet["customers"] >= ENOUGH or back is None or loyal is None:
        active = rows.drop(index=[*QUIET, *STATES], errors="ignore")["customer_share"].sum()
        title = Message("{share} of known customers are within their usual time between orders", share=share(active))
        return Words(answer=(title,), title=title, subtitle=subtitle, note=note, alt=title)
    rates = {
        "dormant": share(back["share"]),
        "low": share(back["low"]),
        "high": share(back["high"]),
        "loyal": share(loyal["share"]),
        "days": days(followed.days),
    }
    answer = [
        Message("{n} customers are dormant: silent for longer than usual, but not yet counted as churned. They spent {money} in the window.", n=count(quiet["customers"]), money=money(quiet["revenue"])),
        Message("Of those dormant on {start}, {dormant} ({low} to {high}) ordered within {days} days; of the loyal, {loyal}.", start=day(followed.start), **rates),
    ]  # fmt: skip
    title = Message("{loyal} of the loyal came back, {dormant} of the dormant", loyal=rates["loyal"], dormant=rates["dormant"])
    if gone is not None:
        apart = gone["high"] < back["low"]
        title = Message("{loyal} of the loyal came back, {dormant} of the dormant, {churned} of the churned", loyal=rates["loyal"], dormant=rates["dormant"], churned=share(gone["share"]))  # fmt: skip
        if not apart:
            answer.append(Message("Between dormant and churned the data show no clear difference: {churned} of the churned came back too.", churned=share(gone["share"])))  # fmt: skip
    finding = Finding(
        money(quiet["revenue"]),
        Message("was spent by {n} customers who have now been silent longer than usual. Of such customers on {start}, {dormant} ({low} to {high}) ordered within {days} days.", n=count(quiet["customers"]), start=day(followed.start), **{k: v for k, v in rates.items() if k != "loyal"}),
        float(quiet["revenue"]), "lifecycle",
        headline=Message("{n} customers have gone quiet", n=count(quiet["customers"])),
    )  # fmt: skip
    decision = Decision(
        Message("Name an owner for the {n} customers who have gone quiet", n=count(quiet["customers"])),
        Message("They spent {money}. As things stood, {dormant} of such customers returned within {days} days: measure any campaign against a group left alone.", money=money(quiet["revenue"]), dormant=rates["dormant"], days=rates["days"]),
        float(quiet["revenue"]),
    )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=subtitle,
        note=note,
        alt=Message(
            "Came back: loyal {loyal}, dormant {dormant} ({low} to {high}).", **{k: v for k, v in rates.items() if k != "days"}
        ),
        findings=(finding,),
        decisions=(decision,),
    )


def value(sizes: pd.DataFrame, returns: pd.DataFrame | None, definition: pd.DataFrame, *, period_revenue: float, basis: Basis, followed: Followed) -> Words:  # fmt: skip
    """The tiers: how few customers the first takes, and whether it stays."""
    rows, best = of_method(sizes, "value"), str(definition["segment"].iloc[0])
    buyers = rows[~rows.index.isin(STATES)]
    nobody = None
    if best not in buyers.index:
        nobody = Message("After refunds no customer has revenue left in the window, so there are no tiers.")
    elif buyers["customers"].isna()[best]:
        nobody = UNTOLD
    if nobody is not None:
        return Words(answer=(nobody,), title=nobody, subtitle=Message("Share of revenue brought by the customers who spend most; colours show the tiers"), note=basis.window(), alt=nobody)  # fmt: skip
    top, reached = buyers.loc[best], buyers.loc[best, "revenue"] / buyers["revenue"].sum()
    people = top["customers"] / buyers["customers"].sum()
    tier = name("tier", best)
    scheme = definition["scheme"].iloc[0]
    template = "{n} customers, {people} of buyers, make up tier {tier} and bring {money} of revenue." if scheme in ("abc", "hml") else "{n} customers, {people} of buyers, make up the first tier, “{tier}”, and bring {money} of revenue."  # fmt: skip
    answer = [Message(template, n=count(top["customers"]), people=share(people), tier=tier, money=share(reached))]
    if scheme in BY_REVENUE:
        title = Message("It takes {people} of buyers to bring {money} of revenue", people=share(people), money=share(reached))
        by_rule = Message("That tier “{tier}” brings about {limit} is its definition; how few customers that takes is the news.", tier=tier, limit=share(definition["share"].iloc[0]))  # fmt: skip
    else:
        title = Message(
            "The {people} of buyers who spend most bring {money} of revenue", people=share(people), money=share(reached)
        )
        by_rule = Message("That tier “{tier}” is the first {limit} of paying customers is its definition; what they bring is the news.", tier=tier, limit=share(definition["share"].iloc[0]))  # fmt: skip
    findings: tuple[Finding, ...] = ()
    if _held(returns, best) and period_revenue > 0:
        start = of_method(returns, "value")
        before, stayed = start.loc[best], start.loc[best, "revenue"] / period_revenue
        newcomers = 1 - start.loc[~start.index.isin(STATES), "revenue"].sum() / period_revenue
        known = before["n"] / start["n"].sum()
        template = (
            "Those who were in tier “{tier}” on {start} brought {stayed} of what the following {days} days brought; customers who had never ordered before, {new}."
            if newcomers >= 0.0005
            else "Those who were in tier “{tier}” on {start} brought {stayed} of what the following {days} days brought."
        )
        answer.append(
            Message(
                template,
                tier=tier, start=day(followed.start), stayed=share(stayed), days=days(followed.days), new=share(newcomers),
            )
        )  # fmt: skip
        findings = (
            Finding(
                share(stayed),
                Message("of the period’s revenue came from the {n} customers, {people} of those known, who were in the top value tier when it began.", n=count(before["n"]), people=share(known)),
                float(before["revenue"]), "value",
                headline=Message("{n} customers known beforehand brought {share} of the period’s revenue", n=count(before["n"]), share=share(stayed)),
            ),
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Share of revenue brought by the customers who spend most; colours show the tiers"),
        note=basis.window(
            by_rule, Message("Observed revenue, not a forecast: a customer who has left can still be in the first tier.")
        ),
        alt=Message("Tier {tier}: {people} of buyers, {money} of revenue.", tier=tier, people=share(people), money=share(reached)),
        findings=findings,
    )


def _held(returns: pd.DataFrame | None, tier: str) -> bool:
    """Whether it is known, and may be told, what became of a tier."""
    return returns is not None and bool(of_method(returns, "value")["n"].notna().get(tier, False))


def intervals(definition: pd.DataFrame, cuts: pd.DataFrame, basis: Basis) -> Words:
    """The two cuts, what they rest on, and for whom the own rhythm counts."""
    rule = definition[definition["level"] == "client"].iloc[0]
    first, second = days(rule["first_cut_days"]), days(rule["second_cut_days"])
    shares = {"first_share": share(rule["first_share"]), "second_share": share(rule["second_share"])}
    if rule["basis"] == "fixed":
        answer = Message("Too few orders were followed by another to draw the curve, so the customary {first} and {second} days are used.", first=first, second=second)  # fmt: skip
    elif rule["basis"] == "given":
        answer = _given(rule)
    elif rule["basis"] == "absolute":
        answer = Message("{first_share} of all orders are followed by another within {first} days, {second_share} within {second}: after that, silence is unusual.", first=first, second=second, **shares)  # fmt: skip
    else:
        answer = Message("An estimated {plateau} of orders are followed by another within {reach} days, as far as the data reach. Of these, {first_share} are so within {first} days and {second_share} within {second}.", plateau=share(rule["plateau"]), reach=days(rule["reliable_days"]), first=first, second=second, **shares)  # fmt: skip
    short = (
        Message("The orders held cover too short a time to see late returns: both limits may come too early."),
    ) if rule["reliable_days"] < A_YEAR and rule["basis"] != "given" else ()  # fmt: skip
    own = cuts[cuts["level"] == "person"]
    low, high = own["first_cut_days"].quantile([0.25, 0.75]) if len(own) else (float("nan"),) * 2
    personal = (
        Message("{n} customers with at least {gaps} intervals between orders are held against their own rhythm: for the middle half of them the first limit lies between {low} and {high} days.", n=count(len(own)), gaps=count(rule["personal_gaps"]), low=days(low), high=days(high)),
    ) if len(own) >= ENOUGH else ()  # fmt: skip
    title = Message(
        "After {first} days of silence a customer counts as dormant, after {second} as churned", first=first, second=second
    )
    return Words(
        answer=(answer, *short, *_by_category(definition, cuts), *personal),
        title=title,
        subtitle=Message("Share of order days followed by another within so many days (Kaplan–Meier estimate), and the two limits"),
        note=basis.history(
            Message("Customers who have not ordered again yet count as “not yet”, not as “never”."),
            Message("{gaps} intervals, {closed} of them ended by an order.", gaps=count(rule["gaps"]), closed=count(rule["closed_gaps"])),
        ),
        alt=Message("Limits at {first} and {second} days; the curve reaches {plateau}.", first=first, second=second, plateau=share(rule["plateau"])),
    )  # fmt: skip


def _given(rule: pd.Series) -> Message:
    """Limits that the client has set, and how many orders are followed by another within them."""
    cuts = {"first": days(rule["first_cut_days"]), "second": days(rule["second_cut_days"])}
    if rule["second_returned"] != rule["second_returned"]:
        return Message("The limits of {first} and {second} days are set in client.yaml and hold for everybody.", **cuts)
    return Message(
        "The limits of {first} and {second} days are set in client.yaml and hold for everybody: an estimated {first_returned} of orders are followed by another within the first, {second_returned} within the second.",
        first_returned=share(rule["first_returned"]), second_returned=share(rule["second_returned"]), **cuts,
    )  # fmt: skip


def _by_category(definition: pd.DataFrame, cuts: pd.DataFrame) -> tuple[Message, ...]:
    """The categories with limits of their own, the shortest and the longest by name."""
    groups = definition[definition["level"] == "category"]
    if len(groups) < 2:
        return ()
    groups = groups.sort_values(["first_cut_days", "key"])
    shortest, longest = groups.iloc[0], groups.iloc[-1]
    return (
        Message(
            "{n} categories have limits of their own, from {low} and {low_second} days ({shortest}) to {high} and {high_second} ({longest}). They hold for {customers} customers who order there most and have no rhythm of their own yet.",
            n=count(len(groups)), customers=count((cuts["level"] == "category").sum()),
            shortest=raw(shortest["key"]), low=days(shortest["first_cut_days"]), low_second=days(shortest["second_cut_days"]),
            longest=raw(longest["key"]), high=days(longest["first_cut_days"]), high_second=days(longest["second_cut_days"]),
        ),
    )  # fmt: skip
