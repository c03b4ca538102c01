"""What became of each month's new customers: are newer ones better or worse than those a year before them?"""

import pandas as pd

from analysis.findings.evaluation_moves import ENOUGH
from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Skip, Value, Words, count, money, points, share

LATE = 6  # the month that the title of the triangle ends with
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


def cohort_words(cohorts: pd.DataFrame, compared: pd.DataFrame, *, run_in: int, basis: Basis) -> dict[str, Words]:
    """The words of the triangle, of the two groups, and of both tables; `cohorts` and `compared` as they are shown.

    `run_in` is for how many months from the beginning of the history old customers may look new.
    """
    triangle = _triangle(cohorts, run_in=run_in, basis=basis)
    told = {
        "cohorts": triangle,
        "cohort_table": Words(title=Message("Cohort by cohort: who ordered again, and revenue per customer"), note=triangle.note),
    }
    if compared.empty:
        none = Message(
            "No month can be held against the same month a year before: the first {months} months of the history are left out, because old customers may look new there, and what follows is too short.",
            months=count(run_in),
        )
        return told | {"cohorts_compared": Words(answer=(none,))}
    return told | {"cohorts_compared": _compared(compared, basis=basis), "compared_table": _ages(basis)}


def _triangle(cohorts: pd.DataFrame, *, run_in: int, basis: Basis) -> Words:
    clear = cohorts[~cohorts["run_in"]]
    clear = clear if clear["month"].ge(1).any() else cohorts
    by_age = clear.groupby("month")[["active", "size"]].sum()
    early, late = (max(age for age in by_age.index if age <= most) for most in (1, LATE))
    facts = {
        "early": count(early), "late": count(late), "first": _of(by_age, early), "last": _of(by_age, late), "n": count(by_age.at[early, "size"]),
    }  # fmt: skip
    return Words(
        title=Message("Of new customers, {first} ordered in month {early} after that of the first order, {last} in month {late}", **facts),
        subtitle=Message("Share of the customers of each month of first orders (row) who ordered in the months since (column)"),
        note=basis.history(
            Message("Only months that are over; month 0, that of the first order, is 100%. Cohorts under {n} customers are not shown.", n=count(ENOUGH)),
            Message("The first {months} months of the history (with a star, where shown) may hold old customers who look new, because their earlier orders are not held: so long do those who come back stay away. The title leaves them out where it can.", months=count(run_in)),
        ),
        alt=Message("Month {early}: {first} of {n} new customers ordered; month {late}: {last}.", **facts),
    )  # fmt: skip


def _of(by_age: pd.DataFrame, age: int) -> Value:
    return share(by_age.at[age, "active"] / by_age.at[age, "size"])


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
        title=_title(back, worth, facts | ages, spent),
        subtitle=Message("Share with a further order by days since the first, with 95% band; revenue per new customer at the same age: dot newer, hollow mark a year before"),
        note=basis.history(
            Message("Curves: customers new in the last twelve months beside those new in the same months a year before, outside the first months of the history; each counts for as long as watched (Kaplan and Meier)."),
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
    told = {
        "now": facts["now"],
        "then": facts["then"],
        "spent": spent["now"],
        "spent_then": spent["then"],
        "months": facts["months"],
    }
    match back, worth:
        case "better", _:
            return Message("Newer customers come back more often: {now} within {months} months, a year before {then}", **told)
        case "worse", _:
            return Message("Newer customers come back less often: {now} within {months} months, a year before {then}", **told)
        case _, "better":
            return Message(
                "Newer customers come back alike but spend more: {spent} within {months} months, a year before {spent_then}", **told
            )
        case _, "worse":
            return Message(
                "Newer customers come back alike but spend less: {spent} within {months} months, a year before {spent_then}", **told
            )
    return Message(
        "No sign that newer customers are better or worse: {now} came again within {months} months, a year before {then}", **told
    )


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
