"""The text of a proposed client.yaml: settings, tables, and as comments why, how sure, and whatever was left aside."""

from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from analysis.sources.propose.entry import Entry
from analysis.sources.propose.found import place_of
from analysis.sources.propose.places import Setting
from analysis.sources.propose.remarks import Guess, Remark

Say = Callable[[Remark], str]
SURENESS = {"sure": "", "likely": "", "guess": "a guess: check it"}
LEFT = {
    "person": "names a person: left at the door", "unknown": "not recognised", "empty": "empty", "constant": "the same in every row",
    "index": "row numbers", "detail": "known, not needed", "other_table": "its table is left aside",
}  # fmt: skip
TARGET = 60  # column at which comments begin


def client_yaml(
    client: str,
    entries: Sequence[Entry],
    extra: dict[str, Entry],
    *,
    folder: Path,
    setting: Setting,
    guesses: Sequence[Guess],
    remarks: Sequence[Remark],
    contact: dict[str, str],
    drop: Sequence[str],
    calendar: str | None,
    contract: dict[str, object] | None = None,
    say: Say,
) -> str:
    """The whole file.  `folder` is the client's: files inside it are named relative to it."""
    unsure = "a guess: nothing in the files tells" if setting.guess else "a guess from the files"
    lines = [
        "# Proposed by `strata new`. Read every line: the kit guessed from names and values.",
        _line(0, "name", client),
        _line(0, "industry", "general", "the playbook to start from"),
        _line(0, "language", setting.language, "en or zh: the language of the report"),
        _line(0, "currency", setting.currency, f"ISO code; {unsure}"),
        _line(0, "timezone", setting.timezone, f"of the times in the files; {unsure}"),
        "",
        "source:" if entries or extra else "source: {}",
    ]
    if extra:
        lines.append("  extra:")
        for name, entry in extra.items():
            lines += _entry(name, entry, folder, indent=4)
    for entry in entries:
        lines += _entry(entry.kind, entry, folder, indent=2)
    lines += ["", *([_line(0, "calendar", {"file": calendar})] if calendar else [])]
    lines += [
        _line(0, "window", "24 months", "history that counts as present behaviour"),
        _line(0, "refunds", "net", "net, gross or drop"),
        _line(0, "privacy", {"pseudonymise": True, "minimum_cell": 10, "drop": list(drop)}),
        *([_line(0, "settings", {"lifetime": {"contract": contract}}, SURENESS["guess"])] if contract else []),
        "# strategy: {budget: 10000, margin: 0.3}",
    ]
    if contact:
        lines.append(
            f"# To restore contact fields in lists: under customers write contact: {_flow(contact)}, and take them out of drop."
        )
    lines += _sentences(remarks, say) + _left_aside(guesses)
    if not any("status" in entry.columns for entry in entries if entry.kind == "transactions"):
        lines += _status_example(entries)
    return "\n".join(lines) + "\n"


def _entry(name: str, entry: Entry, folder: Path, *, indent: int) -> list[str]:
    """One table: what it is, where it comes from, its columns with their reasons."""
    pad = " " * indent
    lines = [f"{pad}# {one.label}: {one.rows} rows ({one.layout})" for one in entry.tables[:8]]
    lines += [f"{pad}# {hint}" for hint in entry.hints]
    lines.append(f"{pad}{name}:")
    lines += [_line(indent + 2, key, value) for key, value in place_of(entry.tables, folder).items()]
    why = _comments(entry)
    lines.append(f"{pad}  columns:")
    lines += [_line(indent + 4, column, how, why.get(column, "")) for column, how in entry.columns.items()]
    if entry.values:
        lines.append(f"{pad}  values:")
        lines += [_line(indent + 4, column, words) for column, words in entry.values.items()]
    if entry.items:
        lines.append(f"{pad}  items:")
        lines += [_line(indent + 4, item, how, why.get(item, "")) for item, how in entry.items.items()]
    lines += [_line(indent + 2, key, value) for key in ("exclude", "duplicates") if (value := getattr(entry, key))]
    if entry.attributes:
        lines.append(f"{pad}  attributes:")
        lines += [_line(indent + 4, column, kind) for column, kind in entry.attributes.items()]
    if entry.levels:
        lines.append(f"{pad}  levels: # their order, lowest first: in small groups neighbours are joined")
        lines += [_line(indent + 4, column, order) for column, order in entry.levels.items()]
    return lines


def _comments(entry: Entry) -> dict[str, str]:
    """What to say beside a column: how sure it is, where it is not."""
    said: dict[str, str] = {}
    for where, _, confidence in entry.reasons.values():
        for one in where.split(", "):
            column = one.split(" ")[0].removeprefix(f"{entry.kind}.").removeprefix("items.")
            said[column] = SURENESS[confidence]
    return said


def _sentences(remarks: Sequence[Remark], say: Say) -> list[str]:
    return ["#", "# What was decided, and what to look at:", *(f"#   {say(remark)}" for remark in remarks)] if remarks else []


def _left_aside(guesses: Sequence[Guess]) -> list[str]:
    aside = [guess for guess in guesses if guess.role is None]
    columns = [f"#   {one.file}: {one.column} ({LEFT[one.why]})" for one in aside if one.why != "other_table"]
    files = {one.file: [guess.column for guess in aside if guess.file == one.file] for one in aside if one.why == "other_table"}
    tables = [f"#   {file}: {', '.join(names)}" for file, names in files.items()]
    lists = {"# Columns that were not mapped:": columns, "# Tables that were left aside:": tables}
    return [line for title, found in lists.items() if found for line in (title, *found)]


def _status_example(entries: Sequence[Entry]) -> list[str]:
    if not any(entry.kind == "transactions" for entry in entries):
        return []
    return [
        "# If a column tells refunds from sales, map it and its words, for example:",
        "#   status: Status",
        "#   values: {status: {paid: [Completed], refunded: [Returned]}}",
    ]


def _line(indent: int, key: str, value: object, comment: str = "") -> str:
    line = f"{' ' * indent}{_flow(key)}: {_flow(value)}"
    return f"{line.ljust(TARGET)} # {comment}" if comment else line


def _flow(value: object) -> str:
    """A value in one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return yaml.safe_dump([value], allow_unicode=True, default_flow_style=True, width=10**6, sort_keys=False).strip()[1:-1]
