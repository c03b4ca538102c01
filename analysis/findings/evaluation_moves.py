"""Who moved, and how much of it chance would have brought anyway."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from analysis.findings.notes import Basis
from analysis.text import Finding, Message, Words, count, day, share
from analysis.text.names_evaluation import place_value

ALL, NEW, NOT_YET = "(all)", "(new)", "not_yet"
STATES = ("no_order", "prospect", "refund_only", NEW)  # no order yet: they cannot stay or move as buyers do
ENOUGH = 30  # customers below which no share is given
MOVE = ["from_segment", "to_segment"]
# By method: segments taken together where there are too many to follow.
GROUPS = {
    "rfm": {
        "champions": "keep", "loyal": "keep", "potential_loyalist": "grow", "new": "grow", "promising": "grow",
        "need_attention": "nudge", "about_to_sleep": "nudge", "at_risk": "win_back", "cant_lose": "win_back",
        "hibernating": "gone", "lost": "gone",
    },
}  # fmt: skip
SEASON_DAYS = 300  # a shorter period holds a season of its own


def stays(moves: pd.DataFrame, before: pd.DataFrame | None, *, order: Sequence[str]) -> pd.DataFrame:
    """Who stayed in the segment of the start: one row per segment in display order, then '(all)'.

    From the migration table with its expectations, and that of the period before (None: not held):
    segment, n, stayed, share, expected, low, high, then (share of the period before), revenue (of all
    who started there), reading (as_chance, more_stayed, fewer_stayed; blank below 30 customers).
    The range of '(all)' adds the variances of the segments: their customers are drawn independently.
    """
    started = moves.groupby("from_segment").agg(n=("customers", "sum"), revenue=("revenue", "sum"))
    own = _diagonal(moves)
    table = started.join(own[["customers", "expected", "expected_low", "expected_high"]])
    table.columns = ["n", "revenue", "stayed", "expected", "low", "high"]
    table = table.loc[[key for key in order if key in table.index and key not in STATES]].dropna(subset="expected")
    table["then"] = np.nan if before is None else _shares_before(before).reindex(table.index)
    table.loc[ALL] = _together(table)
    table["share"] = table["stayed"].fillna(0) / table["n"]
    outside = [table["n"] < ENOUGH, table["share"] > table["high"], table["share"] < table["low"]]
    table["reading"] = np.select(outside, ["", "more_stayed", "fewer_stayed"], default="as_chance")
    return table.rename_axis("segment").reset_index()


def _diagonal(moves: pd.DataFrame) -> pd.DataFrame:
    return moves[moves["from_segment"] == moves["to_segment"]].set_index("from_segment")


def _shares_before(before: pd.DataFrame) -> pd.Series:
    n = before.groupby("from_segment")["customers"].sum()
    return (_diagonal(before)["customers"] / n).where(n >= ENOUGH)


def _together(table: pd.DataFrame) -> pd.Series:
    """The row of all segments: shares weighted by customers, ranges added as independent."""
    n = table["n"].sum()
    expected, half = (table["n"] * table["expected"]).sum() / n, np.hypot.reduce(table["n"] * (table["high"] - table["low"]) / 2) / n
    weights = table["n"].where(table["then"].notna())
    then = (weights * table["then"]).sum() / weights.sum() if weights.notna().any() else np.nan
    sums = {"n": n, "revenue": table["revenue"].sum(), "stayed": table["stayed"].sum()}
    return pd.Series(sums | {"expected": expected, "low": expected - half, "high": expected + half, "then": then})


def flows(moves: pd.DataFrame, *, order: Sequence[str], groups: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The moves of all who have ordered by the end: start, end, customers, revenue, focus.

    Segments are taken together by `groups` (none: as they are); customers without an order at the start
    begin in 'not_yet', those without one at the end are left out.  Rows stand in display order; focus is
    true for those who start where most revenue came from.
    """
    kept = moves[~moves["to_segment"].isin(STATES)]
    places = {key: (groups or {}).get(key, key) for key in order if key not in STATES}
    ranks = {place: rank for rank, place in enumerate([*dict.fromkeys(places.values()), NOT_YET])}
    ends = kept.assign(start=kept["from_segment"].map(places).fillna(NOT_YET), end=kept["to_segment"].map(places))
    table = ends.groupby(["start", "end"])[["customers", "revenue"]].sum().query("customers > 0").reset_index()
    table = table.sort_values(["start", "end"], key=lambda keys: keys.map(ranks), ignore_index=True)
    known = table[table["start"] != NOT_YET]
    top = known.groupby("start")["revenue"].sum().idxmax() if len(known) else NOT_YET
    return table.assign(focus=table["start"] == top)


def beyond(moves: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """Moves to another segment outside the range of chance, the largest surplus or shortfall of customers first.

    Adds n (customers who started there), expected_customers and excess.  Left out: starts of under 30
    customers, and moves whose observed or expected number is not 0 but below `minimum` in both.
    """
    n = moves.groupby("from_segment")["customers"].transform("sum")
    table = moves.assign(n=n, expected_customers=moves["expected"] * n)
    table["excess"] = table["customers"] - table["expected_customers"]
    outside = (table["share"] < table["expected_low"]) | (table["share"] > table["expected_high"])
    shown = outside & (table["from_segment"] != table["to_segment"]) & (n >= ENOUGH) & (table["customers"] >= minimum)
    return table[shown].sort_values("excess", key=abs, ascending=False, ignore_index=True)


def looked_at(moves: pd.DataFrame) -> int:
    """How many moves to another segment have an expectation: one in ten falls outside its range by luck alone."""
    return int((moves["expected"].notna() & (moves["expected_high"] > 0) & (moves["from_segment"] != moves["to_segment"])).sum())


def eve(basis: Basis):
    """The day before the period: where customers stood at the start."""
    return basis.period_start - timedelta(days=1)


def seasonal(basis: Basis) -> bool:
    """Whether the period is short enough to hold a season of its own."""
    return (basis.as_of - basis.period_start).days < SEASON_DAYS


def filled(basis: Basis, *, periods: int) -> bool:
    """Whether the history already spanned the whole window so many periods ago."""
    length = basis.as_of - eve(basis)
    return basis.first <= basis.window_start - length * periods


def window(basis: Basis) -> timedelta:
    """How far back behaviour features look."""
    return basis.as_of - basis.window_start + timedelta(days=1)


def moved(table: pd.DataFrame, stayed: pd.DataFrame, *, grouped: bool, basis: Basis) -> Words:
    """The flows of customers between the two dates."""
    total, known = stayed.set_index("segment").loc[ALL], table[table["start"] != NOT_YET]
    new, top = table[table["start"] == NOT_YET]["customers"].sum(), known[known["focus"]]
    start, n = top["start"].iloc[0], top["customers"].sum()
    same, rest = top.loc[top["end"] == start, "customers"].sum(), top[top["end"] != start].nlargest(1, "customers")
    facts = {"n": count(n), "segment": place_value(start), "stayed": count(same), "then": day(eve(basis)), "now": day(basis.as_of)}
    left = {"moved": count(rest["customers"].sum()), "to": place_value(rest["end"].iloc[0] if len(rest) else start)}
    title = Message("Of {n} customers in “{segment}”, {stayed} stayed and {moved} moved to “{to}”", **facts, **left)
    note = (
        Message("Both dates are read with the same definitions: customers moved, not the ruler."),
        Message("“Not yet a buyer” on the left are customers whose first order fell in the period."),
    )
    groups = Message(
        "Groups: keep (Champions, Loyal), grow (Potential Loyalist, New, Promising), nudge (Need Attention, About To Sleep), "
        "win back (At Risk, Can’t Lose), gone (Hibernating, Lost)."
    )
    return Words(
        answer=(
            Message(
                "Of {n} customers who had ordered by {then}, {stayed} stand in the same segment on {now} and {moved} in another.",
                n=count(total["n"]), stayed=count(total["stayed"]), moved=count(total["n"] - total["stayed"]), then=facts["then"], now=facts["now"],
            ),
            Message("{new} more have ordered for the first time since.", new=count(new)),
        ),
        title=title if len(rest) and same else Message("Where the customers of {then} stand on {now}", then=facts["then"], now=facts["now"]),
        subtitle=Message("Customers by segment on {then} (left) and on {now} (right); a band is as wide as its number of customers", then=facts["then"], now=facts["now"]),
        note=(Message("n = {n} customers with an order.", n=count(table["customers"].sum())), *((groups,) if grouped else ()), *note),
        alt=Message("{n} customers started in “{segment}”: {stayed} stayed, {moved} moved to “{to}”. {new} bought for the first time.", **facts, **left, new=count(new)),
    )  # fmt: skip


def matrix(moves: pd.DataFrame, stayed: pd.DataFrame, *, minimum: int, basis: Basis) -> Words:
    """The share of each segment that stood in each segment at the end."""
    segments = stayed[(stayed["segment"] != ALL) & (stayed["n"] >= ENOUGH)]
    loose = segments.loc[segments["share"].idxmin()]
    rest = moves[(moves["from_segment"] == loose["segment"]) & (moves["to_segment"] != loose["segment"])].nlargest(1, "customers")
    facts = {"segment": place_value(loose["segment"]), "share": share(loose["share"])}
    target = {"to": place_value(rest["to_segment"].iloc[0]), "moved": share(rest["share"].iloc[0])} if len(rest) else {}
    firm = segments.loc[segments["share"].idxmax()]
    title = Message("“{segment}” is left soonest: {share} stayed, {moved} are now “{to}”", **facts, **target)
    return Words(
        title=title if target else Message("Nobody left a segment"),
        subtitle=Message(
            "Of the customers of each segment on {then} (row), the percentage who stood in each segment on {now} (column)",
            then=day(eve(basis)), now=day(basis.as_of),
        ),
        note=(
            Message("n = {n} customers with an order before {start}.", n=count(stayed.set_index("segment").loc[ALL, "n"]), start=day(basis.period_start)),
            Message("Columns have the numbers of the rows; the outlined cells stayed. Blank: fewer than {minimum} customers. Segments of under 30 are not shown.", minimum=count(minimum)),
        ),
        alt=Message(
            "“{segment}”: {share} stayed. “{firm}”: {most} stayed.", **facts, firm=place_value(firm["segment"]), most=share(firm["share"])
        ),
    )  # fmt: skip


def chance(stayed: pd.DataFrame, *, basis: Basis) -> Words:
    """Is the movement more than chance would bring?"""
    table = stayed.set_index("segment")
    total, segments = table.loc[ALL], table.drop(index=ALL)
    judged = segments[segments["reading"] != ""]
    outside = judged[judged["reading"] != "as_chance"]
    facts = {"share": share(total["share"]), "expected": share(total["expected"])}
    answer = [_verdict(total)]
    if len(outside):
        far = outside.loc[(outside["share"] - outside["expected"]).abs().idxmax()]
        answer.append(
            Message(
                "{out} of {all} segments lie outside their range; farthest “{segment}”, where {observed} stayed against {chance}.",
                out=count(len(outside)), all=count(len(judged)), segment=place_value(far.name), observed=share(far["share"]), chance=share(far["expected"]),
            )
        )  # fmt: skip
    elif len(judged):
        answer.append(Message("Every segment lies inside its range."))
    note = [
        Message(
            "n = {n} customers with an order before {start}. Chance: the period replayed 100 times with everybody ordering on at the own pace of before; the range holds 90 of 100 replays.",
            n=count(total["n"]), start=day(basis.period_start),
        ),
        Message("One segment in ten falls outside by luck alone. Under 30 customers: not shown."),
    ]  # fmt: skip
    if seasonal(basis):
        note.append(Message("A replay knows no season, so a strong or a weak season shows as movement."))
    return Words(
        answer=tuple(answer),
        title=Message("{share} stayed in their segment; chance alone would give {expected}", **facts),
        subtitle=Message("Share of each segment’s customers who stayed (dot), and what unchanged customers would show (grey)"),
        note=tuple(note),
        alt=Message("{share} of all customers stayed; unchanged customers would give {low} to {high}.", **facts, low=share(total["low"]), high=share(total["high"])),
    )  # fmt: skip


def chance_table(stayed: pd.DataFrame, *, basis: Basis) -> Words:
    """The same figures as a table, with those of the period before where they can be compared."""
    then = stayed.set_index("segment").loc[ALL, "then"]
    note = [Message("Range: 5% to 95% of the replays.")]
    if then == then and seasonal(basis):
        note.append(
            Message("In the period before, {then} stayed. That was another season: the two are not like for like.", then=share(then))
        )
    elif then == then:
        note.append(Message("In the period before, {then} stayed.", then=share(then)))
    else:
        note.append(Message("The period before is not shown: the history was then shorter than the window, and segments were still filling up."))
    return Words(
        subtitle=Message("Observed against expected by chance: share of customers who stayed in the segment of {then}", then=day(eve(basis))),
        note=tuple(note),
        so=(_meaning(stayed.set_index("segment").loc[ALL, "reading"]),),
    )  # fmt: skip


def beyond_chance(table: pd.DataFrame, moves: pd.DataFrame, *, basis: Basis) -> Words | None:
    """The moves beyond chance; None where there is none."""
    if table.empty:
        return None
    spent = moves.groupby("from_segment")["revenue"].sum() / moves.groupby("from_segment")["customers"].sum()
    worth = table["excess"].abs() * table["from_segment"].map(spent)
    top = table.loc[worth.idxmax()]
    facts = {
        "moved": count(top["customers"]), "n": count(top["n"]), "start": place_value(top["from_segment"]),
        "end": place_value(top["to_segment"]), "expected": count(top["expected_customers"]),
    }  # fmt: skip
    sentence = Message(
        "of {n} customers in “{start}” moved to “{end}”; had everybody ordered on as before, it would be {expected}.",
        **{key: facts[key] for key in ("n", "start", "end", "expected")},
    )
    headline = Message("{moved} of {n} “{start}” became “{end}”, not {expected}", **facts)
    return Words(
        title=Message("From “{start}” to “{end}”: {moved} of {n} customers, {expected} by chance", **facts),
        subtitle=Message("Moves outside the range of chance, the largest surplus or shortfall first"),
        note=(
            Message(
                "{out} of {all} moves lie outside; about {luck} would by luck alone. Money: revenue of those who moved, in the window before {start}.",
                out=count(len(table)), all=count(looked_at(moves)), luck=count(looked_at(moves) / 10), start=day(basis.period_start),
            ),
            *((Message("Part of this is the season of the period, which replays do not know."),) if seasonal(basis) else ()),
        ),
        findings=(Finding(count(top["customers"]), sentence, float(worth.max()), "chance", headline=headline),),
    )  # fmt: skip


def _verdict(total: pd.Series) -> Message:
    """Is the movement more than chance would bring?"""
    facts = {key: share(total[key]) for key in ("share", "expected", "low", "high")}
    match total["reading"]:
        case "fewer_stayed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): there is more movement than chance would bring.",
                **facts,
            )
        case "more_stayed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): there is less movement than chance would bring.",
                **facts,
            )
    return Message(
        "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): the movement is no more than chance would bring.",
        **facts,
    )


def _meaning(reading: str) -> Message:
    """What that means for the decision."""
    match reading:
        case "fewer_stayed":
            return Message(
                "Customers have changed their pace, or the season has changed it for them: only the same months of another year tell the two apart. Act on the moves outside their range."
            )
        case "more_stayed":
            return Message(
                "Customers came back, or fell back, less often than their own past pace implies. Act on the moves outside their range."
            )
    return Message(
        "Most single moves are luck of timing. Plan by the size of the segments, and act on a move only where it lies outside its range."
    )
