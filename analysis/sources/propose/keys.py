"""Keys between tables: which share of one table's customers the others know."""

from collections.abc import Sequence

from analysis.sources.propose.entry import Entry
from analysis.sources.propose.remarks import Remark, decided, warning

STRANGERS = 0.5  # share of customers found elsewhere, below which two files may number people differently
AGAINST = ("customers", "transactions", "summaries")


def customer_ids(entry: Entry) -> set[str]:
    """The different customers of an entry's tables; none where rows stand for them."""
    header = key_of(entry)
    return set() if header is None else set().union(*(one.ids(header) for one in entry.tables))


def key_of(entry: Entry) -> str | None:
    """The header of the customer's number."""
    how = entry.columns.get("customer_id")
    return how if isinstance(how, str) else how.get("column") if isinstance(how, dict) else None


def key_remarks(entries: Sequence[Entry], ids: dict[str, set[str]]) -> list[Remark]:
    """How far the customers of each table are known to the customers' file, or to the order lines where there is none."""
    base = next((kind for kind in AGAINST if ids.get(kind)), None)
    made = []
    for entry in entries:
        mine = ids.get(entry.kind)
        if base is None or entry.kind == base or not mine:
            continue
        share = len(mine & ids[base]) / len(mine)
        say = decided if share >= STRANGERS else warning
        template = (
            "Keys: {share} % of the {count} customers in {table} are found in {base}."
            if share >= STRANGERS
            else "Keys: only {share} % of the {count} customers in {table} are found in {base}. Do both number people alike?"
        )
        made.append(say(template, share=f"{100 * share:.1f}".removesuffix(".0"), count=len(mine), table=entry.kind, base=base))
    return made
