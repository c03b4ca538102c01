"""Chapter 02 in sentences: groups made of other lenses, the client's own rules, names and changes by hand."""

import numpy as np
import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.segmentation_outcomes import Followed, of_method, rate
from analysis.segmentations.combined import OTHERS
from analysis.segmentations.lenses import ENOUGH, STATES, untold
from analysis.segmentations.rules import UNMATCHED
from analysis.segmentations.small_cells import TOGETHER, few
from analysis.text import Message, Words, count, day, days, name, raw, share

MADE_OF_OTHERS = Message("By rule from the other lenses: what these say of a customer is all that it says.")
SHOWN = Message("Shares of known customers (grey) and of revenue (colour); share that came back, with its 95% range")
NEARLY_ALL = Message("All but a few of the customers known fall under a rule of the client.")
RULED = Message("The first rule that holds names the segment. What is not known of a customer meets no condition.")
LINES = 5  # of overrides.csv named in a sentence


def groups(sizes: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed) -> Words | None:
    """How large the working groups are, and how many of each came back; None without buyers."""
    rows = of_method(sizes, "groups")
    rows = rows[~rows.index.isin(STATES)]
    if rows.empty:
        return None
    first = rows.loc[rows["customers"].notna().idxmax()]
    facts = {
        "group": name("segment", first.name),
        "n": count(first["customers"]),
        "part": share(first["customers"] / rows["customers"].sum()),
    }
    answer = Message(
        "{group}: {n} customers, {part} of buyers, with {money} of revenue in the window.",
        money=share(first["revenue_share"]),
        **facts,
    )
    return Words(
        answer=(answer, *_apart(returns, "groups", followed)),
        title=Message("{group}: {n} customers, {part} of buyers", **facts),
        subtitle=SHOWN,
        note=basis.window(MADE_OF_OTHERS, *(followed.note() if returns is not None else ())),
        alt=Message("{group}: {n} customers, {part} of buyers.", **facts),
    )  # fmt: skip


def combined(sizes: pd.DataFrame, returns: pd.DataFrame | None, definition: pd.DataFrame, *, basis: Basis, followed: Followed) -> Words | None:  # fmt: skip
    """Which combination brings most, how many were merged, and which come back; None without a combination that says what its buyers are."""
    rows = of_method(sizes, "combined")
    rows = rows[~rows.index.isin(STATES)]
    named = rows.loc[[not untold(segment) for segment in rows.index]]
    if named.empty:
        return None
    top = named["revenue"].idxmax()
    facts = {
        "combination": name("segment", top),
        "n": count(rows.loc[top, "customers"]),
        "money": share(rows.loc[top, "revenue_share"]),
    }
    small = int((definition["combination"] != definition["segment"]).sum())
    answer = [
        Message(
            "Of the {k} combinations that customers have, {shown} are shown; “{combination}” brings most: {n} customers and {money} of revenue.",
            k=count(len(definition)), shown=count((rows["customers"].notna() & ~rows.index.isin([OTHERS, TOGETHER])).sum()), **facts,
        ),
        *_apart(returns, "combined", followed),
    ]  # fmt: skip
    merged = Message("{n} combinations of too few customers were put together with those that differ in the last lens only, else with all others.", n=count(small))  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("{combination}: {n} customers bring {money} of revenue", **facts),
        subtitle=SHOWN,
        note=basis.window(MADE_OF_OTHERS, *((merged,) if small else ()), *(followed.note() if returns is not None else ())),
        alt=Message("{combination}: {n} customers, {money} of revenue.", **facts),
    )


def rules(sizes: pd.DataFrame, returns: pd.DataFrame | None, *, basis: Basis, followed: Followed) -> Words | None:
    """How far the client's own rules reach; None where nobody is known."""
    rows = of_method(sizes, "rules")
    if rows.empty:
        return None
    known = rows["customers"].sum()
    left = float(rows["customers"].get(UNMATCHED, 0))
    if left != left:
        return Words(answer=(NEARLY_ALL, *_apart(returns, "rules", followed)), title=NEARLY_ALL, subtitle=SHOWN, note=basis.window(RULED), alt=NEARLY_ALL)  # fmt: skip
    facts = {"n": count(known - left), "part": share(1 - left / known), "left": count(left)}
    answer = (
        Message("{n} of the customers known, {part}, fall under a rule; {left} under none.", **facts)
        if left
        else Message("Every customer known falls under a rule.")
    )
    return Words(
        answer=(answer, *_apart(returns, "rules", followed)),
        title=Message("The client’s own rules place {part} of known customers", part=facts["part"]),
        subtitle=SHOWN,
        note=basis.window(
            RULED,
            *(followed.note() if returns is not None else ()),
        ),
        alt=Message("{n} customers under a rule, {left} under none.", n=facts["n"], left=facts["left"]),
    )


def _apart(returns: pd.DataFrame | None, method: str, followed: Followed) -> tuple[Message, ...]:
    """Between which rates the segments lie: what the lens is worth is read off this."""
    if returns is None:
        return ()
    found = of_method(returns, method)
    told = np.array([key not in STATES and not untold(key) for key in found.index], dtype=bool)
    enough = found[(found["n"] >= ENOUGH) & found["share"].notna() & told]
    if len(enough) < 2:
        return ()
    best, worst = (rate(found, enough["share"].idxmax()), rate(found, enough["share"].idxmin()))
    facts = {
        "best": name("segment", best.name),
        "worst": name("segment", worst.name),
        "start": day(followed.start),
        "days": days(followed.days),
    }
    shares = {"high": share(best["share"]), "low": share(worst["share"])}
    if worst["high"] >= best["low"]:
        return (Message("How many came back within {days} days tells these groups not clearly apart: “{best}” {high}, “{worst}” {low}.", days=facts["days"], best=facts["best"], worst=facts["worst"], **shares),)  # fmt: skip
    return (Message("Of “{best}” on {start}, {high} ordered within {days} days, of “{worst}” {low}.", **facts, **shares),)


def overrides(applied: pd.DataFrame, problems: pd.DataFrame, *, minimum: int) -> Words | None:
    """What was changed by hand, and which lines changed nothing; None without any line.

    A sum from which a change of fewer than `minimum` customers could be told is not said.

    `applied` is the table `overrides_applied`, `problems` the table `override_problems`.
    """
    if applied.empty and problems.empty:
        return None
    answer = [Message("No customer’s segment is changed by hand.")]
    ended = bool((applied["until"] != "").all())
    if len(applied) and _alone(applied, minimum):
        answer = [
            Message("By hand, against the rule: {k} changes, each with its reason and an end.", k=count(len(applied)))
            if ended
            else Message("By hand, against the rule: {k} changes, each with its reason; not every one has an end.", k=count(len(applied)))
        ]  # fmt: skip
    elif len(applied):
        answer = [
            Message("By hand, against the rule: {n} customers in {k} changes, each with its reason and an end.", n=count(applied["customers"].sum()), k=count(len(applied)))
            if ended
            else Message("By hand, against the rule: {n} customers in {k} changes, each with its reason; not every one has an end.", n=count(applied["customers"].sum()), k=count(len(applied)))
        ]  # fmt: skip
    for problem, lines in problems.groupby("problem", sort=True)["line"] if len(problems) else ():
        shown = ", ".join(str(line) for line in sorted(lines)[:LINES]) + ("…" if len(lines) > LINES else "")
        answer.append(
            Message("Lines of overrides.csv that change nothing at the end of the period, because {why}: {lines}.", why=name("override_problem", problem), lines=raw(shown))
        )  # fmt: skip
    return Words(
        answer=tuple(answer),
        title=Message("Segments changed by hand"),
        subtitle=Message("From which segment to which, why, who decided, until when, and how many customers"),
        note=(
            Message(
                "Applied after every rule, on the days on which they hold: at the start of the period as at its end, so that one which holds on both moves nobody."
            ),
        ),
    )


def _alone(applied: pd.DataFrame, minimum: int) -> bool:
    """Whether one hidden line alone could be told from the sum of all."""
    return int(few(applied["customers"], minimum=minimum).sum()) == 1


def merges(applied: pd.DataFrame, *, minimum: int) -> Words | None:
    """What the client has put together; None without any merge.  `applied` is the table `merges_applied`."""
    if applied.empty:
        return None
    facts = {"k": count(len(applied))}
    together = (
        Message("{k} segments stand together with others, as the client works with them.", **facts)
        if _alone(applied, minimum)
        else Message(
            "{k} segments stand together with others, as the client works with them: {n} customers.",
            n=count(applied["customers"].sum()),
            **facts,
        )
    )
    return Words(
        answer=(together,),
        title=Message("Segments put together by the client"),
        subtitle=Message("Which segment was taken into which, and how many customers"),
        note=(Message("The rules of the segments are unchanged; only their names and sums are."),),
    )  # fmt: skip
