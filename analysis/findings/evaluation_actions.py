"""What the campaigns did, held against the customers who were held out by lot."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.text import Decision, Finding, Message, Skip, Words, count, day, decimal, money, points, raw, share
from analysis.text.message import Value

BROKEN = 0.001  # sample-ratio p-value below which the assignment is not believed
NO_CONTACTS = Skip(
    Message("No campaign contacts are held."),
    Message("One row per customer contacted or held out: customer number, campaign, day, group (control for the hold-out), cost."),
    Message("What a campaign brought, over and above the orders that would have come anyway."),
)
NO_CAMPAIGN = Skip(
    Message("No campaign was contacted in the window, or its days of waiting are not over."),
    Message("The contacts of the latest campaigns, with the day of contact."),
    Message("What a campaign brought, over and above the orders that would have come anyway."),
)


def campaigns(table: pd.DataFrame, arms: pd.DataFrame, *, days: int, first: date, last: date) -> Words:
    """The effects of randomised campaigns; without one, why there is none."""
    spread = {"first": day(first), "last": day(last), "days": count(days)}
    note = [
        Message("Campaigns contacted from {first} to {last}; orders within {days} days, the day of contact included.", **spread),
        Message("95% intervals (Newcombe). Source: campaign contacts and order lines."),
    ]
    if table.empty:
        return Words(answer=_OBSERVED, title=Message("No effect can be told"), note=tuple(note))
    top = table.iloc[0]
    facts = {
        "campaign": raw(top["campaign"]), "difference": points(top["difference"]), "low": _bare(top["low"]),
        "high": _bare(top["high"]), "rate": share(top["rate"]), "base": share(top["control_rate"]), "days": count(days),
    }  # fmt: skip
    note += [_ratio(top), *_alike(top, days), *_loose(arms)]
    return Words(
        answer=(
            Message("“{campaign}”: {rate} of those contacted ordered within {days} days, {base} of those held out by lot.", **facts),
            _verdict(top, facts),
        ),
        title=_title(top, facts),
        subtitle=Message("Difference in the share who ordered within {days} days, contacted less held out, with 95% interval", days=count(days)),
        note=tuple(note),
        alt=Message("{campaign}: {difference} ({low} to {high}), from a base of {base}.", **facts),
        so=_pays(top),
        findings=_finding(top, facts) if top["low"] > 0 and not _broken(top) else (),
        decisions=_decision(top, facts) if not _broken(top) else (),
    )  # fmt: skip


def arms_words(*, days: int) -> Words:
    """The words around the table of arms."""
    return Words(
        subtitle=Message("Every group of every campaign: customers, those with an order within {days} days, revenue per customer in these days", days=count(days)),
        note=(Message("Revenue per customer is after refunds. The difference is against the customers held out by lot."),),
    )  # fmt: skip


_OBSERVED = (
    Message("These contacts had no group held out by lot, so what they brought cannot be told."),
    Message(
        "Those contacted were chosen: they would have ordered at another rate anyway. The figures below are observed, not caused."
    ),
)


def _bare(difference: float) -> Value:
    """A difference of shares in points, inside a bracket that follows its unit."""
    return decimal(difference * 100, 1)


def _broken(top: pd.Series) -> bool:
    """Whether the arms were unequal before the contact, or are not as large as planned."""
    apart = top["check_low"] > 0 or top["check_high"] < 0
    return bool(apart or top["sample_ratio_p"] < BROKEN)


def _verdict(top: pd.Series, facts: dict) -> Message:
    if _broken(top):
        return Message(
            "But the two groups were not alike to begin with, so the difference of {difference} cannot be put down to the contact.",
            **facts,
        )
    if top["low"] > 0:
        return Message("The difference of {difference} ({low} to {high}) is more than chance: the contact brought orders.", **facts)
    if top["high"] < 0:
        return Message("The difference of {difference} ({low} to {high}) is more than chance: the contact cost orders.", **facts)
    return Message("The difference of {difference} ({low} to {high}) may be chance: nothing is proven either way.", **facts)  # fmt: skip


def _title(top: pd.Series, facts: dict) -> Message:
    """The effect as a finding."""
    told = {key: facts[key] for key in ("campaign", "difference", "low", "high")}
    if _broken(top):
        return Message("“{campaign}”: the groups were not alike, so no effect can be told", campaign=facts["campaign"])
    if top["low"] > 0:
        return Message("“{campaign}” raised the share who ordered: {difference} ({low} to {high})", **told)
    if top["high"] < 0:
        return Message("“{campaign}” lowered the share who ordered: {difference} ({low} to {high})", **told)
    return Message("“{campaign}” shows no effect beyond chance: {difference} ({low} to {high})", **told)


def _ratio(top: pd.Series) -> Message:
    p = top["sample_ratio_p"]
    groups = {"n": count(top["n"]), "control": count(top["control_n"])}
    if p != p:
        return Message(
            "{n} contacted, {control} held out; the planned split is not on file (strategy.hold_out in client.yaml), so it cannot be checked.",
            **groups,
        )
    if p < BROKEN:
        return Message(
            "{n} contacted, {control} held out: not the planned split (p = {p}). Something in the assignment or in the data is broken.",
            **groups,
            p=decimal(p, 4),
        )
    return Message("{n} contacted, {control} held out, as planned (sample-ratio check: p = {p}).", **groups, p=decimal(p, 2))  # fmt: skip


def _alike(top: pd.Series, days: int) -> tuple[Message, ...]:
    """The difference in as many days before the contact, when there should be none."""
    if top["check"] != top["check"]:
        return ()
    facts = {"check": points(top["check"]), "low": _bare(top["check_low"]), "high": _bare(top["check_high"]), "days": count(days)}
    return (Message("Check: in the {days} days before the contact the difference was {check} ({low} to {high}).", **facts),)


def _loose(arms: pd.DataFrame) -> tuple[Message, ...]:
    loose = arms.loc[~arms["randomised"], "campaign"].nunique()
    if not loose:
        return ()
    return (Message("{n} campaigns without a hold-out are in the table only: what they brought cannot be told.", n=count(loose)),)


def _pays(top: pd.Series) -> tuple[Message, ...]:
    """From which difference on the contact pays, and whether this one did."""
    if top["break_even"] != top["break_even"] or _broken(top):
        return ()
    facts = {
        "cost": money(top["cost"]),
        "buyer": money(top["per_buyer"]),
        "least": points(top["break_even"]),
        "margin": share(top["margin"]),
    }
    sums = Message(
        "A contact costs {cost} and a customer who orders spends {buyer}: at a margin of {margin} it pays from {least}.", **facts
    )
    if top["break_even"] < 0.0005:  # less than the points that are shown
        told = {key: facts[key] for key in ("cost", "buyer", "margin")}
        sums = Message(
            "A contact costs {cost} and a customer who orders spends {buyer}: at a margin of {margin} almost any gain pays for it.",
            **told,
        )
    if top["low"] > top["break_even"]:
        return sums, Message("It paid, even at the low end of the range.")
    if top["difference"] > top["break_even"]:
        return sums, Message("It paid on the best estimate, not at the low end of the range.")
    return sums, Message("It did not pay on the best estimate.")


def _extra(top: pd.Series, column: str) -> float:
    """Customers who would not have ordered in these days."""
    return float(top[column] * top["n"])


def _finding(top: pd.Series, facts: dict) -> tuple[Finding, ...]:
    extra = {"extra": count(_extra(top, "difference")), "least": count(_extra(top, "low")), "most": count(_extra(top, "high"))}
    sentence = Message(
        "more of those contacted by “{campaign}” ordered within {days} days than of those held out: about {extra} customers ({least} to {most}).",
        campaign=facts["campaign"], days=facts["days"], **extra,
    )  # fmt: skip
    headline = Message("“{campaign}” brought about {extra} buyers more", campaign=facts["campaign"], extra=extra["extra"])
    return (
        Finding(facts["difference"], sentence, _extra(top, "difference") * float(top["per_buyer"]), "actions", headline=headline),
    )


def _decision(top: pd.Series, facts: dict) -> tuple[Decision, ...]:
    weight = abs(_extra(top, "difference")) * float(np.nan_to_num(top["per_buyer"]))
    pays = top["break_even"] if top["break_even"] == top["break_even"] else 0.0
    if top["low"] > pays:
        title = Message("Repeat “{campaign}”, again with a hold-out", campaign=facts["campaign"])
    elif top["high"] < pays:
        title = Message("Stop “{campaign}” in its present form", campaign=facts["campaign"])
    else:
        title = Message("Test “{campaign}” once more on a larger group", campaign=facts["campaign"])
    reason = Message(
        "{rate} ordered against {base} of those held out: {difference} ({low} to {high}).",
        **{k: facts[k] for k in ("rate", "base", "difference", "low", "high")},
    )
    return (Decision(title, reason, weight),)  # fmt: skip
