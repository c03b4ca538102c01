"""One connection to a warehouse, held to reading: which tables and columns there are, and the rows of some columns.

PostgreSQL and Snowflake give typed columns; what Arrow has no plain type for (numeric, money, uuid, JSON, arrays …)
comes as text, which says the same exactly.  SQLite knows types of values, not of columns, so all of it comes as text.
"""

import importlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.errors import SourceError
from analysis.sources.warehouse.address import Address
from analysis.sources.warehouse.faults import connection_fault, no_driver, query_fault

MODULES = {
    "postgresql": "adbc_driver_postgresql.dbapi",
    "sqlite": "adbc_driver_sqlite.dbapi",
    "snowflake": "adbc_driver_snowflake.dbapi",
}
_SYSTEM = ("pg_catalog", "information_schema", "pg_toast")

# One state of the data for all tables, in an order of rows that repeats; nothing can be written.
_BEGIN = {
    "postgresql": (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        "SET LOCAL synchronize_seqscans = off",
        "SET LOCAL max_parallel_workers_per_gather = 0",
    ),
}


class Session:
    """An open connection; see `open_session`."""

    def __init__(self, address: Address, connection: Any, faults: type[Exception]) -> None:
        self.address, self.faults = address, faults
        self._connection = connection

    def begin(self) -> None:
        """Begin one reading of everything: also again after a fault, which ends the one before."""
        self._connection.rollback()
        with self._connection.cursor() as cursor:
            for statement in _BEGIN.get(self.address.driver, ()):
                cursor.execute(statement)

    def columns(self, table: Sequence[str]) -> pa.Schema | None:
        """The columns of a table (its name, or schema and name); None where there is none of the name."""
        # SQLite has databases (main) where the others have schemas.
        above = ("catalog_filter",) if self.address.driver == "sqlite" else ("db_schema_filter", "catalog_filter")
        where = dict(zip(("table_name", *above), reversed(table), strict=False))
        try:
            return self._connection.adbc_get_table_schema(**where)
        except self.faults:  # that it is not there; a connection that broke off says so again now
            self.begin()
            return None

    def tables(self) -> list[str]:
        """Every table and view that the user may see, as schema.name."""
        found = self._connection.adbc_get_objects(depth="tables").read_all().to_pylist()
        return sorted(
            ".".join(part for part in (schema["db_schema_name"], table["table_name"]) if part)
            for catalog in found
            for schema in catalog["catalog_db_schemas"] or ()
            if (schema["db_schema_name"] or "").lower() not in _SYSTEM
            for table in schema["db_schema_tables"] or ()
        )

    def rows(self, table: Sequence[str], columns: Sequence[pa.Field]) -> Iterator[pa.RecordBatch]:
        """The rows of some columns, as they stream in."""
        chosen = ", ".join(f"{self._expression(field)} AS {quoted(field.name)}" for field in columns)
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT {chosen} FROM {'.'.join(quoted(part) for part in table)}")
            yield from cursor.fetch_record_batch()

    def _expression(self, field: pa.Field) -> str:
        name, driver = quoted(field.name), self.address.driver
        if driver == "sqlite":
            # Its driver takes the type from the first rows, which may all be missing; '' says text.
            return f"COALESCE(CAST({name} AS TEXT), '')"
        if driver == "postgresql" and (pa.types.is_timestamp(field.type) or pa.types.is_date(field.type)):
            return f"CASE WHEN isfinite({name}) THEN {name} END"
        return name if _plain(field) else f"CAST({name} AS TEXT)"


@contextmanager
def open_session(address: Address) -> Iterator[Session]:
    """A connection, closed at the end.  SourceError where the driver is missing or the warehouse does not answer."""
    try:
        driver, manager = (importlib.import_module(name) for name in (MODULES[address.driver], "adbc_driver_manager"))
    except ImportError:
        raise no_driver(address) from None
    try:
        connection = driver.connect(_checked_file(address) if address.driver == "sqlite" else address.uri)
    except manager.Error as error:
        raise connection_fault(address, error) from None
    try:
        session = Session(address, connection, manager.Error)
        try:
            session.begin()
        except manager.Error as error:
            raise query_fault(address, "", error) from None
        yield session
    finally:
        with suppress(manager.Error):
            connection.close()


def quoted(name: str) -> str:
    """An identifier as it is, whatever signs are in it."""
    return '"' + name.replace('"', '""') + '"'


def _plain(field: pa.Field) -> bool:
    kind = field.type
    if (field.metadata or {}).get(b"POSTGRESQL:type") == b"money":  # comes as a whole number of cents
        return False
    numbers = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    words = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_boolean(kind)
    return numbers or words or pa.types.is_timestamp(kind) or pa.types.is_date(kind)


def _checked_file(address: Address) -> str:
    """The address of a database file for reading only: SQLite would make one that is not there."""
    path = Path(address.uri)
    if not path.is_file():
        raise SourceError(
            "sqlite: there is no file {path}. Put the database there, or correct source.connection (paths are relative to the "
            "client's folder).",
            path=address.database,
        )
    signs = {"%": "%25", "?": "%3f", "#": "%23"}
    return "file:" + "".join(signs.get(sign, sign) for sign in str(path.resolve())) + "?mode=ro"
