"""What calls for attention: rules of client.yaml that the figures of the period cross."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.text import Decision, Message, Words, count, name
from analysis.text.alert_words import OF_SIZE, rule_told
from analysis.text.names_evaluation import place_value


def crossed(judged: pd.DataFrame) -> pd.DataFrame:
    """The rules that are crossed, those beyond chance first."""
    found = judged[judged["status"].isin(["crossed", "within_chance"])]
    return found.sort_values("status", kind="stable")


def alert_words(judged: pd.DataFrame, *, basis: Basis) -> Words:
    """How many rules are crossed, by more than chance or within it; each beyond chance is something to look into."""
    beyond, within = ((judged["status"] == one).sum() for one in ("crossed", "within_chance"))
    facts = {"all": count(len(judged)), "beyond": count(beyond), "within": count(within)}
    if beyond:
        title = Message("Rules crossed beyond chance: {beyond} of {all}", **facts)
    elif within:
        title = Message("Rules crossed, but within chance: {within} of {all}", **facts)
    else:
        title = Message("No rule is crossed, of {all}", **facts)
    return Words(
        title=title,
        subtitle=Message("Rules of client.yaml beside the figures of the period, with 95% intervals where they are held"),
        note=basis.period(
            Message(
                "Within chance: the figure lies beyond its limit, but its interval reaches back over it. Intervals know no season, no campaign and no price."
            ),
        ),
        decisions=to_look_into(judged),
    )  # fmt: skip


def to_look_into(judged: pd.DataFrame) -> tuple[Decision, ...]:
    """The decisions that rules beyond chance ask for."""
    return tuple(_look_into(row) for row in judged.itertuples() if row.status == "crossed")


def _look_into(row) -> Decision:
    """A rule that is crossed asks for its reason."""
    title = Message("Find the reason: {kpi}", kpi=name("kpi", row.kpi))
    if row.segment and row.kpi == OF_SIZE:
        title = Message("Find the reason: customers of “{segment}”", segment=place_value(row.segment))
    elif row.segment:
        title = Message("Find the reason: {kpi}, “{segment}”", kpi=name("kpi", row.kpi), segment=place_value(row.segment))
    return Decision(title, rule_told(row), 0.0)
