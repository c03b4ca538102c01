"""What to offer next, in sentences: how often a suggestion was right, to whom what is named, what goes together."""

from datetime import date, timedelta

import pandas as pd

from analysis.findings.notes import Basis
from analysis.strategies.next_best_grade import ENOUGH, Graded
from analysis.text import Finding, Message, Skip, Words, count, day, days, decimal, name, points, raw, share
from analysis.text.message import Value
from analysis.text.names_strategy import people_value

CHANCE = 0.05
MOST_PAIRS = 10  # of each level

NO_CATEGORY = Skip(
    Message("The order lines name neither categories nor products that enough customers bought, so nothing can be suggested."),
    Message("The category or the product of every order line."),
    Message("What to name next to each customer, held against simply naming what sells best."),
)

NO_ORDERS = Skip(
    Message("No order lines are held, so it is not known what anybody bought, and nothing can be suggested."),
    Message("Order lines: customer number, day, amount, category or product; two years of them or more."),
    NO_CATEGORY.unlocks,
)


def too_short(*, days: int) -> Skip:
    """Where the history cannot be cut into what is learned from and what is held out."""
    return Skip(
        Message("The history is too short to keep a part of it back: a suggestion could not be checked against what customers chose afterwards."),
        Message("Order lines over {days} days or more.", days=count(days)),
        NO_CATEGORY.unlocks,
    )  # fmt: skip


def too_few(cut: date, *, level: str) -> Skip:
    """Where hardly anybody chose anything after the cut."""
    return Skip(
        Message(
            "After {cut} too few customers of before bought again: with fewer than {least} the data cannot say whether naming a {thing} is right more often than by chance.",
            cut=day(cut), least=count(ENOUGH), thing=name("next_thing", level),
        ),
        Message("A longer history with more customers who come back."),
        NO_CATEGORY.unlocks,
    )  # fmt: skip


def drawn(graded: Graded) -> pd.DataFrame:
    """The rows of the figure: each way to name one item, beside the others of its kind."""
    grade = graded.grade
    rows = grade[(grade["at"] == 1) & (grade["baseline"] == "popular") & (grade["n"] >= ENOUGH)]
    return rows.reset_index(drop=True)


def certain_pairs(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs that may be shown and meet more often than chance would have them, strongest first, MOST_PAIRS of each level."""
    kept = pairs[pairs["shown"].astype(bool) & (pairs["p_adjusted"] < CHANCE) & (pairs["low"] > 1)]
    return kept.groupby("level", sort=False).head(MOST_PAIRS).reset_index(drop=True)


def rates(graded: Graded, *, cut: date, as_of: date, level: str, looked: bool) -> Words:
    """How often a suggestion would have been right, for something new and for what is bought again."""
    said = {"thing": name("next_thing", level), "cut": day(cut)}
    new, again = _row(graded, "new"), _row(graded, "repurchase")
    answer = (*_new(graded, new, said), *_again(again))
    first = new if new["n"] >= ENOUGH and (new["offered"] or not again["offered"]) else again
    return Words(
        answer=answer,
        title=_title(first, said["thing"]),
        subtitle=Message(
            "Share of customers for whom the one {thing} named before {cut} was among those chosen afterwards, with the range chance leaves open",
            **said,
        ),
        note=_note(graded, cut, as_of, looked),
        alt=Message(
            "Right for {share} of {n} customers; what most customers bought for {base}.",
            share=share(first["share"]), n=count(first["n"]), base=share(_base(first)),
        ),
        so=(
            Message("Name it first where the customer looks anyway: on the page, in the mail, at the counter."),
            Message("It is what they are likely to choose. Whether naming it brings a purchase that would not have come, only a test with a hold-out tells."),
        ) if new["offered"] or again["offered"] else (
            Message("Name what sells best: anything finer would be guessing."),
        ),
        findings=_findings(new, said),
    )  # fmt: skip


def _row(graded: Graded, kind: str) -> pd.Series:
    """What was offered of a kind with one item named, else what learned best, against popularity."""
    own = graded.grade[(graded.grade["kind"] == kind) & (graded.grade["at"] == 1) & (graded.grade["baseline"] == "popular")]
    if own["offered"].any():
        return own[own["offered"].astype(bool)].iloc[0]
    model, weight = graded.tried[kind]
    return own[(own["model"] == model) & (own["weight"] == weight)].iloc[0]


def _base(row: pd.Series) -> float:
    return row["baseline_hits"] / row["n"]


def _facts(row: pd.Series) -> dict:
    return {
        "n": count(row["n"]), "share": share(row["share"]), "base": share(_base(row)), "difference": points(row["difference"]),
        "low": decimal(100 * row["difference_low"], 1), "high": decimal(100 * row["difference_high"], 1),
    }  # fmt: skip


def _new(graded: Graded, row: pd.Series, said: dict) -> tuple[Message, ...]:
    """The sentences on something new."""
    if row["n"] < ENOUGH:
        return (
            Message("Fewer than {least} customers chose a {thing} new to them after {cut}: the data cannot say whether naming one helps.", least=count(ENOUGH), **said),
        )  # fmt: skip
    held = Message(
        "Of {n} customers who chose a {thing} new to them after {cut}, what was named before was right for {share}; naming what most customers buy, for {base}: {difference} ({low} to {high}).",
        **_facts(row),
        **said,
    )
    if not row["offered"]:
        return held, Message("That does not beat every simple rule beyond chance, so nothing new is suggested.")
    three = graded.grade[
        (graded.grade["kind"] == "new") & (graded.grade["at"] == 3) & (graded.grade["model"] == row["model"])
        & (graded.grade["weight"] == row["weight"]) & (graded.grade["baseline"] == "popular")
    ].iloc[0]  # fmt: skip
    facts = {"share": share(three["share"]), "base": share(_base(three))}
    if three["offered"]:
        return held, Message("With three named it is {share} against {base}, which is more than chance as well.", **facts)
    return held, Message(
        "With three named it is {share} against {base}; there a simple rule does about as well, so only one is suggested.", **facts
    )


def _again(row: pd.Series) -> tuple[Message, ...]:
    """The sentences on what is bought again."""
    if row["n"] < ENOUGH:
        return (
            Message(
                "Of what they had before, fewer than {least} chose anything again where they had two choices.", least=count(ENOUGH)
            ),
        )
    facts = _facts(row)
    if not row["offered"]:
        return (
            Message(
                "For what {n} customers bought again, nothing beats naming what is most popular of what they had ({base}).",
                n=facts["n"],
                base=facts["base"],
            ),
        )
    if row["model"] == "habit":
        return (
            Message(
                "For what {n} customers bought again, naming what each had bought most often was right for {share}, the most popular of what they had for {base}: {difference} ({low} to {high}). Nothing learned from others beats that habit beyond chance.",
                **facts,
            ),
        )
    return (
        Message(
            "For what {n} customers bought again, what was learned from all was right for {share}, the most popular of what they had for {base}: {difference} ({low} to {high}). It beats each customer’s own habit too.",
            **facts,
        ),
    )


def _title(row: pd.Series, thing: Value) -> Message:
    facts = {"share": share(row["share"]), "base": share(_base(row))}
    if not row["offered"]:
        return Message("Nothing does better than naming what most customers buy, right for {base}", base=facts["base"])
    if row["kind"] == "new":
        return Message("The next new {thing} was foreseen for {share} of customers, by popularity for {base}", thing=thing, **facts)
    return Message("What they buy again was foreseen for {share}, by popularity for {base}", **facts)


def _note(graded: Graded, cut: date, as_of: date, looked: bool) -> tuple[Message, ...]:
    way = graded.offered("new")
    held = Message(
        "Learned from what was bought up to {cut}, held against {start} to {end}; how to mix was chosen on the {days} days before the cut.",
        cut=day(cut), start=day(cut + timedelta(days=1)), end=day(as_of), days=days((as_of - cut).days),
    )  # fmt: skip
    counted = Message("Counted are customers who chose anything of the kind and had two choices or more.")
    if not looked or way is None or way[0] != "cosine":
        return held, counted
    if way[1] >= 0.995:
        return held, counted, Message("What is named as new rests on what was looked at alone; what was bought added nothing.")
    return (
        held,
        counted,
        Message(
            "What is named as new rests to {weight} on what was looked at, for the rest on what was bought.", weight=share(way[1])
        ),
    )


def _findings(row: pd.Series, said: dict) -> tuple[Finding, ...]:
    if not row["offered"]:
        return ()
    sentence = Message(
        "Naming the next new {thing} by what each customer did before is right for {share} of those who choose one, by popularity for {base}.",
        share=share(row["share"]), base=share(_base(row)), thing=said["thing"],
    )  # fmt: skip
    return (Finding(share(row["share"]), sentence, 0.0, "next"),)


def segments(rows: pd.DataFrame, *, lens: str, level: str, left_out: int, visits: bool, basis: Basis) -> Words | None:
    """What is named to most customers of each segment; None where nothing is suggested."""
    if rows.empty:
        return None
    top, thing = rows.iloc[0], name("next_thing", level)
    facts = {
        "category": raw(top["category"]), "n": count(top["first"]), "share": share(top["share"]), "people": people_value(lens, top["segment"]),
    }  # fmt: skip
    note = [
        Message("Goes with: the {thing} they hold that meets it most beyond chance; how many times as often as by chance, with its 95% interval.", thing=thing),
        Message("Another: share to whom popularity would name something else than is suggested. Right for: of the segment as it stood before the days held out. A dash: too few."),
    ]  # fmt: skip
    if visits:
        note.append(Message("Bought means here what customers came for, by the visits on record."))
    if left_out:
        note.append(
            Message("{n} segments are left out: there popularity was right as often.", n=count(left_out))
            if left_out > 1
            else Message("One segment is left out: there popularity was right as often.")
        )
    return Words(
        answer=(Message("{category} is named first to {n} {people}, {share} of them.", **facts),),
        title=(
            Message("Which new {thing} to name, by segment", thing=thing)
            if top["kind"] == "new"
            else Message("Which {thing} to name again, by segment", thing=thing)
        ),
        subtitle=Message("The {thing} named first to most customers of each segment", thing=thing),
        note=basis.history(*note),
    )


def pairs(rows: pd.DataFrame, *, levels: set[str], minimum: int, cut_off: int) -> Words | None:
    """What goes together; None where nothing does beyond chance."""
    if rows.empty:
        return None
    own = rows[rows["level"].isin(levels)]
    top = (own if len(own) else rows).iloc[0]
    facts = {
        "item": raw(top["item"]), "other": raw(top["other"]), "n": count(top["both"]), "lift": decimal(top["lift"], 2),
        "low": decimal(top["low"], 2), "high": decimal(top["high"], 2),
    }  # fmt: skip
    note = [
        Message("Chance: among customers with as many different ones; who buys much has everything, and that is not counted as going together."),
        Message("Only pairs beyond chance over all that were compared, and with {minimum} customers or more.", minimum=count(minimum)),
    ]  # fmt: skip
    if cut_off:
        note.append(Message("{n} that fewer customers bought were not counted.", n=count(cut_off)))
    return Words(
        answer=(Message("{item} and {other} go together most: {n} customers have both, {lift} times ({low} to {high}) as many as by chance.", **facts),),
        title=Message("What goes together"),
        note=tuple(note),
    )  # fmt: skip
