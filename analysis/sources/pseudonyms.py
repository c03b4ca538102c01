"""Pseudonyms at the door: client ids never pass into a canonical table.

The pseudonym is a keyed BLAKE2b of the normalised id, computed in Python because hash functions
differ between engines.  The key lies in the client's data folder (mode 600) or comes from the
environment variable STRATA_KEY; the mapping stays in the data folder, and only target lists
read it back.  A keyed hash is de-identified, not anonymous: whoever holds the key can tell who is meant
(Personal Information Protection Law, art. 73; GDPR, art. 4(5)).
"""

import hashlib
import os
import secrets
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError

KEY_FILE = ".pseudonym-key"
MAPPING = "pseudonyms.parquet"
LENGTH = 8  # bytes: 64 bits, checked for collisions
SHORTEST = 8  # characters of a key given by the environment; a shorter one is soon guessed
LONGEST = 64  # bytes that BLAKE2b takes


def client_key(client_folder: Path) -> bytes:
    """The client's secret key, made on first use.

    Raises SourceError where the key of the environment is too short, where the mapping on disk was made with
    another key, or where there is a mapping and no key: two sets of pseudonyms must not be mixed.
    """
    path, mapping = client_folder / KEY_FILE, client_folder / MAPPING
    given = os.environ.get("STRATA_KEY")
    if given:
        if len(given) < SHORTEST:
            raise SourceError("The key in STRATA_KEY has {n} characters. Give at least {least}.", n=len(given), least=SHORTEST)
        key = given.encode()
    elif path.exists():
        path.chmod(0o600)
        key = path.read_bytes().strip()
    elif mapping.is_file():
        raise SourceError(
            "{folder} holds pseudonyms but not the key they were made with. Put back {file}, or give the key in STRATA_KEY. "
            "To begin anew, delete {mapping} and the folder canonical; reports of before then no longer join with new ones.",
            folder=client_folder,
            file=KEY_FILE,
            mapping=MAPPING,
        )
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        with private(path) as file:
            file.write(secrets.token_hex(32).encode())
        key = path.read_bytes()
    _check_same(key, mapping)
    return key


def private(path: Path):
    """A new file for its owner only, open for writing bytes."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def keep_private(folder: Path) -> None:
    """A folder, made where it is missing, and the files in it for their owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_mode & 0o077:
            path.chmod(0o600)


def pseudonyms(identifiers: pd.Series, *, key: bytes) -> pd.DataFrame:
    """Distinct identifiers and their pseudonyms: columns client_id, customer_id.

    Raises SourceError in the (very unlikely) case that two identifiers share a pseudonym.
    """
    distinct = sorted(set(identifiers.dropna()))
    short = key if len(key) <= LONGEST else hashlib.blake2b(key).digest()
    made = [hashlib.blake2b(str(one).encode(), key=short, digest_size=LENGTH).hexdigest() for one in distinct]
    if len(set(made)) < len(made):
        raise SourceError("Two customer numbers share a pseudonym. Give another key in STRATA_KEY and run again.")
    return pd.DataFrame({"client_id": distinct, "customer_id": made}, dtype="str")


def remember(folder: Path, made: pd.DataFrame) -> None:
    """Add pseudonyms that are new to the client's mapping on disk."""
    path = folder / MAPPING
    known = pd.read_parquet(path) if path.is_file() else made.iloc[:0]
    merged = pd.concat([known, made]).drop_duplicates().sort_values("client_id", kind="stable", ignore_index=True)
    if path.is_file() and len(merged) == len(known):
        path.chmod(0o600)
        return
    write_private(merged, path)


def write_private(table: pd.DataFrame, path: Path) -> None:
    """A parquet file for its owner only, written whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with private(partial) as file:
            table.to_parquet(file, index=False)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _check_same(key: bytes, mapping: Path) -> None:
    if not mapping.is_file():
        return
    known = pd.read_parquet(mapping).head(1)
    if len(known) and not pseudonyms(known["client_id"], key=key).equals(known.astype("str").reset_index(drop=True)):
        raise SourceError(
            "{file} was made with another key than the one in {where}. Give the key of before; or, to begin anew, delete {file} "
            "and the folder canonical beside it: reports of before then no longer join with new ones.",
            file=mapping,
            where="STRATA_KEY" if os.environ.get("STRATA_KEY") else KEY_FILE,
        )
