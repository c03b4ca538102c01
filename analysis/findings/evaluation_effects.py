"""For whom a campaign worked: effects by what was known before the contact, and how far to believe them."""

import pandas as pd

from analysis.findings.evaluation_trials import CERTAIN
from analysis.text import Message, Skip, Words, count, name
from analysis.text.names_evaluation import campaign_value, dimension_value, outcome_difference, outcome_end, part_value

NO_SEGMENTS = Skip(
    Message("No campaign with a hold-out had thirty customers in each group of two segments or more."),
    Message("Larger tests, or the customers’ attributes in the contacts file."),
    Message("For whom a campaign worked, and whether segments differ at all."),
)


def whom(parts: pd.DataFrame) -> Words | Skip:
    """Effects by segment of one campaign (`evaluation_trials.by_segment`)."""
    if parts.empty:
        return NO_SEGMENTS
    outcome, asked = parts["outcome"].iloc[0], parts.drop_duplicates(["arm", "dimension"])
    sure = asked[asked["differ_p"] < CERTAIN]
    facts = {"outcome": name("outcome_share", outcome), "campaign": campaign_value(parts["campaign"].iloc[0])}
    noise = Message(
        "A single segment jumps by chance; believe the filled marks, which are drawn towards the others, before the hollow ones."
    )
    if sure.empty:
        answer = (
            Message("Ways of dividing compared: {n}. By none do effects differ beyond chance, so take the overall effect for every segment.", n=count(asked["dimension"].nunique())),
            noise,
        )  # fmt: skip
        title = Message("“{campaign}”: no segment is shown to differ from the others", campaign=facts["campaign"])
    else:
        answer = (
            Message(
                "Effects differ beyond chance in {sure} of {n} comparisons of segments (false discoveries held at 5%).",
                sure=count(len(sure)), n=count(len(asked)),
            ),
            *_farthest(parts, sure.loc[sure["differ_p"].idxmin()], outcome),
            noise,
        )  # fmt: skip
        title = _title(parts, sure.loc[sure["differ_p"].idxmin()], outcome)
    return Words(
        answer=answer,
        title=title,
        subtitle=Message("Effect on the {outcome} by what was known before the contact, with 95% ranges; upright line: everybody", outcome=facts["outcome"]),
        note=(
            Message("Segments are those of the day before the contact, or columns of the contacts file. Under 30 customers in a group: put together."),
            Message("Filled: drawn towards the others as far as a segment’s own figures say little; hollow: its own figures. Chosen outcome: the one this campaign tells most exactly."),
        ),
        alt=title,
    )  # fmt: skip


def _ends(parts: pd.DataFrame, where: pd.Series) -> tuple[pd.Series, pd.Series]:
    mine = parts[parts["arm"].eq(where["arm"]) & parts["dimension"].eq(where["dimension"])]
    return mine.loc[mine["drawn"].idxmax()], mine.loc[mine["drawn"].idxmin()]


def _facts(parts: pd.DataFrame, where: pd.Series, outcome: str) -> dict:
    best, least = _ends(parts, where)
    return {
        "arm": name("arm", where["arm"]), "dimension": dimension_value(where["dimension"]),
        "best": part_value(where["dimension"], best["segment"]), "least": part_value(where["dimension"], least["segment"]),
        "high": outcome_difference(outcome, best["drawn"]), "low": outcome_difference(outcome, least["drawn"]),
    }  # fmt: skip


def _title(parts: pd.DataFrame, where: pd.Series, outcome: str) -> Message:
    campaign = campaign_value(parts["campaign"].iloc[0])
    return Message(
        "“{campaign}”, {arm}, by {dimension}: {high} for “{best}”, {low} for “{least}”",
        **_facts(parts, where, outcome),
        campaign=campaign,
    )


def _farthest(parts: pd.DataFrame, where: pd.Series, outcome: str) -> tuple[Message, ...]:
    best, least = _ends(parts, where)
    ends = {
        "best_low": outcome_end(outcome, best["drawn_low"]), "best_high": outcome_end(outcome, best["drawn_high"]),
        "least_low": outcome_end(outcome, least["drawn_low"]), "least_high": outcome_end(outcome, least["drawn_high"]),
    }  # fmt: skip
    return (
        Message(
            "Most certainly by {dimension} ({arm}): {high} for “{best}” ({best_low} to {best_high}), {low} for “{least}” ({least_low} to {least_high}).",
            **_facts(parts, where, outcome), **ends,
        ),
    )  # fmt: skip


def whom_table(parts: pd.DataFrame) -> Words | None:
    """The words around the figures behind the chart."""
    if parts.empty:
        return None
    found = parts["p_adjusted"] < CERTAIN
    return Words(
        title=Message("Effects by segment, in figures"),
        note=(
            Message("{found} of {n} segments and arms show an effect with false discoveries held at 5% (Benjamini and Hochberg).", found=count(found.sum()), n=count(len(parts))),
            Message("“Differ” is whether the effects of that way of dividing differ by more than chance (Cochran’s Q, false discoveries held)."),
        ),
    )  # fmt: skip
