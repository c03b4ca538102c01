"""`strata new`: look at files, guess what their columns mean, write a client.yaml to correct.

    files -> tables and what their values are -> kinds of table -> one entry for each kind -> client.yaml

The guess goes by the names of columns together with their values.  Every guess is given with its
reason; what is not recognised stays in the file as a comment, so nothing is lost from view.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis.errors import AnalysisError, ConfigError, SourceError, listed
from analysis.sources.propose.contracts import contract_of
from analysis.sources.propose.draft import Say, client_yaml
from analysis.sources.propose.entries import Kept, entries_of
from analysis.sources.propose.found import Found, find_tables
from analysis.sources.propose.headers import role_of
from analysis.sources.propose.keys import key_of
from analysis.sources.propose.masks import examples
from analysis.sources.propose.people import left_aside
from analysis.sources.propose.places import setting_of
from analysis.sources.propose.remarks import Guess, Proposal, Remark, Why, ask
from analysis.sources.propose.words_orders import TRANSACTIONS
from analysis.sources.propose.words_people import direct_kind

REQUIRED = ("customer_id", "ordered_at", "amount")
RESTORABLE = ("name", "phone", "email", "address")
PUBLIC = (
    "country", "region", "city", "category", "channel", "store", "site", "brand", "status", "currency", "promotion", "kind", "stage",
)  # fmt: skip
KEYS = ("customer_id", "respondent_id", "entity_id", "order_id")


def propose_client(client: str, files: Sequence[Path], folder: Path, *, say: Say = str) -> Proposal:
    """Write `folder`/client.yaml for these files, and tell what was guessed and why.

    Each sheet of a workbook is looked at by itself.  Files outside `folder` are named by their full
    path; they are read (into the client's cache), never copied or changed.  `say` words the remarks
    that stand in the file as comments.

    Raises ConfigError where a client.yaml is there already, SourceError where a file is not there or
    none of them can be read; nothing is written then.
    """
    target = folder / "client.yaml"
    if target.exists():
        raise ConfigError("{file} is there already. Change it by hand, or choose another client name.", file=target)
    held = folder.exists()
    try:
        tables, remarks = find_tables(files, folder / "cache")
        if not any(one.rows for one in tables):
            raise SourceError(
                "None of these files holds a row below its header: {files}. Ask for them again, with their rows.",
                files=listed(path.name for path in files),
            )
    except AnalysisError:
        if not held:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    setting = setting_of(tables)
    kept = entries_of(tables, month_first=setting.month_first)
    proposal = Proposal(target, guesses=_guesses(tables, kept))
    lines = next((entry for entry in kept.entries if entry.kind == "transactions"), None)
    proposal.missing = [role for role in REQUIRED if lines is None or role not in lines.columns]
    proposal.tables = {entry.kind: [one.label for one in entry.tables] for entry in kept.entries}
    contract = contract_of(kept.entries)
    told = [contract[1]] if contract else []
    proposal.remarks = [*setting.remarks, *kept.remarks, *told, *remarks, *_asked(kept, proposal.missing)]
    text = client_yaml(
        client,
        kept.entries,
        kept.extra,
        folder=folder,
        setting=setting,
        guesses=proposal.guesses,
        remarks=proposal.remarks,
        contact=_contact(kept),
        drop=_dropped(proposal.guesses),
        calendar=kept.calendar,
        contract=contract[0] if contract else None,
        say=say,
    )
    partial = target.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, target)
    return proposal


def _guesses(tables: Sequence[Found], kept: Kept) -> list[Guess]:
    """One row for each column of each table, in the order of the files."""
    return [_guess(one, header, kept) for one in tables for header in one.headers]


def _guess(one: Found, header: str, kept: Kept) -> Guess:
    facts = one.facts[header]
    told = [entry.reasons[header] for entry in kept.all if header in entry.reasons and any(table is one for table in entry.tables)]
    aside = left_aside(header, facts)
    if told:
        where = ", ".join(dict.fromkeys(place for place, _, _ in told))
        key = any(f".{name}" in where for name in KEYS)
        person, known = aside == "person" or "birth_date" in where, any(f".{name}" in where for name in PUBLIC)
        return Guess(one.label, header, where, told[0][1], told[0][2], examples(facts, key=key, person=person, known=known))
    kinds = [entry.kind for entry in kept.all if any(table is one for table in entry.tables)]
    why: Why = aside or ("detail" if "transactions" in kinds and role_of(header, TRANSACTIONS) else "unknown")
    key = role_of(header, {"key": (*TRANSACTIONS["customer_id"], *TRANSACTIONS["order_id"])}) is not None
    return Guess(
        one.label,
        header,
        None,
        why if kinds or why == "person" else "other_table",
        None,
        examples(facts, key=key, person=why == "person"),
    )


def _dropped(guesses: Sequence[Guess]) -> list[str]:
    """Headers that name a person and are mapped nowhere: a header that is dropped may not be mapped."""
    mapped = {guess.column for guess in guesses if guess.role is not None}
    return sorted({guess.column for guess in guesses if guess.why == "person"} - mapped)


def _contact(kept: Kept) -> dict[str, str]:
    """The contact fields that a file of customers holds."""
    people = next((entry for entry in kept.entries if entry.kind == "customers"), None)
    if people is None:
        return {}
    found = {direct_kind(header): header for header in reversed(people.table.headers) if header not in people.reasons}
    return {kind: found[kind] for kind in RESTORABLE if kind in found}


def _asked(kept: Kept, missing: Sequence[str]) -> list[Remark]:
    """What to ask the client for."""
    kinds = {entry.kind: entry for entry in kept.entries}
    asked = []
    if "transactions" not in kinds:
        asked.append(
            ask(
                "Order lines: which customer bought when, what, and for how much. Without them there is no rhythm, cohort or lifetime value."
            )
        )
    elif missing:
        asked.append(ask("The order lines lack {columns}. Map it under source.transactions.columns.", columns=", ".join(missing)))
    nobody = [
        kind for kind in ("transactions", "contacts", "feedback", "responses") if kind in kinds and key_of(kinds[kind]) is None
    ]
    if nobody:
        asked.append(
            ask("The customer's number in {tables}, so that they can be laid beside the other files.", tables=", ".join(nobody))
        )
    elif "customers" not in kinds and kinds:
        asked.append(ask("A file of customers: sex, birth date, place, membership and consent, by the same customer number."))
    if "transactions" in kinds and not {"category", "product"} & set(kinds["transactions"].columns):
        asked.append(ask("Product or category of each order line."))
    return asked
