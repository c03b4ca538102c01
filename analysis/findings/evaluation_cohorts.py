"""What became of each month's new customers: are newer ones better or worse than those a year before them?"""

import pandas as pd

from analysis.findings.evaluation_moves import ENOUGH
from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Skip, Words, count, money, points, share

HEADLINE_AGES, SOME = (6, 3, 12, 1), 3  # the age that the answer speaks of, and the cohorts it must rest on
NO_COHORTS = Skip(
    Message("No month brought thirty new customers, or none of these months is followed by a full one."),
    Message("A longer history of order lines."),
    Message("Whether newer customers come back as those before them did, and what they spend at the same age."),
)


def shown_cohorts(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Cohorts of thirty customers and more."""
    return cohorts[cohorts["size"] >= ENOUGH].reset_index(drop=True)


def shown_compared(compared: pd.DataFrame) -> pd.DataFrame:
    """Ages at which both groups have thirty customers and more."""
    return compared[(compared["n"] >= ENOUGH) & (compared["n_before"] >= ENOUGH)].reset_index(drop=True)


def any_cohorts(cohorts: pd.DataFrame) -> bool:
    """Whether there is a cohort to show that has a month behind it."""
    return bool(cohorts["month"].ge(1).any())


def cohort_words(cohorts: pd.DataFrame, compared: pd.DataFrame, *, basis: Basis) -> dict[str, Words]:
    """The words of the triangle, of the two groups, and of both tables; `cohorts` and `compared` as they are shown."""
    triangle = _triangle(cohorts, basis=basis)
    told = {
        "cohorts": triangle,
        "cohort_table": Words(title=Message("Cohort by cohort: who ordered again, and revenue per customer"), note=triangle.note),
    }
    if compared.empty:
        return told | {
            "cohorts_compared": Words(
                answer=(
                    Message(
                        "No month a year before can be compared: the history is too short, or its first half year, in which old customers may look new, takes all of it."
                    ),
                )
            )
        }
    return told | {"cohorts_compared": _compared(compared, basis=basis), "compared_table": _ages(basis)}


def _triangle(cohorts: pd.DataFrame, *, basis: Basis) -> Words:
    third = cohorts[(cohorts["month"] == 3) & ~cohorts["run_in"]]
    third = third if len(third) else cohorts[cohorts["month"] == cohorts["month"].max()]
    best, least = third.loc[third["share"].idxmax()], third.loc[third["share"].idxmin()]
    facts = {
        "low": share(least["share"]), "high": share(best["share"]), "months": count(third["month"].iloc[0]), "n": count(third["size"].sum()),
    }  # fmt: skip
    return Words(
        title=Message("In month {months} after the first order, {low} to {high} of a month’s new customers ordered", **facts),
        subtitle=Message("Share of the customers of each month of first orders (row) who ordered in the months since (column)"),
        note=basis.history(
            Message("Only months that are over; month 0, that of the first order, is 100%. Cohorts under {n} customers are not shown.", n=count(ENOUGH)),
            *((Message("With a star: the history begins so shortly before that old customers may look new."),) if cohorts["run_in"].any() else ()),
        ),
        alt=Message("Lowest share in month {months}: {low}, highest {high}; {n} customers.", **facts),
    )  # fmt: skip


def _compared(compared: pd.DataFrame, *, basis: Basis) -> Words:
    """Newer cohorts beside those of the same months a year before, at the age that most can be said of."""
    row = _headline(compared)
    ages = {"months": count(row["age"]), "cohorts": count(row["cohorts"])}
    facts = {
        "now": share(row["again"]), "n": count(row["n"]), "then": share(row["again_before"]), "n_before": count(row["n_before"]),
        "change": points(row["again_change"]), "low": points(row["again_low"]), "high": points(row["again_high"]),
    }  # fmt: skip
    spent = {
        "now": money(row["revenue"]), "then": money(row["revenue_before"]), "low": money(row["revenue_low"]), "high": money(row["revenue_high"]),
    }  # fmt: skip
    back, worth = _verdict(row["again_low"], row["again_high"]), _verdict(row["revenue_low"], row["revenue_high"])
    return Words(
        answer=(
            _returning(back, facts | ages),
            Message("Per new customer they brought {now} by then instead of {then}; the difference lies between {low} and {high}.", **spent),
        ),
        title=_title(back, worth, facts, spent),
        subtitle=Message("Share with a further order by days since the first, with 95% band; revenue per new customer at the same age: dot newer, hollow mark a year before"),
        note=basis.history(
            Message("Curves: customers new in the last twelve months beside those new in the twelve before; who has not been watched long enough counts for as long as he was (Kaplan and Meier)."),
            Message("Revenue: the newest months of first orders, up to twelve, that have reached the age, beside the same months a year before; so season and age are alike."),
        ),
        alt=Message("After {months} months {now} of newer customers had a further order, {then} of those a year before.", now=facts["now"], then=facts["then"], months=ages["months"]),
        findings=_finding(back, facts | ages),
    )  # fmt: skip


def _headline(compared: pd.DataFrame) -> pd.Series:
    by_age = compared.set_index("age", drop=False)
    for age in HEADLINE_AGES:
        if age in by_age.index and by_age.at[age, "cohorts"] >= SOME:
            return by_age.loc[age]
    return compared.iloc[0]


def _verdict(low: float, high: float) -> str:
    return "better" if low > 0 else "worse" if high < 0 else "alike"


def _returning(verdict: str, facts: dict) -> Message:
    match verdict:
        case "better":
            return Message(
                "Newer customers come back more: {months} months after the month of the first order {now} of {n} had ordered again, a year before {then} of {n_before} ({change}, {low} to {high}).",
                **facts,
            )
        case "worse":
            return Message(
                "Newer customers come back less: {months} months after the month of the first order {now} of {n} had ordered again, a year before {then} of {n_before} ({change}, {low} to {high}).",
                **facts,
            )
    return Message("Newer customers come back as those a year before, as far as chance lets one tell: {months} months after the month of the first order {now} of {n} had ordered again, then {then} of {n_before} ({change}, {low} to {high}).", **facts)  # fmt: skip


def _title(back: str, worth: str, facts: dict, spent: dict) -> Message:
    told = {"now": facts["now"], "then": facts["then"], "spent": spent["now"], "spent_then": spent["then"]}
    match back, worth:
        case "better", _:
            return Message("Newer customers come back more often: {now}, a year before {then}", **told)
        case "worse", _:
            return Message("Newer customers come back less often: {now}, a year before {then}", **told)
        case _, "better":
            return Message("Newer customers come back alike but spend more: {spent}, a year before {spent_then}", **told)
        case _, "worse":
            return Message("Newer customers come back alike but spend less: {spent}, a year before {spent_then}", **told)
    return Message("Newer customers are no better and no worse than those a year before: {now} came again, then {then}", **told)


def _finding(verdict: str, facts: dict) -> tuple[Finding, ...]:
    if verdict == "alike":
        return ()
    said = Message(
        "in the share of new customers with a further order {months} months on: {now} of {n}, a year before {then} of {n_before} ({low} to {high}).",
        **{key: facts[key] for key in ("months", "now", "n", "then", "n_before", "low", "high")},
    )
    return (Finding(facts["change"], said, 0.0, "cohorts"),)  # fmt: skip


def _ages(basis: Basis) -> Words:
    """Every age."""
    return Words(
        title=Message("Newer new customers and those a year before, age by age"),
        note=basis.history(
            Message("Shares: Newcombe’s interval of the difference; revenue: Welch’s. Few very large orders make an interval for money look narrower than it is."),
        ),
    )  # fmt: skip
