"""The text of a proposed client.yaml: settings, tables, and as comments whatever was left aside."""

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from analysis.sources.candidates import Candidate
from analysis.sources.synonyms import is_chinese

ENGLISH = ("en", "GBP", "Europe/London")
CHINESE = ("zh", "CNY", "Asia/Shanghai")
REASONS = {"person": "names a person: left at the door", "unknown": "not recognised"}


@dataclass(frozen=True)
class Guess:
    """What a column of a file seems to be; `why` is known, unknown or person (left at the door)."""

    file: str
    column: str
    role: str | None
    why: str


def client_yaml(
    client: str,
    source: dict[str, dict],
    guesses: Sequence[Guess],
    strange: Sequence[str],
    *,
    mapped: Sequence[Candidate],
    unused: Sequence[Candidate],
) -> str:
    """The whole file.

    `source` holds the tables as they are to be written, `strange` the words of the status column
    that were not understood; `mapped` and `unused` are the tables found.  Chinese headers make the
    report Chinese and the money renminbi, until somebody says otherwise.
    """
    chinese = any(is_chinese(header) for one in (*mapped, *unused) for header in one.headers)
    language, currency, timezone = CHINESE if chinese else ENGLISH
    dropped = sorted({guess.column for guess in guesses if guess.why == "person"})
    return (
        "# Proposed by `strata new`. Read every line; the kit guessed from the headers.\n"
        + yaml.safe_dump({"name": client}, allow_unicode=True)
        + "industry: general        # the playbook to start from\n"
        + f"language: {language}             # en or zh: the language of the report\n"
        + f"currency: {currency}            # ISO code; change it\n"
        + f"timezone: {timezone}  # of the times in the files; change it\n"
        + _dump({"source": source})
        + "window: 24 months        # history that counts as present behaviour\n"
        + "refunds: net             # net, gross or drop\n"
        + _dump({"privacy": {"pseudonymise": True, "minimum_cell": 10, "drop": dropped}})
        + "# strategy: {budget: 10000, margin: 0.3}\n"
        + _left_aside(guesses, {one.label for one in mapped}, unused)
        + _status_hint(source, strange)
    )


def _left_aside(guesses: Sequence[Guess], mapped: set[str], unused: Sequence[Candidate]) -> str:
    columns = [f"#   {one.file}: {one.column} ({REASONS[one.why]})\n" for one in guesses if one.role is None and one.file in mapped]
    tables = [f"#   {one.label}: {', '.join(one.headers)}\n" for one in unused]
    lists = {"# Columns that were not mapped:\n": columns, "# Tables that were not recognised, or do not fit the others:\n": tables}
    return "".join(title + "".join(lines) for title, lines in lists.items() if lines)


def _status_hint(source: dict[str, dict], strange: Sequence[str]) -> str:
    if strange:
        return f"# Words of the status column to map under values: {', '.join(strange)}\n"
    if "status" in source.get("transactions", {"columns": {}})["columns"]:
        return ""
    return (
        "# If a column tells refunds from sales, map it and its words, for example:\n"
        "#   status: Status\n"
        "#   values: {status: {paid: [Completed], refunded: [Returned]}}\n"
    )


def _dump(value: dict) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
