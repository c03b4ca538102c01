"""What reading comes to: files, canonical tables on disk, where they came from, and who counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.engine import DataFrame, named
from analysis.sources.answers import AnswerCount
from analysis.sources.choices import AnswerOption
from analysis.sources.door import Treated
from analysis.sources.joins import ListedKeys
from analysis.sources.warehouse import Extracted, Request
from analysis.sources.who import as_entities, in_base, merged_customers, with_roles


@dataclass(frozen=True)
class FileRead:
    """What was read from one file."""

    file: str
    rows: int
    rejects: int
    sha256: str
    encoding: str
    delimiter: str


@dataclass(frozen=True)
class Input:
    """One canonical table on disk, the files behind it, and what was counted while it was made."""

    name: str
    path: Path
    files: tuple[FileRead, ...]
    answers: tuple[AnswerCount, ...] = ()
    options: tuple[AnswerOption, ...] = ()
    listed: tuple[ListedKeys, ...] = ()
    treated: tuple[Treated, ...] = ()
    superseded: int = 0  # rows that gave way to a later delivery; order lines among them stay, with that fate

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def rejects(self) -> int:
        return sum(file.rejects for file in self.files)


@dataclass(frozen=True)
class Origin:
    """What is known of the files as a whole: the zone in which times are told that carry one of their own, the columns
    that look like a person's and are not, and the tables extracted from a warehouse."""

    timezone: str = "UTC"
    keep: tuple[str, ...] = ()
    extracted: Mapping[Request, Extracted] = field(default_factory=dict)


@dataclass(frozen=True)
class Who:
    """Who counts: the entity, the roles that enter the base, and the tables that tell."""

    entity: str
    roles: tuple[str, ...]
    links: Input | None = None
    customers: Input | None = None

    def files(self, name: str) -> list[FileRead]:
        """The files that the reading of a table rests on beside its own."""
        return [file for one in (self.links, self.customers) if one is not None and one.name != name for file in one.files]

    def applied(self, name: str, frame: DataFrame) -> DataFrame:
        """A table with accounts joined to their entity, and other roles set apart."""
        if name == "links" or "customer_id" not in frame.columns:
            return frame
        if self.links is not None:
            frame = named(as_entities(frame, self.links.path))
            frame = named(merged_customers(frame)) if name == "customers" else frame
        if name == "customers" or self.customers is None:
            return frame
        if name == "transactions":
            return with_roles(frame, self.customers.path, self.roles)
        return in_base(frame, self.customers.path, self.roles)
