"""Customers under contract: a column that says who has left, and one that says how long customers have been there."""

from collections.abc import Sequence

from analysis.sources.identifiers import plain_header
from analysis.sources.propose.entry import Entry
from analysis.sources.propose.people import says_who_left
from analysis.sources.propose.remarks import Remark, decided
from analysis.sources.propose.words_answers import yes_no
from analysis.sources.propose.words_people import SUMMARIES

GROUP = ("contract", "contracttype", "plan", "plantype", "合同", "合同类型", "合约类型", "套餐", "套餐类型")
GROUPS = 6  # kinds of contract that can be compared in one drawing


def contract_of(entries: Sequence[Entry]) -> tuple[dict[str, object], Remark] | None:
    """What settings.lifetime.contract would say, and the sentence on it; None without both columns, or with order lines."""
    entered = {entry.kind: entry for entry in entries}
    people = entered.get("customers")
    if people is None or "transactions" in entered:
        return None
    held = [header for header in people.table.headers if _column(people, header)]
    left = next((header for header in held if says_who_left(header, people.table.facts[header])), None)
    tenure = _tenure(people, entered.get("summaries"))
    if left is None or tenure is None:
        return None
    words = yes_no(list(people.table.facts[left].values)) or {}
    said: dict[str, object] = {
        "tenure": tenure,
        "left": _column(people, left),
        "gone": [word for word, yes in words.items() if yes],
    }
    group = next((name for header in people.table.headers if (name := _column(people, header)) and _groups(people, header)), None)
    remark = decided(
        "{file}, {column}: who has left. With the time as a customer ({tenure}) it says how long customers under contract stay; see settings.",
        file=people.table.label, column=left, tenure=tenure,
    )  # fmt: skip
    return said | ({"group": group} if group else {}), remark


def _groups(people: Entry, header: str) -> bool:
    facts = people.table.facts[header]
    return plain_header(header) in GROUP and facts.few and 2 <= facts.distinct <= GROUPS


def _tenure(people: Entry, summaries: Entry | None) -> str | None:
    """The column of the customer record that holds the time as a customer: in days from a summary, else the client's own."""
    if summaries is not None and "tenure" in summaries.columns:
        return "tenure_days"
    return next(
        (
            name
            for header in people.table.headers
            if plain_header(header) in SUMMARIES["tenure"] and (name := _column(people, header))
        ),
        None,
    )


def _column(people: Entry, header: str) -> str | None:
    """Under which name client.yaml declares a column as an attribute."""
    named = (name for name, how in people.columns.items() if (how.get("column") if isinstance(how, dict) else how) == header)
    return next((name for name in named if name in people.attributes), None)
