"""`strata new`: look at files, guess what their columns mean, write a client.yaml to correct.

The guess goes by the headers (English and Chinese synonyms).  Every guess is printed with its
reason; what is not recognised stays in the file as a comment, so nothing is lost from view.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis.errors import ConfigError
from analysis.sources.candidates import Candidate, candidates
from analysis.sources.draft import Guess, client_yaml
from analysis.sources.files import read_files
from analysis.sources.files.choice import sheets_meant
from analysis.sources.synonyms import ATTRIBUTE_KINDS, names_a_person, status_of

REQUIRED = ("customer_id", "ordered_at", "amount")
MOST_STATUSES = 30  # distinct words; a column with more is no status


@dataclass
class Proposal:
    """The configuration written, what each column was taken for, and what is still missing."""

    path: Path
    guesses: list[Guess] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def propose_client(client: str, files: Sequence[Path], folder: Path) -> Proposal:
    """Write `folder`/client.yaml for these files.  Raises ConfigError where one is there already.

    Each sheet of a workbook is looked at by itself.  Files outside `folder` are named by their
    full path; they are read, never copied or changed.
    """
    target = folder / "client.yaml"
    if target.exists():
        raise ConfigError("{file} is there already. Change it by hand, or choose another client name.", file=target)
    found = [one for path in files for one in candidates(path)]
    proposal = Proposal(target)
    source: dict[str, dict] = {}
    used: list[Candidate] = []
    for kind in ("transactions", "customers", "returns"):
        alike = _alike([one for one in found if one.kind == kind])
        used += alike
        if alike:
            source[kind] = _table(alike, folder)
    proposal.guesses = [guess for one in found for guess in _guesses(one, one in used)]
    proposal.missing = [role for role in REQUIRED if role not in source.get("transactions", {"columns": {}})["columns"]]
    folder.mkdir(parents=True, exist_ok=True)
    lines = [one for one in used if one.kind == "transactions"]
    strange = _add_status(source, lines, folder)
    partial = target.with_suffix(".partial")
    partial.write_text(
        client_yaml(client, source, proposal.guesses, strange, mapped=used, unused=[one for one in found if one not in used]),
        encoding="utf-8",
    )
    os.replace(partial, target)
    return proposal


def _alike(tables: list[Candidate]) -> list[Candidate]:
    """The first table and those that one entry of client.yaml can name with it: same columns, same sheets."""
    if not tables:
        return []
    wanted = set(tables[0].roles.values())
    alike = [one for one in tables if wanted <= set(one.headers)]
    return alike if _named_alone(alike) else [one for one in alike if one.sheet == tables[0].sheet]


def _sheet(tables: list[Candidate]) -> str | None:
    """The sheet of these tables, or a pattern for their sheets; None where no sheet need be named."""
    names = sorted({one.sheet for one in tables if one.sheet is not None})
    if len(names) < 2:
        return names[0] if names else None
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in alike) + "*"


def _named_alone(tables: list[Candidate]) -> bool:
    """Whether the sheet or pattern of these tables means these sheets and no others of their files."""
    sheet = _sheet(tables)
    held = {path: {one.sheet for one in tables if one.path == path} for path in {one.path for one in tables}}
    return sheet is None or all(set(sheets_meant(path, sheet)) == names for path, names in held.items())


def _guesses(one: Candidate, used: bool) -> Iterable[Guess]:
    roles = {header: role for role, header in one.roles.items()} if used else {}
    for header in one.headers:
        if header in roles:
            yield Guess(one.label, header, roles[header], "known")
        else:
            yield Guess(one.label, header, None, "person" if names_a_person(header) else "unknown")


def _table(tables: list[Candidate], folder: Path) -> dict:
    """The entry of client.yaml for tables with the same columns."""
    kind, roles = tables[0].kind, dict(tables[0].roles)
    price, profit = roles.pop("unit_price", None), roles.pop("profit", None)
    columns: dict[str, object] = dict(roles)
    if kind == "transactions":
        if "amount" not in roles and price and "quantity" in roles:
            columns["amount"] = {"multiply": [roles["quantity"], price]}
        if profit and "cost" not in roles and "amount" in roles:
            columns["cost"] = {"subtract": [roles["amount"], profit]}
    files = list(dict.fromkeys(_inside(one.path, folder) for one in tables))
    table: dict[str, object] = {"files": files[0] if len(files) == 1 else files}
    if (sheet := _sheet(tables)) is not None:
        table["sheet"] = sheet
    table["columns"] = columns
    if kind == "customers":
        table["attributes"] = {role: ATTRIBUTE_KINDS[role] for role in columns if role in ATTRIBUTE_KINDS}
    return table


def _inside(path: Path, folder: Path) -> str:
    path, folder = path.resolve(), folder.resolve()
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _add_status(source: dict[str, dict], lines: list[Candidate], folder: Path) -> list[str]:
    """Say which words mean paid or refunded, or which list tells what came back; the words not understood."""
    returns = source.pop("returns", None)
    table = source.get("transactions")
    if table is None:
        return []
    columns = table["columns"]
    if "status" in columns:
        words = _words(lines, columns["status"], folder)
        known = {word: status for word in words if (status := status_of(word))}
        if not known:
            del columns["status"]
            return words
        table["values"] = {
            "status": {status: [w for w in words if known.get(w) == status] for status in dict.fromkeys(known.values())}
        }
        return [word for word in words if word not in known]
    if returns is not None and "order_id" in columns:
        source["extra"] = {"returns": returns}
        columns["status"] = {"from_table": "returns", "on": "order_id", "then": "refunded", "otherwise": "paid"}
    return []


def _words(lines: list[Candidate], column: str, folder: Path) -> list[str]:
    """The distinct words of a column, sorted; none where they are too many for states of an order."""
    words: set[str] = set()
    for one in lines:
        for parquet, _ in read_files([one.path], folder / "cache", sheet=one.sheet):
            held = pc.unique(pq.read_table(parquet, columns=[column])[column].cast("string")).to_pylist()
            words |= {word.strip() for word in held if word and word.strip()}
    return sorted(words) if len(words) <= MOST_STATUSES else []
