"""Chapter 04 in sentences: who can be contacted, and whether plays and segments add up."""

import pandas as pd

from analysis.findings.strategy_settings import Terms
from analysis.text import Decision, Finding, Message, Skip, Words, count, money, money_exact, name, share


def whom(reached: pd.DataFrame, terms: Terms) -> Words:
    """How many may be contacted, and what the others brought."""
    total, able = int(reached["customers"].sum()), int(reached["reachable"].sum())
    revenue, within = float(reached["revenue"].sum()), float(reached["reachable_revenue"].sum())
    outside = revenue - within
    if not terms.consent:
        return Words(
            decisions=(
                Decision(
                    Message("Record who may be contacted, and how"),
                    Message("No consent is on record for any of the {n} customers, so no play can start.", n=count(total)),
                    revenue,
                ),
            )
        )
    contacted = int(reached["contacted"].sum())
    facts = {"n": count(total), "able": count(able), "share": share(able / total)}
    return Words(
        answer=(
            Message("{able} of {n} customers ({share}) have given consent on record.", **facts),
            Message("With {hold_out} of each group held out at random, at most {contacted} would be contacted.", hold_out=share(terms.hold_out), contacted=count(contacted)),
        ),
        title=Message("{share} of customers may be contacted", share=facts["share"]),
        subtitle=Message("Customers by segment: to be contacted, held out at random, without consent on record"),
        note=(
            Message("Consent counts only where the customer file says yes; a blank counts as no. One consent stands for all channels here: check that it covers the channel of the play."),
            Message("Opt-outs, open complaints and the other exclusions of the cards come off these counts; the lists of approved plays, below, leave them out as far as data tell."),
        ),
        alt=Message("{able} of {n} customers have consent on record; {contacted} would be contacted.", able=facts["able"], n=facts["n"], contacted=count(contacted)),
        so=(Message("Lists of customers are drawn for approved plays only, and never stand in a report."),),
        findings=(
            Finding(
                money(outside),
                Message("of revenue, {share}, came from {n} customers without consent on record. No play may reach them.", share=share(outside / revenue if revenue else float("nan")), n=count(total - able)),
                outside, "whom", headline=Message("{share} of customers have no consent on record", share=share(1 - able / total)),
            ),
        ) if able < total else (),
        decisions=(
            Decision(
                Message("Ask for consent at every order: {n} customers have none on record", n=count(total - able)),
                Message("They brought {money}, {share} of revenue, and may not be contacted: no consent is on record.", money=money(outside), share=share(outside / revenue if revenue else float("nan"))),
                outside,
            ),
        ) if able < total else (),
    )  # fmt: skip


def nobody(reached: pd.DataFrame) -> Skip:
    """Nobody can be contacted on record: what it would take."""
    return Skip(
        Message("No consent is on record, so none of the {n} customers may be contacted.", n=count(reached["customers"].sum())),
        Message("The customer file with a column that says yes or no to being contacted, declared as consent in client.yaml; better one per channel."),
        Message("How many of each segment can be reached, the arms of every test, and lists for approved plays."),
    )  # fmt: skip


def adds_up(sums: pd.DataFrame, terms: Terms) -> Words:
    """The reconciliation."""
    off = float((sums["report"] - sums["files"]).abs().max())
    answer = (
        Message(
            "Yes. The plays of {lens} and the segments hold the same customers and the same money.",
            lens=name("lens_within", terms.lens),
        )
        if off < 0.005
        else Message("No: {difference} is unexplained. Do not use this chapter before it is found.", difference=money_exact(off))
    )
    return Words(
        answer=(answer,),
        subtitle=Message("Counted once over the segments and once over the plays, those without a play included"),
    )
