"""What client.yaml may say, as frozen and checked settings."""

import datetime
import re
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, field_validator, model_validator

from analysis.config.columns import ColumnMap, Strict, ValueMap
from analysis.schema import CANONICAL
from analysis.schema.canonical import ATTRIBUTE_KINDS, ENTITIES, ITEM_ROLES, ROLES

Language = Literal["en", "zh"]


class Item(Strict):
    """One survey item: its column, what it measures, its scale and its 'not applicable' codes."""

    column: str
    role: Literal[ITEM_ROLES]
    scale: tuple[float, float] | None = None
    not_applicable: tuple[str | int | float, ...] = ()


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
    attributes: dict[str, Literal[ATTRIBUTE_KINDS]] = {}
    items: dict[str, Item] = {}

    @field_validator("exclude", mode="before")
    @classmethod
    def _as_texts(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {key: tuple(str(v) for v in (words if isinstance(words, list) else [words])) for key, words in given.items()}

    @model_validator(mode="after")
    def _one_place(self) -> "Table":
        if (self.files is None) == (self.table is None):
            raise ValueError("write either files: (a file, a pattern or a list) or table: (of the warehouse)")
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
    calendar: Table | None = None

    @model_validator(mode="after")
    def _known_columns(self) -> "Source":
        for name, table in self.tables().items():
            declared = CANONICAL[name]
            unknown = [column for column in table.columns if column not in declared.names]
            unknown += [column for column in table.values if column not in table.columns]
            if unknown and not declared.open:
                raise ValueError(f"{name}: '{unknown[0]}' is no column of this table; choose one of: {', '.join(declared.names)}")
            missing = [column for column in declared.required if column not in table.columns]
            if missing:
                raise ValueError(f"{name}: the required column '{missing[0]}' is not mapped under columns")
        return self

    def tables(self) -> dict[str, Table]:
        """The canonical input tables that are declared, by name."""
        return {name: table for name in CANONICAL if (table := getattr(self, name)) is not None}


class Calendar(Strict):
    """How the client's year runs."""

    fiscal_start: int = Field(default=1, ge=1, le=12)
    pattern: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = "months"
    holidays: Literal["china"] | None = None
    file: str | None = None


class Privacy(Strict):
    """What happens to personal data at the door, and the smallest group that is shown."""

    pseudonymise: bool = True
    minimum_cell: int = Field(default=10, ge=2)
    drop: tuple[str, ...] = ()


class Approval(Strict):
    """Who approved a play, and when."""

    status: Literal["proposed", "legal_checked", "approved", "rejected"]
    by: str
    date: datetime.date


class Strategy(Strict):
    """Money and choices behind chapter 04."""

    budget: float | None = Field(default=None, ge=0)
    margin: float | None = Field(default=None, gt=0, le=1)
    playbook: str | None = None
    targets: dict[str, float] = {}
    hold_out: float = Field(default=0.2, gt=0, lt=1)
    approvals: dict[str, Approval] = {}


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


class ClientConfig(Strict):
    """Everything client.yaml says about one client."""

    name: str
    industry: str = "general"
    language: Language = "en"
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    timezone: str = "UTC"
    source: Source
    entity: Literal[ENTITIES] = "person"
    roles: tuple[Literal[ROLES], ...] = ("consumer",)
    calendar: Calendar = Calendar()
    window_months: Annotated[int, BeforeValidator(_months)] = Field(default="24 months", alias="window", validate_default=True)
    refunds: Literal["net", "gross", "drop"] = "net"
    recency_of: Literal["order", "visit"] = "order"
    methods: tuple[str, ...] = ("rfm", "lifecycle", "value")
    settings: dict[str, dict[str, Any]] = {}
    definitions: str = "refit"
    periods: dict[str, tuple[datetime.date, datetime.date]] = {}
    privacy: Privacy = Privacy()
    strategy: Strategy = Strategy()
    brand: Brand = Brand()

    @field_validator("timezone")
    @classmethod
    def _zone(cls, given: str) -> str:
        if given not in available_timezones():
            raise ValueError("write a zone of the IANA list, such as Europe/London or Asia/Shanghai")
        return str(ZoneInfo(given))

    @model_validator(mode="after")
    def _something_to_analyse(self) -> "ClientConfig":
        if not self.source.tables():
            raise ValueError("source: declare at least one input table, such as transactions")
        return self
