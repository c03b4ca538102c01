"""Movement in sentences: who moved from where to where?"""

import pandas as pd

from analysis.findings.evaluation_moves import ALL, ENOUGH, NOT_YET, eve
from analysis.findings.notes import Basis
from analysis.text import Message, Words, count, day, share
from analysis.text.names_evaluation import place_value

_ROWS = (("revenue", "idxmax"), ("share", "idxmax"), ("share", "idxmin"))  # who had spent most, who stayed most, who stayed least


def moved(table: pd.DataFrame, stayed: pd.DataFrame, *, grouped: bool, minimum: int, basis: Basis) -> Words:
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
        Message(
            "“New buyers” placed their first order in the period. Bands of fewer than {minimum} are not drawn.",
            minimum=count(minimum),
        ),
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
            Message("{new} more have ordered for the first time since.", new=count(new)) if new else Message("Nobody has ordered for the first time since."),
        ),
        title=title if len(rest) and same else Message("Where the customers of {then} stand on {now}", then=facts["then"], now=facts["now"]),
        subtitle=Message("Customers by segment on {then} (left) and on {now} (right); a band is as wide as its number of customers", then=facts["then"], now=facts["now"]),
        note=(Message("n = {n} customers with an order.", n=count(table["customers"].sum())), *((groups,) if grouped else ()), *note),
        alt=Message("{n} customers started in “{segment}”: {stayed} stayed, {moved} moved to “{to}”. {new} bought for the first time.", **facts, **left, new=count(new)),
    )  # fmt: skip


def matrix(moves: pd.DataFrame, stayed: pd.DataFrame, *, minimum: int, basis: Basis) -> Words:
    """The share of each segment that stood in each segment at the end."""
    segments = stayed[(stayed["segment"] != ALL) & (stayed["n"] >= ENOUGH)]
    top, firm, loose = (segments.loc[segments[column].agg(pick)] for column, pick in _ROWS)
    rest = moves[(moves["from_segment"] == top["segment"]) & (moves["to_segment"] != top["segment"])].nlargest(1, "customers")
    facts = {"segment": place_value(top["segment"]), "share": share(top["share"])}
    title = Message("“{segment}”: {share} stayed", **facts)
    if len(rest) and rest["customers"].iloc[0] >= minimum:
        left = {"to": place_value(rest["to_segment"].iloc[0]), "moved": share(rest["share"].iloc[0])}
        title = Message("“{segment}”, who had spent most: {share} stayed, {moved} are now “{to}”", **facts, **left)
    return Words(
        title=title,
        subtitle=Message(
            "Of the customers of each segment on {then} (row), the percentage who stood in each segment on {now} (column)",
            then=day(eve(basis)), now=day(basis.as_of),
        ),
        note=(
            Message("n = {n} customers with an order before {start}.", n=count(stayed.set_index("segment").loc[ALL, "n"]), start=day(basis.period_start)),
            Message("Columns have the numbers of the rows; the outlined cells stayed. Blank: fewer than {minimum} customers. Segments of under 30 are not shown.", minimum=count(minimum)),
        ),
        alt=Message(
            "“{segment}”: {share} stayed. Most stayed in “{firm}”: {most}; fewest in “{loose}”: {fewest}.",
            **facts, firm=place_value(firm["segment"]), most=share(firm["share"]), loose=place_value(loose["segment"]), fewest=share(loose["share"]),
        ),
    )  # fmt: skip
