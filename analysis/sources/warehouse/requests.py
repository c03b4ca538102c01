"""Which tables of the warehouse a client.yaml asks for, and which of their columns."""

from pathlib import Path

from analysis.config import Source, Table
from analysis.sources.canonical import needed_columns
from analysis.sources.warehouse.extraction import Extracted, Request, extracted_tables, last_extraction


def source_tables(source: Source, folder: Path, *, fresh: bool) -> dict[Request, Extracted]:
    """The tables of the warehouse that `source` names, in the cache; see `extracted_tables`."""
    if source.connection is None:
        return {}
    return extracted_tables(source.connection, requests_of(source), folder=folder, fresh=fresh)


def extracted_hashes(source: Source, folder: Path) -> dict[str, str]:
    """SHA-256 of what the last extraction left of each table of the warehouse, by the input's name."""
    if source.connection is None:
        return {}
    held = last_extraction(source.connection, requests_of(source), folder=folder)
    return {request.name: one.report.sha256 for request, one in held.items()}


def requests_of(source: Source) -> list[Request]:
    """Every input that is a table of the warehouse, extra lists under extra.<name>."""
    tables = source.tables() | {f"extra.{name}": spec for name, spec in source.extra.items()}
    return [request_of(name, spec) for name, spec in tables.items() if spec.table is not None]


def request_of(name: str, spec: Table) -> Request:
    """One input with the columns that its mapping, items, exclusions and contact fields read."""
    return Request(name, spec.table, tuple(dict.fromkeys([*needed_columns(spec), *spec.contact.values()])))
