"""What is missing for them, in sentences: unmet needs as ideas, and the gaps that a survey shows."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.notes import Basis
from analysis.profiles.demand import LEAST, LEAST_WISHED, NOTHING_TO_MEET
from analysis.profiles.need_gaps import ASKED
from analysis.profiles.searched import FOLLOW
from analysis.text import Decision, Finding, Message, Skip, Words, count, day, decimal, points, raw, share
from analysis.text.names_segment_profile import people_value
from analysis.text.names_wants import subject_value

NO_NEEDS = Skip(
    Message("Nothing is held that would show what customers miss: no searches, no survey of needs, no comments, no bookings."),
    Message(
        "Searches of website or app by customer; a survey that asks of each need how important it is and how well it is met; comments."
    ),
    Message("Which needs go unmet more often than is usual, for how many customers, and in which segment."),
)
NO_ANSWER = Message(
    "The data hold no need that goes unmet more often than is usual, beyond chance. That is no proof that nothing is missing."
)


def idea(row) -> Message:
    """What could be tried, from one row of `product_ideas`."""
    what = {"subject": row.label}
    match row.evidence:
        case "survey":
            return Message("Do better at {subject}", **what)
        case "derived":
            return Message("Ask how well {subject} is met", **what)
        case "not_held":
            return Message("Try a small range of {subject}", **what)
        case "search":
            return Message("Find out why {subject} is looked for and left: range, price or stock", **what)
        case "wish":
            return Message("Answer the wish for {subject}", **what)
        case "hours":
            return Message("Offer help or an easy order: {subject}", **what)
        case "place":
            return Message("Try pick-up, delivery or a visit in {subject}", **what)
        case "waiting":
            return Message("Shorten the wait at {subject}", **what)
    return Message("Offer more or other times for {subject}", **what)


def shows(row) -> Message:
    """The numbers behind an idea as a sentence."""
    facts = {"subject": row.label, "share": share(row.share), "usual": share(row.usual)}
    held = {"n": count(row.unmet), "all": count(row.customers)}
    match row.evidence:
        case "survey":
            return Message(
                "{share} of {all} respondents call {subject} important and are not satisfied with it; over the other needs it is {usual}.",
                **facts,
                all=held["all"],
            )
        case "derived":
            return Message(
                "Of {all} respondents to whom {subject} matters, {share} are not satisfied on the whole; with the other needs it is {usual}. Nobody was asked about {subject} itself.",
                **facts,
                all=held["all"],
            )
        case "not_held":
            return Message(
                "{n} customers searched for {subject}, {reach} of all who searched. Nobody has ever ordered it: it is not held.",
                subject=row.label,
                n=held["all"],
                reach=share(row.reach),
            )
        case "search":
            return Message(
                "Of {all} customers who searched for {subject}, {share} did not buy it within {days} days; in the other categories it is {usual}.",
                **facts,
                all=held["all"],
                days=count(FOLLOW),
            )
        case "wish":
            return Message("{n} of {all} customers who wrote ask for {subject}.", subject=row.label, **held)
        case "hours":
            return Message(
                "Of the days on which customers browse at this time ({subject}), {share} bring no order within a week; at other times it is {usual}.",
                **facts,
            )
        case "place":
            return Message(
                "{subject} has no store. Of {all} known customers there, {share} ordered nothing in the window; where there is a store it is {usual}.",
                **facts,
                all=held["all"],
            )
        case "waiting":
            return Message(
                "{share} of the visits to {subject} came a week or more after the booking; elsewhere it is {usual}.", **facts
            )
    return Message("{share} of the bookings for {subject} were cancelled or not kept; for the others it is {usual}.", **facts)  # fmt: skip


def labelled(ideas: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The ideas with `label`, the subject as the reader sees it, and `idea` in words; `labels` are the words of survey items."""
    found = [
        raw(labels.get(row.subject, row.subject))
        if row.evidence in ("survey", "derived")
        else subject_value(row.evidence, row.subject)
        for row in ideas.itertuples()
    ]
    named = ideas.assign(label=pd.Series(found, index=ideas.index, dtype=object))
    return named.assign(idea=pd.Series([idea(row) for row in named.itertuples()], index=ideas.index, dtype=object))


def missing(ideas: pd.DataFrame, looked_at: pd.DataFrame, *, money: Mapping[int, float], basis: Basis) -> Words:
    """The list of ideas: `ideas` labelled, `looked_at` all rows of `unmet_needs`, `money` what customers of an idea spent, by rank."""
    note = (
        Message(
            "Looked at: {n} subjects. Listed: beyond chance over all of them, and at least {least} points above what is usual (a wish in comments: {wished}). Customers can be in several rows.",
            n=count(len(looked_at)), least=decimal(100 * LEAST, 0),
            wished=decimal(100 * LEAST_WISHED, 0),
        ),
        Message("As of {as_of}; searches, answers, comments and bookings since {start}.", as_of=day(basis.as_of), start=day(max(basis.window_start, basis.first))),
    )  # fmt: skip
    if ideas.empty:
        return Words(answer=(NO_ANSWER,), note=note)
    first = ideas.iloc[0]
    sentence = shows(first)
    answer = (
        Message("{n} needs go unmet more often than is usual, beyond chance.", n=count(len(ideas)))
        if len(ideas) > 1
        else Message("One need goes unmet more often than is usual, beyond chance."),
        sentence,
    )
    stands = first["segment"] == first["segment"] and first["segment"] is not None
    if stands:
        answer += (
            Message(
                "It stands out among {people}: {share} of {n}, {rest} of everybody else.",
                people=people_value(first["segment"]), share=share(first["segment_share"]), n=count(first["segment_n"]),
                rest=share(first["rest_share"]),
            ),
        )  # fmt: skip
    return Words(
        answer=answer,
        title=_title(first),
        subtitle=Message("Needs that go unmet, what customers say or search for first; share of those who wanted it"),
        note=note,
        alt=sentence,
        so=(Message("An unmet need is a question to test, not a forecast of sales: nobody was asked for money. Try the first small, with customers who had the need, against some who had it and were left alone."),),
        findings=tuple(_finding(row, float(money.get(row.rank, 0.0))) for row in ideas.head(2).itertuples()),
        decisions=(Decision(first["idea"], sentence, float(money.get(1, 0.0))),),
    )  # fmt: skip


def _title(first) -> Message:
    if first["evidence"] in NOTHING_TO_MEET:
        return Message(
            "{n} customers searched for {subject}, which is not held", n=count(first["customers"]), subject=first["label"]
        )
    if first["evidence"] == "wish":
        return Message("First of the unmet needs: {subject}", subject=first["label"])
    return Message(
        "First of the unmet needs: {subject}, unmet for {share}, usually {usual}",
        subject=first["label"], share=share(first["share"]), usual=share(first["usual"]),
    )  # fmt: skip


def _finding(row, money: float) -> Finding:
    if row.evidence in NOTHING_TO_MEET:
        said = Message("customers searched for {subject}, which nobody has ever ordered: it is not held.", subject=row.label)
        return Finding(
            count(row.customers),
            said,
            money,
            "missing",
            headline=Message("{subject} is looked for and not held", subject=row.label),
        )
    if row.evidence == "survey":
        said = Message(
            "of respondents call {subject} important and are not satisfied with it; over the other needs it is {usual}.",
            subject=row.label,
            usual=share(row.usual),
        )
        return Finding(
            share(row.share), said, money, "missing", headline=Message("{subject} is important and not met", subject=row.label)
        )
    if row.evidence == "wish":
        said = Message("of {n} customers who wrote ask for {subject}.", subject=row.label, n=count(row.customers))
        return Finding(share(row.share), said, money, "missing", headline=Message("customers ask for {subject}", subject=row.label))
    said = Message(
        "more unmet than is usual: {subject}, {share} against {usual}.",
        subject=row.label,
        share=share(row.share),
        usual=share(row.usual),
    )
    return Finding(points(row.difference), said, money, "missing", headline=Message("{subject} is wanted and often not met", subject=row.label))  # fmt: skip


def gaps(table: pd.DataFrame, labels: Mapping[str, str]) -> Words | None:
    """The needs of the survey: how important, how well met."""
    if table.empty:
        return None
    asked = table[table["basis"] == ASKED]
    return _asked(asked, labels) if len(asked) else _derived(table, labels)


def _asked(table: pd.DataFrame, labels: Mapping[str, str]) -> Words:
    first = table.iloc[0]
    facts = {
        "need": raw(labels.get(first["item"], first["item"])), "importance": decimal(first["importance"]),
        "satisfaction": decimal(first["satisfaction"]), "opportunity": decimal(first["opportunity"]),
        "low": decimal(first["opportunity_low"]), "high": decimal(first["opportunity_high"]), "gap": decimal(first["gap"]),
    }  # fmt: skip
    answer = Message(
        "Widest: {need}, importance {importance}, satisfaction {satisfaction}; opportunity {opportunity} ({low} to {high}) of 20.",
        **{key: value for key, value in facts.items() if key != "gap"},
    )
    return Words(
        answer=(answer,),
        title=Message("{need}: importance {importance}, satisfaction {satisfaction}", **{k: facts[k] for k in ("need", "importance", "satisfaction")}),
        subtitle=Message("Mean importance and mean satisfaction of each need among those who rated both; at the right the gap with its 95% interval, and the opportunity"),
        note=(
            Message("n = {n} respondents at most. Opportunity (Ulwick): importance and what satisfaction falls short of it, from shares at the top of the scale; 0 to 20, above 10 counts as under-served.", n=count(table["n"].max())),
            Message("Whoever did not answer may feel otherwise."),
        ),
        alt=answer,
    )  # fmt: skip


def _derived(table: pd.DataFrame, labels: Mapping[str, str]) -> Words:
    sure = table[(table["p_adjusted"] < 0.05) & (table["gap"] > 0)]
    said = Message(
        "The survey asks how important each need is, but not how well it is met. What follows is derived: are those to whom a need matters less satisfied on the whole?"
    )
    if sure.empty:
        second = Message("Beyond chance they are not, for any of the needs.")
        title = Message("No need goes with lower satisfaction beyond chance")
    else:
        first = sure.iloc[0]
        facts = {"need": raw(labels.get(first["item"], first["item"])), "gap": decimal(first["gap"], 2)}
        second = Message(
            "Those to whom {need} matters are {gap} points less satisfied ({low} to {high}). Other reasons may lie behind it.",
            **facts, low=decimal(first["low"], 2), high=decimal(first["high"], 2),
        )  # fmt: skip
        title = Message("Derived: those to whom {need} matters are {gap} points less satisfied", **facts)
    return Words(
        answer=(said, second),
        title=title,
        subtitle=Message("How far satisfaction on the whole lies below that of the others, by the need that matters, with its 95% interval"),
        note=(Message("n = {n} respondents at most. A need matters to whoever answers in the top part of the scale. Source: survey.", n=count(table["n"].max())),),
        alt=second,
        so=(Message("Ask next time how satisfied people are with each of these needs: then the gap is measured instead of derived."),),
    )  # fmt: skip


def searched(needs: pd.DataFrame) -> Words | None:
    """Every category that is searched: how many, and how many of them bought."""
    rows = needs[needs["evidence"].isin(["search", "not_held"])]
    if rows.empty:
        return None
    return Words(
        title=Message("All categories that customers searched for: {n}", n=count(len(rows))),
        note=(
            Message("A search counts once per customer and category. Bought: an order with the category within {days} days. n = {n} customers with a search.", days=count(FOLLOW), n=count(rows["base"].max())),
            Message("Only searches that are at least {days} days old are counted.", days=count(FOLLOW)),
        ),
    )  # fmt: skip
