"""What rises and what falls, in sentences: each category against the days a year before."""

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings.notes import Basis, calendar_notes, compared_with
from analysis.profiles.category_trends import TOTAL, UNKNOWN
from analysis.text import Finding, Message, Skip, Words, change, count, day, money, points, share
from analysis.text.names_wants import category_value

NO_CATEGORIES = Skip(
    Message("No product category on the orders, or one only."),
    Message("The product category on every order line."),
    Message("Which categories rise and fall against the same days a year before, beyond chance, and how each adds to the total."),
)
NO_YEAR = Skip(
    Message("The same days of the year before are not held, so that no category can be compared."),
    Message("Order lines that reach back to a year before the period."),
    NO_CATEGORIES.unlocks,
)
NOT_THE_MARKET = Message(
    "These are the client’s own orders. They do not say how the market moved: a category that falls here may rise elsewhere."
)
MOST_NAMED = 3


def trends(table: pd.DataFrame, *, reference: LikeForLike, basis: Basis) -> Words:
    """The change of each category and of all."""
    total = table.set_index("category").loc[TOTAL]
    parts = table[~table["category"].isin([TOTAL, UNKNOWN])]
    sure = parts[parts["direction"] != "unclear"].sort_values("change", key=abs, ascending=False, kind="stable")
    answer = [
        Message(
            "Revenue is {change} against {then}; chance alone leaves room from {low} to {high}.",
            change=change(total["relative"]), then=compared_with(reference), low=change(total["relative_low"]), high=change(total["relative_high"]),
        )
    ]  # fmt: skip
    answer += [_one(row) for row in sure.head(MOST_NAMED).itertuples()]
    if sure.empty:
        answer.append(
            Message("No single category rises or falls beyond chance: what looks like a trend in one of them may be noise.")
        )
    elif len(sure) < len(parts):
        answer.append(Message("In the other {n} categories the change could be chance.", n=count(len(parts) - len(sure))))
    return Words(
        answer=(*answer, NOT_THE_MARKET),
        title=_title(sure, total),
        subtitle=Message(
            "Change in money of each category, {start} to {as_of} against {first} to {last}, with its 95% interval; the changes add up to the total",
            start=day(basis.period_start), as_of=day(basis.as_of), first=day(reference.start), last=day(reference.end),
        ),
        note=(
            Message("n = {n} customers in the period, {before} in the days compared with. Like for like: {then}.", n=count(total["customers"]), before=count(total["customers_before"]), then=compared_with(reference)),
            *calendar_notes(reference),
            Message("Intervals: customers drawn anew a thousand times. Names that differ in case alone are one category. One year against the one before."),
        ),
        alt=answer[0] if sure.empty else answer[1],
        so=() if sure.empty else (Message("Hold the fallers against price, range and stock of both years before reading taste into them; let the risers be in stock before the next season."),),
        findings=tuple(_finding(row) for row in sure.head(2).itertuples()),
    )  # fmt: skip


EVERY_CATEGORY = Words(
    title=Message("Every category: customers, money and share of revenue beside those of the year before"),
    note=(
        Message("Share of revenue: of all money after refunds. Refunds booked under a number of their own belong to no category."),
    ),
)


def _one(row) -> Message:
    facts = {
        "category": category_value(row.category), "relative": change(row.relative), "effect": money(abs(row.change)),
        "before": share(row.share_before), "share": share(row.share),
    }  # fmt: skip
    if row.relative != row.relative:
        return Message(
            "{category} is new: {effect}, {share} of revenue.", **{key: facts[key] for key in ("category", "effect", "share")}
        )
    if row.change > 0:
        return Message(
            "{category} rises beyond chance: {relative}, {effect} more; its share of revenue is {share} after {before}.", **facts
        )
    return Message(
        "{category} falls beyond chance: {relative}, {effect} less; its share of revenue is {share} after {before}.", **facts
    )


def _title(sure: pd.DataFrame, total: pd.Series) -> Message:
    if sure.empty:
        return Message("Revenue {change}; no category moves beyond chance", change=change(total["relative"]))
    first = sure.iloc[0]
    facts = {
        "category": category_value(first["category"]),
        "effect": money(abs(first["change"])),
        "total": change(total["relative"]),
    }
    if first["change"] > 0:
        return Message("{category} rises by {effect}; all revenue is {total}", **facts)
    return Message("{category} falls by {effect}; all revenue is {total}", **facts)


def _finding(row) -> Finding:
    facts = {"category": category_value(row.category), "share": share(row.share), "points": points(row.share_change)}
    if row.change > 0:
        said = Message("more than a year before in {category}, beyond chance: now {share} of revenue ({points}).", **facts)
        head = Message("{category} is rising", category=facts["category"])
    else:
        said = Message("less than a year before in {category}, beyond chance: now {share} of revenue ({points}).", **facts)
        head = Message("{category} is falling", category=facts["category"])
    return Finding(money(abs(row.change)), said, abs(float(row.change)), "trends", headline=head)
