"""Chapter 04 in sentences: what is proposed, why, and from what lift it pays."""

from collections.abc import Mapping
from datetime import timedelta

import pandas as pd

from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.strategy_figures import ENOUGH
from analysis.findings.strategy_settings import Terms
from analysis.text import Message, Words, count, day, days, decimal, money, name, share
from analysis.text.names_strategy import people_value


def propose(cards: pd.DataFrame, plays: pd.DataFrame, terms: Terms) -> Words:
    """How many plays, and how far they are proven and approved."""
    if cards.empty:
        return Words()
    each = plays.drop_duplicates("play")
    proven, approved = int(each["evidence"].ne("to_be_tested").sum()), int(each["status"].eq("approved").sum())
    facts = {"n": count(len(each)), "cards": count(len(cards)), "lens": name("lens_within", terms.lens)}
    answer = [_described(cards, len(cards) < len(each), facts)]
    if proven:
        answer.append(
            Message("For {k} of them the effect is sourced or tested; the others stand outside every total.", k=count(proven))
        )
    else:
        answer.append(Message("None has an effect that was sourced or tested, so all are proposals to be tried, not forecasts."))
    answer.append(Message("{k} are approved.", k=count(approved)) if approved else Message("None is approved yet."))
    note = [_order(terms), Message("It says where money is within reach, not what a play brings.")]
    if terms.abroad and cards["play"].isin(terms.legal).any():
        note.append(
            Message("The laws named on the cards are those of mainland China: let counsel say what holds where the client sells.")
        )
    if len(terms.costs):
        note.append(Message("Costs count the contact only; time and benefits that a play offers come on top."))
    return Words(
        answer=tuple(answer),
        note=tuple(note),
        so=(
            Message("Prices and benefits follow published rules that hold for everyone; only who is told, when and how depends on the segment."),
        ),
    )  # fmt: skip


def _order(terms: Terms) -> Message:
    """What the plays are sorted by: what is not held does not take part."""
    if terms.consent and terms.margin is not None:
        return Message("Order: revenue × margin × share with consent, less the cost of the contacts.")
    if terms.consent:
        return Message("Order: revenue × share with consent, less the cost of the contacts where it is known; no margin is held.")
    if terms.margin is not None:
        return Message(
            "Order: revenue × margin; without consent on record neither its share nor the cost of the contacts takes part."
        )
    return Message("Order: revenue; neither margin nor consent is on record.")


def _described(cards: pd.DataFrame, more: bool, facts: dict) -> Message:
    if not more:
        return Message("{n} plays fit the segments held.", n=facts["n"])
    if cards["segment"].is_unique:
        return Message(
            "{n} plays fit the segments held. The {cards} of {lens} are described here: no two of them meet the same customer.",
            **facts,
        )
    return Message(
        "{n} plays fit the segments held. The {cards} of {lens} are described here; where two name one segment, the calendar keeps them apart.",
        **facts,
    )


def rest(table: pd.DataFrame, cards: pd.DataFrame) -> Words:
    """Everything without a card."""
    again = int(table["play"].isin(cards["play"]).sum())
    facts = {"n": count(len(table)), "again": count(again)}
    return Words(
        title=Message("{n} further matches, {again} of them a play described above", **facts)
        if again
        else Message("{n} further matches of play and segment", n=facts["n"]),
        subtitle=Message("Other lenses and their plays; lift from which the contacts pay in extra orders per hundred, for baskets as their rise"),
        note=(Message("Lenses cut the same customers in different ways: rows of different lenses must not be added up."),),
    )  # fmt: skip


def reasons(
    cards: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame, reached: pd.DataFrame, *, terms: Terms, followed: Followed
) -> Mapping[str, tuple[Message, ...]]:
    """The numbers that trigger each play, by its key: size, money, silence, baskets, who comes back anyway."""
    key = ["method", "segment"]
    table = cards.merge(sizes.drop(columns=["customers", "revenue"]), on=key, how="left", validate="m:1")
    rates = returns[returns["n"] >= ENOUGH].set_index(key)
    base = sizes.groupby("method")[["revenue", "orders", "customers"]].sum()
    shown = set(reached.loc[reached["shown"], "segment"]) if terms.consent else set()
    told = {row.play: _why(row, rates, base.loc[row.method], followed) for row in table.itertuples()}
    consented = {
        row.play: Message("{able} have consent on record.", able=count(row.reachable))
        for row in table.itertuples()
        if row.segment in shown
    }
    return {play: (*said, consented[play]) if play in consented else tuple(said) for play, said in told.items()}


def _why(row, rates: pd.DataFrame, base: pd.Series, followed: Followed) -> list[Message]:
    facts = {"n": count(row.customers), "people": people_value(row.method, row.segment)}
    if row.orders > 0:
        said = [
            Message(
                "{n} {people} brought {money} in the window, {share} of revenue; half of them have been silent for {days} days or longer.",
                money=money(row.revenue), share=share(row.revenue_share), days=days(row.median_recency_days), **facts,
            )
        ]  # fmt: skip
    else:
        back = row.segment == "refund_only"
        said = [
            Message("{n} customers sent back all they had ordered.", n=facts["n"])
            if back
            else Message("{n} {people} are known and have not ordered.", **facts)
        ]
    if row.lever in ("basket", "frequency") and row.orders_per_customer > 1:  # one order each is what “new” means
        said.append(
            Message(
                "They place {orders} orders each at {value}; over all customers it is {all_orders} at {all_value}.",
                orders=decimal(row.orders_per_customer), value=money(row.average_order),
                all_orders=decimal(base["orders"] / base["customers"]), all_value=money(base["revenue"] / base["orders"]),
            )
        )  # fmt: skip
    if (row.method, row.segment) in rates.index:
        then = rates.loc[(row.method, row.segment)]
        said.append(
            Message(
                "Of the {then} who stood there before, {rate} ordered from {start} to {end} without it.",
                then=count(then["n"]), rate=share(then["share"]), start=day(followed.start + timedelta(days=1)), end=day(followed.end),
            )
        )  # fmt: skip
    return said


def pays(row) -> Message:
    """From what lift a play pays for its contacts; `row` is one of `needed`."""
    if row.break_even == row.break_even:
        facts = {"n": count(row.contacts), "cost": money(row.unit_cost * row.contacts)}
        if row.lever == "basket":
            rise = share(row.break_even, 2)
            return Message(
                "From a next basket {rise} fuller, if all {n} contacted order. The contacts cost {cost}.", rise=rise, **facts
            )
        return Message(
            "From {lift} extra orders per hundred: {extra} extra among {n} contacted. The contacts cost {cost}.",
            lift=decimal(100 * row.break_even, 2), extra=count(row.extra), **facts,
        )  # fmt: skip
    if row.ceiling == row.ceiling:
        return Message(
            "Not known: no cost per contact by {channel} is on record. One extra order in a hundred would pay for {ceiling} a contact.",
            channel=name("contact_channel_lower", row.channel), ceiling=money(row.ceiling),
        )  # fmt: skip
    return Message("Not known: neither the margin nor the cost of a contact is on record.")


def points_of_return(needs: pd.DataFrame) -> Mapping[str, Message]:
    """`pays` for each play of the table `needed`, by its key."""
    return {row.play: pays(row) for row in needs.itertuples()}
