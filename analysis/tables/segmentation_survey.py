"""The tables of survey groups: what defines them, how the items behave, how their number was chosen, the rule for others."""

from collections.abc import Mapping

import pandas as pd

from analysis.segmentations import survey_definition
from analysis.segmentations.survey_answers import item_key
from analysis.tables.html import Head, Muted, Named, Row, html_table
from analysis.text import Text, count, decimal, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names_survey import item_label, survey_tag


def survey_groups_table(definition: pd.DataFrame, placement: pd.DataFrame, *, text: Text, labels: Mapping[str, str]) -> str:
    """Each group: what stands out, the answers of its centre, respondents, and customers placed by the rule.

    `placement` is `survey_placement` of the lens; numbers under the smallest group shown are blank there.
    """
    heads = [
        Head(text("Segment")), Head(text("What stands out")), Head(text("Respondents"), "num"), Head(text("Placed by rule"), "num"),
        Head(text("Answers of the centre")),
    ]  # fmt: skip
    centres = definition[definition["kind"] == "centre"]
    rows = []
    for row in placement.itertuples():
        name = Named(text.name("segment", row.segment), f"var(--c-{row.segment})")
        own = centres[centres["segment"] == row.segment]
        shown = [
            f"{item_label(item_key(item), labels)} {text.show(decimal(value, 2))}"
            for item, value in zip(own["item"], own["spread"], strict=True)
        ]
        words = (
            survey_tag(survey_definition.traits_of(definition, row.segment), labels)
            if len(own) and len(centres["segment"].unique()) > 1
            else ""
        )
        numbers = [text.show(count(row.answered)), text.show(count(row.placed))]
        rows.append(Row([name, words, *numbers, Muted(text("; ").join(shown))], muted=not len(own)))
    return html_table(heads, rows, label=text("How is each segment defined?"))


def item_checks_table(checks: pd.DataFrame, *, text: Text, labels: Mapping[str, str]) -> str:
    """Each item: answers, mean, how it goes with the others, and what is odd about it."""
    heads = [
        Head(text("Item")), Head(text("Answered"), "num"), Head(text("Mean"), "num"), Head(text("Lowest"), "num"),
        Head(text("Highest"), "num"), Head(text("With the others"), "num"), Head(text("Remark")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                item_label(row.item, labels),
                text.show(share(row.answered_share)),
                text.show(decimal(row.mean, 2)),
                text.show(share(row.lowest_share)),
                text.show(share(row.highest_share)),
                text.show(decimal(row.rest_correlation, 2)),
                text.name("survey_check", row.flag) if row.flag else "",
            ]
        )
        for row in checks.itertuples()
    ]
    return html_table(heads, rows, label=text("How do the items behave?"))


def group_choice_table(definition: pd.DataFrame, *, text: Text) -> str:
    """Numbers of groups tried: how well each comes back, its smallest group, and what became of it."""
    heads = [
        Head(text("Groups"), "num"), Head(text("Agreement"), "num"), Head(text("Lowest tenth"), "num"), Head(text("Smallest"), "num"),
        Head(text("Remark")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                text.show(count(row.place)),
                text.show(decimal(row.value, 2)),
                text.show(decimal(row.low, 2)),
                text.show(share(row.spread)),
                text.name("survey_choice", row.text),
            ],
            muted=row.text not in ("chosen", "ordered"),
        )
        for row in definition[definition["kind"] == "choice"].itertuples()
    ]
    return html_table(heads, rows, label=text("How many groups?"))


def typing_rule_table(definition: pd.DataFrame, *, text: Text, columns: Mapping[str, str]) -> str:
    """The rule for those who were not asked: the questions that lead to each leaf.  `columns` names what is asked for."""
    nodes = survey_definition.rule_of(definition).set_index("node")
    heads = [Head(text("Segment")), Head(text("Rule")), Head(text("Respondents"), "num")]
    rows = [
        Row(
            [
                Named(text.name("segment", nodes.loc[leaf, "segment"]), f"var(--c-{nodes.loc[leaf, 'segment']})"),
                way,
                text.show(count(nodes.loc[leaf, "n"])),
            ]
        )
        for leaf, way in _ways(nodes, text, columns)
    ]
    return html_table(heads, rows, label=text("The rule for those who were not asked"))


def _ways(nodes: pd.DataFrame, text: Text, columns: Mapping[str, str]) -> list[tuple[int, str]]:
    """Every leaf with the questions that lead there, from the left."""
    found, open_ = [], [(0, [])] if len(nodes) else []
    while open_:
        node, way = open_.pop(0)
        asked = nodes.loc[node]
        if not asked["feature"]:
            found.append((node, text("; ").join(way) or MISSING))
            continue
        name = columns.get(asked["feature"], asked["feature"].split(".")[-1].replace("_", " "))
        limit = "" if is_missing(asked["limit"]) else text.show(decimal(asked["limit"], 2))
        yes, no = (
            (f"{name} = {asked['level']}", f"{name} ≠ {asked['level']}")
            if asked["level"]
            else (f"{name} ≤ {limit}", f"{name} > {limit}")
        )
        left, right = (no, yes) if asked["level"] else (yes, no)
        open_ += [(int(asked["left"]), [*way, left]), (int(asked["right"]), [*way, right])]
    return found
