"""What a warehouse answers when it does not give the table, in one sentence with the way out.

The drivers' own words are looked at, never shown: they may hold the address, the query or a value.
"""

import difflib
import re
from collections.abc import Sequence

from analysis.errors import SourceError, listed
from analysis.sources.warehouse.address import Address

SHOWN = 20  # names in a message

_REFUSED = r"password authentication failed|no password supplied|fe_sendauth|authentication failed|role \S+ does not exist|incorrect username or password"
_NO_DATABASE = r"database \S+ does not exist|unable to open database file|failed to open"
_NOT_LET_IN = r"no pg_hba\.conf entry|SSL|is not permitted to log in|permission denied for database"
_FORBIDDEN = r"permission denied|insufficient privileges|not authorized"
_BROKEN_OFF = r"server closed the connection|terminating connection|connection .*(lost|reset|closed)|no connection to the server"
_NO_DATABASE_FILE = r"file is not a database|database disk image is malformed"


def no_driver(address: Address) -> SourceError:
    """The driver of this kind of warehouse is not installed."""
    return SourceError(
        'client.yaml: source.connection needs the {driver} driver, which is not installed. Install it: pip install -e ".[{extra}]"',
        driver=address.driver,
        extra="postgres" if address.driver == "postgresql" else address.driver,
    )


def connection_fault(address: Address, error: Exception) -> SourceError:
    """Why a connection did not come about."""
    said = str(error)
    where = {"driver": address.driver, "place": address.shown}
    if _has(said, _REFUSED):
        return SourceError(
            "{driver} at {place} refused the user name or the password. Check the variables that source.connection uses.", **where
        )
    if _has(said, _NO_DATABASE):
        return SourceError(
            "{driver} at {place}: there is no such database. Correct its name at the end of source.connection.", **where
        )
    if _has(said, _NOT_LET_IN):
        return SourceError(
            "{driver} at {place} does not let this user in from this machine. Ask its administrator for access (and whether the "
            "connection must be encrypted: sslmode=require).",
            **where,
        )
    if _has(said, r"invalid (URI|percent|port|connection option|integer)|missing \"=\"|could not parse|failed to parse"):
        return SourceError(
            "{driver}: source.connection cannot be read as an address. Write it as {driver}://user@host:port/database; signs such "
            "as @ or / within a name are written %40 and %2F.",
            driver=address.driver,
        )
    return SourceError(
        "{driver} at {place} cannot be reached. Check host and port in source.connection, the network or VPN, and that the server runs.",
        **where,
    )


def query_fault(address: Address, table: str, error: Exception) -> SourceError:
    """Why a table was not read to its end."""
    said, state = str(error), getattr(error, "sqlstate", None) or ""
    where = {"driver": address.driver, "place": address.shown, "table": table}
    if state == "42501" or _has(said, _FORBIDDEN):
        return SourceError(
            "{driver} at {place}: this user may not read {table}, or not all of the columns that client.yaml names. Ask its "
            "administrator for the right to read (SELECT).",
            **where,
        )
    if state.startswith(("08", "57P")) or _has(said, _BROKEN_OFF):
        return SourceError("{driver} at {place}: the connection broke off while {table} was read. Run the command again.", **where)
    if _has(said, _NO_DATABASE_FILE):
        return SourceError("{driver}: {place} is not a database, or is damaged. Copy it again from its source.", **where)
    return SourceError(
        "{driver} at {place} could not give {table} (its code: {code}). Read the table with the same user in another program to see why.",
        **where,
        code=state or "none",
    )


def unknown_table(address: Address, input_: str, table: str, held: Sequence[str]) -> SourceError:
    """No table of this name; the likely ones, or those there are."""
    bare = {name.rsplit(".", 1)[-1].casefold(): name for name in reversed(held)}
    folded = {name.casefold(): name for name in held}
    close = difflib.get_close_matches(table.casefold(), folded, n=3, cutoff=0.6)
    close += difflib.get_close_matches(table.rsplit(".", 1)[-1].casefold(), bare, n=3, cutoff=0.6)
    likely = list(dict.fromkeys(folded.get(name) or bare[name] for name in close))
    return SourceError(
        "client.yaml: source.{input}.table is '{table}', which {driver} at {place} does not hold (or not for this user).{hint} "
        "Tables found: {found}.",
        input=input_,
        table=table,
        driver=address.driver,
        place=address.shown,
        hint=f" Did you mean {listed(likely)}?" if likely else "",
        found=listed([*held[:SHOWN], *["…"] * (len(held) > SHOWN)]) or "none",
    )


def empty_table(address: Address, table: str) -> SourceError:
    """A table without any row."""
    return SourceError(
        "{driver} at {place}: {table} holds no row. Ask the client for a filled table, or take it out of client.yaml.",
        driver=address.driver,
        place=address.shown,
        table=table,
    )


def _has(text: str, pattern: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None
