"""Chapter 02 in sentences: are there natural groups, what are they called, and how sure is that.

The words for a silhouette are those of Kaufman and Rousseeuw (1990), Finding Groups in Data: over .5 a reasonable
structure, over .25 a weak one, below none that is substantial.
"""

import pandas as pd

from analysis.findings import segmentation_clusters_how
from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method
from analysis.segmentations.cluster_choice import SEPARATE, STABLE
from analysis.segmentations.cluster_tables import UNDIVIDED, choice_of, model_of, rows_of, traits
from analysis.segmentations.lenses import ENOUGH, STATES
from analysis.text import Finding, Message, Text, Words, count, days, decimal, name, share
from analysis.text.names_clusters import Traits, column_value, trait_key

SHARP, WEAK = 0.50, 0.25


def group_names(definition: pd.DataFrame, text: Text) -> dict[tuple[str, str, str], str]:
    """A name for each group by what stands out in it, as `Text.own` takes them; the client's own names go before these."""
    found = {key: group_name(own, text) for key, own in traits(definition).items() if key != UNDIVIDED}
    plain = {key: text.name("segment", key) for key in found}
    named = {key: words or text("Near the average") for key, words in found.items()}
    twice = [key for key in named if list(named.values()).count(named[key]) > 1]
    # Two groups that no column tells apart by name are told apart by their number.
    named |= {key: text("{group}: {traits}").format(group=plain[key], traits=named[key]) for key in twice}
    return {("segment", key, text.language): words for key, words in named.items()}


def group_name(own: Traits, text: Text) -> str:
    """Traits in words: "Many orders, little on discount"."""
    words = [trait_words(column, direction, text) for column, direction in own]
    said = ("、" if text.language == "zh" else ", ").join(words)
    return said[:1].upper() + said[1:]


def trait_words(column: str, direction: str, text: Text) -> str:
    """One trait in words; a column without words of its own is called high or low."""
    key = trait_key(column, direction)
    if key:
        return text.name("cluster_trait", key)
    words = text("high {column}") if direction == "high" else text("low {column}")
    return words.format(column=text.show(column_value(column, lower=True)))


def story(
    definition: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed, money: bool = True
) -> dict[str, Words]:
    """The words around each section by key; without groups there is the choice of their number alone."""
    told = {"clusters": groups(definition, returns, basis=basis, followed=followed, money=money)}
    told["cluster_choice"] = segmentation_clusters_how.choice(definition, basis)
    if model_of(definition)["k"]:
        told["cluster_centroids"] = segmentation_clusters_how.centroids(definition, basis)
        told["cluster_rules"] = segmentation_clusters_how.rules(definition, basis)
    return told


def groups(
    definition: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed, money: bool = True
) -> Words:
    """Whether there are natural groups, and which; `money` says whether it is held what customers bring."""
    model, choice = model_of(definition), choice_of(definition)
    note = basis.window(*_method_note(definition))
    if model["k"] == 0:
        return _none(choice, note, alone=returns is None)
    row = choice[choice["chosen"] == 1].iloc[0]
    facts = {"k": count(row["k"]), "silhouette": decimal(row["silhouette"], 2), "stability": decimal(row["stability"], 2)}
    given = row["verdict"].startswith("given")
    answer = [
        Message("client.yaml asks for {k} groups.", k=facts["k"]) if given
        else Message("Customers fall into {k} groups; more would not be stable, separate or large enough.", k=facts["k"]),
        Message("Formed again from resampled customers they agree by {stability} (1 is the same, 0 is chance).", stability=facts["stability"]),
        _apart(row["silhouette"]),
    ]  # fmt: skip
    if given and row["verdict"] != "given":
        answer.append(Message("By the kit’s own rule this number would not have been taken: see the choice of their number."))
    returned, findings = _returned(returns, followed)
    if returns is None:
        findings = (
            Finding(
                facts["k"],
                Message("natural groups of customers come back when customers are drawn anew (agreement {stability} of 1); silhouette {silhouette}.", stability=facts["stability"], silhouette=facts["silhouette"]),
                0.0, "clusters",
            ),
        )  # fmt: skip
    title = (
        Message("{k} groups, as client.yaml asks", k=facts["k"]) if given
        else Message("{k} natural groups: stable, and clearly apart", k=facts["k"]) if row["silhouette"] >= SHARP
        else Message("{k} natural groups: stable, but not sharply apart", k=facts["k"])
    )  # fmt: skip
    return Words(
        answer=(*answer, *returned),
        title=title,
        subtitle=Message("Shares of known customers (grey) and of revenue (colour) by group") if money else Message("Share of customers by group"),
        note=note,
        alt=Message("{k} groups; silhouette {silhouette}, stability {stability}.", **facts),
        so=(
            Message("Use the groups to understand how customers differ; plans and targets are easier to keep in a lens whose limits everybody can check."),
        ),
        findings=findings,
    )  # fmt: skip


def _apart(silhouette: float) -> Message:
    """How sharply the groups are told apart, in words."""
    value = decimal(silhouette, 2)
    if silhouette >= SHARP:
        return Message("They lie clearly apart (silhouette {value}).", value=value)
    if silhouette >= WEAK:
        return Message("They shade into one another (silhouette {value}): customers near a border could as well stand in the next group.", value=value)  # fmt: skip
    return Message(
        "They hardly lie apart (silhouette {value}): take them as a way of cutting, not as kinds of customers.", value=value
    )


def _none(table: pd.DataFrame, note: tuple[Message, ...], *, alone: bool) -> Words:
    """No natural groups, with the figures that say so; `alone` where no order says anything else of the customers."""
    best, steady = table.loc[table["silhouette"].idxmax()], table.loc[table["stability"].idxmax()]
    answer = [
        Message("No. Divided into {low} to {high} groups, customers do not fall into groups that are stable, separate and large enough.", low=count(table["k"].min()), high=count(table["k"].max())),
        Message("They lie furthest apart in {k} groups, with a silhouette of {silhouette} (at least {least}).", k=count(best["k"]), silhouette=decimal(best["silhouette"], 2), least=decimal(SEPARATE, 2)),
        Message("Most stable are {k} groups, with an agreement of {stability} between resamples (at least {least}).", k=count(steady["k"]), stability=decimal(steady["stability"], 2), least=decimal(STABLE, 2)),
    ]  # fmt: skip
    title = Message("Customers form no natural groups")
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Silhouette, stability and the smallest group by number of groups; lines: what is asked for"),
        note=note,
        alt=title,
        so=(
            Message("Agree on limits of your own instead, in the figures that matter to the decision: client.yaml takes them under settings.rules.")
            if alone
            else Message("Divide by recency, frequency and money, or by value: there the limits are agreed, not found."),
        ),
        findings=(
            Finding(count(0), Message("natural groups: of {low} to {high} groups none is stable, separate and large enough.", low=count(table["k"].min()), high=count(table["k"].max())), 0.0, "clusters"),
        ) if alone else (),
    )  # fmt: skip


def _method_note(definition: pd.DataFrame) -> tuple[Message, ...]:
    model, used = model_of(definition), rows_of(definition, "feature")
    said = Message(
        "k-means on {columns} columns of {n} customers; numbered by the median of “{order}”, highest first.",
        columns=count(len(used)), n=count(model["customers"]), order=column_value(model["order_by"]),
    )  # fmt: skip
    return (said,)


def _returned(returns: pd.DataFrame | None, followed: Followed) -> tuple[list[Message], tuple[Finding, ...]]:
    """Between which rates the groups came back; nothing where it was not followed."""
    found = of_method(returns, "clusters") if returns is not None else pd.DataFrame(columns=["n", "share"])
    found = found[(found["n"] >= ENOUGH) & found["share"].notna() & ~found.index.isin((*STATES, UNDIVIDED))]
    if len(found) < 2:
        return [], ()
    top, bottom = found["share"].idxmax(), found["share"].idxmin()
    facts = {
        "best": name("segment", top), "top": share(found.loc[top, "share"]), "low": share(found.loc[top, "low"]), "high": share(found.loc[top, "high"]),
        "worst": name("segment", bottom), "bottom": share(found.loc[bottom, "share"]), "days": days(followed.days),
    }  # fmt: skip
    said = Message("Within {days} days {top} ({low} to {high}) of “{best}” came back, and {bottom} of “{worst}”.", **facts)
    money = float(found.loc[top, "revenue"])
    finding = Finding(
        facts["top"],
        Message("of the natural group “{best}” ordered within {days} days ({low} to {high}); of “{worst}” it was {bottom}.", **{key: value for key, value in facts.items() if key != "top"}),
        money, "clusters",
    )  # fmt: skip
    return [said], (finding,)
