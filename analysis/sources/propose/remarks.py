"""What `strata new` says: one row per column, and sentences about what it decided and left out."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Why = Literal["header", "both", "content", "derived", "person", "unknown", "empty", "constant", "index", "other_table", "detail"]
Confidence = Literal["sure", "likely", "guess"]


@dataclass(frozen=True)
class Guess:
    """What a column of a file seems to be.

    role      table.column of client.yaml, several with a comma; None where it is left aside
    why       header: by its name; both: name and content; content; derived: part of a computed column;
              person: names or finds a person, left at the door; unknown, empty, constant, index: left aside;
              other_table: its table is left aside; detail: known, and not needed
    examples  masked: shapes of ids and texts; categories, numbers and dates as they are
    """

    file: str
    column: str
    role: str | None
    why: Why
    confidence: Confidence | None = None
    examples: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence: an English template and what fills it; `kind` says where it belongs.

    decided: what was concluded and from what; warning: what to look at before going on;
    left: what was left aside, and why; ask: what to ask the client for.
    """

    kind: Literal["decided", "warning", "left", "ask"]
    template: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


@dataclass
class Proposal:
    """The configuration written, what each column was taken for, what was decided, and what is still missing.

    missing   columns of order lines that were not found: customer_id, ordered_at, amount
    """

    path: Path
    guesses: list[Guess] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)  # canonical table -> labels of the tables behind it


def decided(template: str, **values: object) -> Remark:
    """A conclusion."""
    return Remark("decided", template, values)


def warning(template: str, **values: object) -> Remark:
    """Something to look at before going on."""
    return Remark("warning", template, values)


def left(template: str, **values: object) -> Remark:
    """Something left aside."""
    return Remark("left", template, values)


def ask(template: str, **values: object) -> Remark:
    """Something to ask the client for."""
    return Remark("ask", template, values)
