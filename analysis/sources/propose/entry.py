"""One entry of client.yaml while it is put together: columns with how they are read, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from analysis.schema import CANONICAL
from analysis.sources.identifiers import plain_header
from analysis.sources.propose.date_reading import DateReading, order_of_rows, serial_dates
from analysis.sources.propose.facts import Facts
from analysis.sources.propose.found import Found
from analysis.sources.propose.headers import Words, role_of
from analysis.sources.propose.remarks import Confidence, Remark, Why, decided, warning

TIMES = {
    "ordered_at", "occurred_at", "contacted_at", "created_at", "booked_at", "arrived_at", "answered_at", "as_of", "expires_at",
    "stated_at", "withdrawn_at", "joined_at", "birth_date", "date",
}  # fmt: skip
NUMBERS = {
    "amount", "quantity", "unit_price", "list_amount", "discount", "cost", "profit", "freight", "tax", "points", "gift_card", "rating",
    "duration", "value", "consumed", "rate", "recency", "orders", "revenue", "tenure", "average_order", "age", "birth_year", "children", "referrals",
}  # fmt: skip
IDS = ("customer_id", "entity_id", "respondent_id", "order_id")
ROWS_LOOKED_AT = 5_000
RESERVED = {
    "all", "and", "any", "array", "as", "asc", "between", "both", "by", "case", "cast", "check", "column", "constraint", "create", "cross",
    "current_date", "default", "desc", "distinct", "div", "else", "end", "except", "exists", "false", "fetch", "for", "foreign", "from",
    "full", "glob", "grant", "group", "having", "ilike", "in", "inner", "intersect", "interval", "into", "is", "join", "lateral", "left",
    "like", "limit", "natural", "not", "null", "offset", "on", "or", "order", "outer", "over", "overlaps", "partition", "pivot", "primary",
    "qualify", "references", "right", "rlike", "select", "set", "some", "table", "then", "to", "true", "union", "unique", "unpivot",
    "using", "values", "when", "where", "window", "with", "xor",
}  # fmt: skip


@dataclass
class Entry:
    """The tables of a kind, and what client.yaml will say about them.

    reasons  {header: (canonical column, why, confidence)} of every column that is used
    hints    comments to stand above the entry
    """

    kind: str
    tables: list[Found]
    columns: dict[str, object] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    levels: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    items: dict[str, dict] = field(default_factory=dict)
    exclude: dict[str, list[str]] = field(default_factory=dict)
    duplicates: str | None = None
    reasons: dict[str, tuple[str, Why, Confidence]] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def table(self) -> Found:
        return self.tables[0]

    def facts(self, header: str) -> list[Facts]:
        """What a column is in each of the tables."""
        return [one.facts[header] for one in self.tables if header in one.facts]

    def note(self, remark: Remark) -> None:
        """Add a remark, about the first table where it names no file."""
        self.remarks.append(replace(remark, values={"file": self.table.label, **remark.values}))

    def header(self, canonical: str) -> str | None:
        """The first header that is used for a place such as transactions.order_id."""
        return next((header for header, (where, _, _) in self.reasons.items() if canonical in where), None)

    def use(self, header: str, canonical: str, why: Why, confidence: Confidence) -> None:
        """Note that a column is used, once for each place."""
        if header in self.reasons:
            canonical = f"{self.reasons[header][0]}, {canonical}"
        self.reasons[header] = (canonical, why, confidence)


def fits(role: str, facts: Facts) -> bool:
    """Whether a column's values can be what its header says."""
    if facts.content == "empty":
        return False
    if role in TIMES:
        return facts.date is not None or (facts.low is not None and not facts.typed and serial_dates(facts.low, facts.high))
    if role in NUMBERS:
        return facts.low is not None
    if role in IDS:
        return facts.date is None and facts.content != "row_index" and (facts.content != "yes_no" or facts.low is not None)
    return True


def roles_in(found: Found, words: Words) -> dict[str, str]:
    """{canonical column: header} of a table, of the headers that fit by name and by values; the best name of each."""
    best: dict[str, str] = {}
    for header, facts in found.facts.items():
        role = role_of(header, words)
        if role is None or not fits(role, facts):
            continue
        if role not in best or _rank(header, words[role]) < _rank(best[role], words[role]):
            best[role] = header
    return best


def _rank(header: str, names: Sequence[str]) -> int:
    return names.index(plain_header(header))


def confidence_of(role: str, facts: Facts) -> tuple[Why, Confidence]:
    """Why a named column is believed: by its values too where these must be of one kind."""
    if role in TIMES or role in NUMBERS:
        return "both", "sure"
    if role in IDS:
        return ("both", "sure") if facts.distinct > 1 else ("header", "guess")
    return ("header", "likely")


def named_columns(entry: Entry, roles: dict[str, str], *, month_first: bool) -> None:
    """Map the columns that go by their names, each with how it is read."""
    for role, header in roles.items():
        entry.columns[role] = spec(entry, role, header, month_first=month_first)
        entry.use(header, f"{entry.kind}.{role}", *confidence_of(role, entry.table.facts[header]))


def spec(entry: Entry, role: str, header: str, *, month_first: bool) -> object:
    """How client.yaml reads a column: its name, or a mapping with a date format, a decimal mark or id normalisation."""
    every = entry.facts(header)
    if any(facts.date for facts in every) and (role in TIMES or role.endswith(("_date", "_on"))):
        format_ = _date_format(entry, header, month_first=month_first)
        return {"column": header, "format": format_} if format_ else header
    if role in IDS:
        written = any(facts.floats for facts in every) or any(value.endswith(".0") for facts in every for value in facts.sample)
        return {"column": header, "normalise": "id"} if written else header
    if any(facts.decimal == "," and facts.low is not None for facts in every):
        return {"column": header, "decimal": ","}
    return header


def _date_format(entry: Entry, header: str, *, month_first: bool) -> str | None:
    """The format of a column of dates, said aloud; None where the reader needs none (ISO, or each file in its own way)."""
    held = [(one, facts.date) for one in entry.tables if (facts := one.facts.get(header)) and facts.date and not facts.typed]
    told = [reading for _, reading in held if reading.other is None]
    settled = [_settled(entry, one, header, reading, told, month_first) for one, reading in held]
    if not settled or any(facts.date is None and facts.low is not None for facts in entry.facts(header)):
        return None  # a spreadsheet's days are written out by the reader, in no format
    first = settled[0]
    if len({reading.format for reading in settled}) > 1:
        if any(reading.other for reading in settled):
            entry.note(
                warning(
                    "{file}, {column}: the files write their dates in several ways. Give each an entry of its own.", column=header
                )
            )
        return None
    if first.day_first is not None and all(reading.other is None for _, reading in held):
        days = sum(one.decisive for one in settled)
        if first.day_first:
            said = decided("{file}, {column}: day first ({format}); {days} days can be read in no other way.", column=header)
        else:
            said = decided("{file}, {column}: month first ({format}); {days} days can be read in no other way.", column=header)
        entry.note(replace(said, values={**said.values, "format": first.format, "days": days}))
    if first.share < 0.95:
        entry.note(
            warning(
                "{file}, {column}: {format} reads {share} % of the dates; the others will be missing.",
                column=header,
                format=first.format,
                share=round(100 * first.share),
            )
        )
    return None if first.plain and first.share >= 0.95 else first.format


def _settled(
    entry: Entry, one: Found, header: str, reading: DateReading, told: Iterable[DateReading], month_first: bool
) -> DateReading:
    """A reading for which day and month are told apart: by other files, by other columns, by the order of the rows, else by where the client is."""
    if reading.other is None:
        return reading
    others = [facts.date for facts in one.facts.values() if facts.date and facts.date.other is None and not facts.typed]
    sides = [other.day_first for other in (*told, *others) if other.day_first is not None]
    if sides:
        right = reading if reading.day_first == sides[0] else reading.turned()
        said = decided("{file}, {column}: read as {format}, as its other dates are; no value of its own tells day from month.")
    elif (rising := order_of_rows(_rows(one, header), reading)) is not None:
        right = reading if rising else reading.turned()
        said = decided(
            "{file}, {column}: read as {format}, for so the rows stand in the order of time; no value tells day from month."
        )
    else:
        right = reading if reading.day_first == (not month_first) else reading.turned()
        said = warning(
            "{file}, {column}: AMBIGUOUS. No value tells the day from the month; {format} is the likelier here, but {other} reads the dates "
            "as well. Ask, and correct the format."
        )
        entry.hints.append(
            f"{header}: day and month cannot be told apart; {right.format} is a guess, {right.other} reads the dates too."
        )
    entry.note(replace(said, values={"file": one.label, "column": header, "format": right.format, "other": right.other}))
    return right


def _rows(one: Found, header: str) -> list[str]:
    return [row for row in one.column(header)[:ROWS_LOOKED_AT].to_pylist() if row]


def free_name(entry: Entry, wanted: str, *, ending: str = "given") -> str:
    """A name for a column of the client's own that neither the canonical table nor another column has."""
    taken = {*CANONICAL[entry.kind].names, "fate", *entry.columns, *entry.items}
    # The canonical tables read columns called …_date and …_on as days; and some words are the engine's own.
    base = f"{wanted}_{ending}" if wanted.endswith(("_date", "_on")) or wanted in RESERVED else wanted
    base = f"n_{base}" if base[:1].isdigit() else base
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
