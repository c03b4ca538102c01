"""Movement in sentences: who moved from where to where?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.findings.evaluation_moves import ALL, NOT_KNOWN, NOT_YET, eve
from analysis.findings.notes import Basis
from analysis.segmentations.small_cells import TOGETHER
from analysis.text import Message, Value, Words, count, day, share
from analysis.text.names_evaluation import place_value

# What a group holds, by the number of its segments.
MEMBERS = {
    1: "{group}: {first}.",
    2: "{group}: {first}, {second}.",
    3: "{group}: {first}, {second}, {third}.",
    4: "{group}: {first}, {second}, {third}, {fourth}.",
}
PLACES = ("first", "second", "third", "fourth")


KEPT_BACK = Message(
    "Segments of too few customers at either date stand together, with one beside them where a single one could be told; who began there is not in the count of those who stayed."
)


def members(groups: Mapping[str, Sequence[str]]) -> tuple[Message, ...]:
    """Which segments each group holds, a sentence each; a group of more than four takes two."""
    parts = [(group, own[at : at + len(PLACES)]) for group, own in groups.items() for at in range(0, len(own), len(PLACES))]
    return tuple(
        Message(MEMBERS[len(own)], group=place_value(group), **dict(zip(PLACES, map(place_value, own), strict=False)))
        for group, own in parts
    )


def moved(
    table: pd.DataFrame,
    stayed: pd.DataFrame,
    *,
    grouped: Mapping[str, Sequence[str]],
    everybody: bool = False,
    minimum: int,
    basis: Basis,
) -> Words:
    """The flows of customers between the two dates; `grouped` holds the segments of each group, nothing where there are none.

    `everybody`: the lens divides all customers known, so that no sentence says that they have ordered.
    """
    total, new = stayed.set_index("segment").loc[ALL], table.loc[table["start"].isin([NOT_YET, NOT_KNOWN]), "customers"].sum()
    dates = {"then": day(eve(basis)), "now": day(basis.as_of)}
    template = "n = {n} customers known." if everybody else "n = {n} customers with an order."
    note = [
        Message(template, n=count(table["customers"].sum())),
        Message("Both dates are read with the same definitions: customers moved, not the ruler."),
        _newcomers(everybody, minimum),
    ]
    note[1:1] = members(grouped)
    if TOGETHER in set(table["start"]) | set(table["end"]):
        note.append(KEPT_BACK)
    title = _largest_move(table, minimum) or Message("Where the customers of {then} stand on {now}", **dates)
    return Words(
        answer=(
            _stood(total, everybody, dates),
            _first_orders(int(new), everybody),
        ),
        title=title,
        subtitle=Message("Customers by segment on {then} (left) and on {now} (right); a band is as wide as its number of customers", **dates),
        note=tuple(note),
        alt=title,
    )  # fmt: skip


def _newcomers(everybody: bool, minimum: int) -> Message:
    template = (
        "“Newly known” were not known on the first day. Bands of fewer than {minimum}, and others that would tell of them, are not drawn."
        if everybody
        else "“New buyers” placed their first order after the first day. Bands of fewer than {minimum}, and others that would tell of them, are not drawn."
    )
    return Message(template, minimum=count(minimum))


def _stood(total: pd.Series, everybody: bool, dates: Mapping[str, Value]) -> Message:
    """How many stand where they stood."""
    template = (
        "Of {n} customers known by {then}, {stayed} stand in the same segment on {now} and {moved} in another."
        if everybody
        else "Of {n} customers who had ordered by {then}, {stayed} stand in the same segment on {now} and {moved} in another."
    )
    return Message(template, n=count(total["n"]), stayed=count(total["stayed"]), moved=count(total["n"] - total["stayed"]), **dates)


def _first_orders(new: int, everybody: bool) -> Message:
    """How many came to be counted in the period."""
    if everybody:
        return Message("{new} more have become known since.", new=count(new)) if new else Message("Nobody has become known since.")
    if not new:
        return Message("Nobody has ordered for the first time since.")
    return Message("{new} more have ordered for the first time since.", new=count(new))


def _largest_move(table: pd.DataFrame, minimum: int) -> Message | None:
    """Out of where most revenue came from; out of any place where too few left there."""
    n = table.groupby("start")["customers"].transform("sum")
    told = table["shown"] & ~table["start"].isin([NOT_YET, NOT_KNOWN, TOGETHER]) & (table["end"] != TOGETHER)
    left = table.assign(n=n)[told & (table["start"] != table["end"]) & (table["customers"] >= minimum)]
    if left.empty:
        return None
    top = left.sort_values(["focus", "customers"], ascending=False).iloc[0]
    same = table.loc[(table["start"] == top["start"]) & (table["end"] == top["start"]) & table["shown"], "customers"].sum()
    facts = {
        "n": count(top["n"]),
        "segment": place_value(top["start"]),
        "moved": count(top["customers"]),
        "to": place_value(top["end"]),
    }
    if same < minimum:
        return Message("Of {n} customers in “{segment}”, {moved} moved to “{to}”", **facts)
    return Message("Of {n} customers in “{segment}”, {stayed} stayed and {moved} moved to “{to}”", stayed=count(same), **facts)


def matrix(moves: pd.DataFrame, stayed: pd.DataFrame, *, everybody: bool = False, minimum: int, basis: Basis) -> Words:
    """The share of each segment that stood in each segment at the end; `everybody` as in `moved`."""
    template = "n = {n} customers known before {start}." if everybody else "n = {n} customers with an order before {start}."
    dates = {"then": day(eve(basis)), "now": day(basis.as_of)}
    title = _dearest(moves, stayed, minimum) or Message("From the segments of {then} to those of {now}", **dates)
    return Words(
        title=title,
        subtitle=Message("Of the customers of each segment on {then} (row), the percentage who stood in each segment on {now} (column)", **dates),
        note=(
            Message(template, n=count(stayed.set_index("segment").loc[ALL, "n"]), start=day(basis.period_start)),
            Message("Columns have the numbers of the rows; the outlined cells stayed. Blank: fewer than {minimum} customers, or a cell that would tell of them. Segments of under 30 are not shown.", minimum=count(minimum)),
        ),
        alt=title,
    )  # fmt: skip


def _dearest(moves: pd.DataFrame, stayed: pd.DataFrame, minimum: int) -> Message | None:
    """What became of the segment that had spent most, among those large enough to tell of."""
    segments = stayed[(stayed["segment"] != ALL) & (stayed["reading"] != "")]
    if segments.empty:
        return None
    top = segments.loc[segments["revenue"].idxmax()]
    facts = {"segment": place_value(top["segment"]), "share": share(top["share"])}
    away = moves["shown"] & ~moves["to_segment"].isin([top["segment"], TOGETHER])
    rest = moves[away & (moves["from_segment"] == top["segment"])].nlargest(1, "customers")
    if rest.empty or rest["customers"].iloc[0] < minimum:
        return Message("“{segment}”: {share} stayed", **facts)
    to = {"to": place_value(rest["to_segment"].iloc[0]), "moved": share(rest["share"].iloc[0])}
    return Message("“{segment}”: {share} stayed, {moved} are now “{to}”", **facts, **to)
