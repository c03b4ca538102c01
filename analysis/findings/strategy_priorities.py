"""Chapter 04 in sentences: where to begin, by what a play reaches and the effort it asks for."""

import pandas as pd

from analysis.findings.strategy_settings import Terms
from analysis.text import Message, Words, count, money, money_exact, name, raw, share
from analysis.text.names_strategy import people_value


def priorities_words(rows: pd.DataFrame, terms: Terms) -> Words | None:
    """What lies within reach at little effort; `rows` as `strategy_figures.priorities` returns them."""
    within = rows[rows["within"] > 0]
    if within.empty:
        return None
    total, easy = float(within["within"].sum()), within[within["effort"] == "low"]
    best = (easy if len(easy) else within).sort_values("within", ascending=False).iloc[0]
    facts = {
        "play": raw(terms.titles[best["play"]]),
        "money": money(best["within"]),
        "people": people_value(best["method"], best["segment"]),
    }
    answer = [
        Message("Where to begin: “{play}” reaches {people} with {money} and asks for little effort.", **facts)
        if len(easy)
        else Message("No play comes at little effort; most is within reach of “{play}”: {people} with {money}.", **facts)
    ]
    tested = rows[rows["evidence"].ne("to_be_tested") & rows["margin_at_stake"].notna()]
    answer += [_tested(row, terms) for row in tested.sort_values("margin_at_stake", ascending=False).itertuples()][:2]
    kind = name("money_kind", "revenue" if terms.margin is None else "margin")
    return Words(
        answer=tuple(answer),
        title=Message("{share} of the {kind} within reach asks for little effort", share=share(easy["within"].sum() / total), kind=kind)
        if len(easy)
        else Message("No play comes at little effort"),
        subtitle=Message("By effort to set it up: {kind} of the segment in the window, of customers who may be contacted, less the cost of contacts", kind=kind)
        if terms.consent
        else Message("By effort to set it up: {kind} of the segment in the window, less the cost of contacting all its customers; no consent is on record", kind=kind),
        note=(
            Message("Within reach is what these customers bring already. It says where a play can matter, not what it adds: that only a test shows."),
            *_costs(rows),
        ),
        alt=Message("{n} plays by effort; begin with “{play}”, {money}.", n=count(len(rows)), play=facts["play"], money=facts["money"]),
    )  # fmt: skip


def _tested(row, terms: Terms) -> Message:
    return Message(
        "By tests or a source “{play}” adds {base} of margin ({low} to {high}), before its cost of {cost}.",
        play=raw(terms.titles[row.play]), base=money(row.margin_at_stake), low=money(row.margin_low), high=money(row.margin_high), cost=money_exact(row.cost),
    )  # fmt: skip


def _costs(rows: pd.DataFrame) -> tuple[Message, ...]:
    unknown = int(rows["unit_cost"].isna().sum())
    return (Message("Of {n} plays the cost of a contact is not known and counts as nothing.", n=count(unknown)),) if unknown else ()
