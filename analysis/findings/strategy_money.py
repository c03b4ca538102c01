"""Chapter 04 in sentences: where the budget should go, and from what lift a play pays for itself."""

import pandas as pd

from analysis.findings.strategy_settings import Terms
from analysis.text import Decision, Message, Words, count, decimal, money, money_exact, name, raw, share


def budget(needs: pd.DataFrame, tests: pd.DataFrame, stakes: pd.DataFrame, terms: Terms) -> Words:
    """Where the money should go: nowhere by forecast yet; from what each play pays for itself."""
    known = needs.dropna(subset="break_even")
    proven = needs[needs["evidence"] != "to_be_tested"]
    answer = [
        Message("No money is allotted: the effect of no play is sourced or tested, so every split would be a guess.")
        if proven.empty
        else Message("No money is allotted: for {k} of {n} plays the effect is neither sourced nor tested.", k=count(len(needs) - len(proven)), n=count(len(needs)))
    ]  # fmt: skip
    lens = tests[(tests["method"] == terms.lens) & ~tests["play"].isin(proven["play"])].dropna(subset="test_cost")
    cost = float(lens["test_cost"].sum()) if len(lens) else float("nan")
    if cost == cost:
        answer.append(_price(cost, lens, terms))
    if known.empty:
        told = _ceilings(needs, terms)
    else:
        low, high = known["break_even"].min(), known["break_even"].max()
        cheap = known.loc[known["break_even"].idxmin()]
        title = (
            Message("A contact pays for itself from {low} to {high} extra orders per hundred", low=decimal(100 * low, 2), high=decimal(100 * high, 2))
            if len(known) > 1
            else Message("A contact pays for itself from {low} extra orders per hundred", low=decimal(100 * low, 2))
        )  # fmt: skip
        told = Words(
            title=title,
            subtitle=Message("Extra orders needed per hundred customers contacted; beside it what that comes to, and what all contacts cost"),
            note=(
                Message("Margin: {margin} of revenue.", margin=share(terms.margin)),
                _costs(terms),
                Message("For fuller baskets the figure is the rise of the next basket in per cent, if all who are contacted order."),
                Message("Only the contact is counted: an adviser’s time, a gift or a discount raises the figure."),
                *_tested(terms),
            ),
            alt=Message("From {low} to {high} extra orders per hundred; least for {play}.", low=decimal(100 * low, 2), high=decimal(100 * high, 2), play=raw(terms.titles[cheap["play"]])),
        )  # fmt: skip
    so = (Message("Totals leave out every play that is to be tested, so no gain is counted on. What is spent now buys knowledge: tests first, then the split."),)  # fmt: skip
    return Words(
        tuple(answer), told.title, told.subtitle, told.note, told.alt, so, decisions=_budget_decision(cost, lens, stakes, terms)
    )


def budget_beside(told: Words) -> Words:
    """The words of break-even where money is allotted as well: they are about the plays that stay to be tested."""
    return Words(
        (Message("All other plays are to be tested first: their effect is neither tested nor sourced, so no money is allotted to them but for the test."), *told.answer[1:]),
        told.title, told.subtitle, told.note, told.alt,
    )  # fmt: skip


def _price(cost: float, lens: pd.DataFrame, terms: Terms) -> Message:
    facts = {"n": count(lens["play"].nunique()), "lens": name("lens_within", terms.lens), "cost": money(cost)}
    if terms.budget:
        return Message(
            "Testing the {n} plays of {lens} once costs {cost} in contacts, {share} of the budget of {budget}.",
            share=share(cost / terms.budget), budget=money(terms.budget), **facts,
        )  # fmt: skip
    return Message("Testing the {n} plays of {lens} once costs {cost} in contacts.", **facts)


def _tested(terms: Terms) -> tuple[Message, ...]:
    """A campaign with a control group on record: its effect is its own."""
    if not terms.campaigns:
        return ()
    return (
        Message("{n} campaigns with a group left alone are on record. What they brought (chapter 05) is not carried over: client.yaml does not say which play they were (strategy.experiments).", n=count(terms.campaigns))
        if terms.campaigns > 1
        else Message("One campaign with a group left alone is on record. What it brought (chapter 05) is not carried over: client.yaml does not say which play it was (strategy.experiments)."),
    )  # fmt: skip


def _costs(terms: Terms) -> Message:
    """What a contact costs and where that is from."""
    if not terms.costs:
        return Message("Cost of a contact: the starting values of the playbook.")
    channel, cost = min(terms.costs.items(), key=lambda item: item[1])
    return Message(
        "Cost of a contact: {cost} by {channel}, from the campaign contacts on record; other channels at the starting values of the playbook.",
        cost=money_exact(cost), channel=name("contact_channel_lower", channel),
    )  # fmt: skip


def _ceilings(needs: pd.DataFrame, terms: Terms) -> Words:
    """No cost on record: what a contact may cost at most."""
    known = needs.dropna(subset="ceiling")
    if known.empty:
        return Words()
    low, high = known["ceiling"].min(), known["ceiling"].max()
    dear = known.loc[known["ceiling"].idxmax()]
    return Words(
        title=Message("A contact that brings one extra order in a hundred may cost {low} to {high}", low=money(low), high=money(high)),
        subtitle=Message("What one contact may cost at most if it brings one extra order per hundred customers contacted"),
        note=(
            Message("Average order of the segment × margin of {margin} ÷ 100. No cost per contact is on record.", margin=share(terms.margin)),
            Message("One in a hundred is a yardstick, not a forecast: at two in a hundred the figures double."),
        ),
        alt=Message("From {low} to {high} per contact; most for {play}.", low=money(low), high=money(high), play=raw(terms.titles[dear["play"]])),
    )  # fmt: skip


def _budget_decision(cost: float, lens: pd.DataFrame, stakes: pd.DataFrame, terms: Terms) -> tuple[Decision, ...]:
    weight = float(stakes["forward"].sum())
    if terms.budget and cost == cost and cost < terms.budget:
        return (
            Decision(
                Message("Release {cost} for tests and keep {rest} until they report", cost=money(cost), rest=money(terms.budget - cost)),
                Message(
                    "No effect is proven yet. {cost} contacts the {n} groups of {lens} once, {hold_out} of each left alone; runs too small to tell are put together with the next.",
                    cost=money(cost), n=count(lens["segment"].nunique()), lens=name("lens_within", terms.lens), hold_out=share(terms.hold_out),
                ),
                weight,
            ),
        )  # fmt: skip
    if terms.budget:
        reason = Message("No effect is proven and no cost per contact is on record, so any split of the budget would be a guess.")
        return (Decision(Message("Keep the {budget} until a first test has reported", budget=money(terms.budget)), reason, weight),)
    if terms.margin is None:
        reason = Message(
            "Without them nobody can say from which point a play pays for itself; with them this chapter says it for every play."
        )
        return (Decision(Message("Name the margin and the cost of a contact"), reason, weight * 0.1),)
    return ()
