"""What calls for attention: rules of client.yaml that the figures of the period cross."""

import pandas as pd

from analysis.findings.evaluation_moves import ENOUGH
from analysis.findings.notes import Basis
from analysis.text import Decision, Message, Value, Words, change, count, name, points
from analysis.text.names_evaluation import kpi_value, place_value

__all__ = ["CHANGES", "ENOUGH", "SHARES", "alert_words", "crossed", "limit_value", "rule_message", "told_value"]

SHARES = ("retention", "repeat_rate", "return_rate", "refund_share")  # their change is a difference
CHANGES = ("change_below", "change_above")


def told_value(kpi: str, bound: str, value: float) -> Value:
    """The figure that a rule is about, or its change, in its unit."""
    if bound not in CHANGES:
        return kpi_value(kpi, value)
    return points(value) if kpi in SHARES else change(value)


limit_value = told_value


def crossed(judged: pd.DataFrame) -> pd.DataFrame:
    """The rules that are crossed, those beyond chance first."""
    found = judged[judged["status"].isin(["crossed", "within_chance"])]
    return found.sort_values("status", kind="stable")


def rule_message(row, *, found: bool = True) -> Message:
    """A rule and, where `found`, the figure it is about: 'Retention of “Champions”: 31%, below 40%'."""
    of = {"kpi": name("kpi", row.kpi), "limit": told_value(row.kpi, row.bound, row.limit)}
    of |= {"value": told_value(row.kpi, row.bound, row.value)} if found else {}
    under = row.bound in ("below", "change_below")
    if not found:
        return Message("below {limit}", limit=of["limit"]) if under else Message("above {limit}", limit=of["limit"])
    if row.bound in CHANGES:
        if row.segment and row.kpi == "customers":
            of["segment"] = place_value(row.segment)
            told = "Customers of “{segment}”: {value} since the start of the period, below {limit}"
            far = "Customers of “{segment}”: {value} since the start of the period, above {limit}"
            del of["kpi"]
        elif row.segment:
            of["segment"] = place_value(row.segment)
            told = "{kpi}, “{segment}”: {value} like for like, below {limit}"
            far = "{kpi}, “{segment}”: {value} like for like, above {limit}"
        else:
            told, far = "{kpi}: {value} like for like, below {limit}", "{kpi}: {value} like for like, above {limit}"
    elif row.segment and row.kpi == "customers":
        of["segment"] = place_value(row.segment)
        told, far = "Customers of “{segment}”: {value}, below {limit}", "Customers of “{segment}”: {value}, above {limit}"
        del of["kpi"]
    elif row.segment:
        of["segment"] = place_value(row.segment)
        told, far = "{kpi}, “{segment}”: {value}, below {limit}", "{kpi}, “{segment}”: {value}, above {limit}"
    else:
        told, far = "{kpi}: {value}, below {limit}", "{kpi}: {value}, above {limit}"
    return Message(told if under else far, **of)


def alert_words(judged: pd.DataFrame, *, lens: str, basis: Basis) -> Words:
    """How many rules are crossed, by more than chance or within it; each beyond chance is something to look into."""
    beyond, within = ((judged["status"] == one).sum() for one in ("crossed", "within_chance"))
    facts = {"all": count(len(judged)), "beyond": count(beyond), "within": count(within)}
    if beyond:
        title = Message("Rules crossed beyond chance: {beyond} of {all}", **facts)
    elif within:
        title = Message("Rules crossed, but within chance: {within} of {all}", **facts)
    else:
        title = Message("No rule is crossed, of {all}", **facts)
    rows = [row for row in judged.itertuples() if row.status == "crossed"]
    elsewhere = judged["lens"].ne("") & judged["lens"].ne(lens)
    return Words(
        title=title,
        subtitle=Message("Rules of client.yaml beside the figures of the period, with 95% intervals where they are held"),
        note=basis.period(
            Message(
                "Within chance: the figure lies beyond its limit, but its interval reaches back over it. Intervals know no season, no campaign and no price."
            ),
            *((Message("Rules about segments of another lens than “{lens}” are not held here.", lens=name("lens", lens)),) if elsewhere.any() else ()),
        ),
        decisions=tuple(_look_into(row) for row in rows),
    )  # fmt: skip


def _look_into(row) -> Decision:
    """A rule that is crossed asks for its reason."""
    title = Message("Find the reason: {kpi}", kpi=name("kpi", row.kpi))
    if row.segment:
        title = Message("Find the reason: {kpi}, “{segment}”", kpi=name("kpi", row.kpi), segment=place_value(row.segment))
    return Decision(title, rule_message(row), 0.0)
