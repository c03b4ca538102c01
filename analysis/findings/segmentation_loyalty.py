"""Chapter 02 in sentences: loyalty tiers, and whether the membership level still fits."""

from dataclasses import replace

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method, rate
from analysis.segmentations.lenses import STATES
from analysis.segmentations.loyalty import HIGH, LOW, ONE_TIME, point_limits
from analysis.segmentations.mismatch import UPPER, mismatch_totals
from analysis.text import Decision, Finding, Message, Skip, Value, Words, count, day, days, money, name, raw, share

RULES = {
    "loyalty": (
        Message("One to three points for each part, thirds of the repeat buyers; equal values get equal points. The sum makes the tier."),
        Message("Regularity needs three gaps; without them it earns one point. One order ever: no tier yet."),
    ),
}  # fmt: skip

NO_MISMATCH = Skip(
    Message(
        "Level and behaviour cannot be laid side by side: either the membership level or the loyalty of customers is not held."
    ),
    Message("Each customer’s membership level with the customer number, beside the order lines."),
    Message("Who of a low level buys like the best, and who of the top level no longer does."),
)


def loyalty(
    sizes: pd.DataFrame, returns: pd.DataFrame | None, definition: pd.DataFrame, *, basis: Basis, followed: Followed
) -> Words:
    """How many keep coming back in every respect, and whether they did so afterwards."""
    rows = of_method(sizes, "loyalty")
    buyers = rows[~rows.index.isin(STATES)]
    everybody, revenue = buyers["customers"].sum(), buyers["revenue"].sum()
    high = buyers.loc[HIGH] if HIGH in buyers.index else pd.Series({"customers": 0, "revenue": 0.0})
    once = float(buyers["customers"].get(ONE_TIME, 0)) / everybody
    parts = point_limits(definition)["component"].unique()
    title = Message("{n} customers, {part} of buyers, are highly loyal", n=count(high["customers"]), part=share(high["customers"] / everybody))  # fmt: skip
    answer = [
        Message("{n} customers, {part} of buyers, are highly loyal by {parts} measures taken together. They bring {money} of revenue, in part because orders earn points.", n=count(high["customers"]), part=share(high["customers"] / everybody), parts=count(len(parts)), money=share(high["revenue"] / revenue if revenue else float("nan"))),
        Message("{part} of buyers have ordered once so far: nothing is known of their loyalty yet.", part=share(once)),
    ]  # fmt: skip
    found = of_method(returns, "loyalty") if returns is not None else pd.DataFrame()
    best, low = rate(found, HIGH), rate(found, LOW)
    findings: tuple[Finding, ...] = ()
    if best is not None and low is not None:
        values = {
            "best": share(best["share"]),
            "low": share(low["share"]),
            "start": day(followed.start),
            "days": days(followed.days),
        }
        title = Message(
            "{best} of the highly loyal came back, {low} of those of low loyalty", best=values["best"], low=values["low"]
        )
        answer.insert(1, Message("Of the highly loyal on {start}, {best} ordered within {days} days; of those of low loyalty, {low}.", **values))  # fmt: skip
        findings = (
            Finding(
                share(best["share"]),
                Message("of the {n} customers who were highly loyal on {start} ordered within {days} days ({from} to {to}); of those of low loyalty, {low}.", n=count(best["n"]), start=values["start"], days=values["days"], low=values["low"], **{"from": share(best["low"]), "to": share(best["high"])}),
                float(high["revenue"]), "loyalty",
                headline=Message("{best} of the highly loyal came back", best=values["best"]),
            ),
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Shares of known customers (grey) and of revenue (colour); share that came back, with its 95% range"),
        note=basis.window(
            Message("Tiers rank these customers against one another: a client without loyal customers has a top tier too."),
            *(followed.note() if returns is not None else ()),
        ),
        alt=title,
        findings=findings,
    )


def points(definition: pd.DataFrame, *, basis: Basis) -> Words:
    """What earns how many points."""
    limits = point_limits(definition)
    fixed = limits.loc[limits["rule"] == "fixed", "component"].unique()
    title = Message("A customer of high loyalty has at least {n} of {best} points", n=count(_least(definition)), best=count(3 * limits["component"].nunique()))  # fmt: skip
    collapsed = (
        Message("Thirds of {part} collapse, because most customers have the same value; fixed limits apply.", part=name("loyalty_part_lower", fixed[0])),
    ) if len(fixed) else ()  # fmt: skip
    return Words(
        title=title,
        subtitle=Message("Limits of the points, and the repeat buyers in each"),
        note=basis.window(*RULES["loyalty"], *collapsed),
    )


def membership(mismatch: pd.DataFrame, definition: pd.DataFrame, *, basis: Basis, minimum: int) -> Words:
    """Who buys above the level, and who below it.  `mismatch` as computed, before small cells are hidden."""
    totals = mismatch_totals(mismatch, minimum=minimum).set_index("mismatch")
    rising, fading = totals.loc["rising"], totals.loc["fading"]
    upper = mismatch[mismatch["position"] == UPPER]
    behaviour = str(mismatch["behaviour"].iloc[0])
    answer = [
        _fading(fading, upper, behaviour, minimum),
        _rising(rising, behaviour, minimum),
        Message("That higher levels bring more on the whole follows from how levels are granted."),
    ]
    if definition["order_from"].iloc[0] != "given":
        answer.append(
            Message("The order of the levels was read from the data: confirm it, or give it under settings.membership.order.")
        )
    title = _title(
        count(fading["customers"]), count(rising["customers"]), *(totals.loc[["fading", "rising"], "customers"] >= minimum)
    )
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Customers of each level by {behaviour}", behaviour=name("method", behaviour)),
        note=replace(basis, customers=int(mismatch["customers"].sum())).window(
            Message("Top levels: the upper third of the levels; lower levels: the lower half. Cells under {n} customers are not shown.", n=count(minimum)),
        ),
        alt=title,
        so=(
            Message("A level that no longer fits is a reason to talk, not to take away: ask before it lapses, and invite upwards early."),
            Message("Where a level is granted for one large payment, few orders are no warning by themselves."),
        ),
        findings=_membership_findings(fading, upper, minimum),
        decisions=_decisions(rising, minimum),
    )  # fmt: skip


def _title(down: Value, up: Value, fades: bool, rises: bool) -> Message:
    """The finding, as far as groups are large enough to be told."""
    if fades and rises:
        return Message("{down} customers of the top levels do not buy like it today, {up} below them do", down=down, up=up)
    if fades:
        return Message("{down} customers of the top levels do not buy like it today", down=down)
    if rises:
        return Message("{up} customers below the top levels buy like the best", up=up)
    return Message("Level and behaviour of members: some exceptions are too few to be shown")


def _least(definition: pd.DataFrame) -> int:
    return int(definition.loc[definition["segment"] == HIGH, "loyalty_points"].iloc[0])


def _part(fading: pd.Series, upper: pd.DataFrame) -> float:
    """Share of the customers of the top levels who do not behave like it."""
    return float(fading["customers"] / upper["customers"].sum())


def _fading(fading: pd.Series, upper: pd.DataFrame, behaviour: str, minimum: int) -> Message:
    if fading["customers"] < minimum:
        return Message("Hardly any customer of the top levels does not behave like it.")
    values = {
        "down": count(fading["customers"]),
        "part": share(_part(fading, upper)),
        "signs": name("mismatch_signs", behaviour),
        "money": money(fading["revenue"]),
    }
    if upper["level"].nunique() == 1:
        return Message("{down} customers of level {level}, {part} of them, do not buy like it today: {signs}. They brought {money} in the window.", level=raw(upper["level"].iloc[0]), **values)  # fmt: skip
    return Message("{down} customers of the top levels, {part} of them, do not buy like it today: {signs}. They brought {money} in the window.", **values)  # fmt: skip


def _rising(rising: pd.Series, behaviour: str, minimum: int) -> Message:
    if rising["customers"] < minimum:
        return Message("Hardly any customer of a lower level, or of none, behaves like the best.")
    values = {"up": count(rising["customers"]), "like": name("mismatch_best", behaviour)}
    if rising["without_level"] < minimum:
        return Message("{up} customers of a lower level, or of none, {like}.", **values)
    return Message("{up} customers of a lower level, or of none, {like}; {without} of them have no level.", without=count(rising["without_level"]), **values)  # fmt: skip


def _membership_findings(fading: pd.Series, upper: pd.DataFrame, minimum: int) -> tuple[Finding, ...]:
    if fading["customers"] < minimum:
        return ()
    n = count(fading["customers"])
    return (
        Finding(
            share(_part(fading, upper)),
            Message("of the customers of the top membership levels ({n}) do not buy like it today; they brought {money} in the window.", n=n, money=money(fading["revenue"])),
            float(fading["revenue"]), "membership",
            headline=Message("{n} top members do not buy like it today", n=n),
        ),
    )  # fmt: skip


def _decisions(rising: pd.Series, minimum: int) -> tuple[Decision, ...]:
    if rising["customers"] < minimum:
        return ()
    return (
        Decision(
            Message("Invite the {n} customers who buy above their level to the next one", n=count(rising["customers"])),
            Message("They brought {money} in the window, and nobody has to win them first.", money=money(rising["revenue"])),
            float(rising["revenue"]),
        ),
    )  # fmt: skip
