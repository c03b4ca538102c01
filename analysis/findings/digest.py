"""What changed since the last report, in a few lines: for whoever is told that a scheduled report is done.

Every function takes finished tables that hold aggregates only, and what the report itself may show.
"""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_alerts import crossed, to_look_into
from analysis.findings.notes import compared_with
from analysis.text import Message, Text, change, count, money, name, raw
from analysis.text.alert_words import rule_told
from analysis.text.names_evaluation import place_value

MOST = 3  # segments that grew, and that shrank
GRADES = ("good", "fair", "poor")
ORDER = {"absent": 0, "fail": 1, "warn": 2, "pass": 3}


def sales(kpis: pd.DataFrame, reference: LikeForLike) -> tuple[Message, ...]:
    """Revenue and customers, like for like."""
    table = kpis.set_index("kpi")
    revenue, customers = table.loc["revenue"], table.loc["customers"]
    held = {"revenue": money(revenue["value"]), "n": count(customers["value"])}
    if pd.isna(revenue["reference"]):
        return (Message("Revenue {revenue}, customers who ordered {n}; no earlier year is held to compare with.", **held),)
    moved = {"change": change(revenue["change"]), "more": change(customers["change"]), "then": compared_with(reference)}
    return (Message("Revenue {revenue} ({change}), customers who ordered {n} ({more}), against {then}.", **held, **moved),)


def segments(sizes: pd.DataFrame | None) -> tuple[Message, ...]:
    """Segments that grew or shrank beyond chance since the start of the period; `sizes` is `size_changes`."""
    if sizes is None or sizes.empty:
        return ()
    moved = sizes.assign(by=sizes["after"] - sizes["before"]).sort_values("by", kind="stable")
    grown, shrunk = moved[moved["verdict"] == "grown"][::-1].head(MOST), moved[moved["verdict"] == "shrunk"].head(MOST)
    if grown.empty and shrunk.empty:
        return (Message("No segment grew or shrank beyond chance."),)

    return (
        *(
            Message("“{segment}” grew beyond chance, from {before} to {after} customers.", **_ends(row))
            for row in grown.itertuples()
        ),
        *(
            Message("“{segment}” shrank beyond chance, from {before} to {after} customers.", **_ends(row))
            for row in shrunk.itertuples()
        ),
    )


def _ends(row) -> dict:
    return {"segment": place_value(row.segment), "before": count(row.before), "after": count(row.after)}


def alerts(judged: pd.DataFrame | None, *, text: Text) -> tuple[Message, ...]:
    """Rules of client.yaml that are crossed; `text` is the reader's, because one sentence stands within another."""
    if judged is None:
        return ()
    found = crossed(judged)
    if found.empty:
        return (Message("No rule is crossed, of {all}.", all=count(len(judged))),)
    return tuple(
        Message("Attention: {told}.", told=told)
        if status == "crossed"
        else Message("Crossed, but within chance: {told}.", told=told)
        for status, told in ((row.status, raw(text.say(rule_told(row)))) for row in found.itertuples())
    )


def models(now: pd.DataFrame | None, before: pd.DataFrame | None) -> tuple[Message, ...]:
    """The worst grade of each model, and the last one where it was another; from `model_health` of two reports."""
    worst, was = _worst(now), _worst(before)
    told = []
    for model, grade in worst.items():
        known = {"model": name("health_model", model), "grade": name("health_grade", grade)}
        if was.get(model, grade) == grade:
            told.append(Message("Model “{model}”: {grade}.", **known))
        else:
            told.append(Message("Model “{model}”: {grade}, before {was}.", **known, was=name("health_grade", was[model])))
    return tuple(told)


def _worst(graded: pd.DataFrame | None) -> dict[str, str]:
    """The worst grade of a model's measures; those without a grade are left out."""
    if graded is None:
        return {}
    held = graded[graded["grade"].isin(GRADES)]
    return held.assign(rank=held["grade"].map(GRADES.index)).sort_values("rank").groupby("model")["grade"].last().to_dict()


def readiness(now: pd.DataFrame, before: pd.DataFrame | None) -> tuple[Message, ...]:
    """Analyses whose data carry less than those of the last report did."""
    if before is None:
        return ()
    was = before.set_index("analysis")["status"]
    worse = now[now["status"].map(ORDER) < now["analysis"].map(was).map(ORDER)]
    return tuple(
        Message(
            "The data carry less than before: {analysis}, now {now}, before {was}.",
            analysis=name("analysis", row.analysis), now=name("status", row.status), was=name("status", was[row.analysis]),
        )
        for row in worse.itertuples()
    )  # fmt: skip


def steps(decisions: pd.DataFrame | None, judged: pd.DataFrame | None, *, text: Text) -> tuple[Message, ...]:
    """The next steps of chapter 05, in the words of the report, less those that only repeat a rule that is crossed."""
    if decisions is None:
        return ()
    told = {text.say(one.title) for one in to_look_into(judged)} if judged is not None else set()
    return tuple(
        Message("Next step: {title}", title=raw(title)) for title in [one for one in decisions["title"] if one not in told][:MOST]
    )


def ruler(definitions: str | dict[str, str]) -> Message:
    """By whose limits the segments were cut."""
    if definitions == "refit":
        return Message("Definitions fitted on the data of this period.")
    periods = sorted(set(definitions.values())) if isinstance(definitions, dict) else [definitions]
    return Message("Definitions as in {period}.", period=raw(", ".join(periods)))
