"""How did it develop over the periods: what every report showed, side by side."""

from collections.abc import Sequence

import pandas as pd

from analysis.findings.evaluation_moves import STATES
from analysis.findings.notes import Basis
from analysis.text import Message, Skip, Words, change, count, money, raw
from analysis.text.names_evaluation import place_value

ENOUGH_PERIODS = 3
FOLLOWED = ("revenue", "customers", "new_customers", "orders", "average_order", "repeat_rate")  # kpis of all customers


def too_few(n: int) -> Skip:
    """Why nothing is shown: two periods are a comparison, no development."""
    return Skip(
        Message(
            "A development needs three periods that were reported; of this length {n} are held, this one included.", n=count(n)
        ),
        Message("Run earlier periods as well, in order of time."),
        Message("Then segments, money and figures stand side by side over the periods."),
    )


def periods_of(table: pd.DataFrame) -> list[str]:
    """The periods of a `timeline` in order of time."""
    return list(table.sort_values("starts")["period"].drop_duplicates())


def overall(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of all customers, in the order in which they are drawn; figures that one period alone holds are left out."""
    own = table[(table["segment"] == "") & table["figure"].isin(FOLLOWED)]
    return _followed(own, ["figure"]).sort_values(["figure", "starts"], key=_rank(FOLLOWED), kind="stable", ignore_index=True)


def by_segment(table: pd.DataFrame, *, order: Sequence[str]) -> pd.DataFrame:
    """The rows of segments of `order` that two periods and more showed."""
    own = table[table["segment"].isin(order)]
    own = own[~(own["segment"].isin(STATES) & (own["figure"] != "size"))]  # who has not ordered has no money and no return
    return _followed(own, ["figure", "segment"]).sort_values(
        ["segment", "starts"], key=_rank(order), kind="stable", ignore_index=True
    )


def _followed(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return table[table.groupby(keys)["period"].transform("nunique") > 1]


def _rank(order: Sequence[str]):
    ranks = {key: rank for rank, key in enumerate(order)}
    return lambda column: column if column.name == "starts" else column.map(ranks)


def overall_words(table: pd.DataFrame, *, basis: Basis) -> Words:
    """Where revenue stood highest and lowest, and how it stands beside the same season; `table` as `overall` returns it."""
    revenue = table[table["figure"] == "revenue"].sort_values("starts").reset_index(drop=True)
    best, worst, last = revenue.loc[revenue["value"].idxmax()], revenue.loc[revenue["value"].idxmin()], revenue.iloc[-1]
    facts = {"n": count(len(revenue)), "best": raw(best["period"]), "high": money(best["value"])}
    facts |= {"worst": raw(worst["period"]), "low": money(worst["value"])}
    return Words(
        answer=(_same_season(revenue, last),),
        title=Message("Over {n} periods revenue was highest in {best} ({high}) and lowest in {worst} ({low})", **facts),
        subtitle=Message("Figures of each period; this one filled in colour"),
        note=basis.period(
            Message("Each figure is the one that the report of its period shows. Seasons differ: only the same season of another year is like for like.")
        ),
        alt=Message("Over {n} periods revenue was highest in {best} ({high}) and lowest in {worst} ({low})", **facts),
    )  # fmt: skip


def _same_season(revenue: pd.DataFrame, last: pd.Series) -> Message:
    then = revenue[(revenue["starts"].dt.month == last["starts"].month) & (revenue["starts"] < last["starts"])]
    if then.empty:
        return Message("No two of these periods are of the same season, so a rise or a fall may be the season’s.")
    year = then.iloc[-1]
    return Message(
        "Like for like, {now} brought {value} after {before} in {then}: {change}.",
        now=raw(last["period"]), value=money(last["value"]), before=money(year["value"]), then=raw(year["period"]),
        change=change(last["value"] / year["value"] - 1),
    )  # fmt: skip


def segment_words(table: pd.DataFrame, *, hidden: bool, minimum: int, basis: Basis) -> Words:
    """Which segment grew and which shrank most since the ruler is what it is; `table` as `by_segment` returns it."""
    ruler = table["ruler"].max()
    same = table[(table["figure"] == "size") & (table["ruler"] == ruler)].sort_values("starts")
    ends = same.groupby("segment").agg(first=("value", "first"), last=("value", "last"), periods=("period", "nunique"))
    ends = ends[ends["periods"] > 1].assign(change=lambda one: one["last"] - one["first"])
    ends = ends[~ends.index.isin(STATES)]
    since = same["period"].iloc[0] if len(same) else ""
    notes = [
        Message("Customers and revenue of each segment at the end of the period."),
        *((Message("Ordered in the period: of those who stood there at its start, with 95% intervals."),) if (table["figure"] == "retention").any() else ()),
        Message("Only what the reports showed: a segment that one kept back has a gap there (fewer than {minimum} customers, or it would tell of such).", minimum=count(minimum)) if hidden else Message("Only what the reports showed."),
    ]  # fmt: skip
    if table["ruler"].nunique() > 1:
        notes.append(
            Message("Dotted stroke: the limits were fitted anew, so sizes to the left and to the right of it are not comparable.")
        )
    return Words(
        answer=(_by_what_ruler(table, since),),
        title=_grew_and_shrank(ends, since),
        subtitle=Message("Segments over the periods; the first and the last figure at the ends of each line"),
        note=basis.period(*notes),
    )


def _by_what_ruler(table: pd.DataFrame, since: str) -> Message:
    if table["ruler"].nunique() == 1:
        return Message("All periods are measured by the same limits: customers moved, not the ruler.")
    return Message("The limits were fitted anew in between; those of now hold since {since}.", since=raw(since))


def _grew_and_shrank(ends: pd.DataFrame, since: str) -> Message:
    """The largest change either way; that nothing can be said where the ruler is new."""
    if ends.empty:
        return Message("The limits are new in this period: no size of a segment is comparable with an earlier one")
    up, down = ends.loc[ends["change"].idxmax()], ends.loc[ends["change"].idxmin()]
    grew = {"up": place_value(up.name), "a": count(up["first"]), "b": count(up["last"])}
    fell = {"down": place_value(down.name), "c": count(down["first"]), "d": count(down["last"])}
    if up["change"] > 0 > down["change"]:
        return Message(
            "Since {since} “{up}” grew most, from {a} customers to {b}; “{down}” shrank most, from {c} to {d}",
            since=raw(since),
            **grew,
            **fell,
        )
    if up["change"] > 0:
        return Message("Since {since} “{up}” grew most, from {a} customers to {b}; none shrank", since=raw(since), **grew)
    if down["change"] < 0:
        return Message("Since {since} “{down}” shrank most, from {c} customers to {d}; none grew", since=raw(since), **fell)
    return Message("Since {since} no segment changed in size", since=raw(since))
