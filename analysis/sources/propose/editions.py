"""Files of the same kind: parts that make one table, or editions of the same table that must not be added up."""

from dataclasses import dataclass

import pyarrow as pa

from analysis.sources.identifiers import plain_header
from analysis.sources.propose.answers import survey_items
from analysis.sources.propose.found import Found, one_entry
from analysis.sources.propose.remarks import Remark, decided, left

SAME = 0.5  # share of the smaller table's keys found in the other, from which they are editions
SAME_ROWS = 0.6  # the same for rows without a common key: customers' names, products, places together
Roles = dict[str, str]


@dataclass(frozen=True)
class Chosen:
    """The tables of one entry, those left aside, and what is said about it."""

    tables: list[Found]
    aside: list[Found]
    remarks: list[Remark]


def choose(kind: str, held: list[tuple[Found, Roles]]) -> Chosen:
    """The tables of a kind that one entry can hold.

    The fullest table leads (the first of equals).  Tables with its columns are added where they hold
    other keys; those that hold the same keys, or other columns, are left aside, and it is said why.
    """
    key = {"transactions": "order_id", "returns": "order_id"}.get(kind, "customer_id")
    lead, roles = _leading(kind, held)
    wanted = set(roles.values())
    alike, aside, remarks = [lead], [], []
    for one, other in held:
        if one is lead:
            continue
        same = _overlap(one, lead, other.get(key), roles.get(key)) if kind in ("transactions", "customers", "summaries") else 0.0
        rows = _common_rows(one, lead) if kind == "transactions" and same < SAME and _same_days(one, lead, other, roles) else 0.0
        if same >= SAME or rows >= SAME_ROWS:
            aside.append(one)
            remarks.append(_edition(one, lead, max(same, rows)))
        elif wanted <= set(one.headers):
            alike.append(one)
        else:
            aside.append(one)
            remarks.append(
                left(
                    "{file} is a table of the same kind as {lead} with other columns; one entry holds tables with the same columns only.",
                    file=one.label,
                    lead=lead.label,
                )
            )
    order = [one for one, _ in held]
    alike.sort(key=order.index)
    kept = one_entry(alike)
    remarks += [
        left("{file} cannot be named together with {lead} by one pattern of sheets.", file=one.label, lead=lead.label)
        for one in alike
        if one not in kept
    ]
    if len(kept) > 1:
        remarks.append(
            decided(
                "{count} tables with the same columns are parts of one: {files}.",
                count=len(kept),
                files=", ".join(one.label for one in kept[:8]),
            )
        )
    return Chosen(kept, aside + [one for one in alike if one not in kept], remarks)


def _leading(kind: str, held: list[tuple[Found, Roles]]) -> tuple[Found, Roles]:
    """The table whose columns decide: with a customer's number before one without, then the one like most others, then the fullest."""
    needed = "order_id" if kind == "returns" else "customer_id"

    def weight(place: int) -> tuple:
        one, roles = held[place]
        alike = sum(set(roles.values()) <= set(other.headers) for other, _ in held)
        named = needed in roles and one.facts[roles[needed]].content != "name"
        answers = len(survey_items(one, roles.values())) if kind == "responses" else 0
        return needed in roles or kind == "responses", named, answers, alike, one.rows if alike == 1 else 0, -place

    best = max(range(len(held)), key=weight)
    one, roles = held[best]
    # Of two editions with the same columns the fuller one leads.
    for other, also in held:
        if (
            set(roles.values()) <= set(other.headers)
            and other.rows > one.rows
            and _overlap(one, other, roles.get(needed), also.get(needed)) >= SAME
        ):
            one, roles = other, also
    return one, roles


def _edition(one: Found, lead: Found, share: float) -> Remark:
    return left(
        "{file} is another edition of {lead} ({share} % of its keys or rows are there too) and is left out, so that nothing is counted twice.",
        file=one.label, lead=lead.label, share=round(100 * share),
    )  # fmt: skip


def _overlap(one: Found, lead: Found, key: str | None, lead_key: str | None) -> float:
    """The share of the smaller table's keys that the other holds too; 0 where either has no key."""
    if key is None or lead_key is None:
        return 0.0
    ids, others = one.ids(key), lead.ids(lead_key)
    return len(ids & others) / max(min(len(ids), len(others)), 1)


def _same_days(one: Found, lead: Found, roles: Roles, others: Roles) -> bool:
    """Whether the dates of two tables cover each other by half; exports of different months do not."""
    spans = [found.facts[of["ordered_at"]].date for found, of in ((one, roles), (lead, others)) if "ordered_at" in of]
    if len(spans) < 2 or None in spans:
        return False
    common = min(spans[0].last, spans[1].last) - max(spans[0].first, spans[1].first)
    shorter = min(span.last - span.first for span in spans)
    return common.total_seconds() >= 0.5 * shorter.total_seconds()


def _common_rows(one: Found, lead: Found) -> float:
    """The share of a table's rows that the other holds too, by the words that both have; 0 where they share too few."""
    mine = {plain_header(header): header for header in one.headers}
    pairs = [(mine[plain], header) for header in lead.headers if (plain := plain_header(header)) in mine]
    worded = [
        (a, b)
        for a, b in pairs
        if all(
            facts.date is None and facts.low is None and 1 < facts.distinct < 0.95 * facts.rows
            for facts in (one.facts[a], lead.facts[b])
        )
        and "id" not in plain_header(a)
    ]
    if len(worded) < 3:
        return 0.0
    columns = [f"c{place}" for place in range(len(worded))]
    first = pa.table({name: one.column(a) for name, (a, _) in zip(columns, worded, strict=True)}).group_by(columns).aggregate([])
    second = pa.table({name: lead.column(b) for name, (_, b) in zip(columns, worded, strict=True)}).group_by(columns).aggregate([])
    return first.join(second, columns, join_type="inner").num_rows / max(min(first.num_rows, second.num_rows), 1)
