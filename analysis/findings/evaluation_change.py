"""Why revenue changed, and whether customers still look as they did."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.config import year_before
from analysis.findings.evaluation_moves import eve, filled
from analysis.findings.notes import Basis
from analysis.text import Decision, Finding, Message, Skip, Words, change, count, day, decimal, money, name, raw

WATCH, SHIFTED = 0.10, 0.25  # customary limits of the stability index
GROWS_BY_ITSELF = "tenure_days"
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
NO_MODELS = Skip(
    Message("This version of the kit does not forecast, so there is no model to grade."),
    Message("Nothing further from you: a forecast of orders per customer needs the order lines that are held."),
    Message("Forecast against outcome by tenth of customers, and against the simple rule “as last year”."),
)


def year_ago(period, as_of: date) -> tuple[date, date]:
    """The same days a year before the period, up to the day that `as_of` was then."""
    before = year_before(period)
    return before.start, before.end - (period.end - as_of)


def compared(kpis: pd.DataFrame) -> bool:
    """Whether the same days of the year before are held."""
    return bool(kpis.set_index("kpi").loc["revenue", "reference"] > 0)


def explained(table: pd.DataFrame, kpis: pd.DataFrame, *, reference: tuple[date, date], basis: Basis) -> Words:
    """Customers × frequency × basket against the same days a year before."""
    factor, kpi = table.set_index("factor"), kpis.set_index("kpi")
    total, parts = factor.loc["total"], factor.drop(index="total")
    largest = parts["effect"].abs().idxmax()
    facts = {
        "change": change(total["effect"] / total["before"] if total["before"] else float("nan")),
        "before": money(total["before"]), "after": money(total["after"]), "effect": money(abs(total["effect"])),
    }  # fmt: skip
    answer = [Message("Revenue is {change} on the same days a year before: {after} after {before}.", **{k: facts[k] for k in ("change", "after", "before")})]
    answer += [_part(key, parts.loc[key]) for key in parts["effect"].abs().sort_values(ascending=False).index]
    if kpi.loc["new_customers", "value"] == 0:
        answer.append(Message("No new customer is held in the period: a closed group can only shrink, so the number of customers says nothing about sales."))
    return Words(
        answer=tuple(answer),
        title=_title(total["effect"], parts["effect"], facts["effect"]),
        subtitle=Message(
            "Change in revenue, {start} to {as_of} against {first} to {last}, by what changed; the parts add up to the total",
            start=day(basis.period_start), as_of=day(basis.as_of), first=day(reference[0]), last=day(reference[1]),
        ),
        note=(
            Message("n = {orders} orders now. Like for like: the same season in both years.", orders=count(kpi.loc["orders", "n"])),
            Message("Each part is averaged over every order in which the three could have changed (Shapley). It divides the change; it proves no cause."),
        ),
        alt=Message("Change in revenue {total}: customers {customers}, orders per customer {frequency}, money per order {basket}.", total=money(total["effect"]), **{key: money(parts.loc[key, "effect"]) for key in ("customers", "frequency", "basket")}),
        findings=() if kpi.loc["new_customers", "value"] == 0 else (_finding(largest, parts.loc[largest], facts["change"]),),
    )  # fmt: skip


def _title(total: float, parts: pd.Series, effect) -> Message:
    """The total with the factor behind most of it."""
    along = parts[parts * (1 if total >= 0 else -1) > 0]
    if along.empty:
        return Message("Revenue did not change")
    facts = {"effect": effect, "factor": name("factor", along.abs().idxmax())}
    if total >= 0:
        return Message("Revenue rose by {effect}; most of the rise: {factor}", **facts)
    return Message("Revenue fell by {effect}; most of the fall: {factor}", **facts)


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
    facts = {"after": money(row["after"]), "before": money(row["before"]), "effect": effect}
    if up:
        return Message("An order was worth {after} instead of {before}: that brought {effect}.", **facts)
    return Message("An order was worth {after} instead of {before}: that cost {effect}.", **facts)


def _finding(key: str, row: pd.Series, total) -> Finding:
    """The factor that moved revenue most."""
    show = {"customers": count, "frequency": lambda value: decimal(value, 2), "basket": money}[key]
    facts = {"after": show(row["after"]), "before": show(row["before"]), "change": total}
    sentence = {
        ("customers", True): Message("more than a year before because more customers ordered: {after}, not {before}. In all, revenue is {change}.", **facts),
        ("customers", False): Message("less than a year before because fewer customers ordered: {after}, not {before}. In all, revenue is {change}.", **facts),
        ("frequency", True): Message("more than a year before because each customer ordered more often: {after} times, not {before}. In all, revenue is {change}.", **facts),
        ("frequency", False): Message("less than a year before because each customer ordered less often: {after} times, not {before}. In all, revenue is {change}.", **facts),
        ("basket", True): Message("more than a year before because orders were larger: {after}, not {before}. In all, revenue is {change}.", **facts),
        ("basket", False): Message("less than a year before because orders were smaller: {after}, not {before}. In all, revenue is {change}.", **facts),
    }[key, bool(row["effect"] >= 0)]
    headline = Message("revenue is {change} on the year before", change=total)
    return Finding(money(abs(row["effect"])), sentence, abs(float(row["effect"])), "change", headline=headline)  # fmt: skip


def watched_features(usual: Sequence[str], makers: Sequence[str]) -> list[str]:
    """The features whose drift is looked at: the usual ones and those that make the segments, less what grows by itself."""
    return [feature for feature in dict.fromkeys([*makers, *usual]) if feature != GROWS_BY_ITSELF]


def marked(table: pd.DataFrame, makers: Sequence[str]) -> pd.DataFrame:
    """The table `drift` with `defines`: whether the segments are made of the feature."""
    return table.assign(defines=table["feature"].isin(makers))


def refit(table: pd.DataFrame) -> bool:
    """The trigger: a feature that makes the segments has shifted."""
    return bool((table["defines"] & (table["verdict"] == "shifted")).any())


def holds(table: pd.DataFrame, *, frozen_from: str, label: str, basis: Basis) -> Words:
    """Keep or refit, with the trigger; `table` as `marked` returns it."""
    makers = table[table["defines"]]
    top = makers.iloc[0] if len(makers) else table.iloc[0]
    facts = {"feature": name("drift_feature", top["feature"]), "psi": decimal(top["psi"], 2)}
    limit = {"limit": decimal(SHIFTED, 2)}
    again = refit(table)
    if again:
        answer = Message("Cut the segments anew: {feature} has shifted since the start of the period (index {psi}, limit {limit}).", **facts, **limit)
        title = Message("{feature}: index {psi}, above the limit of {limit}", **facts, **limit)
        decision = Decision(
            Message("Cut the segments anew next period"), Message("{feature} has shifted: index {psi} against a limit of {limit}.", **facts, **limit), 0.0
        )
    else:
        answer = Message("Keep the definitions: nothing that makes the segments has shifted since the start of the period.")
        title = Message("Nothing that makes the segments has shifted; largest index {psi}, limit {limit}", psi=facts["psi"], **limit)
        decision = Decision(
            Message("Keep these definitions for the next period"),
            Message("Write “definitions: {label}” in client.yaml: then customers move next time, not the ruler.", label=raw(label)), 0.0,
        )
    note = [
        Message("Between {then} and {now}. Index below {watch} stable, above {limit} shifted, by custom; trigger for new definitions: a feature marked bold above {limit}.", then=day(eve(basis)), now=day(basis.as_of), watch=decimal(WATCH, 2), **limit),
        Message("Days since the first order are left out: they grow by themselves."),
    ]
    if not filled(basis, periods=1):
        note.append(Message("At the start the history was shorter than the window, so figures counted in the window could only grow."))
    if frozen_from:
        note.append(Message("The definitions in force are those of {label}.", label=raw(frozen_from)))
    return Words(
        answer=(answer,),
        title=title,
        subtitle=Message("How far each feature’s spread over customers has moved in the period (population stability index); bold: makes the segments"),
        note=tuple(note),
        alt=Message("Largest index among the features that make the segments: {feature}, {psi}.", **facts),
        decisions=(decision,) if again or not frozen_from else (),
    )  # fmt: skip
