"""Chapter 02 in sentences: what respondents say they need and think, and what that is worth knowing."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.findings.notes import Basis
from analysis.segmentations import survey_definition
from analysis.segmentations.survey_clusters import STABLE
from analysis.segmentations.survey_lens import UNDIVIDED
from analysis.text import Finding, Message, Words, count, day, decimal, name, raw, share
from analysis.text.names_survey import item_label, survey_tag

ALIKE = 0.20
OVER_CHANCE = 2.0  # times as many straight-liners as chance would give, from which they are spoken of


def profile(
    definition: pd.DataFrame,
    table: pd.DataFrame,
    response: pd.DataFrame,
    *,
    method: str,
    labels: Mapping[str, str],
    basis: Basis,
) -> Words:
    """What the groups say: the section's opening, and the words around the heat map of answers.

    `table` is `survey_profile`, `response` is `survey_response` (both of one lens).
    """
    asked = int(survey_definition.setting(definition, "respondents"))
    answer = [*_response(response, asked)]
    names = _groups(definition)
    if not names:
        return _undivided(definition, answer, asked, method=method, basis=basis)
    best = table.loc[table["standard"].abs().fillna(-1).idxmax()]
    stability, tried = _stability(definition)
    answer.append(
        Message("Their answers fall into {k} groups, from {smallest} to {largest} of respondents.", k=count(len(names)), smallest=share(_share(definition).min()), largest=share(_share(definition).max())),
    )  # fmt: skip
    answer.append(_how_stable(stability, ordered=tried == "ordered"))
    answer += [
        Message(
            "{segment}, {share} of respondents: {traits}.",
            segment=name("segment", key),
            share=share(part),
            traits=raw(survey_tag(survey_definition.traits_of(definition, key), labels)),
        )
        for key, part in zip(names, _share(definition), strict=True)
    ]
    form = share if best["measure"] == "share" else decimal
    title = Message(
        "{segment} stands farthest from all respondents: {item} {value} against {base}",
        segment=name("segment", best["segment"]), item=raw(item_label(best["item"], labels)), value=form(best["value"]), base=form(best["base"]),
    )  # fmt: skip
    subtitle = (
        Message("Share who agree, by group; colour: distance from all respondents in standard deviations")
        if best["measure"] == "share"
        else Message("Mean answer by group; colour: distance from all respondents in standard deviations")
    )
    note = (
        Message("n = {n} respondents. As of {as_of}. Groups by k-means on {items} items, best of many starts.", n=count(asked), as_of=day(basis.as_of), items=count(len(survey_definition.used_items(definition)))),
        *_centred(definition),
        *_left_out(definition),
        Message("That the groups answer differently follows from how they were made. They are cut out of a continuum: people near a border could stand on either side."),
    )  # fmt: skip
    so = (Message("Use the groups to choose words and offers, and ask each new respondent the same items to place them."),)
    alt = Message("Answers of {k} groups to {items} items; {segment} stands farthest from all on {item}.", k=count(len(names)), items=count(table["item"].nunique()), segment=name("segment", best["segment"]), item=raw(item_label(best["item"], labels)))  # fmt: skip
    largest = names[int(np.argmax(_share(definition)))]
    finding = Finding(
        share(_share(definition).max()),
        Message("of {n} respondents answer alike, the largest of {k} groups: {traits}; agreement of the groups between samples {stability}.", n=count(asked), k=count(len(names)), traits=raw(survey_tag(survey_definition.traits_of(definition, largest), labels)), stability=decimal(stability, 2)),
        0.0, "survey",
    )  # fmt: skip
    return Words(answer=tuple(answer), title=title, subtitle=subtitle, note=note, so=so, alt=alt, findings=(finding,))


def tag(definition: pd.DataFrame, segment: str, labels: Mapping[str, str]) -> str:
    """What stands out in a group of respondents, in a few signs; a dash where nothing does."""
    return survey_tag(survey_definition.traits_of(definition, segment), labels)


def _undivided(definition: pd.DataFrame, answer: list[Message], asked: int, *, method: str, basis: Basis) -> Words:
    rows = definition[definition["kind"] == "choice"]
    best = rows.loc[rows["value"].idxmax()] if len(rows) else None
    title = Message("{lens}: the answers form no groups that another sample would find again", lens=name("method", method))
    if best is not None:
        answer.append(Message("The best of {tried} attempts, {k} groups, comes back with an agreement of {stability} (1 = the same groups, 0 = by lot); {least} would be needed.", tried=count(len(rows)), k=count(best["place"]), stability=decimal(best["value"], 2), least=decimal(STABLE, 2)))  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Agreement between the groups and those of samples drawn from the respondents, by number of groups"),
        note=(Message("n = {n} respondents. As of {as_of}. Median adjusted Rand index over samples drawn with replacement.", n=count(asked), as_of=day(basis.as_of)),),
        so=(Message("Read the items one by one instead, or set the number of groups in client.yaml and use them as a working view."),),
        alt=title,
    )  # fmt: skip


def _response(response: pd.DataFrame, asked: int) -> list[Message]:
    rows = response.set_index("measure")
    said = []
    if "response" in rows.index:
        row = rows.loc["response"]
        said.append(Message("{n} of {known} customers known answered, {share}.", n=count(row["n"]), known=count(row["of"]), share=share(row["value"])))  # fmt: skip
    else:
        said.append(Message("{n} people answered.", n=count(asked)))
    if "one_answer" in rows.index:
        row = rows.loc["one_answer"]
        if row["n"] and row["low"] > OVER_CHANCE * row["by_chance"]:
            said.append(Message("{n} of them, {share}, gave one and the same answer to everything; by chance it would be {chance}. They are left out when groups are formed.", n=count(row["n"]), share=share(row["value"]), chance=share(row["by_chance"])))  # fmt: skip
    return said


def _how_stable(stability: float, *, ordered: bool) -> Message:
    if stability >= STABLE:
        return Message("Other samples bring the same groups back: agreement {stability} (1 = the same, 0 = by lot).", stability=decimal(stability, 2))  # fmt: skip
    if ordered:
        return Message("Their number was set, and other samples bring back only part of them: agreement {stability} (1 = the same, 0 = by lot).", stability=decimal(stability, 2))  # fmt: skip
    return Message("Other samples bring back only part of them: agreement {stability} (1 = the same, 0 = by lot).", stability=decimal(stability, 2))  # fmt: skip


def _centred(definition: pd.DataFrame) -> tuple[Message, ...]:
    if not survey_definition.setting(definition, "centre"):
        return ()
    return (Message("Some people rate everything high, others everything low. So the groups rest on what somebody rates above or below the own mean; the figures shown are the answers as given."),)  # fmt: skip


def _left_out(definition: pd.DataFrame) -> tuple[Message, ...]:
    rows = definition[(definition["kind"] == "item") & (definition["text"] != "")]
    if rows.empty:
        return ()
    return (Message("Left out, because mostly unanswered or answered alike by all: {n} items.", n=count(len(rows))),)


def _groups(definition: pd.DataFrame) -> tuple[str, ...]:
    names, _ = survey_definition.centres_of(definition)
    return () if names == (UNDIVIDED,) else names


def _share(definition: pd.DataFrame) -> pd.Series:
    return definition.loc[definition["kind"] == "segment", "value"]


def _stability(definition: pd.DataFrame) -> tuple[float, str]:
    rows = definition[(definition["kind"] == "choice") & definition["text"].isin(["chosen", "ordered"])]
    return (float(rows["value"].iloc[0]), str(rows["text"].iloc[0])) if len(rows) else (np.nan, "")
