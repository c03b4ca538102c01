"""Chapter 02 in sentences: what customers prefer, how sure that is, and what orders are for."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.notes import Basis
from analysis.segmentations.lenses import STATES, UNTOLD
from analysis.text import Finding, Message, Words, count, money, name, share

UNCLEAR = ("no_clear_preference", "price_mixed", "too_few_orders", *STATES)
WORTH = 0.02  # a share above chance by less is no preference that a team could use
APART = ("gift", "banquet", "bulk")


def preferences(overview: pd.DataFrame, sizes: pd.DataFrame, basis: Basis) -> Words:
    """How many customers have a clear preference, of which kind, beside what chance alone would show."""
    said = overview.dropna(subset=["share"])
    subtitle = Message("Share of customers with a clear preference and its 95% range; the mark is what chance alone would show")
    if said.empty:
        none = Message("Nobody has enough choices to tell a preference.")
        return Words(answer=(none,), title=none, subtitle=subtitle, note=basis.window())
    beyond = said[(said["low"] > said["chance"]) & (said["share"] - said["chance"] >= WORTH)]
    best = (beyond if len(beyond) else said).assign(gain=lambda t: t["share"] - t["chance"]).sort_values("gain").iloc[-1]
    facts = {
        "what": name("preference", best["by"]), "share": share(best["share"]), "low": share(best["low"]), "high": share(best["high"]),
        "n": count(best["n"]), "chance": share(best["chance"]),
    }  # fmt: skip
    note = basis.window(
        Message("Only customers with at least {k} choices are counted; a preference is clear when it is {sure} certain that the first choice leads the runner-up (price, weekend: that the share lies clearly off the average).", k=count(said["minimum"].min()), sure=share(best["confidence"], 0)),
        Message("Chance: the same customers, with as many choices each, if all chose by the common mix."),
    )  # fmt: skip
    if beyond.empty:
        answer = Message("No lens shows more clear preferences than chance would: even {what} has {share} ({low} to {high}) of {n} customers, chance {chance}.", **facts)  # fmt: skip
        return Words(answer=(answer,), title=Message("No preferences beyond chance"), subtitle=subtitle, note=note, alt=answer)
    answer = [Message("{what}: {share} ({low} to {high}) of the {n} customers with enough choices have a clear preference; chance alone would show {chance}.", **facts)]  # fmt: skip
    idle = said[~said["method"].isin(beyond["method"])]
    answer += [
        Message("{what}: {share} of {n} customers, not clearly more than the {chance} that chance would show. Do not build on it.", what=name("preference", row.by), share=share(row.share), n=count(row.n), chance=share(row.chance))
        for row in idle.itertuples()
    ]  # fmt: skip
    own = sizes[(sizes["method"] == best["method"]) & ~sizes["segment"].isin(UNCLEAR)]
    finding = Finding(
        facts["share"],
        Message("of the {n} customers with enough choices have a clear preference ({what}); chance alone would show {chance}.", n=facts["n"], what=facts["what"], chance=facts["chance"]),
        float(own["revenue"].sum()), "preferences",
        headline=Message("{n} customers show a clear preference ({what})", n=count(best["clear"]), what=facts["what"]),
    )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("{what}: {share} have a clear preference, {chance} would by chance", **facts),
        subtitle=subtitle,
        note=note,
        alt=Message("{what}: {share} ({low} to {high}), chance {chance}.", **facts),
        so=(Message("Lead with the preferred value where it is clear; elsewhere show the range rather than guess."),),
        findings=(finding,),
    )  # fmt: skip


def preferred(sizes: pd.DataFrame, overview: pd.DataFrame, basis: Basis) -> Words:
    """What those with a clear preference prefer: the commonest value of each lens."""
    told, titles = [], []
    for lens in overview["method"]:
        own = sizes[(sizes["method"] == lens) & ~sizes["segment"].isin((*UNTOLD, *STATES))]
        if len(own) and own["customers"].max() > 0:
            top = own.sort_values(["customers", "segment"], ascending=[False, True]).iloc[0]
            told.append(
                Message("{lens}: most often “{segment}”, {n} customers with {money} of revenue.", lens=name("lens", lens), segment=name("segment", top["segment"]), n=count(top["customers"]), money=money(top["revenue"]))
            )  # fmt: skip
            titles.append(
                Message("{lens}: “{segment}” leads, with {n} customers", lens=name("lens", lens), segment=name("segment", top["segment"]), n=count(top["customers"]))
            )  # fmt: skip
    return Words(
        answer=tuple(told[:2]),
        title=titles[0] if titles else Message("No preference is shared by enough customers"),
        subtitle=Message("Customers with a clear preference by what they prefer, and their revenue in the window"),
        note=basis.window(
            Message("Customers without a clear preference, or with too few choices, stand in the last rows of each lens.")
        ),
    )


def held(lacking: Mapping[str, str]) -> tuple[Message, ...]:
    """Which kinds of preference cannot be told, and why; `lacking` maps a kind to its reason."""
    return tuple(
        Message("{what}: {reason}", what=name("preference", kind), reason=name("lacking", reason))
        for kind, reason in lacking.items()
        if reason
    )


def occasions(months: pd.DataFrame, basis: Basis) -> Words:
    """What orders are for, month by month."""
    by_kind = months.groupby("occasion")[["orders", "revenue"]].sum().reindex([*APART, "self_use", "unclassified"], fill_value=0.0)
    total, revenue = float(by_kind["orders"].sum()), float(by_kind["revenue"].sum())
    apart = by_kind.loc[list(APART)]
    subtitle = Message("Share of each month’s orders by what they were for")
    note = basis.history(
        Message("n = {n} orders. Told from quantity, whole cases, days before a festival and a place other than the customer’s; an order with a single sign of a gift is not guessed at.", n=count(total)),
    )  # fmt: skip
    if not total or not apart["orders"].sum():
        none = Message("No order shows that it was for anything but the customer’s own use.")
        return Words(answer=(none,), title=none, subtitle=subtitle, note=note, alt=none)
    facts = {
        "share": share(apart["orders"].sum() / total), "money": share(apart["revenue"].sum() / revenue if revenue else float("nan")),
        "untold": share(by_kind.loc["unclassified", "orders"] / total), "n": count(total),
    }  # fmt: skip
    answer = Message(
        "{share} of {n} orders, with {money} of revenue, were gifts, banquets or bulk; of {untold} the occasion cannot be told.",
        **facts,
    )
    peak = months[months["occasion"].isin(APART)].groupby("month")["orders"].sum()
    of_month = months.groupby("month")["orders"].sum()
    strongest = float((peak / of_month).max())
    finding = Finding(
        facts["money"],
        Message("of revenue comes with gifts, banquets and bulk: {share} of {n} orders. They follow the calendar, not the customer’s own rhythm.", share=facts["share"], n=facts["n"]),
        float(apart["revenue"].sum()), "occasions",
        headline=Message("{money} of revenue is bought for an occasion", money=facts["money"]),
    )  # fmt: skip
    return Words(
        answer=(answer,),
        title=Message("{money} of revenue is bought for an occasion; in the strongest month {peak} of orders are", money=facts["money"], peak=share(strongest)),
        subtitle=subtitle,
        note=note,
        alt=answer,
        so=(Message("Plan these orders by the calendar. They are left out where the usual time between orders is measured, so a gift does not make its giver look overdue in spring."),),
        findings=(finding,),
    )  # fmt: skip
