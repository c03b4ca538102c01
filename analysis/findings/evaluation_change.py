"""Why revenue changed: customers, orders per customer, money per order."""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.evaluation_targets import CLOSED, closed
from analysis.findings.notes import Basis, calendar_notes, compared_with
from analysis.text import Finding, Message, Skip, Words, change, count, day, decimal, money, money_exact, name

SMALL = 100  # an order below this is shown to the penny
NO_YEAR = Skip(
    Message("The same days of the year before are not held."),
    Message("Order lines that reach back to a year before the period."),
    Message("Whether more customers, more orders each or larger orders changed revenue, with the season in both years."),
)
NO_START = Skip(
    Message("No customers, or too few, were known before the period."),
    Message("Order lines that reach back further."),
    Message("Who moved between segments, what each segment did next, and whether the segments still hold."),
)
NO_LENS_THEN = Skip(
    Message("These segments cannot be told for the start of the period: what they are made of is only known as of today."),
    Message("Nothing further: choose segments that are made of dated orders, events or answers."),
    NO_START.unlocks,
)
NO_LENS_DAY = Skip(
    Message("These segments cannot be told for the day compared with: what they are made of is held for the days of reports only."),
    Message("Nothing further: choose segments without a model, or leave `compare_with` blank."),
    Message("Who moved between segments since that day."),
)
NO_REPLAY = Skip(
    Message("Recency is counted from visits, and a replay of orders alone would not know them."),
    Message("Nothing further: the movement is above, but it cannot be held against chance in this version."),
    Message("How much of the movement chance alone would bring."),
)
NO_LENS_REPLAY = Skip(
    Message("These segments are made of more than orders, and a replay of orders alone would not know the rest."),
    NO_REPLAY.send,
    NO_REPLAY.unlocks,
)


def compared(kpis: pd.DataFrame) -> bool:
    """Whether the same days of the year before are held."""
    return bool(kpis.set_index("kpi").loc["revenue", "reference"] > 0)


def explained(table: pd.DataFrame, kpis: pd.DataFrame, *, reference: LikeForLike, basis: Basis) -> Words:
    """Customers × frequency × basket against the days a year before."""
    factor, kpi = table.set_index("factor"), kpis.set_index("kpi")
    total, parts = factor.loc["total"], factor.drop(index="total")
    largest = parts["effect"].abs().idxmax()
    facts = {
        "change": change(total["effect"] / total["before"] if total["before"] else float("nan")),
        "before": money(total["before"]), "after": money(total["after"]), "effect": money(abs(total["effect"])),
    }  # fmt: skip
    answer = [
        Message(
            "Revenue is {change} against {then}: {after} after {before}.",
            then=compared_with(reference),
            **{k: facts[k] for k in ("change", "after", "before")},
        )
    ]
    answer += [_part(key, parts.loc[key]) for key in parts["effect"].abs().sort_values(ascending=False).index]
    if closed(kpis):
        answer.append(CLOSED)
    return Words(
        answer=tuple(answer),
        title=_title(total["effect"], parts["effect"], facts["effect"]),
        subtitle=Message(
            "Change in revenue, {start} to {as_of} against {first} to {last}, by what changed; the parts add up to the total",
            start=day(basis.period_start), as_of=day(basis.as_of), first=day(reference.start), last=day(reference.end),
        ),
        note=(
            Message("n = {orders} orders now. Like for like: {then}.", orders=count(kpi.loc["orders", "n"]), then=compared_with(reference)),
            *calendar_notes(reference),
            Message("Each part is averaged over every order in which the three could have changed (Shapley). It divides the change; it proves no cause."),
        ),
        alt=Message("Change in revenue {total}: customers {customers}, orders per customer {frequency}, money per order {basket}.", total=money(total["effect"]), **{key: money(parts.loc[key, "effect"]) for key in ("customers", "frequency", "basket")}),
        findings=() if closed(kpis) else (_finding(largest, parts.loc[largest], facts["change"]),),
    )  # fmt: skip


def _title(total: float, parts: pd.Series, effect) -> Message:
    """The total with the factor behind most of it."""
    along = parts[parts * (1 if total >= 0 else -1) > 0]
    if along.empty:
        return Message("Revenue did not change")
    most = along.abs().idxmax()
    if total >= 0:
        return Message("Revenue rose by {effect}, mostly through {factor}", effect=effect, factor=name("factor_up", most))
    return Message("Revenue fell by {effect}, mostly through {factor}", effect=effect, factor=name("factor_down", most))


def no_start(started: pd.DataFrame | None, method: str) -> Skip:
    """Why nothing can be said of the start: nobody was known, or the segments of `method` were not."""
    return NO_START if started is None or started["method"].eq(method).any() else NO_LENS_THEN


def no_replay(*, by_visits: bool) -> Skip:
    """Why movement is not held against chance, where it is known: visits, or segments made of more than orders."""
    return NO_REPLAY if by_visits else NO_LENS_REPLAY


def _part(key: str, row: pd.Series) -> Message:
    """One factor in words."""
    effect, up = money(abs(row["effect"])), row["effect"] >= 0
    match key:
        case "customers":
            facts = {"after": count(row["after"]), "before": count(row["before"]), "effect": effect}
            if up:
                return Message("{after} customers ordered instead of {before}: that brought {effect}.", **facts)
            return Message("{after} customers ordered instead of {before}: that cost {effect}.", **facts)
        case "frequency":
            facts = {"after": decimal(row["after"], 2), "before": decimal(row["before"], 2), "effect": effect}
            if up:
                return Message("Each ordered {after} times instead of {before}: that brought {effect}.", **facts)
            return Message("Each ordered {after} times instead of {before}: that cost {effect}.", **facts)
    small = max(row["after"], row["before"]) < SMALL
    form = money_exact if small else money
    facts = {"after": form(row["after"]), "before": form(row["before"]), "effect": effect}
    if up:
        return Message("An order was worth {after} instead of {before}: that brought {effect}.", **facts)
    return Message("An order was worth {after} instead of {before}: that cost {effect}.", **facts)


def _finding(key: str, row: pd.Series, total) -> Finding:
    """The factor that moved revenue most."""
    show = {
        "customers": count,
        "frequency": lambda value: decimal(value, 2),
        "basket": money_exact if row["before"] < SMALL else money,
    }[key]
    facts = {"after": show(row["after"]), "before": show(row["before"]), "change": total}
    sentence = {
        ("customers", True): Message(
            "more than a year before because more customers ordered: {after}, not {before}. In all, revenue is {change}.", **facts
        ),
        ("customers", False): Message(
            "less than a year before because fewer customers ordered: {after}, not {before}. In all, revenue is {change}.", **facts
        ),
        ("frequency", True): Message(
            "more than a year before because each customer ordered more often: {after} times, not {before}. In all, revenue is {change}.",
            **facts,
        ),
        ("frequency", False): Message(
            "less than a year before because each customer ordered less often: {after} times, not {before}. In all, revenue is {change}.",
            **facts,
        ),
        ("basket", True): Message(
            "more than a year before because orders were larger: {after}, not {before}. In all, revenue is {change}.", **facts
        ),
        ("basket", False): Message(
            "less than a year before because orders were smaller: {after}, not {before}. In all, revenue is {change}.", **facts
        ),
    }[key, bool(row["effect"] >= 0)]
    headline = Message("revenue is {change} on the year before", change=total)
    return Finding(money(abs(row["effect"])), sentence, abs(float(row["effect"])), "change", headline=headline)  # fmt: skip
