"""One entry for each kind of table: which tables go into it, and how their columns are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from analysis.config.calendar import read_calendar
from analysis.errors import ConfigError
from analysis.schema import CANONICAL
from analysis.sources.propose.answers import responses_entry, survey_items
from analysis.sources.propose.editions import choose
from analysis.sources.propose.entry import Entry, roles_in
from analysis.sources.propose.found import Found
from analysis.sources.propose.keys import customer_ids, key_remarks
from analysis.sources.propose.kinds import Roles, kinds_of
from analysis.sources.propose.orders import add_refunds, overlapping, transactions_entry
from analysis.sources.propose.others import other_entry
from analysis.sources.propose.people import add_attributes, contacts_entry, customers_entry, summaries_entry
from analysis.sources.propose.remarks import Remark, decided, left
from analysis.sources.propose.words_orders import CUSTOMER_ID
from analysis.sources.propose.words_people import SUMMARIES

BUILDERS: dict[str, Callable[..., None]] = {
    "transactions": transactions_entry,
    "summaries": summaries_entry,
    "contacts": contacts_entry,
}
KINDS = tuple(kind for kind in CANONICAL if kind != "calendar")


@dataclass
class Kept:
    """The entries of client.yaml, in the schema's order; extra inputs; the client's own calendar; what was said on the way."""

    entries: list[Entry] = field(default_factory=list)
    extra: dict[str, Entry] = field(default_factory=dict)
    calendar: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def all(self) -> list[Entry]:
        return [*self.entries, *self.extra.values()]


def entries_of(tables: Sequence[Found], *, month_first: bool) -> Kept:
    """What client.yaml will declare for these tables.  `month_first`: how dates that no value tells apart are read."""
    held = _by_kind(tables)
    kept = Kept()
    made = {kind: _entry(kind, held[kind], kept, month_first=month_first) for kind in (*KINDS, "returns") if kind in held}
    returns = made.pop("returns", None)
    if "transactions" in made:
        name = add_refunds(made["transactions"], returns)
        kept.extra = {name: returns} if name and returns else {}
        overlapping(made["transactions"])
    elif returns is not None:
        kept.remarks.append(left("{file} lists what came back, but there are no orders to mark.", file=returns.table.label))
    ids = {kind: customer_ids(entry) for kind, entry in made.items()}
    if "transactions" in made and "summaries" in made:
        kept.remarks.append(_needless(made.pop("summaries"), ids))
        ids.pop("summaries")
    kept.entries = list(made.values())
    _add_calendar(kept, held.get("calendar", []))
    known = {id(one) for kind in held.values() for one, _ in kind}
    kept.remarks += [remark for entry in (*made.values(), *kept.extra.values()) for remark in entry.remarks]
    kept.remarks += key_remarks(kept.entries, ids)
    kept.remarks += [_not_recognised(one) for one in tables if id(one) not in known]
    return kept


def _by_kind(tables: Sequence[Found]) -> dict[str, list[tuple[Found, Roles]]]:
    """The tables of each kind, in the order of the files."""
    known: set[str] = set()
    for one in tables:
        header = roles_in(one, {"customer_id": CUSTOMER_ID}).get("customer_id")
        known |= one.ids(header) if header and one.headed else set()
    held: dict[str, list[tuple[Found, Roles]]] = {}
    for one in tables:
        for kind, roles in kinds_of(one, known):
            held.setdefault(kind, []).append((one, roles))
    return held


def _entry(kind: str, held: list[tuple[Found, Roles]], kept: Kept, *, month_first: bool) -> Entry:
    chosen = choose(kind, held)
    kept.remarks += [remark for remark in chosen.remarks if remark not in kept.remarks]
    entry = Entry(kind, chosen.tables)
    roles = next(roles for one, roles in held if one is chosen.tables[0])
    if kind == "returns":
        entry.columns = {"order_id": roles["order_id"]}
        entry.use(roles["order_id"], "extra.returns.order_id", "both", "sure")
    elif kind == "customers":
        totals = [header for role, header in roles_in(entry.table, SUMMARIES).items() if role != "customer_id"]
        items = list(survey_items(entry.table, roles.values())) if "customer_id" in roles else []
        customers_entry(entry, roles, apart=[*totals, *items], month_first=month_first)
    elif kind == "responses":
        responses_entry(entry, roles, month_first=month_first)
        if "customers" not in {told for told, _ in kinds_of(entry.table)}:
            add_attributes(entry, month_first=month_first)
    else:
        BUILDERS.get(kind, other_entry)(entry, roles, month_first=month_first)
    return entry


def _needless(summaries: Entry, ids: dict[str, set[str]]) -> Remark:
    mine = ids["summaries"]
    return left(
        "{file}: what customers came to is computed from the order lines; the summary is left out ({share} % of its customers are among them).",
        file=summaries.table.label, share=round(100 * len(mine & ids["transactions"]) / max(len(mine), 1)),
    )  # fmt: skip


def _add_calendar(kept: Kept, held: Sequence[tuple[Found, Roles]]) -> None:
    """The first calendar whose file reads as it stands."""
    for one, _ in held:
        try:
            days = read_calendar(one.path)
        except ConfigError as error:
            kept.remarks.append(left("{file} looks like a calendar, but: {reason}", file=one.label, reason=str(error)))
            continue
        if kept.calendar is None:
            kept.calendar = str(one.path.resolve())
            kept.remarks.append(decided("{file} is the client's own calendar of {days} days.", file=one.label, days=len(days)))


def _not_recognised(one: Found) -> Remark:
    if not one.headed:
        return left(
            "{file}: no header, and its columns cannot be told apart by their values alone; left out. Ask for the names of its columns.",
            file=one.label,
        )
    if not one.rows:
        return left("{file} holds a header and no rows.", file=one.label)
    return left(
        "{file} is not recognised: neither orders, customers, events, contacts, answers, comments, visits nor balances.",
        file=one.label,
    )
