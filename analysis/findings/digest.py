"""What changed since the last report, in a few lines: for whoever is told that a scheduled report is done.

Every function takes finished tables that hold aggregates only, and what the report itself may show.
"""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_alerts import crossed, rule_message
from analysis.findings.notes import compared_with
from analysis.text import Message, change, count, money, name, raw
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

    def told(template: str, rows: pd.DataFrame) -> tuple[Message, ...]:
        return tuple(
            Message(template, segment=place_value(row.segment), before=count(row.before), after=count(row.after))
            for row in rows.itertuples()
        )

    return (
        *told("“{segment}” grew beyond chance, from {before} to {after} customers.", grown),
        *told("“{segment}” shrank beyond chance, from {before} to {after} customers.", shrunk),
    )


def alerts(judged: pd.DataFrame | None) -> tuple[Message, ...]:
    """Rules of client.yaml that are crossed."""
    if judged is None:
        return ()
    found = crossed(judged)
    if found.empty:
        return (Message("No rule is crossed, of {all}.", all=count(len(judged))),)
    return tuple(_alert(row) for row in found.itertuples())


def _alert(row) -> Message:
    inner = rule_message(row)
    before = "Attention: " if row.status == "crossed" else "Attention, but within chance: "
    return Message(before + inner.template, **inner.values)


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


def steps(decisions: pd.DataFrame | None) -> tuple[Message, ...]:
    """The next steps of chapter 05, in the words of the report."""
    if decisions is None:
        return ()
    return tuple(Message("Next step: {title}", title=raw(title)) for title in decisions["title"].head(MOST))


def ruler(definitions: str | dict[str, str]) -> Message:
    """By whose limits the segments were cut."""
    if definitions == "refit":
        return Message("Definitions fitted on the data of this period.")
    periods = sorted(set(definitions.values())) if isinstance(definitions, dict) else [definitions]
    return Message("Definitions as in {period}.", period=raw(", ".join(periods)))
