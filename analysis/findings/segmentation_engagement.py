"""Chapter 02 in sentences: engagement on website and app: how lately, how often, and what is looked at."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method, rate
from analysis.segmentations.lenses import ENOUGH, UNTOLD
from analysis.segmentations.small_cells import TOGETHER
from analysis.text import Decision, Finding, Message, Words, count, day, days, raw, share
from analysis.text.message import Value

SUBTITLE = Message("Customers by group; share of each group that ordered afterwards, with its 95% range")
OUTSIDE = ("(missing)", "(other)", "online_unseen", "usage_none")  # groups that say nothing of use
RULES = {
    "nes": (
        Message("One cycle is the mean time until the next order of those who come back; a first-time buyer whose order is older than that sleeps like everybody else."),
        Message("The cycle is scaled for customers with a rhythm of their own."),
    ),
    "activity": (Message("Limits in days by convention, the same for everybody."),),
    "engagement.state": (
        Message("Asked in this order, the first that fits holds: never seen, browsing without buying, active, cooling off, long not seen."),
    ),
    "engagement.frequency": (Message("Days with an event, of the last 90; equal numbers of days are equal groups."),),
    "engagement.category": (Message("The category on most views, clicks, searches, saves and carts in the window."),),
    "aipl": (Message("The highest stage that holds wins. Only contacts with a customer number are seen."),),
}  # fmt: skip


def state(
    sizes: pd.DataFrame,
    returns: pd.DataFrame | None,
    looked: pd.DataFrame | None,
    definition: pd.DataFrame,
    *,
    basis: Basis,
    followed: Followed,
) -> Words:
    """Who is active online, and what became of those who browse without buying.

    `looked` is the table `browsing_returns`; None, like `returns`, where nobody could be followed.
    """
    rows, rule = of_method(sizes, "engagement.state"), definition.set_index("segment")
    limits = _limits(rule)
    note = (*source(rows, basis), limits, *(followed.note() if returns is not None else ()))
    if "online_browsing" not in rows.index or not rows.loc["online_browsing", "customers"] >= 1:
        seen = rows.drop(index="online_unseen", errors="ignore")["customer_share"].sum()
        title = Message("{share} of known customers have been seen online", share=share(seen))
        return Words(answer=(title,), title=title, subtitle=SUBTITLE, note=note, alt=title)
    own = rows.loc["online_browsing"]
    buying = days(rule.loc["online_browsing", "order_age_low"])
    answer = [
        Message("{n} customers, {part} of those known, looked at something in the last 30 days but have not ordered for more than {days} days, or never.", n=count(own["customers"]), part=share(own["customer_share"]), days=buying)
    ]  # fmt: skip
    title = Message("{n} customers browse without buying", n=count(own["customers"]))
    told = _compared(looked, followed)
    if told is None:
        return Words(answer=tuple(answer), title=title, subtitle=SUBTITLE, note=note, alt=title)
    facts, apart = told
    if apart:
        answer.append(Message("Of former buyers who browsed like that on {start}, {yes} ({yes_low} to {yes_high}) ordered within {days} days; of former buyers as long without an order who had not browsed, {no} ({no_low} to {no_high}).", **facts))  # fmt: skip
        title = Message("Of former buyers who browse, {yes} ordered again; of those who do not, {no}", yes=facts["yes"], no=facts["no"])  # fmt: skip
    else:
        answer.append(Message("Browsing told little: of former buyers who browsed like that on {start}, {yes} ({yes_low} to {yes_high}) ordered within {days} days; of those who had not browsed, {no} ({no_low} to {no_high}).", **facts))  # fmt: skip
    answer += _prospects(looked)
    caution = Message(
        "Who browses may have been keener to begin with: the difference shows whom to speak to, not what speaking to them would change."
    )
    finding = Finding(
        count(own["customers"]),
        Message("customers browse without buying. Of former buyers who did so on {start}, {yes} ({yes_low} to {yes_high}) ordered within {days} days; of those who had not browsed, {no}.", **{k: v for k, v in facts.items() if k not in ("no_low", "no_high")}),
        float(own["revenue"]),
        "engagement",
        headline=title if apart else Message("{n} customers browse without buying", n=count(own["customers"])),
    )  # fmt: skip
    decision = Decision(
        Message("Speak to the {n} customers who browse without buying while they look", n=count(own["customers"])),
        Message("As things stood, {yes} of the former buyers among them ordered within {days} days without further ado: keep a group apart and count what comes on top.", yes=facts["yes"], days=facts["days"]),
        float(own["revenue"]),
    )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=SUBTITLE,
        note=note,
        alt=Message("Ordered afterwards: former buyers who browsed {yes}, who did not {no}.", yes=facts["yes"], no=facts["no"]),
        so=(caution,),
        findings=(finding,),
        decisions=(decision,) if apart else (),
    )


def frequency(sizes: pd.DataFrame, returns: pd.DataFrame | None, definition: pd.DataFrame, *, basis: Basis, followed: Followed) -> Words:  # fmt: skip
    """How often customers are seen, and whether frequent use goes with orders."""
    rows, rule = of_method(sizes, "engagement.frequency"), definition.set_index("segment")
    found = of_method(returns, "engagement.frequency") if returns is not None else pd.DataFrame()
    heavy, light = (rate(found, key) for key in ("usage_heavy", "usage_light"))
    used = rows.drop(index=list(OUTSIDE), errors="ignore")
    top = rows.loc["usage_heavy", "customers"] if "usage_heavy" in rows.index else 0.0
    answer = [
        Message("Of {n} customers seen in the last 90 days, {heavy} were there on {low} days or more.", n=count(used["customers"].sum()), heavy=count(top), low=count(rule.loc["usage_heavy", "active_days_low"]))
    ] if top == top else [UNTOLD]  # fmt: skip
    title = Message("{heavy} customers use website or app often", heavy=count(top)) if top == top else UNTOLD
    if heavy is not None and light is not None:
        apart = heavy["low"] > light["high"] or light["low"] > heavy["high"]
        facts = {"heavy": share(heavy["share"]), "light": share(light["share"]), "days": days(followed.days), "start": day(followed.start)}  # fmt: skip
        answer.append(Message("Of the heavy users on {start}, {heavy} ordered within {days} days; of the light, {light}.", **facts))
        title = Message(
            "{heavy} of heavy users ordered afterwards, {light} of light users", heavy=facts["heavy"], light=facts["light"]
        )
        if not apart:
            answer.append(Message("The ranges that chance leaves open overlap: how often customers look tells little here."))
    basis_of = {
        "quantile": Message("Limits at 50 and 80% of those with a day of use; equal numbers of days stay together."),
        "fixed": Message("Too many customers have the same number of days to form three groups, so fixed limits apply: 1 day, 2 to 4, 5 and more."),
        "given": Message("Limits as client.yaml sets them."),
    }[str(rule["basis"].iloc[0])]  # fmt: skip
    note = (*source(rows, basis), basis_of, *(followed.note() if returns is not None else ()))
    return Words(answer=tuple(answer), title=title, subtitle=SUBTITLE, note=note, alt=title)


def category(sizes: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed) -> Words:
    """What is looked at most, and how the lookers of each category went on."""
    rows = of_method(sizes, "engagement.category")
    named = rows.drop(index=["(missing)", "(other)", TOGETHER], errors="ignore").dropna(subset="customers")
    browsed = rows.drop(index="(missing)", errors="ignore")["customers"].sum()
    if named.empty:
        title = Message("No category is looked at by enough customers to stand for itself")
        return Words(answer=(title,), title=title, subtitle=SUBTITLE, note=source(rows, basis), alt=title)
    top = named["customers"].idxmax()
    facts = {"category": raw(top), "n": count(named.loc[top, "customers"]), "part": share(named.loc[top, "customers"] / browsed)}
    answer = [Message("{category} is what most customers look at: {n}, or {part} of those who browse by category.", **facts)]
    title = Message("{category} is looked at most: {part} of those who browse", category=facts["category"], part=facts["part"])
    found = of_method(returns, "engagement.category") if returns is not None else pd.DataFrame(columns=["n", "share"])
    enough = found[(found["n"] >= ENOUGH) & found["share"].notna() & ~found.index.isin(UNTOLD)]
    if len(enough) > 1:
        best, worst = enough["share"].idxmax(), enough["share"].idxmin()
        told = {"best": raw(best), "high": share(enough.loc[best, "share"]), "worst": raw(worst), "low": share(enough.loc[worst, "share"]), "days": days(followed.days), "start": day(followed.start)}  # fmt: skip
        if enough.loc[best, "low"] > enough.loc[worst, "high"]:
            answer.append(Message("Of those who looked at {best} on {start}, {high} ordered something within {days} days; of those at {worst}, {low}.", **told))  # fmt: skip
        else:
            answer.append(Message("Between the categories looked at, the shares who ordered something within {days} days lie from {low} to {high}, no further apart than chance would put them.", low=told["low"], high=told["high"], days=told["days"]))  # fmt: skip
    note = (*source(rows, basis), *(followed.note() if returns is not None else ()))
    return Words(answer=tuple(answer), title=title, subtitle=SUBTITLE, note=note, alt=title)


def _limits(rule: pd.DataFrame) -> Message:
    """The limits of the groups in words; without orders nobody can be told to browse without buying."""
    seen = {"active": days(rule.loc["online_active", "seen_age_high"]), "quiet": days(rule.loc["online_cooling", "seen_age_high"])}
    buying = rule.loc["online_browsing", "order_age_low"]
    if buying != buying:
        return Message("Seen within {active} days is active, within {quiet} cooling off. Without orders on record it cannot be told who browses without buying.", **seen)  # fmt: skip
    return Message(
        "Seen within {active} days is active, within {quiet} cooling off. Browsing without buying: looked at something in the last 30 days, no order for more than {buying} days or never; so by definition active customers include the recent buyers.",
        **seen, buying=days(buying),
    )  # fmt: skip


def source(rows: pd.DataFrame, basis: Basis) -> tuple[Message, ...]:
    """What the figures rest on."""
    return (
        Message("n = {n} known customers. As of {as_of}. Source: events on website and app with a customer number, and orders.", n=count(rows["customers"].sum()), as_of=day(basis.as_of)),
    )  # fmt: skip


def shares(key: str, row: pd.Series) -> dict[str, Value]:
    """A share and the ends of its interval as values of a message: key, key_low, key_high."""
    return {key: share(row["share"]), f"{key}_low": share(row["low"]), f"{key}_high": share(row["high"])}


def _compared(looked: pd.DataFrame | None, followed: Followed) -> tuple[dict[str, Value], bool] | None:
    """Former buyers who browsed and who did not: the figures, and whether their ranges lie apart; None where too few."""
    if looked is None or looked.empty:
        return None
    lapsed = looked[looked["group"] == "lapsed"].set_index("browsing")
    if not {0, 1} <= set(lapsed.index) or (lapsed["n"] < ENOUGH).any():
        return None
    facts = shares("yes", lapsed.loc[1]) | shares("no", lapsed.loc[0])
    return facts | {"start": day(followed.start), "days": days(followed.days)}, bool(lapsed.loc[1, "low"] > lapsed.loc[0, "high"])


def _prospects(looked: pd.DataFrame) -> list[Message]:
    """The same of those who had never ordered, where there are enough."""
    never = looked[looked["group"] == "never"].set_index("browsing")
    if not {0, 1} <= set(never.index) or (never["n"] < ENOUGH).any():
        return []
    return [
        Message("Of those who had never ordered, {yes} of the browsers did so for the first time, {no} of the others.", yes=share(never.loc[1, "share"]), no=share(never.loc[0, "share"]))
    ]  # fmt: skip
