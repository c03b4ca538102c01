"""`strata new`: look at files, guess what their columns mean, write a client.yaml to correct.

The guess goes by the headers (English and Chinese synonyms).  Every guess is printed with its
reason; what is not recognised stays in the file as a comment, so nothing is lost from view.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import yaml

from analysis.errors import ConfigError, SourceError
from analysis.sources.files import sniff_text
from analysis.sources.synonyms import ATTRIBUTE_KINDS, CUSTOMERS, TRANSACTIONS, names_a_person, role_of

REQUIRED = ("customer_id", "ordered_at", "amount")


@dataclass(frozen=True)
class Guess:
    """What a column of a file seems to be; `why` is known, unknown or person (left at the door)."""

    file: str
    column: str
    role: str | None
    why: str


@dataclass
class Proposal:
    """The configuration written, what each column was taken for, and what is still missing."""

    path: Path
    guesses: list[Guess] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def propose_client(client: str, files: Sequence[Path], folder: Path) -> Proposal:
    """Write `folder`/client.yaml for these files.  Raises ConfigError where one is there already.

    Files outside `folder` are named by their full path; they are read, never copied or changed.
    """
    target = folder / "client.yaml"
    if target.exists():
        raise ConfigError("{file} is there already. Change it by hand, or choose another client name.", file=target)
    columns = {path: file_columns(path) for path in files}
    kinds = {path: _kind(names) for path, names in columns.items()}
    proposal = Proposal(target)
    for path, names in columns.items():
        proposal.guesses += _guesses(path, names, CUSTOMERS if kinds[path] == "customers" else TRANSACTIONS)
    lines = [path for path in files if kinds[path] == "transactions"]
    people = [path for path in files if kinds[path] == "customers"]
    tables = {"transactions": _table(lines, columns, TRANSACTIONS, folder), "customers": _table(people, columns, CUSTOMERS, folder)}
    proposal.missing = _missing(tables["transactions"])
    folder.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_text(_yaml(client, tables, proposal), encoding="utf-8")
    os.replace(partial, target)
    return proposal


def file_columns(path: Path) -> list[str]:
    """The headers of a text or parquet file.  Raises SourceError for another kind of file."""
    if not path.is_file():
        raise SourceError("There is no file {file}.", file=path)
    if path.suffix.lower() == ".parquet":
        return list(pq.read_schema(path).names)
    if path.suffix.lower() in (".xlsx", ".xls"):
        raise SourceError(
            "{file} is an Excel workbook. This version reads CSV, other delimited text and parquet: save it as CSV.", file=path
        )
    return list(sniff_text(path).columns)


def _kind(names: Sequence[str]) -> str:
    roles = {role_of(name, TRANSACTIONS) for name in names}
    if {"ordered_at"} & roles and {"amount", "unit_price"} & roles:
        return "transactions"
    return "customers" if "customer_id" in roles else "unknown"


def _guesses(path: Path, names: Sequence[str], words: dict[str, tuple[str, ...]]) -> list[Guess]:
    guesses = []
    for name in names:
        role = role_of(name, words)
        if names_a_person(name):
            guesses.append(Guess(path.name, name, None, "person"))
        else:
            guesses.append(Guess(path.name, name, role, "known" if role else "unknown"))
    return guesses


def _table(paths: Sequence[Path], columns: dict[Path, list[str]], words: dict[str, tuple[str, ...]], folder: Path) -> dict | None:
    if not paths:
        return None
    found: dict[str, str] = {}
    for name in columns[paths[0]]:
        role = role_of(name, words)
        if role and role not in found:
            found[role] = name
    mapped: dict[str, object] = {role: name for role, name in found.items() if role != "unit_price"}
    if "amount" not in found and {"quantity", "unit_price"} <= set(found):
        mapped["amount"] = {"multiply": [found["quantity"], found["unit_price"]]}
    inside = [
        str(path.resolve().relative_to(folder.resolve()))
        if path.resolve().is_relative_to(folder.resolve())
        else str(path.resolve())
        for path in paths
    ]
    table: dict[str, object] = {"files": inside[0] if len(inside) == 1 else inside, "columns": mapped}
    if words is CUSTOMERS:
        table["attributes"] = {role: ATTRIBUTE_KINDS[role] for role in mapped if role in ATTRIBUTE_KINDS}
    return table


def _missing(table: dict | None) -> list[str]:
    """Required columns that nothing was taken for; all of them where no file looks like order lines."""
    return list(REQUIRED) if table is None else [role for role in REQUIRED if role not in table["columns"]]


def _yaml(client: str, tables: dict[str, dict | None], proposal: Proposal) -> str:
    source = {name: table for name, table in tables.items() if table}
    reasons = {"person": "names a person: left at the door", "unknown": "not recognised"}
    unknown = [f"#   {guess.file}: {guess.column} ({reasons[guess.why]})" for guess in proposal.guesses if guess.role is None]
    dropped = sorted({guess.column for guess in proposal.guesses if names_a_person(guess.column)})
    head = f"# Proposed by `strata new`. Read every line; the kit guessed from the headers.\n{yaml.safe_dump({'name': client}, allow_unicode=True)}"
    settings = (
        "industry: general        # the playbook to start from\n"
        "language: en             # en or zh: the language of the report\n"
        "currency: GBP            # ISO code; change it\n"
        "timezone: Europe/London  # of the times in the files; change it\n"
    )
    rest = (
        "window: 24 months        # history that counts as present behaviour\n"
        "refunds: net             # net, gross or drop\n"
        + _dump({"privacy": {"pseudonymise": True, "minimum_cell": 10, "drop": dropped}})
        + "# strategy: {budget: 10000, margin: 0.3}\n"
    )
    notes = "# Columns that were not mapped:\n" + "\n".join(unknown) + "\n" if unknown else ""
    status = "# If a column tells refunds from sales, map it and its words, for example:\n#   status: Status\n#   values: {status: {paid: [Completed], refunded: [Returned]}}\n"
    return head + settings + _dump({"source": source}) + notes + status + rest


def _dump(value: dict) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
