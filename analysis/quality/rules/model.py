"""What a rule is given and what it hands back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analysis.engine import Column, DataFrame

Kind = Literal["key", "money", "number", "time", "day", "category", "product", "code", "text", "other"]
Action = Literal["kept", "left_out", "merged", "reported", "proposed"]

# The money of a table's rows, where they have one that may be summed over all of them.
MONEY_OF = {"transactions": "amount", "visits": "consumed", "summaries": "revenue"}

# What follows an order's money through the report; what is only worth knowing never leads the list.
INFORMATIVE = frozenset(
    {
        "missing_value",
        "constant",
        "empty",
        "outlier",
        "rare_value",
        "negative_quantity",  # mostly what came back, which has a row of its own
        "refund_matched",
        "padded",
        "decimal_id",
        "days_without_orders",
    }
)


@dataclass(frozen=True)
class Scope:
    """One table under the rules, canonical or (raw) as the files hold it.

    kinds    what each column holds; columns of no kind are left alone
    labels   the name of a column for the reader, where it is another (headers of raw files)
    mapped   the canonical column that a raw column is read into
    excluded values that client.yaml leaves out, by header
    told     words that client.yaml gives a figure, or says are none, by header
    typed    raw columns that are no text (of parquet files)
    first, last   days between which a time is credible; last is None where nothing tells it
    """

    table: str
    frame: DataFrame
    kinds: Mapping[str, Kind]
    first: date
    last: date | None
    refunds: str = "net"
    rejects: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)
    mapped: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    raw: bool = False

    @property
    def money(self) -> str | None:
        """The column whose sum says what rows are worth."""
        name = MONEY_OF.get(self.table)
        return name if name in self.kinds and not self.raw else None

    def holds(self, *columns: str) -> bool:
        """Whether all of these columns are held."""
        return set(columns) <= set(self.kinds)

    def of_kind(self, *kinds: Kind) -> list[str]:
        """The columns of some kinds, in order."""
        return [name for name, kind in self.kinds.items() if kind in kinds]

    def is_text(self, column: str) -> bool:
        """Whether a column holds text: in a raw parquet file even a customer's number may be a number."""
        return column not in self.typed

    def label(self, column: str) -> str:
        return self.labels.get(column, column)


@dataclass(frozen=True)
class Fault:
    """A condition to be counted with others in one pass.

    example   an expression whose least (or, if `largest`, greatest) value under the condition is shown
    masked    True: only the shape of the example is shown
    least     rows below which it is not worth a word; `least_share` the same as a share of the table's rows
    """

    check: str
    column: str
    condition: Column
    action: Action = "reported"
    example: Column | None = None
    largest: bool = False
    masked: bool = False
    least: int = 1
    least_share: float = 0.0


@dataclass(frozen=True)
class Found:
    """One fault that was found.  `share` is of the table's rows unless a rule says otherwise."""

    check: str
    column: str
    rows: int
    amount: float = float("nan")
    example: str = ""
    action: Action = "reported"
    share: float | None = None


Conditions = Callable[[Scope], Iterable[Fault]]
Pass = Callable[[Scope], Iterable[Found]]
