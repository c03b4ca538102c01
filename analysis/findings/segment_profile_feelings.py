"""Chapter 03, how satisfied the segments say they are: sentences about scores and their intervals."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segment_profile_lens import CHANCE, Lens
from analysis.text import Decision, Finding, Message, Skip, Value, Words, count, day, decimal, share
from analysis.text.names_segment_profile import people_value, score_value

TOTAL = "(all)"
FIRST = ("satisfaction", "satisfied", "nps")  # what is spoken of, where several are held

NO_SURVEY = Skip(
    Message("No survey answers with a customer number are held, or too few for any segment."),
    Message("Survey answers with the customer number: satisfaction, and recommendation from 0 to 10."),
    Message("How satisfied each segment is, and which would recommend you."),
)

# What is said of a score, and of a share of the satisfied.
_SAME = {
    False: Message("{people} give {value}, all respondents {all}: no difference beyond chance"),
    True: Message("{value} of {people} are satisfied, of all respondents {all}: no difference beyond chance"),
}
_FAR = {
    False: Message("{people} stand out beyond chance: {value}, all respondents {all}."),
    True: Message("{people} stand out beyond chance: {value} are satisfied, of all respondents {all}."),
}
_TITLE = {
    False: Message("{people} give {value}, all respondents {all}"),
    True: Message("{value} of {people} are satisfied, of all respondents {all}"),
}
_MONEY = {
    False: Message("{people}, who bring {revenue} of revenue, give {value} ({low} to {high})."),
    True: Message("Of {people}, who bring {revenue} of revenue, {value} are satisfied ({low} to {high})."),
}
_LARGEST = {
    False: Message("{people}, {part} of all customers, give {value} ({low} to {high})."),
    True: Message("Of {people}, {part} of all customers, {value} are satisfied ({low} to {high})."),
}


def satisfied(scores: pd.DataFrame, *, lens: Lens, asked: Basis, reach: tuple[float, float] | None) -> Words:
    """Satisfaction and recommendation of each segment with their intervals."""
    shown = scores[scores["segment"].isin(lens.shown) & scores["value"].notna()]
    if shown.empty:
        return Words()
    main = next(measure for measure in FIRST if (shown["measure"] == measure).any())
    own, of_share = shown[shown["measure"] == main].set_index("segment"), main == "satisfied"
    total = scores[(scores["measure"] == main) & (scores["segment"] == TOTAL)].iloc[0]
    top = next(key for key in lens.shown if key in own.index)
    row, size = own.loc[top], lens.sizes.loc[top]
    values = _figures(row, total) | {"revenue": share(size["revenue_share"]), "part": share(size["customer_share"])}
    sure = own[own["p_adjusted"] < CHANCE]
    if sure.empty:
        first = Message("No segment is more or less satisfied than the others beyond chance.")
        title = _said(_SAME[of_share], values)
    else:
        far = _figures(sure.loc[sure["difference"].abs().idxmax()], total)
        first, title = _said(_FAR[of_share], far), _said(_TITLE[of_share], far)
    return Words(
        answer=(first, _said((_MONEY if lens.money else _LARGEST)[of_share], values)),
        title=title,
        subtitle=Message("Each segment’s score with its 95% interval; the line is all respondents"),
        note=(
            Message(
                "n = {n} respondents; segments of {as_of}. Source: survey answers with a customer number.",
                n=count(total["n"]), as_of=day(asked.as_of),
            ),
            *_scales(set(scores["measure"]), reach),
            Message("– : too few answers to show. Who did not answer may feel otherwise."),
        ),
        alt=_said(Message("Survey scores by segment with intervals. {people}: {value}, {low} to {high}; all respondents {all}."), values),
        **(_no_better(row, values, float(size["revenue"])) if lens.money else _far_off(sure, total, main)),
    )  # fmt: skip


def _figures(row: pd.Series, total: pd.Series) -> dict[str, Value]:
    own = {key: score_value(row["measure"], row[key]) for key in ("value", "low", "high")}
    return own | {"people": people_value(row.name), "all": score_value(row["measure"], total["value"])}


def _said(template: Message, values: Mapping[str, Value]) -> Message:
    """The template with those of the values that it names."""
    return Message(template.template, **{key: value for key, value in values.items() if f"{{{key}}}" in template.template})


def _scales(measures: set[str], reach: tuple[float, float] | None) -> tuple[Message, ...]:
    said = []
    if "satisfaction" in measures and reach:
        low, high = (decimal(end, 0) for end in reach)
        said.append(Message("Satisfaction: mean on the scale from {low} to {high}.", low=low, high=high))
    if "satisfied" in measures:
        said.append(Message("Satisfied: share of those who said so, of everybody who answered."))
    if "nps" in measures:
        said.append(Message("NPS: share of 9 and 10 less share of 0 to 6, in points."))
    return tuple(said)


def _no_better(row: pd.Series, values: Mapping, revenue: float) -> dict[str, tuple]:
    """Those who bring most are no more satisfied than the others: a finding and a decision."""
    if row["measure"] != "satisfaction" or not row["difference"] <= 0:
        return {}
    weight = revenue * abs(row["difference"]) / row["value"]
    finding = Finding(
        values["value"],
        _said(Message("is the satisfaction of {people}, who bring {revenue} of revenue: no better than that of all respondents, {all}."), values),
        weight, "satisfied", headline=Message("{people} are no happier than the rest", people=values["people"]),
    )  # fmt: skip
    decision = Decision(
        Message("Ask {people} what would please them more", people=values["people"]),
        _said(Message("They bring {revenue} of revenue and rate you {value}, all respondents {all}."), values),
        weight,
    )  # fmt: skip
    return {"findings": (finding,), "decisions": (decision,)}


def _far_off(sure: pd.DataFrame, total: pd.Series, measure: str) -> dict[str, tuple]:
    """Where no money is held: the segment that is least satisfied beyond chance, with a decision."""
    below = sure[sure["difference"] < 0]
    if below.empty or measure == "nps":
        return {}
    row = below.loc[below["difference"].idxmin()]
    values = _figures(row, total) | {"n": count(row["n"])}
    template = (
        Message("of {people} are satisfied, of all respondents {all} (n = {n}).")
        if measure == "satisfied"
        else Message("is the satisfaction of {people}, that of all respondents {all} (n = {n}).")
    )
    finding = Finding(
        values["value"], _said(template, values), 0.0, "satisfied",
        headline=Message("{people} are the least satisfied", people=values["people"]),
    )  # fmt: skip
    decision = Decision(
        Message("Ask {people} what would please them more", people=values["people"]),
        _said(Message("They rate you lower than anybody else: {value} ({low} to {high}), all respondents {all}."), values),
        0.0,
    )
    return {"findings": (finding,), "decisions": (decision,)}
