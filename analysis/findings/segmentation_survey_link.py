"""Chapter 02 in sentences: what survey groups buy, the dimensions behind the answers, and who can be placed without being asked."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.notes import Basis
from analysis.segmentations import survey_definition
from analysis.segmentations.survey_profile import ALL
from analysis.segmentations.survey_typing import LEAST_FIDELITY, LEAST_GAIN
from analysis.text import Finding, Message, Skip, Words, count, day, decimal, money, name, raw, share
from analysis.text.names_survey import survey_tag

NO_SURVEY = Skip(
    Message("No survey asked what matters to customers or what they think."),
    Message("Survey answers with the customer number; say in client.yaml which questions ask for needs, attitudes or motives."),
)
NO_LINK = Skip(Message("What the groups buy cannot be shown: respondents without orders, or too few of them."))


def behaviour(definition: pd.DataFrame, link: pd.DataFrame, who: pd.DataFrame, *, labels: Mapping[str, str], basis: Basis) -> Words:
    """Whether the groups also buy differently.  `link` is `survey_behaviour`, `who` is `survey_who_answered`."""
    people = link.loc[link["segment"] == ALL, "n"].max()
    clear = list(link.loc[link["clear"] == 1, "outcome"].drop_duplicates())
    note = (
        Message("n = {n} respondents who have bought. As of {as_of}; means and shares with their 95% range.", n=count(people), as_of=day(basis.as_of)),
        Message("Customers placed by a rule are left out: they were placed by what they bought."),
        *_who_answered(who),
    )  # fmt: skip
    subtitle = Message("Revenue and orders in the window, and share with an order in the period, by group of respondents")
    if not clear:
        title = Message("No clear link between what respondents say and what they buy")
        so = (Message("Do not plan spending by these groups: let them choose words, not budgets."),)
        return Words(answer=(title,), title=title, subtitle=subtitle, note=note, so=so, alt=title)
    outcome = "revenue" if "revenue" in clear else clear[0]
    rows = link[(link["outcome"] == outcome) & (link["segment"] != ALL)].dropna(subset="value").set_index("segment")
    top, bottom = rows["value"].idxmax(), rows["value"].idxmin()
    form = {"revenue": money, "order_count": decimal}.get(outcome, share)
    values = {"best": name("segment", top), "high": form(rows.loc[top, "value"]), "worst": name("segment", bottom), "low": form(rows.loc[bottom, "value"])}  # fmt: skip
    template = {
        "revenue": "{best} spent {high} per head in the window, {worst} {low}",
        "order_count": "{best} ordered {high} times in the window, {worst} {low} times",
    }.get(outcome, "{high} of {best} ordered in the period, {low} of {worst}")
    title = Message(template, **values)
    effect = rows["effect"].iloc[0]
    tags = {
        "best_traits": raw(survey_tag(survey_definition.traits_of(definition, top), labels)),
        "worst_traits": raw(survey_tag(survey_definition.traits_of(definition, bottom), labels)),
    }
    answer = (
        Message("{best}: {best_traits}. {worst}: {worst_traits}.", best=values["best"], worst=values["worst"], **tags),
        Message("The groups explain {effect} of the differences between respondents; the rest lies within the groups.", effect=share(effect, 1)),
    )  # fmt: skip
    template = {
        "revenue": "was spent per head in the window by {best} ({best_traits}; {n} respondents); by {worst} ({worst_traits}) {low}.",
        "order_count": "orders per head in the window came from {best} ({best_traits}; {n} respondents); from {worst} ({worst_traits}) {low}.",
    }.get(outcome, "of {best} ({best_traits}; {n} respondents) ordered in the period; of {worst} ({worst_traits}) {low}.")
    said = {key: value for key, value in values.items() if key != "high"}
    finding = Finding(
        form(rows.loc[top, "value"]),
        Message(template, n=count(rows.loc[top, "n"]), **said, **tags),
        float(rows.loc[top, "value"] * rows.loc[top, "n"]) if outcome == "revenue" else 0.0,
        "survey",
    )
    so = (Message("A link is no cause: who spends more may want other things because of what they buy."),)
    return Words(answer=answer, title=title, subtitle=subtitle, note=note, so=so, alt=title, findings=(finding,))


def components(definition: pd.DataFrame, *, basis: Basis) -> Words:
    """How many dimensions lie behind the items."""
    rows = definition[definition["kind"] == "component"].drop_duplicates("place")
    kept, first = int(rows["n"].sum()), rows["low"].iloc[0]
    if kept:
        title = Message("{kept} of {items} dimensions exceed chance; the first holds {share} of the differences in answers", kept=count(kept), items=count(len(rows)), share=share(first, 1))  # fmt: skip
    else:
        title = Message("No dimension behind the answers exceeds chance")
    return Words(
        title=title,
        subtitle=Message("Share of the differences between respondents that each principal component holds (bars), and what shuffled answers give (line)"),
        note=(
            Message("n = {n} respondents. As of {as_of}. Kept while the variance exceeds the 95th percentile of 100 shuffles of the same answers.", n=count(survey_definition.setting(definition, "respondents") - survey_definition.setting(definition, "left_out")), as_of=day(basis.as_of)),
        ),
        alt=title,
    )  # fmt: skip


def typing(fidelity: pd.DataFrame, placement: pd.DataFrame, *, basis: Basis) -> Words:
    """Whether those who were not asked can be placed.  `fidelity` and `placement` of one lens."""
    row = fidelity.iloc[0]
    values = {
        "fidelity": share(row["fidelity"]),
        "low": share(row["low"]),
        "high": share(row["high"]),
        "chance": share(row["chance"]),
    }
    others = placement.loc[placement["segment"] == "not_surveyed", "customers"].sum()
    if row["fidelity"] != row["fidelity"]:
        title = Message("Nothing is held of everybody that would place those who were not asked")
        answer = [title]
    elif row["typed"]:
        placed = placement["placed"].sum()
        title = Message("A rule on behaviour places {fidelity} of respondents rightly; {n} others are placed by it", n=count(placed), fidelity=values["fidelity"])  # fmt: skip
        answer = [Message("By lot it would be {chance}. Tried on respondents it had not seen: {fidelity} ({low} to {high}), averaged over the groups.", **values)]  # fmt: skip
    else:
        title = Message("Behaviour does not tell what people need: {n} customers stay without a group", n=count(others))
        answer = [
            Message("A rule on behaviour and attributes would place {fidelity} ({low} to {high}) of respondents rightly, averaged over the groups; by lot it would be {chance}.", **values),
            Message("From {least} on it would be used. So nobody is placed who was not asked.", least=share(max(LEAST_FIDELITY, row["chance"] + LEAST_GAIN))),
        ]  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Share of respondents placed rightly by a rule of at most three questions, with its 95% range; grey: by lot"),
        note=(Message("n = {n} respondents, five folds. As of {as_of}. Balanced accuracy: each group counts alike.", n=count(row["n"]), as_of=day(basis.as_of)),),
        so=(Message("To know the group of more customers, ask: two or three items at sign-up are worth more than a model."),),
        alt=title,
    )  # fmt: skip


def _who_answered(who: pd.DataFrame) -> tuple[Message, ...]:
    rows = who[(who["outcome"] == "revenue") & who["clear"]]
    if rows.empty:
        return ()
    row = rows.iloc[0]
    return (Message("Who answers is no sample of all: respondents spent {value} per head in the window, other buyers {others}.", value=money(row["value"]), others=money(row["others"])),)  # fmt: skip
