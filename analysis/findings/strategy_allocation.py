"""Chapter 04 in sentences: where the budget should go, what the next sum would bring, and what hangs on belief."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.findings.strategy_settings import Terms
from analysis.strategies.allocation import Limits, slopes
from analysis.text import Decision, Finding, Message, Words, count, decimal, money, name, raw, share
from analysis.text.names_strategy import people_value

SHAKY = 0.2  # of the money: what moves more than this under another belief is said
MINUTES = 100
NOTHING = 0.5  # currency: below it nothing more is brought


def step_of(budget: float | None, most: float) -> float:
    """A round sum to speak of the next one: a tenth of the power of ten below the budget, or below what can be used."""
    size = budget or most
    return 10 ** np.floor(np.log10(size)) / 10 if size >= 1 else 1.0


def allocation(
    spent: pd.DataFrame,
    curve: pd.DataFrame,
    checks: pd.DataFrame,
    prices: Mapping[str, float],
    *,
    terms: Terms,
    step: float,
    limits: Limits,
    first_better: float,
) -> dict[str, Words]:
    """The words around the chart of the allocation, the curve over budgets and the table."""
    used, margin = float(spent["cost"].sum()), float(spent["margin_base"].sum())
    chosen = spent[spent["contacts"] > 0.5].sort_values("margin_base", ascending=False)
    facts = {
        "spent": money(used), "margin": money(margin), "low": money(spent["margin_low"].sum()), "high": money(spent["margin_high"].sum()),
        "n": count(chosen["contacts"].sum()), "budget": money(terms.budget or 0.0), "k": count(len(chosen)),
    }  # fmt: skip
    answer = [_opening(chosen, facts, terms), *_nulls(spent, terms), *_next(used, prices, terms, step), *_shaky(checks)]
    title = _title(chosen, terms)
    main = Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Margin expected after the cost of the contacts, by play and segment; the line from the low to the high end of the effects"),
        note=(*_method(spent, terms, first_better), *_limit_notes(limits, spent)),
        alt=title,
        findings=_finding(chosen, facts, margin),
        decisions=_decision(chosen, facts, terms, margin),
    )  # fmt: skip
    return {"allocation": main, "curve": _curve(curve), "allocation_table": _table_words()}


def _opening(chosen: pd.DataFrame, facts: Mapping, terms: Terms) -> Message:
    if chosen.empty:
        return Message("Effects are known, but at them no contact brings more than it costs, so nothing is allotted.")
    if terms.budget is None:
        return Message(
            "No budget is given in client.yaml. Up to {spent} would pay: {n} customers contacted, {margin} of margin expected after that cost ({low} to {high}).",
            **facts,
        )
    return Message(
        "Of the budget of {budget}, {spent} is allotted, all of it to plays whose effect is tested or sourced: {n} customers contacted, {margin} of margin expected after that cost ({low} to {high}).",
        **facts,
    )


def _title(chosen: pd.DataFrame, terms: Terms) -> Message:
    if chosen.empty:
        return Message("No play with a known effect pays for its contacts")
    top = chosen.iloc[0]
    told = {
        "play": raw(terms.titles[top["play"]]),
        "people": people_value(top["method"], top["segment"]),
        "margin": money(top["margin_base"]),
    }
    return Message("Most is expected of “{play}” for {people}: {margin} after cost", **told)


def _nulls(spent: pd.DataFrame, terms: Terms) -> list[Message]:
    """Tested plays whose effect may be nothing: said, not hidden."""
    null = spent[(spent["evidence"] == "tested") & (spent["contacts"] > 0.5) & (spent["margin_low"] < 0)]
    if null.empty:
        return []
    told = null.sort_values("contacts", ascending=False).iloc[0]
    return [
        Message(
            "At the low end of its range “{play}” for {people} would not pay for its contacts: keep a group left alone, and read it again.",
            play=raw(terms.titles[told["play"]]), people=people_value(told["method"], told["segment"]),
        )
    ]  # fmt: skip


def _next(used: float, prices: Mapping[str, float], terms: Terms, step: float) -> list[Message]:
    """What the next sum, or the next minutes, would bring."""
    said = []
    if terms.budget is not None:
        more = prices.get("budget", 0.0)
        if more > NOTHING:
            said.append(
                Message("The next {step} would bring about {more} of margin after cost.", step=money(step), more=money(more))
            )
        else:
            said.append(
                Message(
                    "More money would bring nothing more from these plays: the other {rest} of the budget buys tests first, or stays unspent.",
                    rest=money(terms.budget - used),
                )
            )
    for owner, each in prices.items():
        if owner != "budget" and each * MINUTES > NOTHING:
            said.append(
                Message(
                    "The time of {staff} is the limit: another {minutes} minutes would bring about {more}.",
                    staff=name("staff", owner), minutes=count(MINUTES), more=money(each * MINUTES),
                )
            )  # fmt: skip
    return said


def _shaky(checks: pd.DataFrame) -> list[Message]:
    """How much of the money would move under another belief about the effects."""
    moved = checks.set_index("scenario")["moved"]
    said = []
    worst = moved[["low", "high"]].max()
    if worst > SHAKY:
        said.append(Message("Take care: if the effects lay at one end of their ranges, {share} of the money would go elsewhere or stay unspent.", share=share(worst)))  # fmt: skip
    else:
        said.append(Message("The answer hangs little on the exact effects: at the ends of their ranges {share} of the money would go elsewhere.", share=share(worst)))  # fmt: skip
    if moved["tested_only"] > SHAKY:
        said.append(Message("{share} of the money rests on effects that a source reports and nobody has tested here.", share=share(moved["tested_only"])))  # fmt: skip
    return said


def _method(spent: pd.DataFrame, terms: Terms, first_better: float) -> tuple[Message, ...]:
    lens = spent["method"].iloc[0]
    steepest = slopes(first_better)
    response = Message(
        "Response: the effect is the mean over all who can be reached; the likeliest are contacted first, so the first fifth is taken to bring {first} times the mean and the last {last} times (an assumption: strategy.first_better in client.yaml).",
        first=decimal(steepest[0]), last=decimal(steepest[-1]),
    )  # fmt: skip
    if first_better == 0:
        response = Message("Response: every contact of a play is taken to bring the same.")
    return (
        Message("One lens alone, {lens}, so that nobody is counted twice; one play per customer; {hold_out} stay without contact and keep on measuring.", lens=name("lens_within", lens), hold_out=share(terms.hold_out)),
        response,
        Message("The low and high of a sum suppose that all effects are low, or high, at once."),
        *(() if terms.consent else (Message("No consent is on record: all customers of a segment are taken for reachable."),)),
    )  # fmt: skip


def _limit_notes(limits: Limits, spent: pd.DataFrame) -> tuple[Message, ...]:
    said = [Message("At most {k} plays per segment.", k=count(limits.most_plays))]
    said += [
        Message("Time of {staff}: {used} of {all} minutes.", staff=name("staff", owner), used=count(spent["minutes"].sum()), all=count(minutes))
        for owner, minutes in limits.capacity.items()
        if len(limits.capacity) == 1
    ]  # fmt: skip
    if limits.minimum:
        said.append(Message("The least service that client.yaml asks for is kept (strategy.minimum)."))
    return tuple(said)


def _finding(chosen: pd.DataFrame, facts: Mapping, margin: float) -> tuple[Finding, ...]:
    if chosen.empty or chosen["margin_base"].sum() <= 0:
        return ()
    sentence = Message("of margin after cost is expected from contacting {n} customers for {spent} with plays that are tested or sourced ({low} to {high}).", **{k: facts[k] for k in ("n", "spent", "low", "high")})  # fmt: skip
    return (Finding(facts["margin"], sentence, margin, "budget"),)


def _decision(chosen: pd.DataFrame, facts: Mapping, terms: Terms, margin: float) -> tuple[Decision, ...]:
    if chosen.empty:
        return ()
    top = chosen.iloc[0]
    title = Message("Release {spent} for “{play}” and the other plays with a known effect", spent=facts["spent"], play=raw(terms.titles[top["play"]]))  # fmt: skip
    if len(chosen) == 1:
        title = Message("Release {spent} for “{play}”", spent=facts["spent"], play=raw(terms.titles[top["play"]]))
    reason = Message("{margin} of margin after cost is expected ({low} to {high}); {hold_out} stay without contact, so that it is measured again.", hold_out=share(terms.hold_out), **{k: facts[k] for k in ("margin", "low", "high")})  # fmt: skip
    return (Decision(title, reason, margin),)


def _curve(curve: pd.DataFrame) -> Words:
    """What each budget would bring, and what simpler ways to spend it would."""
    half = curve.iloc[(curve["budget"] - curve["spent"].max() / 2).abs().argmin()]
    gap = float(half["margin"] - half["proportional"])
    lead = {"budget": money(half["budget"]), "ours": money(half["margin"]), "rule": money(half["proportional"]), "gap": money(gap)}
    title = (
        Message(
            "With {budget} this allocation brings {gap} more than money spread by revenue",
            **{k: lead[k] for k in ("budget", "gap")},
        )
        if gap > NOTHING
        else Message("This allocation brings no more than money spread by revenue: there is little to choose between")
    )
    return Words(
        title=title,
        subtitle=Message("Margin expected after cost, by budget: as allotted here, by revenue, by number of customers, dearest customers first"),
        note=(
            Message("The same effects, response and limits for all; the band runs from the low to the high end of the effects."),
            Message("The curve lies flat from {most} on: nobody is left whom a contact would pay for, or the staff have no time left.", most=money(curve["spent"].max())),
        ),
        alt=Message("At {budget}: {ours} as allotted, {rule} by revenue.", **{k: lead[k] for k in ("budget", "ours", "rule")}),
    )  # fmt: skip


def _table_words() -> Words:
    return Words(
        title=Message("Who is contacted, at what cost, for what"),
        subtitle=Message("Customers to contact, money, staff time, extra orders and margin after cost, with the low and high end of the effects"),
    )  # fmt: skip


def effects(table: pd.DataFrame, terms: Terms) -> Words:
    """What the playbook expected, what the client's own campaigns showed, and both together; `table` is `play_effects`."""
    overall = table[table["method"] == "(all)"].sort_values("base", ascending=False)
    top, answer = overall.iloc[0], []
    for _, same in overall.groupby(["own", "n"], sort=False):  # one campaign may have been an instance of several plays
        row = next(same.itertuples())
        facts = {
            "play": raw("” / “".join(terms.titles[play] for play in same["play"])), "own": decimal(100 * row.own), "low": decimal(100 * row.own_low), "high": decimal(100 * row.own_high),
            "n": count(row.n), "control": count(row.control_n),
        }  # fmt: skip
        if row.low <= 0 <= row.high:
            answer.append(Message("“{play}” was tested on {n} customers against {control} left alone and brought {own} extra orders per hundred ({low} to {high}): no effect can be seen. Stop it, or change it and test again.", **facts))  # fmt: skip
        elif row.high < 0:
            answer.append(Message("“{play}” was tested on {n} customers against {control} left alone and cost orders: {own} per hundred ({low} to {high}). Stop it.", **facts))  # fmt: skip
        else:
            answer.append(Message("“{play}” was tested on {n} customers against {control} left alone and brought {own} extra orders per hundred ({low} to {high}).", **facts))  # fmt: skip
    told = {
        "play": raw(terms.titles[top["play"]]),
        "base": decimal(100 * top["base"]),
        "low": decimal(100 * top["low"]),
        "high": decimal(100 * top["high"]),
    }
    return Words(
        answer=tuple(answer),
        title=Message("Own campaigns: “{play}” brings {base} extra orders per hundred ({low} to {high})", **told),
        subtitle=Message("Extra orders per hundred contacted: what the playbook expected, what the client’s own campaigns showed, and both together, with 95% intervals"),
        note=(
            Message("Difference in the share who ordered within {days} days, contacted less left alone by lot; whoever ordered twice counts once.", days=count(30)),
            Message("Segments are those on the day before the campaign, by today’s limits. Each is drawn towards all who were contacted, the more the less its own numbers say (empirical Bayes)."),
            Message("Where the playbook gives no effect from a source, the client’s own mean stands for it."),
        ),
    )  # fmt: skip
