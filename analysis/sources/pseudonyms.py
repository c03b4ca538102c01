"""Pseudonyms at the door: client ids never pass into a canonical table.

The pseudonym is a keyed BLAKE2b of the normalised id, computed in Python because hash functions
differ between engines.  The key lies in the client's data folder (mode 600) or comes from the
environment variable STRATA_KEY; the mapping stays in the data folder, and only target lists
read it back.  A keyed hash is de-identified, not anonymous.
"""

import hashlib
import os
import secrets
from pathlib import Path

import pandas as pd

from analysis.errors import SourceError

KEY_FILE = ".pseudonym-key"
LENGTH = 8  # bytes: 64 bits, checked for collisions


def client_key(client_folder: Path) -> bytes:
    """The client's secret key, made on first use."""
    given = os.environ.get("STRATA_KEY")
    if given:
        return given.encode()
    path = client_folder / KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_bytes().strip()


def pseudonyms(identifiers: pd.Series, *, key: bytes) -> pd.DataFrame:
    """Distinct identifiers and their pseudonyms: columns client_id, customer_id.

    Raises SourceError in the (very unlikely) case that two identifiers share a pseudonym.
    """
    distinct = sorted(set(identifiers.dropna()))
    made = [hashlib.blake2b(str(one).encode(), key=key[:64], digest_size=LENGTH).hexdigest() for one in distinct]
    if len(set(made)) < len(made):
        raise SourceError("Two customer numbers share a pseudonym. Give another key in STRATA_KEY and run again.")
    return pd.DataFrame({"client_id": distinct, "customer_id": made}, dtype="str")
