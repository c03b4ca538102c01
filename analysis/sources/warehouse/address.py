"""Where the warehouse is: source.connection of client.yaml, with its ${VARIABLES} filled in from the environment.

client.yaml is a file that people send to one another, so a password never stands in it, and no message
shows more of an address than driver, host and database.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import ConfigError, listed

SCHEMES = {"postgresql": "postgresql", "postgres": "postgresql", "sqlite": "sqlite", "snowflake": "snowflake"}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_URI = re.compile(r"(?P<scheme>[A-Za-z0-9+]+)://(?:(?P<user>[^@/?]*)@)?(?P<host>[^/?]*)(?:/(?P<path>[^?]*))?(?:\?(?P<options>.*))?")
_SECRETS = re.compile(r"(?:^|&)[^=&]*(?:password|passwd|pwd|token|secret|private_?key)[^=&]*=(?P<value>[^&]*)", re.IGNORECASE)
_SAFE = re.compile(r"[^A-Za-z0-9_.~-]")


@dataclass(frozen=True)
class Address:
    """A warehouse: its driver, what may be shown of its place, and the URI with everything in it."""

    driver: str
    host: str
    database: str
    uri: str = field(repr=False)  # holds the password

    @property
    def shown(self) -> str:
        """Host and database, for messages."""
        return f"{self.host}/{self.database}" if self.host else self.database


def read_address(connection: str, *, folder: Path, environment: Mapping[str, str]) -> Address:
    """The address that `connection` gives; a path of SQLite is relative to the client's `folder`.

    Raises ConfigError for an unknown kind of warehouse, a password in plain sight, a variable that is not set
    and an address that cannot be read.
    """
    refuse_password(connection)
    given = connection.strip()
    whole = _VARIABLE.fullmatch(given)
    uri = _filled(given, environment, encoded=whole is None)
    parts = _URI.fullmatch(uri)
    scheme = parts["scheme"].lower() if parts else None
    if scheme is None or scheme not in SCHEMES:
        raise ConfigError(
            "client.yaml: source.connection is no address the kit knows. Write one that begins with one of: {known}; such as "
            "postgresql://${{PGUSER}}:${{PGPASSWORD}}@host/database or sqlite:///raw/shop.db.",
            known=listed(f"{name}://" for name in dict.fromkeys(SCHEMES.values())),
        )
    driver = SCHEMES[scheme]
    path = _decoded(parts["path"] or "")
    if driver == "sqlite":
        if parts["host"] or not path:
            raise ConfigError(
                "client.yaml: source.connection of SQLite is written sqlite:///raw/shop.db (three strokes, then the path of "
                "the file from the client's folder; four for a path from the root)."
            )
        return Address(driver, "", path, str(Path(folder) / path))
    if driver == "snowflake":
        # Its driver wants the address without the name in front.
        return Address(driver, parts["host"], path, uri.split("://", 1)[1])
    host = re.search(r"(?:^|&)host=([^&]*)", parts["options"] or "")
    return Address(driver, _decoded(parts["host"] or (host[1] if host else "localhost")), path or "(default)", _with_timeout(uri))


def _filled(given: str, environment: Mapping[str, str], *, encoded: bool) -> str:
    missing = [name for name in _VARIABLE.findall(given) if name not in environment]
    if missing:
        raise ConfigError(
            "client.yaml: source.connection uses ${{{name}}}, which is not set in the environment. Set it before the command, "
            "such as: export {name}=…",
            name=missing[0],
        )
    return _VARIABLE.sub(lambda found: _encoded(environment[found[1]]) if encoded else environment[found[1]], given)


def refuse_password(connection: str) -> None:
    """Raise ConfigError where a connection of client.yaml holds a password (it may hold a variable's name)."""
    given = connection.strip()
    if _VARIABLE.fullmatch(given):
        return  # all of it in one variable: nothing can stand in plain sight
    parts = _URI.fullmatch(given)
    user = (parts["user"] if parts else "") or ""
    told = [user.partition(":")[2], *(found["value"] for found in _SECRETS.finditer((parts["options"] if parts else "") or ""))]
    # A password with a stroke or an @ in it breaks the address: whatever stands before the last @ is looked at then.
    if parts is None or "@" in (parts["path"] or ""):
        told.append(given.rpartition("@")[0].partition("://")[2].partition(":")[2])
    if any(secret and not _VARIABLE.fullmatch(secret) for secret in told):
        raise ConfigError(
            "client.yaml: source.connection holds a password. Take it out, change it at the warehouse, and write "
            "${PGPASSWORD} (or another variable of the environment) in its place."
        )


def _with_timeout(uri: str, seconds: int = 15) -> str:
    """A server that does not answer shall not hold up the report for minutes."""
    return uri if "connect_timeout=" in uri else f"{uri}{'&' if '?' in uri else '?'}connect_timeout={seconds}"


def _encoded(value: str) -> str:
    """A value as it may stand in an address: a password with @ or / would break it."""
    return _SAFE.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), value)


def _decoded(text: str) -> str:
    plain = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), text.encode())
    return plain.decode(errors="replace")
