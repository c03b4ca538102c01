"""What client.yaml may say, as frozen and checked settings."""

import datetime
import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, field_validator, model_validator

from analysis.config.alerts import Alert
from analysis.config.calendar import Calendar
from analysis.config.columns import ColumnMap, FromTable, KeyPathError, LevelOrders, Strict, ValueMap, spelled
from analysis.config.comments import Feedback
from analysis.config.definitions import REFIT, Definitions, read_definitions
from analysis.config.parts import FOLDER, Part, split_place
from analysis.config.promotions import Promotion
from analysis.config.respect import check_respect
from analysis.config.schedule import Schedule
from analysis.config.strategy import Strategy, day_range
from analysis.schema import CANONICAL
from analysis.schema.canonical import ATTRIBUTE_KINDS, CONTACT_OUTCOMES, ENTITIES, ITEM_ROLES, ROLES

Language = Literal["en", "zh"]
# Every way of dividing that needs no setting; those whose data are not held say so in the report.
METHODS = (
    "rfm", "lifecycle", "value", "clv", "risk", "growth", "preference", "clusters", "demographic", "geographic", "loyalty",
    "membership", "engagement", "aipl", "replenishment", "needs", "psychographic", "groups",
)  # fmt: skip
FOLDERS = ("raw", "cache", "canonical", "notes", "lists", "truth", FOLDER)  # of a client, beside those of its periods


class Item(Strict):
    """One survey item: where its answers stand, what it measures, its scale and its 'not applicable' codes.

    column          the column of its answers (wide form), or
    question        its word in the column mapped to `item` (long form, one row per answer)
    values          texts of the file and their score, such as {"I love it!+5": 5}
    several         the sign between the answers of a multi-select item, such as ";"
    role            what it measures; `reason`: why somebody left, by `values` or `several`
    reversed        a high answer means little of what is measured
    of              of a satisfaction with one thing: the need item whose importance was asked
    label           what the reader sees; the question as it was asked
    """

    column: str | None = None
    question: str | None = None
    role: Literal[ITEM_ROLES]
    scale: tuple[float, float] | None = None
    not_applicable: tuple[str | int | float, ...] = ()
    values: dict[str, float] = {}
    several: str | None = None
    reversed: bool = False
    of: str | None = None
    label: str | None = None

    @field_validator("values", mode="before")
    @classmethod
    def _texts(cls, given: Any) -> Any:
        return {str(word): score for word, score in given.items()} if isinstance(given, dict) else given

    @model_validator(mode="after")
    def _one_form(self) -> "Item":
        if (self.column is None) == (self.question is None):
            raise KeyPathError(("column",), "name the item's column, or its question in the long form; exactly one of the two")
        return self


class Table(Strict):
    """Where one input table comes from and how its columns are called there."""

    files: str | tuple[str, ...] | None = None
    table: str | None = None
    sheet: str | int | None = None
    header_row: int | None = Field(default=None, ge=0)
    encoding: str | None = None
    delimiter: str | None = None
    columns: ColumnMap = {}
    values: dict[str, ValueMap] = {}
    exclude: dict[str, tuple[str, ...]] = {}
    duplicates: Literal["keep", "across_files", "all"] = "keep"
    refresh: Literal["append", "replace"] = "append"  # replace: an order in a later file takes the place of its earlier lines
    joins: dict[str, Literal["1:1", "n:1", "1:n"]] = {}  # how this table's customers meet another table's
    attributes: dict[str, Literal[ATTRIBUTE_KINDS]] = {}
    levels: LevelOrders = {}  # of an attribute whose words have an order, lowest first: neighbours may be joined
    items: dict[str, Item] = {}
    contact: dict[Literal["name", "phone", "email", "address"], str] = {}  # kept beside the data for lists alone

    @field_validator("exclude", mode="before")
    @classmethod
    def _as_texts(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {key: spelled(words, key) for key, words in given.items()}

    @model_validator(mode="after")
    def _one_place(self) -> "Table":
        if self.files is None and self.table is None:
            raise KeyPathError(("files",), "write a file, a pattern or a list of them, or table: for a table of the warehouse")
        if self.files is not None and self.table is not None:
            raise KeyPathError(("table",), "files are given as well; keep one of the two")
        return self


class Source(Strict):
    """The input tables held by the client."""

    connection: str | None = None
    extra: dict[str, Table] = {}
    transactions: Table | None = None
    customers: Table | None = None
    links: Table | None = None
    events: Table | None = None
    responses: Table | None = None
    contacts: Table | None = None
    feedback: Table | None = None
    visits: Table | None = None
    balances: Table | None = None
    summaries: Table | None = None
    consents: Table | None = None
    rates: Table | None = None

    @model_validator(mode="after")
    def _known_columns(self) -> "Source":
        for name, table in self.tables().items():
            _check_columns(name, table)
            for column, how in table.columns.items():
                if isinstance(how, FromTable) and how.from_table in self.extra:
                    _check_join((name, "columns", column), how, table, self.extra)
        for path, table in [((name,), t) for name, t in self.tables().items()] + [(("extra", n), t) for n, t in self.extra.items()]:
            if table.table is not None and self.connection is None:
                raise KeyPathError((*path, "table"), "a warehouse table needs source.connection; for files write files: instead")
        for name, key in [(n, k) for n, t in self.tables().items() for k, kind in t.attributes.items() if kind == "outcome"][1:]:
            raise KeyPathError((name, "attributes", key), "one column says who has left; declare the other ones as what they are")
        return self

    def tables(self) -> dict[str, Table]:
        """The canonical input tables that are declared, by name."""
        return {name: table for name in CANONICAL if (table := getattr(self, name, None)) is not None}


_OWN = ("fate", "source_file", "source_row")  # columns that the kit fills in itself


def _check_columns(name: str, table: Table) -> None:
    """Raise KeyPathError for a column that the table does not know, lacks, or names without mapping it."""
    declared = CANONICAL[name]
    known = [column for column in declared.names if column not in _OWN]
    for column in table.columns:
        if column in _OWN or (column not in known and not declared.open):
            raise KeyPathError((name, "columns", column), f"{name} has no such column; choose one of: {', '.join(known)}")
    for column in declared.required:
        if column not in table.columns:
            raise KeyPathError((name, "columns", column), f"{name} cannot do without it; map it to a column of the file")
    for key in ("values", "attributes", "levels"):
        for column in getattr(table, key):
            if column not in table.columns:
                raise KeyPathError((name, key, column), f"{column} is not mapped under source.{name}.columns; map it there")


def _check_join(path: tuple[str, ...], how: FromTable, table: Table, extra: dict[str, Table]) -> None:
    """Raise KeyPathError where {from_table: …, on: …} joins by a column that one of the two does not map."""
    places = {f"source.{path[0]}.columns": table, f"source.extra.{how.from_table}.columns": extra[how.from_table]}
    for place, one in places.items():
        if how.on not in one.columns:
            raise KeyPathError((*path, "on"), f"{how.on} is not mapped under {place}; map it there")


class Privacy(Strict):
    """What happens to personal data at the door, and the smallest group that is shown."""

    pseudonymise: bool = True
    minimum_cell: int = Field(default=10, ge=2)
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()  # columns that look like a person's and are not
    quotes: bool | None = None  # whether masked comments may be quoted; None: yes, but never those of patients
    purpose: str | None = None  # why the data are used, and on what ground; shown in the report
    basis: str | None = None
    retention: str | None = None


class Money(Strict):
    """What the amounts hold: whether tax is in them, and whether the report shows it."""

    tax: Literal["included", "excluded", "unknown"] = "unknown"
    figures: Literal["as_given", "without_tax"] = "as_given"


class ControlTotal(Strict):
    """A figure of the client's finance that the data must meet before any chapter runs."""

    period: Annotated[str, BeforeValidator(lambda given: str(given) if isinstance(given, int) else given)]
    figure: Literal["lines", "orders", "customers", "sold", "refunds", "revenue"]
    total: float
    tolerance: float = Field(default=0.005, ge=0, lt=1)
    source: str | None = None


class Brand(Strict):
    """What the report wears."""

    logo: str | None = None
    accent: str | None = None
    accent_dark: str | None = None
    author: str | None = None
    disclaimer: str | None = None
    version: str = "0.1"
    status: str | None = None

    @field_validator("accent", "accent_dark")
    @classmethod
    def _hex(cls, given: str | None) -> str | None:
        if given is not None and not re.fullmatch(r"#[0-9a-fA-F]{6}", given):
            raise ValueError("write a colour as #rrggbb, such as '#0f766e'")
        return given


def _months(given: Any) -> Any:
    match = re.fullmatch(r"\s*(\d+)\s*months?\s*", str(given))
    if isinstance(given, int) or not match:
        raise ValueError("write a number of months, such as '24 months'")
    return int(match[1])


LISTS = ("customers", "summaries", "responses")  # inputs whose rows are people
MEDICAL = ("medical_aesthetics", "medical", "health", "healthcare", "dental", "hospital", "clinic", "pharmacy")  # patients' words


class ClientConfig(Strict):
    """Everything client.yaml says about one client."""

    name: str
    industry: str = "general"
    language: Language = "en"
    currency: str
    timezone: str = "UTC"
    source: Source
    entity: Literal[ENTITIES] = "person"
    roles: tuple[Literal[ROLES], ...] = ("consumer",)
    calendar: Calendar = Calendar()
    window_months: Annotated[int, BeforeValidator(_months)] = Field(default="24 months", alias="window", validate_default=True)
    refunds: Literal["net", "gross", "drop"] = "net"
    money: Money = Money()
    feedback: Feedback = Feedback()
    control_totals: tuple[ControlTotal, ...] = ()
    provisional_days: int | None = Field(default=None, ge=0)  # None: read off how late refunds come
    recency_of: Literal["order", "visit"] = "order"
    methods: tuple[str, ...] = METHODS
    settings: dict[str, dict[str, Any]] = {}
    definitions: Annotated[Definitions, BeforeValidator(read_definitions)] = REFIT  # refit, a period, or a period by lens
    periods: dict[str, Annotated[tuple[datetime.date, datetime.date], BeforeValidator(day_range)]] = {}
    privacy: Privacy = Privacy()
    promotions: tuple[Promotion, ...] = ()
    strategy: Strategy = Strategy()
    schedule: Schedule | None = None  # when reports fall due, for `strata run --due`
    alerts: tuple[Alert, ...] = ()
    brand: Brand = Brand()
    split_by: str | None = None  # a column: one more report for each of its values
    split_minimum: int = Field(default=100, ge=2)  # customers from which a part has a report of its own
    part: Part | None = None  # set where this is a part: see parts.py

    @property
    def told_of(self) -> str:
        """What sentences about buying speak of: order, visit, or given where figures per customer stand for order lines."""
        return "given" if self.source.transactions is None and self.recency_of == "order" else self.recency_of

    @property
    def quotes(self) -> bool:
        """Whether a comment may be shown in its own words."""
        return self.industry not in MEDICAL and self.privacy.quotes is not False

    @property
    def lists_people(self) -> bool:
        """Whether any input says by a number of their own who the customers, or those who answered, are."""
        held = (getattr(self.source, table) for table in ("transactions", *LISTS))
        return any(table is not None and {"customer_id", "respondent_id"} & set(table.columns) for table in held)

    @property
    def tells_outcomes(self) -> bool:
        """Whether the contacts themselves say what came of them."""
        return self.source.contacts is not None and bool(set(CONTACT_OUTCOMES) & set(self.source.contacts.columns))

    @field_validator("settings", mode="before")
    @classmethod
    def _rules_listed(cls, given: Any) -> Any:
        """settings.rules may be the list of rules itself; the names in it are shown to the client."""
        if not isinstance(given, dict) or not isinstance(given.get("rules"), list):
            return given
        for rule in given["rules"]:
            try:
                check_respect(str(rule.get("name", ""))) if isinstance(rule, dict) else None
            except ValueError as error:
                raise KeyPathError(("rules",), str(error)) from None
        return given | {"rules": {"rules": given["rules"]}}

    @field_validator("currency")
    @classmethod
    def _code(cls, given: str) -> str:
        if not re.fullmatch(r"[A-Z]{3}", given):
            raise ValueError("write three capital letters, such as GBP")
        return given

    @field_validator("periods")
    @classmethod
    def _folder_names(cls, given: dict) -> dict:
        # A period's tables lie in a folder of its name, beside these.
        for name in given:
            if name in FOLDERS or ".." in name or not re.fullmatch(r"\w[\w.-]*", name):
                raise KeyPathError((name,), f"name it in letters, digits, '-', '_' and '.', and not {', '.join(FOLDERS)}")
        return given

    @field_validator("timezone")
    @classmethod
    def _zone(cls, given: str) -> str:
        if given not in available_timezones():
            raise ValueError("write a zone of the IANA list, such as Europe/London or Asia/Shanghai")
        return str(ZoneInfo(given))

    @model_validator(mode="after")
    def _something_to_analyse(self) -> "ClientConfig":
        if not self.source.tables():
            raise KeyPathError(("source",), "declare at least one input table, such as transactions")
        if self.privacy.quotes and self.industry in MEDICAL:
            raise KeyPathError(("privacy", "quotes"), "words of patients are never quoted, masked or not; leave the key out")
        if self.recency_of == "visit" and self.source.visits is None:
            raise KeyPathError(("recency_of",), "source.visits is not declared; declare the table of visits, or write order")
        if self.split_by is not None:
            split_place(self.split_by, self.source)
        for table in self.schedule.needs if self.schedule is not None else ():
            if table not in self.source.tables():
                known = ", ".join(self.source.tables())
                raise KeyPathError(("schedule", "needs"), f"source.{table} is not declared; choose of: {known}")
        if self.split_minimum < self.privacy.minimum_cell:
            raise KeyPathError(("split_minimum",), "a part must not be smaller than privacy.minimum_cell; write a larger number")
        return self
