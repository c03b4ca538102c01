"""Which segments changed revenue, and through what; the parts add up to the whole change."""

from collections.abc import Sequence

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.notes import Basis, compared_with
from analysis.text import Finding, Message, Words, count, day, money, name
from analysis.text.names_evaluation import start_value

ALL, NEW, FEW, REST, TOTAL = "(all)", "(new)", "(few)", "(rest)", "total"


def not_told(why: Message | None) -> dict[str, Words]:
    """Why the change is not told by segment."""
    return {} if why is None else {"change_segments": Words(answer=(why,))}


def with_all(change: pd.DataFrame, *, order: Sequence[str]) -> pd.DataFrame:
    """The table `segment_change` in the order of the lens, newcomers and small segments last, then '(all)': the parts over all.

    Of '(all)', before and after are told for revenue alone.
    """
    ranks = {key: rank for rank, key in enumerate([*order, FEW, NEW, REST])}
    table = change.sort_values("segment", key=lambda keys: keys.map(lambda key: ranks.get(key, len(order))), kind="stable")
    sums = change.groupby("part", sort=False)[["before", "after", "effect"]].sum().reset_index().assign(segment=ALL)
    sums[["before", "after"]] = sums[["before", "after"]].where(sums["part"].eq(TOTAL), float("nan"))
    return pd.concat([table, sums[change.columns]], ignore_index=True)


def segment_words(change: pd.DataFrame, *, short: int, reference: LikeForLike, basis: Basis) -> dict[str, Words]:
    """The words of the chart and of the table; `change` as `with_all` returns it.

    `short` is by how many days the history of the year before falls short of the window.
    """
    totals = change[change["part"] == TOTAL].set_index("segment")
    whole, own = totals.loc[ALL], totals.drop(index=ALL)
    up, down = own["effect"].idxmax(), own["effect"].idxmin()
    most = own["effect"].abs().idxmax()
    facts = {"total": money(whole["effect"]), "then": compared_with(reference)}
    answer = [_most(most, change, own.loc[most, "effect"])]
    if own.loc[up, "effect"] > 0 > own.loc[down, "effect"]:
        other = down if most == up else up
        answer.append(_most(other, change, own.loc[other, "effect"]))
    note = (
        Message("n = {n} customers with an order before or in the period. Each period by the segments on its own eve, by the limits of today; newcomers had never ordered before.", n=count(_customers(change))),
        Message("Effects are averaged over every order in which the parts could have changed (Shapley): they add up within a segment, and over all segments to the change in revenue."),
    )  # fmt: skip
    late = (_begun_late(basis),) if short > 0 else ()
    return {
        "change_segments": Words(
            answer=tuple(answer),
            title=_title(own.loc[most, "effect"], most, facts),
            subtitle=Message(
                "Change in revenue, {start} to {as_of} against {first} to {last}, by the segment in which customers started; the bars add up to the total",
                start=day(basis.period_start), as_of=day(basis.as_of), first=day(reference.start), last=day(reference.end),
            ),
            note=(*note, *late),
            alt=Message("Largest change by segment: “{segment}”, {effect}; in all {total}.", segment=start_value(most), effect=money(own.loc[most, "effect"]), **facts),
            findings=() if late else (_finding(most, own.loc[most, "effect"], facts),),
        ),
        "change_table": Words(
            title=Message("Which part of each segment’s change came from what"),
            note=(Message("Customers in the segment is the mix: what changed because more or fewer customers started there."), note[1], *late),
        ),
    }  # fmt: skip


def _begun_late(basis: Basis) -> Message:
    return Message(
        "The order lines begin on {first}, so fewer customers were known a year before: groups of those long silent were smaller then, and old customers could look new. Part of the mix is this.",
        first=day(basis.first),
    )


def _customers(change: pd.DataFrame) -> float:
    return change.loc[change["part"].eq("size") & change["segment"].ne(ALL), "after"].sum()


def _largest(segment: str, change: pd.DataFrame) -> str:
    """The part behind most of a segment's change, in its direction."""
    own = change[(change["segment"] == segment)].set_index("part")["effect"]
    parts = own.drop(TOTAL) * (1 if own[TOTAL] >= 0 else -1)
    return str(parts.idxmax())


def _most(segment: str, change: pd.DataFrame, effect: float) -> Message:
    """One segment's change and the part behind most of it."""
    if segment == NEW:
        said = {"effect": money(abs(effect))}
        if effect >= 0:
            return Message("Newcomers brought {effect} more than those a year before.", **said)
        return Message("Newcomers brought {effect} less than those a year before.", **said)
    if segment == REST:
        said = {"effect": money(abs(effect))}
        if effect >= 0:
            return Message("Newcomers and small segments brought {effect} more.", **said)
        return Message("Newcomers and small segments brought {effect} less.", **said)
    facts = {
        "segment": start_value(segment),
        "effect": money(abs(effect)),
        "why": name("change_up" if effect >= 0 else "change_down", _largest(segment, change)),
    }
    if effect >= 0:
        return Message("“{segment}” brought {effect} more, mostly because {why}.", **facts)
    return Message("“{segment}” brought {effect} less, mostly because {why}.", **facts)


def _title(effect: float, segment: str, facts: dict) -> Message:
    told = {"segment": start_value(segment), "effect": money(abs(effect)), "total": facts["total"]}
    if effect >= 0:
        return Message("“{segment}” added most: {effect}, of a change of {total} in all", **told)
    return Message("“{segment}” cost most: {effect}, of a change of {total} in all", **told)


def _finding(segment: str, effect: float, facts: dict) -> Finding:
    told = {"segment": start_value(segment), "then": facts["then"], "total": facts["total"]}
    if effect >= 0:
        said = Message("more than {then} came from “{segment}”, the largest change of any segment at the start; in all revenue changed by {total}.", **told)  # fmt: skip
    else:
        said = Message("less than {then} came from “{segment}”, the largest change of any segment at the start; in all revenue changed by {total}.", **told)  # fmt: skip
    return Finding(money(abs(effect)), said, abs(float(effect)), "change")
