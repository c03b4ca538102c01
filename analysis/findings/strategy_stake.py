"""Chapter 04 in sentences: what each segment would bring by itself, and who comes back."""

from datetime import timedelta

import numpy as np
import pandas as pd

from analysis.association import cramers_v
from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.strategy_figures import ENOUGH, QUIET
from analysis.findings.strategy_settings import Terms
from analysis.text import Finding, Message, Words, count, day, days, decimal, money, name, share
from analysis.text.message import Value
from analysis.text.names_strategy import people_value, segment_value

CHANCE = 0.05


def at_stake(table: pd.DataFrame, terms: Terms, followed: Followed, basis: Basis) -> Words:
    """What each segment would bring by itself, and who comes back."""
    known = table.dropna(subset="forward")
    if known.empty:
        return Words()
    top, total = known.iloc[0], float(known["forward"].sum())
    facts = {
        "days": days(followed.days), "total": money(total), "share": share(top["forward_share"]), "n": count(top["customers"]),
        "people": people_value(terms.lens, top["segment"]), "kind": _kind(terms),
    }  # fmt: skip
    quiet = known[known["segment"].isin(QUIET.get(terms.lens, ()))].head(2)
    first = Message(
        "If the next {days} days go like the last, today’s customers bring about {total} of {kind} without any new action; {share} of it comes from {n} {people}.",
        **facts,
    )
    return Words(
        answer=(first, *_anyway(quiet, terms.lens, followed), *_alike(known)),
        title=Message("{share} of the {kind} to come rests on {n} {people}", **{key: facts[key] for key in ("share", "kind", "n", "people")}),
        subtitle=Message(
            "Left: share of revenue in the window (grey) and of what is to come (colour). Right: share who ordered from {start} to {end}, with the range chance leaves open",
            start=day(followed.start + timedelta(days=1)), end=day(followed.end),
        ),
        note=basis.window(*followed.note()),
        alt=Message(
            "{segment}: {share} of what is to come, and {rate} ordered in the period; all segments together {total}.",
            segment=segment_value(terms.lens, top["segment"]), share=facts["share"], rate=share(top["share"]), total=facts["total"],
        ),
        findings=_quiet(quiet, terms, followed),
    )  # fmt: skip


def _anyway(quiet: pd.DataFrame, lens: str, followed: Followed) -> tuple[Message, ...]:
    """Who of the quiet ones ordered anyway: one sentence for one or two segments."""
    facts = {}
    for place, row in zip(("a", "b"), quiet.itertuples(), strict=False):
        facts |= {
            f"{place}_people": people_value(lens, row.segment), f"{place}_rate": share(row.share),
            f"{place}_low": share(row.low), f"{place}_high": share(row.high),
        }  # fmt: skip
    if len(quiet) == 1:
        return (
            Message(
                "Of {a_people} {a_rate} ({a_low} to {a_high}) ordered in the last {days} days anyway.",
                days=days(followed.days),
                **facts,
            ),
        )
    if len(quiet) != 2:
        return ()
    said = Message(
        "Of {a_people} {a_rate} ({a_low} to {a_high}) and of {b_people} {b_rate} ({b_low} to {b_high}) ordered in the last {days} days anyway.",
        days=days(followed.days), **facts,
    )  # fmt: skip
    one, other = quiet.iloc[0], quiet.iloc[1]
    alike = one["low"] <= other["high"] and other["low"] <= one["high"]
    return (said, Message("The ranges overlap, so the two may not differ.")) if alike else (said,)


def _alike(known: pd.DataFrame) -> tuple[Message, ...]:
    """Whether the segments of the lens come back alike: then it does not tell whom to expect, and is told so."""
    came = (known["share"] * known["n"]).round()
    rows = np.array([came, known["n"] - came], dtype=float)
    if len(known) < 3 or not rows.sum(axis=1).all():
        return ()
    _, p = cramers_v(rows)
    if p < CHANCE:
        return ()
    return (
        Message(
            "Over all {k} segments shown the shares differ by no more than chance would bring (p = {p}): who comes back, this lens does not tell.",
            k=count(len(known)), p=decimal(p, 2),
        ),
    )  # fmt: skip


def _quiet(quiet: pd.DataFrame, terms: Terms, followed: Followed) -> tuple[Finding, ...]:
    if quiet.empty:
        return ()
    forward = float(quiet["forward"].sum())
    sentence = Message(
        "of {kind} would come from {n} customers who have gone quiet, if nothing is done and the next {days} days go like the last. A play counts only for what it adds to that.",
        kind=_kind(terms), n=count(quiet["customers"].sum()), days=days(followed.days),
    )  # fmt: skip
    return (Finding(money(forward), sentence, forward, "stake"),)


def _kind(terms: Terms) -> Value:
    """What the money to come is: margin, or revenue where the margin is not known."""
    return name("money_kind", "revenue" if terms.margin is None else "margin")


def stake_table(table: pd.DataFrame, terms: Terms, followed: Followed, *, left_out: int = 0) -> Words:
    """The figures behind the chart, with their ranges; `left_out` customers of the lens stand in no row (a few are not counted)."""
    if table["forward"].isna().all():
        return Words()
    unknown = table[table["forward"].isna()]
    how = (
        Message(
            "To come: customers today × revenue of such a customer from {start} to {end} × margin of {margin}.",
            start=day(followed.start + timedelta(days=1)), end=day(followed.end), margin=share(terms.margin),
        )
        if terms.margin is not None
        else Message(
            "To come: customers today × revenue of such a customer from {start} to {end}. No margin is held, so it is revenue.",
            start=day(followed.start + timedelta(days=1)), end=day(followed.end),
        )
    )  # fmt: skip
    note = [how, Message("The range is that of the share who came back; what they then spend, and the season, vary on top of it.")]
    before = table["forward"] * table["n"] / table["customers"]
    note.insert(
        1,
        Message(
            "For comparison: the customers known on {day} brought {money}.", day=day(followed.start), money=money(before.sum())
        ),
    )
    if len(unknown):
        note.append(Message("Under {n} customers at the start: no rate and nothing to come.", n=count(ENOUGH)))
    if left_out >= ENOUGH:
        note.append(
            Message("Not in it: {n} customers of segments too small to show, or who sent back all they ordered.", n=count(left_out))
        )
    return Words(
        subtitle=Message(
            "Today’s customers by segment, and what they would bring in {days} days by themselves", days=days(followed.days)
        ),
        note=tuple(note),
        so=(
            Message(
                "These sums come without any new plan. A play is worth what it adds to them, and only a group left alone shows that."
            ),
        ),
    )


def brought(table: pd.DataFrame, terms: Terms) -> Words | None:
    """Where nobody can be followed: what each segment has brought; nothing where no money is held."""
    known = table[table["revenue"] > 0].sort_values("revenue", ascending=False)
    if known.empty:
        return None
    top = known.iloc[0]
    return Words(
        title=Message(
            "{share} of revenue comes from {n} {people}",
            share=share(top["revenue_share"]), n=count(top["customers"]), people=people_value(terms.lens, top["segment"]),
        ),
        subtitle=Message("Customers by segment and what they have brought"),
        note=(Message("What is to come cannot be said: without order lines nobody is seen coming back."),),
    )  # fmt: skip
