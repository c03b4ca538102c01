"""Events, comments, visits, balances, consents, links, rates and calendars: named columns, and words mapped to the canonical ones."""

from analysis.sources.propose.entry import Entry, named_columns
from analysis.sources.propose.remarks import decided, warning
from analysis.sources.propose.words_others import meaning

WORDED = {"events": "kind", "visits": "stage", "balances": "kind", "consents": "state"}  # columns with a fixed vocabulary
REST = {"events": "other"}  # where what is not understood may be put


def other_entry(entry: Entry, roles: dict[str, str], *, month_first: bool) -> None:
    """Fill in the columns of a table that goes by its columns' names."""
    roles = dict(roles)
    worded = WORDED.get(entry.kind)
    header = roles.get(worded or "")
    if header is not None and not _understood(entry, worded, header):
        del roles[worded]
    named_columns(entry, roles, month_first=month_first)
    if entry.kind == "balances" and "kind" not in roles:
        kind = "points" if any("积分" in name or "point" in name.lower() for name in entry.table.headers) else "cash"
        entry.columns["kind"] = {"constant": kind}
        entry.note(decided("{file}: no column tells the kind of balance; all are taken for {kind}.", kind=kind))


def _understood(entry: Entry, column: str, header: str) -> bool:
    """Map the words of a column; False where none is understood, so that it must be left out."""
    words = sorted({value for facts in entry.facts(header) for value in facts.values})
    place = f"{entry.kind}.{column}"
    said = {word: meaning(place, word) or REST.get(entry.kind) for word in words}
    strange = [word for word in words if meaning(place, word) is None]
    if all(value is None for value in said.values()):
        entry.note(warning("{file}, {column}: none of its words is understood, so it is left out.", column=header))
        return False
    if strange:
        entry.hints.append(f"Words of {header} to map under values: {', '.join(strange[:30])}")
        entry.note(
            warning(
                "{file}, {column}: these words are not understood; map them under values: {words}.",
                column=header,
                words=", ".join(strange[:30]),
            )
        )
    mapped = {value: [word for word in words if said[word] == value] for value in dict.fromkeys(filter(None, said.values()))}
    if any(words != [value] for value, words in mapped.items()):
        entry.values[column] = mapped
    return True
