"""How client.yaml may say where a column comes from: a small safe vocabulary.

A canonical column is either the name of a column in the file, or one of the forms below.
Nothing in the file is evaluated as code.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Normalise = Literal["id", "text", "upper", "lower"]


class KeyPathError(ValueError):
    """A fault at a key below the one under validation: `path` leads to it, `problem` is the way out."""

    def __init__(self, path: tuple[str, ...], problem: str) -> None:
        self.path = path
        super().__init__(problem)


class Strict(BaseModel):
    """Base of every part of client.yaml: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FromColumn(Strict):
    """{column: X, format: "%d/%m/%Y", normalise: id, decimal: ",", unit: months} or simply the name X.

    `unit` is that of a length of time (recency, tenure); the canonical column is in days.
    """

    column: str
    format: str | None = None
    normalise: Normalise | None = None
    decimal: Literal[".", ","] | None = None
    unit: Literal["days", "weeks", "months", "years"] | None = None


class Multiply(Strict):
    """{multiply: [Quantity, Unit Price]}: product of two or more numeric columns."""

    multiply: tuple[str, ...] = Field(min_length=2)


class Subtract(Strict):
    """{subtract: [Sales, Profit]}: first column less the others."""

    subtract: tuple[str, ...] = Field(min_length=2)


class Add(Strict):
    """{add: [Goods, Freight]}: sum of numeric columns."""

    add: tuple[str, ...] = Field(min_length=2)


class Concat(Strict):
    """{concat: [Store, Ticket], separator: "-"}: texts joined, for keys made of several columns."""

    concat: tuple[str, ...] = Field(min_length=2)
    separator: str = "-"


class Constant(Strict):
    """{constant: web}: the same text in every row."""

    constant: str


class RowNumber(Strict):
    """{row_number: true}: file name and row, where the file has no key of its own."""

    row_number: Literal[True]


class Prefix(Strict):
    column: str
    prefix: str


class StartsWith(Strict):
    """{starts_with: {column: InvoiceNo, prefix: C}, then: cancelled, otherwise: paid}."""

    starts_with: Prefix
    then: str
    otherwise: str


class FromTable(Strict):
    """{from_table: returns, on: order_id, then: refunded, otherwise: paid}.

    `from_table` names an extra input under source.extra; `on` is a canonical column of this
    table and, in the extra input, the column mapped to the same name.
    """

    from_table: str
    on: str
    then: str
    otherwise: str


ColumnSpec = FromColumn | Multiply | Subtract | Add | Concat | Constant | RowNumber | StartsWith | FromTable

FORMS: dict[str, type[Strict]] = {
    "column": FromColumn,
    "multiply": Multiply,
    "subtract": Subtract,
    "add": Add,
    "concat": Concat,
    "constant": Constant,
    "row_number": RowNumber,
    "starts_with": StartsWith,
    "from_table": FromTable,
}


def _column_form(given: Any) -> Any:
    """A plain name is short for {column: name}; a mapping is read by the form it names."""
    if isinstance(given, str):
        return FromColumn(column=given)
    if isinstance(given, Strict):
        return given
    if not isinstance(given, dict):
        raise ValueError("write the name of a column, or a mapping such as {column: X, format: '%d/%m/%Y'}")
    forms = [form for key, form in FORMS.items() if key in given]
    if len(forms) != 1:
        raise ValueError(f"write exactly one of: {', '.join(FORMS)}")
    return forms[0].model_validate(given)


ColumnMap = dict[str, Annotated[ColumnSpec, BeforeValidator(_column_form)]]


def source_columns(spec: ColumnSpec) -> tuple[str, ...]:
    """The file's columns that a specification reads."""
    match spec:
        case FromColumn():
            return (spec.column,)
        case Multiply():
            return spec.multiply
        case Subtract():
            return spec.subtract
        case Add():
            return spec.add
        case Concat():
            return spec.concat
        case StartsWith():
            return (spec.starts_with.column,)
        case _:
            return ()


def header_of(spec: ColumnSpec) -> str:
    """What the file calls a column: its header, or the headers that make it; '' where it is made of none."""
    return " + ".join(source_columns(spec))


class ValueMap(Strict):
    """values: {status: {paid: [Completed], refunded: [Returned]}}, told the other way round."""

    wanted: dict[str, str]

    @model_validator(mode="before")
    @classmethod
    def _inverted(cls, given: Any) -> Any:
        if isinstance(given, ValueMap):
            return {"wanted": given.wanted}
        if not isinstance(given, dict):
            raise ValueError("write key: [values of the file], such as paid: [Completed]")
        wanted: dict[str, str] = {}
        for key, words in given.items():
            for word in spelled(words, key):
                if word in wanted:
                    raise ValueError(f"'{word}' is given twice, under {wanted[word]} and {key}; keep one")
                wanted[word] = str(key)
        return {"wanted": wanted}


def spelled(words: Any, key: object) -> tuple[str, ...]:
    """One word or a list of words of the file, as text.  YAML's true and false stand for every way files spell them."""
    listed = words if isinstance(words, list | tuple) else [words]
    if not listed or any(word is None or isinstance(word, dict | list) for word in listed):
        raise ValueError(f"write values of the file after {key}, such as {key}: [Completed]")
    return tuple(one for word in listed for one in (_BOOLEANS[word] if isinstance(word, bool) else (str(word),)))


def _in_order(words: Any) -> tuple[str, ...]:
    """Levels as text, lowest first; an order of fewer than two says nothing."""
    found = spelled(words, "the attribute")
    if not isinstance(words, list | tuple) or len(found) < 2 or len(set(found)) < len(found):
        raise ValueError("list two levels or more, lowest first, each once, such as [Never, Once a year, Once a month]")
    return found


LevelOrders = dict[str, Annotated[tuple[str, ...], BeforeValidator(_in_order)]]

_BOOLEANS = {True: ("true", "True", "TRUE"), False: ("false", "False", "FALSE")}


def all_source_columns(specs: Iterable[ColumnSpec]) -> tuple[str, ...]:
    """Every column of the file that some specification reads, in order, once."""
    return tuple(dict.fromkeys(name for spec in specs for name in source_columns(spec)))
